"""What editors enter is checked like what is extracted: by the API and at the desk, with the place and what would be right."""

import csv
from copy import deepcopy

import pytest
from django.urls import reverse

from claimsdb import review
from claimsdb.choices import Role
from claimsdb.index import synced
from claimsdb.models import Change, Claim, DataVersion, Quantity
from tests.factories import (
    ActorFactory,
    ActorNameFactory,
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    QuantityFactory,
    StateFactory,
)
from tests.review.forms import card_data

pytestmark = [pytest.mark.django_db, pytest.mark.long]

TEXT = (
    "Troops move, troops halt\n\nThe agency’s\nspokesman reportedly said “on Monday” that North Korea – the “DPRK” – might "
    "have sent 1,500 to 2,000 troops. Officials denied it."
)


@pytest.fixture(scope="module")
@synced()
def lasting_claim(lasting):
    """An extracted claim of two actors and a figure."""
    start, end = TEXT.index("North Korea"), TEXT.index(" Officials")
    korea = StateFactory(slug="north-korea", name="North Korea", code="NK")
    ActorNameFactory(actor=korea, text="DPRK")
    StateFactory(slug="south-korea", name="South Korea", code="KR")
    claim = ClaimFactory(article=ArticleFactory(text=TEXT), start=start, end=end, text="North Korea sent troops.")
    AttributionFactory(claim=claim, actor=ActorFactory(slug="spokesman"), as_written="spokesman", **at("spokesman"))
    AttributionFactory(claim=claim, actor=korea, role=Role.SUBJECT, as_written="North Korea", **at("North Korea"))
    QuantityFactory(claim=claim, as_written="1,500", **at("1,500"))
    return claim


@pytest.fixture
def claim(db, lasting_claim):
    """As it is put: a test may change what it has of it."""
    return deepcopy(lasting_claim)


def at(words):
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words)}


def amend(client, claim, body):
    seen = {"If-Match": f'"{claim.version}"'}
    return client.post(f"/api/claims/{claim.key}/amend/", body, format="json", headers=seen)


def who(**values):
    return {"attributions": [{"role": "claimant", **values}]}


def figure(words="1,500", **values):
    return {"quantities": [{"as_written": words, **values}]}


def exact(value, **values):
    """Words that are no figure may be any."""
    return figure("troops", best=value, **values)


TROOPS = {"measure": "troops", "unit": "person"}

