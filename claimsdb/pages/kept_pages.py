"""The bodies of pages that anybody may have, by their tags."""

from claimsdb.db.memory import Memory

kept_pages = Memory[str, str | bytes](most=64)
