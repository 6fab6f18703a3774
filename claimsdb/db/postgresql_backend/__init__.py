"""Django's engine for PostgreSQL, in which a connection that is well is not asked whether it is."""