# body -> the pointer at fault, and words of the fault
BAD = [
    ({"span": {"start": 0, "end": 11}}, "/quantities/0/as_written", "but not in the quote"),
    ({"hedge": "perhaps"}, "/hedge", "The article has not the words 'perhaps'"),
    ({"hedge": "reportdly"}, "/hedge", "the nearest that it has is 'reportedly'"),
    ({"hedge": "might, perhaps"}, "/hedge", "'perhaps'"),
    ({"hedge": "migh"}, "/hedge", "'might'"),
    ({"hedge": "sure\nly", "editors_words": ["hedge"]}, "/hedge", "a line end (U+000A) as character 5"),
    ({"said_on": {"as_written": "on Tuesday"}}, "/said_on/as_written", "'on Monday"),
    ({"event_on": {"as_written": "last year"}}, "/event_on/as_written", "has not the words"),
    ({"hedge": "perhaps", "editors_words": ["event_on"]}, "/hedge", "has not the words"),
    ({"hedge": "might", "editors_words": ["hedg"]}, "/editors_words", "'hedg' is not one"),
    ({"hedge": "might", "editors_words": True}, "/editors_words", "true is no list"),
    (who(as_written="the Kremlin"), "/attributions/0/as_written", "If they are your own, say so by `editors_words`"),
    (who(as_written="orth Korea"), "/attributions/0/as_written", "'North Korea"),
    (who(as_written="Nobody", editors_words=False), "/attributions/0/as_written", "has not the words"),
    (who(as_written="Nobody", editors_words="yes"), "/attributions/0/editors_words", "neither true nor false"),
    (who(as_written="us\u202eers", editors_words=True), "/attributions/0/as_written", "cannot be seen (U+202E)"),
    (who(as_written="DPRK", span=at("North Korea")), "/attributions/0/as_written", "The article has 'North Korea'"),
    (who(name="he", span=at("DPRK")), "/attributions/0/as_written", "A place goes with the words"),
    (who(name="a\nb"), "/attributions/0/name", "a line end"),
    (who(name="a\u2066b"), "/attributions/0/name", "U+2066"),
    (who(actor={"code": "NK", "name": "South Korea"}), "/attributions/0/actor/name", "no name of North Korea (NK)"),
    (who(actor={"code": "NK", "kind": "person"}), "/attributions/0/actor/kind", "of the kind state"),
    (who(actor="NK", name="South Korea"), "/attributions/0/name", "no name of North Korea"),
    (who(side={"code": "KR", "name": "DPRK"}, name="x"), "/attributions/0/side/name", "no name of South Korea"),
    (who(actor="NK", hop=1), "/attributions/0/hop", "its hop is 0"),
    ({"attributions": [{"role": "origin", "actor": "NK", "hop": 0}]}, "/attributions/0/hop", "1 or more"),
    (
        {"attributions": [{"role": "subject", "actor": name} for name in ("NK", "dprk")]},
        "/attributions/1/actor",
        "North Korea is named as subject already",
    ),
    ({"attributions": [{"role": "claimant", "name": "he"}] * 2}, "/attributions/1/name", "already"),
    (figure("1,600"), "/quantities/0/as_written", "'1,500"),
    (figure("500"), "/quantities/0/as_written", "has not the words"),
    (exact(-5, **TROOPS), "/quantities/0/best", "-5 is less than none: troops are counted from 0 on"),
    (figure(low=-5, high=7), "/quantities/0/best", "exact is one value"),
    (figure(low=-5, best=1, high=7), "/quantities/0/low", "exact is one value"),
    (figure(low=5, best=4), "/quantities/0", "low over best to high"),
    (figure(low=9, high=7, qualifier="between"), "/quantities/0", "low over best to high"),
    (figure(low=7, high=7, qualifier="between"), "/quantities/0/high", "a higher high"),
    (figure(low=5, best=6, high=7, qualifier="between"), "/quantities/0/best", "no best"),
    (figure(low=5, qualifier="between"), "/quantities/0/high", "between has a low and"),
    (figure(low=5, high=7, qualifier="about"), "/quantities/0/best", "about has a best"),
    (figure(low=5, high=7, qualifier="at_least"), "/quantities/0/high", "at_least has a low alone"),
    (figure(low=5, best=6, qualifier="at_least"), "/quantities/0/best", "at_least has a low alone"),
    (figure(best=5, qualifier="at_most"), "/quantities/0/high", "at_most has a high alone"),
    (figure(low=1, high=5, qualifier="at_most"), "/quantities/0/low", "at_most has a high alone"),
    (figure(low=1, best=5, qualifier="order_of_magnitude"), "/quantities/0/best", "no best"),
    (figure(high=5, qualifier="order_of_magnitude"), "/quantities/0/low", "order_of_magnitude has a low"),
    (exact(1.5, basis="share"), "/quantities/0/best", "more than the whole"),
    (exact(2000.5, **TROOPS), "/quantities/0/best", "2000.5 is no whole number: troops are counted one by one"),
    (exact(2.5, measure="troops", basis="additional"), "/quantities/0/best", "no whole number"),
    (figure("troops", low=0.5, qualifier="at_least", unit="round"), "/quantities/0/low", "no whole number: round"),
    (figure(best=1600), "/quantities/0/best", "The words '1,500' are 1500, not 1600"),
    (figure("2,000 troops", low=20000, qualifier="at_least"), "/quantities/0/low", "say so by `editors_figure`"),
    (figure("troops"), "/quantities/0/best", "have no number"),
    (figure("2,000 troops", best=1500, qualifier="about", **TROOPS), "/quantities/0/best", "are 2000, not 1500"),
    (exact(-0.5, basis="share"), "/quantities/0/best", "less than none"),
    (exact(5, measure="trops", unit="person"), "/quantities/0/measure", "There is no measure 'trops', the nearest are"),
    (exact(5, measure="Troops"), "/quantities/0/measure", "say so by `new_measure`"),
    (exact(5, measure="troops", unit="people"), "/quantities/0/unit", "There is no unit 'people'"),
    (exact(5, measure="troops", unit="round"), "/quantities/0/unit", "not counted in the unit 'round' but in person"),
    (exact(5, measure="money", unit="person"), "/quantities/0/unit", "but in AED or AFN"),
    (exact(5, measure="a\u200bb", new_measure=True), "/quantities/0/measure", "U+200B"),
    (exact(5, measure="troops", new_measure=1), "/quantities/0/new_measure", "1 is neither"),
    ({"text": "North Korea\nsent troops."}, "/text", "a line end (U+000A) as character 12"),
    ({"text": "North Korea\u2028sent troops."}, "/text", "U+2028"),
    ({"text": "North\tKorea sent troops."}, "/text", "U+0009"),
    ({"text": "North \u202eaeroK"}, "/text", "U+202E"),
    ({"text": "North \u2067Korea\u2069"}, "/text", "U+2067"),
    ({"text": "North\u200b Korea"}, "/text", "U+200B"),
    ({"text": "North \x07Korea"}, "/text", "U+0007"),
    ({"text": "\ufeffNorth Korea"}, "/text", "U+FEFF"),
    ({"text": "North Ko\u00adrea"}, "/text", "cannot be seen (U+00AD) as character 9"),
    ({"text": "North\u3164Korea"}, "/text", "U+3164"),
    ({"hedge": "<i>sure</i>", "editors_words": ["hedge"]}, "/hedge", "HTML"),
    (who(name="<b>he</b>"), "/attributions/0/name", "HTML"),
    ({"stance": "denies", "note": "so \u202e it is"}, "/note", "U+202E"),
    ({"stance": "denies", "public_note": "so \u202e it is"}, "/public_note", "U+202E"),
    ({"said_on": {"from": "2024-10-02", "to": "2024-10-01"}}, "/said_on/to", "before 2024-10-02"),
    ({"event_on": {"from": "2024-10-02", "to": "2024-10-01"}}, "/event_on/to", "ends before it starts"),
    ({"text": "North Korea sent troops.", "note": "I looked."}, "/note", "Nothing is changed"),
    ({"text": "North Korea sent troops.", "public_note": "I looked."}, "/public_note", "Nothing is changed"),
]


