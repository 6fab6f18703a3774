import pytest
from django.http import QueryDict
from django.urls import reverse

from claimsdb.db.sql import distinct_values
from claimsdb.filters import ClaimFilterSet
from claimsdb.filters.base import InvalidParameters, StatusForbidden
from claimsdb.models import Claim, Quantity, public_visibility
from tests.factories import AcceptedClaimFactory, AssessmentFactory, AttributionFactory, ClaimFactory, QuantityFactory

pytestmark = [
    pytest.mark.both_engines,
    pytest.mark.xdist_group("filters"),  # one worker, so that the claims are made once
]
ALL = "denied old sent undated"


@pytest.fixture
def world(db, lasting_world):
    return lasting_world


@pytest.fixture
def claims(world, lasting_claims):
    return lasting_claims


FOUND = [
    ("", ALL),
    ("actor=NK", "denied sent"),
    ("actor=KP", "denied sent"),
    ("actor=prk", "denied sent"),
    ("actor=north-korea", "denied sent"),
    ("actor=North%20Korea", "denied sent"),
    ("actor=+north++korea+", "denied sent"),
    ("actor=pyongyang", "denied sent"),
    ("actor=NK,RU", "denied sent"),
    ("actor=NK&actor=US", "denied sent undated"),
    ("actor=KR", ""),
    ("actor=NK&rollup=false", "sent"),
    ("actor=NK&actor_role=claimant", "denied"),
    ("actor=NK&actor_role=claimant,subject", "denied sent"),
    ("actor_role=subject", "sent"),
    ("claimant=NK", "denied"),
    ("subject=NK", "sent"),
    ("claimant=RU&subject=NK", "sent"),
    ("claimant=belousov", "old sent"),
    ("claimant=US", "undated"),
    ("claimant=US&rollup=False", ""),
    ("source=wire", "denied sent"),
    ("source=eurasiantimes.com,wire", "denied old sent"),
    ("article=early.txt", "old"),
    ("topic=troop-deployment", "sent"),
    ("stance=denies", "denied"),
    ("stance=DENIES,asserts", ALL),
    ("stance=denies&topic=troop-deployment", ""),
    ("stance=asserts&topic=troop-deployment", "sent"),
    ("source=wire&stance=denies", "denied"),
    ("source=wire&stance=asserts&topic=troop-deployment", "sent"),
    ("actor=NK&topic=troop-deployment", "sent"),
    ("actor=NK&stance=denies&source=wire", "denied"),
    ("claimant=NK&stance=denies", "denied"),
    ("claimant=NK&stance=asserts", ""),
    ("actor=NK&stance=denies&published_after=2024-10-21", ""),
    ("voice=article", "undated"),
    ("quotation=direct", "denied"),
    ("phase=done,planned", "old sent"),
    ("hedged=true", "old"),
    ("hedged=false", "denied sent undated"),
    ("published_after=2024-10-20", "denied sent"),
    ("published_after=2024-10-21", ""),
    ("published_before=2024-05-01", "old"),
    ("published_after=2024-05-01&published_before=2024-10-20", "denied old sent"),
    ("said_after=2024-10-18", "sent"),
    ("said_after=2024-10-19", ""),
    ("said_before=2024-10-18", "sent"),
    ("said_before=2024-10-17", ""),
    ("event_after=2030-01-01", "sent"),
    ("event_before=2024-10-01", "sent"),
    ("event_before=2024-09-30", ""),
    ("updated_since=2000-01-01", ALL),
    ("updated_since=2000-01-01T00:00:00Z", ALL),
    ("updated_since=9999-12-31T23:59:59", ""),
    ("measure=troops", "denied old sent"),
    ("measure=SHIPS,rockets", "sent undated"),
    ("value_min=500000", "denied old"),
    ("value_min=1500&value_max=1500", "denied sent"),
    ("value_max=999", "sent undated"),
    ("value_min=1400&measure=ships", ""),
    ("value_min=3&value_max=3&measure=ships", "sent"),
    ("value_max=-1", "undated"),
    ("basis=total", ALL),
    ("basis=share,rate", ""),
    ("basis=total&measure=ships", "sent"),
    ("basis=additional&value_min=500000", ""),
    ("value_min=1e5", "denied old"),
    ("status=accepted", ALL),
    ("search=soldiers+NORTH", "sent"),
    ("search=soldiers+absent", ""),
    ("search=100%25", "undated"),
    ("search=true_or", "undated"),
    ("search=true%25false", ""),
    ("search=spokesman", ALL),
    ("limit=200&ordering=said_on", ALL),
    ("actor__all=NK,RU", "sent"),
    ("actor__all=NK", "denied sent"),
    ("actor__all=NK,RU&actor_role=claimant", ""),
    ("actor=NK&actor__not=RU", "denied"),
    ("actor__not=NK,US", "old"),
    ("actor__not=NK&rollup=false", "denied old undated"),
    ("actor_role__not=subject", "denied old undated"),
    ("role=subject", "sent"),
    ("claimant__all=ministry,RU", "sent"),
    ("claimant__not=RU", "denied old undated"),
    ("claimant=none", ""),
    ("claimant__not=none", ALL),
    ("subject=none", "denied old undated"),
    ("subject=none,NK", ALL),
    ("subject__not=none", "sent"),
    ("mentioned=none", ALL),
    ("source=none", "undated"),
    ("source=NONE,wire", "denied sent undated"),
    ("source__not=wire", "old undated"),
    ("source__not=none", "denied old sent"),
    ("article__not=early.txt,late.txt", "undated"),
    ("topic=none", "denied old undated"),
    ("topic=none,troop-deployment", ALL),
    ("topic__not=none", "sent"),
    ("topic__not=troop-deployment&stance__not=denies", "old undated"),
    ("voice__not=article&quotation__not=direct", "old sent"),
    ("quotation=none", "old sent undated"),
    ("phase__not=done,planned", "denied undated"),
    ("hedge=might", "old"),
    ("hedge=none", "denied sent undated"),
    ("hedge__not=might", "denied sent undated"),
    ("measure__all=troops,ships", "sent"),
    ("measure__all=troops,ships&value_min=1000", ""),
    ("measure__not=ships", "denied old undated"),
    ("measure=none", ""),
    ("measure=none,rockets", "undated"),
    ("unit=item", "sent"),
    ("unit=item&measure=troops", ""),
    ("unit=person,item&value_max=5", "sent undated"),
    ("unit__not=item", "denied old undated"),
    ("basis__not=total", ""),
    ("language=EN", ALL),
    ("language=none", ""),
    ("language__not=en", ""),
    ("year=2024", "denied old sent"),
    ("year=2024,none", ALL),
    ("year__not=2024", "undated"),
    ("month=2024-05", "old"),
    ("month=2024-05,2024-10&year=2024", "denied old sent"),
    ("month=none", "undated"),
    ("month=2024-10&published_after=2024-10-21", ""),
    ("created_after=2000-01-01", ALL),
    ("created_before=2000-01-01", ""),
    ("assessed=false", ALL),
    ("normalized=none", ALL),
    ("normalized=refuted", ""),
    ("status__not=rejected", ALL),
    ("status__not=accepted", ""),
    ("rollup=officials&claimant=RU", "sent"),
    ("rollup=OFFICIALS&actor=US", "undated"),
]


