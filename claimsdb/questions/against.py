"""What stands against a claim: how others relate to it, and what else the ledgers of its questions have."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Case, Prefetch, When

from claimsdb.choices import PASSIVE, LinkState, RelationKind
from claimsdb.models import UNDECIDED_LINKS, Claim, Question, Relation
from claimsdb.questions.fitting import fitting
from claimsdb.questions.ledger import LedgerRow, ledger_of

RELATIONS = 20
MOST_ROWS = 30  # of a ledger; those that contradict it come first
AGAINST = (RelationKind.CONTRADICTS, RelationKind.DENIES, RelationKind.QUALIFIES, RelationKind.UPDATES)  # shown first


@dataclass(frozen=True, slots=True)
class Related:
    """A relation as one of its two claims has it; `other` is the one at the other end."""

    relation: Relation
    other: Claim
    kind: str

    @property
    def waits(self) -> bool:
        return self.relation.state in UNDECIDED_LINKS


def related_to(claim: Claim) -> list[Related]:
    """The first of those that are confirmed or wait: what speaks against the claim, of that what is confirmed."""
    states = (LinkState.CONFIRMED, *UNDECIDED_LINKS)
    beside = Case(When(kind__in=AGAINST, then=0), default=1)
    waits = Case(When(state=LinkState.CONFIRMED, then=0), default=1)
    ends = [Prefetch(end, Claim.objects.select_related("article").defer("article__text", "found")) for end in "ab"]
    rows = Relation.objects.of(claim).filter(state__in=states).order_by(beside, waits, "pk")
    found = rows.prefetch_related(*ends, *(f"{end}__attributions__actor" for end in "ab"))[:RELATIONS]
    return [_seen_from(claim, each) for each in found]


def _seen_from(claim: Claim, relation: Relation) -> Related:
    if relation.a_id == claim.pk:
        return Related(relation, relation.b, relation.kind)
    kind = RelationKind(relation.kind)
    return Related(relation, relation.a, PASSIVE.get(kind, kind))


@dataclass(frozen=True, slots=True)
class LedgerBeside:
    """A question that the claim answers or, `is_proposed`, would answer, with the rows of its ledger that others have
    made; of these `against` contradict one of the claim's own, and so many `more` are not here."""

    question: Question
    is_proposed: bool
    rows: tuple[LedgerRow, ...]
    against: frozenset[str]
    more: int


def ledgers_beside(claim: Claim, *, user: User) -> Iterator[LedgerBeside]:
    """Those that it answers first, each question once; of the rows what contradicts it."""
    fits = fitting(claim)
    questions = {each.question_id: each.question for each in (*fits.confirmed, *fits.proposed)}
    answered = {each.question_id for each in fits.confirmed}
    for question in questions.values():
        rows = ledger_of(question, user=user).rows
        ours = {row.name for row in rows if any(each.key == claim.key for each in row.statements)}
        others = [row for row in rows if any(each.key != claim.key for each in row.statements)]
        against = frozenset(row.name for row in others if ours.intersection(row.contradicts))
        ordered = sorted(others, key=lambda row: row.name not in against)
        more = max(0, len(ordered) - MOST_ROWS)
        yield LedgerBeside(question, question.pk not in answered, tuple(ordered[:MOST_ROWS]), against, more)
