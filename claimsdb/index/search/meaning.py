"""What the words of a query mean besides themselves: actors by their names and codes, and numbers by their value."""

from collections.abc import Iterator, Sequence

from claimsdb.actors import ActorNames, actor_names
from claimsdb.db.words import folded
from claimsdb.extraction import written_numbers
from claimsdb.index.search.lines import tag, value_tag
from claimsdb.index.search.query import Alternative, Asked, SearchQuery, of_alternatives, parse

LONGEST_NAME = 6  # terms
MOST_ACTORS = 50  # whom one name may mean; beyond it, as with "republic of", it means none


def understood(query: str) -> SearchQuery:
    """What the query looks for. Raises MeaninglessQuery."""
    asked = parse(query)
    return of_alternatives(_meanings(asked, _values(query, asked), actor_names()))


def _meanings(
    asked: Sequence[Asked], values: dict[tuple[int, int], str], names: ActorNames
) -> Iterator[tuple[Asked, Alternative]]:
    """Each term or, where several make up a number or a name, these together; with the first of them."""
    place = 0
    while place < len(asked):
        size, tags = next(_together(asked[place : place + LONGEST_NAME], values, names), (1, ()))
        terms = asked[place : place + size]
        yield terms[0], Alternative(tuple(each.term for each in terms), tags)
        place += size


def _together(
    asked: Sequence[Asked], values: dict[tuple[int, int], str], names: ActorNames
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """How many of the first terms, the most first, make up something, and the tags of it."""
    for size in range(_joinable(asked), 0, -1):
        value = values.get((asked[0].start, asked[size - 1].end)) if asked[0].is_plain else None
        words = folded(word for each in asked[:size] for word in each.term.words)
        meant = names.meant_by(words, is_open=asked[0].term.is_open)
        actors = sorted(meant) if len(meant) <= MOST_ACTORS else []
        if value or actors:
            yield size, (*([value] if value else []), *map(tag, actors))


def _joinable(asked: Sequence[Asked]) -> int:
    """How many of the first terms stand together without anything between them that has a meaning of its own."""
    first, *others = asked
    if not first.is_plain or first.is_excluded:
        return 1
    size = 1
    for each in others:
        if not each.is_plain or each.is_excluded or each.follows_or:
            break
        size += 1
    return size


def _values(query: str, asked: Sequence[Asked]) -> dict[tuple[int, int], str]:
    """The tags of the numbers in the query, by where these begin and end: with a term each."""
    starts = {place: each.start for each in asked for place in range(each.start, each.end)}
    ends = {place: each.end for each in asked for place in range(each.start, each.end)}
    values = {}
    for number in written_numbers(query):
        first, last = starts.get(number.start), ends.get(number.end - 1)
        if first is None or last is None:
            continue
        around = query[first : number.start] + query[number.end : last]
        if not any(letter.isalnum() for letter in around):
            values[first, last] = value_tag(number.value)
    return values
