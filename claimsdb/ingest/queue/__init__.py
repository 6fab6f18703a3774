"""Many articles: on all cores of a machine, or by workers that share a queue in the database."""

TRIES = 3
"""An article whose process dies, or that the database has no time for, is tried so many times."""
