"""`fields`: a document with some of its fields alone, in lists and details alike."""

import pytest

from api.documents.selection import picked, tree_with

pytestmark = pytest.mark.xdist_group("fields")  # one worker, so that the claims are made once
DOCUMENT = {"key": "k", "article": {"id": 1, "source": {"slug": "s", "name": "S"}}, "actors": [{"code": "NK"}, {}]}


@pytest.mark.parametrize(
    ("paths", "left"),
    [
        ([], DOCUMENT),
        (["key"], {"key": "k"}),
        (["article"], {"article": DOCUMENT["article"]}),
        (["article.id", "key"], {"key": "k", "article": {"id": 1}}),
        (["article.source.slug", "article.id"], {"article": {"id": 1, "source": {"slug": "s"}}}),
        (["article.id", "article"], {"article": DOCUMENT["article"]}),
        (["article", "article.source.slug"], {"article": DOCUMENT["article"]}),
        (["article.source", "article.source.slug"], {"article": {"source": {"slug": "s", "name": "S"}}}),
        (["actors.code"], {"actors": [{"code": "NK"}, {}]}),
        (["absent", "key"], {"key": "k"}),
    ],
)
def test_picked(paths, left):
    assert picked(DOCUMENT, tree_with(paths)) == left


@pytest.fixture
def claims(db, lasting_claims):
    return lasting_claims


def first(answer):
    return answer["results"][0] if "results" in answer else answer


PLACES = {
    "/api/claims/": ["key", "text,quote", "article.title,article.source.slug", "actors.code,actors.via", "said_on"],
    "/api/claims/{key}/": ["prefix", "attributions.actor.code,decisions.verb", "article,text", "quantities.low"],
    "/api/articles/": ["id,title", "source", "source.slug"],
    "/api/articles/{article}/": ["text", "claims.key,claims.span.start", "derivations"],
    "/api/sources/": ["slug", "name,parent.slug"],
    "/api/sources/wire/": ["claims", "slug,articles"],
    "/api/actors/": ["code,codes"],
    "/api/actors/NK/": ["names.text", "members.actor.code,claims"],
}


@pytest.mark.parametrize(("place", "fields"), [(place, fields) for place in PLACES for fields in PLACES[place]])
def test_fields_are_those_of_the_whole_document(api, claims, place, fields):
    place = place.format(key=claims["sent"].key, article=claims["sent"].article_id)
    document = first(api.get(place).json())
    answer = api.get(f"{place}?fields={fields}")
    assert answer.status_code == 200, answer.json()
    shown = first(answer.json())
    assert shown == picked(document, tree_with(fields.split(",")))
    assert 0 < len(shown) < len(document)


@pytest.mark.parametrize("query", ["fields=key,text", "fields=text&fields=key", "fields=+text+,key,key"])
def test_commas_and_repeats_are_one(api, claims, query):
    answer = api.get(f"/api/claims/?{query}").json()
    assert all(claim.keys() == {"key", "text"} for claim in answer["results"])
    assert answer["count"] == 4


@pytest.mark.parametrize(
    ("url", "nearest"),
    [
        ("/api/claims/?fields=txt", "text"),
        ("/api/claims/?fields=key,article.titel", "article.title"),
        ("/api/claims/?fields=Key", "key"),
        ("/api/claims/?fields=prefix", None),
        ("/api/claims/?fields=text.length", None),
        ("/api/claims/?fields=.", None),
        ("/api/claims/?fields=actors.0.code", "actors.code"),
        ("/api/articles/?fields=text", None),
        ("/api/sources/wire/?fields=slugs", "slug"),
        ("/api/actors/NK/?fields=name.text", "names.text"),
    ],
)
def test_unknown_field_is_refused(api, claims, url, nearest):
    answer = api.get(url)
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert error["parameter"] == "fields"
    assert len(error["known"]) > 5
    assert nearest is None or nearest in error["nearest"]


def test_pages_keep_their_fields_and_their_place(api, claims):
    page = api.get("/api/claims/?fields=key&limit=2").json()
    following = api.get(page["next"]).json()
    assert [list(claim) for claim in following["results"]] == [["key"]] * 2
    other = page["next"].replace("fields=key", "fields=text")
    assert [claim["text"] for claim in api.get(other).json()["results"]] == [
        api.get(f"/api/claims/{claim['key']}/").json()["text"] for claim in following["results"]
    ]


def test_other_pages_take_no_fields(api, claims):
    assert api.get("/api/claims/facets/?fields=key").status_code == 400
    assert api.get(f"/api/claims/{claims['sent'].key}/history/?fields=versions").status_code == 400
