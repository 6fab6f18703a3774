"""Claims out of the database, one module a format."""
