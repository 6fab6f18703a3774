"""Claims as the rules of `claimsdb.agreement` take them, and what the registry of actors knows for them."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Context, Decimal
from functools import lru_cache
from typing import Any, NamedTuple, cast

from django.db import connections, router

from claimsdb.agreement import Belonging, Days, Figure, KnownActors, Party, Statement, sentence_at
from claimsdb.choices import (
    ActorKind,
    AffiliationKind,
    Followed,
    Phase,
    Placement,
    Quotation,
    Role,
    Stance,
    Voice,
)
from claimsdb.db.sql import IDS_PARAM, ids_param, pack_ids
from claimsdb.index import LastChange, last_change
from claimsdb.models import Actor, Affiliation, Article, Attribution, Claim, Quantity
from claimsdb.reading import BlockKind, classify_blocks

BATCH = 500  # claims in memory at a time
SPEAKING = (AffiliationKind.OFFICEHOLDER_OF, AffiliationKind.SPOKESPERSON_FOR)

# What a block is for the rules; the first paragraph is the lead.
PLACEMENTS = {
    BlockKind.TITLE: Placement.HEADLINE,
    BlockKind.HEADING: Placement.HEADING,
    BlockKind.CAPTION: Placement.CAPTION,
}


class Place(NamedTuple):
    """Where in its article a claim stands: the number of the block, what that is, the sentence, and whether that is all
    of the block."""

    paragraph: int | None = None
    placement: Placement = Placement.BODY
    sentence: str = ""
    alone: bool = False


class Outline(NamedTuple):
    """An article's text, and where each of its blocks starts."""

    text: str
    blocks: list[tuple[int, Placement]]


ANYWHERE = Place()

COLUMNS = (
    "text", "quote", "start", "end", "voice", "quotation", "stance", "hedge", "phase", "topic", "said_from", "said_to",
    "said_as_written", "event_from", "event_to", "event_as_written",
)  # fmt: skip


def load_statements(claims: Collection[int], *, placed: bool = True) -> list[Statement]:
    """The claims with these ids, in a fixed number of queries. Unless they are `placed` no article's text is read, and
    nothing is said of where in it they stand."""
    return list(statements_by_claim(claims, placed=placed).values())


def statements_by_claim(claims: Collection[int], *, placed: bool = True) -> dict[int, Statement]:
    """The same by their ids, in the order of these."""
    rows = [dict(zip(OF_CLAIM, row, strict=True)) for row in _selected(CLAIMS, claims)]
    parties, figures = parties_of(claims), figures_of(claims)
    outlines = _outlines({row["article_id"] for row in rows}) if placed else {}
    return {
        row["id"]: statement_of(
            row, _place(row, outlines), parties=parties.get(row["id"], ()), figures=figures.get(row["id"], ())
        )
        for row in rows
    }


def iter_statements(claims: Iterable[int]) -> Iterator[Statement]:
    """The same of any number of claims, with their places."""
    batch: list[int] = []
    for pk in claims:
        batch.append(pk)
        if len(batch) == BATCH:
            yield from load_statements(batch)
            batch = []
    yield from load_statements(batch)


def load_registry() -> KnownActors:
    """Who belongs to whom, who speaks for whom, and which measures are kinds of others: the same one until an actor is
    written, or who belongs to one. Not for whoever has written some of it in the same transaction."""
    return _registry(router.db_for_read(Affiliation), last_change(Followed.ACTOR))


@lru_cache(maxsize=4)
def _registry(using: str, change: LastChange | None) -> KnownActors:
    belongings: dict[str, list[Belonging]] = defaultdict(list)
    rows = Affiliation.objects.using(using).rolling_up().order_by("pk")
    for child, parent, kind, start, end in rows.values_list(
        "child__slug", "parent__slug", "kind", "started_on", "ended_on"
    ):
        belongings[child].append(Belonging(parent, speaks=kind in SPEAKING, days=Days(start, end)))
    states = Actor.objects.using(using).filter(kind=ActorKind.STATE)
    return KnownActors(
        belongings={child: tuple(each) for child, each in belongings.items()},
        states=frozenset(states.values_list("slug", flat=True)),
    )


def statement_of(
    row: Mapping[str, Any], place: Place = ANYWHERE, *, parties: Iterable[Party], figures: Iterable[Figure]
) -> Statement:
    """By the names of the columns of a claim and of its article."""
    return Statement(
        key=row["key"],
        article=str(row["article_id"]),
        text=row["text"],
        quote=row["quote"],
        start=row["start"],
        end=row["end"],
        paragraph=place.paragraph,
        placement=place.placement,
        sentence=place.sentence,
        alone=place.alone,
        published=_days(row["published_from"], row["published_to"]),
        language=row["language"],
        voice=VOICES[row["voice"]],
        quotation=QUOTATIONS[row["quotation"]],
        stance=STANCES[row["stance"]],
        hedge=row["hedge"],
        phase=PHASES[row["phase"]],
        topic=row["topic"],
        said=_days(row["said_from"], row["said_to"]),
        said_as_written=row["said_as_written"],
        event=_days(row["event_from"], row["event_to"]),
        event_as_written=row["event_as_written"],
        parties=tuple(parties),
        figures=tuple(figures),
    )


def parties_of(claims: Collection[int]) -> dict[int, list[Party]]:
    """By claim, in their order."""
    found: dict[int, list[Party]] = defaultdict(list)
    for claim, *row in _selected(PARTIES, claims):
        found[claim].append(_party(*row))
    return found


