"""An independent count: what combinations of filters find, by chance, counted in plain Python over the export."""

from random import Random
from urllib.parse import urlencode

import pytest

from claimsdb.choices import Conclusion, LinkState, QuestionStatus, Role, Status, Topic
from claimsdb.index import synced
from claimsdb.models import Actor, Claim, Question, Relation, Source
from tests.api import independent_counts as independent
from tests.api.independent_counts import World, narrowed, random_query
from tests.factories import (
    AnswerFactory,
    ArticleFactory,
    AssessmentFactory,
    AttributionFactory,
    ClaimFactory,
    QuantityFactory,
    QuestionFactory,
    RelationFactory,
)

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("independent counts")]

ACTORS = (
    *("north-korea", "russia", "ukraine", "united-states", "dmitry-peskov", "kim-yo-jong", "kcna", "tass"),
    *("aleksander-sladkov", "russian-state-television", "sergei-shoigu", "andrei-belousov"),
)
STATES = [*[LinkState.CONFIRMED] * 4, *LinkState]
DAYS = [None, "2024-05-01", "2024-10-20", "2024-10-23", "2025-01-01"]
INTERVALS = [
    {"published_from": "2024-10-19", "published_to": "2024-10-22"},
    {"published_from": None, "published_to": "2024-10-20"},
    {"published_from": "2024-10-20", "published_to": None},
]


@pytest.fixture
def claims(seeded):
    """Sixty more beside those of the seeds, unlike each other in all that a filter asks for."""
    random = Random(13)
    actors = list(Actor.objects.filter(slug__in=ACTORS))
    sources = [None, *Source.objects.order_by("slug")[:2]]
    with synced():
        articles = [
            ArticleFactory(
                source=source,
                **published,
                published_basis="url" if any(published.values()) else "unknown",
                language=language,
            )
            for source, language in zip(sources, ["en", "ko", "und"], strict=True)
            for published in [*({"published_on": day} for day in DAYS), *INTERVALS]
        ]
        made = [_claim(random, random.choice(articles)) for _ in range(60)]
        for claim in made:
            for _ in range(random.randrange(4)):
                _part(random, claim, actors)
            for _ in range(random.randrange(3)):
                _figure(random, claim, actors)
            if random.random() < 0.3:
                AssessmentFactory(claim=claim, normalized=random.choice(list(Conclusion)))
        _links(random, made)
    assert len(actors) == len(ACTORS)


def _claim(random, article):
    confidence = random.choice([None, 0.25, 0.5, 0.9])
    said = random.choice([None, "2012-05-01", "2024-10-01"])
    return ClaimFactory(
        article=article,
        status=random.choice([Status.ACCEPTED] * 4 + [each for each in Status if each != Status.DUPLICATE]),
        topic=random.choice(["", Topic.TREATY, Topic.CASUALTIES]),
        stance=random.choice(["asserts", "denies"]),
        voice=random.choice(["attributed", "article"]),
        quotation=random.choice(["none", "direct", "indirect"]),
        phase=random.choice(["planned", "done", "unknown"]),
        hedge=random.choice(["", "", "might", "reportedly, could"]),
        said_from=said,
        said_to=random.choice([said, None]),
        event_from=random.choice([None, "2024-10-01"]),
        event_to=random.choice([None, "2024-12-31"]),
        rule=random.choice(["", "clause-complement", "quoted"]),
        confidence=confidence,
        calibrated=None if confidence is None else random.choice([None, 0.1, 0.6, 0.8]),
    )


def _part(random, claim, actors):
    role = random.choice(list(Role))
    if random.random() < 0.2:
        side = random.choice([each for each in actors if each.kind == "state"])
        AttributionFactory(claim=claim, actor=None, name="officials", role=role, side=side)
    else:
        AttributionFactory(claim=claim, actor=random.choice(actors), role=role, as_written=random.choice(["", "he"]))


def _figure(random, claim, actors):
    bounds = random.choice([(5, 5, 5, "exact"), (1000, None, None, "at_least"), (None, None, 3000, "at_most")])
    low, best, high, qualifier = bounds
    measure, unit = random.choice([("troops", "person"), ("ships", "item"), ("", ""), ("troops", "item"), ("", "USD")])
    basis = random.choice(["total", "additional"])
    counted = {"of": random.choice([None, *actors]), "stage": random.choice(["", "sent", "lost"])}
    QuantityFactory(
        claim=claim, low=low, best=best, high=high, qualifier=qualifier, measure=measure, unit=unit, basis=basis,
        per=random.choice(["", "", "year"]), **counted,
    )  # fmt: skip


def _links(random, claims):
    """Answers to three questions, one of which is not open, and relations, in every state."""
    questions = [*Question.objects.order_by("slug")[:2], QuestionFactory(slug="own", status=QuestionStatus.PROPOSED)]
    for claim in random.sample(claims, k=30):
        asked = random.choice(questions)
        AnswerFactory(question=asked, claim=claim, state=random.choice(STATES), rule="membership")
    for _ in range(30):
        a, b = random.sample(claims, k=2)
        kind = random.choice(["denies", "confirms", "updates"])
        if not Relation.objects.filter(a=a, b=b, kind=kind).exists():
            RelationFactory(a=a, b=b, kind=kind, state=random.choice(STATES), rule="figures")
    for a, b in zip(claims[:20:2], claims[1:20:2], strict=True):
        RelationFactory(a=a, b=b, kind="contradicts", state=random.choice(STATES), rule="figures")


def answers(client, query):
    address = urlencode(query, doseq=True)
    return (
        client.get(f"/api/claims/?limit=500&fields=key&{address}").json(),
        client.get(f"/api/claims/facets/?limit=500&facets={','.join(independent.FACETS)}&{address}").json(),
    )


def counted(answer):
    return {facet: {each["value"]: each["count"] for each in found} for facet, found in answer["facets"].items()}


@pytest.mark.parametrize(
    ("client", "queries"),
    [("api", 40), ("editor_api", 120)],
)
def test_list_count_and_facets(request, claims, client, queries):
    """Each half of the queries, and what each facet's values lead to."""
    asker = request.getfixturevalue(client)
    calibrated = dict(Claim.objects.values_list("key", "calibrated"))
    world = World(asker, statuses=list(Status) if client == "editor_api" else (), calibrated=calibrated)
    words = independent.WORDS_OF | (independent.OF_EDITORS if client == "editor_api" else {})
    random = Random(queries)
    hits = 0
    for _ in range(queries // 2):
        query = random_query(random, world, words)
        page, facets = answers(asker, query)
        assert "results" in page, (query, page)
        found = world.found(query)
        assert {each["key"] for each in page["results"]} == {each["key"] for each in found}, query
        assert page["count"] == facets["count"] == len(found), query
        assert page["meta"].get("undated") == facets["meta"].get("undated") == world.undated(query), query
        expected = world.facets(query)
        assert counted(facets) == expected, query
        for facet, values in expected.items():
            for value, count in random.sample(sorted(values.items()), k=min(2, len(values))):
                assert len(world.found(narrowed(query, facet, value))) == count, (query, facet, value)
        hits += bool(found)
    assert hits > queries // 6
