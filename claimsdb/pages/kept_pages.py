"""The bodies of pages that anybody may have, by their tags."""

from sys import getsizeof

from claimsdb.db.memory import PAGES, Memory

kept_pages = Memory[str, str | bytes](PAGES, weigh=getsizeof)
