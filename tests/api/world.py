"""A small world: states, who belongs to them and when, and claims of theirs."""

from datetime import date
from types import SimpleNamespace

from claimsdb.choices import AffiliationKind, CodeScheme, Role, Stance, Topic, Voice
from claimsdb.index import synced
from tests.factories import (
    AcceptedClaimFactory,
    ActorCodeFactory,
    ActorFactory,
    ActorNameFactory,
    AffiliationFactory,
    ArticleFactory,
    AttributionFactory,
    QuantityFactory,
    SourceFactory,
    StateFactory,
)


@synced()
def make_world():
    """North and South Korea, the US, Russia with its ministry, whose minister changed on 2024-05-14, and a pair of
    bodies that belong to each other."""
    north = StateFactory(slug="north-korea", name="North Korea", code="NK", country="KP")
    for scheme, code in {CodeScheme.ISO_ALPHA2: "KP", CodeScheme.ISO_ALPHA3: "PRK"}.items():
        ActorCodeFactory(actor=north, scheme=scheme, code=code)
    south = StateFactory(slug="south-korea", name="South Korea", code="KR", country="KR")
    us = StateFactory(slug="united-states", name="United States", code="US", country="US")
    russia = StateFactory(slug="russia", name="Russia", code="RU", country="RU")
    turkey = StateFactory(slug="turkey", name="Türkiye", code="TR", country="TR")
    for actor, names in {north: ["Korea", "DPRK", "Pyongyang"], south: ["Korea", "ROK"]}.items():
        for name in names:
            ActorNameFactory(actor=actor, text=name)
    ministry = ActorFactory(slug="ministry", name="Ministry of Defence", kind="government_body")
    shoigu, belousov = ActorFactory(slug="shoigu"), ActorFactory(slug="belousov")
    AffiliationFactory(child=ministry, parent=russia)
    holds = AffiliationKind.OFFICEHOLDER_OF
    AffiliationFactory(child=shoigu, parent=ministry, kind=holds, ended_on=date(2024, 5, 13))
    AffiliationFactory(child=belousov, parent=ministry, kind=holds, started_on=date(2024, 5, 14))
    kim = ActorFactory(slug="kim-yo-jong", name="Kim Yo Jong")
    AffiliationFactory(child=kim, parent=north)
    this, that = ActorFactory(slug="this-body"), ActorFactory(slug="that-body")
    AffiliationFactory(child=this, parent=that)
    AffiliationFactory(child=that, parent=this)
    actors = [north, south, us, russia, turkey, ministry, shoigu, belousov, kim, this, that]
    return SimpleNamespace(**{actor.slug.replace("-", "_"): actor for actor in actors})


@synced()
def make_claims(world):
    """Accepted claims by name, different in all that a filter asks for."""
    times, wire = SourceFactory(slug="eurasian-times", domain="eurasiantimes.com"), SourceFactory(slug="wire")
    early = ArticleFactory(source=times, published_on=date(2024, 5, 1), published_basis="url", file_name="early.txt")
    late = ArticleFactory(source=wire, published_on=date(2024, 10, 20), published_basis="url", file_name="late.txt")
    undated = ArticleFactory(file_name="undated.txt")
    rows = {
        "sent": AcceptedClaimFactory(
            article=late,
            text="North Korea has sent 1,500 soldiers.",
            topic=Topic.TROOP_DEPLOYMENT,
            phase="done",
            said_from=date(2024, 10, 18),
            said_to=date(2024, 10, 18),
            said_as_written="on Friday",
            event_from=date(2024, 10, 1),
        ),
        "denied": AcceptedClaimFactory(
            article=late, text="No troops were sent.", stance=Stance.DENIES, quotation="direct", confidence=0.5
        ),
        "old": AcceptedClaimFactory(article=early, text="Drills are planned.", phase="planned", hedge="might"),
        "undated": AcceptedClaimFactory(article=undated, text="It could be 100% true_or_false.", voice=Voice.ARTICLE),
    }
    AttributionFactory(claim=rows["sent"], actor=world.belousov, as_written="")
    AttributionFactory(claim=rows["sent"], actor=world.north_korea, role=Role.SUBJECT)
    AttributionFactory(claim=rows["denied"], actor=world.kim_yo_jong)
    AttributionFactory(claim=rows["old"], actor=world.belousov)
    AttributionFactory(claim=rows["undated"], actor=None, side=world.united_states, name="US officials")
    QuantityFactory(claim=rows["sent"], low=1500, best=1500, high=1500)
    QuantityFactory(claim=rows["sent"], low=3, best=3, high=3, measure="ships", unit="item")
    QuantityFactory(claim=rows["old"], low=500_000, best=None, high=None, qualifier="at_least")
    QuantityFactory(claim=rows["denied"], low=1000, best=None, high=None, qualifier="order_of_magnitude")
    QuantityFactory(claim=rows["undated"], low=None, best=None, high=10, qualifier="at_most", measure="rockets")
    return rows
