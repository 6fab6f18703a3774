"""What this database had at a moment, from what it keeps of every version: claims, answers and relations.

Of that somebody sees what they may see of it now, and readers what was public then.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from claimsdb.agreement import Figure, Party, Related, Statement
from claimsdb.choices import Basis, LinkState, Qualifier, RelationKind, Role, Status, Strength
from claimsdb.db.sql import ids_param
from claimsdb.models import (
    AnswerDecision,
    Article,
    Attribution,
    Claim,
    ClaimVersion,
    Quantity,
    Question,
    Relation,
    RelationDecision,
    sees_all_claims,
    was_open,
)
from claimsdb.questions.statements import COLUMNS, statement_of
from claimsdb.review import snapshots


def accepted_at(moment: datetime, claims: Collection[int], *, user) -> list[Statement]:
    """The claims with these ids that were accepted then, as they were; for readers in articles that were public while
    they were so, as in their history."""
    kept = ClaimVersion.objects.filter(claim__in=ids_param(claims), at__lte=moment)
    if not sees_all_claims(user):
        kept = kept.annotate(was_open=was_open(ClaimVersion, moment="at"))
    accepted = [each for each in _last(kept, of="claim_id") if each.columns["status"] == Status.ACCEPTED]
    versions = [each for each in accepted if getattr(each, "was_open", True)]
    rows = {each.claim_id: {name: snapshots.rows_at(each, name) or [] for name in Claim.ROW_LISTS} for each in versions}
    snapshots.with_actors(row for lists in rows.values() for each in lists.values() for row in each)
    known = (
        Claim.objects.filter(pk__in=ids_param(list(rows))).select_related("article").defer("article__text").in_bulk()
    )
    published = _published_at(moment, {each.article_id for each in known.values()})
    return [
        _statement(each, known[each.claim_id].article, published=published, **rows[each.claim_id])
        for each in versions
        if each.claim_id in known
    ]


def answers_at(moment: datetime, questions: Iterable[Question]) -> list[dict[str, Any]]:
    """What was confirmed then as an answer to these questions, in the order of their articles: by `pk`, `question`,
    `claim`, `figure`, `value` and `part`."""
    pks = {each.slug: each.pk for each in questions}
    asked = Q(link__question__in=pks.values()) | Q(link__question__merged__in=pks.values())
    decisions = AnswerDecision.objects.filter(asked, recorded_at__lte=moment).select_related("link").distinct()
    confirmed = [
        {**each.columns, "pk": each.link_id, "question": pks[each.columns["question"]], "claim": each.link.claim_id}
        for each in _last(decisions, of="link_id")
        if each.columns["state"] == LinkState.CONFIRMED and each.columns["question"] in pks
    ]
    claims = Claim.objects.filter(pk__in=ids_param([each["claim"] for each in confirmed]))
    ordered = claims.order_by("article", F("start").asc(nulls_last=True), "key")
    places = {pk: place for place, pk in enumerate(ordered.values_list("pk", flat=True))}
    return sorted(confirmed, key=lambda each: (places[each["claim"]], each["figure"] is None, each["figure"] or 0))


def relations_at(moment: datetime, claims: Collection[int]) -> list[Related]:
    """The relations in which one of the claims has a part that were confirmed then."""
    ids = ids_param(claims)
    decisions = RelationDecision.objects.filter(
        Q(link__a__in=ids) | Q(link__b__in=ids), recorded_at__lte=moment
    ).annotate(a=F("link__a__key"), b=F("link__b__key"), kind=F("link__kind"))
    return [
        Related(RelationKind(each.kind), each.a, each.b, Strength(each.columns["strength"]))
        for each in _last(decisions, of="link_id")
        if each.columns["state"] == LinkState.CONFIRMED
    ]


def was_confirmed(moment: datetime) -> Exists:
    """Whether a relation was confirmed then."""
    decisions = RelationDecision.objects.filter(recorded_at__lte=moment)
    later = decisions.filter(link=OuterRef("link"), version__gt=OuterRef("version"))
    return Exists(decisions.filter(~Exists(later), link=OuterRef("pk"), columns__state=LinkState.CONFIRMED))


def as_recorded(relations: Sequence[Relation], moment: datetime) -> None:
    """Gives each of them what decisions had set by then."""
    decisions = RelationDecision.objects.filter(link__in=relations, recorded_at__lte=moment)
    last = {each.link_id: each for each in _last(decisions, of="link_id")}
    questions = Question.objects.in_bulk({each.columns["question"] for each in last.values()}, field_name="slug")
    for each in relations:
        decision = last[each.pk]
        columns = {**decision.columns, "version": decision.version}
        columns["question"] = questions.get(columns["question"])
        for name, value in columns.items():
            setattr(each, name, value)


def _last(rows: Any, *, of: str) -> Iterator[Any]:
    """The row with the highest version of each."""
    last: Any = None
    for row in rows.order_by(of, "-version"):
        if last is None or getattr(row, of) != getattr(last, of):
            yield row
        last = row


def _published_at(moment: datetime, articles: Collection[int]) -> dict[int, Any]:
    """Of the articles that were written once more since, what was known then of when they were published."""
    histories: Any = Article.history
    rows = histories.filter(id__in=articles, history_date__lte=moment).order_by("history_date", "history_id")
    return {each.id: each for each in rows}


def _statement(
    version: ClaimVersion,
    article: Article,
    *,
    published: dict[int, Any],
    attributions: list[Attribution],
    quantities: list[Quantity],
) -> Statement:
    claim, told = snapshots.claim_at(version), published.get(article.pk, article)
    row = {
        "key": version.key,
        "article_id": article.pk,
        "language": article.language,
        "published_from": told.published_from,
        "published_to": told.published_to,
        **{name: getattr(claim, name) for name in COLUMNS},
    }
    return statement_of(
        row, parties=map(_party, attributions), figures=map(_figure, range(len(quantities)), quantities)
    )


def _party(row: Attribution) -> Party:
    actor, side = row.actor, row.side
    slug, name, kind = (actor.slug, actor.name, actor.kind) if actor else (None, row.name, "")
    return Party(Role(row.role), slug, name, side.slug if side else None, row.as_written, kind, row.hop)


def _figure(order: int, row: Quantity) -> Figure:
    meant = (row.stands_for_claim.key, row.stands_for_order) if row.stands_for_claim else None
    return Figure(
        order, row.as_written, row.low, row.best, row.high, Qualifier(row.qualifier), row.measure, row.unit,
        Basis(row.basis), row.of.slug if row.of else None, row.stage, row.per, meant,  # type: ignore[arg-type]
    )  # fmt: skip
