"""The dashboard: statistics of review, in tables and charts."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from claimsdb import review
from claimsdb.admin.review import charts
from claimsdb.admin.review.permissions import for_readers
from claimsdb.choices import Reason, Status, Verb, field_choices
from claimsdb.models import DECIDED, SecondOpinion
from claimsdb.review import EditorRecord, RuleRecord, SourceRecord, rule_records, statistics, worst_first
from claimsdb.review.opinions import agreement_of_editors, disagreements

SOURCES, RULES = 12, 15  # rows; the sources after that have one together
ENOUGH = 5  # judgements below which a rule comes after the others
TAKEN = [*(action.verb for action in review.ON_CLAIM), Verb.ENTER]
REASONS = dict(field_choices(Reason))


@require_safe
def dashboard(request) -> HttpResponse:
    context = admin.site.each_context(request) | {"title": "Dashboard"} | _review() | _people() | _opinions()
    return TemplateResponse(request, "admin/claimsdb/review/dashboard.html", context)


def _review() -> dict[str, Any]:
    sources, weeks, ages = statistics.by_source(), statistics.by_week(), statistics.ages()
    return {
        "sources": [*sources[:SOURCES], *_together(sources[SOURCES:])],
        "total": _sum(sources, "all"),
        "weeks": weeks,
        "chart": charts.of_weeks(weeks),
        "ages": ages,
        "most_of_an_age": max(ages.values()),
        "oldest": statistics.oldest_waiting(),
        "keys": [(status, words) for status, words in field_choices(Status) if status in DECIDED],
        "rules": [(rule, _mostly(rule)) for rule in worst_first(rule_records(), enough=ENOUGH)[:RULES]],
        "enough": ENOUGH,
    }


def _together(sources: Sequence[SourceRecord]) -> Sequence[SourceRecord]:
    return [_sum(sources, f"{len(sources)} others")] if len(sources) > 1 else sources


def _sum(sources: Sequence[SourceRecord], name: str) -> SourceRecord:
    return SourceRecord(name, sum((source.by_status for source in sources), Counter()))


def _mostly(rule: RuleRecord) -> str:
    """The reason for which most of the rule's claims were rejected, if that is on record."""
    return ", ".join(REASONS[reason] for reason, _ in rule.rejected.most_common(1) if reason)


def _people() -> dict[str, Any]:
    reasons = statistics.by_reason()
    return {
        "verbs": [verb.replace("_", " ") for verb in TAKEN],
        "editors": [(each, _counts(each)) for each in statistics.by_editor()],
        "reasons": [(REASONS[reason], claims) for reason, claims in reasons],
        "most_of_a_reason": max((claims for _, claims in reasons), default=0),
    }


def _counts(editor: EditorRecord) -> list[int]:
    return [editor.by_verb[verb] for verb in TAKEN]


def _opinions() -> dict[str, Any]:
    return {
        "agreement": agreement_of_editors(),
        "asked": SecondOpinion.objects.asked().count(),
        "disagreeing": disagreements().count(),
        "is_alone": review.is_alone(),
    }


urlpatterns: list[URLPattern] = [
    path("dashboard/", for_readers(dashboard), name="desk-dashboard"),
]
