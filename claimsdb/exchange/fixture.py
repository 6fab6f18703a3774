"""Django fixtures: rows by their natural keys, in a fixed order, without users; the same data gives the same bytes.

`loaddata` takes them into an empty and into a filled database. One row a line, so that two exports can be compared.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from django.contrib.auth.models import User
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q, QuerySet

from claimsdb.models import (
    Actor,
    ActorCode,
    ActorName,
    Affiliation,
    Article,
    Attribution,
    Claim,
    Decision,
    Derivation,
    Quantity,
    Source,
)

CHUNK = 500


class ExactEncoder(DjangoJSONEncoder):
    """Moments in full: Django's encoder cuts them to milliseconds, and what is loaded again would be another moment."""

    def default(self, o: Any) -> Any:
        if isinstance(o, datetime):
            return o.isoformat().replace("+00:00", "Z")
        return super().default(o)


def write_fixture(claims: QuerySet[Claim], out: IO[str], *, lines: bool = False) -> int:
    """Writes the claims with all that they refer to, as JSON or, with `lines`, as JSON lines; returns how many rows.

    What a row refers to stands before it: sources, actors, articles, claims, and the parts of claims.
    """
    opening, between, closing = ("", "\n", "\n") if lines else ("[\n", ",\n", "\n]\n")
    out.write(opening)
    count = 0
    for count, row in enumerate(_rows(claims), start=1):
        out.write(row if count == 1 else between + row)
    out.write(closing if count or not lines else "")
    return count


def _rows(claims: QuerySet[Claim]) -> Iterator[str]:
    for queryset in _querysets(claims):
        yield from _serialized(queryset)


def _querysets(selected: QuerySet[Claim]) -> Iterator[QuerySet[Any]]:
    """Every table that a fixture of these claims needs, in the order in which it can be loaded."""
    pks = selected.order_by().values("pk")
    claims = Claim.objects.filter(Q(pk__in=pks) | Q(duplicates__in=pks)).distinct()
    articles = Article.objects.filter(pk__in=_with_originals(claims))
    derivations = Derivation.objects.filter(article__in=articles)
    attributions = Attribution.objects.filter(claim__in=claims)
    actors = _with_parents(attributions)
    yield Source.objects.filter(pk__in=_with_publishers(articles, derivations)).order_by("slug")
    yield Actor.objects.filter(pk__in=actors).order_by("slug")
    yield ActorCode.objects.filter(actor__in=actors).order_by("scheme", "code")
    yield ActorName.objects.filter(actor__in=actors).order_by("actor__slug", "text", "language")
    yield Affiliation.objects.filter(child__in=actors).order_by("child__slug", "parent__slug", "kind", "started_on")
    yield articles.order_by("text_sha256")
    yield derivations.order_by("article__text_sha256", "start", "kind", "as_written")
    # A duplicate's row names its original, which a constraint wants to be there.
    yield claims.order_by(models.F("duplicate_of").asc(nulls_first=True), "article__text_sha256", "start", "end", "key")
    for part in (attributions, Quantity.objects.filter(claim__in=claims)):
        yield part.order_by("claim__key", "order")
    yield Decision.objects.filter(claim__in=claims).order_by("claim__key", "version")


def _with_originals(claims: QuerySet[Claim]) -> set[int]:
    """The claims' articles, and the articles that those came out of."""
    found: set[int] = set()
    new = set(claims.order_by().values_list("article_id", flat=True))
    while new := new - found:
        found |= new
        originals = Derivation.objects.filter(article__in=new, original__isnull=False)
        new = set(originals.values_list("original_id", flat=True))
    return found


def _with_publishers(articles: QuerySet[Article], derivations: QuerySet[Derivation]) -> set[int]:
    """The sources of the articles and of what they came out of, and whose editions those are."""
    found: set[int] = set()
    new = set(articles.values_list("source_id", flat=True)) | set(derivations.values_list("source_id", flat=True))
    while new := new - found - {None}:
        found |= new
        new = set(Source.objects.filter(pk__in=new).values_list("parent_id", flat=True))
    return found


def _with_parents(attributions: QuerySet[Attribution]) -> set[int]:
    """The actors of the claims, their sides, and all to whom those belong, by which their words roll up."""
    found: set[int] = set()
    new = {pk for pair in attributions.values_list("actor_id", "side_id") for pk in pair if pk}
    while new := new - found:
        found |= new
        new = set(Affiliation.objects.filter(child__in=new).values_list("parent_id", flat=True))
    return found


def _serialized(queryset: QuerySet[Any]) -> Iterator[str]:
    model = queryset.model
    fields = [field for field in model._meta.concrete_fields if field.related_model is not User]
    names = [field.name for field in fields]
    relations = [field.name for field in fields if field.is_relation]
    texts = [f"{field.name}__text" for field in fields if field.related_model is Article]
    for row in queryset.select_related(*relations).defer(*texts).iterator(chunk_size=CHUNK):
        (document,) = serializers.serialize(
            "python", [row], fields=names, use_natural_foreign_keys=True, use_natural_primary_keys=True
        )
        values = json.dumps(document["fields"], cls=ExactEncoder, ensure_ascii=False, sort_keys=True)
        yield f'{{"model": "{document["model"]}", "fields": {values}}}'