@pytest.mark.parametrize(("query", "expected"), FOUND)
def test_filter_finds(ask, query, expected):
    assert ask(query) == expected


REFUSED = [
    ("actor=", "actor", None),
    ("actor=%20", "actor", None),
    ("stance=,", "stance", None),
    ("published_after=", "published_after", None),
    ("actr=NK", "actr", "actor"),
    ("Actor=NK", "Actor", "actor"),
    ("stance=foo", "stance", None),
    ("stance=denys", "stance", "denies"),
    ("topic=troops-deployment", "topic", "troop-deployment"),
    ("actor=Nroth+Korea", "actor", "North Korea"),
    ("claimant=NX", "claimant", "NK"),
    ("source=eurasian-time", "source", "eurasian-times"),
    ("article=7777777", "article", None),
    ("article=none.txt", "article", None),
    ("measure=troop", "measure", "troops"),
    ("basis=totals", "basis", "total"),
    ("hedged=maybe", "hedged", None),
    ("rollup=0", "rollup", None),
    ("value_min=many", "value_min", None),
    ("value_min=1,000", "value_min", None),
    ("value_min=2&value_max=1", "value_min", None),
    ("published_after=2024-13-01", "published_after", None),
    ("published_after=2024-01-01&published_after=2024-01-02", "published_after", None),
    ("updated_since=2026-11-22T10:00:00+01:00", "updated_since", None),
    ("ordering=published", "ordering", "published_on"),
    ("ordering=published_on,said_on", "ordering", "published_on"),
    ("limit=0", "limit", None),
    ("limit=-1", "limit", None),
    ("limit=501", "limit", None),
    ("limit=abc", "limit", None),
    ("limit=2&limit=3", "limit", None),
    ("cursor=zzz", "cursor", None),
    ("format=xml", "format", None),
    ("zzz=2", "zzz", None),
    ("actor=none", "actor", None),
    ("actor__all=none", "actor__all", None),
    ("actor__any=NK", "actor__any", "actor__all"),
    ("topic__all=treaty", "topic__all", "of__all"),
    ("topic__not=troops-deployment", "topic__not", "troop-deployment"),
    ("stance=none", "stance", None),
    ("measure__all=troop", "measure__all", "troops"),
    ("hedge=migt", "hedge", "might"),
    ("unit=persn", "unit", "person"),
    ("language=e", "language", "en"),
    ("year=24", "year", None),
    ("year=2024-10", "year", None),
    ("month=2024", "month", None),
    ("month=2024-13", "month", None),
    ("key=abc", "key", None),
    ("rollup=official", "rollup", "officials"),
    ("assessed=maybe", "assessed", None),
    ("normalized=refute", "normalized", "refuted"),
    ("created_after=soon", "created_after", None),
    ("role=claimant&actor_role=claimant", "role", None),
]


