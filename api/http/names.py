"""The names by which rows go in addresses and tags."""

from typing import Any


def public_name(row: Any) -> str:
    """The key of a claim or an assessment, the slug of an actor, a source or a question; of anything else its id."""
    return getattr(row, "key", None) or getattr(row, "slug", None) or str(row.pk)