@lru_cache(maxsize=10_000)
def _party(role: str, slug: str | None, actor: str | None, kind: str | None, name: str, *said: Any) -> Party:
    """One for all claims in which it is the same."""
    side, as_written, hop = said
    return Party(ROLES[role], slug, actor or name, side, as_written, kind or "", hop)


def figures_of(claims: Collection[int]) -> dict[int, list[Figure]]:
    """By claim, in their order."""
    found: dict[int, list[Figure]] = defaultdict(list)
    for claim, *row in _selected(FIGURES, claims):
        found[claim].append(_figure(*row))
    return found


@lru_cache(maxsize=10_000)
def _figure(order: int, as_written: str, low: Any, best: Any, high: Any, *said: Any) -> Figure:
    """One for all claims in which it is the same."""
    qualifier, measure, unit, basis, of, stage, per, key, at = said
    meant, bounds = (key, at) if key else None, (_number(low), _number(best), _number(high))
    return Figure(order, as_written, *bounds, qualifier, measure, unit, basis, of, stage, per, meant)


# --- rows as the engine gives them: of a thousand claims the ORM takes longer over them than all the rules ------------


def _selected(statement: str, claims: Collection[int]) -> list[tuple[Any, ...]]:
    connection = connections[router.db_for_read(Claim)]
    with connection.cursor() as cursor:
        cursor.execute(statement.format(ids=IDS_PARAM[connection.vendor]), [pack_ids(claims, connection.vendor)])
        return cursor.fetchall()


@lru_cache(maxsize=10_000)
def _days(start: date | str | None, end: date | str | None) -> Days:
    return Days(day_of(start), day_of(end))


def day_of(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value  # SQLite has no days of its own


@lru_cache(maxsize=10_000)
def _number(value: Decimal | float | None) -> Decimal | None:
    """As the ORM reads it: SQLite has numbers, of which 15 digits are right."""
    if value is None or isinstance(value, Decimal):
        return value
    return EXACT.create_decimal_from_float(value).quantize(PLACES, context=BOUND.context)


EXACT, BOUND = Context(prec=15), cast(Any, Quantity._meta.get_field("low"))
PLACES = Decimal(1).scaleb(-BOUND.decimal_places)
VOICES, QUOTATIONS = {each.value: each for each in Voice}, {each.value: each for each in Quotation}
STANCES, PHASES = {each.value: each for each in Stance}, {each.value: each for each in Phase}
ROLES = {each.value: each for each in Role}

OF_ARTICLE = ("language", "published_from", "published_to")
OF_CLAIM = ("id", "key", "article_id", *COLUMNS, *OF_ARTICLE)
ACTOR = Actor._meta.db_table
DAYS = ("said_from", "said_to", "event_from", "event_to")  # as text: SQLite would make a day of each by itself
CLAIMS = f"""
    SELECT claim.id, claim.key, claim.article_id,
        {", ".join(f"CAST(claim.{name} AS text)" if name in DAYS else f'claim."{name}"' for name in COLUMNS)},
        article.language, CAST(article.published_from AS text), CAST(article.published_to AS text)
    FROM {Claim._meta.db_table} AS claim JOIN {Article._meta.db_table} AS article ON article.id = claim.article_id
    WHERE claim.id IN ({{ids}}) ORDER BY claim.id"""
PARTIES = f"""
    SELECT part.claim_id, part.role, actor.slug, actor.name, actor.kind, part.name, side.slug, part.as_written, part.hop
    FROM {Attribution._meta.db_table} AS part LEFT JOIN {ACTOR} AS actor ON actor.id = part.actor_id
    LEFT JOIN {ACTOR} AS side ON side.id = part.side_id
    WHERE part.claim_id IN ({{ids}}) ORDER BY part.claim_id, part."order\""""
FIGURES = f"""
    SELECT figure.claim_id, figure."order", figure.as_written, figure.low, figure.best, figure.high, figure.qualifier,
        figure.measure, figure.unit, figure.basis, counted.slug, figure.stage, figure.per, meant.key,
        figure.stands_for_order
    FROM {Quantity._meta.db_table} AS figure LEFT JOIN {ACTOR} AS counted ON counted.id = figure.of_id
    LEFT JOIN {Claim._meta.db_table} AS meant ON meant.id = figure.stands_for_claim_id
    WHERE figure.claim_id IN ({{ids}}) ORDER BY figure.claim_id, figure."order\""""


# --- where in their articles they stand -------------------------------------------------------------------------------


def _outlines(articles: Collection[int]) -> dict[int, Outline]:
    rows = Article.objects.filter(pk__in=ids_param(articles)).values_list("pk", "text", "title")
    return {pk: Outline(text, [*_blocks(text, title=title)]) for pk, text, title in rows.iterator()}


def _blocks(text: str, *, title: str) -> Iterator[tuple[int, Placement]]:
    led = False
    for block in classify_blocks(text, title=title):
        placement = PLACEMENTS.get(block.kind, Placement.BODY)
        if block.kind == BlockKind.PARAGRAPH and not led:
            placement, led = Placement.LEAD, True
        yield block.start, placement


def _place(row: Mapping[str, Any], outlines: Mapping[int, Outline]) -> Place:
    outline, start = outlines.get(row["article_id"]), row["start"]
    if start is None or outline is None:
        return ANYWHERE
    number = bisect_right(outline.blocks, start, key=lambda block: block[0]) - 1
    if number < 0:
        return ANYWHERE
    sentence = sentence_at(outline.text, start, row["end"])
    end = outline.blocks[number + 1][0] if number + 1 < len(outline.blocks) else len(outline.text)
    is_alone = outline.text[outline.blocks[number][0] : end].strip() == sentence
    return Place(number, outline.blocks[number][1], sentence, is_alone)