@pytest.mark.parametrize(("query", "parameter", "nearest"), REFUSED)
def test_filter_refuses(api, claims, query, parameter, nearest):
    answer = api.get(f"/api/claims/?{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    [error] = answer.json()["errors"]
    assert error["parameter"] == parameter
    assert error.get("nearest", [None])[0] == nearest


def test_keys(api, claims):
    asked = ",".join(claims[name].key for name in ("sent", "old"))
    assert api.get(f"/api/claims/?key={asked}").json()["count"] == 2
    assert api.get(f"/api/claims/?key__not={asked}").json()["count"] == 2
    assert api.get(f"/api/claims/?key={asked}&key={ClaimFactory().key}").status_code == 400


def test_assessments(api, claims):
    AssessmentFactory(claim=claims["sent"], normalized="refuted")
    AssessmentFactory(claim=claims["old"], normalized="supported", published_on=None)
    for query in ("assessed=true", "normalized=refuted", "normalized__not=none", "normalized=refuted,supported"):
        assert [each["key"] for each in api.get(f"/api/claims/?{query}").json()["results"]] == [claims["sent"].key]


def test_words_with_commas(api, claims):
    hedged = AcceptedClaimFactory(hedge="reportedly, could")
    assert [each["key"] for each in api.get("/api/claims/?hedge=reportedly,+could").json()["results"]] == [hedged.key]
    assert api.get("/api/claims/?hedge=might&hedge=reportedly,+could").json()["count"] == 2


OF_EDITORS = [
    "rule=clause-complement",
    "rule=zzz",
    "rule__not=none",
    "confidence_min=0.8",
    "confidence_max=2",
    "certainty_min=0.5",
]


@pytest.mark.parametrize("query", OF_EDITORS)
@pytest.mark.parametrize("place", ["", "facets/", "export/"])
def test_what_the_machine_thought_is_for_editors(api, claims, place, query):
    answer = api.get(f"/api/claims/{place}?{query}")
    assert answer.status_code == 403
    assert answer.json()["errors"] == [
        {"parameter": query.partition("=")[0], "detail": "Is for signed-in editors and readers."}
    ]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("confidence_max=0.5", 1),
        ("confidence_min=0.9", 3),
        ("certainty_min=0.9", 3),
        ("certainty_max=0.5", 1),
        ("rule=clause-complement", 4),
        ("rule__not=clause-complement", 0),
        ("rule=zzz", None),
        ("confidence_min=2", None),
        ("confidence_min=0.9&confidence_max=0.5", None),
    ],
)
def test_what_editors_find(editor_api, claims, query, count):
    answer = editor_api.get(f"/api/claims/?{query}")
    assert (answer.status_code, answer.json().get("count")) == ((400, None) if count is None else (200, count))


