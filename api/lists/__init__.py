"""Pages of a list by keyset pagination, and the filter backend."""
