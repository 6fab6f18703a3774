"""The page of an article: its text with each public claim marked in it, or the quotes alone, and its claims."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse

from claimsdb.choices import ArticleState, Followed, SourceState
from claimsdb.index import was_public
from claimsdb.models import ANYBODY, Article, Claim, Derivation
from claimsdb.pages.page import Gone, ReaderPage
from claimsdb.pages.taking_away import taking_away
from claimsdb.reading import stretches


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the text, and the claims that are made in them, that of the fewest words first; `begins` are those of
    which it is the first piece."""

    words: str
    claims: Sequence[Claim]
    begins: Sequence[Claim]

    @property
    def title(self) -> str:
        return "; ".join(claim.text for claim in self.claims)


class ArticlePage(ReaderPage):
    template_name = "pages/article.html"

    def context(self, *, pk: str) -> Mapping[str, Any]:
        article = find_article(pk)
        claims = list(Claim.objects.visible_to(ANYBODY).filter(article=article).with_rows().as_they_stand())
        derivations = Derivation.objects.visible_to(ANYBODY).filter(article=article)
        return {
            "title": article.title,
            "article": article,
            "claims": claims,
            "pieces": list(_pieces(article.text, claims)) if article.has_public_text else None,
            "origins": [*map(_origin, derivations.select_related("source", "original").defer("original__text"))],
            **taking_away(self.request, article.title, links=self._links(article)),
        }

    def json_url(self, *, pk: str) -> str:
        return reverse("article-detail", args=[pk])

    def desk_url(self, context: Mapping[str, Any]) -> str:
        return reverse("admin:claimsdb_article_change", args=[context["article"].pk])

    def _links(self, article: Article) -> list[tuple[str, str]]:
        asked = f"?article={article.pk}"
        return [
            ("JSON", f"{self.json_url(pk=str(article.pk))}?format=json"),
            ("Claims as JSON", f"{reverse('claim-list')}{asked}&format=json"),
            ("Claims as CSV", f"{reverse('claim-export')}{asked}&format=csv"),
            ("Claims for Excel", f"{reverse('claim-export')}{asked}&format=xlsx"),
            ("Atom", f"{reverse('claim-feed')}{asked}"),
            ("Web Annotations", reverse("article-annotations", args=[article.pk])),
        ]


def find_article(pk: str) -> Article:
    """Raises Http404, and Gone for one that was withdrawn."""
    article = Article.objects.select_related("source").filter(pk=pk).first()
    if article and article.state == ArticleState.PUBLIC:
        return article
    if article and article.state == ArticleState.WITHDRAWN and was_public(Followed.ARTICLE, pk):
        raise Gone("This article has been withdrawn, and with it the claims that were made in it.")
    raise Http404("No article is at this address.")


def _origin(derivation: Derivation) -> tuple[str, str, str]:
    """What the article came out of, its address, and the article's own words for it; empty where readers may not know
    it, or there is none."""
    words, original, source = derivation.as_written, derivation.original, derivation.source
    if original and original.state == ArticleState.PUBLIC:
        return original.title, reverse("article-page", args=[original.pk]), words
    if source and source.state == SourceState.CONFIRMED:
        return source.name, reverse("source-page", args=[source.slug]), words
    return derivation.url, derivation.url, words


def _pieces(text: str, claims: Sequence[Claim]) -> Iterator[Piece]:
    spans = ((*claim.span, claim) for claim in claims if claim.span)
    begun: set[int] = set()
    for each in stretches(len(text), spans):
        begins = [claim for claim in each.over if claim.pk not in begun]
        begun |= {claim.pk for claim in begins}
        yield Piece(text[each.start : each.end], each.over, begins)
