"""Preview of an action on many claims: how many it may move, and what keeps it from the others."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice

from django.contrib.auth.models import User
from django.db.models import Count, Max, Prefetch, QuerySet

from claimsdb.choices import Verb
from claimsdb.models import Article, Claim
from claimsdb.review import leases, one_editor, transitions

SAMPLE = 5  # claims that are shown
KEYS = 1000  # that are named for each reason
CHUNK = 500  # claims at a time: memory stays the same however many there are

TEXTS = Prefetch("article", Article.objects.only("text"))


@dataclass(slots=True)
class Objection:
    """Why claims stay as they are: how many of them, one, and the keys of the first."""

    why: str
    claim: Claim
    count: int = 0
    keys: list[str] = field(default_factory=list)

    def add(self, key: str) -> None:
        self.count += 1
        if len(self.keys) < KEYS:
            self.keys.append(key)


@dataclass(slots=True)
class Preview:
    """How many claims there are, a sample of those that would be moved, and the objections to the others, by reason."""

    total: int = 0
    sample: list[Claim] = field(default_factory=list)
    objections: dict[str, Objection] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        return sum(each.count for each in self.objections.values())

    @property
    def allowed(self) -> int:
        return self.total - self.refused

    def add(self, claim: Claim, objection: str) -> None:
        self.total += 1
        if objection:
            why = objection.replace(f" ({claim.key})", "")  # for many claims it is the same but for that
            self.objections.setdefault(why, Objection(why, claim)).add(claim.key)
        elif len(self.sample) < SAMPLE:
            self.sample.append(claim)


def preview_moves(claims: QuerySet[Claim], verb: Verb, *, by: User) -> Preview:
    """Asks the rules about each of the claims, whatever their number, and who has it before them."""
    seen = Preview()
    for chunk in _chunks(claims):
        with one_editor.asked_once():
            held = leases.objections([claim.pk for claim in chunk], user=by)
            for claim in chunk:
                seen.add(claim, transitions.objection(verb, claim, by=by) or held.get(claim.pk, ""))
    return seen


def state_of(claims: QuerySet[Claim]) -> str:
    """A word that is another as soon as a claim joins or leaves them, or is written. Who moves what a preview has shown
    reads the versions of the claims before it: what changes after it is refused then."""
    found = claims.order_by().aggregate(Count("pk"), Max("pk"), Max("updated_at"))
    return blake2b(repr(found).encode(), digest_size=9).hexdigest()


def _chunks(claims: QuerySet[Claim]) -> Iterator[list[Claim]]:
    bare = claims.select_related(None).prefetch_related(None).defer(None)
    rows = bare.defer("found").prefetch_related(TEXTS).iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
