"""More list filters of claims: who says it, where and when it was published, and what one has changed oneself."""

import re
from calendar import monthrange
from datetime import date

from django.db.models import Exists, OuterRef

from claimsdb.actors import UnknownName, find_actor, find_source
from claimsdb.admin.list_filters import OPTIONS, SelectListFilter, YesNoListFilter
from claimsdb.choices import Role
from claimsdb.models import Actor, Article, Attribution, Decision, Source

MONTH = re.compile(r"([12]\d{3})(?:-(0[1-9]|1[0-2]))?")


class ClaimantListFilter(SelectListFilter):
    """Who says it; who passes it on is another part."""

    title = parameter_name = "claimant"

    def options(self):
        parts = Attribution.objects.filter(actor=OuterRef("pk"), role=Role.CLAIMANT)
        return Actor.objects.filter(Exists(parts)).order_by("name").values_list("slug", "name")[:OPTIONS]

    def named(self, asked):
        return find_actor(asked)

    def option_of(self, actor):
        return actor.slug

    @property
    def in_words(self):
        return f"said by {self.chosen}"

    def matching(self, claims, actor):
        parts = Attribution.objects.filter(claim=OuterRef("pk"), actor=actor, role=Role.CLAIMANT)
        return claims.filter(Exists(parts))


class SourceListFilter(SelectListFilter):
    title = parameter_name = "source"

    def options(self):
        return Source.objects.order_by("name").values_list("slug", "name")[:OPTIONS]

    def named(self, asked):
        return find_source(asked, among=Source.objects.all())

    def option_of(self, source):
        return source.slug

    def matching(self, claims, source):
        return claims.filter(article__source=source)


class PublishedListFilter(SelectListFilter):
    """The month in which the article was published, or by address a year."""

    title = parameter_name = "published"

    def options(self):
        months = Article.objects.dates("published_to", "month", order="DESC")[:OPTIONS]
        return [(f"{month:%Y-%m}", f"{month:%Y-%m}") for month in months]

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
    title = "changed by me"
    parameter_name = "mine"
    labels = {"yes": "changed by me", "no": "not changed by me"}

    def queryset(self, request, queryset):
        mine = Exists(Decision.objects.filter(claim=OuterRef("pk"), who=request.user))
        match self.value():
            case None:
                return queryset
            case "yes":
                return queryset.filter(mine)
            case "no":
                return queryset.exclude(mine)
        return queryset.none()
