"""The same write once more, by whichever door, writes nothing: no version, no history, no change, and the same tag."""

import pytest
from django.test import Client
from django.urls import reverse

from claimsdb import review
from claimsdb.choices import ArticleState
from claimsdb.index.changes import data_version
from claimsdb.ingest import extractors
from claimsdb.models import Claim
from claimsdb.review import publication
from tests.admin.forms import form_data
from tests.api.test_corrections import Dated
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    ArticleFactory,
    AssessmentFactory,
    ClaimFactory,
    EvidenceFactory,
    SourceFactory,
    StateFactory,
)

pytestmark = [pytest.mark.both_engines, pytest.mark.django_db]

URL = "https://checker.example/a"


@pytest.fixture(autouse=True)
def quick(db, monkeypatch):
    monkeypatch.setattr(extractors, "default_extractor", Dated)


def assessment():
    row = AssessmentFactory(claim=AcceptedClaimFactory(), published_on="2024-11-01", url=URL)
    EvidenceFactory(assessment=row, url="https://example.org/map", note="page 3")
    return f"/api/assessments/{row.key}/"


def actor():
    StateFactory(slug="north-korea", code="NK")
    return f"/api/actors/{ActorFactory(slug='kim').slug}/"


def source():
    return f"/api/sources/{SourceFactory(slug='wire', name='Wire').slug}/"


def article():
    ActorFactory()
    return f"/api/articles/{ArticleFactory(source=SourceFactory(slug='wire')).pk}/"


def claim():
    return f"/api/claims/{AcceptedClaimFactory().key}/amend/"


EVIDENCE = [{"bearing": "supports", "address": "https://example.org/map", "note": "page 3"}]
NAMES = [{"text": "Kim", "kind": "abbreviation"}, {"text": "Kim", "language": "KO", "matchable": False}]
BELONGS = [{"actor": "NK", "kind": "member_of", "started_on": "2020-01-01"}]
# what there is, and what is said of it twice
PATCHES = [
    (assessment, {"label": " False ", "rationale": None, "published_on": "2024-11-02"}),
    (assessment, {"language": "EN-gb", "rating": {"value": 2, "worst": 1, "best": 5}}),
    (assessment, {"evidence": EVIDENCE}),
    (assessment, {"evidence": [], "title": "Did they come?"}),
    (actor, {"name": "Kim ", "country": None, "kind": "person"}),
    (actor, {"names": NAMES}),
    (actor, {"codes": {"iso3166-1-alpha-2": "KI"}, "belongs_to": BELONGS}),
    (source, {"name": "The Wire", "domain": "wire.example", "parent": None, "texts": None}),
    (source, {"state": "proposed", "reliability": "B", "kind": "agency"}),
    (article, {"title": "Troops ", "byline": None, "original_url": "https://example.org/a", "source": "wire"}),
    (article, {"published_on": "2024-10-17", "language": "EN-us"}),
    (article, {"state": "withdrawn"}),
]


@pytest.mark.parametrize(("make", "body"), PATCHES)
def test_what_is_set_again_is_not_written(editor_api, make, body):
    place = make()
    tags, numbers = [], []
    for _ in range(2):
        answer = editor_api.patch(place, body, format="json", headers={"If-Match": "*"})
        assert answer.status_code == 200, answer.json()
        tags.append(editor_api.get(place)["ETag"])
        numbers.append(data_version().number)
    assert (tags[0], numbers[0]) == (tags[1], numbers[1])
    other = editor_api.patch(place, OTHERWISE[make], format="json", headers={"If-Match": "*"})
    assert other.status_code == 200, other.json()
    assert data_version().number > numbers[1]


OTHERWISE = {
    assessment: {"label": "Other"},
    actor: {"name": "Other"},
    source: {"name": "Other"},
    article: {"title": "Other"},
}


def amend(editor, client):
    row = AcceptedClaimFactory()
    return lambda: review.amend(row, by=editor, fields={"phase": "planned", "topic": "treaty"})


