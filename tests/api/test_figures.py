"""What a figure says beside its bounds: whose things it counts, how far they have come, for which time, and for which
other figure it stands."""

import pytest

from claimsdb import review
from claimsdb.choices import AffiliationKind, Status
from claimsdb.curation import merging
from claimsdb.models import Change, Claim, Quantity
from claimsdb.review import check_integrity
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    AffiliationFactory,
    ArticleFactory,
    ClaimFactory,
    EditorFactory,
    QuantityFactory,
    StandInFactory,
    StateFactory,
)
from tests.fixture_files import empty_the_database, export, load_fixture

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

TEXT = "Losses mount\n\nAbout 4,000 troops were lost, and 1,200 besides. Zelensky gave a similar estimate, and as much later."
NOTHING = {"of": None, "stage": None, "per": None, "stands_for": None}


def at(words):
    start = TEXT.index(words)
    return {"as_written": words, "start": start, "end": start + len(words)}


@pytest.fixture
def korea(db):
    return StateFactory(slug="north-korea", name="North Korea", code="NK")


@pytest.fixture
def claims(korea):
    """One of two figures, and one whose figure stands for the first of them; in another article."""
    army = ActorFactory(slug="kpa", name="Korean People's Army")
    AffiliationFactory(child=army, parent=korea, kind=AffiliationKind.PART_OF)
    counted = AcceptedClaimFactory(article=ArticleFactory(text=TEXT), start=14, end=60)
    QuantityFactory(claim=counted, **at("4,000"), low=4000, best=4000, high=4000, of=army, stage="lost", per="year")
    QuantityFactory(claim=counted, **at("1,200"), low=1200, best=1200, high=1200, basis="partial")
    other = ClaimFactory(article=ArticleFactory(text=f"{TEXT}\n"), start=14, end=60)
    StandInFactory(claim=other, **at("similar"), stands_for=counted.quantities.first())
    return {"counted": counted, "other": other}


def meant(claim, order=0):
    return {"claim": claim.key, "order": order}


def figures(client, claim):
    return client.get(f"/api/claims/{claim.key}/").json()["quantities"]


def amend(client, claim, *rows):
    seen = {"If-Match": f'"{Claim.objects.get(pk=claim.pk).version}"'}
    return client.post(f"/api/claims/{claim.key}/amend/", {"quantities": rows}, format="json", headers=seen)


def test_lists_and_details_show_it(editor_api, claims):
    army = {"code": "kpa", "name": "Korean People's Army", "kind": "person"}
    first = {"of": army, "stage": "lost", "per": "year", "stands_for": None}
    expected = {
        "counted": [first, NOTHING],
        "other": [{**NOTHING, "stands_for": {**meant(claims["counted"]), "as_written": "4,000"}}],
    }
    listed = {
        each["key"]: each["quantities"]
        for each in editor_api.get("/api/claims/?status=accepted,extracted").json()["results"]
    }
    for name, rows in expected.items():
        found = figures(editor_api, claims[name])
        assert found == listed[claims[name].key]
        assert [{each: row[each] for each in NOTHING} for row in found] == rows


def test_readers_learn_nothing_of_a_figure_that_they_may_not_see(api, editor_api, claims):
    Claim.objects.filter(pk=claims["other"].pk).update(status=Status.ACCEPTED, decided_at="2026-11-01T12:00Z")
    seen = lambda client: figures(client, claims["other"])[0]["stands_for"]  # noqa: E731
    assert seen(api) == seen(editor_api) == {**meant(claims["counted"]), "as_written": "4,000"}
    recorded = Change.objects.get(claim=claims["other"].pk).number
    review.reopen(claims["counted"], by=EditorFactory())
    [listed] = api.get("/api/claims/").json()["results"]
    assert (seen(api), listed["quantities"][0]["stands_for"]) == (None, None)
    assert seen(editor_api)
    assert Change.objects.get(claim=claims["other"].pk).number > recorded
    assert claims["counted"].key not in api.get("/api/claims/export/?format=jsonl").getvalue().decode()
    assert (
        claims["counted"].key not in b"".join(api.get("/api/claims/export/?format=fixture").streaming_content).decode()
    )


