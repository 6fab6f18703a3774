"""An agency whose report an article is passes on what is claimed in it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from claimsdb.actors import domain_of, match_source
from claimsdb.choices import ActorKind, Role
from claimsdb.extraction import Findings, FoundAttribution, FoundClaim, KnownActor, Registry, TextSpan
from claimsdb.models import Source
from claimsdb.reading import ArticleRecord, StatedOrigin, agencies, registered_domain

CHAIN = {Role.CLAIMANT, Role.ORIGIN, Role.RELAYER}


def with_relayers(found: Findings, record: ArticleRecord, *, registry: Registry) -> Findings:
    """The claims, each passed on by the agencies whose report the article is, unless these are in its chain already."""
    credited = [each for each in record.origins if each.is_whole]
    own = _publisher(record.source) if credited and record.source else None
    relayers = [_relayer(each, registry) for each in credited if not is_its_own(own, each)]
    return Findings((_passed_on(each, relayers) for each in found), cut=found.cut) if relayers else found


def is_its_own(source: Source | None, origin: StatedOrigin) -> bool:
    """Whether an agency is named in its own report, by which nothing comes from elsewhere."""
    if not source or not origin.url:
        return False
    owner = registered_domain(source.domain)
    named = {source.name.casefold(), source.slug}
    return bool(named & {origin.name.casefold()}) or (bool(owner) and owner == registered_domain(domain_of(origin.url)))


def _publisher(name: str) -> Source:
    """The source that is meant, which need not be here yet."""
    domain = domain_of(name)
    return match_source(name, domain=domain) or Source(name=name, domain=domain)


def _relayer(origin: StatedOrigin, registry: Registry) -> FoundAttribution:
    names = {origin.name.casefold(), origin.as_written.casefold()}
    media = (each for each in registry.actors if each.kind is ActorKind.MEDIA)
    known = next((each for each in media if not names.isdisjoint(_names(each))), None)
    return FoundAttribution(
        role=Role.RELAYER,
        span=TextSpan(origin.start, origin.end),
        as_written=origin.as_written,
        name=known.name if known else origin.name,
        actor=known.slug if known else None,
    )


def _names(actor: KnownActor) -> Iterator[str]:
    yield from (name.casefold() for name in (actor.name, *(each.text for each in actor.names)))


def _passed_on(claim: FoundClaim, relayers: Iterable[FoundAttribution]) -> FoundClaim:
    known = {name for part in claim.attributions if part.role in CHAIN for name in _agency(part)}
    further = tuple(each for each in relayers if known.isdisjoint(_agency(each)))
    return replace(claim, attributions=(*claim.attributions, *further)) if further else claim


def _agency(part: FoundAttribution) -> Iterator[str]:
    """By what two parts are seen to be of one agency: their actor, and the agencies that go by their names."""
    yield from filter(None, (part.actor, part.name.casefold()))
    for name in (part.name, part.as_written):
        if known := agencies().get(name.casefold().removeprefix("the ")):
            yield known.casefold()
