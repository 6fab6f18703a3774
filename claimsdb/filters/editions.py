"""A publisher stands for its editions: whoever asks for Reuters asks for Reuters UK as well."""

from typing import Any

from claimsdb.filters.fields import NONE
from claimsdb.models import Source


def with_editions(sources: list[Any]) -> list[Any]:
    """The sources, NONE where it is among them, and the editions of each."""
    asked = [source.pk for source in sources if source is not NONE]
    return [*Source.objects.filter(pk__in=asked).with_editions(), *([NONE] if NONE in sources else [])]


def has_editions(source: Source) -> bool:
    return Source.objects.confirmed().filter(parent=source).exists()