@pytest.mark.parametrize(("body", "pointer", "words"), BAD)
def test_what_does_not_fit_is_refused(editor_api, claim, body, pointer, words):
    before = said(claim)
    answer = amend(editor_api, claim, body)
    assert answer.status_code == 400, answer.json()
    [error] = answer.json()["errors"]
    assert error["pointer"] == pointer
    assert words in error["detail"]
    assert said(claim) == before


def said(claim):
    """All that the claim says, and how often it was written."""
    claim = Claim.objects.get(pk=claim.pk)
    rows = [row.said() and row.__dict__ for name in Claim.ROW_LISTS for row in getattr(claim, name).all()]
    values = {name: value for name, value in claim.__dict__.items() if name != "_state"}
    kept = [{name: value for name, value in row.items() if name != "_state"} for row in rows]
    return (
        values,
        kept,
        claim.decisions.count(),
        claim.versions.count(),
        [*Change.objects.filter(key=claim.key).values()],
    )


def test_all_that_is_wrong_is_told_together_with_what_is_nearest(editor_api, claim):
    body = {"hedge": "migth", "text": "a\nb", **who(as_written="Officals"), **exact(-5, measure="trops", unit="person")}
    errors = {error["pointer"]: error for error in amend(editor_api, claim, body).json()["errors"]}
    assert errors.keys() == {
        *("/hedge", "/text", "/attributions/0/as_written", "/quantities/0/best", "/quantities/0/measure")
    }
    assert errors["/hedge"]["nearest"][0] == "might"
    assert errors["/attributions/0/as_written"]["nearest"] == ["Officials"]
    assert errors["/quantities/0/measure"]["nearest"][0] == "troops"


