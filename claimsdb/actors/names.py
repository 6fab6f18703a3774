"""Whom words may mean: all names, codes and slugs of actors, held in memory until one of them is written.

Claims have actors by id in the search index, and words are turned into ids as they are asked for: whoever gets another
name is found by it at once, without a claim being written anew.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from itertools import combinations

from django.db import connections, router
from rapidfuzz import fuzz

from claimsdb.choices import ActorKind, CodeScheme
from claimsdb.db.words import name_words
from claimsdb.models import Actor, ActorCode, ActorName, DataVersion

MOST_WORDS = 6  # of a name that is looked for in a longer text
MIN_LIKENESS = 70  # of 100: a letter or two are wrong
OF_A_WORD = 0.95
SCHEMES = {scheme.value: place for place, scheme in enumerate(CodeScheme)}


class NameKind(IntEnum):
    """What somebody goes by, in the order in which it counts."""

    CODE = 0
    NAME = 1
    SLUG = 2


@dataclass(frozen=True, slots=True)
class Known:
    """One name, code or slug of an actor, as it is written and as it is compared."""

    actor: int
    written: str
    words: str
    kind: NameKind
    scheme: int = 0


@dataclass(frozen=True, slots=True)
class ActorNames:
    known: list[Known] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)  # how each actor is called
    of: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))  # the words of each actor's names
    meant: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # by words that stand for them

    def called(self, words: str) -> set[int]:
        """The actors of whom these folded words are a name or the slug."""
        if not words:
            return set()
        return {each.actor for each in self.known if each.words == words and each.kind is not NameKind.CODE}

    def nearest(self, asked: str, *, limit: int) -> list[str]:
        """What the actors are called of whose names one, or one word of it, comes nearest, best first; by their slugs
        where others are called the same. Empty if none is near."""
        best: dict[int, float] = {}
        for each in self.known:
            if each.kind is NameKind.NAME:
                likeness = _likeness(asked, each.words)
                if likeness >= MIN_LIKENESS:
                    best[each.actor] = max(best.get(each.actor, 0), likeness)
        actors = sorted(best, key=lambda actor: -best[actor])[:limit]
        return [self._unambiguous(actor) for actor in actors]

    def _unambiguous(self, actor: int) -> str:
        if self.called(name_words(self.names[actor])) == {actor}:
            return self.names[actor]
        return next(each.written for each in self.known if each.actor == actor and each.kind is NameKind.SLUG)

    def best_first(self, asked: str, *, among: set[int]) -> list[int]:
        """These actors: first those with just this code or name, then those of whom a name begins so."""
        names: dict[int, list[str]] = {actor: [] for actor in among}
        codes: dict[int, int] = {}  # the scheme in which it is theirs
        for each in self.known:
            if each.actor in among and each.kind is not NameKind.CODE:
                names[each.actor].append(each.words)
            elif each.actor in among and each.words == name_words(asked):
                codes[each.actor] = min(codes.get(each.actor, each.scheme), each.scheme)
        by_name = best_first(asked, dict(sorted(names.items(), key=lambda named: self.names[named[0]])))
        return sorted(by_name, key=lambda actor: codes.get(actor, len(SCHEMES) + 1))

    def by_actor(self) -> Iterator[tuple[int, str]]:
        """Each actor with all that it goes by."""
        return ((actor, " | ".join(each.words for each in known)) for actor, known in self._grouped().items())

    def _grouped(self) -> dict[int, list[Known]]:
        grouped = defaultdict(list)
        for each in self.known:
            grouped[each.actor].append(each)
        return grouped

    def meant_by(self, words: str, *, is_open: bool = False) -> set[int]:
        """Whom the folded words, or words that begin so, may mean: by a code, a whole name, two or more words of one
        that stand together, or one word of a person's."""
        if not is_open:
            return self.meant.get(words, set())
        return {actor for key, actors in self.meant.items() if key.startswith(words) for actor in actors}


def actor_names() -> ActorNames:
    using = router.db_for_read(Actor)
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT names_at FROM {DataVersion._meta.db_table}")
        written = cursor.fetchone()
    return _read(using, written)


@lru_cache(maxsize=4)
def _read(using: str, written: Hashable) -> ActorNames:
    """The names as they are since they were `written` last."""
    names = ActorNames()
    for known, is_person in _known(using):
        names.known.append(known)
        for words in _meaning(known, is_person=is_person):
            names.meant[words].add(known.actor)
        if known.kind is NameKind.NAME:
            names.names.setdefault(known.actor, known.written)
            names.of[known.actor].add(known.words)
    return names


def best_first(asked: str, known: Mapping[int, Iterable[str]]) -> list[int]:
    """The ids by how near a name of each comes to `asked`: is it, begins so, has a word that begins so, or any other;
    of equals in the order given."""
    words = name_words(asked)
    return sorted(known, key=lambda pk: min((_rank(words, name_words(name)) for name in known[pk]), default=3))


def _rank(asked: str, name: str) -> int:
    if name == asked:
        return 0
    if name.startswith(asked):
        return 1
    return 2 if f" {asked}" in name else 3


def _likeness(asked: str, name: str) -> float:
    """Of 100; what is like a single word of a name is a little less like it than what is like the whole."""
    whole = fuzz.ratio(asked, name, score_cutoff=MIN_LIKENESS)
    if " " in asked or " " not in name:
        return whole
    return max(whole, *(OF_A_WORD * fuzz.ratio(asked, word) for word in name.split()))


def _known(using: str) -> Iterator[tuple[Known, bool]]:
    """Each with whether it is a person's; an actor's own name before its others."""
    persons = set()
    for pk, name, slug, kind in Actor.objects.using(using).order_by("pk").values_list("pk", "name", "slug", "kind"):
        is_person = kind == ActorKind.PERSON
        persons |= {pk} if is_person else set()
        yield Known(pk, name, name_words(name), NameKind.NAME), is_person
        yield Known(pk, slug, name_words(slug), NameKind.SLUG), is_person
    for pk, name in ActorName.objects.using(using).order_by("pk").values_list("actor", "text"):
        yield Known(pk, name, name_words(name), NameKind.NAME), pk in persons
    for pk, code, scheme in ActorCode.objects.using(using).order_by("pk").values_list("actor", "code", "scheme"):
        yield Known(pk, code, name_words(code), NameKind.CODE, SCHEMES.get(scheme, len(SCHEMES))), pk in persons


def _meaning(known: Known, *, is_person: bool) -> Iterator[str]:
    if known.words.isdigit():  # a code that is a number, which a search is more likely to mean
        return
    yield known.words
    words = known.words.split()
    if known.kind is NameKind.NAME and len(words) > 1:
        for start, end in combinations(range(len(words) + 1), 2):
            if (end - start > 1 or is_person) and end - start <= MOST_WORDS:
                yield " ".join(words[start:end])