def test_refusal_names_what_is_known(api, claims):
    [error] = api.get("/api/claims/?stance=foo").json()["errors"]
    assert error["known"][:2] == ["asserts", "denies"]
    [error] = api.get("/api/claims/?actor=Korea").json()["errors"]
    assert error["nearest"] == ["NK", "KR"]
    assert "North Korea (NK) or South Korea (KR)" in error["detail"]


def test_refusal_lists_every_fault_up_to_a_limit(api, claims):
    errors = api.get("/api/claims/?stance=foo&voice=bar").json()["errors"]
    assert [error["parameter"] for error in errors] == ["stance", "voice"]
    query = "&".join(f"unknown{n}=1" for n in range(900))
    assert len(api.get(f"/api/claims/?{query}").json()["errors"]) == 20


@pytest.mark.parametrize(
    ("query", "applied"),
    [
        ("", {}),
        ("actor=kp,RU&rollup=false", {"actor": ["NK", "RU"], "rollup": False}),
        ("claimant=Kim+Yo+Jong", {"claimant": ["kim-yo-jong"], "rollup": True}),
        ("source=WIRE&hedged=true", {"source": ["wire"], "hedged": True}),
        ("value_min=10.50&measure=Ships", {"value_min": 10.5, "measure": ["ships"]}),
        ("value_max=1e3&published_after=2024-01-02", {"value_max": 1000, "published_after": "2024-01-02"}),
        ("actor__all=kp,RU&rollup=officials", {"actor__all": ["NK", "RU"], "rollup": "officials"}),
        ("source=none,WIRE&topic__not=None", {"source": ["none", "wire"], "topic__not": ["none"]}),
        ("role=subject&status__not=rejected", {"actor_role": ["subject"], "status__not": ["rejected"]}),
        ("status__not=accepted", {"status": [], "status__not": ["accepted"]}),
        ("ordering=said_on&search=a++b", {"ordering": "said_on", "search": "a++b".replace("+", " ")}),
    ],
)
def test_meta_says_what_was_applied(api, claims, query, applied):
    meta = api.get(f"/api/claims/?limit=7&{query}").json()["meta"]
    meta["applied"].pop("resolved", None)
    applied = {"status": ["accepted"], "ordering": "-published_on"} | applied
    assert meta == {"applied": applied, "limit": 7, "count": "exact"}


def test_filters_work_without_the_api(claims):
    assert ClaimFilterSet({"actor": "NK", "stance": ["denies"]}).qs.get() == claims["denied"]
    with pytest.raises(InvalidParameters, match=r"actorr: .* Did you mean actor or"):
        ClaimFilterSet({"actorr": "NK"}).qs  # noqa: B018
    waiting = ClaimFactory()
    assert ClaimFilterSet({"status": "extracted"}).qs.get() == waiting
    with pytest.raises(StatusForbidden):
        ClaimFilterSet({"status": "extracted"}, open_to=public_visibility()).qs  # noqa: B018


