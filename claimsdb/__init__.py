"""claimsdb: who claimed what, where it was reported, and whether the claims agree."""

__version__ = "0.1.0"
