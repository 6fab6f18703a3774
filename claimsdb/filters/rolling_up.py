"""Filters that ask for actors, who stand for others as `rollup` has it."""

from collections.abc import Collection, Sequence
from typing import Any

from claimsdb.actors import members_of, with_members
from claimsdb.choices import RollUp
from claimsdb.filters.base import Fault, plain_name
from claimsdb.filters.conditions import Conditions
from claimsdb.filters.fields import NONE
from claimsdb.index import Version, data_version
from claimsdb.models import Actor


class RollingUp(Conditions):
    """Filters of which those in OF_ACTORS ask for actors, and `rollup` says who counts with them. `version` is that of
    the data, if the caller knows it; `counts_actors` says that the caller counts them as `rollup` has it, even where
    none is asked for."""

    OF_ACTORS: Collection[str]

    def __init__(self, *args: Any, version: Version | None = None, counts_actors: bool = False, **options: Any) -> None:
        self.version, self.counts_actors = version, counts_actors
        super().__init__(*args, **options)

    def faults(self) -> list[Fault]:
        return [*super().faults(), *([self._rolls_up_nobody] if self._is_rollup_alone else [])]

    @property
    def _rolls_up_nobody(self) -> Fault:
        *others, last = self.OF_ACTORS
        detail = f"Says who counts as an actor, and none is asked for: give {', '.join(others)} or {last} as well, "
        return Fault("rollup", f"{detail}or leave it out.")

    @property
    def _is_rollup_alone(self) -> bool:
        """Whether `rollup` is given, and says nothing of anybody. What cannot be read is a fault by itself."""
        invalid = any(plain_name(name) in ("rollup", *self.OF_ACTORS) for name in self.invalid)
        return "rollup" in self.data and not (self.counts_actors or self.actors_asked or invalid)

    @property
    def applied(self) -> dict[str, Any]:
        """With the actors that are asked for as `resolved`: who they are, and who counts with them."""
        applied = super().applied
        if not self.actors_asked:
            del applied["rollup"]
            return applied
        return applied | {"resolved": [self._resolved(actor) for actor in self.actors_asked]}

    @property
    def actors_asked(self) -> list[Actor]:
        names = [name for name in self.asked if plain_name(name) in self.OF_ACTORS]
        return [each for each in dict.fromkeys(each for name in names for each in self.asked[name]) if each is not NONE]

    def with_members(self, actors: list[Any]) -> list[Any]:
        """The ids of the actors and, as `rollup` has it, of all who ever belonged to them; NONE stays."""
        if self.asked["rollup"] == RollUp.NOBODY:
            return [actor if actor is NONE else actor.pk for actor in actors]
        data, officials = self.version or data_version(), self.asked["rollup"] == RollUp.OFFICIALS
        named = [actor for actor in actors if actor is not NONE]
        everyone = {pk for actor in named for pk in with_members(actor.pk, data, officials=officials)}
        return [*([NONE] if NONE in actors else []), *sorted(everyone)]

    def _resolved(self, actor: Actor) -> dict[str, Any]:
        members: Sequence[str] = ()
        if self.asked["rollup"] != RollUp.NOBODY:
            officials = self.asked["rollup"] == RollUp.OFFICIALS
            members = members_of(actor, self.version or data_version(), officials=officials)
        return {"code": actor.code, "name": actor.name, "with": list(members)}
