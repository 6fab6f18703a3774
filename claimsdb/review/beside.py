"""What else is known beside a claim: what its speakers said of the matter before, and who else says the same.

Each is one statement that reads so many rows from an index, however many claims there are.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from claimsdb.choices import Role, Status
from claimsdb.index import scan_of_actor
from claimsdb.models import SPEAKER_ROLES, WAITING, Actor, Attribution, Claim, Quantity, indexed_statuses
from claimsdb.review.checks.candidates import LIMIT, Piece, of_pieces, pieces_with_like_words
from claimsdb.review.checks.duplicates import alikeness

SHOWN = 9  # as many as there are digits
SPEAKERS = 4  # of a claim, whose words are looked for
STANDING = (Status.ACCEPTED, *WAITING)
VALUE = ("measure", "unit", "low", "best", "high")
ROWS = (Prefetch("attributions", Attribution.objects.select_related("actor", "side")), "quantities")


@dataclass(frozen=True, slots=True)
class Other:
    """Another claim, and what it has in common with the one before the editor, for people to read."""

    claim: Claim
    common: tuple[str, ...]


def said_before(claim: Claim) -> list[Other]:
    """What the claim's speakers, or who speaks for them, said of the matter by then: in articles of that day or an
    earlier one, or of no known day, and above it in its own. What has most in common comes first, then the newest."""
    found = _loaded(of_pieces([*_by_its_speakers(claim)]), of=claim)
    earlier = (each for each in found if each.article_id != claim.article_id or _is_above(each, claim))
    return _most_in_common((Other(each, _matter(each, claim)) for each in earlier), of=claim)


def said_elsewhere(claim: Claim) -> list[Other]:
    """Claims of other articles that wait or are accepted, and say much the same or give one of its figures."""
    statuses = indexed_statuses(STANDING)
    pieces = [*pieces_with_like_words(claim.text, statuses), *_with_its_figures(claim)]
    elsewhere = of_pieces(pieces).filter(status__in=STANDING).exclude(article=claim.article_id)
    found = ((each, alikeness(claim.text, each.text)) for each in _loaded(elsewhere, of=claim))
    return _most_in_common((Other(each, _sameness(each, claim, likeness)) for each, likeness in found), of=claim)


def speakers_of(claim: Claim) -> list[tuple[Actor, str]]:
    """Whose word it is, as `Claim.speaker` has it, where the registry knows them; with their role."""
    parts = claim.attributions.all()
    of_roles = ([part for part in parts if part.role == role] for role in SPEAKER_ROLES)
    return [(part.actor, part.role) for part in next(filter(None, of_roles), []) if part.actor][:SPEAKERS]


def _by_its_speakers(claim: Claim) -> Iterator[Piece]:
    day = claim.article.published_to
    for (speaker, role), status in product(speakers_of(claim), indexed_statuses(STANDING)):
        scan = scan_of_actor(speaker, role=role, statuses=[status], until=day, with_undated=True)
        sql, parameters = scan.statement(status, limit=LIMIT)
        yield f"SELECT claim_id FROM ({sql}) AS newest", parameters


def _with_its_figures(claim: Claim) -> Iterator[Piece]:
    for figure in claim.quantities.all():
        if figure.bounds:
            same = Quantity.objects.filter(**_value(figure), claim__status__in=STANDING)  # before so many are taken
            same = same.exclude(claim__article=claim.article_id)
            yield same.order_by().values("claim").query.sql_with_params()


def _value(figure: Quantity) -> dict[str, object]:
    values = {name: getattr(figure, name) for name in VALUE}
    return {f"{name}__isnull" if value is None else name: value is None or value for name, value in values.items()}


def _loaded(claims: QuerySet[Claim], *, of: Claim) -> list[Claim]:
    found = list(claims.exclude(pk=of.pk).select_related("article__source"))
    prefetch_related_objects(found, *ROWS)
    return found


def _is_above(other: Claim, claim: Claim) -> bool:
    return other.start is not None and claim.start is not None and other.start < claim.start


def _sameness(other: Claim, claim: Claim, likeness: float) -> tuple[str, ...]:
    same = [f"the same figure: {each.as_written}" for each in other.quantities.all() if _is_one_of(each, claim)]
    return _distinct([*(["much the same words"] if likeness else []), *same])


def _is_one_of(figure: Quantity, claim: Claim) -> bool:
    return bool(figure.bounds) and any(_value(figure) == _value(each) for each in claim.quantities.all())


def _matter(other: Claim, claim: Claim) -> tuple[str, ...]:
    """What makes the two of one matter: who is in both besides their speakers, what both count, and the topic."""
    named = _about(claim)
    about = [part.who for part in other.attributions.all() if part.actor_id in named]
    counted = {each.measure for each in claim.quantities.all()} & {each.measure for each in other.quantities.all()}
    topic = [claim.get_topic_display()] if claim.topic and claim.topic == other.topic else []
    return _distinct([*topic, *sorted(counted - {""}), *about])


def _about(claim: Claim) -> set[int]:
    telling = {*SPEAKER_ROLES, Role.ORIGIN, Role.EVIDENCE}
    return {part.actor_id for part in claim.attributions.all() if part.actor_id and part.role not in telling}


def _most_in_common(found: Iterable[Other], *, of: Claim) -> list[Other]:
    """At most SHOWN of those that have anything in common."""
    related = [each for each in found if each.common]
    likeness = {each.claim.pk: alikeness(of.text, each.claim.text) for each in related}
    return sorted(related, key=lambda each: _rank(each, likeness[each.claim.pk]))[:SHOWN]


def _rank(other: Other, likeness: float) -> tuple[float, ...]:
    day = other.claim.article.published_to
    return (-len(other.common), -likeness, -day.toordinal() if day else 0, -other.claim.pk)


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
