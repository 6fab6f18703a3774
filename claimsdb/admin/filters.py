"""The list's filters: what waits, unless something else is asked for; long lists of choices as one select."""

from collections.abc import Iterable

from django.contrib import admin
from django.db.models import Exists, OuterRef

from claimsdb.databases.distinct import values_held
from claimsdb.models import Actor, Article, Attribution, Claim, Quantity
from claimsdb.vocabulary import Status, choices

OPTIONS = 500  # in one select; whatever else is asked for by address still applies


class StatusFilter(admin.SimpleListFilter):
    """Waiting claims by default; every other status, and all of them, by name."""

    title = "status"
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [(None, "Waiting"), *choices(Status), ("all", "All")]

    def choices(self, changelist):
        for value, label in self.lookup_choices:
            yield {
                "selected": self.value() == value,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        return queryset.filter(status=self.value()) if self.value() else queryset.waiting()


class YesNoFilter(admin.SimpleListFilter):
    def lookups(self, request, model_admin):
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request, queryset):
        return {"yes": self.yes, "no": self.no}.get(self.value(), lambda claims: claims)(queryset)


class HedgedFilter(YesNoFilter):
    title = parameter_name = "hedged"

    def yes(self, claims):
        return claims.exclude(hedge="")

    def no(self, claims):
        return claims.filter(hedge="")


class FiguresFilter(YesNoFilter):
    title = "has figures"
    parameter_name = "figures"
    figures = Exists(Quantity.objects.filter(claim=OuterRef("pk")))

    def yes(self, claims):
        return claims.filter(self.figures)

    def no(self, claims):
        return claims.exclude(self.figures)


class SelectFilter(admin.SimpleListFilter):
    """One select and a button instead of a link a choice."""

    template = "admin/claimsdb/select_filter.html"

    def options(self) -> Iterable[tuple[str, str]]:
        raise NotImplementedError

    def lookups(self, request, model_admin):
        options = [(str(value), label) for value, label in self.options()]
        asked = self.value()
        return options if asked is None or asked in dict(options) else [(asked, asked), *options]

    def choices(self, changelist):
        self.kept = [(name, value) for name, value in changelist.params.items() if name != self.parameter_name]
        yield {"value": "", "display": "All", "selected": self.value() is None}
        for value, label in self.lookup_choices:
            yield {"value": value, "display": label, "selected": self.value() == value}

    def queryset(self, request, queryset):
        return self.matching(queryset, self.value()) if self.value() else queryset


class ArticleFilter(SelectFilter):
    """Articles with claims that wait; any other by its page, which links here."""

    title = parameter_name = "article"

    def options(self):
        waiting = Claim.objects.waiting().filter(article=OuterRef("pk"))
        return Article.objects.filter(Exists(waiting)).values_list("pk", "title")[:OPTIONS]

    def matching(self, claims, pk):
        return claims.filter(article=pk) if pk.isdecimal() else claims.none()


class ActorFilter(SelectFilter):
    """Actors with a part in some claim, in any role."""

    title = parameter_name = "actor"

    def options(self):
        parts = Attribution.objects.filter(actor=OuterRef("pk"))
        return Actor.objects.filter(Exists(parts)).order_by("name").values_list("slug", "name")[:OPTIONS]

    def matching(self, claims, slug):
        return claims.filter(Exists(Attribution.objects.filter(claim=OuterRef("pk"), actor__slug=slug)))


class RuleFilter(SelectFilter):
    title = "extractor rule"
    parameter_name = "rule"

    def options(self):
        return [(rule, rule) for rule in values_held(Claim.objects.all(), "rule") if rule]

    def matching(self, claims, rule):
        return claims.filter(rule=rule)


class TopicFilter(SelectFilter):
    title = parameter_name = "topic"

    def options(self):
        return Claim._meta.get_field("topic").choices

    def matching(self, claims, topic):
        return claims.filter(topic=topic)
