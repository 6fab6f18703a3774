from datetime import date

import pytest

from claimsdb.actors.affiliations import ALWAYS, DayRange, iter_reachable
from claimsdb.choices import AffiliationKind, Role
from claimsdb.index import synced
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    AffiliationFactory,
    ArticleFactory,
    AttributionFactory,
    StateFactory,
)
from tests.index.expected import check_index

pytestmark = [pytest.mark.both_engines, pytest.mark.long]


@pytest.fixture
def world(db, lasting_world):
    return lasting_world


SPRING, SUMMER = DayRange(end="2024-05-13"), DayRange(start="2024-05-14")


@synced()
def said_by(*rows, **values):
    claim = AcceptedClaimFactory(**values)
    for row in rows:
        AttributionFactory(claim=claim, **row)
    return claim


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ({}, []),
        ({1: [(2, ALWAYS)], 2: [(3, ALWAYS)]}, [(2, ALWAYS), (3, ALWAYS)]),
        ({1: [(2, SPRING)], 2: [(3, ALWAYS)]}, [(2, SPRING), (3, SPRING)]),
        ({1: [(2, SPRING)], 2: [(3, SUMMER)]}, [(2, SPRING)]),
        ({1: [(2, SPRING), (2, SUMMER)]}, [(2, SPRING), (2, SUMMER)]),
        ({1: [(2, ALWAYS), (2, SUMMER)]}, [(2, ALWAYS)]),
        ({1: [(2, ALWAYS)], 2: [(1, ALWAYS)]}, [(2, ALWAYS)]),
        ({1: [(2, SPRING)], 2: [(3, ALWAYS)], 3: [(2, ALWAYS), (1, SUMMER)]}, [(2, SPRING), (3, SPRING)]),
        ({1: [(3, ALWAYS), (2, ALWAYS)], 2: [(4, ALWAYS)], 3: [(4, ALWAYS)]}, [(3, ALWAYS), (2, ALWAYS), (4, ALWAYS)]),
    ],
)
def test_reach(edges, expected):
    assert list(iter_reachable(1, edges)) == expected


@pytest.mark.parametrize(
    ("speaker", "said", "published", "rolls_up"),
    [
        ("ministry", None, None, True),
        ("ministry", "1950-01-01", None, True),
        ("shoigu", None, None, True),
        ("shoigu", "2024-05-13", None, True),
        ("shoigu", "2024-05-14", None, False),
        ("shoigu", None, "2024-05-14", False),
        ("shoigu", "2024-05-13", "2024-06-01", True),
        ("belousov", "2024-05-13", "2024-06-01", False),
        ("belousov", None, "2024-05-14", True),
        ("belousov", "9999-12-31", None, True),
        ("kim_yo_jong", None, None, False),
    ],
)
def test_affiliation_counts_while_it_lasted(api, world, speaker, said, published, rolls_up):
    basis = "url" if published else "unknown"
    article = ArticleFactory(published_on=published, published_basis=basis)
    said_by({"actor": getattr(world, speaker)}, article=article, said_from=said)
    answer = api.get("/api/claims/?claimant=RU").json()
    assert answer["count"] == rolls_up
    shown = [part["via"] for part in api.get("/api/claims/").json()["results"][0]["actors"] if part["code"] == "RU"]
    assert shown == ([getattr(world, speaker).code] if rolls_up else [])


def test_circle_of_affiliations_ends(api, world):
    AttributionFactory(claim=AcceptedClaimFactory(), actor=world.this_body)
    [claim] = api.get("/api/claims/?actor=that-body").json()["results"]
    assert [(part["code"], part["via"]) for part in claim["actors"]] == [
        ("this-body", None),
        ("that-body", "this-body"),
    ]


def test_state_in_a_union_speaks_for_itself(api, world):
    AffiliationFactory(child=world.russia, parent=StateFactory(slug="union"), kind=AffiliationKind.MEMBER_OF)
    AttributionFactory(claim=AcceptedClaimFactory(), actor=world.russia)
    assert api.get("/api/claims/?actor=union").json()["count"] == 0


def rows(world):
    return {
        "kim": {"actor": world.kim_yo_jong, "as_written": "Kim"},
        "kim again": {"actor": world.kim_yo_jong, "as_written": "Kim"},
        "sister": {"actor": world.kim_yo_jong, "as_written": "his sister"},
        "north": {"actor": world.north_korea, "as_written": "Pyongyang"},
        "about north": {"actor": world.north_korea, "role": Role.SUBJECT},
        "officials": {"actor": None, "name": "US officials", "as_written": "officials", "side": world.united_states},
        "they": {"actor": None, "as_written": "they"},
        "belousov": {"actor": world.belousov, "side": world.russia},
        "ministry spokesman": {"actor": None, "name": "a spokesman", "side": world.ministry},
    }


