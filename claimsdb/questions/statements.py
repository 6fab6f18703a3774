"""Claims as the rules of `claimsdb.agreement` take them, and what the registry of actors knows for them."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from claimsdb.agreement import Belonging, Days, Figure, KnownActors, Party, Statement, sentence_at
from claimsdb.choices import (
    ActorKind,
    AffiliationKind,
    Phase,
    Placement,
    Quotation,
    Role,
    Stance,
    Voice,
)
from claimsdb.db.sql import ids_param
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
    """Where in its article a claim stands: the number of the block, what that is, and the sentence."""

    paragraph: int | None = None
    placement: Placement = Placement.BODY
    sentence: str = ""


class Outline(NamedTuple):
    """An article's text, and where each of its blocks starts."""

    text: str
    blocks: list[tuple[int, Placement]]


ANYWHERE = Place()

COLUMNS = (
    "text", "quote", "start", "end", "voice", "quotation", "stance", "hedge", "phase", "topic", "said_from", "said_to",
    "said_as_written", "event_from", "event_to", "event_as_written",
)  # fmt: skip
ARTICLE = ("article__language", "article__published_from", "article__published_to")


def load_statements(claims: Collection[int], *, placed: bool = True) -> list[Statement]:
    """The claims with these ids, in a fixed number of queries. Unless they are `placed` no article's text is read, and
    nothing is said of where in it they stand."""
    found = Claim.objects.filter(pk__in=ids_param(claims)).order_by("pk")
    rows = [*found.values("pk", "key", "article_id", *COLUMNS, *ARTICLE)]
    parties, figures = _parties(claims), _figures(claims)
    outlines = _outlines({row["article_id"] for row in rows}) if placed else {}
    return [
        statement_of(row, _place(row, outlines), parties=parties[row["pk"]], figures=figures[row["pk"]]) for row in rows
    ]


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
    """Who belongs to whom, who speaks for whom, and which measures are kinds of others."""
    belongings: dict[str, list[Belonging]] = defaultdict(list)
    rows = Affiliation.objects.rolling_up().order_by("pk")
    for child, parent, kind, start, end in rows.values_list(
        "child__slug", "parent__slug", "kind", "started_on", "ended_on"
    ):
        belongings[child].append(Belonging(parent, speaks=kind in SPEAKING, days=Days(start, end)))
    return KnownActors(
        belongings={child: tuple(each) for child, each in belongings.items()},
        states=frozenset(Actor.objects.filter(kind=ActorKind.STATE).values_list("slug", flat=True)),
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
        published=Days(row["article__published_from"], row["article__published_to"]),
        language=row["article__language"],
        voice=Voice(row["voice"]),
        quotation=Quotation(row["quotation"]),
        stance=Stance(row["stance"]),
        hedge=row["hedge"],
        phase=Phase(row["phase"]),
        topic=row["topic"],
        said=Days(row["said_from"], row["said_to"]),
        said_as_written=row["said_as_written"],
        event=Days(row["event_from"], row["event_to"]),
        event_as_written=row["event_as_written"],
        parties=tuple(parties),
        figures=tuple(figures),
    )


def _parties(claims: Collection[int]) -> dict[int, list[Party]]:
    found: dict[int, list[Party]] = defaultdict(list)
    rows = Attribution.objects.filter(claim__in=ids_param(claims)).order_by("claim", "order")
    columns = ("actor__slug", "actor__name", "actor__kind", "name", "side__slug", "as_written", "hop")
    for claim, role, slug, actor, kind, name, side, as_written, hop in rows.values_list("claim_id", "role", *columns):
        found[claim].append(Party(Role(role), slug, actor or name, side, as_written, kind or "", hop))
    return found


def _figures(claims: Collection[int]) -> dict[int, list[Figure]]:
    found: dict[int, list[Figure]] = defaultdict(list)
    bounds = ("low", "best", "high", "qualifier")
    counted = ("measure", "unit", "basis", "of__slug", "stage", "per")
    meant = ("stands_for_claim__key", "stands_for_order")
    rows = Quantity.objects.filter(claim__in=ids_param(claims)).order_by("claim", "order")
    for claim, order, as_written, *values in rows.values_list(
        "claim_id", "order", "as_written", *bounds, *counted, *meant
    ):
        *said, key, at = values
        said.append((key, at) if key else None)
        found[claim].append(Figure(order, as_written, *said))
    return found


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
    return Place(number, outline.blocks[number][1], sentence_at(outline.text, start, row["end"]))
