"""What is said of an article, as editors correct it."""

from dataclasses import replace

import pytest

from claimsdb.choices import PublishedBasis, Status
from claimsdb.extraction import ExtractionFailed, UnsupportedLanguage
from claimsdb.ingest import extractors
from claimsdb.models import Article, Claim, claim_key
from tests.extractors import Marked
from tests.factories import AcceptedClaimFactory, ActorFactory, ArticleFactory, ClaimFactory, SourceFactory

pytestmark = pytest.mark.django_db

TEXT = "Troops on the move\n\nA spokesman said that they were sent to the east of the country.\n"


class Dated(Marked):
    """Finds the last line, with the day on which it was published."""

    def extract(self, record, *, registry):
        if record.language == "de":
            raise UnsupportedLanguage("it is in 'de'")
        if record.language == "ko":
            raise ExtractionFailed("The endpoint is away.")
        [found] = super().extract(record, registry=registry)
        return (replace(found, text=f"On {record.published_on} they went."),)


@pytest.fixture
def article(db, monkeypatch):
    monkeypatch.setattr(extractors, "default_extractor", Dated)
    ActorFactory()
    return ArticleFactory(title="Troops on the move", text=TEXT, language="en", byline="Kim")


def at(article):
    return f"/api/articles/{article.pk}/"


def patch(client, article, body, *, seen=None):
    seen = seen or client.get(at(article))["ETag"]
    return client.patch(at(article), body, format="json", headers={"If-Match": seen})


# the body -> what the article shows then
def published(on, first, last):
    days = {"published_on": on, "published_from": first, "published_to": last}
    return days | {"published_basis": "editor" if any(days.values()) else "unknown"}


CORRECTIONS = [
    ({"title": " Troops move "}, {"title": "Troops move"}),
    (
        {"byline": None, "original_url": "https://example.org/a"},
        {"byline": None, "original_url": "https://example.org/a"},
    ),
    ({"source": "wire"}, {"source": {"slug": "wire", "name": "Wire"}}),
    ({"source": "new"}, {"source": None, "proposed_source": {"slug": "new", "name": "New"}}),
    ({"source": None}, {"source": None}),
    ({"source": "", "published_on": ""}, {"source": None} | published(None, None, None)),
    ({"published_on": "2024-10-17"}, published("2024-10-17", "2024-10-17", "2024-10-17")),
    ({"published_on": None}, published(None, None, None)),
    (
        {"published_on": "2999-01-01", "published_on_is_meant": True},
        published("2999-01-01", "2999-01-01", "2999-01-01"),
    ),
    ({"published_to": "2024-01-09"}, published(None, "2024-01-01", "2024-01-09")),
    ({"published_from": None}, published(None, None, "2024-01-01")),
    ({"published_from": "2024-10-01", "published_to": "2024-10-09"}, published(None, "2024-10-01", "2024-10-09")),
    (
        {"published_from": "2024-10-09", "published_to": "2024-10-09"},
        published("2024-10-09", "2024-10-09", "2024-10-09"),
    ),
    ({"published_on": None, "published_to": "2024-10-09"}, published(None, None, "2024-10-09")),
    ({"language": "EN-gb"}, {"language": "en-GB"}),
    ({"state": "withdrawn"}, {"state": "withdrawn"}),
]


@pytest.mark.parametrize(("body", "shown"), CORRECTIONS)
def test_a_correction_sets_what_it_names_and_leaves_the_rest(editor_api, editor, article, body, shown):
    SourceFactory(slug="wire"), SourceFactory(slug="new", state="proposed")
    Article.objects.filter(pk=article.pk).update(
        source=SourceFactory(), **dict.fromkeys(Article.DAYS, "2024-01-01"), published_basis=PublishedBasis.BYLINE
    )
    before = editor_api.get(at(article)).json()
    answer = patch(editor_api, article, body)
    assert answer.status_code == 200, answer.json()
    after = answer.json()
    assert shown.items() <= after.items()
    assert {name for name in before if after[name] != before[name]} <= {*shown, "claims"}
    assert article.history.latest().history_user == editor
    assert answer["ETag"].strip('"') in editor_api.get(at(article))["ETag"]
    assert Article.objects.get(pk=article.pk).text == TEXT


@pytest.fixture
def claims(article):
    """One that nobody has touched, where the extractor finds one; one that was accepted, and one that was entered."""
    start = TEXT.index("A spokesman")
    place = {"article": article, "start": start, "end": len(TEXT.strip())}
    untouched = ClaimFactory(**place, key=claim_key(article.text_sha256, start, len(TEXT.strip())))
    accepted = AcceptedClaimFactory(article=article, start=0, end=6, text="Troops.")
    by_hand = ClaimFactory(article=article, start=7, end=9, text="By hand.", extractor="", rule="", confidence=None)
    return {"untouched": untouched, "accepted": accepted, "by hand": by_hand}


NOTHING = {"added": 0, "refreshed": 0, "unchanged": 0, "reopened": 0, "superseded": 0, "kept": 0, "why_not": None}


