"""Ledgers as tables: a row a figure or a statement, as the ledger itself has them."""

from collections.abc import Callable, Mapping
from typing import Any

from claimsdb.choices import LedgerRows
from claimsdb.exchange import BETWEEN, csv_lines

Document = Mapping[str, Any]
Columns = Mapping[str, Callable[[Document], Any]]


def ledger_table(page: Document, *, by: LedgerRows) -> bytes:
    """The names of the columns, then the rows. New columns come at the end."""
    columns = COLUMNS[by]
    rows = ([read(row) for read in columns.values()] for row in page["results"])
    return csv_lines([[*columns], *rows])


def _value(name: str) -> Callable[[Document], Any]:
    return lambda row: row[name]


def _list(name: str) -> Callable[[Document], str]:
    return lambda row: BETWEEN.join(row[name])


def _values(names: str) -> Columns:
    return {name: _value(name) for name in names.split()}


def _lists(names: str) -> Columns:
    return {name: _list(name) for name in names.split()}


def _of_each(name: str, part: str) -> Callable[[Document], str]:
    return lambda row: BETWEEN.join(each[part] for each in row[name] if each[part])


def _origins(name: str) -> Callable[[Document], Any]:
    return lambda row: row["origins"][name]


SPEAKERS: Columns = {
    "claimants": _of_each("claimants", "name"),
    "claimant_codes": _of_each("claimants", "code"),
    "sources": _of_each("sources", "name"),
    "source_codes": _of_each("sources", "code"),
}
COLUMNS: Mapping[LedgerRows, Columns] = {
    LedgerRows.FIGURE: {
        **_values("figure value low best high"),
        **_lists("written"),
        **_values("stage basis per phase first_day statements articles"),
        **SPEAKERS,
        "origins_least": _origins("least"),
        "origins_most": _origins("most"),
        "origins_named": _origins("named"),
        "origins": _origins("in_words"),
        "denied_by": _of_each("denied_by", "claim"),
        **_lists("contradicts updated_by"),
        "looks_like": _of_each("looks_like", "figure"),
        "looks_like_reasons": _of_each("looks_like", "in_words"),
        **_lists("claims"),
    },
    LedgerRows.STATEMENT: {
        **_values("claim text quote article published_from published_to figure written value part stance hedge"),
        **SPEAKERS,
    },
}
