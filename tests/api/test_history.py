"""How a claim came to say what it says: a version for each write, with what it changed in the names of the API."""

import pytest

from api.documents import history as versions
from claimsdb import review
from claimsdb.choices import Phase, Quotation, Role, Stance, Voice
from claimsdb.extraction import FoundAttribution, FoundClaim, Registry, TextSpan
from claimsdb.index import synced
from claimsdb.ingest.reextract import re_extract
from claimsdb.models import Attribution, Claim, ClaimVersion, Quantity
from claimsdb.review import snapshots
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    DecisionFactory,
    QuantityFactory,
    StateFactory,
)

pytestmark = pytest.mark.django_db


def told(client, claim):
    answer = client.get(f"/api/claims/{claim.key}/history/")
    assert answer.status_code == 200, answer.json()
    return answer.json()["results"]


def changed(version):
    """What a version changed: the old value and the new one, by field."""
    return {change["field"]: (change["old"], change["new"]) for change in version["changes"]}


def names(parts):
    """Who or what is listed."""
    return [(part.get("actor") or {}).get("code") or part["as_written"] for part in parts or []]


@pytest.fixture
@synced()
def claim(db):
    """A claim as the machine found it, with a speaker and two figures."""
    claim = ClaimFactory(article__title="Troops move", said_from="2024-10-01", topic="treaty")
    AttributionFactory(claim=claim, actor=ActorFactory(slug="sam"), as_written="A spokesman", start=13, end=24)
    QuantityFactory(claim=claim)
    QuantityFactory(claim=claim, as_written="two", low=2, best=2, high=2)
    snapshots.ensure_recorded(claim)
    return claim


def test_the_first_version_is_the_machines(editor_api, claim):
    [first] = told(editor_api, claim)
    assert (first["version"], first["decision"]) == (1, None)
    found = changed(first)
    assert all(old is None for old, _ in found.values())
    assert found["text"][1] == found["quote"][1] == claim.quote
    assert found["span"][1] == {"start": claim.start, "end": claim.end}
    assert found["said_on"][1] == {"from": "2024-10-01", "to": None, "as_written": None}
    assert found["extractor"][1]["name"] == "spacy-rules"
    assert (names(found["attributions"][1]), names(found["quantities"][1])) == (["sam"], ["1,500", "two"])
    assert found.keys().isdisjoint({"hedge", "event_on", "duplicate_of", "key", "version"})


def test_each_version_says_what_it_changed(editor_api, editor, claim):
    state, original = StateFactory(slug="north-korea", code="NK"), AcceptedClaimFactory()
    fields = {"text": "Reworded.", "said_to": "2024-10-02", "end": claim.end - 1}
    moves = [
        (review.amend, {"fields": fields}, {"text", "said_on", "quote", "span"}),
        (review.amend, {"attributions": [Attribution(role=Role.SUBJECT, actor=state)]}, {"attributions", "voice"}),
        (review.amend, {"fields": {"topic": ""}}, {"topic"}),
        (review.accept, {}, {"status"}),
        (review.amend, {"fields": {"hedge": "said"}, "attributions": [], "quantities": []}, {"hedge", "attributions", "quantities"}),
        (review.amend, {"quantities": [Quantity(as_written="troops", low=3, best=3, high=3)], "attributions": []}, {"quantities"}),
        (review.mark_duplicate, {"original": original}, {"status", "duplicate_of"}),
        (review.reopen, {"note": "not the same"}, {"status", "duplicate_of"}),
        (review.reject, {"reason": "unclear"}, {"status"}),
    ]  # fmt: skip
    for take, options, _ in moves:
        take(claim, by=editor, **options)
    history = told(editor_api, claim)
    assert [version["version"] for version in history] == list(range(1, 11))
    assert [set(changed(version)) for version in history[1:]] == [fields for *_, fields in moves]
    for version, (take, options, _) in zip(history[1:], moves, strict=True):
        decision = version["decision"]
        assert (decision["verb"], decision["version"]) == (take.__name__, version["version"])
        assert (decision["who"], decision["note"]) == (str(editor), options.get("note"))
    assert changed(history[1])["text"] == (claim.quote + ".", "Reworded.")
    lists = [tuple(map(names, changed(history[place])["attributions"])) for place in (2, 5)]
    assert lists == [(["sam"], ["NK"]), (["NK"], [])]
    assert [tuple(map(names, changed(history[place])["quantities"])) for place in (5, 6)] == [(["1,500", "two"], []), ([], ["troops"])]  # fmt: skip
    assert changed(history[3])["topic"] == ("treaty", None)
    assert changed(history[7])["duplicate_of"] == (None, original.key)


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"said_from": "2024-09-30"}, ["said_on"]),
        ({"said_to": "2024-11-02", "event_from": "2024-10-01", "event_to": "2024-10-02"}, ["event_on", "said_on"]),
        ({"text": "Reworded.", "topic": ""}, ["text", "topic"]),
    ],
)
def test_fields_have_the_same_names_in_the_detail_and_its_history(editor_api, editor, claim, fields, names):
    review.amend(claim, by=editor, fields=fields)
    shown = editor_api.get(f"/api/claims/{claim.key}/").json()
    assert shown["amended"] == names
    assert shown.keys() >= {*names}
    assert sorted(changed(told(editor_api, claim)[-1])) == names


