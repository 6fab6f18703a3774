"""Workbooks: what a spreadsheet finds in a cell."""

import io
import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from api.documents.tables import ANSWERS, LEDGERS, QUESTIONS, RELATIONS
from claimsdb.exchange import workbooks
from claimsdb.exchange.csv_rows import COLUMNS, row_of
from claimsdb.exchange.workbooks import DAYS, LONG_TEXTS, MOMENTS, ROOM, TooManyRows, workbook
from tests.exchange.test_csv import CLAIM, ENTERED_BY_HAND
from tests.workbooks import sheets_of

TABLES = {"claims": COLUMNS, "questions": QUESTIONS, "answers": ANSWERS, "relations": RELATIONS, **LEDGERS}


def written(columns, *rows):
    return b"".join(workbook(columns, rows, title="claims"))


def read(name, value):
    """A cell of a column of that name."""
    book = load_workbook(io.BytesIO(written([name], [value])))
    return book["claims"]["A2"]


@pytest.mark.parametrize(
    ("name", "value", "found", "kind"),
    [
        ("published_on", "2024-10-17", datetime(2024, 10, 17), "d"),
        ("published_on", date(2024, 10, 17), datetime(2024, 10, 17), "d"),
        ("event_from", "1900-03-01", datetime(1900, 3, 1), "d"),
        ("event_from", "1900-02-28", "1900-02-28", "s"),
        ("event_from", "1864-01-31", "1864-01-31", "s"),
        ("event_to", "9999-12-31", datetime(9999, 12, 31), "d"),
        ("created_at", "2024-10-17T21:30:05Z", datetime(2024, 10, 17, 21, 30, 5), "d"),
        ("updated_at", "2024-10-17T23:30:05+02:00", datetime(2024, 10, 17, 21, 30, 5), "d"),
        (
            "updated_at",
            datetime(2024, 10, 17, 23, tzinfo=timezone(timedelta(hours=2))),
            datetime(2024, 10, 17, 21),
            "d",
        ),
        ("said_as_written", "2024-10-17", "2024-10-17", "s"),
        ("value", "3/4", "3/4", "s"),
        ("value", "1e5", "1e5", "s"),
        ("value", "007", "007", "s"),
        ("value", "TRUE", "TRUE", "s"),
        ("key", "=1+1", "=1+1", "s"),
        ("key", "{=1+1}", "{=1+1}", "s"),
        ("key", "@SUM(A1)", "@SUM(A1)", "s"),
        ("key", "-2.5", "-2.5", "s"),
        ("key", "https://example.org/=1", "https://example.org/=1", "s"),
        ("key", " two\nlines ", " two\nlines ", "s"),
        ("key", "“Nein” & <b>", "“Nein” & <b>", "s"),
        ("key", "", None, "n"),
        ("key", None, None, "n"),
        ("low", 0, 0, "n"),
        ("low", -2.5, -2.5, "n"),
        ("low", 0.1, 0.1, "n"),
        ("low", 0.990006, 0.990006, "n"),
        ("low", 0.1 + 0.2, 0.1 + 0.2, "n"),
        ("low", 1e-7, 1e-7, "n"),
        ("low", 10**15 - 1, 10**15 - 1, "n"),
        ("low", 10**15, "1000000000000000", "s"),
        ("low", -(2**53) - 1, "-9007199254740993", "s"),
        ("low", True, True, "b"),
    ],
)
def test_cells(name, value, found, kind):
    cell = read(name, value)
    assert (cell.value, cell.data_type) == (found, kind)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\uff1d1", "'tis"])
def test_what_would_be_a_formula_stays_a_text_when_its_cell_is_edited(text):
    cell = read("text", text)
    assert cell.quotePrefix
    assert not read("text", "No.").quotePrefix


@settings(max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_cell_has_the_text_as_it_is(text):
    """Excel's way of writing what XML has no room for: _x0001_."""
    cell = read("text", text)
    assert re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), cell.value) == text
    assert cell.data_type == "s"


def test_moments_are_shown_as_of_utc_and_days_as_iso_8601_has_them():
    assert read("created_at", "2024-10-17T21:30:05Z").number_format == 'yyyy-mm-dd"T"hh:mm:ss"Z"'
    assert read("published_on", "2024-10-17").number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("columns", TABLES.values(), ids=TABLES)
def test_every_column_of_days_and_moments_is_known_as_one(columns):
    looking = {
        name for name in columns if name.endswith(("_on", "_at", "_from", "_to", "_day")) or name in ("from", "to")
    }
    assert looking - DAYS - MOMENTS == set()


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("x" * ROOM, None),
        ("x" * (ROOM + 1), [ROOM, 1]),
        ("x" * (2 * ROOM), [ROOM, ROOM]),
        ("𝔸" * 16_383, None),
        ("𝔸" * 16_384, [16_383, 1]),
        ("x" + "𝔸" * 40_000, [16_384, 16_383, 7_234]),
    ],
)
def test_a_text_without_room_in_a_cell_is_whole_on_a_sheet_of_its_own(text, sizes):
    sheets = sheets_of(written(["key", "text"], ["a", "short"], ["b", text]))
    if sizes is None:
        assert sheets == {"claims": [["key", "text"], ["a", "short"], ["b", text]]}
        return
    names, *parts = sheets[LONG_TEXTS]
    assert sheets["claims"][2] == ["b", f"[{len(text):,} characters: sheet “Long texts”, rows 2 to {len(sizes) + 1}]"]
    assert names == ["sheet_row", "column", "part", "text"]
    assert [part[:3] for part in parts] == [[3, "text", number + 1] for number in range(len(sizes))]
    assert [len(part[3]) for part in parts] == sizes
    assert "".join(part[3] for part in parts) == text


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch):
    monkeypatch.setattr(workbooks, "ROWS", 2)
    assert written(["key"], ["a"], ["b"])
    with pytest.raises(TooManyRows, match="more than the 2 rows"):
        written(["key"], ["a"], ["b"], ["c"])


def test_a_claim_is_a_row():
    names, first, second = sheets_of(written(COLUMNS, row_of(CLAIM), row_of(ENTERED_BY_HAND)))["claims"]
    row = dict(zip(names, first, strict=True))
    assert tuple(names) == COLUMNS
    assert (row["quote"], row["article_title"], row["said_as_written"]) == ("=SUM(A1)", "-1 troops", "on Wednesday")
    assert (row["published_on"], row["said_from"]) == (datetime(2024, 10, 17), datetime(2024, 10, 16))
    assert row["created_at"] == datetime(2026, 11, 22, 10, tzinfo=UTC).replace(tzinfo=None)
    assert (row["figure_low"], row["confidence"], row["rule"]) == (500_000, 0.9, None)
    assert dict(zip(names, second, strict=True))["figure_as_written"] == "-2.5"


def test_the_same_rows_give_the_same_bytes():
    assert written(COLUMNS, row_of(CLAIM)) == written(COLUMNS, row_of(CLAIM))


def test_nothing_is_left_of_a_file_that_breaks_off(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken():
        yield ["a"]
        assert [*tmp_path.iterdir()]
        raise OSError("no space")

    with pytest.raises(OSError, match="no space"):
        b"".join(workbook(["key"], broken(), title="claims"))
    assert [*tmp_path.iterdir()] == []
