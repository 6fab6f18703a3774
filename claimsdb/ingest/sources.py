"""Sources by the names and addresses under which articles and fact checks have them."""

from itertools import count

from django.utils.text import slugify

from claimsdb.actors import domain_of, match_source
from claimsdb.choices import SourceState
from claimsdb.models import Source, sha256
from claimsdb.reading import without_unseen


def meant_source(name: str, address: str = "") -> Source:
    """The source that is meant; where that is not sure, a new one, of unknown kind, for an editor to confirm."""
    name = without_unseen(name)
    domain = domain_of(address or name)
    if known := match_source(name, domain=domain):
        return known
    return Source.objects.create(slug=_free_slug(name), name=name, domain=domain, state=SourceState.PROPOSED)


def _free_slug(name: str) -> str:
    slug = slugify(name.replace(".", " "))[:95] or f"source-{sha256(name)[:12]}"
    slugs = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    return next(each for each in slugs if not Source.objects.filter(slug=each).exists())
