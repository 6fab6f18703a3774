"""Claims as a workbook: the rows and columns of the table as CSV has them."""

from collections.abc import Iterator

import orjson

from claimsdb.exchange.audience import Audience
from claimsdb.exchange.csv_rows import COLUMNS, row_of
from claimsdb.exchange.json_lines import json_lines
from claimsdb.exchange.workbooks import check_rows, workbook
from claimsdb.filters import ClaimList


def export(claims: ClaimList, *, audience: Audience, base: str) -> Iterator[bytes]:
    """The file as `claimsdb.exchange.formats` takes it. Raises TooManyRows before anything else is read."""
    check_rows(claims.queryset)
    rows = (row_of(orjson.loads(line)) for lines in json_lines(claims, base=base) for line in lines)
    return workbook(COLUMNS, rows, title="claims")