SIMILAR = {"as_written": "similar"}

# rows of the claim that stands for another's -> the pointer at fault, and words of the fault
REFUSED = [
    ({**SIMILAR, "of": "Norht Korea"}, "of", "Norht Korea"),
    ({**SIMILAR, "stage": "sended"}, "stage", "sended"),
    ({**SIMILAR, "per": "decade"}, "per", "decade"),
    ({**SIMILAR, "stands_for": "4,000"}, "stands_for", "no object"),
    ({**SIMILAR, "stands_for": {"claim": "aaaaaaaaaaaaaaaa", "order": 0}}, "stands_for/claim", "No claim has the key"),
    ({**SIMILAR, "stands_for": {"claim": "counted"}}, "stands_for/order", "required"),
    ({**SIMILAR, "stands_for": {"claim": "counted", "order": -1}}, "stands_for/order", "-1"),
    ({**SIMILAR, "stands_for": {"claim": "counted", "order": 2}}, "stands_for", "has no figure 2"),
    ({**SIMILAR, "stands_for": {"claim": "counted", "order": 0}, "best": 4000}, "stands_for", "no low, best and high"),
    ({**SIMILAR, "stands_for": {"claim": "other", "order": 0}}, "stands_for", "does not stand for itself"),
    ({**SIMILAR, "stands_for": {"claim": "third", "order": 0}}, "stands_for", "stands for another itself"),
]


@pytest.mark.parametrize(("row", "pointer", "words"), REFUSED)
def test_what_does_not_fit_is_refused(editor_api, claims, row, pointer, words):
    third = StandInFactory(stands_for=claims["counted"].quantities.first()).claim
    named = {name: claim.key for name, claim in {**claims, "third": third}.items()}
    if isinstance(row.get("stands_for"), dict):
        key = row["stands_for"]["claim"]
        row = row | {"stands_for": row["stands_for"] | {"claim": named.get(key, key)}}
    answer = amend(editor_api, claims["other"], row)
    assert answer.status_code == 400, answer.json()
    assert {(error["pointer"], words in error["detail"]) for error in answer.json()["errors"]} == {
        (f"/quantities/0/{pointer}", True)
    }
    assert Claim.objects.get(pk=claims["other"].pk).version == 1


def test_an_amendment_is_kept_undone_and_in_the_history(editor_api, editor, claims):
    before = figures(editor_api, claims["other"])
    rows = [
        {**SIMILAR, "of": "NK", "stage": "lost", "per": "month", "best": 3000, "editors_figure": True},
        {"as_written": "as much", "stands_for": meant(claims["other"])},
    ]
    answer = amend(editor_api, claims["other"], *rows)
    assert answer.status_code == 200, answer.json()
    similar, as_much = figures(editor_api, claims["other"])
    assert (similar["of"]["code"], similar["stage"], similar["per"], similar["stands_for"]) == (
        "NK",
        "lost",
        "month",
        None,
    )
    assert as_much["stands_for"] == {**meant(claims["other"]), "as_written": "similar"}
    assert amend(editor_api, claims["other"], *figures(editor_api, claims["other"])).json()["version"] == 2  # as shown
    [change] = [
        each
        for each in editor_api.get(f"/api/claims/{claims['other'].key}/history/").json()["results"][-1]["changes"]
        if each["field"] == "quantities"
    ]
    assert change["old"][0]["stands_for"] == meant(claims["counted"])
    assert [row["stands_for"] for row in change["new"]] == [None, meant(claims["other"])]
    review.undo(claims["other"].decisions.get(), by=editor)
    assert figures(editor_api, claims["other"]) == before
    assert {finding.what for finding in check_integrity().findings if finding.wrong} == set()


