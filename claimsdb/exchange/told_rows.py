"""What beside claims an import has changed of all that is followed, from actors to relations: kept in a table, as there
may be millions. What comes again as it was has not changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from claimsdb.choices import Followed
from claimsdb.db.sql import IDS_PARAM, pack_ids
from claimsdb.exchange.merging import Merged
from claimsdb.index import LINES, PARTS_OF_ROWS, ROWS, open_rows, pages_with, synced
from claimsdb.models import Article
from claimsdb.questions import standing

BATCH = 2000  # rows
OF_QUESTIONS = (Followed.QUESTION, Followed.ANSWER, Followed.RELATION)


class ToldRows:
    """What is to be told of, by kind and id."""

    def add(self, merged: Merged) -> None:
        """Of what the rows that were added to a table, or changed in it, are a part."""
        table, written = merged.table, f"id > {merged.last} OR id IN ({IDS_PARAM[connection.vendor]})"
        if table.model in PARTS_OF_ROWS:
            kind, columns = PARTS_OF_ROWS[table.model]
            for column in columns:
                ids = pack_ids(merged.changed_ids, connection.vendor)
                self._insert(kind, f"SELECT {column} FROM {table.name} WHERE {written}", ids)
        if table.model in LINES:
            shown = open_rows(table.model, merged.changed_ids)
            for kind, pages in pages_with(table.model, shown):
                self._insert(kind, IDS_PARAM[connection.vendor], pack_ids(pages, connection.vendor))

    def add_articles(self, batches: Iterable[Collection[int]]) -> None:
        for articles in batches:
            self._insert(Followed.ARTICLE, IDS_PARAM[connection.vendor], pack_ids(articles, connection.vendor))

    def add_articles_of(self, sources: Collection[int]) -> None:
        of_sources = f"SELECT id FROM {Article._meta.db_table} WHERE source_id IN ({IDS_PARAM[connection.vendor]})"
        self._insert(Followed.ARTICLE, of_sources, pack_ids(sources, connection.vendor))

    def follow_questions(self, batches: Iterable[Collection[int]]) -> None:
        """Brings up to date whether the answers to questions agree, and has editors look again at links whose claims
        say something else now; the index of the claims is right already."""
        with synced():
            for claims in batches:
                self._follow(claims, {})
            for kind, ids in list(self):
                if kind in OF_QUESTIONS:
                    self._follow([], {kind: set(ids)})

    def _follow(self, claims: Collection[int], changed: dict[Followed, set[int]]) -> None:
        moved = defaultdict(set, changed)
        standing.follow(list(claims), moved)
        for kind, ids in moved.items():
            self._insert(kind, IDS_PARAM[connection.vendor], pack_ids(ids, connection.vendor))

    def _insert(self, kind: Followed, ids: str, *parameters: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"WITH found (id) AS ({ids}) INSERT INTO incoming_told (kind, id)"
                f" SELECT '{kind}', id FROM found WHERE true ON CONFLICT DO NOTHING",
                parameters,
            )

    def __iter__(self) -> Iterator[tuple[Followed, list[int]]]:
        for kind in ROWS:
            after = 0
            while ids := self._next(kind, after):
                yield kind, ids
                after = ids[-1]

    def _next(self, kind: Followed, after: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id FROM incoming_told WHERE kind = '{kind}' AND id > {after} ORDER BY id LIMIT {BATCH}"
            )
            return [pk for (pk,) in cursor.fetchall()]


@contextmanager
def told_rows() -> Iterator[ToldRows]:
    """None at first; the table is gone at the end."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE incoming_told (kind text, id bigint, PRIMARY KEY (kind, id))")
        yield ToldRows()
        cursor.execute("DROP TABLE incoming_told")
