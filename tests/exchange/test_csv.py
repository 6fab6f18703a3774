"""The table of claims: its columns, for good; and cells in which no spreadsheet finds a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.choices import Role
from claimsdb.exchange.csv_rows import COLUMNS, LATER_ROLES, ROLES, csv_rows
from claimsdb.exchange.csv_table import cell

FROZEN = """
key url status version text quote start end article article_file_name article_title published_on source source_name
voice quotation stance hedge phase topic said_from said_to said_as_written event_from event_to event_as_written
claimants claimant_codes origins origin_codes relayers relayer_codes subjects subject_codes
addressees addressee_codes mentioned mentioned_codes
figures figure_as_written figure_low figure_best figure_high figure_qualifier figure_measure figure_unit figure_basis
extractor extractor_version rule confidence created_at updated_at actors_json quantities_json
editors_words duplicate_of published_from published_to places place_codes evidence evidence_codes
figure_of figure_stage figure_per figure_stands_for questions relations
""".split()

CLAIM = {
    "key": "k7f3q2m2x3ab4c5d",
    "url": "http://host/api/claims/k7f3q2m2x3ab4c5d/",
    "status": "accepted",
    "version": 3,
    "text": 'Half a million "troops", or\nmore.',
    "quote": "=SUM(A1)",
    "span": {"start": 1203, "end": 1317},
    "article": {"id": 1, "file_name": None, "title": "-1 troops", "source": None}
    | dict.fromkeys(("published_on", "published_from", "published_to"), "2024-10-17"),
    "voice": "attributed",
    "quotation": "indirect",
    "stance": "predicts",
    "hedge": "",
    "phase": "planned",
    "topic": None,
    "said_on": {"from": "2024-10-16", "to": None, "as_written": "on Wednesday"},
    "event_on": None,
    "editors_words": ["hedge", "said_on"],
    "actors": [
        {"code": "sladkov", "name": "Sladkov", "role": "claimant", "as_written": None, "via": None},
        {"code": "RU", "name": "Russia", "role": "claimant", "as_written": None, "via": "sladkov"},
        {"code": None, "name": "US officials", "role": "claimant", "as_written": "officials", "via": None},
        {"code": "US", "name": "United States", "role": "claimant", "as_written": None, "via": "US officials"},
        {"code": "NK", "name": "North Korea", "role": "subject", "as_written": None, "via": None},
        {"code": None, "name": "photographs", "role": "evidence", "as_written": "photographs", "via": None},
    ],
    "quantities": [
        {"as_written": "half a million", "low": 500000.0, "best": None, "high": None, "qualifier": "at_least"}
        | {"measure": "troops", "unit": "person", "basis": "total"}
        | {"of": {"code": "NK", "name": "North Korea"}, "stage": "sent", "per": None, "stands_for": None},
        {"as_written": "-2.5", "low": -2.5, "best": -2.5, "high": -2.5, "qualifier": "exact"}
        | {"measure": None, "unit": None, "basis": "rate", "of": None, "stage": None, "per": "year"}
        | {"stands_for": {"claim": "k7f3q2m2x3ab4c5d", "order": 1, "as_written": "some"}},
    ],
    "duplicate_of": None,
    "extractor": {"name": "spacy-rules", "version": "1", "rule": None, "confidence": 0.9},
    "created_at": "2026-11-22T10:00:00Z",
    "updated_at": "2026-11-22T11:00:00Z",
    "questions": [
        {"slug": "nk-troops", "figure": 0, "as_written": "half a million", "value": None, "part": "states"},
        {"slug": "are-there-any", "figure": None, "as_written": None, "value": "yes", "part": "presupposes"},
        {"slug": "what-else", "figure": None, "as_written": None, "value": None, "part": "states"},
    ],
    "relations": [
        {"kind": "denies", "end": "b", "claim": "a7f3q2m2x3ab4c5d", "about": "existence", "strength": "certain"},
        {"kind": "denies", "end": "a", "claim": "b7f3q2m2x3ab4c5d", "about": "existence", "strength": "certain"},
        {"kind": "repeats", "end": "b", "claim": "c7f3q2m2x3ab4c5d", "about": "value", "strength": "possible"},
    ],
}
ENTERED_BY_HAND = CLAIM | {"span": None, "quote": None, "extractor": None, "said_on": None, "actors": []}
ENTERED_BY_HAND |= {"questions": [], "relations": []}
ENTERED_BY_HAND |= {"quantities": CLAIM["quantities"][1:]}


def table(*claims):
    text = b"".join(csv_rows([[claim] for claim in claims])).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_columns_are_these_for_good():
    assert list(COLUMNS)[: len(FROZEN)] == FROZEN


def test_each_role_has_its_columns():
    assert sorted([*ROLES, *LATER_ROLES]) == sorted(Role)


def test_a_row_has_a_cell_for_each_column():
    written = b"".join(csv_rows([[CLAIM, ENTERED_BY_HAND]])).decode()
    assert {len(row) for row in csv.reader(io.StringIO(written, newline=""))} == {len(COLUMNS)}


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (CLAIM, {"text": CLAIM["text"], "quote": "'=SUM(A1)", "article_title": "'-1 troops", "version": "3"}),
        (CLAIM, {"start": "1203", "end": "1317", "article_file_name": "", "source": "", "source_name": ""}),
        (CLAIM, {"said_from": "2024-10-16", "said_to": "", "said_as_written": "on Wednesday", "event_from": ""}),
        (CLAIM, {"claimants": "Sladkov; US officials", "claimant_codes": "sladkov; RU; US", "subjects": "North Korea"}),
        (CLAIM, {"figures": "2", "figure_low": "500000", "figure_high": "", "figure_measure": "troops"}),
        (CLAIM, {"confidence": "0.9", "rule": "", "published_on": "2024-10-17"}),
        (CLAIM, {"figure_of": "NK", "figure_stage": "sent", "figure_per": "", "figure_stands_for": ""}),
        (CLAIM, {"evidence": "photographs", "evidence_codes": "", "places": "", "published_to": "2024-10-17"}),
        (CLAIM, {"questions": "nk-troops:half a million; are-there-any:yes; what-else"}),
        (CLAIM, {"relations": "denied_by:a7f3q2m2x3ab4c5d; denies:b7f3q2m2x3ab4c5d; repeats:c7f3q2m2x3ab4c5d"}),
        (ENTERED_BY_HAND, {"questions": "", "relations": ""}),
        (ENTERED_BY_HAND, {"figure_per": "year", "figure_stands_for": "k7f3q2m2x3ab4c5d/1", "figure_of": ""}),
        (ENTERED_BY_HAND, {"start": "", "quote": "", "extractor": "", "claimants": "", "actors_json": "[]"}),
        (ENTERED_BY_HAND, {"figures": "1", "figure_as_written": "'-2.5", "figure_low": "-2.5"}),
        (ENTERED_BY_HAND | {"quantities": []}, {"figures": "0", "figure_low": "", "quantities_json": "[]"}),
    ],
)
def test_cells(claim, expected):
    [row] = table(claim)
    assert {name: row[name] for name in expected} == expected


def test_lines_end_as_the_standard_says_and_quotation_marks_are_doubled():
    written = b"".join(csv_rows([[CLAIM]]))
    assert written.startswith(b"key,url,status,")
    assert written.endswith(b"\r\n")
    assert b'"Half a million ""troops"", or\nmore."' in written


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        (" \u00a0=1", "' \u00a0=1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("\uff1d1", "'\uff1d1"),
        ("\uff0b1", "'\uff0b1"),
        ("\uff0d1", "'\uff0d1"),
        ("\uff20x", "'\uff20x"),
        ("'tis", "''tis"),
        ("", ""),
        ("1=1", "1=1"),
        ("“No”", "“No”"),
        (-1, -1),
        (2.0, 2),
        (0.5, 0.5),
        (None, None),
    ],
)
def test_what_would_be_a_formula_is_text(value, expected):
    assert cell(value) == expected


@given(st.text())
def test_a_cell_gives_its_value_back(text):
    written = cell(text)
    assert (written[1:] if written.startswith("'") else written) == text
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