@pytest.mark.parametrize(
    ("low", "best", "high", "qualifier", "inside", "outside"),
    [
        (5, 5, 5, "exact", ["value_min=5&value_max=5", "value_min=1", "value_max=9"], ["value_min=6", "value_max=4"]),
        (None, 5, None, "about", ["value_min=5&value_max=5"], ["value_min=6", "value_max=4"]),
        (5, None, None, "at_least", ["value_min=900", "value_max=5"], ["value_max=4.999999"]),
        (None, None, 5, "at_most", ["value_min=5", "value_max=-900"], ["value_min=5.000001"]),
        (5, None, 9, "between", ["value_min=9", "value_max=5", "value_min=6&value_max=7"], ["value_min=10"]),
        (100, None, 999, "order_of_magnitude", ["value_min=999", "value_max=100"], ["value_min=1000", "value_max=99"]),
        (None, None, None, "exact", [], ["value_min=0", "value_max=0"]),
    ],
)
def test_values_overlap(api, db, low, best, high, qualifier, inside, outside):
    claim = AcceptedClaimFactory()
    QuantityFactory(claim=claim, low=low, best=best, high=high, qualifier=qualifier)
    url = f"/api/claims/?article={claim.article_id}"
    counts = {query: api.get(f"{url}&{query}").json()["count"] for query in (*inside, *outside)}
    assert counts == dict.fromkeys(inside, 1) | dict.fromkeys(outside, 0)


def test_one_claim_is_found_once(ask, claims, world):
    AttributionFactory(claim=claims["sent"], actor=world.kim_yo_jong)
    AttributionFactory(claim=claims["sent"], actor=world.north_korea)
    assert ask("actor=NK,kim-yo-jong") == "denied sent"


@pytest.mark.parametrize(
    ("place", "query", "expected"),
    [
        ("article", "source=wire", ["late.txt"]),
        ("article", "search=EARLY", ["early.txt"]),
        ("article", "language=en&published_before=2024-06-01", ["early.txt"]),
        ("article", "ordering=published_on", ["early.txt", "late.txt", "undated.txt"]),
        ("source", "kind=newspaper&search=times", ["eurasian-times"]),
        ("source", "kind=blog", []),
        ("source", "ordering=-slug", ["wire", "eurasian-times"]),
        ("actor", "country=kp", ["north-korea"]),
        ("actor", "kind=government_body", ["ministry"]),
        ("actor", "search=korea", ["north-korea", "south-korea"]),
        ("actor", "search=prk", ["north-korea"]),
        ("actor", "kind=state&limit=1", ["north-korea"]),
    ],
)
def test_other_lists_filter(api, claims, place, query, expected):
    name = {"article": "file_name"}.get(place, "slug")
    answer = api.get(f"{reverse(f'{place}-list')}?{query}").json()
    assert [row[name] for row in answer["results"]] == expected


@pytest.mark.parametrize("query", ["kind=bogus", "country=ZZ", "actor=NK", "ordering=kind", "cursor=1"])
@pytest.mark.parametrize("place", ["source", "actor"])
def test_other_lists_are_strict(api, claims, place, query):
    assert api.get(f"{reverse(f'{place}-list')}?{query}").status_code == 400


@pytest.mark.parametrize("query", [query for query, _ in FOUND if "search" not in query])
def test_scan_finds_what_the_query_finds(claims, query):
    filters = ClaimFilterSet(QueryDict(query), reserved=["limit", "ordering"])
    if filters.scan is not None:
        scanned = [position.pk for position in filters.scan.positions(size=10, descending=True)]
        assert scanned == list(filters.qs.order_by("-entry__day", "-pk").values_list("pk", flat=True))
        assert filters.scan.count() == (len(scanned), True)


def test_values_held_come_once_in_order(claims):
    for measure in ("ships", "casualties", "ships"):
        QuantityFactory(claim=claims["sent"], measure=measure)
    held = list(distinct_values(Claim.objects.all(), "quantities__measure"))
    assert held == sorted(set(Quantity.objects.values_list("measure", flat=True)))
