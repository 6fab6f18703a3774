"""A fixture -> the database: what `loaddata` would make of it, all of it or nothing, at nearly the engine's own speed.

The rows are read and checked one by one, handed to the database in tables of their own, compared there with what it
has, and written a table at a time. Their order in the file does not matter.
"""

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any, NamedTuple

from django.db import DatabaseError, transaction

from claimsdb.db.sqlite import large_page_cache, rebuild_indexes
from claimsdb.db.troubles import trouble_of
from claimsdb.exchange import kept_values
from claimsdb.exchange.changed_claims import changed_claims
from claimsdb.exchange.checks import check, check_places
from claimsdb.exchange.corrected_here import keep_corrections
from claimsdb.exchange.decided_here import check_against_decisions
from claimsdb.exchange.faults import BadFixture, Faults
from claimsdb.exchange.incoming import Incoming, incoming_tables
from claimsdb.exchange.incoming_links import check_against_links, check_written_links, known_links, put_in_order
from claimsdb.exchange.incoming_questions import check_questions, drop_scope, keep_questions
from claimsdb.exchange.merged_here import follow_merges
from claimsdb.exchange.merging import Merged, merge
from claimsdb.exchange.moved_claims import MovedClaims
from claimsdb.exchange.reading import read
from claimsdb.exchange.told_rows import told_rows
from claimsdb.index import bulk, changes, locks, mark_untaken
from claimsdb.models import Entry, Part, TallyChange

INDEX_TABLES = [model._meta.db_table for model in (Entry, Part, TallyChange)]

Track = Callable[..., Iterable[Any]]  # of (things, total=, description=), as rich has it


class Imported(NamedTuple):
    """What became of the rows of each table; `kept` says of which an editor's correction stays instead."""

    tables: list[Merged]
    kept: list[str]


def untracked(things: Iterable[Any], **options: Any) -> Iterable[Any]:
    return things


def import_fixture(file: IO[bytes], *, track: Track = untracked) -> Imported:
    """Imports JSON or JSON lines, plain or packed by gzip; `file` has a `peek`.

    `track` may wrap what is worked off, to show how far it is. Raises BadFixture, and leaves nothing behind.
    """
    faults = Faults()
    with large_page_cache(), gc_frozen(), incoming_tables():
        incoming = read(file, faults)
        put_in_order()
        check(incoming, faults)
        faults.give_up()
        try:
            return _write(incoming, faults, track=track)
        except DatabaseError as error:
            if trouble_of(error):
                raise
            raise BadFixture([f"The database refuses the rows: {error}"]) from error


@contextmanager
def gc_frozen() -> Iterator[None]:
    """The garbage collector leaves alone what is there already, through which it would go again and again."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@transaction.atomic
def _write(incoming: Incoming, faults: Faults, *, track: Track) -> Imported:
    moved = MovedClaims()
    follow_merges()
    keep_questions()
    kept_values.keep_values()
    kept = keep_corrections()
    with told_rows() as told:
        merged = _merged(incoming, faults, track=track)
        for each in merged:
            told.add(each)
        locks.lock_index(exclusive=True)  # before it asks for the claims: some may be coming
        with moved.batches() as batches:
            told.add_articles(kept_values.follow_claims(batches))
            told.add_articles_of(moved.moved_sources())
            with rebuild_indexes(dict.fromkeys(INDEX_TABLES, batches.claims)):
                bulk.refresh_in_batches(track(batches, total=len(batches), description="Listing"), exclusive=True)
            told.follow_questions(batches)
            changes.record(batches, rows=told)
    mark_untaken()
    return Imported(merged, kept)


def _merged(incoming: Incoming, faults: Faults, *, track: Track) -> list[Merged]:
    """Writes the rows, table by table."""
    merged = []
    with changed_claims() as changed, known_links():
        check_against_decisions(faults)
        check_questions(faults)
        check_against_links(faults)
        faults.give_up()
        changed.drop_parts()
        changed.forget_calibrated()
        drop_scope()
        with rebuild_indexes({table.name: rows for table, rows in incoming.rows.items()}):
            for table in track(incoming.tables, description="Writing"):
                merged.append(merge(table, incoming.rows[table], faults, among=changed.writable(table)))
                check_places(table, faults)
                faults.give_up()
        check_written_links(faults)
        faults.give_up()
        changed.raise_versions()
        changed.record()
    return merged
