"""Which questions claims answer and how they stand to others, as exports of claims have it: what editors have
confirmed, of what the asker may see."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

import orjson
from django.db.models import OuterRef, Subquery

from claimsdb.db.sql import ids_param
from claimsdb.models import Answer, Quantity, Relation, Visibility

Row = dict[str, Any]

ENDS = {"a": "b", "b": "a"}


def with_links(lines: list[str], claims: Collection[int], *, visibility: Visibility) -> list[str]:
    """The documents of these claims, in their order, with `questions` and `relations` at the end; three statements for
    all of them."""
    questions, relations = _questions(claims, visibility), _relations(claims, visibility)
    return [
        _with(line, questions=questions.get(pk, []), relations=relations.get(pk, []))
        for pk, line in zip(claims, lines, strict=True)
    ]


def _with(line: str, **lists: list[Row]) -> str:
    return f"{line.removesuffix('}')},{orjson.dumps(lists).decode().removeprefix('{')}"


def _questions(claims: Collection[int], visibility: Visibility) -> dict[int, list[Row]]:
    """By the ids of the claims."""
    found = defaultdict(list)
    figure = Quantity.objects.filter(claim=OuterRef("claim"), order=OuterRef("figure")).values("as_written")
    answers = Answer.objects.within(visibility).counting().filter(claim__in=ids_param(claims))
    rows = answers.annotate(as_written=Subquery(figure)).order_by("question__slug", "figure", "pk")
    columns = ("claim_id", "question__slug", "figure", "as_written", "value", "part")
    for claim, slug, order, as_written, value, part in rows.values_list(*columns):
        told = {"slug": slug, "figure": order, "as_written": as_written, "value": value or None, "part": part}
        found[claim].append(told)
    return found


def _relations(claims: Collection[int], visibility: Visibility) -> dict[int, list[Row]]:
    """By the ids of the claims; `end` says whether the claim is `a` or `b` of it."""
    found = defaultdict(list)
    for _, claim, row in sorted(_ends(claims, visibility), key=lambda each: each[:2]):
        found[claim].append(row)
    return found


def _ends(claims: Collection[int], visibility: Visibility) -> Iterator[tuple[int, int, Row]]:
    """Each end by itself, as each has an index of its own."""
    relations = Relation.objects.within(visibility).counting().order_by()
    for end, other in ENDS.items():
        rows = relations.filter(**{f"{end}__in": ids_param(claims)})
        columns = ("pk", f"{end}_id", "kind", f"{other}__key", "about", "strength")
        for pk, claim, kind, key, about, strength in rows.values_list(*columns):
            yield pk, claim, {"kind": kind, "end": end, "claim": key, "about": about, "strength": strength}
