"""Matches names of the registry's actors in short texts, without a parser: a page could not wait for one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Value
from django.db.models.functions import Lower, StrIndex

from claimsdb.choices import ActorKind, NameKind
from claimsdb.extraction import KnownName
from claimsdb.extraction.vocabulary import word_lists
from claimsdb.models import ActorName

_PART = re.compile(r"\b[A-Z]\w{2,}")


@dataclass(frozen=True, slots=True)
class NamedActor:
    """An actor whom a text may name."""

    actor: int
    name: str
    is_person: bool


class ActorNames:
    """The names that may stand in these texts, read in one query that looks at each name there is.

    Kept in memory they would have to be read again after every decision: any write makes another version of the data.
    """

    def __init__(self, *texts: str) -> None:
        self._named = dict(_known(plain("\n".join(texts))))
        spellings = sorted({*self._named, *word_lists().masked}, key=len, reverse=True)
        self._pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, spellings))})(?!\w)")

    def named_in(self, text: str) -> dict[int, NamedActor]:
        """The actors by their ids; of a name inside another's only the longer one."""
        found = (self._named.get(match[0]) for match in self._pattern.finditer(plain(text)))
        return {named.actor: named for named in found if named}

    def by_part(self, named: NamedActor, text: str) -> bool:
        """Whether a part of a person's name stands in it, and not in the name of somebody else: "Kim"."""
        left = _PART.findall(self._pattern.sub(" ", plain(text)))
        return named.is_person and not set(left).isdisjoint(_PART.findall(named.name))


def plain(text: str) -> str:
    """The text on one line, with the apostrophe and the blanks of the registry."""
    return " ".join(text.replace("’", "'").split())


def _known(text: str) -> Iterator[tuple[str, NamedActor]]:
    """The spellings that the extractor may match and that may stand in the text."""
    inside = ActorName.objects.annotate(at=StrIndex(Lower(Value(text)), Lower("text"))).filter(at__gt=0)
    rows = inside.filter(matchable=True, language__startswith="en").order_by("actor", "text")
    columns = ("text", "kind", "actor", "actor__name", "actor__kind")
    for spelling, kind, actor, name, actor_kind in rows.values_list(*columns):
        named = NamedActor(actor, name, is_person=actor_kind == ActorKind.PERSON)
        for written in KnownName(spelling, NameKind(kind)).spellings:
            yield plain(written), named
