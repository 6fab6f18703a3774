"""Where in the wordings and quotes of some claims a search has its hits, and how well it fits each of them.

Both are worked out here, the same on either engine, for claims that have been found: a page of them, or so many at the
beginning of a list. The engines' own ranking would on the way count all the claims that have each word.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from types import ModuleType

from claimsdb.actors import ActorNames, actor_names
from claimsdb.db.sql import ids_param
from claimsdb.db.words import fold, word_places, words
from claimsdb.index.search.lines import value_tag
from claimsdb.index.search.query import Alternative, SearchQuery, Term
from claimsdb.models import Claim, Quantity

Place = tuple[int, int]  # code points of a text, the end not included; or words of it
Stems = dict[tuple[str, str], frozenset[str]]  # by language and word

IN_WORDING, IN_QUOTE, BESIDES = 3, 2, 1
SIDE_BY_SIDE = 1.0  # for words that follow each other in the wording as in the query


@dataclass(frozen=True, slots=True)
class Hits:
    """The places in the wording and in the quote."""

    text: list[Place]
    quote: list[Place]


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text's words, in their order: where each stands, and by which stems it is found."""

    places: list[Place]
    folded: list[str]
    stems: list[frozenset[str]]


@dataclass(frozen=True, slots=True)
class ReadClaim:
    pk: int
    key: str
    language: str
    text: ReadText
    quote: ReadText
    figures: dict[str, list[str]]  # how those of a value are written, by its tag


class Reader:
    """Claims as a search sees them; `engine` knows the stems."""

    def __init__(self, query: SearchQuery, claims: Collection[int], *, engine: ModuleType) -> None:
        self.query = query
        self.names: ActorNames = actor_names()
        columns = ("pk", "key", "article__language", "text", "quote")
        rows = list(Claim.objects.filter(pk__in=ids_param(claims)).values_list(*columns))
        figures = _figures(claims)
        read = [(pk, key, language, _words(text), _words(quote)) for pk, key, language, text, quote in rows]
        self.stems: Stems = engine.stems(set(self._to_stem(read)))
        self.claims = [
            ReadClaim(pk, key, language, self._read(language, text), self._read(language, quote), figures.get(pk, {}))
            for pk, key, language, text, quote in read
        ]

    def _to_stem(self, read: Sequence[tuple]) -> Iterator[tuple[str, str]]:
        asked = [word for term in _terms(self.query) for word in term.words]
        for _, _, language, *texts in read:
            yield from ((language, word) for word in asked)
            yield from ((language, word) for _, _, word in chain(*texts))

    def _read(self, language: str, found: Sequence[tuple[int, int, str]]) -> ReadText:
        return ReadText(
            [(start, end) for start, end, _ in found],
            [fold(word) for _, _, word in found],
            [self.stems[language, word] for _, _, word in found],
        )

    def hits(self) -> dict[str, Hits]:
        """By the keys of the claims."""
        return {
            claim.key: Hits(*(self._places(claim, text) for text in (claim.text, claim.quote))) for claim in self.claims
        }

    def _places(self, claim: ReadClaim, text: ReadText) -> list[Place]:
        found = {place for each in _alternatives(self.query) for place in self._of_alternative(each, claim, text)}
        return _joined((text.places[first][0], text.places[last - 1][1]) for first, last in found)

    def _of_alternative(self, alternative: Alternative, claim: ReadClaim, text: ReadText) -> Iterator[Place]:
        """The words of the text that are hits."""
        yield from self._of_terms(alternative.terms, claim.language, text)
        for tag in alternative.tags:
            for written in claim.figures.get(tag, ()):
                yield from _of_words(words(written), text)
        for actor in self._actors(alternative):
            for name in self.names.of.get(actor, ()):
                yield from _of_words(name.split(), text)

    def _of_terms(self, terms: Sequence[Term], language: str, text: ReadText) -> Iterator[Place]:
        """The terms side by side or, where they nowhere are, each by itself, if all are there."""
        if len(terms) > 1 and (together := list(self._of_term(_phrase(terms), language, text))):
            yield from together
            return
        found = [list(self._of_term(term, language, text)) for term in terms]
        if all(found):
            yield from chain.from_iterable(found)

    def _of_term(self, term: Term, language: str, text: ReadText) -> Iterator[Place]:
        size = len(term.words)
        wanted = [self.stems[language, word] for word in term.words]
        for first in range(len(text.stems) - size + 1):
            if all(wanted[place] & text.stems[first + place] for place in range(size - term.is_open)) and (
                not term.is_open or text.folded[first + size - 1].startswith(fold(term.words[-1]))
            ):
                yield first, first + size

    @staticmethod
    def _actors(alternative: Alternative) -> Iterator[int]:
        return (int(tag[1:]) for tag in alternative.tags if tag[1:].isdigit())

    def scores(self) -> dict[int, float]:
        """By the ids of the claims: more for what stands in the wording than in the quote, and than for what a claim
        has by its actors and figures alone; more for words side by side; a little more for a short wording."""
        return {claim.pk: round(self._score(claim), 6) for claim in self.claims}

    def _score(self, claim: ReadClaim) -> float:
        fit = sum(max(self._fit(each, claim) for each in clause) for clause in self.query.required)
        score = fit / (IN_WORDING * len(self.query.required))
        phrase = _phrase([term for clause in self.query.required for term in clause[0].terms])
        if len(phrase.words) > 1 and any(self._of_term(phrase, claim.language, claim.text)):
            score += SIDE_BY_SIDE
        return score + 0.2 / (1 + len(claim.text.places) / 10)

    def _fit(self, alternative: Alternative, claim: ReadClaim) -> int:
        def has(term: Term, *texts: ReadText) -> bool:
            return any(any(self._of_term(term, claim.language, text)) for text in texts)

        if all(has(term, claim.text) for term in alternative.terms):
            return IN_WORDING
        return IN_QUOTE if all(has(term, claim.text, claim.quote) for term in alternative.terms) else BESIDES


def _phrase(terms: Iterable[Term]) -> Term:
    return Term(tuple(word for term in terms for word in term.words))


def _words(text: str) -> list[tuple[int, int, str]]:
    return list(word_places(text))


def _of_words(wanted: Sequence[str], text: ReadText) -> Iterator[Place]:
    """Where the text has these words as they are."""
    size = len(wanted)
    bare = [fold(word) for word in wanted]
    for first in range(len(text.folded) - size + 1):
        if size and text.folded[first : first + size] == bare:
            yield first, first + size


def _alternatives(query: SearchQuery) -> Iterator[Alternative]:
    return chain.from_iterable(query.required)


def _terms(query: SearchQuery) -> Iterator[Term]:
    return chain.from_iterable(each.terms for each in _alternatives(query))


def _joined(places: Iterable[Place]) -> list[Place]:
    """In their order; those that overlap are one."""
    joined: list[Place] = []
    for start, end in sorted(places):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _figures(claims: Collection[int]) -> dict[int, dict[str, list[str]]]:
    found: dict[int, dict[str, list[str]]] = {}
    rows = Quantity.objects.filter(claim__in=ids_param(claims)).order_by("claim_id", "order")
    for claim, written, *bounds in rows.values_list("claim_id", "as_written", *Quantity.BOUNDS):
        for tag in {value_tag(Decimal(bound)) for bound in bounds if bound is not None}:
            found.setdefault(claim, {}).setdefault(tag, []).append(written)
    return found
