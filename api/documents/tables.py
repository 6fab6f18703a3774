"""Tables of what is shown otherwise as JSON: of ledgers, with a row a figure or a statement, of questions, and of the
answers and relations that editors decide."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import orjson

from claimsdb.choices import LedgerRows
from claimsdb.exchange import BETWEEN, csv_lines, workbook

Document = Mapping[str, Any]
Columns = Mapping[str, Callable[[Document], Any]]


def rows_of(columns: Columns, documents: Iterable[Document]) -> Iterator[list[Any]]:
    """The documents as rows. New columns come at the end."""
    return ([read(each) for read in columns.values()] for each in documents)


def table(columns: Columns, documents: Iterable[Document]) -> bytes:
    return csv_lines(rows_of(columns, documents))


def ledger_table(page: Document, *, by: LedgerRows) -> bytes:
    """The names of the columns, then the rows."""
    columns = LEDGERS[by]
    return csv_lines([[*columns]]) + table(columns, page["results"])


def ledger_workbook(page: Document, *, by: LedgerRows) -> bytes:
    columns = LEDGERS[by]
    return b"".join(workbook([*columns], rows_of(columns, page["results"]), title="ledger"))


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


def _within(name: str, part: str) -> Callable[[Document], Any]:
    return lambda row: row[name][part]


def _claim(name: str) -> Columns:
    return {f"{name}_{part}" if part != "key" else name: _within(name, part) for part in ("key", "status", "text")}


def _origins(name: str) -> Callable[[Document], Any]:
    return _within("origins", name)


SPEAKERS: Columns = {
    "claimants": _of_each("claimants", "name"),
    "claimant_codes": _of_each("claimants", "code"),
    "sources": _of_each("sources", "name"),
    "source_codes": _of_each("sources", "code"),
}
LEDGERS: Mapping[LedgerRows, Columns] = {
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

QUESTIONS: Columns = {
    **_values("slug url title answer"),
    "subjects": lambda row: _named(row["scope"]["subjects"], "name"),
    "subject_codes": lambda row: _named(row["scope"]["subjects"], "code"),
    "places": lambda row: _named(row["scope"]["places"], "name"),
    "place_codes": lambda row: _named(row["scope"]["places"], "code"),
    **{name: _within("scope", name) for name in ("measure", "unit", "from", "to")},
    **_values("status agreement statements articles figures first_day last_day merged_into note version"),
    **_values("created_at updated_at"),
}
LINK: Columns = {
    **_values("state rule rule_version in_words version created_at updated_at"),
    "reason_json": lambda row: orjson.dumps(row["reason"]).decode(),
}
ANSWERS: Columns = {**_values("id url question"), **_claim("claim"), **_values("figure value part"), **LINK}
RELATIONS: Columns = {
    **_values("id url kind about strength"), **_claim("a"), **_claim("b"), **_values("question"), **LINK,
}  # fmt: skip


def _named(actors: Iterable[Document], part: str) -> str:
    return BETWEEN.join(each[part] for each in actors)
