"""Lookup of actors, sources, articles and questions by slug, code, name or id, whatever the case; UnknownName suggests
others."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import connections, router
from django.db.models import Case, Q, QuerySet, When
from rapidfuzz import fuzz, process

from claimsdb.actors.names import NameKind, actor_names
from claimsdb.choices import CodeScheme
from claimsdb.db.words import name_words
from claimsdb.models import Actor, ActorCode, Article, Question, Source

MIN_SIMILARITY = 50  # of 100: below, two words have no more in common than any two
SUGGESTED = 3
LONGEST_CODE = 3  # letters
MAX_ID = 2**63 - 1
ARTICLE_ID = re.compile(r"[1-9][0-9]{0,18}")
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

    @property
    def with_nearest(self) -> str:
        """What it says, and the names that may be meant; of those in `between` it has told already."""
        near = f" Like it: {', '.join(self.nearest)}." if self.nearest and not self.between else ""
        return f"{self}{near}"


def find_actor(asked: str) -> Actor:
    """The actor with this slug, this code in any scheme, or this name if no other has it, in this order; or the one
    into which that with this slug was merged."""
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


def find_source(asked: str, *, among: QuerySet[Source] | None = None) -> Source:
    """The source with this slug, this domain, or this name if no other has it, in this order; or the one into which
    that was merged. Of confirmed ones unless `among` others."""
    word, sources = normalize_name(asked), Source.objects.confirmed() if among is None else among
    found = _sources_by_slug_domain_or_name(word, sources)
    found = found or _sources_by_folded_name(name_words(word), sources)
    found = found or list(sources.filter(pk__in=Source.objects.merged_from(word, domain=word.lower())))
    if len(found) == 1:
        return found[0]
    if found:
        raise _ambiguous_name("source", word, {source.slug: source.name for source in found})
    known = chain.from_iterable(sources.values_list("slug", "domain", "name"))
    hint = "A source goes by slug (eurasian-times), domain (eurasiantimes.com) or name."
    raise UnknownName("source", word, nearest=nearest(word, known), hint=hint)


def _sources_by_slug_domain_or_name(word: str, sources: QuerySet[Source]) -> list[Source]:
    """A slug as it stands goes first: the address of a source is its own, whatever others are called."""
    ranked = Case(
        When(slug=word, then=0), When(slug__iexact=word, then=1), When(domain__iexact=word, then=2), default=3
    )
    called = sources.filter(Q(slug__iexact=word) | Q(domain__iexact=word) | Q(name__iexact=word))
    found = list(called.annotate(rank=ranked).order_by("rank", "slug"))
    return [source for source in found if source.rank == found[0].rank]


def _sources_by_folded_name(words: str, sources: QuerySet[Source]) -> list[Source]:
    if not words:
        return []
    names = sources.order_by("pk").values_list("pk", "slug", "domain", "name")
    return list(sources.filter(pk__in=[pk for pk, *known in names if words in map(name_words, known)]))


def find_article(asked: str, *, among: QuerySet[Article] | None = None) -> Article:
    """The article, of all or of these, with this id, or with this file name if no other has it; without its text."""
    word = normalize_name(asked)
    number = int(word) if ARTICLE_ID.fullmatch(word) else 0
    this = Q(pk=number) if 0 < number <= MAX_ID else Q(file_name=word)
    articles = Article.objects.all() if among is None else among
    found = list(articles.filter(this).defer("text").order_by("pk")[:10])
    if len(found) == 1:
        return found[0]
    if found:
        raise _ambiguous_name("article", word, {str(article.pk): article.title for article in found})
    raise UnknownName("article", word, hint="An article goes by id (1) or file name.")


def find_question(asked: str, *, among: QuerySet[Question] | None = None) -> Question:
    """The question, of all or of these, with this slug."""
    word = normalize_name(asked)
    questions = Question.objects.all() if among is None else among
    if found := questions.filter(slug=word.lower()).first() or questions.filter(slug__iexact=word).first():
        return found
    known = questions.values_list("slug", flat=True)
    hint = "A question goes by its slug (nk-casualties)."
    raise UnknownName("question", word, nearest=nearest(word, known), hint=hint)


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
    """Whatever the accents, the apostrophes and what else stands between the words: COTE D’IVOIRE."""
    return list(_actors().filter(pk__in=actor_names().called(name_words(word))))


def _actors() -> QuerySet[Actor]:
    return Actor.objects.prefetch_related("codes")


def _nearest_actors(word: str) -> list[str]:
    """How the actors with the nearest names are called; codes only of what is as short as a code."""
    names = actor_names()
    near = names.nearest(name_words(word), limit=SUGGESTED)
    if near or len(word) > LONGEST_CODE:
        return near
    return nearest(word, sorted({each.written for each in names.known if each.kind is NameKind.CODE}))
