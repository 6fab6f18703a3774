"""The filters of assessments."""

from claimsdb.actors import find_source
from claimsdb.choices import Conclusion
from claimsdb.filters.base import Fault, StrictFilter, StrictFilterSet
from claimsdb.filters.fields import Choices, Day, Moment, SearchText, StoredWords, VisibleRowNames, Words
from claimsdb.models import Assessment, Source


class AssessmentFilterSet(StrictFilterSet):
    """The assessments asked for; `claims` are those that the user may know of."""

    SEARCHED = ("title", "label", "rationale", "claim__text")

    claim = StrictFilter(Words("The key of the claim that is assessed.", example="keettb4bn3w35ds3"), "claim__key")
    normalized = StrictFilter(Choices(Conclusion, "What it comes to.", example="refuted"))
    publisher = StrictFilter(VisibleRowNames(find_source, Source, "Published it.", example="eurasian-times"))
    language = StrictFilter(
        StoredWords("language", "The language that it is written in, as BCP 47 has it.", example="en")
    )
    published_after = StrictFilter(Day("Published on this day or later.", example="2024-10-01"), "published_on", "gte")
    published_before = StrictFilter(
        Day("Published on this day or earlier.", example="2024-12-31"), "published_on", "lte"
    )
    updated_since = StrictFilter(
        Moment("Changed at this time or later.", example="2026-11-22T10:00:00Z"), "updated_at", "gte"
    )
    search = StrictFilter(
        SearchText("Every word occurs in its title, label or rationale, or in the claim.", example="troops"),
        method="by_words",
    )

    class Meta:
        model = Assessment
        fields: list[str] = []

    def faults(self) -> list[Fault]:
        return [*super().faults(), *self.unknown_keys("claim")]
