"""The filters of articles."""

from claimsdb.actors import find_source
from claimsdb.filters.base import StrictFilter, StrictFilterSet
from claimsdb.filters.fields import Day, StoredWords, Text, VisibleRowNames
from claimsdb.models import Article, Source


class ArticleFilterSet(StrictFilterSet):
    SEARCHED = ("title", "byline", "file_name")

    source = StrictFilter(VisibleRowNames(find_source, Source, "Published it.", example="eurasian-times"))
    language = StrictFilter(StoredWords("language", "The language of its text, as BCP 47 has it.", example="en"))
    published_after = StrictFilter(Day("Published on this day or later.", example="2024-10-01"), "published_on", "gte")
    published_before = StrictFilter(
        Day("Published on this day or earlier.", example="2024-12-31"), "published_on", "lte"
    )
    search = StrictFilter(
        Text("Every word occurs in its title, byline or file name.", example="troops"), method="by_words"
    )

    class Meta:
        model = Article
        fields: list[str] = []