# body -> what the claim shows then; of lists, of their first row
GOOD = [
    ({"hedge": "Might"}, {"hedge": "might", "editors_words": []}),
    ({"hedge": "reportedly, might"}, {"hedge": "reportedly, might"}),
    ({"hedge": "the agency's spokesman"}, {"hedge": "The agency’s spokesman"}),
    ({"hedge": "perhaps", "editors_words": ["hedge"]}, {"hedge": "perhaps", "editors_words": ["hedge"]}),
    ({"hedge": "might", "editors_words": ["hedge"]}, {"hedge": "might", "editors_words": []}),
    (
        {"said_on": {"as_written": '"ON  monday"'}},
        {"said_on": {"from": None, "to": None, "as_written": "“on Monday”"}},
    ),
    (
        {"event_on": {"as_written": "in May"}, "editors_words": ["event_on"]},
        {"event_on": {"from": None, "to": None, "as_written": "in May"}, "editors_words": ["event_on"]},
    ),
    ({"text": "Nördliches Korea \u200fهو\u200e sent 👩\u200d✈ troops."}, {"text": "Nördliches Korea \u200fهو\u200e sent 👩\u200d✈ troops."}),
    (who(as_written="the agency's spokesman"), {"as_written": "The agency’s\nspokesman", "editors_words": False}),
    (who(as_written="the Kremlin", editors_words=True), {"as_written": "the Kremlin", "editors_words": True, "span": None}),
    (who(as_written="Officials", editors_words=True), {"editors_words": False, "span": at("Officials")}),
    (who(as_written="troops"), {"span": at("troops. Off") | {"end": TEXT.index("troops. Off") + 6}}),
    (who(as_written="orea", span=at("orea")), {"as_written": "orea", "span": at("orea")}),
    (who(actor={"code": "NK", "name": "dprk", "kind": "state"}), {"name": None}),
    (who(actor="NK", name="DPRK"), {"name": None}),
    ({"attributions": [{"role": "origin", "name": "he"}]}, {"hop": 1}),
    ({"attributions": [{"role": "relayer", "name": "he", "hop": 2}]}, {"hop": 2}),
    ({"attributions": [{"role": "subject", "actor": "NK"}, {"role": "addressee", "actor": "NK"}]}, {"role": "subject"}),
    (exact(1600, **TROOPS, basis="additional"), {"low": 1600, "best": 1600, "high": 1600}),
    (exact(0, **TROOPS), {"best": 0}),
    (exact(2.5, **TROOPS, basis="rate"), {"best": 2.5}),
    (exact(2.5, measure="money", unit="USD"), {"best": 2.5}),
    (figure(best=1500, qualifier="about", **TROOPS), {"best": 1500}),
    (figure("1,500 to 2,000 troops", best=1700, qualifier="about"), {"best": 1700}),
    (exact(-5, unit="percent", basis="share"), {"best": -5}),
    (exact(-5, measure="money", unit="USD"), {"best": -5}),
    (exact(150, measure="troops", unit="percent", basis="share"), {"best": 150}),
    (exact(0.5, measure="troops", basis="share"), {"best": 0.5}),
    (exact(5, qualifier="about"), {"low": 5, "best": 5, "high": 5}),
    (figure("troops", low=4, best=5, high=6, qualifier="about"), {"low": 4, "high": 6}),
    (figure("1,500 to 2,000 troops", low=1500, high=2000, qualifier="between"), {"best": None}),
    (figure(low=1500, qualifier="at_least"), {"low": 1500, "high": None}),
    (figure(high=5, qualifier="at_most", editors_figure=True), {"low": None, "high": 5}),
    (figure(low=1500, qualifier="order_of_magnitude"), {"low": 1500}),
    (figure("2,000 troops"), {"low": 2000, "best": 2000, "qualifier": "exact", "measure": "troops", "unit": "person"}),
    (figure("1,500 to 2,000 troops"), {"low": 1500, "best": None, "high": 2000, "qualifier": "between"}),
    (figure(best=1600, editors_figure=True), {"best": 1600}),
    (figure("troops", qualifier="about", editors_figure=True), {"low": None, "best": None, "high": None}),
    (exact(5, measure="sandbags", unit="sack", new_measure=True), {"measure": "sandbags", "unit": "sack"}),
    (exact(5, measure="killed", unit="person"), {"measure": "killed"}),
    ({"said_on": {"from": "2024-10-02", "to": "2024-10-02"}}, {}),
    ({"stance": "denies", "note": "Two\nlines."}, {"stance": "denies"}),
]  # fmt: skip