def test_a_place_that_was_amended_is_a_span(editor_api, editor, claim):
    review.amend(claim, by=editor, fields={"end": claim.end - 1})
    assert editor_api.get(f"/api/claims/{claim.key}/").json()["amended"] == ["span"]


def test_an_undoing_takes_back_what_it_undoes_and_no_more(editor_api, editor, claim):
    three = [Quantity(as_written="troops", low=3, best=3, high=3)]
    both = review.amend(claim, by=editor, attributions=[], quantities=three)
    review.undo(both, by=editor)
    twice = [review.amend(claim, by=editor, quantities=claim_rows) for claim_rows in ([], three)]
    verdict = review.accept(claim, by=editor)
    for decision in (verdict, *reversed(twice)):
        review.undo(decision, by=editor)
    history = told(editor_api, claim)
    assert [(version["decision"] or {}).get("verb") for version in history] == [
        *(None, "amend", "undo", "amend", "amend", "accept", "undo", "undo", "undo")
    ]
    lists = ("attributions", "quantities")
    listed = [
        {name: tuple(map(names, each)) for name, each in changed(version).items() if name in lists}
        for version in history[1:5]
    ]
    assert listed == [
        {"attributions": (["sam"], []), "quantities": (["1,500", "two"], ["troops"])},
        {"attributions": ([], ["sam"]), "quantities": (["troops"], ["1,500", "two"])},
        {"quantities": (["1,500", "two"], [])},
        {"quantities": ([], ["troops"])},
    ]
    assert [changed(version) for version in history[5:7]] == [
        {"status": ("extracted", "accepted")},
        {"status": ("accepted", "extracted")},
    ]
    listed = [{name: tuple(map(names, each)) for name, each in changed(version).items()} for version in history[7:]]
    assert listed == [{"quantities": (["troops"], [])}, {"quantities": ([], ["1,500", "two"])}]


class Machine:
    name, version = "machine", "2"

    def __init__(self, *found):
        self.found = found

    def extract(self, record, *, registry):
        return self.found


def found_attribution(actor):
    return FoundAttribution(Role.CLAIMANT, None, actor.name, actor.name, actor.slug)


def finding(claim, **values):
    common = {"quote": claim.quote, "text": "Found anew.", "voice": Voice.ARTICLE, "quotation": Quotation.NONE}
    common |= {"stance": Stance.ASSERTS, "hedge": "", "phase": Phase.UNKNOWN, "topic": None, "said_on": None}
    common |= {"event_on": None, "cue": None, "rule": "r", "confidence": 0.5, "attributions": (), "quantities": ()}
    return FoundClaim(span=TextSpan(claim.start, claim.end), **(common | values))


