"""Keeps true, with every write, whether the claims that answer a question agree, and has links looked at again whose
claims have changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q

from claimsdb.choices import Agreement, Followed, LinkState
from claimsdb.db.sql import ids_param
from claimsdb.index import changed, followed_by, synced
from claimsdb.models import Answer, Question, QuestionEntry, Relation
from claimsdb.questions import links
from claimsdb.questions.digests import AnyLink, digests
from claimsdb.questions.gathering import Gathered, gather


@followed_by
def follow(claims: list[int], changed: dict[Followed, set[int]]) -> None:
    """At the end of every writing transaction: what it means for links and questions."""
    for kind, ids in _recheck(claims, changed).items():
        changed[kind] |= ids
    if questions := _questions_of(claims, changed):
        changed[Followed.QUESTION] |= bring_up_to_date(questions)


def bring_up_to_date(questions: Collection[int]) -> set[int]:
    """Works out anew how the answers to these questions stand; returns the questions of which it is otherwise now."""
    kept = _locked_entries(questions)
    entries = _entries(questions)
    moved = {pk for pk, entry in entries.items() if _differs(kept[pk], entry)}
    for pk in moved:
        QuestionEntry.objects.filter(pk=pk).update(**entries[pk])
    return moved


def otherwise_kept(questions: Collection[int]) -> set[int]:
    """Those of the questions of which something else is kept than holds, or nothing."""
    kept = QuestionEntry.objects.in_bulk(questions)
    return {pk for pk, entry in _entries(questions).items() if pk not in kept or _differs(kept[pk], entry)}


def renew(questions: Collection[int]) -> None:
    """Makes anew what is kept of these questions, of which some may be gone, and tells of them."""
    there = set(_there(questions))
    with synced():
        QuestionEntry.objects.filter(pk__in={*questions} - there).delete()
        changed(Followed.QUESTION, there)


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


def _locked_entries(questions: Collection[int]) -> Mapping[int, QuestionEntry]:
    """The entries of the questions, held until the transaction ends: of two who write answers to one question, the
    second counts those of the first too."""
    blank: dict[str, Any] = {"agreement": Agreement.UNASSESSED, "statements": 0, "articles": 0, "figures": 0}
    there = set(QuestionEntry.objects.filter(pk__in=questions).values_list("pk", flat=True))
    QuestionEntry.objects.bulk_create(
        (QuestionEntry(question_id=pk, **blank) for pk in sorted({*questions} - there)), ignore_conflicts=True
    )
    return {each.pk: each for each in QuestionEntry.objects.filter(pk__in=questions).order_by("pk").select_for_update()}


def _differs(kept: QuestionEntry, entry: Mapping[str, Any]) -> bool:
    return any(getattr(kept, name) != value for name, value in entry.items())


def _questions_of(claims: Collection[int], changed: Mapping[Followed, set[int]]) -> set[int]:
    """The questions of which another answer may be true now."""
    answers = Answer.objects.filter(Q(claim__in=ids_param(claims)) | Q(pk__in=changed[Followed.ANSWER]))
    ends = Relation.objects.filter(pk__in=changed[Followed.RELATION]).values_list("a", "b")
    related = {end for pair in ends for end in pair}
    answers |= Answer.objects.filter(claim__in=related)
    return {*answers.order_by().values_list("question", flat=True)} | {*_there(changed[Followed.QUESTION])}


def _there(questions: Collection[int]) -> Iterable[int]:
    return Question.objects.filter(pk__in=questions).values_list("pk", flat=True) if questions else ()


def _recheck(claims: Collection[int], changed: Mapping[Followed, set[int]]) -> dict[Followed, set[int]]:
    """Has an editor look again at what is confirmed of claims that say something else now."""
    ids = ids_param(claims)
    of_claims = {
        Followed.ANSWER: Answer.objects.filter(Q(claim__in=ids) | Q(pk__in=changed[Followed.ANSWER])),
        Followed.RELATION: Relation.objects.filter(Q(a__in=ids) | Q(b__in=ids) | Q(pk__in=changed[Followed.RELATION])),
    }
    stale = {}
    for kind, rows in of_claims.items():
        confirmed = rows.filter(state=LinkState.CONFIRMED).exclude(compared="").select_related("question")
        found = outdated([*confirmed])
        links.recheck(found)
        stale[kind] = {link.pk for link in found}
    return stale
