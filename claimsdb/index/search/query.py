"""What somebody typed -> what is looked for.

Words, "phrases" and beginnings*, all of which are to be found; between two of them OR, before one that is not to be
found a minus sign or NOT.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from claimsdb.db.words import fold, words

CHUNK = re.compile(r'([-−]?)"([^"]*)"(\*?)|([-−]*)([^\s"]+)')
QUOTATION_MARKS = str.maketrans("“”„«»", '"""""')
OR, AND, NOT = "OR", "AND", "NOT"
BETWEEN_TERMS: tuple[list[str], ...] = ([], [OR], [AND], [NOT], [AND, NOT])
ALONE = {"-": "a minus sign", "−": "a minus sign", "*": "an asterisk"}


class MeaninglessQuery(ValueError):
    """A query that asks for nothing, and why, in words that go on after the query itself."""


class Term(NamedTuple):
    """Words that follow each other; the last one, if it `is_open`, need only begin so."""

    words: tuple[str, ...]
    is_open: bool = False

    def folded(self) -> "Term":
        return Term(tuple(map(fold, self.words)), self.is_open)


@dataclass(frozen=True, slots=True)
class Asked:
    """One term as it was typed, at query[start:end]. `is_plain` is one that is neither a phrase nor a beginning, and so
    may be a part of a longer name or number."""

    term: Term
    start: int
    end: int
    is_plain: bool = True
    is_excluded: bool = False
    follows_or: bool = False


def parse(query: str) -> list[Asked]:
    """The terms, in their order. Raises MeaninglessQuery."""
    plain = query.translate(QUOTATION_MARKS)
    if plain.count('"') % 2:
        raise MeaninglessQuery("has a quotation mark that is not closed: give two around a phrase, or none.")
    asked = list(_terms(plain))
    if not asked:
        raise MeaninglessQuery("has no letter or digit to search for.")
    if all(each.is_excluded for each in asked):
        raise MeaninglessQuery("says only what to leave out: give a word to look for as well.")
    return asked


def _terms(query: str) -> Iterator[Asked]:
    before: Asked | None = None
    operators: list[str] = []
    for found in CHUNK.finditer(query):
        if found[5] in (OR, AND, NOT) and not found[4]:
            operators.append(found[5])
            continue
        spoken = tuple(words(found[2] or found[5] or ""))
        if not spoken:
            _check_says_nothing(found)
            continue
        if operators not in BETWEEN_TERMS:
            raise MeaninglessQuery(f"has {' '.join(operators)} before a word: one of them says it.")
        if operators[:1] == [AND] and before is None:
            raise MeaninglessQuery("begins with AND, which goes between words; in quotation marks it is one itself.")
        is_excluded = bool(found[1] or found[4]) or NOT in operators
        if OR in operators:
            _check_or(before, is_excluded)
        before = Asked(
            Term(spoken, is_open=bool(found[3]) or (found[5] or "").endswith("*")),
            start=found.start(5) if found[5] else found.start(2),
            end=found.end(5) if found[5] else found.end(2),
            is_plain=found[5] is not None and not found[5].endswith("*"),
            is_excluded=is_excluded,
            follows_or=OR in operators,
        )
        operators = []
        yield before
    if operators:
        raise MeaninglessQuery(
            f"ends in {operators[-1]}, which goes before a word; in quotation marks it is one itself."
        )


def _check_says_nothing(found: re.Match[str]) -> None:
    """Punctuation between words says nothing, as in a text; what has a meaning for a search has to have a word."""
    if found[2] is not None:
        raise MeaninglessQuery("has nothing to search for between two quotation marks: give words, or leave them out.")
    sign = found[0][:1]
    if sign in ALONE:
        raise MeaninglessQuery(f"has {ALONE[sign]} without a word: write it onto one, or leave it out.")


def _check_or(before: Asked | None, is_excluded: bool) -> None:
    if before is None or before.is_excluded or is_excluded:
        raise MeaninglessQuery(
            "has an OR without a word to look for on either side; in quotation marks it is a word itself."
        )


# --- what is looked for, once it is known which names and numbers the words are ---------------------------------------


@dataclass(frozen=True, slots=True)
class Alternative:
    """The terms, all of which are in the text; or one of the tags, which stand for the actors and the value that the
    terms may mean."""

    terms: tuple[Term, ...]
    tags: tuple[str, ...] = ()

    def stands_in(self, text: str) -> bool:
        return all(" ".join(term.folded().words) in text for term in self.terms)


Clause = tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Claims that have one alternative of each clause of `required`, and none of those in `excluded`."""

    required: tuple[Clause, ...]
    excluded: tuple[Alternative, ...] = ()

    def holds(self, text: str) -> bool:
        """Whether a text of folded words has it: as a part of longer words, too."""
        return all(any(each.stands_in(text) for each in clause) for clause in self.required) and not any(
            each.stands_in(text) for each in self.excluded
        )


def of_terms(terms: Sequence[Term]) -> SearchQuery:
    """All of the terms, as they are written."""
    return SearchQuery(tuple((Alternative((term,)),) for term in terms))


def of_alternatives(asked: Iterable[tuple[Asked, Alternative]]) -> SearchQuery:
    """Each alternative with the term that it begins with, which says how it hangs together with the one before."""
    clauses: list[Clause] = []
    excluded: list[Alternative] = []
    for first, each in asked:
        if first.is_excluded:
            excluded.append(each)
        elif first.follows_or:
            clauses[-1] += (each,)
        else:
            clauses.append((each,))
    return SearchQuery(tuple(clauses), tuple(excluded))


def as_typed(query: str) -> SearchQuery:
    """What the query looks for, without what its words mean besides. Raises MeaninglessQuery."""
    return of_alternatives((each, Alternative((each.term,))) for each in parse(query))
