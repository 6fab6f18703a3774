"""Which source an article's word for its publisher means: for sure, or perhaps."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.db.models import Q
from django.db.models.functions import Length
from rapidfuzz import fuzz

from claimsdb.choices import SourceKind, SourceState
from claimsdb.models import Source
from claimsdb.reading import fault_of_domain, registered_domain

HOSTS = [SourceKind.AGGREGATOR, SourceKind.BLOG]  # under whose domain others publish
MIN_LIKENESS = 80  # of 100: Reuter and Reuters, and hardly two that are not one
A_WORD_IN_COMMON = 85  # bbc.com and BBC News
SUGGESTIONS = 3


def domain_of(written: str) -> str:
    """The host of an address, or of a name that looks like one ("www.expressandstar.com")."""
    try:
        host = urlsplit(written if "://" in written else f"//{written}").hostname or ""
    except ValueError:
        return ""
    domain = host.removeprefix("www.")
    return "" if fault_of_domain(domain) else domain


def match_source(name: str, *, domain: str) -> Source | None:
    """The source with this domain, slug or name, or into which that was merged; else a confirmed one to whose domain
    this one belongs."""
    known = Source.objects.filter(domain=domain).first() if domain else None
    known = known or Source.objects.filter(Q(slug=name) | Q(name__iexact=name)).order_by("pk").first()
    known = known or Source.objects.merged_from(name, domain=domain).first()
    return known or (_owner(domain) if domain else None)


def did_you_mean(source: Source) -> list[Source]:
    """Other sources that this one may be, written otherwise: the likeliest first, confirmed ones before proposed."""
    names = set(_names(source))
    likely = []
    for other in Source.objects.exclude(pk=source.pk).order_by("slug"):
        likeness = max(_likeness(mine, theirs) for mine in names for theirs in _names(other))
        if likeness >= MIN_LIKENESS:
            likely.append((other.state != SourceState.CONFIRMED, -likeness, other.slug, other))
    return [other for *_, other in sorted(likely)[:SUGGESTIONS]]


def _owner(domain: str) -> Source | None:
    """Whose subdomain it is: uk.reuters.com is that of reuters.com. Whoever only gives others room is not meant."""
    registered = registered_domain(domain)
    labels = domain.split(".")
    above = [".".join(labels[start:]) for start in range(1, len(labels))]
    owned = [each for each in above if registered and (each == registered or each.endswith(f".{registered}"))]
    owners = Source.objects.confirmed().filter(domain__in=owned).exclude(kind__in=HOSTS)
    return owners.order_by(Length("domain").desc()).first()


def _names(source: Source) -> Iterator[str]:
    """As it is written, without the marks that are written one way or another."""
    yield from (_plain(source.name), _plain(source.slug))
    for host in {source.domain, domain_of(source.name)} - {""}:
        yield (registered_domain(host) or host).partition(".")[0]


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold())).removeprefix("the ")


def _likeness(one: str, other: str) -> float:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) > 2 and shorter in longer.split():
        return A_WORD_IN_COMMON
    return fuzz.ratio(one, other)
