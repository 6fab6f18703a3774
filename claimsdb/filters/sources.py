"""The filters of sources."""

from claimsdb.choices import SourceKind
from claimsdb.filters.base import StrictFilter, StrictFilterSet
from claimsdb.filters.fields import Choices, SearchText, StoredWords
from claimsdb.models import Source


class SourceFilterSet(StrictFilterSet):
    SEARCHED = ("name", "slug", "domain")

    kind = StrictFilter(Choices(SourceKind, "What it is.", example="newspaper"))
    country = StrictFilter(StoredWords("country", "Its country, by ISO 3166-1 alpha-2.", example="KP"))
    search = StrictFilter(
        SearchText("Every word occurs in its name, slug or domain.", example="times"), method="by_words"
    )

    class Meta:
        model = Source
        fields: list[str] = []
