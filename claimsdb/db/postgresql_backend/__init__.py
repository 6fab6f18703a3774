"""Django's engine for SQLite, in which few of the threads of a process wait for the one writer."""