@pytest.mark.parametrize(
    ("attributions", "expected"),
    [
        (["kim"], ["kim-yo-jong claimant", "NK claimant via kim-yo-jong"]),
        (["kim", "kim again"], ["kim-yo-jong claimant", "NK claimant via kim-yo-jong"]),
        (["kim", "sister"], ["kim-yo-jong claimant", "NK claimant via kim-yo-jong", "kim-yo-jong claimant"]),
        (["kim", "north"], ["kim-yo-jong claimant", "NK claimant"]),
        (["kim", "about north"], ["kim-yo-jong claimant", "NK claimant via kim-yo-jong", "NK subject"]),
        (["officials"], ["US officials claimant", "US claimant via US officials"]),
        (["they"], ["they claimant"]),
        (["belousov"], ["belousov claimant", "ministry claimant via belousov", "RU claimant via belousov"]),
        (
            ["ministry spokesman"],
            ["a spokesman claimant", "ministry claimant via a spokesman", "RU claimant via a spokesman"],
        ),
    ],
)
def test_parts_say_through_whom(world, attributions, expected):
    claim = said_by(*(rows(world)[name] for name in attributions), said_from=date(2024, 10, 1))
    parts = claim.parts.all()
    shown = [f"{part.code or part.name} {part.role}" + (f" via {part.via}" if part.via else "") for part in parts]
    assert shown == expected


@pytest.fixture(scope="module")
@synced()
def lasting_speakers(lasting_world):
    """A correspondent of Russia's television, a member of its parliament, its minister, and officials without a name."""
    television, parliament = ActorFactory(slug="television", kind="media"), ActorFactory(slug="duma")
    reporter, member = ActorFactory(slug="reporter"), ActorFactory(slug="member")
    AffiliationFactory(child=television, parent=lasting_world.russia)
    AffiliationFactory(child=parliament, parent=lasting_world.russia)
    AffiliationFactory(child=reporter, parent=television, kind=AffiliationKind.SPOKESPERSON_FOR)
    AffiliationFactory(child=member, parent=parliament, kind=AffiliationKind.MEMBER_OF)
    return {
        "reporter": {"actor": reporter},
        "television": {"actor": television},
        "member": {"actor": member},
        "duma": {"actor": parliament},
        "belousov": {"actor": lasting_world.belousov},
        "officials": {"actor": None, "name": "officials", "side": lasting_world.russia},
        "former": {"actor": ActorFactory(), "side": lasting_world.russia},
        "Russia": {"actor": lasting_world.russia},
    }


@pytest.fixture
def speakers(db, lasting_speakers):
    return lasting_speakers


COUNTED = ["claimant=RU", "actor=RU", "actor=RU&actor_role=claimant", "claimant__all=RU"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["reporter"], "true"),
        (["television"], "true"),
        (["member"], "true"),
        (["former"], "true"),
        (["duma"], "true officials"),
        (["belousov"], "true officials"),
        (["officials"], "true officials"),
        (["Russia"], "true officials false"),
        (["reporter", "belousov"], "true officials"),
        (["belousov", "reporter"], "true officials"),
        (["reporter", "Russia"], "true officials false"),
    ],
)
def test_whose_words_count(api, speakers, words, found):
    said_by(*(speakers[name] for name in words), said_from=date(2024, 10, 1))
    asked = [(query, rollup) for query in COUNTED for rollup in ("true", "officials", "false")]
    counts = {each: api.get("/api/claims/?{}&rollup={}".format(*each)).json()["count"] for each in asked}
    assert counts == {(query, rollup): rollup in found.split() for query, rollup in asked}
    check_index()


def test_an_official_is_shown_beside_a_correspondent(api, speakers):
    said_by(speakers["reporter"], speakers["belousov"], said_from=date(2024, 10, 1))
    [shown] = api.get("/api/claims/?actor=RU&rollup=officials").json()["results"]
    assert [part["via"] for part in shown["actors"] if part["code"] == "RU"] == ["reporter", "belousov"]


def test_only_officials_are_resolved(api, speakers):
    applied = api.get("/api/claims/?actor=RU&rollup=officials").json()["meta"]["applied"]
    [russia] = applied["resolved"]
    assert russia["with"] == ["belousov", "duma", "ministry", "shoigu"]


def test_unnamed_source_keeps_its_words(world):
    claim = AcceptedClaimFactory()
    AttributionFactory(claim=claim, **rows(world)["officials"])
    unnamed, side = claim.parts.all()
    assert (unnamed.code, unnamed.name, unnamed.as_written, unnamed.via) == (None, "US officials", "officials", None)
    assert (side.code, side.name, side.as_written, side.via) == ("US", "United States", None, "US officials")


def test_a_person_may_hold_an_office_twice(api, world):
    minister = ActorFactory(slug="minister")
    for start, end in [("2010-01-01", "2012-01-01"), ("2020-01-01", None)]:
        AffiliationFactory(child=minister, parent=world.south_korea, started_on=start, ended_on=end)
    for said in ["2009-12-31", "2011-01-01", "2015-01-01", "2024-01-01"]:
        AttributionFactory(claim=AcceptedClaimFactory(said_from=said), actor=minister)
    found = api.get("/api/claims/?actor=KR&ordering=said_on").json()["results"]
    assert [claim["said_on"]["from"] for claim in found] == ["2011-01-01", "2024-01-01"]
