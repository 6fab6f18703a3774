"""A small world to write in, by chance: what the doors of the index are given."""

from datetime import date

from claimsdb.choices import ActorKind, PublishedBasis, Role, Stance, Status, Topic, Voice
from claimsdb.extraction import FoundAttribution
from claimsdb.models import Actor, Article
from claimsdb.models.claims import DECIDED
from tests.extractors import found_claim
from tests.factories import (
    ActorFactory,
    AffiliationFactory,
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    QuantityFactory,
    SourceFactory,
    StateFactory,
)

DAYS = [None, date(2024, 1, 1), date(2024, 1, 2), date(2024, 2, 1), date(2024, 3, 1)]
SPANS = [(None, None), (DAYS[1], None), (None, DAYS[2]), (DAYS[2], DAYS[3]), (DAYS[4], DAYS[4])]
ROLES = [Role.CLAIMANT, Role.SUBJECT, Role.RELAYER]
TOPICS = ["", Topic.TREATY, Topic.COMBAT]
STANCES = [Stance.ASSERTS, Stance.DENIES]


class World:
    """A small world to write in, chance, an editor's browser, and a folder for files."""

    def __init__(self, chance, client, editor, folder):
        self.written = 0
        self.lend(chance, client, editor, folder)
        for day in DAYS[:3]:
            ArticleFactory(source=SourceFactory(), **published(day))
        states = [StateFactory(code=code) for code in ("NK", "RU")]
        bodies = ActorFactory.create_batch(2, kind=ActorKind.GOVERNMENT_BODY)
        people = ActorFactory.create_batch(2)
        for child, parent in [(bodies[0], states[0]), (bodies[1], states[1]), (people[0], bodies[0])]:
            AffiliationFactory(child=child, parent=parent)
        for _ in range(3):
            self.claim()

    def lend(self, chance, client, editor, folder):
        self.chance, self.client, self.editor, self.folder = chance, client, editor, folder
        return self

    def of(self, values):
        return self.chance.choice(list(values))

    def row(self, model, **where):
        """Any row of the model; where there is none the write is over."""
        rows = list(model.objects.filter(**where).order_by("pk"))
        if not rows:
            raise NothingToWrite
        return self.chance.choice(rows)

    def rows(self, model):
        """Up to three rows of the model, as a queryset."""
        pks = list(model.objects.order_by("pk").values_list("pk", flat=True))
        return model.objects.filter(pk__in=self.chance.sample(pks, min(len(pks), self.chance.randint(0, 3))))

    def words(self):
        """Words that nobody has written yet."""
        self.written += 1
        return f"{self.chance.choice(['Troops', 'Ships'])} of wave {self.written} came."

    def part(self):
        """Who has a part, as an attribution has it: an actor, or somebody unnamed, on a side or not."""
        actor = self.of([self.row(Actor), self.row(Actor), None])
        words = {} if actor else {"name": self.of(["officials", "a spokesman"]), "as_written": self.of(["they", ""])}
        return {"actor": actor, "role": self.of(ROLES), "side": self.of([None, None, self.row(Actor)]), **words}

    def judged(self):
        """Columns of a claim that lists go by."""
        return {"topic": self.of(TOPICS), "stance": self.of(STANCES), "said_from": self.of(DAYS)}

    def claim(self):
        """A claim with parts, of one of three statuses."""
        stands = status(self.of([Status.ACCEPTED, Status.EXTRACTED, Status.REJECTED]))
        claim = ClaimFactory(article=self.row(Article), text=self.words(), **self.judged(), **stands)
        for _ in range(self.chance.randint(0, 3)):
            AttributionFactory(claim=claim, **self.part())
        QuantityFactory(claim=claim)


class NothingToWrite(Exception):
    """There is no row of the kind that a door writes."""


class Finder:
    """An extractor that finds some lines of a text, and in each what chance says."""

    name = "finder"

    def __init__(self, world):
        self.world, self.version = world, str(world.chance.randint(1, 3))

    def extract(self, record, *, registry):
        lines = record.text.split("\n")
        found = self.world.chance.sample(lines, self.world.chance.randint(0, len(lines)))
        return tuple(self.finding(record.text.index(line), line) for line in found if line)

    def finding(self, start, line):
        parts = [self.world.part() for _ in range(self.world.chance.randint(0, 2))]
        return found_claim(
            line,
            start=start,
            voice=Voice.ATTRIBUTED,
            stance=self.world.of(STANCES),
            topic=self.world.of(TOPICS[1:]),
            attributions=tuple(found_part(**part) for part in parts),
            rule="line",
        )


def found_part(*, actor, role, side, name="", as_written=""):
    return FoundAttribution(role, None, as_written, name, actor and actor.slug, side and side.slug)


def published(day):
    return {
        **dict.fromkeys(Article.DAYS, day),
        "published_basis": PublishedBasis.URL if day else PublishedBasis.UNKNOWN,
    }


def status(status):
    return {"status": status, "decided_at": "2026-11-01T12:00Z" if status in DECIDED else None}
