"""Which claims a write moves: stated once, for the signals of the models (`sync`) and for the SQL of an import.

From a row foreign keys lead to the claim that it is part of, or to an article, a source or an actor from which claims
follow: all claims in the article, or in those of the source; all in which the actor, or one who belongs to it, has a
part.

What an actor is called moves no claim: the search index has actors by id, and names are looked up as they are asked for
(`claimsdb.actors.names`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db.models import Model, Q
from django.db.models.constants import LOOKUP_SEP

from claimsdb.actors import Affiliations
from claimsdb.db.sql import ids_param
from claimsdb.models import Actor, Affiliation, Article, Assessment, Attribution, Claim, Evidence, Quantity, Source


@dataclass(frozen=True, slots=True)
class Dependency:
    """How rows of `model` lead to claims: by the foreign keys `path`, to a claim, an article, a source or an actor.

    Where `unless_null` names a column, a row in which it is null moves nothing; where `columns` are named, a row that
    is saved moves something only if one of these changes.
    """

    model: type[Model]
    path: tuple[str, ...] = ()
    unless_null: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def leads_to(self) -> type[Model]:
        """Claim, Article, Source or Actor."""
        return reduce(lambda model, name: model._meta.get_field(name).related_model, self.path, self.model)  # type: ignore[arg-type, return-value]

    @property
    def is_root(self) -> bool:
        """Whether claims follow from the row itself: a new one has none, and one that has some is not deleted."""
        return not self.path and self.model is not Claim

    def ends(self, pks: Iterable[int]) -> Iterable[int]:
        """The ids of the claims, articles, sources or actors to which the rows with these ids lead."""
        if not self.path:
            return pks
        rows = self.model._default_manager.filter(pk__in=pks)
        if self.unless_null:
            rows = rows.filter(**{LOOKUP_SEP.join([*self.unless_null, "isnull"]): False})
        return rows.order_by().values_list(LOOKUP_SEP.join(self.path), flat=True)

    def end_of(self, row: Model) -> Iterator[int]:
        """The same of one row that may have been deleted."""
        if self.unless_null and reduce(getattr, self.unless_null, row) is None:
            return
        *way, last = self.path or ("pk",)
        yield getattr(reduce(getattr, way, row), f"{last}_id" if self.path else last)

    def is_unchanged(self, row: Model) -> bool:
        """Whether the row stands in the database with the same values in the columns that count."""
        if not self.columns:
            return False
        values: dict[str, Any] = {name: getattr(row, name) for name in self.columns}
        return self.model._default_manager.filter(pk=row.pk, **values).exists()


DEPENDENCIES: dict[type[Model], Dependency] = {
    each.model: each
    for each in (
        Dependency(Claim),
        Dependency(Attribution, ("claim",)),
        Dependency(Quantity, ("claim",)),
        Dependency(Assessment, ("claim",), unless_null=("published_on",)),  # a draft is nobody else's business
        Dependency(Evidence, ("assessment", "claim"), unless_null=("assessment", "published_on")),
        Dependency(Article),
        Dependency(Source, columns=("state",)),  # claims have no source that is not confirmed
        Dependency(Affiliation, ("child",)),
        Dependency(Actor, columns=("kind",)),  # a state, unlike others, speaks for itself alone
    )
}

ARTICLE_OF_CLAIM = "article"
SOURCE_OF_ARTICLE = "source"
ACTORS_OF_ATTRIBUTION = ("actor", "side")


def claims_moved(ends: dict[type[Model], set[int]]) -> set[int]:
    """The ids of the claims that follow from these claims, articles, sources and actors."""
    in_articles = _claims_in(ARTICLE_OF_CLAIM, ends[Article])
    in_sources = _claims_in(LOOKUP_SEP.join([ARTICLE_OF_CLAIM, SOURCE_OF_ARTICLE]), ends[Source])
    moved = ends[Claim] | in_articles | in_sources | _claims_assessed_by(ends[Source]) | _claims_of(ends[Actor])
    return moved | _claims_standing_for(moved)


def _claims_in(path: str, ids: set[int]) -> set[int]:
    if not ids:
        return set()
    return set(Claim.objects.filter(**{f"{path}__in": ids}).order_by().values_list("pk", flat=True))


def _claims_assessed_by(publishers: set[int]) -> set[int]:
    """Readers see assessments of confirmed publishers alone, and a claim with them."""
    if not publishers:
        return set()
    published = Assessment.objects.filter(publisher__in=publishers, published_on__isnull=False)
    return set(published.order_by().values_list("claim_id", flat=True))


def _claims_standing_for(claims: set[int]) -> set[int]:
    """A figure that stands for another claim's shows its words, as long as that claim may be seen."""
    if not claims:
        return set()
    standing = Quantity.objects.filter(stands_for_claim__in=ids_param(claims))
    return set(standing.order_by().values_list("claim_id", flat=True))


def _claims_of(actors: set[int]) -> set[int]:
    if not actors:
        return set()
    everyone = Affiliations().with_members(actors)
    has_part = reduce(Q.__or__, (Q(**{f"{name}__in": everyone}) for name in ACTORS_OF_ATTRIBUTION))
    return set(Attribution.objects.filter(has_part).order_by().values_list("claim_id", flat=True))