@pytest.mark.parametrize("body", [{"published_on": "2024-10-17"}, {"language": "en-GB", "published_on": "2024-10-17"}])
def test_where_its_day_is_another_the_claims_are_read_again(editor_api, claims, article, body):
    answer = patch(editor_api, article, body)
    assert answer.json()["read_again"] == NOTHING | {"refreshed": 1, "kept": 2}
    texts = {name: Claim.objects.get(pk=claim.pk).text for name, claim in claims.items()}
    assert texts == {"untouched": "On 2024-10-17 they went.", "accepted": "Troops.", "by hand": "By hand."}
    assert editor_api.get(f"/api/claims/{claims['untouched'].key}/").json()["version"] == 2


@pytest.mark.parametrize(
    ("body", "read_again"),
    [
        ({"title": "Troops move"}, None),
        ({"language": "en", "published_on": None}, None),
        ({"language": "de"}, NOTHING | {"why_not": "it is in 'de'"}),
    ],
)
def test_else_they_are_not(editor_api, claims, article, body, read_again):
    assert patch(editor_api, article, body).json()["read_again"] == read_again
    assert {Claim.objects.get(pk=claim.pk).version for claim in claims.values()} == {1}


def test_where_it_cannot_be_read_now_nothing_is_corrected(editor_api, claims, article):
    answer = patch(editor_api, article, {"language": "ko", "title": "Another"})
    assert (answer.status_code, answer.json()["detail"]) == (503, "The endpoint is away.")
    assert Article.objects.filter(pk=article.pk, language="en", title="Troops on the move").exists()


# the body -> the pointer at fault, and words of its detail
FAULTS = [
    ({}, "", "Names nothing"),
    ({"text": "Troops moved."}, "/text", "wasRevisionOf"),
    ({"text_sha256": "0" * 64}, "/text_sha256", "wasRevisionOf"),
    ({"url": "https://example.org/"}, "/url", "no such field"),
    ({"id": 5}, "/id", "no such field"),
    ({"title": None}, "/title", "null"),
    ({"title": " "}, "/title", "blank"),
    ({"title": "a\u202eb"}, "/title", "cannot be seen"),
    ({"byline": "x" * 301}, "/byline", "300"),
    ({"original_url": "nowhere"}, "/original_url", "not an address by http"),
    ({"source": "nobody-at-all"}, "/source", "No source"),
    ({"language": "english!"}, "/language", "BCP 47"),
    ({"published_on": "2024-02-30"}, "/published_on", "no day"),
    ({"published_on": "2999-01-01"}, "/published_on", "published_on_is_meant"),
    ({"published_on": "1500-01-01"}, "/published_on", "published_on_is_meant"),
    ({"published_to": "2999-01-01"}, "/published_to", "published_on_is_meant"),
    ({"published_from": "2024-10-09", "published_to": "2024-10-01"}, "/published_to", "ends before it starts"),
    ({"published_on": "2024-10-09", "published_to": "2024-10-10"}, "/published_on", "leave one out"),
    ({"published_basis": "url"}, "/published_basis", "no such field"),
    ({"state": "hidden"}, "/state", "not one of the values"),
    ({"state": None}, "/state", "null"),
]


@pytest.mark.parametrize(("body", "pointer", "words"), FAULTS)
def test_what_does_not_fit_corrects_nothing(editor_api, article, body, pointer, words):
    before = editor_api.get(at(article)).json()
    answer = patch(editor_api, article, body)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), answer.json()
    [error] = answer.json()["errors"]
    assert (error["pointer"], words in error["detail"]) == (pointer, True), error
    assert editor_api.get(at(article)).json() == before


@pytest.mark.parametrize(("seen", "status"), [({}, 428), ({"If-Match": '"aaaaaaaaaaaaaaaa"'}, 412)])
def test_who_corrects_says_what_they_have_seen(editor_api, article, seen, status):
    assert editor_api.patch(at(article), {"title": "X"}, format="json", headers=seen).status_code == status
    assert Article.objects.filter(pk=article.pk, title="Troops on the move").exists()


def test_a_claim_that_is_decided_is_no_other_state_of_its_article(editor_api, article, claims):
    seen = editor_api.get(at(article))["ETag"]
    accept, version = f"/api/claims/{claims['untouched'].key}/accept/", {"If-Match": "*"}
    assert editor_api.post(accept, headers=version).status_code == 200
    assert patch(editor_api, article, {"title": "X"}, seen=seen).status_code == 200


def test_readers_lose_what_is_withdrawn_and_have_it_back(editor_api, api, claims, article):
    for state, status, count in [("withdrawn", 410, 0), ("public", 200, 1), ("draft", 404, 0)]:
        assert patch(editor_api, article, {"state": state}).json()["state"] == state
        assert (api.get(at(article)).status_code, api.get("/api/claims/").json()["count"]) == (status, count)
    assert Claim.objects.get(pk=claims["accepted"].pk).status == Status.ACCEPTED


@pytest.mark.parametrize(("client", "status"), [("api", 401), ("reader_api", 403)])
def test_only_editors_correct(request, article, client, status):
    answer = request.getfixturevalue(client).patch(
        at(article), {"title": "X"}, format="json", headers={"If-Match": "*"}
    )
    assert answer.status_code == status
