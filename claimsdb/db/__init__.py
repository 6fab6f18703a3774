"""How the databases are reached and used: addresses, timeouts, replicas, snapshots, and what each engine does best."""
