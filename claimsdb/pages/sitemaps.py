"""For search engines: which pages there are, and when they changed."""

from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.urls import reverse

from claimsdb.models import ANYBODY, Actor, Article, Attribution, Claim, Question, Source


class SitemapOfRows(Sitemap):
    """Of when its rows changed last the database is asked, and not each row."""

    def get_latest_lastmod(self):
        return self.items().order_by().aggregate(last=Max("updated_at"))["last"]


class Pages(Sitemap):
    """The few that are not made of rows."""

    def items(self) -> list[str]:
        return ["home", "about-page"]

    def location(self, item: str) -> str:
        return reverse(item)


class Questions(SitemapOfRows):
    def items(self) -> QuerySet[Question]:
        return Question.objects.visible_to(ANYBODY).order_by("pk")

    def location(self, item: Question) -> str:
        return reverse("question-page", args=[item.slug])

    def lastmod(self, item: Question):
        return item.updated_at


class Claims(SitemapOfRows):
    limit = 5000

    def items(self) -> QuerySet[Claim]:
        return Claim.objects.visible_to(ANYBODY).only("key", "updated_at").order_by("pk")

    def location(self, item: Claim) -> str:
        return reverse("claim-page", args=[item.key])

    def lastmod(self, item: Claim):
        return item.updated_at


class Articles(Sitemap):
    def items(self) -> QuerySet[Article]:
        return Article.objects.visible_to(ANYBODY).only("pk").order_by("pk")

    def location(self, item: Article) -> str:
        return reverse("article-page", args=[item.pk])


class Actors(Sitemap):
    """Those who have a part in what anybody may see; of the others there is nothing to find."""

    limit = 5000

    def items(self) -> QuerySet[Actor]:
        parts = Attribution.objects.filter(actor=OuterRef("pk"), claim__in=Claim.objects.visible_to(ANYBODY))
        return Actor.objects.filter(Exists(parts)).prefetch_related("codes").order_by("pk")

    def location(self, item: Actor) -> str:
        return reverse("actor-page", args=[item.code])


class Sources(Sitemap):
    def items(self) -> QuerySet[Source]:
        return Source.objects.visible_to(ANYBODY).order_by("pk")

    def location(self, item: Source) -> str:
        return reverse("source-page", args=[item.slug])


SITEMAPS = {
    "pages": Pages,
    "questions": Questions,
    "claims": Claims,
    "articles": Articles,
    "actors": Actors,
    "sources": Sources,
}
