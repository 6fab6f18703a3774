"""The feed: rows beside the claims from which lists, counts and searches are answered at once, kept true by every
write. `kept` is for whoever writes much in one piece."""

from claimsdb.feed.upkeep import kept, refresh

__all__ = ["kept", "refresh"]
