"""What lies on the disk: bytes of each table and index, and how many pages are read in an index on the way to a row."""

import psycopg

from tests.benchmarks.engines import connect
from tests.benchmarks.timing import Figures

BYTES, DEPTH = "bytes of ", "depth of "

# The path of a page leads to it from the root, with a step for each level.
SQLITE = """
SELECT name, sum(pgsize), max(length(path) - length(replace(path, '/', '')))
FROM dbstat WHERE path NOT LIKE '%+%' GROUP BY name
"""
OVERFLOWING = "SELECT name, sum(pgsize) FROM dbstat WHERE path LIKE '%+%' GROUP BY name"
# The first page of a B-tree tells the level of its root: an integer, least byte first, 36 bytes from the beginning.
POSTGRESQL = """
SELECT relname, pg_relation_size(pg_class.oid) + coalesce(pg_relation_size(nullif(reltoastrelid, 0)), 0),
    CASE amname WHEN 'btree' THEN 1 + get_byte(pg_read_binary_file(pg_relation_filepath(pg_class.oid), 36, 1), 0) END
FROM pg_class LEFT JOIN pg_am ON pg_am.oid = relam
WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace
"""


def measure_sizes(url: str) -> Figures:
    """Of every table, with what lies apart of its long values, and of every index."""
    ask = connect(url)
    if url.startswith("sqlite"):
        return _named(ask(SQLITE, ()), dict(ask(OVERFLOWING, ())))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")  # what is read is the file
    return _named(ask(POSTGRESQL, ()), {})


def _named(rows: list[tuple[str, int, int | None]], besides: dict[str, int]) -> Figures:
    figures: Figures = {}
    for name, size, depth in rows:
        figures[BYTES + name] = [size + besides.get(name, 0)]
        if depth:
            figures[DEPTH + name] = [depth]
    return figures
