"""Puts imports on record, those too that fail: their row is written outside of what is rolled back."""

import getpass
import hashlib
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, NamedTuple

from django.db import DatabaseError
from django.utils import timezone

from claimsdb.choices import ImportDoor, ImportState
from claimsdb.index import data_version
from claimsdb.ingest.outcome import Outcome, OutcomeStatus
from claimsdb.models import Import, ImportedFile
from claimsdb.reading import BadArticle, list_files, standard_input

LONGEST_REASON = 4_000
LONGEST_FAULT = 500
FIRST_FAULTS = 20  # that are kept, of any number
LONGEST_NAME = 1_000
MANY = 500  # files in a statement


@dataclass(slots=True)
class ImportRecord:
    """What is to be said of an import that is under way: `counts` by kind of row and what became of it, `faults` the
    first of what of it was not taken in, `more_faults` how many came after them; in `stopped` why it ended before its
    end, where it did."""

    row: Import
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    more_faults: int = 0
    stopped: str = ""

    def add(self, kind: str, what: str, number: int) -> None:
        if number:
            of_kind = self.counts.setdefault(kind, {})
            of_kind[what] = of_kind.get(what, 0) + number

    def note(self, outcome: Outcome) -> None:
        """What became of an article."""
        self.add("articles", outcome.status, 1)
        self.add("claims", "new", outcome.claims)
        if outcome.status is OutcomeStatus.FAILED:
            self.blame(f"{outcome.where}: {outcome.reason}")

    def blame(self, *faults: str) -> None:
        """What was not taken in, and why."""
        kept = faults[: max(FIRST_FAULTS - len(self.faults), 0)]
        self.faults += [each[:LONGEST_FAULT] for each in kept]
        self.more_faults += len(faults) - len(kept)


@contextmanager
def on_record(
    door: ImportDoor, paths: Iterable[Path] = (), *, suffixes: tuple[str, ...] | None = None, user: Any = None
) -> Iterator[ImportRecord]:
    """Records the import that the body makes of the files at the paths; with `suffixes`, a folder stands for those of
    its files that `list_files` gives. Whatever the body raises is the reason for which it failed, and what it has noted
    by then stays. Not to be called inside of a transaction that may be rolled back."""
    row = Import.objects.create(door=door, user=user, who=_name_of(user), change_before=data_version().number)
    ImportedFile.objects.bulk_create((_file(row, path) for path in _files(paths, suffixes)), batch_size=MANY)
    record = ImportRecord(row)
    standard_input.forget()
    try:
        yield record
    except BaseException as error:
        gone = isinstance(error, GeneratorExit)
        reason = "Whoever sent it went away before the end." if gone else str(error) or type(error).__name__
        with suppress(DatabaseError):  # which is what has ended it, as the error says
            _end(record, ImportState.FAILED, reason)
        raise
    if record.stopped:
        _end(record, ImportState.FAILED, record.stopped)
    else:
        _end(record, ImportState.PARTLY if record.faults else ImportState.DONE)


class ReadFile(NamedTuple):
    """A file that was read before the import: its name, the SHA-256 of its bytes and how many there are."""

    name: str
    sha256: str
    size: int


def read_file(file: IO[bytes], *, name: str) -> ReadFile:
    """Of one that is open already, which is left at its beginning."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    size = file.tell()
    file.seek(0)
    return ReadFile(name[:LONGEST_NAME], digest, size)


def note_files(record: ImportRecord, files: Iterable[ReadFile]) -> None:
    ImportedFile.objects.bulk_create(ImportedFile(of=record.row, **file._asdict()) for file in dict.fromkeys(files))


def _files(paths: Iterable[Path], suffixes: tuple[str, ...] | None) -> Iterator[Path]:
    """A path that stands for no file is named itself: the import will say why."""
    for path in paths:
        try:
            yield from [path] if suffixes is None else list_files(path, suffixes=suffixes)
        except BadArticle:
            yield path


def _file(row: Import, path: Path) -> ImportedFile:
    """What cannot be read has no digest, and neither has a pipe: it can be read once alone, and opening it may wait."""
    file = ImportedFile(of=row, name=str(path).encode("utf-8", "replace").decode()[:LONGEST_NAME])
    with suppress(OSError, ValueError):
        if stat.S_ISREG(path.stat().st_mode):
            with path.open("rb") as opened:
                file.sha256 = hashlib.file_digest(opened, "sha256").hexdigest()
                file.size = opened.tell()
    return file


def _end(record: ImportRecord, state: ImportState, reason: str = "") -> None:
    if read := standard_input.digest():
        record.row.files.filter(name="-").update(sha256=read[0], size=read[1])
    Import.objects.filter(pk=record.row.pk).update(
        state=state,
        reason=_in_lines(reason, record),
        counts=record.counts,
        ended_at=timezone.now(),
        change_after=max(data_version().number, record.row.change_before),
    )


def _in_lines(reason: str, record: ImportRecord) -> str:
    more = f"and {record.more_faults:,} more" if record.more_faults else ""
    told = "\n".join(filter(None, [reason, *record.faults]))
    return "\n".join(filter(None, [told[: LONGEST_REASON - len(more) - 1], more]))


def _name_of(user: Any) -> str:
    if user is not None:
        return user.get_username()
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run as an account that has no name
        return "command line"
