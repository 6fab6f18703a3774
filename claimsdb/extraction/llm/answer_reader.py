"""A model's answer -> claims. Nothing of it is believed that the article does not say in the same words."""

from collections import Counter
from collections.abc import Iterator

from claimsdb.choices import Phase, Quotation, Role, Stance, Topic, Voice
from claimsdb.extraction.claim_features import sentence
from claimsdb.extraction.llm.actor_linking import Naming, tokenizer
from claimsdb.extraction.llm.attributions import SPEAKING, People
from claimsdb.extraction.llm.json_values import fields, items, string, word
from claimsdb.extraction.llm.quantities import quantities
from claimsdb.extraction.llm.validation import Lost, QuotePlace, Sieve, Told
from claimsdb.extraction.llm.windows import PromptWindow
from claimsdb.extraction.registry import Registry
from claimsdb.extraction.results import FoundClaim
from claimsdb.extraction.text.passages import Passage
from claimsdb.reading import BlockKind

RULE = "endpoint"
CONFIDENCE = 0.6  # one for all: models give no measure of their own that could be trusted

MOST_CLAIMS = 300  # of a window
LONGEST_HEDGE = 200  # characters that the database holds


class Reader:
    """Reads the answers about one article."""

    def __init__(self, text: str, *, registry: Registry) -> None:
        self._text, self._sieve = text, Sieve(text)
        self._people = People(self._sieve, Naming(registry))

    @property
    def dropped(self) -> Counter[Lost]:
        """How much was left out so far, by what it was."""
        return +self._sieve.dropped

    def claims(self, answer: object, *, window: PromptWindow) -> Iterator[FoundClaim]:
        for told in self._sieve.first(fields(answer).get("claims"), Lost.CLAIM, most=MOST_CLAIMS):
            place = self._place_of(told, window)
            if place is None:
                self._sieve.dropped[Lost.CLAIM] += 1
            else:
                yield self._claim(told, place)

    def _place_of(self, told: Told, window: PromptWindow) -> QuotePlace | None:
        """Of several places the one in the told paragraph, behind the told words, or else the first."""
        quote, before, number = string(told.get("quote")), string(told.get("before")), told.get("paragraph")
        article = self._sieve.article
        found = [
            ((i != number, not article.follows(span, before), span), QuotePlace(span, paragraph, window))
            for i, paragraph in enumerate(window.paragraphs, start=1)
            for span in article.places(quote, within=paragraph)
        ]
        return min(found, key=lambda each: each[0])[1] if found else None

    def _claim(self, told: Told, place: QuotePlace) -> FoundClaim:
        quote = place.quote.of(self._text)
        voice, quotation = self._voice(told)
        return FoundClaim(
            span=place.quote,
            quote=quote,
            text=worded(quote),
            voice=voice,
            quotation=quotation,
            stance=self._sieve.word(told, "stance", Stance) or Stance.ASSERTS,
            hedge=self._hedge(told, place),
            phase=self._sieve.word(told, "phase", Phase) or Phase.UNKNOWN,
            topic=self._sieve.word(told, "topic", Topic),
            attributions=tuple(self._people.attributions(told.get("actors"), place=place)),
            quantities=tuple(quantities(told.get("quantities"), place=place, sieve=self._sieve)),
            said_on=None,
            event_on=None,
            cue=None,
            rule=RULE,
            confidence=CONFIDENCE,
        )

    def _voice(self, told: Told) -> tuple[Voice, Quotation]:
        """The article's own only where nobody is said to speak: a speaker who is dropped does not lend it a claim."""
        quotation = self._sieve.word(told, "quotation", Quotation) or Quotation.NONE
        roles = {word(fields(actor).get("role"), Role) for actor in items(told.get("actors"))}
        if quotation is Quotation.NONE and not roles & SPEAKING:
            return Voice.ARTICLE, Quotation.NONE
        return Voice.ATTRIBUTED, Quotation.INDIRECT if quotation is Quotation.NONE else quotation

    def _hedge(self, told: Told, place: QuotePlace) -> str:
        """The hedges in a row, as many as the database holds."""
        hedge = ""
        for each in self._sieve.first(told.get("hedges"), Lost.HEDGE, of=str):
            words = self._sieve.words(each, Lost.HEDGE, within=place.paragraph, longest=LONGEST_HEDGE).lower()
            longer = ", ".join(dict.fromkeys(filter(None, [*hedge.split(", "), words])))
            if len(longer) <= LONGEST_HEDGE:
                hedge = longer
            else:
                self._sieve.dropped[Lost.HEDGE] += 1
        return hedge


def worded(quote: str) -> str:
    doc = tokenizer()(quote)
    return sentence(Passage(BlockKind.PARAGRAPH, 0, quote, doc), doc[:])
