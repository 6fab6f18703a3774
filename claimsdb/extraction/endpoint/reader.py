"""A model's answer -> claims. Nothing of it is believed that the article does not say in the same words."""

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from claimsdb.extraction.endpoint.figures import UNKNOWN, Bounds, supported, written_unit
from claimsdb.extraction.endpoint.naming import Naming, tokenizer
from claimsdb.extraction.endpoint.question import UNITS
from claimsdb.extraction.endpoint.shapes import Word, fields, figure, items, string, word
from claimsdb.extraction.endpoint.verbatim import Verbatim
from claimsdb.extraction.endpoint.windows import Window
from claimsdb.extraction.passages import Passage
from claimsdb.extraction.registry import Registry
from claimsdb.extraction.results import FoundAttribution, FoundClaim, FoundQuantity, Span
from claimsdb.extraction.wording import sentence
from claimsdb.reading import BlockKind
from claimsdb.vocabulary import ActorKind, Basis, Phase, Qualifier, Quotation, Role, Stance, Topic, Voice

RULE = "endpoint"
CONFIDENCE = 0.6  # one for all: models give no measure of their own that could be trusted

MOST_CLAIMS = 300  # of a window
MOST_PARTS = 40  # actors, quantities or hedges of a claim

# What the database holds of each, in characters.
HEDGE, NAME, ACTOR, QUANTITY, MEASURE = 200, 300, 500, 300, 100

SPEAKING = frozenset({Role.CLAIMANT, Role.ORIGIN, Role.RELAYER})


class Lost(StrEnum):
    """What was dropped of an answer."""

    CLAIM = "claim"
    ACTOR = "actor"
    NAME = "name"
    HEDGE = "hedge"
    QUANTITY = "quantity"
    FIGURES = "figures"
    MEASURE = "measure"
    VALUE = "value"


