"""Database access: connections, timeouts, read replicas, snapshot isolation, online migrations, and SQL helpers."""
