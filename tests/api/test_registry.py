"""Actors and sources that editors enter, change, take out and merge."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Value
from django.db.models.functions import Concat

from claimsdb.curation import actors, sources
from claimsdb.models import Actor, Affiliation, MergedActor, MergedSource, Source
from tests.at_once import blind_once
from tests.factories import (
    AcceptedClaimFactory,
    ActorCodeFactory,
    ActorFactory,
    ActorNameFactory,
    AffiliationFactory,
    AssessmentFactory,
    AttributionFactory,
    DerivationFactory,
    ExternalCheckFactory,
    QuantityFactory,
    QuestionActorFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db

NAME = {"kind": "name", "language": "en", "matchable": True}
PROBLEM = "application/problem+json"


@pytest.fixture
def choe(world):
    """A person who belongs to a state and has a name and a code."""
    actor = ActorFactory(slug="choe-son-hui", name="Choe Son Hui")
    ActorNameFactory(actor=actor, text="Choe Son Hui")
    ActorCodeFactory(actor=actor, scheme="wikidata", code="Q1")
    AffiliationFactory(child=actor, parent=world.north_korea, kind="officeholder_of", started_on="2022-06-10")
    return actor


def at(row, action=""):
    place = "actors" if isinstance(row, Actor) else "sources"
    return f"/api/{place}/{row.slug}/{action}"


def send(client, method, url, body=None, *, seen=None):
    """With the ETag of the address as it stands, unless another one is given."""
    if (seen is None and method != "post") or "merge" in url:
        seen = seen or client.get(url.replace("merge/", ""))["ETag"]
    headers = {"If-Match": seen} if seen else {}
    return getattr(client, method)(url, body, format="json", headers=headers)


def test_an_actor_is_entered(editor_api, api, world, editor):
    body = {
        "name": " Ri Yong Ho ",
        "kind": "person",
        "country": "KP",
        "codes": {"wikidata": "Q77"},
        "names": [{"text": "Ri"}],
        "belongs_to": [{"actor": "NK", "kind": "officeholder_of", "started_on": "2016-05-09"}],
    }
    answer = send(editor_api, "post", "/api/actors/", body)
    shown = answer.json()
    assert (answer.status_code, answer["Location"]) == (201, shown["url"])
    assert (shown["slug"], shown["code"], shown["name"], shown["country"]) == ("ri-yong-ho",) * 2 + ("Ri Yong Ho", "KP")
    assert shown["codes"] == {"wikidata": "Q77"}
    assert shown["names"] == [NAME | {"text": "Ri"}, NAME | {"text": "Ri Yong Ho"}]
    [belongs] = shown["belongs_to"]
    assert (belongs["actor"]["code"], belongs["started_on"], belongs["ended_on"]) == ("NK", "2016-05-09", None)
    assert answer["ETag"].strip('"') == api.get(shown["url"])["ETag"].strip('"').split("-")[0]
    assert api.get("/api/actors/Q77/").json() == shown
    assert Actor.objects.get(slug="ri-yong-ho").history.get().history_user == editor


# the body -> what the actor shows then
CHANGES = [
    ({"name": "Choe Sŏn-hŭi"}, {"name": "Choe Sŏn-hŭi"}),
    ({"country": "KP", "kind": "group"}, {"country": "KP", "kind": "group"}),
    ({"country": None}, {"country": None}),
    ({"country": ""}, {"country": None}),
    ({"codes": {"cow": "731"}}, {"codes": {"cow": "731", "wikidata": "Q1"}}),
    ({"codes": {"wikidata": None}}, {"codes": {}}),
    ({"names": [{"text": "Choe", "matchable": False}]}, {"names": [NAME | {"text": "Choe", "matchable": False}]}),
    ({"names": []}, {"names": []}),
    ({"belongs_to": []}, {"belongs_to": []}),
]


@pytest.mark.parametrize(("body", "shown"), CHANGES)
def test_a_change_sets_what_it_names_and_leaves_the_rest(editor_api, choe, body, shown):
    before = editor_api.get(at(choe)).json()
    answer = send(editor_api, "patch", at(choe), body)
    assert answer.status_code == 200, answer.json()
    assert answer.json() == before | shown
    assert answer["ETag"].strip('"') in editor_api.get(at(choe))["ETag"]


def test_what_is_shown_can_be_sent_back_and_changes_nothing(editor_api, choe):
    before = editor_api.get(at(choe)).json()
    body = {name: before[name] for name in ("name", "kind", "country", "codes", "names", "belongs_to")}
    written = (Actor.history.count(), Affiliation.history.count())
    answer = send(editor_api, "patch", at(choe), body)
    assert answer.json() == before
    assert (Actor.history.count(), Affiliation.history.count()) == written


# the body -> the pointers at fault, and words of the first detail
FAULTS = [
    ([], {""}, "A list is no object"),
    ({}, {""}, "Names nothing"),
    ({"shared": True}, {""}, "Names nothing"),
    ({"slug": "x"}, {"/slug"}, "no such field"),
    ({"name": None}, {"/name"}, "null"),
    ({"name": " "}, {"/name"}, "blank"),
    ({"name": "x" * 201}, {"/name"}, "200"),
    ({"name": "Cho\u202ee"}, {"/name"}, "cannot be seen"),
    ({"name": "<b>Choe</b>"}, {"/name"}, "HTML"),
    ({"name": "Cho\u00ade"}, {"/name"}, "U+00AD"),
    ({"names": [{"text": "Cho\u3164e"}]}, {"/names/0/text"}, "U+3164"),
    ({"codes": {"wikidata": "Q\u200b1"}}, {"/codes/wikidata"}, "U+200B"),
    ({"kind": "persn"}, {"/kind"}, "not one of the values"),
    ({"country": "kp"}, {"/country"}, "two capital letters"),
    ({"country": "NK"}, {"/country"}, "Did you mean KP?"),
    ({"country": "UK"}, {"/country"}, "Did you mean GB?"),
    ({"country": "XX"}, {"/country"}, "'XX' is not two capital letters of ISO 3166-1"),
    ({"country": 5}, {"/country"}, "5 is no text"),
    ({"codes": {"iso3166-1-alpha-2": "XX"}}, {"/codes/iso3166-1-alpha-2"}, "such as KP"),
    ({"codes": {"iso3166-1-alpha-3": "NKO"}}, {"/codes/iso3166-1-alpha-3"}, "such as PRK"),
    ({"codes": {"isbn": "1"}}, {"/codes/isbn"}, "no such field"),
    ({"codes": {"claimsdb": "nk"}}, {"/codes/claimsdb"}, "NK is the code of North Korea"),
    ({"codes": {"cow": "nk"}}, {"/codes/cow"}, "NK is the code of North Korea"),
    ({"codes": {"cow": "7" * 31}}, {"/codes/cow"}, "30"),
    ({"codes": "NK"}, {"/codes"}, "no object"),
    ({"names": [{"text": ""}]}, {"/names/0/text"}, "blank"),
    ({"names": [{"text": "a\nb"}]}, {"/names/0/text"}, "line end"),
    ({"names": [{"text": "a"}, {"text": "a"}]}, {"/names/1"}, "already"),
    ({"names": [{"text": "a", "kind": "nick"}]}, {"/names/0/kind"}, "not one of the values"),
    ({"names": [{"text": "a", "matchable": "yes"}]}, {"/names/0/matchable"}, "neither true nor false"),
    ({"names": {}}, {"/names"}, "no list"),
    ({"names": [{"text": "a", "language": "english!"}]}, {"/names/0/language"}, "BCP 47"),
    ({"codes": {"claimsdb": "KIM-yo-jong"}}, {"/codes/claimsdb"}, "kim-yo-jong is the slug of"),
    ({"belongs_to": [{"kind": "part_of"}]}, {"/belongs_to/0/actor"}, "required"),
    ({"belongs_to": [{"actor": "Nroth", "kind": "part_of"}]}, {"/belongs_to/0/actor"}, "No actor"),
    ({"belongs_to": [{"actor": "choe-son-hui", "kind": "part_of"}]}, {"/belongs_to/0"}, "belong to itself"),
    (
        {"belongs_to": [{"actor": "NK", "kind": "part_of", "started_on": "2024-01-02", "ended_on": "2024-01-01"}]},
        {"/belongs_to/0"},
        "ends on or after",
    ),
]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"slug": "nk"}, "nk is a code of North Korea"),
        ({"slug": "Q1"}, "Q1 is a code of Choe Son Hui"),
        ({"name": "Pyongyang"}, "pyongyang is a name of North Korea"),
        ({"slug": "none"}, "none stands for nobody"),
    ],
)
def test_a_new_actor_takes_no_look_up_away_from_another(editor_api, world, choe, body, words):
    body = {"name": "Ri", "kind": "person", "shared": True, **body}
    answer = send(editor_api, "post", "/api/actors/", body)
    assert answer.status_code == 400, answer.json()
    [error] = answer.json()["errors"]
    assert error["pointer"] == "/slug"
    assert words in error["detail"]
    given = send(editor_api, "post", "/api/actors/", body | {"slug": "ri"})
    assert given.status_code == 201, given.json()


@pytest.mark.parametrize(("body", "pointers", "words"), FAULTS)
def test_a_body_that_does_not_fit_changes_nothing(editor_api, choe, body, pointers, words):
    before = editor_api.get(at(choe)).json()
    answer = send(editor_api, "patch", at(choe), body)
    assert (answer.status_code, answer["Content-Type"]) == (400, PROBLEM), answer.json()
    errors = answer.json()["errors"]
    assert {error["pointer"] for error in errors} == pointers
    assert words in errors[0]["detail"]
    assert editor_api.get(at(choe)).json() == before


# what is sent of names, to an actor and as a new one -> the pointers at which they are another's
TAKEN = [
    ({"name": "Pyongyang"}, {"/name"}),
    ({"name": "PYONGYANG"}, {"/name"}),
    ({"names": [{"text": "Ri"}, {"text": "Pyongyang"}]}, {"/names/1/text"}),
    ({"name": "Pyongyang", "names": [{"text": "Pyongyang"}, {"text": "pyongyang"}]}, {"/name", "/names/1/text"}),
]


@pytest.mark.parametrize("method", ["patch", "post"])
@pytest.mark.parametrize(("body", "pointers"), TAKEN)
def test_a_name_of_another_is_told_unless_it_is_shared_on_purpose(editor_api, choe, body, pointers, method):
    url = at(choe) if method == "patch" else "/api/actors/"
    sent = body if method == "patch" else {"name": "Ri", "kind": "person", "slug": "ri", **body}
    answer = send(editor_api, method, url, sent)
    assert answer.status_code == 400
    words = "It is already a name of North Korea. If they share it, say so by `shared`."
    assert {error["pointer"]: error["detail"] for error in answer.json()["errors"]} == dict.fromkeys(pointers, words)
    shown = send(editor_api, method, url, sent | {"shared": True}).json()
    again = {name: shown[name] for name in ("name", "names")}
    assert send(editor_api, "patch", f"/api/actors/{shown['slug']}/", again).status_code == 200


NEW_FAULTS = [
    ("actors", {}, {"/name", "/kind"}, "required"),
    ("actors", {"name": "Choe", "kind": "person", "slug": "CHOE-son-hui"}, {"/slug"}, "already"),
    ("actors", {"name": "최선희", "kind": "person"}, {"/slug"}, "Give one"),
    ("actors", {"name": "Choe", "kind": "person", "slug": "a/b"}, {"/slug"}, "slug"),
    ("sources", {}, {"/name"}, "required"),
    ("sources", {"name": "Wire"}, {"/slug"}, "already"),
    ("sources", {"name": "X", "domain": "http://x.org/"}, {"/domain"}, "no domain"),
    ("sources", {"name": "X", "domain": "wire.example"}, {"/domain"}, "is the domain of Wire"),
    ("sources", {"name": "X", "parent": "nobody-at-all"}, {"/parent"}, "No source"),
    ("sources", {"name": "X", "state": "known"}, {"/state"}, "not one of the values"),
]


@pytest.mark.parametrize(("place", "body", "pointers", "words"), NEW_FAULTS)
def test_what_does_not_fit_is_not_entered(editor_api, choe, place, body, pointers, words):
    SourceFactory(slug="wire", name="Wire", domain="wire.example")
    before = (Actor.objects.count(), Source.objects.count())
    answer = send(editor_api, "post", f"/api/{place}/", body)
    assert answer.status_code == 400, answer.json()
    assert {error["pointer"] for error in answer.json()["errors"]} == pointers
    assert words in answer.json()["errors"][0]["detail"]
    assert (Actor.objects.count(), Source.objects.count()) == before


@pytest.mark.parametrize(
    ("method", "action", "body"),
    [("patch", "", {"name": "X"}), ("delete", "", None), ("post", "merge/", {"into": "NK"})],
)
@pytest.mark.parametrize(("seen", "status"), [(None, 428), ('"aaaaaaaaaaaaaaaa"', 412), ("3", 400)])
def test_who_changes_says_what_they_have_seen(editor_api, choe, method, action, body, seen, status):
    headers = {"If-Match": seen} if seen else {}
    answer = getattr(editor_api, method)(at(choe, action), body, format="json", headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)
    assert Actor.objects.filter(pk=choe.pk, name="Choe Son Hui").exists()


def test_who_is_late_changes_nothing_also_where_only_a_name_was_added(editor_api, choe):
    seen = editor_api.get(at(choe))["ETag"]
    ActorNameFactory(actor=choe, text="Choe")
    assert send(editor_api, "patch", at(choe), {"name": "X"}, seen=seen).status_code == 412
    for tag in ("*", f"W/{editor_api.get(at(choe))['ETag']}", f'"x", {editor_api.get(at(choe))["ETag"]}'):
        assert send(editor_api, "patch", at(choe), {"country": None}, seen=tag).status_code == 200


def test_a_claim_follows_an_affiliation(editor_api, api, choe):
    AttributionFactory(claim=AcceptedClaimFactory(), actor=choe)
    assert api.get("/api/claims/?claimant=NK").json()["count"] == 1
    send(editor_api, "patch", at(choe), {"belongs_to": []})
    assert api.get("/api/claims/?claimant=NK").json()["count"] == 0


def test_what_nothing_refers_to_is_taken_out(editor_api, choe):
    assert send(editor_api, "delete", at(choe)).status_code == 204
    assert not Actor.objects.filter(pk=choe.pk).exists()
    assert Actor.history.filter(slug="choe-son-hui", history_type="-").exists()


@pytest.mark.parametrize(
    ("use", "words"),
    [
        (lambda choe: AttributionFactory(actor=choe), "1 attributions"),
        (lambda choe: AttributionFactory(side=choe), "1 attributions"),
        (lambda choe: AffiliationFactory(parent=choe), "1 affiliations"),
        (lambda choe: MergedActor.objects.create(slug="older", was=10**9, into=choe), "1 merged actors"),
    ],
)
def test_an_actor_in_use_stays(editor_api, choe, use, words):
    use(choe)
    answer = send(editor_api, "delete", at(choe))
    assert (answer.status_code, words in answer.json()["detail"]) == (409, True), answer.json()
    assert Actor.objects.filter(pk=choe.pk).exists()


def test_an_actor_is_merged_into_another(editor_api, api, editor, choe, world):
    claim, other = AcceptedClaimFactory(), AcceptedClaimFactory()
    AttributionFactory(claim=claim, actor=choe, as_written="Choe")
    AttributionFactory(claim=other, actor=None, name="aides", side=choe)
    AffiliationFactory(child=world.kim_yo_jong, parent=choe)
    twin = ActorFactory(slug="choi", name="Choi Sun-hee")
    AffiliationFactory(child=twin, parent=world.north_korea, kind="officeholder_of", started_on="2022-06-10")
    answer = send(editor_api, "post", at(choe, "merge/"), {"into": "choi"})
    shown = answer.json()
    assert (answer.status_code, shown["slug"], shown["codes"]) == (200, "choi", {"wikidata": "Q1"}), shown
    assert [name["text"] for name in shown["names"]] == ["Choe Son Hui"]
    assert [each["actor"]["code"] for each in shown["members"]] == ["kim-yo-jong"]
    assert len(shown["belongs_to"]) == 1
    assert shown["claims"]["claimant"] == api.get("/api/claims/?claimant=choi").json()["count"] == 2
    for row in (claim, other):
        detail = api.get(f"/api/claims/{row.key}/").json()
        assert detail["version"] == 2
        assert "choi" in str(detail["attributions"])
    assert not Actor.objects.filter(slug="choe-son-hui").exists()
    assert claim.versions.get(version=2).by == editor
    assert Actor.history.filter(slug="choe-son-hui", history_type="-").get().history_change_reason


@pytest.mark.parametrize("name", ["choe-son-hui", "CHOE-SON-HUI"])
def test_what_was_merged_leads_to_what_it_is_now(editor_api, api, choe, name):
    last, twin = ActorFactory(slug="choe-minister"), ActorFactory(slug="choi")
    send(editor_api, "post", at(choe, "merge/"), {"into": "choi"})
    send(editor_api, "post", at(twin, "merge/"), {"into": "choe-minister"})
    answer = api.get(f"/api/actors/{name}/?fields=slug")
    assert (answer.status_code, answer["Location"]) == (308, "/api/actors/choe-minister/?fields=slug")
    assert api.get(answer["Location"]).json() == {"slug": "choe-minister"}
    assert api.get(f"/api/claims/?actor={name}").json()["meta"]["applied"]["resolved"][0]["code"] == last.slug
    answer = send(editor_api, "post", "/api/actors/", {"name": "Choe Son Hui", "kind": "person"})
    told = {error["pointer"]: error["detail"] for error in answer.json()["errors"]}
    assert told.keys() == {"/name", "/slug"}
    assert "was merged into" in told["/slug"]
    assert [*MergedActor.objects.values_list("slug", flat=True)] == ["choe-son-hui", "choi"]


def test_nobody_has_one_role_twice_after_a_merge(editor_api, choe):
    claim, twin = AcceptedClaimFactory(), ActorFactory(slug="choi")
    rows = [(twin, "", None, "claimant"), (choe, "", None, "claimant"), (choe, "", None, "subject")]
    rows += [(None, "aides", choe, "relayer"), (None, "Aides", twin, "relayer"), (None, "aides", None, "relayer")]
    for order, (actor, name, side, role) in enumerate(rows):
        AttributionFactory(claim=claim, actor=actor, name=name, side=side, role=role, order=order)
    assert send(editor_api, "post", at(choe, "merge/"), {"into": "choi"}).status_code == 200
    left = claim.attributions.values_list("order", "role", "actor__slug", "side__slug")
    expected = [(0, "claimant", "choi", None), (2, "subject", "choi", None), (3, "relayer", None, "choi")]
    assert [*left] == [*expected, (5, "relayer", None, None)]
    kept = {version.version: len(version.attributions) for version in claim.versions.all()}
    assert kept == {1: 6, 2: 4}


def test_what_a_claim_said_before_names_who_it_is_now(editor_api, choe):
    claim = AcceptedClaimFactory()
    AttributionFactory(claim=claim, actor=choe)
    seen = {"If-Match": f'"{claim.version}"'}
    editor_api.post(f"/api/claims/{claim.key}/amend/", {"attributions": []}, format="json", headers=seen)
    ActorFactory(slug="choi")
    assert send(editor_api, "post", at(choe, "merge/"), {"into": "choi"}).status_code == 200
    history = editor_api.get(f"/api/claims/{claim.key}/history/").json()["results"]
    [change] = [each for each in history[-1]["changes"] if each["field"] == "attributions"]
    assert change["old"][0]["actor"]["code"] == "choi"


@pytest.mark.parametrize(
    ("into", "status", "words"),
    [("choe-son-hui", 400, "itself"), ("coded", 409, "Q1 and Q2"), ("nobody-at-all", 400, "No actor")],
)
def test_what_cannot_be_merged_stays(editor_api, choe, into, status, words):
    ActorCodeFactory(actor=ActorFactory(slug="coded", name="Coded"), scheme="wikidata", code="Q2")
    answer = send(editor_api, "post", at(choe, "merge/"), {"into": into})
    assert (answer.status_code, words in answer.json()["detail"]) == (status, True), answer.json()
    assert Actor.objects.filter(pk=choe.pk).exists()


def test_every_row_that_refers_to_one_refers_to_the_other_then(editor_api, world):
    """Of each foreign key to actors and sources there is a row, so that none is forgotten."""
    actor, source = ActorFactory(slug="old"), SourceFactory(slug="old")
    AttributionFactory(actor=actor), AttributionFactory(side=actor)
    ActorCodeFactory(actor=actor, scheme="cow", code="5"), ActorNameFactory(actor=actor)
    AffiliationFactory(child=actor), AffiliationFactory(parent=actor)
    MergedActor.objects.create(slug="older", was=10**9, into=actor)
    QuantityFactory(of=actor), QuestionActorFactory(actor=actor)
    AcceptedClaimFactory(article__source=source), DerivationFactory(source=source), SourceFactory(parent=source)
    AssessmentFactory(publisher=source), ExternalCheckFactory(publisher=source)
    MergedSource.objects.create(slug="older", into=source)
    for row, into in ((actor, ActorFactory(slug="new")), (source, SourceFactory(slug="new"))):
        relations = [each for each in row._meta.get_fields(include_hidden=True) if each.one_to_many]
        own = [each for each in relations if "historical" not in each.related_model._meta.model_name]
        without = [each for each in own if not each.related_model.objects.filter(**{each.remote_field.name: row})]
        assert without == []
        assert send(editor_api, "post", at(row, "merge/"), {"into": "new"}).status_code == 200
        for each in own:
            assert each.related_model.objects.filter(**{each.remote_field.name: into}).exists(), each


# --- sources ----------------------------------------------------------------------------------------------------------


def test_a_proposed_source_is_confirmed_and_its_claims_have_it(editor_api, api, editor):
    source = SourceFactory(slug="wire", state="proposed")
    AcceptedClaimFactory(article__source=source)
    assert api.get("/api/claims/").json()["results"][0]["article"]["source"] is None
    shown = send(
        editor_api, "patch", at(source), {"state": "confirmed", "texts": "quotes", "domain": "w.example"}
    ).json()
    assert (shown["state"], shown["texts"], shown["domain"]) == ("confirmed", "quotes", "w.example")
    assert api.get("/api/claims/?source=wire").json()["count"] == 1
    assert source.history.latest().history_user == editor


def test_a_source_is_no_edition_of_its_own_edition(editor_api):
    house = SourceFactory(slug="house")
    SourceFactory(slug="north", parent=SourceFactory(slug="local", parent=house))
    [error] = send(editor_api, "patch", at(house), {"parent": "north"}).json()["errors"]
    assert (error["pointer"], "is an edition of House itself" in error["detail"]) == ("/parent", True)


@pytest.mark.parametrize("domain", ["", "new.example"])
def test_a_source_is_merged_into_another(editor_api, api, domain):
    old = SourceFactory(slug="wire-co", name="Wire Co", domain="old.example")
    new = SourceFactory(slug="wire", name="The Wire", domain=domain, parent=old)
    claim = AcceptedClaimFactory(article__source=old)
    answer = send(editor_api, "post", at(old, "merge/"), {"into": "wire"})
    shown = answer.json()
    assert (answer.status_code, shown["articles"], shown["claims"], shown["parent"]) == (200, 1, 1, None)
    assert shown["domain"] == (domain or "old.example")
    assert api.get("/api/claims/?source=wire").json()["results"][0]["key"] == claim.key
    assert claim.article.history.latest().history_change_reason == "wire-co is merged into wire"
    answer = api.get("/api/sources/wire-co/")
    assert (answer.status_code, answer["Location"]) == (308, "/api/sources/wire/")
    for name in ("old.example", "Wire Co"):
        assert api.get(f"/api/claims/?source={name}").json()["count"] == 1
    assert new.pk == Source.objects.get().pk


@pytest.mark.parametrize("above", [None, "publisher"])
def test_a_source_merged_into_an_edition_of_its_edition_leaves_its_place_to_it(editor_api, above):
    house = SourceFactory(slug="house", parent=above and SourceFactory(slug=above))
    SourceFactory(slug="north", parent=SourceFactory(slug="local", parent=house))
    assert send(editor_api, "post", at(house, "merge/"), {"into": "north"}).json()["parent"] == (
        above and {"slug": above, "name": "Publisher"}
    )
    assert Source.objects.get(slug="local").parent.slug == "north"


@pytest.mark.parametrize(
    ("make", "column", "value"),
    [(ActorFactory, "slug", "OLD"), (SourceFactory, "slug", "old"), (SourceFactory, "domain", "old.example")],
)
def test_what_leads_to_another_is_taken(editor_api, make, column, value):
    """By no form; and who has taken it in another way can be merged too."""
    for into in ("new", "newer"):
        row, _ = (make(slug=slug, name=f"{slug} {into}") for slug in ("old", into))
        if make is SourceFactory:
            Source.objects.filter(slug__in=["old", into]).update(domain=Concat("slug", Value(".example")))
        assert send(editor_api, "post", at(row, "merge/"), {"into": into}).status_code == 200
        assert editor_api.get(at(row))["Location"].endswith(f"/{into}/")
        with pytest.raises(ValidationError, match="was merged into") as raised:
            make.build(**{column: value}).full_clean()
        assert [*raised.value.error_dict] == [column]


TAKEN = [
    ("actors", actors, Actor, "/slug", {"slug": "choe-son-hui", "name": "Choe", "kind": "person"}),
    ("sources", sources, Source, "/slug", {"slug": "wire", "name": "Wire"}),
    ("sources", sources, Source, "/domain", {"slug": "wires", "name": "Wires", "domain": "wire.example"}),
]


@pytest.mark.parametrize(("place", "rules", "model", "pointer", "body"), TAKEN)
def test_who_enters_what_another_has_just_entered_is_told(
    editor_api, choe, monkeypatch, place, rules, model, pointer, body
):
    SourceFactory(slug="wire", domain="wire.example")
    blind_once(monkeypatch, rules, "free_slug", body)
    blind_once(monkeypatch, model, "full_clean")
    blind_once(monkeypatch, sources, "fault_of_domain")
    answer = send(editor_api, "post", f"/api/{place}/", body)
    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (400, [pointer])


def test_who_gives_a_source_a_domain_that_another_has_just_got_is_told(editor_api, monkeypatch):
    source, _ = SourceFactory(slug="wire"), SourceFactory(domain="wire.example")
    blind_once(monkeypatch, Source, "full_clean")
    blind_once(monkeypatch, sources, "fault_of_domain")
    answer = send(editor_api, "patch", at(source), {"domain": "wire.example"})
    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (400, ["/domain"])
