"""Actors with their names, their codes and those to whom they belong."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from claimsdb.actors import actor_names
from claimsdb.choices import NameKind
from claimsdb.curation import rows
from claimsdb.curation.linking import link_waiting
from claimsdb.curation.permissions import Seen, check_may, check_unused, lock
from claimsdb.curation.slugs import free_slug
from claimsdb.db.conflicts import retried_on_conflict
from claimsdb.db.words import name_words
from claimsdb.index import synced
from claimsdb.models import Actor, ActorCode

Row = Mapping[str, Any]

SHARED = "shared"  # the code of what is refused unless a name is shared on purpose


@retried_on_conflict
def enter(
    *,
    fields: Row,
    names: Sequence[Row] = (),
    codes: Mapping[str, str | None] | None = None,
    belongs_to: Sequence[Row] = (),
    by: User | None,
    link: bool = True,
    shared: bool = False,
) -> Actor:
    """Adds an actor; without a slug one is made of the name. What it is called first is one of its names; names that
    others have are refused unless they are `shared` on purpose. Waiting claims that name it are linked to it, unless
    the caller will `link` them."""
    check_may("add", Actor, by=by)
    called = {"text": fields.get("name"), "kind": NameKind.NAME, "language": "en", "matchable": True}
    names = names if any(each["text"] == fields.get("name") for each in names) else [called, *names]
    with synced():
        actor = Actor()
        faults = {} if shared else _taken_names(actor, fields, names)
        rows.write(actor, _with_slug(fields, faults), by=by, faults=faults)
        _write_lists(actor, names=names, codes=codes, belongs_to=belongs_to, by=by)
        if link:
            link_waiting(actor, by=by)
        return actor


@retried_on_conflict
def amend(
    actor: Actor,
    *,
    seen: Seen,
    fields: Row,
    names: Sequence[Row] | None = None,
    codes: Mapping[str, str | None] | None = None,
    belongs_to: Sequence[Row] | None = None,
    by: User | None,
    shared: bool = False,
) -> Actor:
    """Changes what is given: a list is replaced, None leaves it as it is; of `codes` those of the schemes that are
    named, where None takes the code away. Of new names it is as when an actor is entered."""
    check_may("change", Actor, by=by)
    with synced():
        locked = lock(actor, seen=seen)
        faults = {} if shared else _taken_names(locked, fields, names or ())
        rows.write(locked, fields, by=by, faults=faults)
        _write_lists(locked, names=names, codes=codes, belongs_to=belongs_to, by=by)
        return locked


def delete(actor: Actor, *, seen: Seen, by: User | None) -> None:
    """Takes out an actor to whom nothing refers, with its names, codes and affiliations."""
    check_may("delete", Actor, by=by)
    with synced():
        locked = lock(actor, seen=seen)
        check_unused(locked)
        locked._history_user = by
        locked.delete()


def _with_slug(fields: Row, faults: rows.Faults) -> Row:
    try:
        return free_slug(Actor, fields)
    except ValidationError as error:
        raise ValidationError({**faults, **error.error_dict}) from error


def check_not_taken(name: str, *, actor: Actor) -> None:
    """Raises ValidationError, of the code SHARED, where others than the actor are called so, however it is written."""
    known = actor_names()
    if others := sorted(known.names[pk] for pk in known.called(name_words(name)) - {actor.pk}):
        raise ValidationError(f"It is already a name of {', '.join(others)}.", code=SHARED)


def _taken_names(actor: Actor, fields: Row, names: Sequence[Row]) -> rows.Faults:
    """Of those that the actor has not yet: a name that is shared already stays so."""
    own = {actor.name, *actor.names.values_list("text", flat=True)} if actor.pk else set[str]()
    called = fields.get("name", "")
    given = {"name": called, **{f"names/{place}/text": each["text"] for place, each in enumerate(names)}}
    faults: rows.Faults = {}
    for place, text in given.items():
        if text not in own and not (place != "name" and text == called):
            try:
                check_not_taken(text, actor=actor)
            except ValidationError as error:
                faults[place] = [error]
    return faults


def _write_lists(
    actor: Actor,
    *,
    names: Sequence[Row] | None,
    codes: Mapping[str, str | None] | None,
    belongs_to: Sequence[Row] | None,
    by: User | None,
) -> None:
    faults: rows.Faults = {}
    if names is not None:
        faults |= rows.bring_to("names", actor.names, dict(enumerate(names)), by_key=("text", "language"), by=by)
    if codes:
        faults |= _write_codes(actor, codes, by=by)
    if belongs_to is not None:
        places, key = dict(enumerate(belongs_to)), ("parent", "kind", "started_on")
        faults |= rows.bring_to("belongs_to", actor.affiliations, places, by_key=key, by=by)
    if faults:
        raise ValidationError(faults)


def _write_codes(actor: Actor, given: Mapping[str, str | None], *, by: User | None) -> rows.Faults:
    kept = {**{each.scheme: each.code for each in actor.codes.all()}, **given}
    codes = {scheme: {"scheme": scheme, "code": code} for scheme, code in kept.items() if code}
    taken = {}
    for scheme in given.keys() & codes.keys():
        others = ActorCode.objects.exclude(actor=actor).filter(code__iexact=codes[scheme]["code"])
        if other := others.select_related("actor").first():
            taken[f"codes/{scheme}/code"] = [ValidationError(f"{other.code} is the code of {other.actor}.")]
        elif same := Actor.objects.exclude(pk=actor.pk).filter(slug__iexact=codes[scheme]["code"]).first():
            taken[f"codes/{scheme}/code"] = [ValidationError(f"{same.slug} is the slug of {same}.")]
    return taken or rows.bring_to("codes", actor.codes, codes, by_key=("scheme",), by=by)
