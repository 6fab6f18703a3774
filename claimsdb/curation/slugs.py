"""Slugs of new rows."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.text import slugify

LENGTH = 100


def free_slug(model: type[Model], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields with a slug, made of the name where none is given. Raises ValidationError where it is taken."""
    slug = fields.get("slug") or slugify(fields["name"])[:LENGTH].strip("-")
    noun = model._meta.verbose_name
    if not slug:
        raise ValidationError(
            {"slug": f"Give one: {fields['name']!r:.60} has no letter or digit of ASCII to make it of."}
        )
    if model._default_manager.filter(slug__iexact=slug).exists():
        raise ValidationError({"slug": f"There is {'an' if noun == 'actor' else 'a'} {noun} {slug} already."})
    return {**fields, "slug": slug}
