"""Merging: one actor or source turns out to be another. All that refers to the one refers to the other then, and what
it went by goes on leading there: its slug, its names, its domain."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from simple_history.utils import bulk_update_with_history

from claimsdb.choices import MergedKind, NameKind
from claimsdb.curation import merge_records, questions
from claimsdb.curation.merge_previews import (
    MergePreview,
    affiliations_as_the_others,
    check_two,
    clashing_codes,
    lacks_what_it_is_called,
    names_that_come,
    preview_of_actors,
    preview_of_sources,
    repeated,
)
from claimsdb.curation.permissions import InUse, Seen, Stale, check_may, lock
from claimsdb.curation.sources import ancestors
from claimsdb.index import lock_claims, synced
from claimsdb.models import (
    Actor,
    ActorName,
    Article,
    Assessment,
    Attribution,
    Claim,
    Derivation,
    ExternalCheck,
    MergedActor,
    MergedSource,
    Source,
)
from claimsdb.questions.renewing import claims_with, saying_the_same
from claimsdb.review import snapshots

CHUNK = 500  # rows in memory


def merge_actors(actor: Actor, *, into: Actor, seen: Seen, by: User | None, state: str | None = None) -> Actor:
    """Each claim in which the actor has a part has it as a new version. Raises InUse where both have a code of one
    scheme, by which they are two; Stale where the preview that was seen had another `state`."""
    with synced():
        for verb in ("change", "delete"):
            check_may(verb, Actor, by=by)
        lock_claims(claims_with(actor), no_key=False)  # before the actors: who amends one of them holds it already
        actor, into = _both(actor, into, seen=seen, by=by)
        _check_seen(state, preview_of_actors, actor, into)
        if two := clashing_codes(actor, into):
            raise InUse(f"{actor} and {into} have codes of one scheme: {', '.join(two)}. Take one away first.")
        kept = merge_records.of_actor(actor, into=into)
        claims = claims_with(actor)
        with saying_the_same(claims):
            for gone, repeats in _move_parts(claims, actor, into, by=by):
                part = merge_records.columns(gone) | {"repeats": repeats}
                kept["claims"][str(gone.claim_id)]["gone"].append(part)
        _move_affiliations(actor, into, by=by)
        kept["made_name"] = _move_names(actor, into)
        actor.codes.update(actor=into)
        questions.put_in_place(into, of=actor, by=by)
        MergedActor.objects.filter(into=actor).update(into=into)
        MergedActor.objects.update_or_create(slug=actor.slug, defaults={"was": actor.pk, "into": into})
        merge_records.write_down(MergedKind.ACTOR, kept, into=into, by=by)
        _end(actor, into, by=by)
        return into


def merge_sources(source: Source, *, into: Source, seen: Seen, by: User | None, state: str | None = None) -> Source:
    """A domain that the other lacks becomes its own; another one leads to it. Raises Stale as `merge_actors` does."""
    with synced():
        source, into = _both(source, into, seen=seen, by=by)
        _check_seen(state, preview_of_sources, source, into)
        kept = merge_records.of_source(source, into=into)
        _move_articles(source, into, by=by)
        Derivation.objects.filter(source=source).update(source=into)
        ExternalCheck.objects.filter(publisher=source).update(publisher=into)
        _move_assessments(source, into, by=by)
        _move_editions(source, into, by=by)
        MergedSource.objects.filter(into=source).update(into=into)
        if source.domain:
            MergedSource.objects.filter(domain=source.domain).update(domain="")
        led = {"name": source.name, "domain": source.domain if into.domain else "", "into": into}
        MergedSource.objects.update_or_create(slug=source.slug, defaults=led)
        into.domain = into.domain or source.domain
        merge_records.write_down(MergedKind.SOURCE, kept | {"parent_after": into.parent_id}, into=into, by=by)
        _end(source, into, by=by)
        return into


def _both(row: Any, into: Any, *, seen: Seen, by: User | None) -> tuple[Any, Any]:
    """Both rows, locked in the order of their ids, so that two who merge them either way do not wait for each other."""
    for verb in ("change", "delete"):
        check_may(verb, type(row), by=by)
    check_two(row, into)
    first, second = sorted([row, into], key=lambda each: each.pk)
    locked = {each.pk: lock(each, seen=seen if each.pk == row.pk else None) for each in (first, second)}
    return locked[row.pk], locked[into.pk]


def _check_seen(state: str | None, preview: Callable[..., MergePreview], row: Any, into: Any) -> None:
    if state is not None and preview(row, into=into).state != state:
        raise Stale(f"What merging {row} into {into} does is not as you have seen it: look at it again.")


def _end(row: Any, into: Any, *, by: User | None) -> None:
    reason = f"{row.slug} is merged into {into.slug}"
    for each in (row, into):
        each._history_user, each._change_reason = by, reason
    row.delete()
    into.save()


def _move_parts(
    claims: Sequence[int], actor: Actor, into: Actor, *, by: User | None
) -> Iterator[tuple[Attribution, int]]:
    """Yields the parts that go, since the other one has them already, as they were, each with the id of that one."""
    for start in range(0, len(claims), CHUNK):
        chunk = Claim.objects.select_for_update(of=("self",)).filter(pk__in=claims[start : start + CHUNK])
        for claim in chunk.order_by("pk"):
            snapshots.ensure_recorded(claim, replacing=Claim.ROW_LISTS)
            before = {part.pk: part for part in claim.attributions.all()}
            claim.quantities.filter(of=actor).update(of=into)
            claim.attributions.filter(actor=actor).update(actor=into)
            claim.attributions.filter(side=actor).update(side=into)
            yield from ((before[pk], first) for pk, first in drop_repeated(claim, into).items())
            claim.version += 1
            claim.save()
            snapshots.record(claim, by=by)


def drop_repeated(claim: Claim, into: Actor) -> dict[int, int]:
    """Where both had one role, the first part in it stays. Returns the ids of the others, which are gone, each with
    that of the first."""
    rows = repeated(claim.attributions.filter(Q(actor=into) | Q(side=into)).order_by("order"))
    pks = {row.pk: first.pk for row, first in rows.items()}
    for row in rows:
        row.delete()
    return pks


def _move_affiliations(actor: Actor, into: Actor, *, by: User | None) -> None:
    for end in ("child", "parent"):
        for affiliation, is_known in affiliations_as_the_others(actor, into, end=end):
            affiliation._history_user = by  # type: ignore[attr-defined]
            if is_known:
                affiliation.delete()
            else:
                affiliation.save()


def _move_names(actor: Actor, into: Actor) -> int | None:
    """Returns the id of the name that is made of what the actor was called, where neither had that."""
    made = None
    if lacks_what_it_is_called(actor, into):
        # Whether it may be found in texts, only an editor can say.
        made = ActorName.objects.create(actor=into, text=actor.name, kind=NameKind.NAME, matchable=False).pk
    for name in names_that_come(actor, into):
        name.actor = into
        name.save()
    return made


def _move_articles(source: Source, into: Source, *, by: User | None) -> None:
    reason = f"{source.slug} is merged into {into.slug}"
    for articles in _chunks(Article.objects.filter(source=source).defer("text")):
        for article in articles:
            article.source = into
        bulk_update_with_history(articles, Article, ["source"], default_user=by, default_change_reason=reason)


def _move_assessments(source: Source, into: Source, *, by: User | None) -> None:
    for assessments in _chunks(Assessment.objects.select_for_update(of=("self",)).filter(publisher=source)):
        for assessment in assessments:
            assessment.publisher, assessment.version = into, assessment.version + 1
            assessment._history_user = by
            assessment.save()


def _move_editions(source: Source, into: Source, *, by: User | None) -> None:
    """What is merged into an edition of its own, or of one of its editions, leaves its place to that: `into` stands
    alone then, or is an edition of what that was one of."""
    if source.pk in ancestors(into):
        above = source.parent
        into.parent = None if above and into.pk in ancestors(above) else above
        into._history_user = by  # type: ignore[attr-defined]
        into.save()
    for edition in Source.objects.filter(parent=source):
        edition.parent = into
        edition._history_user = by
        edition.save()


def _chunks(rows: Any) -> Iterable[list[Any]]:
    """All of them, some at a time; each leaves the queryset as it is moved."""
    while chunk := list(rows.order_by("pk")[:CHUNK]):
        yield chunk
