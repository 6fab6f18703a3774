"""The filters of articles."""

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Case, Q, QuerySet, When

from claimsdb.actors import find_source
from claimsdb.choices import ArticleState
from claimsdb.filters.base import StrictFilter, StrictFilterSet
from claimsdb.filters.editions import with_editions
from claimsdb.filters.fields import Choices, Day, Moment, Parameter, SearchText, StoredWords, VisibleRowNames
from claimsdb.filters.values import InvalidValue, shown
from claimsdb.models import Article, Source
from claimsdb.reading import number_of, same_page


class PageAddress(Parameter):
    """Where an article can be read, however the address is written."""

    longest = 2000

    def read(self, word: str) -> str:
        if not same_page(word):
            raise InvalidValue(f"{shown(word)} is no address of one page, such as https://example.org/troops.")
        return word


class Digest(Parameter):
    """A SHA-256 in hexadecimal digits."""

    schema: Mapping[str, Any] = {"type": "string", "pattern": "^[0-9A-Fa-f]{64}$"}

    def read(self, word: str) -> str:
        if not re.fullmatch("[0-9A-Fa-f]{64}", word):
            raise InvalidValue(f"{shown(word)} is no SHA-256, which has 64 hexadecimal digits.")
        return word.lower()


class ArticleFilterSet(StrictFilterSet):
    INTERNAL = ("state",)
    SEARCHED = ("title", "byline", "file_name")
    OF_SOURCE = ("source__name", "source__slug", "source__domain")

    source = StrictFilter(
        VisibleRowNames(
            find_source,
            Source,
            "Published it, by itself or by an edition.",
            example="eurasian-times",
        ),
        method="of_sources",
    )
    language = StrictFilter(StoredWords("language", "The language of its text, as BCP 47 has it.", example="en"))
    published_after = StrictFilter(
        Day("Published on this day or later, for certain.", example="2024-10-01"), "published_from", "gte"
    )
    published_before = StrictFilter(
        Day("Published on this day or earlier, for certain.", example="2024-12-31"), "published_to", "lte"
    )
    updated_since = StrictFilter(
        Moment("Changed at this time or later.", example="2026-11-22T10:00:00Z"), method="by_changes"
    )
    search = StrictFilter(
        SearchText("Every word occurs in its title, byline, file name or its source's names.", example="troops"),
        method="by_words",
    )

    url = StrictFilter(
        PageAddress("Was published at this address, however it is written.", example="https://example.org/troops"),
        method="by_page",
    )
    text_sha256 = StrictFilter(
        Digest("Has the text with this SHA-256, in UTF-8 as it was handed in.", example=64 * "0"), lookup_expr="exact"
    )
    state = StrictFilter(
        Choices(ArticleState, "Whether readers see it. For editors and readers with an account.", example="draft")
    )

    class Meta:
        model = Article
        fields: list[str] = []

    def of_sources(self, queryset: QuerySet, name: str, sources: list[Source]) -> QuerySet:
        return queryset.filter(source__in=with_editions(sources))

    def by_page(self, queryset: QuerySet, name: str, url: str) -> QuerySet:
        """By the fingerprints; an article that came in bulk, of which none is taken yet, by the address itself."""
        untaken = Q(fingerprint__words__isnull=True, url=url)
        return queryset.filter(Q(fingerprint__address=number_of(same_page(url))) | untaken)

    @property
    def searched(self) -> Mapping[str, Any]:
        """Of sources that are proposed nobody learns by a search who may not see them."""
        known = Q(source__in=Source.objects.within(self.open_to))
        return {**super().searched, **{column: Case(When(known, then=column)) for column in self.OF_SOURCE}}
