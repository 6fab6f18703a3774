"""Exports of many claims have what the list has, and the facets count."""

import json
from operator import itemgetter

import pytest

from claimsdb.exchange import json_lines
from tests.api.crowd import FOR_EDITORS, QUERIES
from tests.api.test_export import FORMATS, export, keys_in

pytestmark = [pytest.mark.both_engines, pytest.mark.long]


@pytest.fixture
def crowd(db, lasting_crowd):
    return lasting_crowd


def crawled(client, query):
    """All claims of the list, page by page."""
    claims, url = [], f"/api/claims/?limit=7&{query}"
    while url:
        page = client.get(url).json()
        claims, url = [*claims, *page["results"]], page["next"]
    assert page["count"] == len(claims)
    return claims


def test_list_facets_and_exports_agree(asker, crowd, subtests):
    may_see_all = asker.get("/api/claims/?status=extracted").status_code == 200
    for query in [*QUERIES, *FOR_EDITORS] if may_see_all else QUERIES:
        keys = sorted(claim["key"] for claim in crawled(asker, query))
        assert asker.get(f"/api/claims/facets/?{query}").json()["count"] == len(keys)
        for format in FORMATS:
            with subtests.test(query, format=format):
                found = sorted(keys_in(format, export(asker, f"format={format}&{query}")))
                assert set(found) >= set(keys) if "duplicate" in query and format == "fixture" else found == keys


@pytest.mark.parametrize("stride", [1, 2, 10_000])
@pytest.mark.parametrize("query", ["", "hedged=false", "status=accepted,rejected,extracted"])
def test_json_lines_are_the_documents_of_the_list(editor_api, crowd, monkeypatch, stride, query):
    monkeypatch.setattr(json_lines, "BATCH", stride)
    monkeypatch.setattr(json_lines, "CHUNK", 2)
    lines = [json.loads(line) for line in export(editor_api, f"format=jsonl&{query}").splitlines()]
    by_key = itemgetter("key")
    listed = [each | {"questions": [], "relations": []} for each in crawled(editor_api, query)]
    assert sorted(lines, key=by_key) == sorted(listed, key=by_key)
