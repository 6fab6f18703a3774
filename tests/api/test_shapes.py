from datetime import date

import pytest

from claimsdb.choices import Role, Voice
from claimsdb.index import synced
from claimsdb.models import Article, Claim
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    ActorNameFactory,
    AffiliationFactory,
    ArticleFactory,
    AssessmentFactory,
    AttributionFactory,
    ClaimFactory,
    DerivationFactory,
    EvidenceFactory,
    QuantityFactory,
    SourceFactory,
    StateFactory,
)


@pytest.fixture
def claim(world):
    """The claim that the contract shows."""
    sladkov = ActorFactory(slug="aleksander-sladkov", name="Aleksander Sladkov")
    AffiliationFactory(child=sladkov, parent=world.russia)
    claim = AcceptedClaimFactory(
        article=ArticleFactory(title="North Korea will send 50,000 troops", file_name="000_a.txt"),
        text="Russia might soon decide to deploy at least half a million North Korean troops.",
        quotation="indirect",
        stance="predicts",
        hedge="might",
        phase="planned",
        topic="troop-deployment",
        version=3,
        event_as_written="last year",
        editors_words=["event_on"],
        said_from=date(2024, 10, 1),
        said_to=date(2024, 10, 2),
    )
    AttributionFactory(claim=claim, actor=sladkov, as_written="Sladkov")
    AttributionFactory(claim=claim, actor=world.north_korea, role=Role.SUBJECT, as_written="North Korean")
    QuantityFactory(
        claim=claim, as_written="at least half a million", low=500_000, best=None, high=None, qualifier="at_least"
    )
    QuantityFactory(claim=claim, as_written="2.5", low=2.5, best=2.5, high=2.5, measure="", unit="", basis="rate")
    claim.refresh_from_db()
    return claim


def test_claim(api, claim):
    [shown] = api.get("/api/claims/").json()["results"]
    assert shown.pop("created_at").endswith("Z")
    assert shown.pop("updated_at").endswith("Z")
    part = dict.fromkeys(["code", "name", "role", "as_written", "via"]) | {"editors_words": False}
    figures = dict.fromkeys(["low", "best", "high", "of", "stage", "per", "stands_for"]) | {"editors_words": True}
    assert shown == {
        "key": claim.key,
        "url": f"http://testserver/api/claims/{claim.key}/",
        "status": "accepted",
        "version": 3,
        "text": "Russia might soon decide to deploy at least half a million North Korean troops.",
        "quote": claim.quote,
        "span": {"start": claim.start, "end": claim.end},
        "article": {
            "id": claim.article_id,
            "file_name": "000_a.txt",
            "title": "North Korea will send 50,000 troops",
            **dict.fromkeys(["published_on", "published_from", "published_to", "source"]),
        },
        "voice": "attributed",
        "quotation": "indirect",
        "stance": "predicts",
        "hedge": "might",
        "phase": "planned",
        "topic": "troop-deployment",
        "said_on": {"from": "2024-10-01", "to": "2024-10-02", "as_written": None},
        "event_on": {"from": None, "to": None, "as_written": "last year"},
        "editors_words": ["event_on"],
        "actors": [
            part
            | {"code": "aleksander-sladkov", "name": "Aleksander Sladkov", "role": "claimant", "as_written": "Sladkov"}
            | {"editors_words": True},
            part | {"code": "RU", "name": "Russia", "role": "claimant", "via": "aleksander-sladkov"},
            part
            | {"code": "NK", "name": "North Korea", "role": "subject", "as_written": "North Korean"}
            | {"editors_words": True},
        ],
        "quantities": [
            figures
            | {"as_written": "at least half a million", "low": 500000, "qualifier": "at_least"}
            | {"measure": "troops", "unit": "person", "basis": "total"},
            figures
            | {"as_written": "2.5", "low": 2.5, "best": 2.5, "high": 2.5, "qualifier": "exact"}
            | {"measure": None, "unit": None, "basis": "rate"},
        ],
        "duplicate_of": None,
        "extractor": {"name": "spacy-rules", "version": "1", "rule": "clause-complement", "confidence": 0.9},
    }


def test_claim_in_detail(api, claim, world):
    AttributionFactory(claim=claim, actor=None, name="officials", side=world.united_states, hop=1, as_written="they")
    listed = api.get("/api/claims/").json()["results"][0]
    detail = api.get(f"/api/claims/{claim.key}/").json()
    assert listed.items() <= detail.items()
    added = {name: detail[name] for name in detail.keys() - listed.keys()}
    [decision] = added.pop("decisions")
    assert added.pop("attributions")[-1] == {
        "role": "claimant",
        "actor": None,
        "name": "officials",
        "as_written": "they",
        "editors_words": True,
        "side": {"code": "US", "name": "United States", "kind": "state"},
        "hop": 1,
        "span": None,
    }
    lists = {key: [] for key in ["amended", "assessments", "duplicates", "questions", "relations"]}
    assert added == {"prefix": "", "suffix": "", **lists}
    del decision["decided_at"]
    nothing = dict.fromkeys(["reason", "public_note", "note", "who"])
    moved = {"from_status": "extracted", "to_status": "accepted"}
    assert decision == {"version": 3, "verb": "accept", **moved, **nothing}