class Reader:
    """Reads the answers about one article; `dropped` counts what it had to leave out."""

    def __init__(self, text: str, *, registry: Registry) -> None:
        self.article = Verbatim(text)
        self.naming = Naming(registry)
        self.dropped: Counter[Lost] = Counter()

    def claims(self, answer: object, *, window: Window) -> Iterator[FoundClaim]:
        for asked in self._first(MOST_CLAIMS, fields(answer).get("claims"), Lost.CLAIM):
            place = self._place_of(asked, window)
            if place is None:
                self.dropped[Lost.CLAIM] += 1
            else:
                yield self._claim(asked, *place, window=window)

    def _place_of(self, asked: dict[str, Any], window: Window) -> tuple[Span, Span] | None:
        """The quote and the paragraph around it: the paragraph that is told, and the place behind the words that are
        told, count for more than an earlier place."""
        quote, before, told = string(asked.get("quote")), string(asked.get("before")), asked.get("paragraph")
        found = [
            ((number != told, not self.article.follows(place, before), place), paragraph)
            for number, paragraph in enumerate(window.paragraphs, start=1)
            for place in self.article.places(quote, within=paragraph)
        ]
        (_, _, place), paragraph = min(found, default=((0, 0, None), None))
        return (place, paragraph) if place and paragraph else None

    def _claim(self, asked: dict[str, Any], span: Span, paragraph: Span, *, window: Window) -> FoundClaim:
        quote = span.of(self.article.text)
        voice, quotation = self._voice(asked)
        return FoundClaim(
            span=span,
            quote=quote,
            text=worded(quote),
            voice=voice,
            quotation=quotation,
            stance=self._word(asked, "stance", Stance) or Stance.ASSERTS,
            hedge=self._hedge(asked, paragraph),
            phase=self._word(asked, "phase", Phase) or Phase.UNKNOWN,
            topic=self._word(asked, "topic", Topic),
            attributions=tuple(self._attributions(asked, span, paragraph, window)),
            quantities=tuple(self._quantities(asked, span, paragraph)),
            said_on=None,
            event_on=None,
            cue=None,
            rule=RULE,
            confidence=CONFIDENCE,
        )

    def _voice(self, asked: dict[str, Any]) -> tuple[Voice, Quotation]:
        """The article's own only where nobody is said to speak: a speaker who is dropped does not lend it a claim."""
        quotation = self._word(asked, "quotation", Quotation) or Quotation.NONE
        roles = {word(fields(actor).get("role"), Role) for actor in items(asked.get("actors"))}
        if quotation is Quotation.NONE and not roles & SPEAKING:
            return Voice.ARTICLE, Quotation.NONE
        return Voice.ATTRIBUTED, Quotation.INDIRECT if quotation is Quotation.NONE else quotation

    def _hedge(self, asked: dict[str, Any], paragraph: Span) -> str:
        hedges: list[str] = []
        for told in self._first(MOST_PARTS, asked.get("hedges"), Lost.HEDGE, of=str):
            place = next(self.article.places(told, within=paragraph), None)
            longer = [*hedges, place.of(self.article.text).lower()] if place else hedges
            if place is None or len(", ".join(longer)) > HEDGE:
                self.dropped[Lost.HEDGE] += 1
            else:
                hedges = longer
        return ", ".join(dict.fromkeys(hedges))

    def _attributions(
        self, asked: dict[str, Any], span: Span, paragraph: Span, window: Window
    ) -> Iterator[FoundAttribution]:
        """Everyone whom the answer points at, and whoever else of the registry the quote names."""
        seen: set[tuple[Role, str]] = set()
        for told in self._first(MOST_PARTS, asked.get("actors"), Lost.ACTOR):
            role = self._word(told, "role", Role) or Role.MENTIONED
            place = self._nearest(string(told.get("words")), span, paragraph, window, speaks=role in SPEAKING)
            if place is None:
                self.dropped[Lost.ACTOR] += 1
                continue
            for part in self._parts(role, place, self._name(told, window)):
                if (part.role, part.name) not in seen:
                    seen.add((part.role, part.name))
                    yield part
        names = {name for _, name in seen}
        yield from (part for part in self._mentioned(Role.MENTIONED, span) if part.name not in names)

    def _parts(self, role: Role, place: Span, name: str) -> Iterator[FoundAttribution]:
        """One speaker; or, of those who do not speak, each actor whom the words name."""
        if role not in SPEAKING and (named := [*self._mentioned(role, place)]):
            yield from named
            return
        as_written = place.of(self.article.text)
        words = name or as_written
        actor = self.naming.named(words)
        passes_on = role is Role.CLAIMANT and actor is not None and actor.kind is ActorKind.MEDIA
        yield FoundAttribution(
            role=Role.RELAYER if passes_on else role,
            span=place,
            as_written=as_written,
            name=actor.name if actor else words[:NAME],
            actor=actor.slug if actor else None,
            side=self.naming.side(actor.name if actor else words) if role in SPEAKING else None,
            hop=1 if role is Role.ORIGIN else 0,
        )

    def _mentioned(self, role: Role, place: Span) -> Iterator[FoundAttribution]:
        """The registry's actors at a place, each once."""
        seen: set[str] = set()
        for mention in self.naming.mentions(place.of(self.article.text)):
            if mention.actor.slug not in seen:
                seen.add(mention.actor.slug)
                span = Span(place.start + mention.span.start_char, place.start + mention.span.end_char)
                words = span.of(self.article.text)
                yield FoundAttribution(role, span, words, mention.actor.name, mention.actor.slug)

    def _name(self, told: dict[str, Any], window: Window) -> str:
        """The full name as the article has it, empty where none is told."""
        name = string(told.get("name"))
        place = next(self.article.places(name, within=window.whole), None)
        if place is not None and place.end - place.start <= NAME:
            return place.of(self.article.text)
        self.dropped[Lost.NAME] += bool(name)
        return ""

    def _nearest(self, words: str, span: Span, paragraph: Span, window: Window, *, speaks: bool) -> Span | None:
        """The place of somebody's words: in the paragraph before elsewhere, a speaker's outside the quote before inside
        it, near before far."""
        for within in (paragraph, window.whole) if len(words) <= ACTOR else ():
            if places := [*self.article.places(words, within=within)]:
                return min(places, key=lambda place: (speaks and distance(place, span) == 0, distance(place, span)))
        return None

    def _quantities(self, asked: dict[str, Any], span: Span, paragraph: Span) -> Iterator[FoundQuantity]:
        taken: set[Span] = set()
        for told in self._first(MOST_PARTS, asked.get("quantities"), Lost.QUANTITY):
            places = self.article.places(string(told.get("words")), within=span)
            place = next((place for place in places if place not in taken), None)
            if place is None or place.end - place.start > QUANTITY:
                self.dropped[Lost.QUANTITY] += 1
                continue
            taken.add(place)
            yield self._quantity(told, place, paragraph)

    def _quantity(self, told: dict[str, Any], place: Span, paragraph: Span) -> FoundQuantity:
        as_written = place.of(self.article.text)
        qualifier = self._word(told, "qualifier", Qualifier)
        bounds = self._bounds(told, as_written, qualifier)
        unit = string(told.get("unit"))
        return FoundQuantity(
            span=place,
            as_written=as_written,
            **bounds._asdict(),
            qualifier=qualifier or Qualifier.EXACT,
            measure=self._measure(told, paragraph),
            unit=written_unit(as_written) or (unit if unit in UNITS else ""),
            basis=self._word(told, "basis", Basis) or Basis.TOTAL,
        )

    def _bounds(self, told: dict[str, Any], as_written: str, qualifier: Qualifier | None) -> Bounds:
        """Without a qualifier nobody knows what the figures bound."""
        bounds = Bounds(*(figure(told.get(name)) for name in Bounds._fields))
        kept = supported(bounds, words=as_written, qualifier=qualifier) if qualifier else UNKNOWN
        self.dropped[Lost.FIGURES] += bool(bounds.given) and not kept.given
        return kept

    def _measure(self, told: dict[str, Any], paragraph: Span) -> str:
        measure = string(told.get("measure"))
        place = next(self.article.places(measure, within=paragraph), None)
        if place is not None and place.end - place.start <= MEASURE:
            return place.of(self.article.text)
        self.dropped[Lost.MEASURE] += bool(measure)
        return ""

    def _word(self, told: dict[str, Any], name: str, words: type[Word]) -> Word | None:
        """A word of a closed list; what is not in the list is dropped, and the caller's neutral value stands."""
        value = told.get(name)
        known = word(value, words)
        self.dropped[Lost.VALUE] += known is None and value is not None
        return known

    def _first(self, most: int, value: object, lost: Lost, *, of: type = dict) -> list[Any]:
        """The first of a list, as many as are read, those that have the right type."""
        told = items(value)
        right = [each for each in told[:most] if isinstance(each, of)]
        self.dropped[lost] += len(told) - len(right)
        return right


def distance(place: Span, span: Span) -> int:
    """Characters between two places, 0 where they overlap."""
    return max(0, span.start - place.end, place.start - span.end)


def worded(quote: str) -> str:
    doc = tokenizer()(quote)
    return sentence(Passage(BlockKind.PARAGRAPH, 0, quote, doc), doc[:])
