"""Review through the API: what each verb takes, what it answers, and how it refuses."""

import pytest

from claimsdb import review
from claimsdb.choices import Role, Status, Verb
from claimsdb.index import synced
from claimsdb.models import Attribution, Claim, Quantity
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    AttributionFactory,
    ClaimFactory,
    EditorFactory,
    QuantityFactory,
    StateFactory,
)

pytestmark = pytest.mark.django_db

BODIES = {"reject": {"reason": "unclear"}, "amend": {"hedge": "said"}}
VERBS = ["accept", "reject", "amend", "reopen", "mark-duplicate"]


def move(client, claim, verb, body=None, *, version=None):
    seen = {"If-Match": f'"{version or claim.version}"'}
    return client.post(f"/api/claims/{claim.key}/{verb}/", body, format="json", headers=seen)


def body_of(verb):
    return {"of": ClaimFactory().key} if verb == "mark-duplicate" else BODIES.get(verb, {})


@pytest.fixture
@synced()
def claim(db):
    """An extracted claim with a speaker and a figure."""
    claim = ClaimFactory(article__title="Troops move")
    AttributionFactory(claim=claim, actor=None, name="a spokesman", as_written="A spokesman", start=13, end=24)
    QuantityFactory(claim=claim)
    return claim


def action_of(verb):
    return review.ACTIONS[Verb(verb.replace("-", "_"))]


@pytest.mark.parametrize("verb", VERBS)
def test_a_move_answers_with_the_claim_as_it_is_then(editor_api, editor, verb):
    action = action_of(verb)
    status = next(status for status in Status if status in action.starts_from)
    claim = ClaimFactory(status=status)
    notes = {"note": "seen twice", "public_note": "For all."}
    answer = move(editor_api, claim, verb, {**notes, **body_of(verb)})
    shown = answer.json()
    assert (answer.status_code, answer["ETag"], shown["version"]) == (200, f'"{claim.key}-2"', 2)
    assert shown["status"] == (action.ends_in or status)
    [decision] = shown["decisions"]
    assert (decision["verb"], decision["who"]) == (verb.replace("-", "_"), str(editor))
    assert {name: decision[name] for name in notes} == notes
    assert shown == editor_api.get(shown["url"]).json()