@pytest.mark.parametrize(("body", "shown"), GOOD)
def test_its_neighbour_passes(editor_api, claim, body, shown):
    answer = amend(editor_api, claim, body)
    assert answer.status_code == 200, answer.json()
    document = answer.json()
    [name, *_] = [name for name in Claim.ROW_LISTS if name in body] or [""]
    kept = document[name][0] if name else document
    if name == "quantities":
        row = Quantity.objects.get()
        kept |= {"span": {"start": row.start, "end": row.end}}
    assert {field: kept[field] for field in shown} == shown
    assert document["version"] == 2


def test_a_measure_that_is_there_is_known(editor_api, claim):
    assert amend(editor_api, claim, exact(5, measure="sandbags", unit="sack", new_measure=True)).status_code == 200
    claim.refresh_from_db()
    assert amend(editor_api, claim, exact(6, measure="sandbags", unit="sack")).status_code == 200


NOTHING = [
    {"text": " North Korea sent troops. "},
    {"hedge": None, "topic": None, "said_on": None},
    {"hedge": "", "topic": "", "said_on": "", "event_on": {"from": "", "to": "", "as_written": ""}},
    {"quantities": [{"as_written": "1,500", "best": 1500, "low": "", "high": "", "span": "", **TROOPS}]},
    {"stance": "asserts", "phase": "unknown", "editors_words": ["hedge"]},
    {"span": at("North Korea") | {"end": TEXT.index(" Officials")}},
    {"quantities": [{"as_written": "1,500", "best": 1500.0, **TROOPS}]},
    "attributions",
    "quantities",
]


@pytest.mark.parametrize("body", NOTHING)
def test_an_amendment_that_changes_nothing_changes_nothing(editor_api, claim, body):
    read = editor_api.get(f"/api/claims/{claim.key}/").json()
    before, number = said(claim), [*DataVersion.objects.values_list()]
    answer = amend(editor_api, claim, {body: read[body]} if isinstance(body, str) else body)
    assert (answer.status_code, answer.json()["version"], answer["ETag"]) == (200, 1, f'"{claim.key}-1"')
    assert said(claim) == before
    assert [*DataVersion.objects.values_list()] == number


def test_what_a_claim_has_is_taken_as_it_is(editor_api, claim):
    """What was stored before anybody checked it, such as the same actor twice, does not keep the rest from amending."""
    AttributionFactory(claim=claim, actor=claim.attributions.first().actor, as_written="by a word of old")
    QuantityFactory(claim=claim, as_written="some of old", low=-5, best=1, high=7, measure="of old")
    Claim.objects.filter(pk=claim.pk).update(hedge="of old")
    claim.refresh_from_db()
    read = editor_api.get(f"/api/claims/{claim.key}/").json()
    body = {name: read[name] for name in ("attributions", "quantities", "hedge")} | {"stance": "denies"}
    body["quantities"] = body["quantities"][1:]
    shown = amend(editor_api, claim, body).json()
    assert (shown["stance"], shown["hedge"], len(shown["attributions"]), len(shown["quantities"])) == ("denies", "of old", 3, 1)  # fmt: skip


def test_an_editors_words_are_marked_wherever_they_are_shown(editor_api, editor, claim):
    body = {"hedge": "perhaps", "editors_words": ["hedge"], **who(name="he", as_written="so he", editors_words=True)}
    body |= figure("a few", editors_words=True, editors_figure=True)
    assert amend(editor_api, claim, body).status_code == 200
    detail = editor_api.get(f"/api/claims/{claim.key}/").json()
    [listed] = editor_api.get("/api/claims/?status=extracted").json()["results"]
    for shown in (detail, listed):
        assert (shown["editors_words"], shown["hedge"]) == (["hedge"], "perhaps")
        assert [part["editors_words"] for part in shown["actors"] + shown["quantities"]] == [True, True]
    changes = {each["field"]: each["new"] for each in editor_api.get(f"/api/claims/{claim.key}/history/").json()["results"][-1]["changes"]}  # fmt: skip
    assert changes["editors_words"] == ["hedge"]
    assert [changes[name][0]["editors_words"] for name in Claim.ROW_LISTS] == [True, True]
    table = editor_api.get("/api/claims/export/?format=csv&status=extracted").getvalue().decode().splitlines()
    assert [row["editors_words"] for row in csv.DictReader(table)] == ["hedge"]
    review.undo(claim.decisions.get(), by=editor)
    assert Claim.objects.get().editors_words == []


