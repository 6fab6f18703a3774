"""Every field by which somebody might look for claims has a filter, or stands here with the reason why it has none."""

import pytest

from claimsdb.filters import ActorFilterSet, ArticleFilterSet, ClaimFilterSet, SourceFilterSet
from claimsdb.models import Actor, Article, Attribution, Claim, Quantity, Source

INTERNAL = "internal; joins the rows"
PLACE = "a place in one article: see the article's page"
MACHINE = "about the machine, for the admin"
REVIEW = "about the review, for the desk"

# For each model: the filter of a field, where it is not called like the field, and the reasons for having none.
CLAIMS = {
    Claim: (
        {
            "text": "search",
            "quote": "search",
            "said_from": "said_after",
            "said_to": "said_before",
            "event_from": "event_after",
            "event_to": "event_before",
            "updated_at": "updated_since",
            "created_at": "created_after",
            "confidence": "confidence_min",
            "calibrated": "certainty_min",
        },
        {
            "id": INTERNAL,
            "start": PLACE,
            "end": PLACE,
            "prefix": "context of the quote",
            "suffix": "context of the quote",
            "said_as_written": "the words behind said_after",
            "event_as_written": "the words behind event_after",
            "decided_at": REVIEW,
            "entered_by": "about the review; users are not public",
            "extractor": MACHINE,
            "extractor_version": MACHINE,
            "found": MACHINE,
            "amended": REVIEW,
            "editors_words": REVIEW,
            "version": "counts writes",
        },
    ),
    Attribution: (
        {"role": "actor_role", "side": "actor"},
        {
            "id": INTERNAL,
            "claim": INTERNAL,
            "start": PLACE,
            "end": PLACE,
            "order": "the order in the claim",
            "name": "whom the words stand for who is in no registry; `search` has the quote",
            "as_written": "words of the article; `search` has the quote",
            "hop": "the length of the chain: `actor_role` tells claimant from origin",
        },
    ),
    Quantity: (
        {"low": "value_min", "best": "value_min", "high": "value_max"},
        {
            "id": INTERNAL,
            "claim": INTERNAL,
            "start": PLACE,
            "end": PLACE,
            "order": "the order in the claim",
            "as_written": "words of the article; `search` has the quote",
            "qualifier": "which bounds there are, as value_min and value_max read them",
            "stands_for_claim": "the words of one figure; questions gather what says the same",
            "stands_for_order": "which figure of that claim",
        },
    ),
    Article: (
        {
            "published_on": "published_after",
            "published_from": "published_after",
            "published_to": "published_before",
            "file_name": "article",
        },
        {
            "id": INTERNAL,
            "title": "the list of articles searches it",
            "byline": "the list of articles searches it",
            "url": "the address of one article",
            "text": "`search` has the quotes; text that is no claim is not looked for",
            "text_sha256": "names one text",
            "published_basis": "how sure the day is",
            "created_at": "the list of articles can be ordered by it",
            "state": "the list of articles has a filter for it",
            "state_by_editor": "whose word the state is",
        },
    ),
}

ITSELF = {
    (ArticleFilterSet, Article): (
        {
            **dict.fromkeys(("title", "byline", "file_name"), "search"),
            "published_on": "published_after",
            "published_from": "published_after",
            "published_to": "published_before",
        },
        {
            "id": "names one article, at its own address",
            "text": "claims are searched, not articles",
            "published_basis": "how sure the day is",
            "created_at": "the list can be ordered by it",
            "state_by_editor": "whose word the state is",
        },
    ),
    (SourceFilterSet, Source): (
        {"slug": "search", "name": "search", "domain": "search"},
        {
            "id": INTERNAL,
            "reliability": "F almost everywhere, until somebody has judged it",
            "parent": "few have one; it stands in the list",
        },
    ),
    (ActorFilterSet, Actor): ({"slug": "search", "name": "search"}, {"id": INTERNAL}),
}

TABLE = {(ClaimFilterSet, model): lists for model, lists in CLAIMS.items()} | ITSELF
FIELDS = [
    pytest.param(filters, lists, field.name, id=f"{filters.__name__}-{model.__name__}.{field.name}")
    for (filters, model), lists in TABLE.items()
    for field in model._meta.concrete_fields
]


@pytest.mark.parametrize(("filters", "lists", "field"), FIELDS)
def test_every_field_has_a_filter_or_a_reason(filters, lists, field):
    names, reasons = lists
    has_filter = names.get(field, field) in filters.base_filters
    assert has_filter != (field in reasons)


@pytest.mark.parametrize(("filters", "model"), TABLE)
def test_no_list_names_a_field_that_is_gone(filters, model):
    names, reasons = TABLE[filters, model]
    assert {*names, *reasons} <= {field.name for field in model._meta.concrete_fields}
