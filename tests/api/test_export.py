"""Exports give what the list gives, whole, to whom it may be given, and leave nothing behind."""

import csv
import io
import json
import re

import pytest

from claimsdb.choices import Status
from claimsdb.exchange import XLSX_TYPE, workbooks
from tests.factories import AcceptedClaimFactory, ClaimFactory
from tests.processes import said
from tests.workbooks import xml_of

pytestmark = [pytest.mark.both_engines, pytest.mark.long]

FORMATS = {
    "fixture": ("application/json", "json"),
    "csv": ("text/csv", "csv"),
    "jsonl": ("application/jsonl", "jsonl"),
    "xlsx": (XLSX_TYPE, "xlsx"),
}
BINARY = ["xlsx"]


@pytest.fixture
def claims(db, lasting_claims):
    return lasting_claims


def export(client, query, **options):
    answer = client.get(f"/api/claims/export/?{query}", **options)
    assert answer.status_code == 200, answer.content
    return as_text(b"".join(answer.streaming_content))


def as_text(content):
    """Of a workbook its XML."""
    return "".join(xml_of(content)) if content.startswith(b"PK") else content.decode()


def keys_in(format, text):
    match format:
        case "fixture":
            return [row["fields"]["key"] for row in json.loads(text) if row["model"] == "claimsdb.claim"]
        case "xlsx":
            return re.findall(r'<c r="A\d+" t="inlineStr"><is><t>(\w+)</t>', text)
        case "csv":
            return [row["key"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    return [json.loads(line)["key"] for line in text.splitlines()]


@pytest.mark.parametrize("format", FORMATS)
def test_what_the_answer_is_called(api, claims, format):
    media_type, ending = FORMATS[format]
    query = f"format={format}&actor=north-korea,RU&stance=denies&search=«no»+Soldiers"
    for answer in (api.get(f"/api/claims/export/?{query}"), api.head(f"/api/claims/export/?{query}")):
        assert answer["Content-Type"] == media_type + ("" if format in BINARY else "; charset=utf-8")
        name = rf"claims-actor-nk-ru-stance-denies-search-no-soldiers-\d{{4}}-\d\d-\d\d\.{ending}"
        assert re.fullmatch(f'attachment; filename="{name}"', answer["Content-Disposition"])
        assert answer["ETag"]
    assert b"".join(answer.streaming_content) == b""


@pytest.mark.parametrize(
    ("accept", "format"),
    [
        ("*/*", "fixture"),
        ("text/csv", "csv"),
        ("application/jsonl", "jsonl"),
        ("text/html, */*;q=0.5", "fixture"),
        (XLSX_TYPE, "xlsx"),
    ],
)
def test_accept_chooses_too(api, claims, accept, format):
    answer = api.get("/api/claims/export/", headers={"accept": accept})
    assert answer["Content-Type"].startswith(FORMATS[format][0])
    assert len(keys_in(format, as_text(b"".join(answer.streaming_content)))) == len(claims)


@pytest.mark.parametrize(
    ("query", "parameter", "nearest"),
    [
        ("format=cvs", "format", "csv"),
        ("format=json", "format", "jsonl"),
        ("limit=5", "limit", None),
        ("ordering=said_on", "ordering", None),
        ("cursor=abc", "cursor", None),
        ("format=csv&stance=denys", "stance", "denies"),
        ("format=jsonl&actr=NK", "actr", "actor"),
        ("bom=yes&format=csv", "bom", None),
        ("bom=true", "bom", None),
        ("bom=1&format=xlsx", "bom", None),
    ],
)
def test_what_is_not_known_is_refused(api, claims, query, parameter, nearest):
    answer = api.get(f"/api/claims/export/?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    [error] = answer.json()["errors"]
    assert error["parameter"] == parameter
    assert nearest is None or nearest in error["nearest"]


@pytest.mark.parametrize(("bom", "mark"), [("1", "\ufeff"), ("true", "\ufeff"), ("0", ""), ("false", "")])
def test_a_table_may_begin_with_a_byte_order_mark(api, claims, bom, mark):
    assert export(api, f"format=csv&bom={bom}") == mark + export(api, "format=csv")


def test_a_workbook_takes_as_many_rows_as_a_sheet(api, claims, monkeypatch):
    monkeypatch.setattr(workbooks, "ROWS", len(claims) - 1)
    refusal = api.get("/api/claims/export/?format=xlsx")
    assert (refusal.status_code, refusal.json()["errors"][0]["parameter"]) == (400, "format")
    monkeypatch.setattr(workbooks, "ROWS", len(claims))
    assert len(keys_in("xlsx", export(api, "format=xlsx"))) == len(claims)


@pytest.mark.parametrize("format", FORMATS)
def test_what_a_reader_has_is_not_sent_again(api, claims, format):
    tag = api.get(f"/api/claims/export/?format={format}")["ETag"]
    assert api.get(f"/api/claims/export/?format={format}", headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_found_is_an_empty_file(api, claims, format):
    assert keys_in(format, export(api, f"format={format}&actor=KR")) == []


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("status", [status for status in Status if status != Status.ACCEPTED])
def test_what_is_not_public_is_in_no_export(api, db, format, status):
    original = AcceptedClaimFactory()
    repeated = {"duplicate_of": original} if status == Status.DUPLICATE else {}
    hidden = ClaimFactory(status=status, article=original.article, **repeated)
    text = export(api, f"format={format}")
    assert original.key in text
    assert hidden.key not in text
    assert api.get(f"/api/claims/export/?format={format}&status={status}").status_code == 403


LEFT = """
import json
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from tests.factories import AcceptedClaimFactory, ArticleFactory
call_command("migrate", verbosity=0)
AcceptedClaimFactory.create_batch(3, article=ArticleFactory())

def settings():
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ("current_setting('statement_timeout')" if connection.vendor == "postgresql" else "1"))
        return cursor.fetchone()[0]

def left(path):
    before, answer = settings(), Client(SERVER_NAME="localhost").get(path)
    pieces = iter(answer.streaming_content)
    next(pieces)
    during = settings()
    answer._resource_closers.pop()()  # what the server does when the reader has gone, up to Django's own signal
    with transaction.atomic():  # refused within another transaction that was begun by hand
        return [during in ("0", 1), settings() == before]

from claimsdb.exchange import json_lines
json_lines.CHUNK = 1
print(json.dumps([left("/api/claims/export/?format=" + format) for format in ("jsonl", "csv", "fixture", "xlsx")]))
"""


@pytest.mark.processes
def test_a_reader_who_goes_away_leaves_nothing(shell):
    assert json.loads(said(shell(LEFT))) == [[True, True]] * 4
