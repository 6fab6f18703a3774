"""List filters of claims by where they come from: who says it, where and when it was published, and whether one has
decided about it oneself."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from itertools import islice

from django.db.models import Exists, Max, Min, OuterRef

from claimsdb.actors import UnknownName, find_actor, find_source
from claimsdb.admin.list_filters import OPTIONS, NarrowListFilter, SelectListFilter, YesNoListFilter
from claimsdb.choices import Role, RollUp
from claimsdb.filters import with_editions
from claimsdb.models import Actor, Article, Decision, Part, Source, indexed_statuses

MONTH = re.compile(r"([12]\d{3})(?:-(0[1-9]|1[0-2]))?")


class ClaimantListFilter(NarrowListFilter):
    """Who says it; who passes it on is another part."""

    title = parameter_name = "claimant"

    def options(self):
        parts = Part.objects.filter(actor=OuterRef("pk"), role=Role.CLAIMANT, first_in_role=True, rolled=False)
        return Actor.objects.filter(Exists(parts)).order_by("name").values_list("slug", "name")[:OPTIONS]

    def named(self, asked):
        return find_actor(asked)

    def option_of(self, actor):
        return actor.slug

    @property
    def in_words(self):
        return f"said by {self.chosen}"

    def matching(self, claims, actor):
        return claims.filter(Exists(_said_by(actor).filter(claim=OuterRef("pk"))))

    def ids(self, statuses):
        parts = _said_by(self.chosen).filter(status__in=indexed_statuses(statuses))
        return parts.order_by().values_list("claim_id", flat=True)


class SourceListFilter(SelectListFilter):
    """Where the article appeared: a publisher's editions are its own, as in the API."""

    title = parameter_name = "source"

    def options(self):
        return Source.objects.order_by("name").values_list("slug", "name")[:OPTIONS]

    def named(self, asked):
        return find_source(asked, among=Source.objects.all())

    def option_of(self, source):
        return source.slug

    def matching(self, claims, source):
        return claims.filter(article__source__in=with_editions([source]))


class PublishedListFilter(SelectListFilter):
    """The month in which the article was published, or by address a year."""

    title = parameter_name = "published"

    def options(self):
        # Each alone, which is a look into the index: SQLite reads all of it where both are asked for together.
        first, last = (Article.objects.aggregate(day=end("published_to"))["day"] for end in (Min, Max))
        return [(month, month) for month in islice(_months_back(first, last), OPTIONS)]

    def named(self, asked):
        found = MONTH.fullmatch(asked.strip())
        if not found:
            raise UnknownName("month", asked, hint="Write it as 2024-10, or a year as 2024.")
        return found[0]

    @property
    def in_words(self):
        return f"published {self.chosen}"

    def matching(self, claims, month):
        year, _, number = month.partition("-")
        first, last = int(number or 1), int(number or 12)
        days = date(int(year), first, 1), date(int(year), last, monthrange(int(year), last)[1])
        return claims.filter(article__published_to__range=days)


class MineListFilter(YesNoListFilter):
    """A decision is an acceptance, a rejection, other words, …; what was undone counts no more."""

    title = "decided by me"
    parameter_name = "mine"
    labels = {"yes": "decided by me", "no": "not decided by me"}

    @property
    def mine(self):
        return Exists(Decision.objects.in_force().filter(claim=OuterRef("pk"), who=self.request.user))

    def yes(self, claims):
        return claims.filter(self.mine)

    def no(self, claims):
        return claims.exclude(self.mine)


def _said_by(actor):
    """The actor's parts in what they say themselves."""
    return Part.objects.of([actor], roles=[Role.CLAIMANT], rollup=RollUp.NOBODY)


def _months_back(first: date | None, last: date | None) -> Iterator[str]:
    """From the month of the last day to that of the first, as 2024-10; none where there are no days."""
    if first and last:
        for number in range(12 * last.year + last.month, 12 * first.year + first.month - 1, -1):
            year, month = divmod(number - 1, 12)
            yield f"{year}-{month + 1:02}"
