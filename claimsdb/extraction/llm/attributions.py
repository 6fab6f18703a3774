"""The actors of an answer: speakers and others, found in the article and linked to the registry."""

from collections.abc import Iterator

from claimsdb.choices import ActorKind, Role
from claimsdb.extraction.llm.actor_linking import ActorLinker
from claimsdb.extraction.llm.json_values import as_string
from claimsdb.extraction.llm.validation import AnswerObject, AnswerValidator, DroppedPart, QuotePosition
from claimsdb.extraction.results import FoundAttribution, TextSpan

SPEAKING_ROLES = frozenset({Role.CLAIMANT, Role.ORIGIN, Role.RELAYER})

# What the database holds of each, in characters.
MAX_WORDS_LENGTH, MAX_NAME_LENGTH = 500, 300


class AttributionReader:
    """Turns the actors of an answer into attributions."""

    def __init__(self, validator: AnswerValidator, linker: ActorLinker) -> None:
        self.validator, self.linker, self.text = validator, linker, validator.article.text

    def attributions(self, answer: object, *, position: QuotePosition) -> Iterator[FoundAttribution]:
        """Everyone whom the answer points at, each once, and whoever else of the registry the quote names."""
        parts: dict[tuple[Role, str], FoundAttribution] = {}
        for actor in self.validator.first_of_list(answer, DroppedPart.ACTOR):
            for part in self._parts(actor, position):
                parts.setdefault((part.role, part.name), part)
        yield from parts.values()
        names = {name for _, name in parts}
        yield from (part for part in self._named_in(position.quote, Role.MENTIONED) if part.name not in names)

    def _parts(self, actor: AnswerObject, position: QuotePosition) -> Iterator[FoundAttribution]:
        """One speaker; or, of those who do not speak, each actor whom the words name."""
        role = self.validator.word(actor, "role", Role) or Role.MENTIONED
        span = self._nearest(as_string(actor.get("words")), position, speaks=role in SPEAKING_ROLES)
        if span is None:
            self.validator.dropped[DroppedPart.ACTOR] += 1
            return
        whole = position.window.whole
        name = self.validator.words(actor.get("name"), DroppedPart.NAME, within=whole, longest=MAX_NAME_LENGTH)
        named = [] if role in SPEAKING_ROLES else [*self._named_in(span, role)]
        yield from named or [self._part(role, span, name or span.words_in(self.text))]

    def _part(self, role: Role, span: TextSpan, name: str) -> FoundAttribution:
        as_written = span.words_in(self.text)
        actor = self.linker.named(name) or self.linker.named(as_written)
        passes_on = role is Role.CLAIMANT and actor is not None and actor.kind is ActorKind.MEDIA
        return FoundAttribution(
            role=Role.RELAYER if passes_on else role,
            span=span,
            as_written=as_written,
            name=actor.name if actor else name[:MAX_NAME_LENGTH],
            actor=actor.slug if actor else None,
            side=self.linker.side(actor.name if actor else name) if role in SPEAKING_ROLES else None,
            hop=1 if role is Role.ORIGIN else 0,
        )

    def _named_in(self, span: TextSpan, role: Role) -> Iterator[FoundAttribution]:
        """The registry's actors at a place, each once."""
        mentions = {mention.actor.slug: mention for mention in reversed(self.linker.mentions(span.words_in(self.text)))}
        for slug, mention in reversed(mentions.items()):
            found = TextSpan(span.start + mention.span.start_char, span.start + mention.span.end_char)
            yield FoundAttribution(role, found, found.words_in(self.text), mention.actor.name, slug)

    def _nearest(self, words: str, position: QuotePosition, *, speaks: bool) -> TextSpan | None:
        """The span of an actor's words: the nearest one, first in the paragraph, a speaker's outside the quote if
        possible."""

        def nearness(span: TextSpan) -> tuple[bool, int]:
            away = span_distance(span, position.quote)
            return speaks and away == 0, away

        for within in (position.paragraph, position.window.whole) if len(words) <= MAX_WORDS_LENGTH else ():
            if found := [*self.validator.article.places(words, within=within)]:
                return min(found, key=nearness)
        return None


def span_distance(first: TextSpan, second: TextSpan) -> int:
    """Characters between two places, 0 where they overlap or touch."""
    return max(0, second.start - first.end, first.start - second.end)
