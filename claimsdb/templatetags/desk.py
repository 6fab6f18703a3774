"""What the desk's templates say of a card's values."""

from typing import Any

from django import template

from claimsdb.admin.review.card import Card
from claimsdb.admin.review.keys import PALETTES
from claimsdb.admin.word_diff import word_diff

register = template.Library()


@register.inclusion_tag("admin/claimsdb/review/field.html")
def desk_field(card: Card, name: str, label: str = "") -> dict[str, Any]:
    """A field of the card with where its value came from."""
    bound = card.form[name]
    return {
        "bound": bound,
        "label": label or bound.label,
        "origin": card.origins[name],
        "claim": card.claim,
        "key": PALETTES.get(name),
    }


@register.inclusion_tag("admin/claimsdb/review/rows_origin.html")
def origin(card: Card, name: str) -> dict[str, Any]:
    """Where a list of rows came from."""
    return {"origin": card.origins[name], "claim": card.claim}


register.simple_tag(word_diff)


@register.filter
def words(value: str) -> str:
    """A word of the vocabulary, for people."""
    return value.replace("_", " ")
