"""The actor registry: brought along by `fixtures/`, handed to the extractor as plain values."""

from django.conf import settings
from django.core.management import call_command

from claimsdb.choices import ActorKind, AffiliationKind, NameKind
from claimsdb.extraction.registry import KnownActor, KnownAffiliation, KnownName, Registry
from claimsdb.models import Actor

FIXTURES = ("sources.json", "actors.json")


def load_if_missing() -> int:
    """Loads the registry into a database that has no actors; returns how many there are now."""
    if not Actor.objects.exists():
        call_command("loaddata", *(settings.BASE_DIR / "fixtures" / name for name in FIXTURES), verbosity=0)
    return Actor.objects.count()


def known_actors() -> Registry:
    """Every actor with names and affiliations, in four queries."""
    actors = Actor.objects.prefetch_related("codes", "names", "affiliations__parent").order_by("slug")
    return Registry.of(map(_known, actors))


def _known(actor: Actor) -> KnownActor:
    return KnownActor(
        slug=actor.slug,
        name=actor.name,
        kind=ActorKind(actor.kind),
        code=actor.code,
        names=tuple(
            KnownName(name.text, NameKind(name.kind), name.language, name.matchable) for name in actor.names.all()
        ),
        affiliations=tuple(
            KnownAffiliation(each.parent.slug, AffiliationKind(each.kind), each.started_on, each.ended_on)
            for each in actor.affiliations.all()
        ),
    )
