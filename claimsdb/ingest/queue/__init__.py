"""Many articles: on all cores of a machine, or by workers that share a queue in the database."""