def test_claim_by_hand_has_no_place_and_no_extractor(api, db):
    empty = {"start": None, "end": None, "quote": "", "extractor": "", "extractor_version": "", "rule": ""}
    AcceptedClaimFactory(**empty, text="As is well known.", confidence=None, voice=Voice.ARTICLE)
    [shown] = api.get("/api/claims/").json()["results"]
    nothing = ["quote", "span", "topic", "said_on", "event_on", "extractor"]
    assert [shown[name] for name in nothing] == [None] * len(nothing)
    assert (shown["actors"], shown["quantities"], shown["hedge"]) == ([], [], "")


def test_article(api, claim):
    article = claim.article
    DerivationFactory(article=article, source=SourceFactory(slug="wire", name="Wire"), as_written="Via: Wire")
    original = ArticleFactory(title="The original")
    DerivationFactory(article=article, source=None, original=original, as_written="from it", kind="wasQuotedFrom")
    DerivationFactory(article=article, source=None, url="https://example.org/a", as_written="see there")
    listed = api.get("/api/articles/?search=50,000").json()["results"][0]
    detail = api.get(f"/api/articles/{article.pk}/").json()
    assert listed.items() <= detail.items()
    assert "text" not in listed
    assert detail["text"] == article.text
    origins = {origin["as_written"]: origin for origin in detail["derivations"]}
    assert origins["Via: Wire"]["source"] == {"slug": "wire", "name": "Wire"}
    assert origins["from it"]["article"]["url"] == f"http://testserver/api/articles/{original.pk}/"
    assert origins["see there"]["address"] == "https://example.org/a"
    [marked] = detail["claims"]
    span = marked["span"]
    assert detail["text"][span["start"] : span["end"]] == claim.quote
    assert (marked["key"], marked["status"], marked["text"]) == (claim.key, "accepted", claim.text)


@pytest.mark.parametrize("name", ["wire", "WIRE", "wire.example", "The Wire"])
def test_source(api, db, name):
    wire = SourceFactory(
        slug="wire", name="The Wire", domain="wire.example", parent=SourceFactory(slug="house", name="House")
    )
    claim = AcceptedClaimFactory(article=ArticleFactory(source=wire))
    ClaimFactory(article=claim.article)
    assert api.get(f"/api/sources/{name}/").json() == {
        "slug": "wire",
        "url": "http://testserver/api/sources/wire/",
        "state": "confirmed",
        "texts": None,
        "name": "The Wire",
        "domain": "wire.example",
        "kind": "newspaper",
        "country": None,
        "reliability": "F",
        "parent": {"slug": "house", "name": "House"},
        "articles": 1,
        "claims": 1,
    }


@pytest.mark.parametrize("name", ["NK", "kp", "PRK", "north-korea", "North Korea"])
def test_actor(api, world, name):
    actor = api.get(f"/api/actors/{name}/").json()
    assert {key: actor[key] for key in ("code", "slug", "url", "codes")} == {
        "code": "NK",
        "slug": "north-korea",
        "url": "http://testserver/api/actors/north-korea/",
        "codes": {"claimsdb": "NK", "iso3166-1-alpha-2": "KP", "iso3166-1-alpha-3": "PRK"},
    }
    assert {"text": "DPRK", "kind": "name", "language": "en", "matchable": True} in actor["names"]
    [member] = actor["members"]
    assert member["actor"] == {"code": "kim-yo-jong", "name": "Kim Yo Jong", "kind": "person"}
    assert actor["belongs_to"] == []


def test_actor_belongs_from_a_day_on(api, world):
    [office] = api.get("/api/actors/belousov/").json()["belongs_to"]
    assert office == {
        "actor": {"code": "ministry", "name": "Ministry of Defence", "kind": "government_body"},
        "kind": "officeholder_of",
        "started_on": "2024-05-14",
        "ended_on": None,
    }


def test_actor_counts_agree_with_the_list(api, claims):
    for code in ("NK", "RU", "US", "belousov", "TR"):
        counts = api.get(f"/api/actors/{code}/").json()["claims"]
        assert counts["any"] == api.get(f"/api/claims/?actor={code}").json()["count"]
        for role in Role:
            assert counts[role] == api.get(f"/api/claims/?actor={code}&actor_role={role}").json()["count"], role


