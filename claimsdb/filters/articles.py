"""The filters of articles."""

from claimsdb.actors import find_source
from claimsdb.filters.base import StrictFilter, StrictFilterSet
from claimsdb.filters.fields import Day, RowNames, SearchText, StoredWords
from claimsdb.models import Article


class ArticleFilterSet(StrictFilterSet):
    SEARCHED = ("title", "byline", "file_name", "source__name", "source__slug", "source__domain")

    source = StrictFilter(RowNames(find_source, "Published it.", example="eurasian-times"))
    language = StrictFilter(StoredWords("language", "The language of its text, as BCP 47 has it.", example="en"))
    published_after = StrictFilter(Day("Published on this day or later.", example="2024-10-01"), "published_on", "gte")
    published_before = StrictFilter(
        Day("Published on this day or earlier.", example="2024-12-31"), "published_on", "lte"
    )
    search = StrictFilter(
        SearchText("Every word occurs in its title, byline, file name or its source's names.", example="troops"),
        method="by_words",
    )

    class Meta:
        model = Article
        fields: list[str] = []
