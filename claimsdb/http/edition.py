"""Which edition of the program answers are made by."""

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

ROOMS = ("claimsdb", "api")
KINDS = {".css", ".html", ".js", ".png", ".py", ".svg", ".toml", ".txt", ".xml"}


@cache
def edition() -> str:
    """The same on all machines with the same files, and another one wherever code, a template, what a page names by its
    digest, or a pinned library is another: so that no cache that outlives an upgrade, nor one that two releases share,
    takes one's answer for the other's. Read once a process."""
    digest = blake2b(digest_size=8)
    for file in _files(settings.BASE_DIR):
        digest.update(f"{file.relative_to(settings.BASE_DIR)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _files(base: Path) -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted(
            file for file in (base / room).rglob("*") if file.suffix in KINDS and file.parent.name != "migrations"
        )
    yield base / "requirements.txt"