@pytest.mark.parametrize("code", ["A/B", "..", "%2F", "slug-of-another"])
def test_an_actor_is_found_at_its_address_whatever_its_code(api, db, code):
    ActorFactory(slug="slug-of-another")
    StateFactory(slug="odd", code=code)
    [listed] = api.get("/api/actors/?search=odd").json()["results"]
    assert api.get(listed["url"]).json()["slug"] == "odd"


def test_root_leads_to_every_list(api, db):
    links = api.get("/api/").json()
    lists = {"claims", "articles", "sources", "actors", "assessments", "questions", "answers", "relations", "changes"}
    details = {"claim", "history", "article", "source", "actor", "assessment", "question", "answer", "relation"}
    details |= {"ledger", "origins", "handed_in"}
    assert links.keys() == {
        *lists,
        *details,
        "facets",
        "question_facets",
        "export",
        "question_export",
        "answer_export",
        "relation_export",
        "search",
        "factcheck",
        "feed",
        "vocabularies",
        "me",
        "schema",
        "docs",
    }
    needed = {"search": {"search": "NK"}, "factcheck": {"query": "NK"}}
    for title in links.keys() - details:
        assert api.get(links[title], needed.get(title, {})).status_code == 200
    assert links["history"] == "http://testserver/api/claims/{key}/history/"


def empty_texts(document, path=""):
    """Where the document has a text without a character."""
    match document:
        case dict():
            return {
                each for name, value in document.items() for each in empty_texts(value, f"{path}.{name}".strip("."))
            }
        case list():
            return {each for value in document for each in empty_texts(value, path)}
    return {path} if document == "" else set()


MAY_BE_EMPTY = {"hedge", "prefix", "suffix"}  # docs/api.md says of what that is


def test_what_is_not_known_is_null_and_no_empty_text(editor_api, db):
    claim = AcceptedClaimFactory(start=None, end=None, quote="", text="Entered.", rule="", topic="")
    quoted = AcceptedClaimFactory(article__text="Title\nAll of it.", start=6, end=16)
    AttributionFactory(claim=claim, actor=None, name="", as_written="they")
    QuantityFactory(claim=claim, measure="", unit="")
    source = SourceFactory(domain="", country="")
    Article.objects.update(source=source, file_name="", byline="", url="")
    assessment = AssessmentFactory(claim=claim, publisher=source, title="", rationale="")
    actor = ActorFactory(country="")
    paths = [
        f"claims/{claim.key}/",
        f"claims/{quoted.key}/",
        f"claims/{claim.key}/history/",
        f"assessments/{assessment.key}/",
    ]
    paths += [
        f"articles/{claim.article_id}/",
        f"sources/{source.slug}/",
        f"actors/{actor.slug}/",
        "changes/?documents=true",
    ]
    paths += ["claims/?expand=article,source,attributions,decisions,assessments", "articles/", "sources/", "actors/"]
    found = {
        path: {each.rpartition(".")[2] for each in empty_texts(editor_api.get(f"/api/{path}").json())} for path in paths
    }
    assert {path: names - MAY_BE_EMPTY for path, names in found.items()} == {path: set() for path in paths}
    beside = [editor_api.get(f"/api/claims/{each.key}/").json() for each in (claim, quoted)]
    assert [(each["prefix"], each["suffix"]) for each in beside] == [(None, None), ("", "")]


@synced()
def crowd(count):
    """Claims with all their parts, each in an article and by a person of its own."""
    for _ in range(count):
        article = ArticleFactory(source=SourceFactory(parent=SourceFactory()))
        claim = AcceptedClaimFactory(article=article)
        actor = ActorFactory()
        ActorNameFactory(actor=actor)
        AffiliationFactory(child=actor, parent=StateFactory(code=f"Z{actor.pk}"))
        AttributionFactory(claim=claim, actor=actor)
        AttributionFactory(claim=claim, actor=None, name="officials", side=StateFactory())
        QuantityFactory(claim=claim)
        EvidenceFactory(assessment__claim=claim)


@pytest.mark.parametrize("place", ["claims", "articles", "sources", "actors", "claims/?actor=NK&measure=troops"])
def test_twenty_rows_take_as_many_queries_as_two(api, world, django_assert_max_num_queries, place):
    url = f"/api/{place}" if "?" in place else f"/api/{place}/"
    crowd(2)
    AttributionFactory(claim=Claim.objects.first(), actor=world.north_korea)
    with django_assert_max_num_queries(100) as few:
        assert api.get(url).status_code == 200
    crowd(18)
    with django_assert_max_num_queries(100) as many:
        assert api.get(url).status_code == 200
    assert len(many.captured_queries) == len(few.captured_queries)
    assert not any('"claimsdb_article"."text",' in query["sql"] for query in many.captured_queries)
