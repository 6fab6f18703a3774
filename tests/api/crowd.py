"""Claims enough to count, different in all that they are counted by, and what to ask about them."""

from random import Random

from claimsdb.choices import Role, Stance, Status, Topic, Voice
from claimsdb.index import synced
from tests.factories import ArticleFactory, AttributionFactory, ClaimFactory, QuantityFactory, SourceFactory

DAYS = [None, "2024-05-01", "2024-05-20", "2024-10-20", "2025-01-01"]
TOPICS = ["", Topic.TROOP_DEPLOYMENT, Topic.TREATY, Topic.CASUALTIES]
WORDS = ["Soldiers were sent.", "Shells arrived.", "=1+1 soldiers, 'quoted'\nand “more”."]

# With an index scan and without one, what the tallies have and what they have not.
QUERIES = [
    "",
    "actor=NK",
    "actor=ministry",
    "actor=NK&rollup=false",
    "actor=NK,RU",
    "actor=RU&actor_role=claimant",
    "actor=NK,RU&actor_role=subject",
    "actor_role=subject",
    "claimant=RU",
    "claimant=RU&subject=NK",
    "source=wire",
    "source=wire,courier",
    "topic=treaty&stance=denies",
    "actor=RU&topic=treaty",
    "published_after=2024-05-02&published_before=2024-12-31",
    "actor=NK&published_after=2024-05-02",
    "hedged=true",
    "measure=troops&value_min=2000",
    "search=soldiers",
    "search=soldiers&actor=RU",
    "search=soldiers&hedged=false",
]
FOR_EDITORS = [
    "status=extracted",
    "actor=NK&status=accepted,extracted",
    f"status={','.join(Status)}",
    "status=duplicate",
]


def crowd(world, *, size=60):
    """Makes the claims."""
    random = Random(7)
    actors = [world.north_korea, world.russia, world.ministry, world.belousov, world.kim_yo_jong, world.united_states]
    sources = [None, SourceFactory(slug="wire"), SourceFactory(slug="courier")]
    with synced():
        articles = [ArticleFactory(source=source, **_published(day)) for source in sources for day in DAYS]
        claims = []
        for _ in range(size):
            claims.append(_claim(random, articles, original=claims[0] if claims else None))
            for _ in range(random.randrange(4)):
                _part(random, claims[-1], actors)
    return claims


def _published(day):
    return {"published_on": day, "published_basis": "url" if day else "unknown"}


def _claim(random, articles, *, original):
    status = random.choice([Status.ACCEPTED] * 4 + list(Status)) if original else Status.ACCEPTED
    claim = ClaimFactory(
        article=random.choice(articles),
        status=status,
        duplicate_of=original if status == Status.DUPLICATE else None,
        text=random.choice(WORDS),
        topic=random.choice(TOPICS),
        stance=random.choice([Stance.ASSERTS, Stance.DENIES, Stance.PREDICTS]),
        voice=random.choice(list(Voice)),
        hedge=random.choice(["", "might"]),
    )
    for _ in range(random.randrange(3)):
        QuantityFactory(claim=claim, low=random.choice([1000, 3000]), best=None, high=None, qualifier="at_least")
    return claim


def _part(random, claim, actors):
    role = random.choice([Role.CLAIMANT, Role.CLAIMANT, Role.SUBJECT, Role.MENTIONED])
    if random.random() < 0.2:
        AttributionFactory(claim=claim, actor=None, name="officials", role=role, side=random.choice(actors))
    else:
        AttributionFactory(claim=claim, actor=random.choice(actors), role=role, as_written=random.choice(["", "he"]))
