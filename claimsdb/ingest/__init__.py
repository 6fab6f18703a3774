"""Article records into the database, each with its claims: whole or not at all.

Import from its modules: a process that `queue.process_pool` starts imports this package before Django is set up.
"""
