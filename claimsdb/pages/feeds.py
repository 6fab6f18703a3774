"""Contradictions and denials as an Atom feed, those that were confirmed last first."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.syndication.views import Feed
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from claimsdb.choices import LinkState, LinkVerb, RelationKind, Strength
from claimsdb.index import data_version
from claimsdb.models import ANYBODY, Relation
from claimsdb.pages.wording import plain

MOST = 50


class OldFeed(Atom1Feed):
    """Without entries it is as old as the data, rather than new each time."""

    def latest_post_date(self) -> datetime:
        at = None if self.items else data_version(public=True).at
        return at or super().latest_post_date()


class ContradictionsFeed(Feed):
    feed_type = OldFeed
    title = "Claims that contradict or deny each other"
    subtitle = "As editors have confirmed it, the newest first."
    link = "/"
    author_name = "claimsdb"

    def items(self) -> Sequence[Relation]:
        kinds = (RelationKind.CONTRADICTS, RelationKind.DENIES)
        certain = Relation.objects.visible_to(ANYBODY).filter(
            kind__in=kinds, strength=Strength.CERTAIN, state=LinkState.CONFIRMED
        )
        confirmed = Max("decisions__decided_at", filter=Q(decisions__verb=LinkVerb.CONFIRM))
        parts = certain.select_related("a", "b", "question").defer("a__found", "b__found")
        return parts.annotate(confirmed_at=confirmed).order_by("-confirmed_at", "-pk")[:MOST]

    def item_title(self, item: Relation) -> str:
        return f"“{item.a.text}” {plain(item.kind)} “{item.b.text}”"

    def item_description(self, item: Relation) -> str:
        return item.in_words

    def item_link(self, item: Relation) -> str:
        if item.question and item.question.is_visible_to(ANYBODY):
            return reverse("question-page", args=[item.question.slug])
        return reverse("claim-page", args=[item.a.key])

    def item_guid(self, item: Relation) -> str:
        return f"urn:claimsdb:relation:{item.a.key}:{item.kind}:{item.b.key}"

    def item_pubdate(self, item: Relation) -> datetime:
        return item.created_at

    def item_updateddate(self, item: Relation) -> datetime:
        return item.updated_at
