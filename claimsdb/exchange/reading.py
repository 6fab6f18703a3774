"""Rows of a file -> incoming rows, each checked by itself."""

from collections.abc import Iterator
from typing import IO, Any

from claimsdb.exchange.faults import Faults
from claimsdb.exchange.incoming import Incoming
from claimsdb.exchange.json_rows import BadJSON, rows_in
from claimsdb.exchange.tables import TABLES
from claimsdb.exchange.values import BadValue, RowReader, shown

PARTS = ("model", "fields")


def read(file: IO[bytes], faults: Faults) -> Incoming:
    """Hands the rows to the database; adds a fault for each thing that is wrong with one."""
    incoming, readers = Incoming(), {table.label: RowReader(table) for table in TABLES}
    try:
        for line, row in rows_in(file):
            try:
                reader = readers[row["model"]]
                if len(row) != len(PARTS):
                    raise KeyError
                incoming.add(reader.table, (line, *reader.read(row["fields"])))
            except (BadValue, KeyError, TypeError, AttributeError):
                _read_again(line, row, readers, incoming=incoming, faults=faults)
    except BadJSON as error:
        faults.add(error.line, str(error))
        faults.give_up()
    incoming.flush()
    return incoming


def _read_again(line: int, row: Any, readers: dict[str, RowReader], *, incoming: Incoming, faults: Faults) -> None:
    """A row that leaves fields out, or is wrong: with their defaults, or with all that is wrong."""
    found = list(_faults_around(row, readers))
    if not found:
        reader = readers[row["model"]]
        fields = reader.completed(row["fields"])
        found = [f"{reader.table.label}: {words}" for words in reader.faults(fields)]
        if not found:
            incoming.add(reader.table, (line, *reader.read(fields)))
    for words in found:
        faults.add(line, words)


def _faults_around(row: Any, readers: dict[str, RowReader]) -> Iterator[str]:
    """What is wrong before one looks at the fields."""
    if not isinstance(row, dict) or not isinstance(row.get("fields"), dict):
        yield f'It is {shown(row)}, not a row such as {{"model": "claimsdb.claim", "fields": {{…}}}}.'
    elif row.get("model") not in readers:
        yield f"model: It is {shown(row.get('model'))}, not one of {', '.join(readers)}."
    elif row.get("pk") is not None:
        yield "pk: Rows go by their natural keys, and have none."