@pytest.mark.parametrize("verb", VERBS)
def test_a_move_from_a_status_that_does_not_allow_it_says_which_do(editor_api, verb):
    starts = action_of(verb).starts_from
    claim = ClaimFactory(status=next(status for status in Status if status not in starts))
    answer = move(editor_api, claim, verb, body_of(verb))
    assert answer.status_code == 409
    assert all(start in answer.json()["detail"] for start in starts)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        ("api", {"If-Match": '"1"'}, 401),
        ("reader_api", {"If-Match": '"1"'}, 403),
        ("editor_api", {}, 428),
        ("editor_api", {"If-Match": '"7"'}, 412),
    ],
)
def test_who_may_not_and_how(request, claim, verb, client, headers, status):
    client = request.getfixturevalue(client)
    answer = client.post(f"/api/claims/{claim.key}/{verb}/", body_of(verb), format="json", headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    claim.refresh_from_db()
    assert (claim.version, claim.status, claim.decisions.count()) == (1, Status.EXTRACTED, 0)


@pytest.mark.parametrize("verb", VERBS)
def test_a_claim_that_is_not_there_is_404_before_all_else(editor_api, verb):
    assert editor_api.post(f"/api/claims/{'a' * 16}/{verb}/", {"nonsense": 1}, format="json").status_code == 404


def test_who_is_late_is_told_the_present_version(editor_api, claim):
    assert move(editor_api, claim, "accept").status_code == 200
    answer = move(editor_api, claim, "accept", version=1)
    assert (answer.status_code, answer.json()["version"]) == (412, 2)


def test_the_etag_of_a_read_and_of_a_move_both_serve(editor_api, claim):
    tag = editor_api.get(f"/api/claims/{claim.key}/")["ETag"]
    for verb in ("accept", "reopen", "accept"):
        answer = editor_api.post(f"/api/claims/{claim.key}/{verb}/", headers={"If-Match": tag})
        assert answer.status_code == 200
        tag = answer["ETag"]


def test_nobody_accepts_what_they_entered(editor_api, editor, claim):
    EditorFactory()
    Claim.objects.filter(pk=claim.pk).update(entered_by=editor)
    answer = move(editor_api, claim, "accept")
    assert answer.status_code == 403
    assert "somebody else accepts it" in answer.json()["detail"]


# verb, body -> the pointers at fault, and words of the first detail
FAULTS = [
    ("accept", [], {""}, "A list is no object"),
    ("accept", {"nte": "x"}, {"/nte"}, "no such field"),
    ("accept", {"note": 5}, {"/note"}, "5 is no text"),
    ("amend", {"text": "They sent <b>troops</b>."}, {"/text"}, "Has <b>, which is HTML"),
    ("amend", {"text": "Troops &amp; ships."}, {"/text"}, "Has &amp;, which is HTML"),
    ("amend", {"text": "<p>Troops</p>"}, {"/text"}, "this is plain text"),
    ("amend", {"said_on": {"from": "2024-10-02", "to": "2024-10-01"}}, {"/said_on/to"}, "ends before it starts"),
    ("amend", {"said_on": {"until": "2024-10-02"}}, {"/said_on/until"}, "no such field"),
    ("amend", {"said_on": "2024-10-02"}, {"/said_on"}, "no object"),
    ("amend", {"said_from": "2024-10-02"}, {"/said_from"}, "no such field"),
    ("accept", {"note": None}, {"/note"}, "null"),
    ("accept", {"public_note": "a\u0007b"}, {"/public_note"}, "U+0007"),
    ("reject", {"reason": "other", "public_note": "For all."}, {"/note"}, "needs a note"),
    ("accept", {"a/b~c": 1}, {"/a~1b~0c"}, "no such field"),
    ("reject", {}, {"/reason"}, "required"),
    ("reject", {"reason": "wrong"}, {"/reason"}, "not one of the values"),
    ("reject", {"reason": ["unclear"]}, {"/reason"}, "A list is not one of the values"),
    ("reject", {"reason": "other"}, {"/note"}, "needs a note"),
    ("reject", {"reason": "other", "note": "  "}, {"/note"}, "needs a note"),
    ("mark-duplicate", {}, {"/of"}, "required"),
    ("mark-duplicate", {"of": "nobody"}, {"/of"}, "No claim has the key"),
    ("amend", {}, {""}, "Names nothing"),
    ("amend", {"note": "x"}, {""}, "Names nothing"),
    ("amend", {"status": "accepted"}, {"/status"}, "no such field"),
    ("amend", {"text": None}, {"/text"}, "null"),
    ("amend", {"text": " "}, {"/text"}, "blank"),
    ("amend", {"voice": None, "stance": None, "phase": None}, {"/voice", "/stance", "/phase"}, "null"),
    ("amend", {"topic": "wether"}, {"/topic"}, "not one of the values"),
    ("amend", {"hedge": "x" * 201}, {"/hedge"}, "200"),
    ("amend", {"hedge": "\0"}, {"/hedge"}, "NUL or half"),
    ("amend", {"said_on": "2024"}, {"/said_on"}, "no object"),
    ("amend", {"said_on": {"from": "2024-02-30"}}, {"/said_on/from"}, "no day"),
    ("amend", {"said_on": {"from": 20240230}}, {"/said_on/from"}, "no day"),
    ("amend", {"said_on": {"as_written": "x" * 201}}, {"/said_on/as_written"}, "200"),
    ("amend", {"event_on": {"since": "2024-02-03"}}, {"/event_on/since"}, "no such field"),
    ("amend", {"event_on": {"from": "2024-02-03", "to": "2024-02-01"}}, {"/event_on/to"}, "ends before it starts"),
    ("amend", {"span": None}, {"/span"}, "null"),
    ("amend", {"span": {"start": "3"}}, {"/span/start"}, "no whole number"),
    ("amend", {"span": {"start": -1}}, {"/span/start"}, "0"),
    ("amend", {"span": {"start": 90, "end": 999}}, {"/span/start"}, "not a place"),
    ("amend", {"attributions": {}}, {"/attributions"}, "no list"),
    ("amend", {"attributions": [{}] * 51}, {"/attributions"}, "up to 50"),
    ("amend", {"attributions": [{"role": "subject", "actor": "Nroth"}]}, {"/attributions/0/actor"}, "No actor"),
    ("amend", {"attributions": [{"role": "subject", "actor": 5}]}, {"/attributions/0/actor"}, "5 names no actor"),
    ("amend", {"attributions": [{"role": "subject", "actor": {}}]}, {"/attributions/0/actor/code"}, "required"),
    ("amend", {"attributions": [{"role": "subject"}]}, {"/attributions/0"}, "Name an actor"),
    ("amend", {"attributions": [{"role": "subject", "name": "x", "hop": 40_000}]}, {"/attributions/0/hop"}, "32767"),
    ("amend", {"attributions": [{"role": "subject", "name": "x", "hop": True}]}, {"/attributions/0/hop"}, "true is no"),
    (
        "amend",
        {"attributions": [{"role": "subject", "as_written": "Nobody", "span": {"start": 0, "end": 6}}]},
        {"/attributions/0/as_written"},
        "The article has 'Troops' at 0-6",
    ),
    ("amend", {"quantities": [{}]}, {"/quantities/0/as_written"}, "required"),
    ("amend", {"quantities": [{"as_written": "5", "low": "5"}]}, {"/quantities/0/low"}, "no number"),
    ("amend", {"quantities": [{"as_written": "5", "best": 1e300}]}, {"/quantities/0/best"}, "up to 18 digits"),
    (
        "amend",
        {
            "attributions": [{"role": "clamant", "actor": "NK"}, {"role": "subject"}],
            "quantities": [{"x": 1}],
            "text": 1,
        },
        {"/text", "/attributions/0/role", "/quantities/0/x", "/quantities/0/as_written"},
        "1 is no text",
    ),
    (
        "amend",
        {"attributions": [{"role": "subject"}], "quantities": [{"as_written": "1,500", "low": 5}]},
        {"/attributions/0", "/quantities/0/best"},
        "Name an actor",
    ),
]


@pytest.mark.parametrize(("verb", "body", "pointers", "words"), FAULTS)
def test_a_body_that_is_not_understood(editor_api, claim, verb, body, pointers, words):
    StateFactory(slug="north-korea", name="North Korea", code="NK")
    answer = move(editor_api, claim, verb, body)
    assert answer.status_code == 400, answer.json()
    errors = answer.json()["errors"]
    assert {error["pointer"] for error in errors} == pointers
    assert words in errors[0]["detail"]
    claim.refresh_from_db()
    assert (claim.version, claim.attributions.count(), claim.quantities.count()) == (1, 1, 1)


def test_what_is_misspelt_is_told_the_nearest(editor_api, claim):
    [error] = move(editor_api, claim, "amend", {"stance": "denys"}).json()["errors"]
    assert (error["nearest"], "asserts" in error["known"]) == (["denies"], True)
    [error] = move(editor_api, claim, "amend", {"stanse": "denies"}).json()["errors"]
    assert error["nearest"][0] == "stance"


# the body -> what the claim shows then
AMENDMENTS = [
    ({"text": " North Korea has sent troops. "}, {"text": "North Korea has sent troops."}),
    ({"voice": "article", "stance": "denies"}, {"voice": "article", "stance": "denies", "phase": "done"}),
    ({"topic": None, "hedge": None}, {"topic": None, "hedge": "", "stance": "predicts"}),
    ({"said_on": {"from": "2024-09-30"}}, {"said_on": {"from": "2024-09-30", "to": "2024-10-02", "as_written": "on Monday"}}),
    ({"said_on": {"as_written": None}}, {"said_on": {"from": "2024-10-01", "to": "2024-10-02", "as_written": None}}),
    ({"said_on": None}, {"said_on": None}),
    ({"span": {"end": 16}}, {"quote": "A s", "span": {"start": 13, "end": 16}}),
    ({"attributions": []}, {"attributions": [], "actors": [], "voice": "article"}),
    ({"quantities": []}, {"quantities": []}),
]  # fmt: skip


@pytest.mark.parametrize(("body", "shown"), AMENDMENTS)
def test_an_amendment_sets_what_it_names_and_leaves_the_rest(editor_api, body, shown):
    claim = ClaimFactory(
        article__title="Troops move",
        said_from="2024-10-01",
        said_to="2024-10-02",
        said_as_written="on Monday",
        topic="treaty",
        hedge="might",
        stance="predicts",
        phase="done",
    )
    AttributionFactory(claim=claim)
    QuantityFactory(claim=claim)
    before = editor_api.get(f"/api/claims/{claim.key}/").json()
    after = move(editor_api, claim, "amend", body).json()
    assert {name: after[name] for name in shown} == shown
    fixed = (
        before.keys() - shown.keys() - {"version", "updated_at", "decisions", "amended", "quote", "prefix", "suffix"}
    )
    assert {name: after[name] for name in fixed} == {name: before[name] for name in fixed}


def test_what_is_shown_can_be_sent_back(editor_api, claim, world):
    AttributionFactory(claim=claim, actor=world.kim_yo_jong, side=world.north_korea, role=Role.ORIGIN, hop=1)
    QuantityFactory(claim=claim, as_written="2.5", low=2.5, best=2.5, high=2.5, measure="", unit="", basis="rate")
    before = editor_api.get(f"/api/claims/{claim.key}/").json()
    lists = {name: before[name] for name in ("attributions", "quantities")}
    after = move(editor_api, claim, "amend", lists).json()
    assert {name: after[name] for name in lists} == lists
    assert after["actors"] == before["actors"]


@pytest.mark.parametrize(
    "name", ["NK", "prk", "north-korea", "North Korea", "DPRK", {"code": "NK", "name": "dprk", "kind": "state"}]
)
def test_an_actor_goes_by_any_of_its_names(editor_api, claim, world, name):
    body = {"attributions": [{"role": "claimant", "actor": name, "side": name}]}
    [attribution] = move(editor_api, claim, "amend", body).json()["attributions"]
    assert attribution["actor"]["code"] == attribution["side"]["code"] == "NK"


@pytest.mark.parametrize(
    ("words", "given", "place"),
    [
        ("North Korea", {}, (35, 46)),
        ("North Korea", {"span": None}, (35, 46)),
        ("troops", {}, (62, 68)),
        ("Troops", {}, (0, 6)),
        ("move", {}, (7, 11)),
        ("move", {"editors_words": True}, (7, 11)),
        ("Nobody", {"editors_words": True}, None),
        ("Troops", {"span": {"start": 0, "end": 6}}, (0, 6)),
    ],
)
def test_a_part_stands_where_its_words_do(editor_api, claim, words, given, place):
    body = {name: [{"as_written": words, **given}] for name in ("attributions", "quantities")}
    body["attributions"][0]["role"] = "subject"
    body["quantities"][0]["editors_figure"] = True
    assert move(editor_api, claim, "amend", body).status_code == 200
    for model in (Attribution, Quantity):
        part = model.objects.get(claim=claim)
        assert ((part.start, part.end) if part.has_span else None) == place


def test_a_part_stands_in_the_claim_where_that_is_moved_to(editor_api):
    claim = ClaimFactory(article__text="Troops move\n\nTroops are said to move, troops are said to halt.")
    part = {"role": "subject", "as_written": "said"}
    body = {"span": {"start": 13, "end": 37}, "attributions": [part]}
    assert move(editor_api, claim, "amend", body).json()["attributions"][0]["span"] == {"start": 24, "end": 28}


@pytest.mark.parametrize(
    ("original", "words"),
    [
        (lambda claim: claim, "does not repeat itself"),
        (lambda claim: ClaimFactory(status=Status.DUPLICATE, duplicate_of=ClaimFactory()), "itself a duplicate"),
    ],
)
def test_a_duplicate_repeats_an_original(editor_api, claim, original, words):
    [error] = move(editor_api, claim, "mark-duplicate", {"of": original(claim).key}).json()["errors"]
    assert error["pointer"] == "/of"
    assert words in error["detail"]


def test_a_duplicate_is_kept_with_what_it_repeats(editor_api, claim):
    original = AcceptedClaimFactory()
    assert move(editor_api, claim, "mark-duplicate", {"of": original.key}).json()["status"] == "duplicate"
    assert Claim.objects.get(pk=claim.pk).duplicate_of == original


def test_the_list_follows_at_once(editor_api, api, claim):
    actor = ActorFactory(slug="sam")
    assert move(editor_api, claim, "amend", {"attributions": [{"role": "claimant", "actor": "sam"}]}).status_code == 200
    assert move(editor_api, claim, "accept", version=2).status_code == 200
    [listed] = api.get(f"/api/claims/?claimant={actor.slug}").json()["results"]
    assert (listed["key"], listed["version"]) == (claim.key, 3)


@pytest.mark.parametrize("verb", VERBS)
def test_a_move_takes_no_parameters(editor_api, claim, verb):
    answer = editor_api.post(f"/api/claims/{claim.key}/{verb}/?note=x", headers={"If-Match": '"1"'})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "note")
