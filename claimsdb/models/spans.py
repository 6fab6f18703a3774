"""Spans: a stretch of an article's text as start and end (code points, end exclusive), with the words that stand there.

Editors copy words and never count characters: `claimsdb.reading.printed_words` finds their span.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

Span = tuple[int, int]  # start, end: code points, end exclusive


def span_constraints(model: str, words: str) -> list[models.CheckConstraint]:
    """That a row has both ends or neither, in order, and that its words are as long as its span."""
    return [
        models.CheckConstraint(
            name=f"{model}_span_whole",
            condition=Q(start__isnull=True, end__isnull=True) | Q(start__isnull=False, end__isnull=False),
            violation_error_message="A span has both a start and an end, or neither.",
        ),
        models.CheckConstraint(
            name=f"{model}_span_ordered",
            condition=Q(end__isnull=True) | Q(start__gte=0, end__gt=F("start")),
            violation_error_message="A span starts at 0 or later and ends after it starts.",
        ),
        models.CheckConstraint(
            name=f"{model}_words_fill_span",
            condition=Q(end__isnull=True) | Q(**{words: ""}) | Q(end=F("start") + Length(words)),
            violation_error_message="The words are not as long as their span.",
        ),
    ]


def clean_span(*, text: str, start: int | None, end: int | None, words: str, field: str) -> None:
    """Raises ValidationError on `field` unless `words` stand at text[start:end]."""
    if start is None or end is None:
        return
    if text[start:end] != words:
        raise ValidationError({field: f"The article has {text[start:end]!r} at {start}-{end}, not these words."})


class SpanModel(models.Model):
    start = models.PositiveIntegerField(null=True, blank=True, help_text="first code point")
    end = models.PositiveIntegerField(null=True, blank=True, help_text="code point after the last")

    class Meta:
        abstract = True

    @property
    def has_span(self) -> bool:
        return self.start is not None

    @property
    def span(self) -> tuple[int, int] | None:
        return None if self.start is None or self.end is None else (self.start, self.end)
