"""What a query means besides its words: actors by whatever they are called, figures by their value; OR and minus."""

from datetime import date

import pytest
from django.db import connection

from claimsdb.choices import NameKind, Role
from claimsdb.index import search, storage, synced
from claimsdb.index.search import MeaninglessQuery, parse
from claimsdb.migrations import _search_rows
from claimsdb.models import Actor, ActorName, Claim
from tests.factories import (
    AcceptedClaimFactory,
    ActorCodeFactory,
    ActorFactory,
    ActorNameFactory,
    AffiliationFactory,
    ArticleFactory,
    AttributionFactory,
    QuantityFactory,
    StateFactory,
)

pytestmark = pytest.mark.long

TEXT = "Half a million were sent. 500,000 came, or 1.5 million, or twelve, officials said.\n\nSo much was said."


@synced()
def make_actors():
    north = StateFactory(slug="north-korea", name="North Korea", code="NK")
    ActorCodeFactory(actor=north, scheme="iso3166-1-alpha-3", code="PRK")
    south = StateFactory(slug="south-korea", name="South Korea", code="KR")
    coast = StateFactory(slug="cote-d-ivoire", name="Côte d'Ivoire", code="CI")
    russia = StateFactory(slug="russia", name="Russia", code="RU")
    peskov = ActorFactory(slug="dmitry-peskov", name="Dmitry Peskov", kind="person")
    kim = ActorFactory(slug="kim-yo-jong", name="Kim Yo Jong", kind="person")
    agency = ActorFactory(slug="nis", name="National Intelligence Service", kind="intelligence")
    AffiliationFactory(child=peskov, parent=russia)
    AffiliationFactory(child=kim, parent=north)
    AffiliationFactory(child=agency, parent=south)
    names = {north: ["DPRK", "Korea", "Pyongyang"], south: ["Seoul", "Korea"], peskov: ["Peskov"], agency: ["NIS"]}
    for actor, written in names.items():
        for text in written:
            ActorNameFactory(actor=actor, text=text, kind=NameKind.NAME)
    return {"north": north, "coast": coast, "peskov": peskov, "kim": kim, "agency": agency}


PARTS = {
    "north": {"role": Role.SUBJECT},
    "coast": {"role": Role.MENTIONED},
    "peskov": {"role": Role.CLAIMANT},
    "kim": {"role": Role.RELAYER},
    "agency": {"role": Role.ORIGIN},
}
FIGURES = {
    "half": ("Half a million", {"low": 500000, "qualifier": "at_least", "best": None, "high": None}),
    "digits": ("500,000", {"low": 500000, "best": 500000, "high": 500000}),
    "scaled": ("1.5 million", {"low": 1500000, "best": 1500000, "high": 1500000}),
    "spelled": ("twelve", {"low": 12, "best": 12, "high": 12}),
}


@pytest.fixture(scope="module")
@synced()
def lasting_claims(lasting):
    """Claims by name: none has in its words whom or how many it is about."""
    made = {}
    for name, actor in make_actors().items():
        article = ArticleFactory(text=f"{name}\n\nSo much was said.")
        made[name] = AcceptedClaimFactory(text="It was denied.", article=article)
        AttributionFactory(claim=made[name], actor=actor, **PARTS[name])
    made["unnamed"] = AcceptedClaimFactory(
        text="Nothing moved.", article=ArticleFactory(text="Unnamed\n\nSo much was said.")
    )
    AttributionFactory(claim=made["unnamed"], actor=None, name="a senior défense official", role=Role.CLAIMANT)
    article = ArticleFactory(text=TEXT)
    for name, (written, figure) in FIGURES.items():
        made[name] = AcceptedClaimFactory(article=article, text="As many were counted.")
        start = TEXT.index(written)
        QuantityFactory(claim=made[name], start=start, end=start + len(written), as_written=written, **figure)
    return made


@pytest.fixture
def claims(db, lasting_claims):
    return lasting_claims


@pytest.fixture
def find(api, claims):
    names = {claim.key: name for name, claim in claims.items()}

    def found(query, **others):
        answer = api.get("/api/claims/", {"search": query, **others})
        assert answer.status_code == 200, answer.json()
        return " ".join(sorted(names[claim["key"]] for claim in answer.json()["results"]))

    return found


