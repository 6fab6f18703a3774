"""Keeps true, with every write, whether the claims that answer a question agree, and has links looked at again whose
claims have changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from itertools import chain
from typing import Any

from django.db.models import Q

from claimsdb.choices import Agreement, Followed, LinkState
from claimsdb.db.sql import ids_param
from claimsdb.index import changed, followed_by, synced
from claimsdb.models import Answer, Question, QuestionEntry, Relation
from claimsdb.questions import links
from claimsdb.questions.digests import AnyLink, digests
from claimsdb.questions.gathering import Gathered, gather

LINKS: dict[Followed, type[Answer] | type[Relation]] = {Followed.ANSWER: Answer, Followed.RELATION: Relation}
ENDS = {Followed.ANSWER: ("claim",), Followed.RELATION: ("a", "b")}


@followed_by
def follow(claims: list[int], changed: dict[Followed, set[int]]) -> None:
    """At the end of every writing transaction: what it means for links and questions."""
    touched = {kind: _links_of(kind, claims) | changed[kind] for kind in LINKS}
    for kind, links_touched in touched.items():
        changed[kind] |= _recheck(kind, links_touched)
    if questions := _questions_of(touched[Followed.ANSWER], changed):
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


def _links_of(kind: Followed, claims: Collection[int]) -> set[int]:
    """Of most claims nothing hangs on what they say: that costs no more than a look."""
    if not claims:
        return set()
    of_claims = reduce(Q.__or__, (Q(**{f"{end}__in": ids_param(claims)}) for end in ENDS[kind]))
    return {*LINKS[kind].objects.filter(of_claims).order_by().values_list("pk", flat=True)}


def _questions_of(answers: Collection[int], changed: Mapping[Followed, set[int]]) -> set[int]:
    """The questions of which another answer may be true now: of these answers, and of claims newly related."""
    questions = {*_there(changed[Followed.QUESTION])}
    related: set[int] = set()
    if changed[Followed.RELATION]:
        ends = (
            Relation.objects.filter(pk__in=changed[Followed.RELATION]).order_by().values_list(*ENDS[Followed.RELATION])
        )
        related = {*chain.from_iterable(ends)}
    if answers or related:
        found = Answer.objects.filter(Q(pk__in=ids_param(answers)) | Q(claim__in=ids_param(related)))
        questions |= {*found.order_by().values_list("question", flat=True)}
    return questions


def _there(questions: Collection[int]) -> Iterable[int]:
    return Question.objects.filter(pk__in=questions).values_list("pk", flat=True) if questions else ()


def _recheck(kind: Followed, touched: Collection[int]) -> set[int]:
    """Has an editor look again at what is confirmed of claims that say something else now."""
    if not touched:
        return set()
    confirmed = LINKS[kind].objects.filter(pk__in=ids_param(touched), state=LinkState.CONFIRMED).exclude(compared="")
    found = outdated([*confirmed.select_related("question").order_by("pk")])
    links.recheck(found)
    return {link.pk for link in found}
