"""The filters of actors."""

from django.db.models import QuerySet

from claimsdb.actors import actor_names
from claimsdb.choices import ActorKind
from claimsdb.filters.base import StrictFilter, StrictFilterSet
from claimsdb.filters.fields import Choices, Moment, SearchText, StoredWords
from claimsdb.index.search import as_typed
from claimsdb.models import Actor


class ActorFilterSet(StrictFilterSet):
    kind = StrictFilter(Choices(ActorKind, "What it is.", example="state"))
    country = StrictFilter(StoredWords("country", "Its country, by ISO 3166-1 alpha-2.", example="KP"))
    updated_since = StrictFilter(
        Moment("Changed at this time or later.", example="2026-11-22T10:00:00Z"), method="by_changes"
    )
    search = StrictFilter(
        SearchText("Every word occurs in one of its names, codes or its slug.", example="kim"), method="by_words"
    )

    class Meta:
        model = Actor
        fields: list[str] = []

    def by_words(self, queryset: QuerySet, name: str, text: str) -> QuerySet:
        query = as_typed(text)
        return queryset.filter(pk__in=[actor for actor, known in actor_names().by_actor() if query.holds(known)])
