"""Bulk decisions: a chunk of them in a transaction, and all of them in one batch, by whose name they are undone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet

from claimsdb.choices import Verb
from claimsdb.index import lock_claims, synced
from claimsdb.models import Claim, Decision
from claimsdb.review import leases, one_editor, transitions
from claimsdb.review.undo_stack import CHUNK, new_batch

Take = Callable[..., Decision | None]  # an action of `review`, with what it needs


@dataclass(slots=True)
class BatchOutcome:
    """How many decisions were taken, and by the ids of their claims why the others were not."""

    batch: str
    done: int = 0
    refused: dict[int, str] = field(default_factory=dict)


def decide(take: Take, seen: Mapping[int, int], *, by: User) -> BatchOutcome:
    """Moves the claims of these ids, each at the version that was seen. One that the rules refuse by now, or that
    somebody else has before them, is named and the others go on. Whatever stops it leaves whole decisions."""
    taken, pks = BatchOutcome(new_batch()), list(seen)
    for start in range(0, len(pks), CHUNK):
        _decide(take, pks[start : start + CHUNK], seen, taken, by=by)
    return taken


def _decide(take: Take, pks: Sequence[int], seen: Mapping[int, int], taken: BatchOutcome, *, by: User) -> None:
    with synced(), one_editor.asked_once():
        lock_claims(pks)
        claims = Claim.objects.only("key", "status", "version").in_bulk(pks)
        gone = {pk: "A claim is no longer there." for pk in pks if pk not in claims}
        objections = leases.objections(pks, user=by) | gone
        for pk in pks:
            if pk in objections:
                taken.refused[pk] = objections[pk]
                continue
            try:
                taken.done += take(claims[pk], by=by, version=seen[pk], batch=taken.batch) is not None
            except transitions.ReviewError as error:
                taken.refused[pk] = str(error)
            except ValidationError as error:
                taken.refused[pk] = f"{' '.join(error.messages)} ({claims[pk].key})"


class Batch:
    """The decisions of one batch, and what has become of them. What came with data and says that it belongs to a batch
    of decisions taken here does not."""

    def __init__(self, name: str):
        self.name = name
        together = Decision.objects.filter(batch=name).exclude(verb=Verb.UNDO)
        taken_here = together.filter(who__isnull=False)
        self.decisions = taken_here if taken_here.exists() else together
        self.standing = self.decisions.in_force()

    @cached_property
    def newest(self) -> Decision:
        return self.decisions.select_related("who", "claim").latest("decided_at", "pk")

    @property
    def verbs(self) -> dict[str, int]:
        """How many decisions of each kind."""
        return dict(self.decisions.order_by("verb").values_list("verb").annotate(Count("pk")))

    @property
    def claims(self) -> QuerySet[Claim]:
        return Claim.objects.filter(pk__in=self.decisions.values("claim"))

    @property
    def changed(self) -> QuerySet[Decision]:
        """Those in force whose claim has changed since by something else: they are not undone with the others."""
        return self.standing.exclude(claim__in=self.standing.unchanged().values("claim"))

    @property
    def undoable(self) -> QuerySet[Decision]:
        """Those that an undoing takes back."""
        return self.standing.reversible().filter(claim__in=self.standing.unchanged().values("claim"))