def test_what_another_stands_for_stays_in_its_place(editor_api, claims):
    first, second = figures(editor_api, claims["counted"])
    review.reopen(claims["counted"], by=None)
    for rows in ([], [second, first], [second]):
        [error] = amend(editor_api, claims["counted"], *rows).json()["errors"]
        assert error["pointer"] == "/quantities"
        assert claims["other"].key in error["detail"]
    [error] = amend(
        editor_api, claims["counted"], {"as_written": "4,000", "stands_for": meant(claims["counted"], 1)}, second
    ).json()["errors"]
    assert "cannot stand for a third" in error["detail"]
    answer = amend(editor_api, claims["counted"], first | {"stage": "sent"})
    assert answer.status_code == 200, answer.json()
    [similar] = figures(editor_api, claims["other"])
    assert similar["stands_for"] == {**meant(claims["counted"]), "as_written": "4,000"}


def test_a_figure_follows_a_merge_of_whose_things_it_counts(editor_api, claims, korea):
    army = Quantity.objects.get(of__isnull=False).of
    merging.merge_actors(army, into=korea, seen=None, by=None)
    assert figures(editor_api, claims["counted"])[0]["of"]["code"] == "NK"
    assert Claim.objects.get(pk=claims["counted"].pk).version == 2
    assert not [finding for finding in check_integrity().findings if finding.wrong]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("of=NK", "counted"),
        ("of=NK&rollup=false", ""),
        ("of=kpa&rollup=false", "counted"),
        ("of=kpa&stage=lost", "counted"),
        ("of=kpa&basis=partial", ""),
        ("of=none", "other"),
        ("of__not=NK", "other"),
        ("stage=lost,sent", "counted"),
        ("stage=none", "other"),
        ("stage__not=lost", "other"),
        ("per=year", "counted"),
        ("basis=partial", "counted"),
        ("basis__all=partial,total", "counted"),
        ("stage=lost&value_max=2000", ""),
    ],
)
def test_filters(editor_api, claims, query, found):
    page = editor_api.get(f"/api/claims/?status=accepted,extracted&{query}").json()
    names = {claim.key: name for name, claim in claims.items()}
    assert " ".join(sorted(names[each["key"]] for each in page["results"])) == found
    if query == "of=NK":
        assert page["meta"]["applied"]["resolved"] == [{"code": "NK", "name": "North Korea", "with": ["kpa"]}]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("of=Norht Korea", "of"), ("stage=sned", "stage"), ("per=week", "per"), ("basis=part", "basis")],
)
def test_unknown_words(api, claims, query, parameter):
    answer = api.get(f"/api/claims/?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, parameter)


def test_facets(api, claims):
    facets = api.get("/api/claims/facets/?facets=of,stage,per,basis").json()["facets"]
    assert {name: {each["value"]: each["count"] for each in values} for name, values in facets.items()} == {
        "of": {"NK": 1, "kpa": 1},
        "stage": {"lost": 1},
        "per": {"year": 1},
        "basis": {"partial": 1, "total": 1},
    }


def test_a_fixture_brings_all_of_it(claims, tmp_path):
    """A claim brings that for which its figure stands, and whose things that counts."""
    before = export("--status=extracted")
    assert {key in before for key in (claims["counted"].key, "kpa", "north-korea")} == {True}
    empty_the_database()
    load_fixture(tmp_path, before)
    assert export("--status=extracted") == before
    [similar] = Quantity.objects.filter(stands_for_claim__isnull=False)
    assert (similar.stands_for.as_written, similar.stands_for.of.slug) == ("4,000", "kpa")


def test_what_no_constraint_holds_is_found(claims):
    Quantity.objects.filter(claim=claims["counted"], order=0).delete()
    Quantity.objects.filter(claim=claims["counted"]).update(of_id=987654)
    wrong = {finding.what: finding.names for finding in check_integrity().findings if finding.wrong}
    assert wrong["a figure stands for one that is there, and that for none"] == [claims["other"].key]
    assert wrong["a figure counts the things of a known actor"] == [claims["counted"].key]
