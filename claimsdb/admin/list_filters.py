"""List filters of the admin: what waits, unless something else is asked for; long lists of choices as one select.

Each says in words what it is asked for, and raises UnknownName where there is no such thing: the list then shows
nothing, the review desk refuses.
"""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet

from claimsdb.actors import UnknownName, find_actor, find_article, nearest
from claimsdb.choices import Status, field_choices
from claimsdb.db.sql import distinct_values
from claimsdb.models import CERTAINTY, WAITING, Actor, Article, Claim, Part, Quantity, indexed_statuses

OPTIONS = 500  # in one select; whatever else is asked for by address still applies
EVERY_STATUS = "all"


def one_of(labels: Mapping[Any, Any], asked: str | None, *, noun: str) -> str:
    """The label of the value."""
    if asked not in labels:
        known = [value for value in labels if value]
        raise UnknownName(noun, str(asked), nearest=nearest(str(asked), known), hint=f"There are {', '.join(known)}.")
    return str(labels[asked])


class StatusListFilter(admin.SimpleListFilter):
    """Waiting claims by default; every other status, and all of them, by name."""

    title = "status"
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [(None, "Waiting"), *field_choices(Status), (EVERY_STATUS, "All")]

    def choices(self, changelist):
        for value, label in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }

    def queryset(self, request, queryset):
        if self.value() == EVERY_STATUS:
            return queryset
        return queryset.filter(status=self.value()) if self.value() else queryset.waiting()

    @property
    def statuses(self) -> tuple[str, ...]:
        """Those that it lets through."""
        asked = self.value()
        return tuple(Status) if asked == EVERY_STATUS else (asked,) if asked else WAITING

    @property
    def in_words(self) -> str:
        return one_of(dict(self.lookup_choices), self.value() or None, noun="status").capitalize()


class YesNoListFilter(admin.SimpleListFilter):
    labels: dict[Any, str]

    def lookups(self, request, model_admin):
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return {"yes": self.yes, "no": self.no}.get(self.value(), lambda claims: claims.none())(queryset)

    @property
    def in_words(self) -> str:
        return one_of(self.labels, self.value(), noun=f"answer to {str(self.title)!r}")


class HedgedListFilter(YesNoListFilter):
    title = parameter_name = "hedged"
    labels = {"yes": "hedged", "no": "not hedged"}

    def yes(self, claims):
        return claims.exclude(hedge="")

    def no(self, claims):
        return claims.filter(hedge="")


class CertaintyListFilter(admin.SimpleListFilter):
    """How sure one may be of them: what to accept together, and what to look at one by one."""

    title = "sure"
    parameter_name = "sure"
    LEAST = ("0.95", "0.9", "0.8", "0.5")

    def lookups(self, request, model_admin):
        return [(least, f"{least} or more") for least in self.LEAST] + [("less", f"below {self.LEAST[-1]}")]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        claims = queryset.alias(certainty=CERTAINTY)
        if self.value() == "less":
            return claims.filter(certainty__lt=float(self.LEAST[-1]))
        return claims.filter(certainty__gte=float(self.value())) if self.value() in self.LEAST else claims.none()

    @property
    def in_words(self) -> str:
        return f"sure: {one_of(dict(self.lookup_choices), self.value(), noun='certainty')}"


class FiguresListFilter(YesNoListFilter):
    title = "has figures"
    parameter_name = "figures"
    labels = {"yes": "with figures", "no": "without figures"}
    figures = Exists(Quantity.objects.filter(claim=OuterRef("pk")))

    def yes(self, claims):
        return claims.filter(self.figures)

    def no(self, claims):
        return claims.exclude(self.figures)


class SelectListFilter(admin.SimpleListFilter):
    """One select and a button instead of a link a choice. The options are looked up when they are shown."""

    template = "admin/claimsdb/select_filter.html"

    def options(self) -> Iterable[tuple[Any, str]]:
        raise NotImplementedError

    def named(self, asked: str) -> Any:
        """What the value stands for."""
        raise NotImplementedError

    def matching(self, claims, thing):
        raise NotImplementedError

    @cached_property
    def chosen(self) -> Any:
        return self.named(self.value() or "")

    @property
    def in_words(self) -> str:
        return str(self.chosen)

    def option_of(self, thing) -> str:
        """The option that has it."""
        return str(thing)

    def lookups(self, request, model_admin):
        return ()

    def has_output(self):
        return True

    def choices(self, changelist):
        self.kept = [(name, value) for name, value in changelist.params.items() if name != self.parameter_name]
        selected, options = self._selected(), {str(value): label for value, label in self.options()}
        yield {"value": "", "display": "All", "selected": not selected}
        for value, label in (selected | options).items():
            yield {"value": value, "display": label, "selected": value in selected}

    def _selected(self) -> dict[str, str]:
        """The option that is asked for, which may not be among the others; whatever was asked where nothing has it."""
        asked = self.value()
        if not asked:
            return {}
        try:
            return {self.option_of(self.chosen): self.in_words}
        except UnknownName:
            return {asked: asked}

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        try:
            return self.matching(queryset, self.chosen)
        except UnknownName:
            return queryset.none()


class NarrowListFilter(SelectListFilter):
    """One that leaves few claims, as a rule."""

    def ids(self, statuses: Collection[str]) -> QuerySet:
        """Those of the claims of the chosen one with these statuses."""
        raise NotImplementedError


class ArticleListFilter(NarrowListFilter):
    """Articles with claims that wait; any other by its page, which links here."""

    title = parameter_name = "article"

    def options(self):
        waiting = Claim.objects.waiting().filter(article=OuterRef("pk"))
        return Article.objects.filter(Exists(waiting)).values_list("pk", "title")[:OPTIONS]

    def named(self, asked):
        return find_article(asked)

    def option_of(self, article):
        return str(article.pk)

    def matching(self, claims, article):
        return claims.filter(article=article)

    def ids(self, statuses):
        return Claim.objects.filter(article=self.chosen, status__in=statuses).order_by().values_list("pk", flat=True)


class ActorListFilter(NarrowListFilter):
    """Actors with a part in some claim, in any role, or who have somebody with such a part."""

    title = parameter_name = "actor"

    def options(self):
        parts = Part.objects.filter(actor=OuterRef("pk"), first=True)
        return Actor.objects.filter(Exists(parts)).order_by("name").values_list("slug", "name")[:OPTIONS]

    def named(self, asked):
        return find_actor(asked)

    def option_of(self, actor):
        return actor.slug

    def matching(self, claims, actor):
        return claims.filter(Exists(Part.objects.of([actor]).filter(claim=OuterRef("pk"))))

    def ids(self, statuses):
        parts = Part.objects.of([self.chosen]).filter(status__in=indexed_statuses(statuses))
        return parts.order_by().values_list("claim_id", flat=True)


class RuleListFilter(SelectListFilter):
    title = "extractor rule"
    parameter_name = "rule"

    def options(self):
        return [(rule, rule) for rule in distinct_values(Claim.objects.all(), "rule") if rule]

    def named(self, asked):
        if not Claim.objects.filter(rule=asked).exists():
            raise UnknownName(self.title, asked)
        return asked

    def matching(self, claims, rule):
        return claims.filter(rule=rule)


class TopicListFilter(SelectListFilter):
    title = parameter_name = "topic"

    def options(self):
        return Claim._meta.get_field("topic").choices

    def named(self, asked):
        one_of(dict(self.options()), asked, noun="topic")
        return asked

    @property
    def in_words(self) -> str:
        return dict(self.options())[self.chosen]

    def matching(self, claims, topic):
        return claims.filter(topic=topic)