def test_what_a_re_extraction_writes_is_its_versions(editor_api, editor):
    """Right before an editor replaces the list, too."""
    article = ArticleFactory()
    place = ClaimFactory.build(article=article)
    sam, kim = (found_attribution(ActorFactory(slug=slug)) for slug in ("sam", "kim"))
    run = {"registry": Registry.of([])}
    re_extract(article, extractor=Machine(finding(place, attributions=(sam,))), **run)
    re_extract(article, extractor=Machine(finding(place, text="Refreshed.", attributions=(kim,))), **run)
    claim = Claim.objects.get()
    review.amend(claim, by=editor, attributions=[])
    first, second, third = told(editor_api, claim)
    assert names(changed(first)["attributions"][1]) == ["sam"]
    assert (second["decision"], changed(second)["text"]) == (None, ("Found anew.", "Refreshed."))
    assert list(map(names, changed(second)["attributions"])) == [["sam"], ["kim"]]
    assert list(map(names, changed(third)["attributions"])) == [["kim"], []]


def test_what_a_fixture_brought_has_no_past(editor_api, editor, claim):
    """An import writes rows, and none of their past; what they said when they were first changed here is known."""
    said = claim.text
    Claim.objects.filter(pk=claim.pk).update(version=3)
    ClaimVersion.objects.all().delete()
    DecisionFactory(claim=Claim.objects.get(pk=claim.pk), version=3)
    review.amend(claim, by=editor, fields={"text": "Reworded."})
    review.amend(claim, by=editor, quantities=[])
    brought, first, second = told(editor_api, claim)
    assert [version["version"] for version in (brought, first, second)] == [3, 4, 5]
    assert brought["changes"] is None
    assert (brought["at"], brought["decision"]["version"]) == (brought["decision"]["decided_at"], 3)
    assert changed(first) == {"text": (said, "Reworded.")}
    assert list(map(names, changed(second)["quantities"])) == [["1,500", "two"], []]
    assert set(changed(second)) == {"quantities"}


@pytest.mark.parametrize(("client", "status"), [("api", 404), ("reader_api", 200), ("editor_api", 200)])
def test_only_of_claims_that_may_be_seen(request, claim, client, status):
    assert request.getfixturevalue(client).get(f"/api/claims/{claim.key}/history/").status_code == status


def test_readers_without_an_account_learn_no_names_and_no_hidden_keys(api, editor, claim):
    hidden = ClaimFactory()
    review.mark_duplicate(claim, by=editor, original=hidden)
    review.reopen(claim, by=editor)
    review.accept(claim, by=editor)
    answer = api.get(f"/api/claims/{claim.key}/history/")
    assert (answer.status_code, [each["version"] for each in answer.json()["results"]]) == (200, [claim.version])
    assert str(editor) not in answer.content.decode()
    assert hidden.key not in answer.content.decode()


def test_it_takes_no_parameters(api):
    assert api.get(f"/api/claims/{AcceptedClaimFactory().key}/history/?since=3").status_code == 400


def test_many_versions_take_as_many_queries_as_few(editor_api, editor, claim, django_assert_max_num_queries):
    def edited(times):
        for number in range(times):
            parts = [Attribution(role=Role.SUBJECT, actor=ActorFactory(), name=f"{number}")]
            review.amend(claim, by=editor, fields={"text": f"Text {number}"}, attributions=parts)
        with django_assert_max_num_queries(60) as asked:
            assert len(told(editor_api, claim)) == claim.version
        return len(asked.captured_queries)

    assert edited(2) == edited(18)


def test_the_last_versions_are_shown_with_what_they_changed(editor_api, editor, claim, monkeypatch):
    monkeypatch.setattr(versions, "VERSIONS_LIMIT", 2)
    for actor in ("one", "two", "three"):
        review.amend(claim, by=editor, attributions=[Attribution(role=Role.SUBJECT, actor=ActorFactory(slug=actor))])
    third, fourth = told(editor_api, claim)
    assert (third["version"], fourth["version"]) == (3, 4)
    assert list(map(names, changed(third)["attributions"])) == [["one"], ["two"]]
    assert list(map(names, changed(fourth)["attributions"])) == [["two"], ["three"]]
