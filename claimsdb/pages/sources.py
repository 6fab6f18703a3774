"""The page of a source: who it is, how reliable editors hold it to be, and its articles with those of its editions."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F
from django.http import Http404
from django.urls import reverse

from claimsdb.actors import UnknownName, find_source
from claimsdb.models import ANYBODY, Article, Source
from claimsdb.pages.page import Elsewhere, ReaderPage
from claimsdb.pages.taking_away import taking_away

MOST_ARTICLES = 100
# The Admiralty scale (NATO AJP-2.1).
RELIABILITY = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}


class SourcePage(ReaderPage):
    template_name = "pages/source.html"

    def context(self, *, slug: str) -> Mapping[str, Any]:
        source = _source(slug)
        published = Source.objects.filter(pk=source.pk).with_editions()
        articles = (
            Article.objects.visible_to(ANYBODY).filter(source__in=published).select_related("source").defer("text")
        )
        newest = list(articles.order_by(F("published_to").desc(nulls_last=True), "title")[: MOST_ARTICLES + 1])
        return {
            "title": source.name,
            "source": source,
            "reliability": RELIABILITY[source.reliability],
            "articles": newest[:MOST_ARTICLES],
            "more_url": f"{reverse('article-list')}?source={source.slug}" if newest[MOST_ARTICLES:] else "",
            **taking_away(self.request, source.name, links=self._links(source)),
        }

    def json_url(self, *, slug: str) -> str:
        return reverse("source-detail", args=[slug])

    def desk_url(self, context: Mapping[str, Any]) -> str:
        return reverse("admin:claimsdb_source_change", args=[context["source"].pk])

    def _links(self, source: Source) -> list[tuple[str, str]]:
        asked = f"?source={source.slug}"
        return [
            ("JSON", f"{self.json_url(slug=source.slug)}?format=json"),
            ("Articles as JSON", f"{reverse('article-list')}{asked}&format=json"),
            ("Claims as CSV", f"{reverse('claim-export')}{asked}&format=csv"),
            ("Claims for Excel", f"{reverse('claim-export')}{asked}&format=xlsx"),
            ("Atom", f"{reverse('claim-feed')}{asked}"),
        ]


def _source(slug: str) -> Source:
    """Raises Http404, and Elsewhere where it goes by another slug."""
    try:
        source = find_source(slug, among=Source.objects.visible_to(ANYBODY))
    except UnknownName as unknown:
        raise Http404(str(unknown)) from unknown
    if source.slug != slug:
        raise Elsewhere(reverse("source-page", args=[source.slug]))
    return source
