"""Keys of claims, as a filter takes them."""

from collections.abc import Sequence

from django.db.models import QuerySet

from claimsdb.filters.base import Fault
from claimsdb.models import Claim


def unknown_keys(place: str, keys: Sequence[str], *, among: QuerySet[Claim]) -> list[Fault]:
    """A fault for each of the keys that no claim among these has."""
    known = set(among.filter(key__in=keys).values_list("key", flat=True)) if keys else ()
    return [Fault(place, f"No claim has the key {key!r}.") for key in keys if key not in known]
