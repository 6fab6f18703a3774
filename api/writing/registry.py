"""Actors and sources as editors send them, by the names and in the shapes in which they are shown."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from rest_framework import serializers

from api.writing.assessments import SourceField
from api.writing.bodies import ActorField, Body, ChoiceField, DayField, FlagField, TextField
from claimsdb.actors import find_source
from claimsdb.choices import (
    ActorKind,
    AffiliationKind,
    CodeScheme,
    NameKind,
    Reliability,
    SourceKind,
    SourceState,
    Texts,
)
from claimsdb.filters import Fault, InvalidBody, InvalidValue, shown
from claimsdb.models import Source
from claimsdb.reading import BadLanguageTag, normalize_language_tag

# Where a body has what a column holds, and the whole where a rule is about several.
ACTOR_PLACES = {"parent": "/actor", "child": "/actor", "code": "", "__all__": ""}
SOURCE_PLACES = {"__all__": ""}


class AnySourceField(SourceField):
    """A source, also one that is only proposed."""

    find = staticmethod(partial(find_source, among=Source.objects.all()))


def word(**options: Any) -> TextField:
    """A text in one line, without the blanks around it."""
    return TextField(trim_whitespace=True, **options)


def word_or_null(**options: Any) -> TextField:
    return word(required=False, allow_null=True, allow_blank=True, **options)


class LanguageField(TextField):
    """A tag of BCP 47, in the one way to write it."""

    def to_internal_value(self, data: Any) -> str:
        tag = super().to_internal_value(data)
        try:
            return normalize_language_tag(tag)
        except BadLanguageTag as error:
            raise InvalidValue(f"{shown(tag)} {error}.", nearest=error.nearest) from None


class NameBody(Body):
    """A way to write the actor."""

    text = word()
    kind = ChoiceField(NameKind, default=NameKind.NAME.value)
    language = LanguageField(trim_whitespace=True, default="en")
    matchable = FlagField(default=True, help_text="whether these words, found in a text, may be taken for the actor")


class MembershipBody(Body):
    """An actor to whom this one belongs, and when; a day that is not known is null."""

    actor = ActorField(is_needed=True)
    kind = ChoiceField(AffiliationKind)
    started_on, ended_on = DayField(allow_null=True, default=None), DayField(allow_null=True, default=None)


class CodesBody(Body):
    """Codes by scheme; what is left out stays, null takes the code away."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {scheme.value: word_or_null() for scheme in CodeScheme}


class ActorBody(Body):
    """What is left out stays, a list is replaced, null empties what may be empty."""

    name = word(required=False)
    kind = ChoiceField(ActorKind, required=False)
    country = word_or_null()
    codes = CodesBody(required=False)
    names = NameBody(many=True, required=False)
    belongs_to = MembershipBody(many=True, required=False)
    shared = FlagField(
        required=False, help_text="says that a name or two are another's too, on purpose: without it they are refused"
    )


class NewActorBody(ActorBody):
    """An actor, who is called by its name, and by other names."""

    slug = word(required=False, help_text="if left out, made of the name")
    name = word()
    kind = ChoiceField(ActorKind)


class SourceBody(Body):
    """What is left out stays, null empties what may be empty."""

    name = word(required=False)
    domain, country = word_or_null(), word_or_null()
    kind = ChoiceField(SourceKind, required=False)
    reliability = ChoiceField(Reliability, required=False)
    parent = AnySourceField(required=False, allow_null=True)  # type: ignore[assignment]
    state = ChoiceField(SourceState, required=False)
    texts = ChoiceField(Texts, required=False, allow_null=True, help_text="null is as the installation has it")


class NewSourceBody(SourceBody):
    """A source."""

    slug = word(required=False, help_text="if left out, made of the name")
    name = word()


class MergeActorBody(Body):
    """Which actor it is really."""

    into = ActorField(is_needed=True)


class MergeSourceBody(Body):
    """Which source it is really."""

    into = AnySourceField()


def check_names_something(given: Mapping[str, Any], body: type[Body]) -> None:
    """Raises InvalidBody for a change of nothing."""
    if not given.keys() - {"shared"}:
        raise InvalidBody([Fault("", "Names nothing to change.", list(body().fields))])


def of_actor(given: Mapping[str, Any]) -> dict[str, Any]:
    """What ActorBody has read, as `claimsdb.curation.actors` takes it."""
    lists: dict[str, Any] = {name: given[name] for name in ("codes", "names") if name in given}
    if "belongs_to" in given:
        lists["belongs_to"] = [{**each, "parent": each["actor"]} for each in given["belongs_to"]]
        for each in lists["belongs_to"]:
            del each["actor"]
    columns = {name: value for name, value in given.items() if name not in (*LISTS, "shared")}
    return {"fields": _columns(columns), "shared": given.get("shared", False), **lists}


def of_source(given: Mapping[str, Any]) -> dict[str, Any]:
    """What SourceBody has read, as `claimsdb.curation.sources` takes it."""
    return {"fields": _columns(given)}


LISTS = ("codes", "names", "belongs_to")


def _columns(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value if name == "parent" else value or "" for name, value in given.items()}
