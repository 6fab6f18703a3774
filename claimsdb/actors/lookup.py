"""Lookup of actors, sources and articles by slug, code, name or id, ignoring case; UnknownName suggests others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connections, router
from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from claimsdb.choices import CodeScheme
from claimsdb.models import Actor, ActorCode, ActorName, Article, Source

MIN_SIMILARITY = 50  # of 100: below, two words have no more in common than any two
MAX_ID = 2**63 - 1
ACTOR_FIELDS = [field.attname for field in Actor._meta.concrete_fields]
SCHEME_RANKS = " ".join(f"WHEN '{scheme}' THEN {place}" for place, scheme in enumerate(CodeScheme, start=1))


@dataclass
class UnknownName(LookupError):
    """No `noun` is called `asked`, or several are: those in `between`. `nearest` are the closest known names."""

    noun: str
    asked: str
    nearest: Sequence[str] = ()
    between: Sequence[str] = ()
    hint: str = ""

    def __str__(self) -> str:
        if self.between:
            return f"{self.asked!r} may be {' or '.join(self.between)}: say which."
        return f"No {self.noun} is called {self.asked!r}. {self.hint}".strip()


def find_actor(asked: str) -> Actor:
    """The actor with this slug, this code in any scheme, or this name if no other has it, in this order; or the one into
    which that with this slug was merged."""
    word = normalize_name(asked)
    found = _actors_by_slug_or_code(word) or _actors_by_name(word) or _actors_by_folded_name(word)
    found = found or list(_actors().filter(merged__slug__iexact=word))
    if len(found) == 1:
        return found[0]
    if found:
        raise _ambiguous_name("actor", word, {actor.code: actor.name for actor in found})
    raise UnknownName(
        "actor",
        word,
        nearest=_nearest_actors(word),
        hint="An actor goes by code (NK, KP, PRK), slug (north-korea) or name (North Korea).",
    )


def find_source(asked: str) -> Source:
    """The source with this slug, domain or name, or into which that was merged."""
    word = normalize_name(asked)
    found = list(Source.objects.filter(Q(slug__iexact=word) | Q(domain__iexact=word) | Q(name__iexact=word)))
    found = found or list(Source.objects.merged_from(word, domain=word.lower()))
    if len(found) == 1:
        return found[0]
    if found:
        raise _ambiguous_name("source", word, {source.slug: source.name for source in found})
    known = chain.from_iterable(Source.objects.values_list("slug", "domain", "name"))
    hint = "A source goes by slug (eurasian-times), domain (eurasiantimes.com) or name."
    raise UnknownName("source", word, nearest=nearest(word, known), hint=hint)


def find_article(asked: str) -> Article:
    """The article with this id, or with this file name if no other has it. Its text is not loaded."""
    word = normalize_name(asked)
    number = int(word) if word.isascii() and word.isdigit() and len(word) < 20 else 0
    this = Q(pk=number) if 0 < number <= MAX_ID else Q(file_name=word)
    found = list(Article.objects.filter(this).defer("text").order_by("pk")[:10])
    if len(found) == 1:
        return found[0]
    if found:
        raise _ambiguous_name("article", word, {str(article.pk): article.title for article in found})
    raise UnknownName("article", word, hint="An article goes by id (1) or file name.")


def nearest(asked: str, known: Iterable[str], *, limit: int = 3) -> list[str]:
    """The known words most similar to `asked`, best first; empty if none is similar."""
    best = process.extract(
        asked, sorted(set(known)), scorer=fuzz.ratio, processor=str.casefold, limit=limit, score_cutoff=MIN_SIMILARITY
    )
    return [word for word, _, _ in best]


def normalize_name(asked: str) -> str:
    """`asked` with single spaces; a replacement character, which matches nothing, if it is empty or not storable."""
    word = " ".join(asked.split())
    return word if word and is_text(word) else "\N{REPLACEMENT CHARACTER}"


def is_text(value: str) -> bool:
    """Whether a database can store it: it has no NUL, which PostgreSQL refuses, and no lone surrogate."""
    return not any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value)


def _ambiguous_name(noun: str, asked: str, found: Mapping[str, str]) -> UnknownName:
    """`found` maps what to ask for instead to what it is."""
    return UnknownName(noun, asked, nearest=list(found), between=[f"{name} ({word})" for word, name in found.items()])


def _actors_by_slug_or_code(word: str) -> list[Actor]:
    """In one statement, as nearly every request asks for it. A slug as it stands goes first: the address of an actor is
    its own, whatever codes others have."""
    using = router.db_for_read(Actor)
    with connections[using].cursor() as cursor:
        cursor.execute(BY_SLUG_OR_CODE, {"word": word})
        found = cursor.fetchall()
    return [_actor_from_row(row, using=using) for rank, *row in found if rank == found[0][0]]


def _actor_from_row(row: list[Any], *, using: str) -> Actor:
    """An actor that knows its code."""
    *values, own_code = row
    actor = Actor.from_db(using, ACTOR_FIELDS, values)
    actor.__dict__["own_code"] = own_code
    return actor


BY_SLUG_OR_CODE = f"""
    SELECT found.rank, {", ".join(f"actor.{name}" for name in ACTOR_FIELDS)}, own.code FROM (
        SELECT id, 0 AS rank FROM {Actor._meta.db_table} WHERE slug = %(word)s
        UNION ALL
        SELECT actor_id, CASE scheme {SCHEME_RANKS} END FROM {ActorCode._meta.db_table}
        WHERE upper(code) = upper(%(word)s)
        UNION ALL
        SELECT id, {len(CodeScheme) + 1} FROM {Actor._meta.db_table} WHERE upper(slug) = upper(%(word)s)
    ) AS found
    JOIN {Actor._meta.db_table} AS actor ON actor.id = found.id
    LEFT JOIN {ActorCode._meta.db_table} AS own ON own.actor_id = actor.id AND own.scheme = '{CodeScheme.CLAIMSDB}'
    ORDER BY found.rank, actor.slug"""


def _actors_by_name(word: str) -> list[Actor]:
    return list(_actors().filter(Q(name__iexact=word) | Q(names__text__iexact=word)).distinct())


def _actors_by_folded_name(word: str) -> list[Actor]:
    """By case folding in Python, as SQLite ignores the case of ASCII letters only; this finds TÜRKIYE."""
    folded = word.casefold()
    return list(_actors().filter(pk__in={actor for actor, text in _names() if text.casefold() == folded}))


def _actors() -> QuerySet[Actor]:
    return Actor.objects.prefetch_related("codes")


def _names() -> list[tuple[int, str]]:
    """All (actor id, name), in the fixed order that suggestions need."""
    names = ActorName.objects.order_by("pk").values_list("actor", "text")
    return [*Actor.objects.order_by("pk").values_list("pk", "name"), *names]


def _nearest_actors(word: str) -> list[str]:
    """For each of the nearest actors, the name, code or slug of its own that comes nearest."""
    holder: dict[str, int | None] = {}
    for actor, text in _all_identifiers():
        holder[text] = None if holder.get(text, actor) != actor else actor
    best = nearest(word, (text for text, actor in holder.items() if actor), limit=12)
    nearest_of: dict[int | None, str] = {}
    for text in best:
        nearest_of.setdefault(holder[text], text)
    return list(nearest_of.values())[:3]


def _all_identifiers() -> list[tuple[int, str]]:
    codes = ActorCode.objects.order_by("pk").values_list("actor", "code")
    return [*_names(), *codes, *Actor.objects.order_by("pk").values_list("pk", "slug")]
