"""Keeps true, with every write, whether the claims that answer a question agree, and has links looked at again whose
claims have changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from claimsdb.choices import Followed, LinkState
from claimsdb.db.sql import IDS_PARAM, ids_param, pack_ids
from claimsdb.index import SEEN_WITH_CLAIMS, backfill, changed, followed_by, locks, synced
from claimsdb.models import Answer, AnswerEntry, Quantity, Question, QuestionEntry, Relation
from claimsdb.questions import kept, links
from claimsdb.questions.digests import AnyLink, digests
from claimsdb.questions.gathering import Gathered, gather

BATCH = 500  # questions


@followed_by
def follow(claims: list[int], changed: dict[Followed, set[int]]) -> None:
    """At the end of every writing transaction: what it means for links and questions."""
    for kind, ids in _recheck(claims, changed).items():
        changed[kind] |= ids
    written = _answering(claims, changed)
    questions = {*_there(changed[Followed.QUESTION])}
    related = changed[Followed.RELATION]
    changed[Followed.QUESTION] |= kept.bring_up_to_date(written, questions=questions, related=related)


def otherwise_kept(questions: Collection[int]) -> set[int]:
    """Those of the questions of which something else is kept than holds, or nothing."""
    entries = QuestionEntry.objects.in_bulk(questions)
    wrong = {pk for pk, entry in _entries(questions).items() if pk not in entries or _differs(entries[pk], entry)}
    return wrong | kept.otherwise_kept(questions)


def renew(questions: Collection[int]) -> None:
    """Makes anew what is kept of these questions, of which some may be gone, and tells of them."""
    with synced():
        locks.lock_index(exclusive=False)  # as whoever writes an answer has it before the questions' entries
        kept.forget(questions)
        changed(Followed.QUESTION, _there(questions))


@receiver(post_migrate)
def fill(sender: AppConfig, *, using: str, **kwargs: Any) -> None:
    """After an upgrade from a version that kept only what the answers came to: some questions at a time, so that a run
    which is cut off goes on where it was."""
    if sender.label == "claimsdb" and using == DEFAULT_DB_ALIAS and backfill.is_migrated():
        while questions := [*_unfilled()[:BATCH]]:
            renew(questions)


def _unfilled() -> QuerySet:
    rows = AnswerEntry.objects.filter(question=OuterRef("pk"))
    return QuestionEntry.objects.filter(~Exists(rows), statements__gt=0).values_list("pk", flat=True)


def outdated(found: Sequence[AnyLink]) -> list[AnyLink]:
    """Those whose claims say something else than when they were compared."""
    if not found:
        return []
    return [link for link, digest in zip(found, digests(found), strict=True) if link.compared != digest]


def _entries(questions: Collection[int]) -> dict[int, dict[str, Any]]:
    return {pk: entry_of(gathered) for pk, gathered in gather(Question.objects.filter(pk__in=questions)).items()}


def entry_of(gathered: Gathered) -> dict[str, Any]:
    """The columns of what is kept of a question."""
    return {
        "agreement": gathered.agreement,
        "statements": len(gathered.keys),
        "articles": len(gathered.articles),
        "figures": len(gathered.figures),
        "first_day": gathered.days[0] if gathered.days else None,
        "last_day": gathered.days[-1] if gathered.days else None,
    }


def _differs(kept: QuestionEntry, entry: Mapping[str, Any]) -> bool:
    return any(getattr(kept, name) != value for name, value in entry.items())


def _answering(claims: Collection[int], changed: Mapping[Followed, set[int]]) -> set[int]:
    """The claims of which another answer may be true now: those that moved, those whose answers did or who are related
    otherwise, and those with figures that stand for one of theirs."""
    found = {*claims}
    if answers := changed[Followed.ANSWER]:
        for model in (Answer, AnswerEntry):  # one that is gone has its row yet
            found |= {*model._default_manager.filter(pk__in=answers).values_list("claim", flat=True)}
    if relations := changed[Followed.RELATION]:
        ends = Relation.objects.filter(pk__in=relations).values_list("a", "b")
        found |= {end for pair in ends for end in pair}
    standing = Quantity.objects.order_by().values_list("claim", flat=True)
    further = found
    while further := {*standing.filter(stands_for_claim__in=ids_param(further))} - found:
        found |= further
    return found


def _there(questions: Collection[int]) -> Iterable[int]:
    return Question.objects.filter(pk__in=questions).values_list("pk", flat=True) if questions else ()


def _recheck(claims: Collection[int], changed: Mapping[Followed, set[int]]) -> dict[Followed, set[int]]:
    """Has an editor look again at what is confirmed of claims that say something else now."""
    stale = {}
    for kind, model in LINKS.items():
        ids = _compared(kind, claims, changed[kind])
        found = outdated([*model._default_manager.filter(pk__in=ids)] if ids else [])
        links.recheck(found)
        stale[kind] = {link.pk for link in found}
    return stale


def _compared(kind: Followed, claims: Collection[int], ids: Collection[int]) -> list[int]:
    """The confirmed links with these ids, or of these claims, of which it is known what was compared."""
    packed = pack_ids(claims, connection.vendor)
    with connection.cursor() as cursor:
        statement = COMPARED[kind].format(ids=IDS_PARAM[connection.vendor])
        cursor.execute(statement, [packed] * statement.count("_id IN") + [pack_ids(ids, connection.vendor)])
        return [pk for (pk,) in cursor.fetchall()]


LINKS: dict[Followed, type[AnyLink]] = {Followed.ANSWER: Answer, Followed.RELATION: Relation}
COMPARED = {
    kind: " UNION ".join(
        f"SELECT id FROM {LINKS[kind]._meta.db_table} WHERE {column} IN ({{ids}})"
        f" AND state = '{LinkState.CONFIRMED}' AND compared <> ''"
        for column in (*columns, "id")
    )
    for kind, columns in SEEN_WITH_CLAIMS.items()
    if kind in LINKS
}
