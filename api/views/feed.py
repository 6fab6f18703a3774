"""Claims as an Atom feed (RFC 4287), those that changed last first, under the filters of the list."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from django.utils.dateparse import parse_datetime
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.http.renderers import JSONRenderer
from api.lists.pagination import CURSOR, KeysetPagination, LimitParameter
from api.schema.operations import problems, query_parameter
from claimsdb.filters import RowList

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
NO_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
RESERVED = ["limit", "cursor", "format"]


class AtomRenderer(JSONRenderer):
    """Answers that are no feed, such as errors, are JSON."""

    media_type = "application/atom+xml"
    format = "atom"
    charset = "utf-8"

    def render(self, data: Any, *args: Any, **options: Any) -> bytes:
        return data.encode() if isinstance(data, str) else super().render(data, *args, **options)


class AtomFeed(Atom1Feed):
    """With the next page as RFC 5005 has it, and no moment that is not in the data."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["next"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next"]})

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)


class FeedMixin:
    """An action of the claims."""

    get_list: Callable[..., RowList]
    documents: Callable[[Sequence[Any]], Sequence[Any]]

    @extend_schema(
        filters=True,
        summary="Claims as an Atom feed",
        parameters=[query_parameter("limit", LimitParameter()), query_parameter("cursor", CURSOR)],
        responses={(200, AtomRenderer.media_type): OpenApiTypes.STR, **problems(400, 403)},
    )
    @action(detail=False, pagination_class=None, renderer_classes=[AtomRenderer])
    def feed(self, request: Request) -> Response:
        """The claims that the filters match as an Atom feed, those that changed last first. A claim that is gone is in
        it no more: a copy follows `/api/changes/`."""
        self.ordering = "-updated_at"
        pages: Any = KeysetPagination()
        rows = pages.paginate(self.get_list(reserved=RESERVED), request, view=self)
        claims = orjson.loads(orjson.dumps([*self.documents(rows)]))
        home = request.build_absolute_uri(request.path)
        feed = AtomFeed(
            title="Claims",
            link=home.removesuffix("feed/"),
            description="Who claimed what, faithfully recorded; which is not to say that it is true.",
            author_name="claimsdb",
            feed_url=request.build_absolute_uri(),
            feed_guid=home,
            next=pages.next,
        )
        for claim in claims:
            feed.add_item(**_entry(claim))
        return Response(feed.writeString("utf-8"))


def _entry(claim: Mapping[str, Any]) -> dict[str, Any]:
    """Of the claim with this document. Its address is its name."""
    claimants = [part["name"] for part in claim["actors"] if part["role"] == "claimant"]
    stance, title = claim["stance"].replace("_", " "), claim["article"]["title"]
    said = f"{', '.join(claimants) or 'The article'} ({stance}), in: {title}"
    words = [escape(_printed(each)) for each in (claim["quote"], said) if each]
    return {
        "title": _printed(claim["text"]),
        "link": claim["url"],
        "unique_id": claim["url"],
        "description": "".join(f"<p>{each}</p>" for each in words),
        "pubdate": parse_datetime(claim["created_at"]),
        "updateddate": parse_datetime(claim["updated_at"]),
        "categories": [each for each in (claim["topic"], claim["stance"]) if each],
    }


def _printed(text: str) -> str:
    """Without the characters that XML cannot have."""
    return NO_XML.sub("\ufffd", text)
