"""Rows of a file -> rows in the staging tables, each checked by itself."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import IO, Any

from claimsdb.db.sqlite import in_savepoint
from claimsdb.exchange.faults import Faults
from claimsdb.exchange.fields import Fields, RowReader
from claimsdb.exchange.incoming import Incoming
from claimsdb.exchange.json_rows import BadJSON, NumberedRow, rows_in
from claimsdb.exchange.tables import TABLES
from claimsdb.exchange.values import REFUSALS, excerpt

ROW_MEMBERS = ("model", "fields")
BLOCK = 100  # rows that are read together: as many as a processor has at hand

Block = list[NumberedRow]


def read(file: IO[bytes], faults: Faults) -> Incoming:
    """Hands the rows to the database; adds a fault for each thing that is wrong with one."""
    blocks = BlockReader(faults)
    try:
        with in_savepoint():
            for block in _blocks(rows_in(file)):
                blocks.take(block)
            blocks.incoming.flush()
    except BadJSON as error:
        faults.add(error.line, str(error))
        faults.give_up()
    return blocks.incoming


def _blocks(rows: Iterable[NumberedRow]) -> Iterator[Block]:
    """Some rows at a time; also those before one that cannot be read."""
    block: Block = []
    try:
        for row in rows:
            block.append(row)
            if len(block) == BLOCK:
                yield block
                block = []
    except BadJSON:
        yield block
        raise
    yield block


def _by_label(block: Block) -> dict[str, tuple[list[int], list[Fields]]]:
    """The lines and the fields of the rows of each table."""
    found: dict[str, tuple[list[int], list[Fields]]] = defaultdict(lambda: ([], []))
    for line, row in block:
        if len(row) != len(ROW_MEMBERS):
            raise KeyError
        lines, rows = found[row["model"]]
        lines.append(line)
        rows.append(row["fields"])
    return found


class BlockReader:
    """Takes blocks of rows in: all at once where none of them has anything unusual, else row by row."""

    def __init__(self, faults: Faults) -> None:
        self.incoming = Incoming()
        self._faults = faults
        self._readers = {table.label: RowReader(table) for table in TABLES}

    def take(self, block: Block) -> None:
        try:
            self._add(block)
        except (KeyError, *REFUSALS):
            self._add(list(self._mended(block)))

    def _add(self, block: Block) -> None:
        """All of the block or, as the rows are, nothing."""
        read = [
            (self._readers[label].table, list(zip(lines, *self._readers[label].read(rows), strict=True)))
            for label, (lines, rows) in _by_label(block).items()
        ]
        for table, values in read:
            self.incoming.add(table, values)

    def _mended(self, block: Block) -> Iterator[NumberedRow]:
        """The rows that nothing is wrong with, and the defaults of what they leave out; of the others, the faults."""
        for line, row in block:
            found = list(self._faults_around(row))
            if not found:
                reader = self._readers[row["model"]]
                fields = reader.completed(row["fields"])
                found = [f"{reader.table.label}: {words}" for words in reader.faults(fields)]
            if not found:
                yield line, {"model": row["model"], "fields": fields}
            for words in found:
                self._faults.add(line, words)

    def _faults_around(self, row: Any) -> Iterator[str]:
        """What is wrong before one looks at the fields."""
        if not isinstance(row, dict) or not isinstance(row.get("fields"), dict):
            yield f'It is {excerpt(row)}, not a row such as {{"model": "claimsdb.claim", "fields": {{…}}}}.'
        elif str(row.get("model")) not in self._readers:
            yield f"model: It is {excerpt(row.get('model'))}, not one of {', '.join(self._readers)}."
        elif row.get("pk") is not None:
            yield "pk: Rows go by their natural keys, and have none."
        elif unknown := sorted(row.keys() - {*ROW_MEMBERS, "pk"}):
            yield f"{unknown[0]}: There is no such member: a row has {' and '.join(ROW_MEMBERS)}."