def move_many(editor, client):
    body = {"verb": "accept", "keys": [ClaimFactory().key, ClaimFactory().key]}
    return lambda: client.post("/api/claims/moves/", body, format="json")


def accept(editor, client):
    row = ClaimFactory()
    place = f"/api/claims/{row.key}/accept/"
    return lambda: client.post(place, {}, format="json", headers={"If-Match": "*"})


def hand_in(editor, client):
    ActorFactory()
    body = {"text": "Troops\n\nThey went.", "source": "Somebody", "derived_from": "https://example.org/b"}
    return lambda: client.post("/api/articles/", body, format="json")


def merge_into_itself(editor, client):
    place = source()
    return lambda: client.post(f"{place}merge/", {"into": "wire"}, format="json", headers={"If-Match": "*"})


def say_state(editor, client):
    row = ArticleFactory(state=ArticleState.DRAFT)
    return lambda: publication.set_state(row, ArticleState.PUBLIC, by=editor)


def take_state_back(editor, client):
    row = ArticleFactory(state=ArticleState.PUBLIC, state_by_editor=True)
    return lambda: publication.set_state(row, None, by=editor)


def confirm(editor, client):
    SourceFactory(slug="wire", state="proposed")
    return lambda: publication.confirm_sources(["wire"], by=editor)


def admin_of(make):
    def saved(editor, client):
        row, pages = make(), Client()
        pages.force_login(editor)
        page = reverse(f"admin:claimsdb_{row._meta.model_name}_change", args=[row.pk])
        return lambda: pages.post(page, form_data(pages.get(page)))

    return saved


DOORS = {
    "amend": amend,
    "bulk move": move_many,
    "move": accept,
    "hand in": hand_in,
    "merge into itself": merge_into_itself,
    "publish": say_state,
    "as its claims": take_state_back,
    "confirm": confirm,
    "admin's actor": admin_of(ActorFactory),
    "admin's source": admin_of(SourceFactory),
    "admin's article": admin_of(ArticleFactory),
    "admin's assessment": admin_of(AssessmentFactory),
    "admin's claim": admin_of(ClaimFactory),
}


@pytest.mark.parametrize("door", DOORS)
def test_what_is_done_again_is_not_written(editor, editor_api, door):
    write = DOORS[door](editor, editor_api)
    numbers = [data_version().number]
    for _ in range(2):
        write()
        numbers.append(data_version().number)
    assert numbers[1] == numbers[2]
    if door.startswith("admin"):
        assert numbers[0] == numbers[1]


def test_a_day_that_an_editor_has_set_stays_without_a_version(editor, editor_api, monkeypatch):
    ActorFactory()
    article = editor_api.post("/api/articles/", {"text": "Troops\n\nThey went."}, format="json").json()
    row = Claim.objects.get(article=article["id"])
    review.amend(row, by=editor, fields={"said_from": "2024-10-01", "said_to": "2024-10-01", "text": "They went."})
    review.accept(row, by=editor)
    history, changes = f"/api/claims/{row.key}/history/", "/api/changes/"
    before = editor_api.get(history).json(), editor_api.get(changes).json()["results"]
    place, number = article["url"], data_version().number
    for day in ("2024-10-17", "2024-10-18"):
        answer = editor_api.patch(place, {"published_on": day}, format="json", headers={"If-Match": "*"})
        assert answer.json()["read_again"]["kept"] == 1
        assert (editor_api.get(history).json(), editor_api.get(changes).json()["results"]) == before
    kept = Claim.objects.get(pk=row.pk)
    assert (kept.version, kept.updated_at) == (row.version, row.updated_at)
    assert kept.found["text"] == "On 2024-10-18 they went."  # the machine's part, beside the editor's on the desk
    assert kept.versions.get(version=kept.version).found == kept.found
    assert data_version().number > number