FOUND = [
    # whom: a name, a short one, a code, a slug, in any case; one who belongs to them; two words of a name; a person's
    ("peskov", "peskov"),
    ("Dmitry Peskov", "peskov"),
    ("DMITRY", "peskov"),
    ('"dmitry peskov"', "peskov"),
    ("Russia", "peskov"),
    ("DPRK", "kim north"),
    ("nk", "kim north"),
    ("prk", "kim north"),
    ("north-korea", "kim north"),
    ("North Korea", "kim north"),
    ("Pyongyang", "kim north"),
    ("Seoul", "agency"),
    ("KOREA", "agency kim north"),
    ("kim", "kim"),
    ("Yo Jong", "kim"),
    ("NIS", "agency"),
    ("intelligence service", "agency"),
    ("service", ""),
    ("north", ""),
    ("pesk*", "peskov"),
    ('"north kor"*', "kim north"),
    ("COTE D’IVOIRE", "coast"),
    ("Cote d'Ivoire", "coast"),
    ("côte-d-ivoire", "coast"),
    ("denied peskov", "peskov"),
    ("peskov counted", ""),
    ("north korea denied", "kim north"),
    ("senior DEFENSE officials", "unnamed"),
    ('"senior defense"', "unnamed"),
    # how many
    ("500000", "digits half"),
    ("500,000", "digits half"),
    ("500 000", "digits half"),
    ("half a million", "digits half"),
    ("HALF A MILLION", "digits half"),
    ("half-million", "digits half"),
    ("0.5 million", "digits half"),
    ("500k", "digits half"),
    ("five hundred thousand", "digits half"),
    ("1500000", "scaled"),
    ("1.5m", "scaled"),
    ("12", "spelled"),
    ("twelve", "spelled"),
    ("counted 500,000", "digits half"),
    ("500,000 denied", ""),
    ("half a", ""),
    ('"500,000"', ""),
    ("B-12", ""),
    ("12mm", ""),
    # OR and minus
    ("peskov OR seoul", "agency peskov"),
    ("north korea OR russia", "kim north peskov"),
    ("denied north korea OR russia", "kim north peskov"),
    ("peskov OR 500000 OR twelve", "digits half peskov spelled"),
    ("denied -korea", "coast peskov"),
    ("denied -kim -PESKOV", "agency coast north"),
    ("denied NOT kim", "agency coast north peskov"),
    ("denied −kim", "agency coast north peskov"),
    ('denied -"north korea"', "agency coast peskov"),
    ("-kim denied", "agency coast north peskov"),
    ("counted -500000", "scaled spelled"),
    ("counted -twelve", "digits half scaled"),
    ("denied AND kim", "kim"),
    ("moved or denied", ""),
    ('moved "OR" denied', ""),
    ("moved OR denied -korea", "coast peskov unnamed"),
    ("nothing-moved", "unnamed"),
]


@pytest.mark.parametrize(("query", "expected"), FOUND)
def test_search_finds(find, query, expected):
    assert find(query) == expected
    assert find(query, ordering="created_at", phase="unknown") == expected


MEANINGLESS = [
    ("-artillery", "says only what to leave out"),
    ('-"north korea" NOT troops', "says only what to leave out"),
    ("OR troops", "an OR without a word to look for on either side"),
    ("troops OR", "ends in OR"),
    ("troops NOT", "ends in NOT"),
    ("troops OR -artillery", "an OR without a word to look for on either side"),
    ("-troops OR artillery", "an OR without a word to look for on either side"),
    ("??", "no letter or digit"),
    ("troops -", "a minus sign without a word"),
    ("- troops", "a minus sign without a word"),
    ("north − korea", "a minus sign without a word"),
    ("troops *", "an asterisk without a word"),
    ('troops ""', "nothing to search for between two quotation marks"),
    ('"north korea', "a quotation mark that is not closed"),
    ("“north korea” troops”", "a quotation mark that is not closed"),
    ("troops AND", "ends in AND"),
    ("AND troops", "begins with AND"),
    ("troops OR OR artillery", "OR OR before a word"),
    ("OR", "ends in OR"),
]


@pytest.mark.parametrize(("query", "why"), MEANINGLESS)
def test_what_means_nothing_is_refused_and_says_so(api, db, query, why):
    answer = api.get("/api/claims/", {"search": query})
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert error["parameter"] == "search"
    assert why in error["detail"]
    with pytest.raises(MeaninglessQuery):
        parse(query)


@pytest.mark.parametrize("word", ["kim", "denied", "500000", "korea", "counted", "official"])
def test_a_word_and_its_minus_share_out_all_claims(find, word):
    everything = "denied OR moved OR counted"
    both = f"{find(f'{everything} {word}')} {find(f'{everything} -{word}')}"
    assert sorted(both.split()) == find(everything).split()


def test_another_name_finds_the_claims_at_once_and_a_former_one_no_more(find, claims):
    peskov = Actor.objects.get(slug="dmitry-peskov")
    assert find("spokesman-in-chief") == ""
    name = ActorNameFactory(actor=peskov, text="Spokesman in Chief")
    assert find("spokesman-in-chief") == "peskov"
    name.delete()
    assert find("spokesman-in-chief") == ""
    ActorName.objects.filter(actor=peskov).update(text="Dima")
    assert (find("Dima"), find("Peskov")) == ("peskov", "peskov")
    peskov.name = "Dmitri P."
    peskov.save()
    assert find("Dmitry") == ""


@pytest.mark.parametrize("batch", [1, 3, 500])
def test_the_migration_writes_what_the_index_has(claims, monkeypatch, batch):
    """Cut off and run again, too: on PostgreSQL, where its batches are transactions."""
    monkeypatch.setattr(_search_rows, "BATCH", batch)
    spoil = {"sqlite": "DELETE FROM claimsdb_search", "postgresql": "UPDATE claimsdb_search SET vector = 'nothing'"}
    with connection.cursor() as cursor:
        cursor.execute(spoil[connection.vendor])
    everything = storage.stored(list(Claim.objects.values_list("pk", flat=True)))
    assert search.wrong(everything, everything) == set(Claim.objects.values_list("pk", flat=True))
    _search_rows.rewrite(connection)
    assert search.wrong(everything, everything) == set()
    if connection.vendor == "postgresql":
        _search_rows.rewrite(connection)
        assert search.wrong(everything, everything) == set()


def test_roll_up_follows_the_days_of_belonging(api, find, claims):
    late = ArticleFactory(published_on=date(2030, 1, 1), published_basis="url")
    minister = ActorFactory(slug="m", name="Min Ister", kind="person")
    AffiliationFactory(child=minister, parent=Actor.objects.get(slug="russia"), ended_on=date(2025, 1, 1))
    claim = AcceptedClaimFactory(article=late, text="Too late.", quote="", start=None, end=None)
    AttributionFactory(claim=claim, actor=minister)
    assert find("Russia late") == ""
    assert api.get("/api/claims/?search=Ister+late").json()["count"] == 1
