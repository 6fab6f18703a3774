"""Exports, each of which holds a thread until its reader has all of it: few at once, and of one reader fewer, who may
take their time."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from django.db import router
from django.http import StreamingHttpResponse

from claimsdb.db.few import Few
from claimsdb.db.lock_files import HeldFile, hold
from claimsdb.db.timeouts import no_statement_timeout
from claimsdb.models import Claim

FOR_AN_ADDRESS = 2
FOLDER = "CLAIMSDB_EXPORTS"  # in the environment: what the processes of a server have in common
MARK = "is_export"

View = TypeVar("View", bound=Callable[..., Any])

in_process = Few(2)
"""The server makes it half of the threads of each process (claimsdb/http/gunicorn.py), so that others are answered."""


class TooMany(Exception):
    """In words for who asked."""


@dataclass(frozen=True, slots=True)
class Place:
    """For one export, until it is given back; what its process holds of it ends with the process."""

    of_process: Few
    of_address: HeldFile

    def give_back(self) -> None:
        self.of_address.give_back()
        self.of_process.give_back()


def export(view: View) -> View:
    """Marks a view, or the action of one, that gives something whole, however long it is."""
    setattr(view, MARK, True)
    return view


def is_export(view: Any, method: str | None) -> bool:
    """Whether the view, or what it does at a request of this method, is marked."""
    action = getattr(view, "actions", {}).get((method or "").lower(), "")
    return hasattr(view, MARK) or hasattr(getattr(getattr(view, "cls", None), action, None), MARK)


def file_response(
    pieces: Iterator[bytes], *, name: str, content_type: str, method: str | None
) -> StreamingHttpResponse:
    """The pieces as a file of that name; at HEAD nothing of them is made."""
    return StreamingHttpResponse(
        iter(()) if method == "HEAD" else unhurried(pieces),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def unhurried(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces for readers who take their time; nothing of it is left when they go."""
    with no_statement_timeout(using=router.db_for_read(Claim)):
        yield from pieces


def place_for(address: str) -> Place:
    """Raises TooMany."""
    few = in_process
    if not few.take():
        raise TooMany("As many exports are under way as this server makes at once.")
    name = blake2b(address.encode(), digest_size=16).hexdigest()
    for number in range(FOR_AN_ADDRESS):
        if held := hold(_folder() / f"{name}-{number}"):
            return Place(few, held)
    few.give_back()
    raise TooMany("Two exports to your address are under way.")


def _folder() -> Path:
    return Path(os.environ.get(FOLDER) or _own_folder().name)


@lru_cache(maxsize=1)
def _own_folder() -> TemporaryDirectory[str]:
    """Of a process that is no part of a server."""
    return TemporaryDirectory(prefix="claimsdb-exports-")
