"""The registry of export formats: each serves in the API, in the command and in the published schema."""

import json

import pytest
from django.conf import settings

from claimsdb.exchange.formats import FORMATS
from tests.fixture_files import export

NAMES = [each.name for each in FORMATS]


@pytest.mark.parametrize("format", FORMATS, ids=NAMES)
@pytest.mark.parametrize("actor", ["NK", "KR"])
def test_command_writes_what_the_api_answers(api, claims, format, actor):
    answer = api.get(f"/api/claims/export/?format={format.name}&actor={actor}")
    assert answer["Content-Type"].startswith(format.media_type)
    assert answer["Content-Disposition"].endswith(f'.{format.ending}"')
    option = format.option or format.name
    written = export("--format", option, "--actor", actor, "--site", "http://testserver/")
    assert written.encode() == b"".join(answer.streaming_content)


def test_addresses_of_claims_are_paths_where_no_site_is_given(claims):
    first = json.loads(export("--format", "documents", "--actor", "NK").splitlines()[0])
    assert first["url"] == f"/api/claims/{first['key']}/"


def test_schema_lists_them_all():
    schema = json.loads((settings.BASE_DIR / "docs/openapi.json").read_text())
    operation = schema["paths"]["/api/claims/export/"]["get"]
    assert operation["responses"]["200"]["content"].keys() == {each.media_type for each in FORMATS}
    [parameter] = [each for each in operation["parameters"] if each["name"] == "format"]
    assert parameter["schema"]["enum"] == sorted(NAMES)
