"""Who says a claim, who is in it: the actors of an answer, found in the article and linked by the registry."""

from collections.abc import Iterator

from claimsdb.choices import ActorKind, Role
from claimsdb.extraction.llm.actor_linking import Naming
from claimsdb.extraction.llm.json_values import string
from claimsdb.extraction.llm.validation import Lost, QuotePlace, Sieve, Told
from claimsdb.extraction.results import FoundAttribution, Span

SPEAKING = frozenset({Role.CLAIMANT, Role.ORIGIN, Role.RELAYER})

# What the database holds of each, in characters.
LONGEST_WORDS, LONGEST_NAME = 500, 300


class People:
    """Reads the actors of answers."""

    def __init__(self, sieve: Sieve, naming: Naming) -> None:
        self.sieve, self.naming, self.text = sieve, naming, sieve.article.text

    def attributions(self, told: object, *, place: QuotePlace) -> Iterator[FoundAttribution]:
        """Everyone whom the answer points at, each once, and whoever else of the registry the quote names."""
        parts: dict[tuple[Role, str], FoundAttribution] = {}
        for actor in self.sieve.first(told, Lost.ACTOR):
            for part in self._parts(actor, place):
                parts.setdefault((part.role, part.name), part)
        yield from parts.values()
        names = {name for _, name in parts}
        yield from (part for part in self._named_in(place.quote, Role.MENTIONED) if part.name not in names)

    def _parts(self, actor: Told, place: QuotePlace) -> Iterator[FoundAttribution]:
        """One speaker; or, of those who do not speak, each actor whom the words name."""
        role = self.sieve.word(actor, "role", Role) or Role.MENTIONED
        span = self._nearest(string(actor.get("words")), place, speaks=role in SPEAKING)
        if span is None:
            self.sieve.dropped[Lost.ACTOR] += 1
            return
        whole = place.window.whole
        name = self.sieve.words(actor.get("name"), Lost.NAME, within=whole, longest=LONGEST_NAME)
        named = [] if role in SPEAKING else [*self._named_in(span, role)]
        yield from named or [self._part(role, span, name or span.of(self.text))]

    def _part(self, role: Role, span: Span, name: str) -> FoundAttribution:
        as_written = span.of(self.text)
        actor = self.naming.named(name) or self.naming.named(as_written)
        passes_on = role is Role.CLAIMANT and actor is not None and actor.kind is ActorKind.MEDIA
        return FoundAttribution(
            role=Role.RELAYER if passes_on else role,
            span=span,
            as_written=as_written,
            name=actor.name if actor else name[:LONGEST_NAME],
            actor=actor.slug if actor else None,
            side=self.naming.side(actor.name if actor else name) if role in SPEAKING else None,
            hop=1 if role is Role.ORIGIN else 0,
        )

    def _named_in(self, span: Span, role: Role) -> Iterator[FoundAttribution]:
        """The registry's actors at a place, each once."""
        mentions = {mention.actor.slug: mention for mention in reversed(self.naming.mentions(span.of(self.text)))}
        for slug, mention in reversed(mentions.items()):
            found = Span(span.start + mention.span.start_char, span.start + mention.span.end_char)
            yield FoundAttribution(role, found, found.of(self.text), mention.actor.name, slug)

    def _nearest(self, words: str, place: QuotePlace, *, speaks: bool) -> Span | None:
        """Where somebody's words stand: in the paragraph before elsewhere, a speaker's outside the quote before inside
        it, near before far."""

        def nearness(span: Span) -> tuple[bool, int]:
            away = distance(span, place.quote)
            return speaks and away == 0, away

        for within in (place.paragraph, place.window.whole) if len(words) <= LONGEST_WORDS else ():
            if found := [*self.sieve.article.places(words, within=within)]:
                return min(found, key=nearness)
        return None


def distance(one: Span, other: Span) -> int:
    """Characters between two places, 0 where they overlap or touch."""
    return max(0, other.start - one.end, one.start - other.end)
