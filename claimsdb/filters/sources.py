"""The filters of sources."""

from django.db.models import Q

from claimsdb.choices import SourceKind, SourceState, Texts
from claimsdb.filters.base import StrictFilter, StrictFilterSet
from claimsdb.filters.fields import Choices, Moment, SearchText, StoredWords
from claimsdb.models import Source


class SourceFilterSet(StrictFilterSet):
    INTERNAL = ("state",)
    SEARCHED = ("name", "slug", "domain")

    kind = StrictFilter(Choices(SourceKind, "What it is.", example="newspaper"))
    country = StrictFilter(StoredWords("country", "Its country, by ISO 3166-1 alpha-2.", example="KP"))
    updated_since = StrictFilter(
        Moment("Changed at this time or later.", example="2026-11-22T10:00:00Z"), method="by_changes"
    )
    search = StrictFilter(
        SearchText("Every word occurs in its name, slug or domain.", example="times"), method="by_words"
    )

    state = StrictFilter(
        Choices(
            SourceState,
            "Whether an editor has confirmed it. For editors and readers with an account.",
            example="proposed",
        )
    )
    texts = StrictFilter(
        Choices(Texts, "What readers get of its articles, where that is said of it.", example="quotes", or_none=True),
        missing=Q(texts=""),
    )

    class Meta:
        model = Source
        fields: list[str] = []
