"""Candidates for a duplicate: accepted claims of the same article, and those with the same words.

No more than LIMIT are read of each, however many there are: of the article by an index, of the words by full-text
search, which stops there. It finds what has all the words that it is asked for, and one of them may have become
another; so it is asked for all but one of the longest, each left out in turn. Actors would not do: one state may have
a part in a third of all claims.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from claimsdb.choices import Status
from claimsdb.index.search import Term, matching_claims, of_terms
from claimsdb.models import Claim

LIMIT = 100
LONGEST = 4  # words of a wording that are asked for
SHORTEST = 4  # letters of such a word

Piece = tuple[str, Iterable[Any]]  # SQL for ids of claims, with its parameters

_WORD = re.compile(r"[^\W\d_]+")


def duplicate_candidates(claim: Claim) -> QuerySet[Claim]:
    """The candidates for which the claim may be a duplicate, in one query and without texts of articles."""
    pieces = [_of_article(claim), *pieces_with_like_words(claim.text, [Status.ACCEPTED])]
    return of_pieces(pieces).exclude(pk=claim.pk)


def with_like_words(text: str, statuses: Sequence[str]) -> QuerySet[Claim]:
    """Claims of these statuses, as the read model has them, that have most of the longest words of the text."""
    return of_pieces([*pieces_with_like_words(text, statuses)])


def of_pieces(pieces: Sequence[Piece]) -> QuerySet[Claim]:
    """The claims of all of them, LIMIT of each, in one query and without texts of articles."""
    if not pieces:
        return Claim.objects.none()
    sql = " UNION ALL ".join(f"SELECT * FROM ({sql} LIMIT {LIMIT}) AS piece" for sql, _ in pieces)
    ids = RawSQL(sql, list(chain.from_iterable(given for _, given in pieces)))
    return Claim.objects.filter(pk__in=ids).select_related("article").defer("article__text", "found").order_by()


def _of_article(claim: Claim) -> Piece:
    accepted = Claim.objects.accepted().filter(article=claim.article_id)
    return accepted.order_by("start").values("pk").query.sql_with_params()


def pieces_with_like_words(text: str, statuses: Sequence[str]) -> Iterator[Piece]:
    for words in _askings(text):
        found = matching_claims(of_terms([Term((word,)) for word in words]), statuses)
        yield found.sql, found.params


def _askings(text: str) -> Iterator[tuple[str, ...]]:
    words = {word for word in _WORD.findall(text) if word.islower() and len(word) >= SHORTEST}
    longest = sorted(words, key=lambda word: (-len(word), word))[:LONGEST]
    return combinations(longest, max(2, len(longest) - 1))
