"""The read model: rows beside the claims from which lists, counts and searches are answered at once, kept true by every
write. `synced` is for whoever writes much in one piece."""

from claimsdb.index.sync import refresh, synced

__all__ = ["refresh", "synced"]
