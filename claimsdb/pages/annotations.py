"""An article's public claims as Web Annotations (W3C): a collection in pages, for programs that mark words in pages.

What is marked is the quote, on the publisher's page and in the text held here; of a text that is not public the quote
alone, without what stands around it. Positions are code points in the text held here.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse

from claimsdb.filters import Fault, InvalidParameters
from claimsdb.models import ANYBODY, Article, Claim
from claimsdb.pages.articles import find_article
from claimsdb.pages.page import Gone, ReaderPage

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'
COLLECTION = '<http://www.w3.org/ns/oa#AnnotationCollection>; rel="type"'
ON_A_PAGE = 100

Properties = dict[str, Any]


class ArticleAnnotations(ReaderPage):
    """The collection, with its first page in it; `?page=` has one page, from 1 on."""

    parameters = canonical_by = ("page",)

    def body(self, place: Mapping[str, Any]) -> str:
        article = find_article(place["pk"])
        claims = Claim.objects.visible_to(ANYBODY).filter(article=article).as_they_stand().defer("found")
        total, asked = claims.count(), self.request.GET.get("page")
        last = max(1, -(-total // ON_A_PAGE))
        collection: Properties = {
            "@context": CONTEXT,
            "id": self._address(article),
            "type": "AnnotationCollection",
            "label": f"Claims in: {article.title}",
            "total": total,
        }
        if asked:
            number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 9 else 0
            if not 1 <= number <= last:
                raise InvalidParameters([Fault("page", f"There are pages 1 to {last}.")])
            part_of = {name: collection[name] for name in ("id", "label", "total")}
            answer = {"@context": CONTEXT, **self._page_of(article, claims, number, last), "partOf": part_of}
        else:
            first = self._page_of(article, claims, 1, last)
            answer = {**collection, "first": first, "last": self._address(article, last)} if total else collection
        return json.dumps(answer, ensure_ascii=False, indent=1)

    def _answered(self, place: Mapping[str, Any]) -> HttpResponse:
        try:
            text = self.body(place)
        except Gone as gone:
            return _problem(410, str(gone))
        except InvalidParameters as invalid:
            return _problem(400, " ".join(f"{fault.place}: {fault.advice}" for fault in invalid.faults))
        headers = {"Link": COLLECTION, "Allow": "GET, HEAD, OPTIONS"}
        return HttpResponse(text, content_type=MEDIA_TYPE, headers=headers)

    def _page_of(self, article: Article, claims: QuerySet[Claim], number: int, last: int) -> Properties:
        start = (number - 1) * ON_A_PAGE
        page: Properties = {"id": self._address(article, number), "type": "AnnotationPage", "startIndex": start}
        page |= {"prev": self._address(article, number - 1)} if number > 1 else {}
        page |= {"next": self._address(article, number + 1)} if number < last else {}
        return {**page, "items": [self._annotation(article, each) for each in claims[start : start + ON_A_PAGE]]}

    def _annotation(self, article: Article, claim: Claim) -> Properties:
        page = self.request.build_absolute_uri(reverse("claim-page", args=[claim.key]))
        return {
            "id": f"{page}#annotation",
            "type": "Annotation",
            "motivation": "describing",
            "creator": {"id": self.request.build_absolute_uri("/"), "type": "Organization", "name": self._site},
            "created": _moment(claim.created_at),
            "modified": _moment(claim.updated_at),
            "generator": {"type": "Software", "name": "claimsdb"},
            "body": [
                {"type": "TextualBody", "value": claim.as_claimed, "format": "text/plain", "purpose": "describing"},
                {"type": "SpecificResource", "source": page, "purpose": "linking"},
            ],
            "target": [*self._targets(article, claim)],
        }

    def _targets(self, article: Article, claim: Claim) -> Iterator[Properties]:
        held = self.request.build_absolute_uri(reverse("article-page", args=[article.pk]))
        quote = _quote(claim, has_context=article.has_public_text)
        if article.url:
            yield {"source": article.url, **({"selector": quote} if quote else {})}
        if quote and article.has_public_text:
            position = {"type": "TextPositionSelector", "start": claim.start, "end": claim.end}
            yield {"source": held, "selector": [quote, position]}
        elif not article.url:
            yield {"source": held, **({"selector": quote} if quote else {})}

    def _address(self, article: Article, page: int = 0) -> str:
        address = self.request.build_absolute_uri(reverse("article-annotations", args=[article.pk]))
        return f"{address}?page={page}" if page else address

    @property
    def _site(self) -> str:
        return self.request.get_host()


def _problem(status: int, detail: str) -> HttpResponse:
    problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return HttpResponse(json.dumps(problem), status=status, content_type="application/problem+json")


def _quote(claim: Claim, *, has_context: bool) -> Properties | None:
    """None for a claim that somebody entered without its place."""
    if not claim.span:
        return None
    around = {"prefix": claim.prefix, "suffix": claim.suffix} if has_context else {}
    return {"type": "TextQuoteSelector", "exact": claim.quote, **{name: each for name, each in around.items() if each}}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
