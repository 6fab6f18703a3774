"""The filters of actors."""

from django.db.models import QuerySet

from claimsdb.choices import ActorKind
from claimsdb.filters.base import StrictFilter, StrictFilterSet
from claimsdb.filters.fields import Choices, StoredWords, Text
from claimsdb.models import Actor


class ActorFilterSet(StrictFilterSet):
    SEARCHED = ("name", "slug", "names__text", "codes__code")

    kind = StrictFilter(Choices(ActorKind, "What it is.", example="state"))
    country = StrictFilter(StoredWords("country", "Its country, by ISO 3166-1 alpha-2.", example="KP"))
    search = StrictFilter(
        Text("Every word occurs in one of its names, codes or its slug.", example="kim"), method="by_words"
    )

    class Meta:
        model = Actor
        fields: list[str] = []

    def by_words(self, queryset: QuerySet, name: str, text: str) -> QuerySet:
        return super().by_words(queryset, name, text).distinct()