# --- at the desk ------------------------------------------------------------------------------------------------------

# what is typed -> words of the refusal
TYPED = [
    ({"hedge": "perhaps"}, "Tick “On purpose” if it is meant."),
    ({"said_as_written": "on Tuesday"}, "The article has not the words"),
    ({"text": "Two\r\nlines."}, "a line end"),
    ({"text": "North \u202eaeroK"}, "U+202E"),
    ({"said_from": "2024-10-02", "said_to": "2024-10-01"}, "ends before it starts"),
    ({"actors-0-as_written": "the Kremlin"}, "Tick “On purpose” if it is meant."),
    ({"actors-0-who": "DPRK", "actors-0-role": "subject"}, "North Korea is named as subject already."),
    ({"figures-0-best": "-5", "figures-0-low": "-5", "figures-0-high": "-5"}, "less than none"),
    ({"figures-0-low": "5", "figures-0-high": "7", "figures-0-best": ""}, "exact is one value"),
    ({"figures-0-low": "5", "figures-0-qualifier": "at_least"}, "at_least has a low alone"),
    ({"figures-0-measure": "trops"}, "the nearest are troops"),
    ({"figures-0-best": "2", "figures-0-low": "2", "figures-0-high": "2"}, "are 1500, not 2"),
    ({"figures-0-unit": "round"}, "not counted in the unit"),
    ({"figures-0-as_written": "1,600"}, "The article has not the words"),
]


@pytest.mark.parametrize("verb", ["amend", "accept"])
@pytest.mark.parametrize(("typed", "words"), TYPED)
def test_the_desk_refuses_the_same(editor_client, claim, typed, words, verb):
    page, before = reverse("desk-item", args=[claim.key]), said(claim)
    answer = editor_client.post(page, card_data(editor_client.get(page), verb=verb, **typed))
    assert (answer.status_code, words in answer.text) == (400, True)
    assert said(claim) == before


PASSES = [
    ({"hedge": "MIGHT"}, {"hedge": "might"}),
    ({"hedge": "perhaps", "meant": "on"}, {"hedge": "perhaps", "editors_words": ["hedge"]}),
    ({"actors-0-as_written": "the agency's spokesman"}, {"attributions": "The agency’s\nspokesman"}),
    ({"actors-0-as_written": "the Kremlin", "meant": "on"}, {"attributions": "the Kremlin"}),
    ({"actors-0-role": "origin"}, {"attributions": "spokesman"}),
    ({"figures-0-measure": "sandbags", "figures-0-unit": "sack", "meant": "on"}, {"quantities": "1,500"}),
    ({"figures-0-low": "", "figures-0-high": "", "figures-0-qualifier": "about"}, {"quantities": "1,500"}),
]


@pytest.mark.parametrize(("typed", "expected"), PASSES)
def test_the_desk_takes_its_neighbour(editor_client, claim, typed, expected):
    page = reverse("desk-item", args=[claim.key])
    answer = editor_client.post(page, card_data(editor_client.get(page), verb="amend", **typed))
    assert answer.status_code == 302, answer.text
    claim = Claim.objects.get()
    values = {name: getattr(claim, name) for name in expected}
    assert {name: each if name not in Claim.ROW_LISTS else each.first().as_written for name, each in values.items()} == expected  # fmt: skip
    assert ("editor’s words" in editor_client.get(page).text) == (typed.get("meant") == "on" and "sandbags" not in typed.values())  # fmt: skip
    assert claim.version == 2


@pytest.mark.parametrize("typed", [{}, {"text": " North Korea sent troops. "}, {"figures-0-best": "1500.0"}])
def test_the_desk_saves_nothing_where_nothing_is_changed(editor_client, claim, typed):
    page, before = reverse("desk-item", args=[claim.key]), said(claim)
    answer = editor_client.post(page, card_data(editor_client.get(page), verb="amend", **typed))
    assert (answer.status_code, "Nothing was changed." in answer.text) == (400, True)
    assert said(claim) == before
