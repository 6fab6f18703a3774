"""One says that something is so, and another, beside it, that it is not: "nobody was arrested"."""

import re
from collections.abc import Iterator, Sequence
from itertools import product

from claimsdb.agreement.denials import is_within
from claimsdb.agreement.negated_words import NEGATING, OPPOSITES, is_negated
from claimsdb.agreement.readings import Reading, same_voice, share_subject
from claimsdb.agreement.replies import are_of_one_house, says_the_opposite
from claimsdb.agreement.spans import COUNT_UNITS
from claimsdb.agreement.statements import Registry
from claimsdb.agreement.times import same_time
from claimsdb.agreement.wording import DEEDS, WORDS, content_words, words_of
from claimsdb.choices import Phase, Placement, Stance, Voice

TABLE = WORDS["negations"]
FEWEST_WORDS = 2  # of content that both have; fewer only within a paragraph
PARAGRAPHS_APART = 1
_NONE = re.compile(TABLE["none"], re.IGNORECASE)
_OPEN = re.compile(TABLE["open"], re.IGNORECASE)
_NO_SUCH = re.compile(r"\bno such (?P<what>\w+)", re.IGNORECASE)
_NONE_OF = re.compile(r"(?:there\s+(?:is|was|are|were)\s+)?no(?:t a single)?\s+(?P<whom>[\w-]+)", re.IGNORECASE)
DEED_NAMES = frozenset(DEEDS.values())
SAYING = frozenset({Stance.ASSERTS, Stance.CONFIRMS})


def contradicted(negative: Reading, article: Sequence[Reading], registry: Registry) -> Iterator[Reading]:
    """The affirmations of its article that a statement contradicts, as it says that they are not so, or the opposite:
    somebody else's, near it, that have all its words, or are of whom it is about."""
    wordings = [negative.asked] if is_negative(negative) else [*_turned_around(negative)]
    for asked, claim in product(wordings, article):
        near = _is_near(negative, claim, within=0 if len(asked) < FEWEST_WORDS else PARAGRAPHS_APART)
        if near and _is_answerable(negative, claim, registry):
            such = _NO_SUCH.search(negative.said)
            asked = content_words(such["what"]) if such else asked
            if asked is not negative.asked and not says_the_opposite(negative, claim):
                continue
            missing = claim.lacks_affirmed(asked) - content_words(" ".join(claim.who))
            if not missing or _is_named_otherwise(missing, negative, claim):
                yield claim


def without_second_predicates(pairs: Sequence[tuple[Reading, Reading]]) -> Iterator[tuple[Reading, Reading]]:
    """The pairs without those of which the claim is but a second predicate of one that is contradicted, too: "three
    engines had been there and had left"."""
    first: dict[tuple[str, str, int | None], Reading] = {}
    for negative, claim in sorted(pairs, key=lambda pair: pair[1].place_in_article):
        statement = claim.statement
        of_sentence = first.setdefault((negative.key, statement.sentence, statement.paragraph), claim)
        if not statement.sentence or of_sentence is claim or not _lacks_subject(claim):
            yield negative, claim


def _lacks_subject(claim: Reading) -> bool:
    """Whether its wording begins with words that it is not quoted with."""
    quoted, worded = (words_of(said)[:1] for said in (claim.statement.quote, claim.statement.text))
    return quoted != worded


def _is_named_otherwise(missing: frozenset[str], negative: Reading, claim: Reading) -> bool:
    """Whether those of whom there is none have another name: "no prisoner was fed by force", and "nine men were"."""
    named = _NONE_OF.match(negative.said)
    counted = any(figure.unit in COUNT_UNITS for figure in claim.statement.figures)
    enough = len(negative.asked) > FEWEST_WORDS
    return enough and counted and named is not None and missing == content_words(named["whom"])


def _turned_around(reading: Reading) -> Iterator[frozenset[str]]:
    """Its words with one in place of its opposite."""
    if reading.statement.stance in SAYING and reading.affirms and not NEGATING.search(reading.said):
        for word in sorted(reading.asked & OPPOSITES.keys()):
            for opposite in sorted(OPPOSITES[word]):
                if len(reading.asked) >= FEWEST_WORDS:
                    yield reading.asked - {word} | {opposite}


def is_negative(reading: Reading) -> bool:
    """Whether it says of something that it is not so, with words enough of what. Who counts those that are not, says
    nothing of the others."""
    said = reading.said
    if reading.statement.figures:
        return False
    if reading.statement.stance not in SAYING or reading.denies or not NEGATING.search(said) or _OPEN.search(said):
        return False
    enough = len(reading.asked) >= FEWEST_WORDS
    return enough or bool(reading.asked and _NONE.match(said)) or bool(reading.asked & DEED_NAMES)


def _is_answerable(negative: Reading, claim: Reading, registry: Registry) -> bool:
    if claim is negative or not claim.affirms or is_negated(claim, negative.asked) or claim.statement.hedge:
        return False
    if claim.statement.placement != Placement.BODY and claim.statement.voice == Voice.ARTICLE:
        return False
    voices = {negative.statement.voice, claim.statement.voice}
    if voices == {Voice.ARTICLE} or same_voice(negative, claim, registry) or is_within(negative, claim):
        return False
    if are_of_one_house(negative, claim):
        return False
    is_planned = [each.statement.phase == Phase.PLANNED for each in (negative, claim)]
    same = is_planned[0] == is_planned[1] and share_subject(negative, claim)
    return same and (not negative.statement.event_as_written or same_time(negative, claim).code is None)


def _is_near(one: Reading, other: Reading, *, within: int) -> bool:
    paragraphs = one.statement.paragraph, other.statement.paragraph
    return paragraphs[0] is not None and paragraphs[1] is not None and abs(paragraphs[0] - paragraphs[1]) <= within
