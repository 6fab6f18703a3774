"""The filters of articles."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Q, When

from claimsdb.actors import find_source
from claimsdb.choices import ArticleState
from claimsdb.filters.base import StrictFilter, StrictFilterSet
from claimsdb.filters.fields import Choices, Day, SearchText, StoredWords, VisibleRowNames
from claimsdb.models import Article, Source


class ArticleFilterSet(StrictFilterSet):
    INTERNAL = ("state",)
    SEARCHED = ("title", "byline", "file_name")
    OF_SOURCE = ("source__name", "source__slug", "source__domain")

    source = StrictFilter(VisibleRowNames(find_source, Source, "Published it.", example="eurasian-times"))
    language = StrictFilter(StoredWords("language", "The language of its text, as BCP 47 has it.", example="en"))
    published_after = StrictFilter(Day("Published on this day or later.", example="2024-10-01"), "published_on", "gte")
    published_before = StrictFilter(
        Day("Published on this day or earlier.", example="2024-12-31"), "published_on", "lte"
    )
    search = StrictFilter(
        SearchText("Every word occurs in its title, byline, file name or its source's names.", example="troops"),
        method="by_words",
    )

    state = StrictFilter(
        Choices(ArticleState, "Whether readers see it. For editors and readers with an account.", example="draft")
    )

    class Meta:
        model = Article
        fields: list[str] = []

    @property
    def searched(self) -> Mapping[str, Any]:
        """Of sources that are proposed nobody learns by a search who may not see them."""
        known = Q(source__in=Source.objects.within(self.open_to))
        return {**super().searched, **{column: Case(When(known, then=column)) for column in self.OF_SOURCE}}
