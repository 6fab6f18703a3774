"""Claims as a table for spreadsheets and statistics: a row a claim.

A claim may have several actors and figures, a row of a table has one cell for each thing. So of each role there are the
names as they are given, for people, and the codes of all who have it, themselves or by one who belongs to them, to
filter by; of the figures there is the first, and how many there are. All of both is there as JSON besides.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from claimsdb.choices import PASSIVE
from claimsdb.exchange.audience import Audience
from claimsdb.exchange.csv_table import BETWEEN, csv_lines
from claimsdb.exchange.json_lines import json_lines
from claimsdb.index import ClaimRows

Document = Mapping[str, Any]  # a claim as the API's list has it

BEGINNING = "key url status version text quote".split()
KIND = "voice quotation stance hedge phase topic".split()
INTERVAL = "from to as_written".split()
ROLES = "claimant origin relayer subject addressee mentioned".split()
LATER_ROLES = "place evidence".split()
FIGURE = "as_written low best high qualifier measure unit basis".split()

# Frozen: scripts count on the names and their order. New columns come at the end.
COLUMNS = (
    *BEGINNING,
    *"start end article article_file_name article_title published_on source source_name".split(),
    *KIND,
    *"said_from said_to said_as_written event_from event_to event_as_written".split(),
    *"claimants claimant_codes origins origin_codes relayers relayer_codes subjects subject_codes".split(),
    *"addressees addressee_codes mentioned mentioned_codes figures".split(),
    *(f"figure_{name}" for name in FIGURE),
    *"extractor extractor_version rule confidence created_at updated_at actors_json quantities_json".split(),
    "editors_words",
    "duplicate_of",
    *"published_from published_to places place_codes evidence evidence_codes".split(),
    *"figure_of figure_stage figure_per figure_stands_for".split(),
    *"questions relations".split(),
)


def export(claims: ClaimRows, *, audience: Audience, base: str) -> Iterator[bytes]:
    """The table as `claimsdb.exchange.formats` takes it; of claims that they see, every audience gets the same."""
    return csv_rows(map(orjson.loads, lines) for lines in json_lines(claims, base=base))


def csv_rows(documents: Iterable[Iterable[Document]]) -> Iterator[bytes]:
    """The names of the columns, then the claims, as many at a time as they come."""
    yield csv_lines([COLUMNS])
    for claims in documents:
        yield csv_lines(map(row_of, claims))


def row_of(claim: Document) -> list[Any]:
    """The cells of a claim, in the order of the columns."""
    article, quantities = claim["article"], claim["quantities"]
    return [
        *_values(claim, BEGINNING),
        *_values(claim["span"], ["start", "end"]),
        *_values(article, ["id", "file_name", "title", "published_on"]),
        *_values(article["source"], ["slug", "name"]),
        *_values(claim, KIND),
        *_values(claim["said_on"], INTERVAL),
        *_values(claim["event_on"], INTERVAL),
        *_actors(claim["actors"], ROLES),
        len(quantities),
        *map(_figure, _values(quantities[0] if quantities else None, FIGURE)),
        *_values(claim["extractor"], ["name", "version", "rule", "confidence"]),
        *_values(claim, ["created_at", "updated_at"]),
        orjson.dumps(claim["actors"]).decode(),
        orjson.dumps(quantities).decode(),
        BETWEEN.join(claim["editors_words"]),
        claim["duplicate_of"],
        *_values(article, ["published_from", "published_to"]),
        *_actors(claim["actors"], LATER_ROLES),
        *_counted(quantities[0] if quantities else None),
        BETWEEN.join(map(_question, claim["questions"])),
        BETWEEN.join(map(_relation, claim["relations"])),
    ]


def _values(document: Document | None, names: Sequence[str]) -> list[Any]:
    return [document[name] for name in names] if document else [None] * len(names)


def _actors(actors: Iterable[Document], roles: Iterable[str]) -> Iterator[str]:
    """Of each of these roles the names, then the codes."""
    parts: dict[str, tuple[list[str], list[str]]] = {role: ([], []) for role in roles}
    for actor in actors:
        if actor["role"] not in parts:
            continue
        names, codes = parts[actor["role"]]
        if actor["via"] is None:
            names.append(actor["name"])
        if actor["code"]:
            codes.append(actor["code"])
    for names, codes in parts.values():
        yield BETWEEN.join(names)
        yield BETWEEN.join(codes)


def _counted(figure: Document | None) -> Iterator[str | None]:
    """Whose things it counts, by code, its stage and time, and the figure for which it stands, as claim/order."""
    of, stage, per, meant = _values(figure, ["of", "stage", "per", "stands_for"])
    yield from (of and of["code"], stage, per, meant and f"{meant['claim']}/{meant['order']}")


def _question(answer: Document) -> str:
    """Its slug, and after a colon the figure as it is written, or the answer in a word."""
    return ":".join(filter(None, [answer["slug"], answer["as_written"] or answer["value"]]))


def _relation(relation: Document) -> str:
    """How the claim stands to which other."""
    kind = relation["kind"]
    return f"{kind if relation['end'] == 'a' else PASSIVE.get(kind, kind)}:{relation['claim']}"


def _figure(value: Any) -> Any:
    """500000, not 500000.0, as SQLite may have it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
