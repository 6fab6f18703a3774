"""A model's answer -> claims. A part whose words do not stand in the article is dropped."""

from collections import Counter
from collections.abc import Iterator

from claimsdb.choices import Phase, Quotation, Role, Stance, Topic, Voice
from claimsdb.extraction.llm.actor_linking import ActorLinker
from claimsdb.extraction.llm.attributions import SPEAKING_ROLES, AttributionReader
from claimsdb.extraction.llm.json_values import as_enum, as_list, as_object, as_string
from claimsdb.extraction.llm.quantities import read_quantities
from claimsdb.extraction.llm.validation import AnswerObject, AnswerValidator, DroppedPart, QuotePosition
from claimsdb.extraction.llm.windows import PromptWindow
from claimsdb.extraction.registry import Registry
from claimsdb.extraction.results import FoundClaim
from claimsdb.extraction.wording import as_sentence

RULE = "endpoint"
CONFIDENCE = 0.6  # one for all: models give no measure of their own that could be trusted

MAX_CLAIMS = 300  # of a window
MAX_HEDGE_LENGTH = 200  # characters that the database holds


class AnswerReader:
    """Reads the answers about one article."""

    def __init__(self, text: str, *, registry: Registry) -> None:
        self._text, self._validator = text, AnswerValidator(text)
        self._attributions = AttributionReader(self._validator, ActorLinker(registry))

    @property
    def dropped(self) -> Counter[DroppedPart]:
        """How much was left out so far, by what it was."""
        return +self._validator.dropped

    def claims(self, answer: object, *, window: PromptWindow) -> Iterator[FoundClaim]:
        for told in self._validator.first_of_list(as_object(answer).get("claims"), DroppedPart.CLAIM, most=MAX_CLAIMS):
            position = self._locate(told, window)
            if position is None:
                self._validator.dropped[DroppedPart.CLAIM] += 1
            else:
                yield self._claim(told, position)

    def _locate(self, answer: AnswerObject, window: PromptWindow) -> QuotePosition | None:
        """The span of the quote: preferably in the given paragraph, then after the given words, then the first."""
        quote, before, number = as_string(answer.get("quote")), as_string(answer.get("before")), answer.get("paragraph")
        article = self._validator.article
        found = [
            ((i != number, not article.follows(span, before), span), QuotePosition(span, paragraph, window))
            for i, paragraph in enumerate(window.paragraphs, start=1)
            for span in article.places(quote, within=paragraph)
        ]
        return min(found, key=lambda each: each[0])[1] if found else None

    def _claim(self, answer: AnswerObject, position: QuotePosition) -> FoundClaim:
        quote = position.quote.words_in(self._text)
        voice, quotation = self._voice(answer)
        return FoundClaim(
            span=position.quote,
            quote=quote,
            text=quote_as_sentence(quote),
            voice=voice,
            quotation=quotation,
            stance=self._validator.word(answer, "stance", Stance) or Stance.ASSERTS,
            hedge=self._hedge(answer, position),
            phase=self._validator.word(answer, "phase", Phase) or Phase.UNKNOWN,
            topic=self._validator.word(answer, "topic", Topic),
            attributions=tuple(self._attributions.attributions(answer.get("actors"), position=position)),
            quantities=tuple(read_quantities(answer.get("quantities"), position=position, validator=self._validator)),
            said_on=None,
            event_on=None,
            cue=None,
            rule=RULE,
            confidence=CONFIDENCE,
        )

    def _voice(self, answer: AnswerObject) -> tuple[Voice, Quotation]:
        """The article's voice only if the answer names no speaker, not even one that is dropped."""
        quotation = self._validator.word(answer, "quotation", Quotation) or Quotation.NONE
        roles = {as_enum(as_object(actor).get("role"), Role) for actor in as_list(answer.get("actors"))}
        if quotation is Quotation.NONE and not roles & SPEAKING_ROLES:
            return Voice.ARTICLE, Quotation.NONE
        return Voice.ATTRIBUTED, Quotation.INDIRECT if quotation is Quotation.NONE else quotation

    def _hedge(self, answer: AnswerObject, position: QuotePosition) -> str:
        """The hedges joined by commas, as many as fit into the database."""
        hedge = ""
        for each in self._validator.first_of_list(answer.get("hedges"), DroppedPart.HEDGE, item_type=str):
            words = self._validator.words(
                each, DroppedPart.HEDGE, within=position.paragraph, longest=MAX_HEDGE_LENGTH
            ).lower()
            longer = ", ".join(dict.fromkeys(filter(None, [*hedge.split(", "), words])))
            if len(longer) <= MAX_HEDGE_LENGTH:
                hedge = longer
            else:
                self._validator.dropped[DroppedPart.HEDGE] += 1
        return hedge


def quote_as_sentence(quote: str) -> str:
    return as_sentence(" ".join(quote.split()))
