"""Contradictions and denials between claims, as editors have confirmed them, each told once: what is said twice is one
side of it, and a spokesman and the body for which they speak are one denier."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from claimsdb.choices import SAID_OF_ONE, LinkState, RelationKind, Status, Strength
from claimsdb.models import Claim, Relation


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Claims that contradict each other, in reading order; or denials, and after them what they deny."""

    claims: tuple[Claim, ...]
    denials: tuple[Claim, ...] = ()
    in_words: str = ""


def disagreements_in(articles: Collection[int]) -> list[Disagreement]:
    """The certain ones between claims of these articles."""
    claims = Claim.objects.filter(article__in=articles, status=Status.ACCEPTED)
    both = {"a__in": claims, "b__in": claims, "state": LinkState.CONFIRMED, "strength": Strength.CERTAIN}
    relations = list(Relation.objects.filter(**both).order_by("pk"))
    ends = {pk for each in relations for pk in (each.a_id, each.b_id)}
    parts = claims.filter(pk__in=ends).select_related("article").prefetch_related("attributions__actor")
    by_pk = {each.pk: each for each in parts.in_reading_order()}
    return sorted(
        [*_contradictions(relations, by_pk), *_denials(relations, by_pk)],
        key=lambda each: [*by_pk].index((each.denials or each.claims)[0].pk),
    )


def possible_in(articles: Collection[int]) -> int:
    """How many more pairs editors take for possible contradictions or denials."""
    claims = Claim.objects.filter(article__in=articles, status=Status.ACCEPTED)
    kinds = (RelationKind.CONTRADICTS, RelationKind.DENIES)
    both = {"a__in": claims, "b__in": claims, "state": LinkState.CONFIRMED, "strength": Strength.POSSIBLE}
    return Relation.objects.filter(kind__in=kinds, **both).count()


def _contradictions(relations: Iterable[Relation], by_pk: Mapping[int, Claim]) -> Iterator[Disagreement]:
    """Pairs that have a claim in common are one contradiction."""
    found = [each for each in relations if each.kind == RelationKind.CONTRADICTS]
    for group in _groups((each.a_id, each.b_id) for each in found):
        first = next(each for each in found if each.a_id in group)
        yield Disagreement(_in_order(group, by_pk), in_words=first.in_words)


def _denials(relations: Collection[Relation], by_pk: Mapping[int, Claim]) -> Iterator[Disagreement]:
    found = [each for each in relations if each.kind == RelationKind.DENIES]
    deniers = {each.a_id for each in found}
    joined = [
        (each.a_id, each.b_id) for each in relations if each.kind in SAID_OF_ONE and {each.a_id, each.b_id} <= deniers
    ]
    for group in _groups([*((pk, pk) for pk in deniers), *joined]):
        denied = {each.b_id for each in found if each.a_id in group}
        yield Disagreement(_in_order(denied, by_pk), denials=_in_order(group, by_pk))


def _in_order(pks: Collection[int], by_pk: Mapping[int, Claim]) -> tuple[Claim, ...]:
    return tuple(claim for pk, claim in by_pk.items() if pk in pks)


def _groups(pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    """The sets of ids that pairs join."""
    groups: list[set[int]] = []
    for pair in pairs:
        touched = [group for group in groups if group & {*pair}]
        groups = [group for group in groups if group not in touched] + [{*pair}.union(*touched)]
    return groups
