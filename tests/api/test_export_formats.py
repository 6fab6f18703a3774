"""The registry of export formats: each serves in the API, in the command and in the published schema."""

import json
import re

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from claimsdb.exchange import workbooks
from claimsdb.exchange.formats import FORMATS
from tests.fixture_files import export

NAMES = [each.name for each in FORMATS]


@pytest.mark.parametrize("format", FORMATS, ids=NAMES)
@pytest.mark.parametrize("actor", ["NK", "KR"])
def test_command_writes_what_the_api_answers(api, claims, tmp_path, format, actor):
    answer = api.get(f"/api/claims/export/?format={format.name}&actor={actor}")
    assert answer["Content-Type"] == format.content_type
    assert answer["Content-Disposition"].endswith(f'.{format.ending}"')
    option, path = format.option or format.name, tmp_path / "file"
    asked = ["--format", option, "--actor", actor, "--site", "http://testserver/"]
    call_command("export_fixtures", *asked, "-o", path, verbosity=0)
    assert path.read_bytes() == b"".join(answer.streaming_content)
    if format.is_text:
        assert export(*asked).encode() == path.read_bytes()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--format", "xlsx"], "--format xlsx: It is no text: name a file to write with -o."),
        (["--format", "documents", "--bom"], "--bom: Only a table as CSV may have one: add --format csv."),
        (["--bom"], "--bom: Only a table as CSV may have one: add --format csv."),
    ],
)
def test_what_the_command_refuses(db, options, words):
    with pytest.raises(CommandError, match=re.escape(words)):
        export(*options)


def test_command_writes_no_more_rows_than_a_sheet_has(claims, tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "ROWS", 1)
    with pytest.raises(CommandError, match="--format xlsx: There are more than the 1 rows"):
        export("--format", "xlsx", "-o", tmp_path / "claims.xlsx")
    assert [*tmp_path.iterdir()] == []


def test_a_table_of_the_command_may_begin_with_a_byte_order_mark(claims):
    assert export("--format", "csv", "--bom") == "\ufeff" + export("--format", "csv")


def test_addresses_of_claims_are_paths_where_no_site_is_given(claims):
    first = json.loads(export("--format", "documents", "--actor", "NK").splitlines()[0])
    assert first["url"] == f"/api/claims/{first['key']}/"


def test_schema_lists_them_all():
    schema = json.loads((settings.BASE_DIR / "docs/openapi.json").read_text())
    operation = schema["paths"]["/api/claims/export/"]["get"]
    assert operation["responses"]["200"]["content"].keys() == {each.media_type for each in FORMATS}
    [parameter] = [each for each in operation["parameters"] if each["name"] == "format"]
    assert parameter["schema"]["enum"] == sorted(NAMES)
