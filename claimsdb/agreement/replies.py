"""What somebody says right after somebody else, against it: that it is not so, or the opposite.

That two stand next to each other, each the word of somebody, shows that they are of one matter. So less has to be said
twice than elsewhere: what is denied ("never inspected", "no engine"), or a word and its opposite beside one thing.
"""

import re
from collections.abc import Iterator, Sequence

from claimsdb.agreement.negated_words import OPPOSITES, is_negated, is_said_not, negated_words
from claimsdb.agreement.readings import Reading, same_voice, topic_of
from claimsdb.agreement.sentences import is_next
from claimsdb.agreement.spans import plain_unit
from claimsdb.agreement.statements import NOBODY, Registry
from claimsdb.agreement.times import same_time
from claimsdb.agreement.wording import WORDS, content_words, meaning, stem, words_of
from claimsdb.choices import Phase, Placement, Stance, Voice

LETTERS_BETWEEN = 160  # a sentence that only leads on
NEXT_TO_PRONOUN = 3  # words from the beginning: "they had also failed"
BEFORE, AFTER = 4, 3  # words beside a word that tell of what it is said
_PRONOUNS = frozenset({"it", "they", "them"})
SAYING = frozenset({Stance.ASSERTS, Stance.CONFIRMS, Stance.ACCUSES})
_PRONOUN = re.compile(r"\W*(?:it|they|he|she|this|that|these|those|we|its|his|her|their|our|my|i)\b", re.IGNORECASE)
_ALL = re.compile(WORDS["replies"]["all"], re.IGNORECASE)
_NONE_AT_ALL = re.compile(WORDS["replies"]["none_at_all"], re.IGNORECASE)
_OF_THEM = re.compile(WORDS["replies"]["of_them"], re.IGNORECASE)
_PAST = re.compile(r"\b(?:had|has|have|was|were|did|\w+ed)\b", re.IGNORECASE)
_WOULD = re.compile(r"\bwould\b", re.IGNORECASE)
_IS_TO = re.compile(r"\b(?:is|are) (?:due )?to \w+", re.IGNORECASE)
MODAL = re.compile(WORDS["replies"]["modals"], re.IGNORECASE)


def is_reply(one: Reading, other: Reading, registry: Registry) -> bool:
    """Whether they stand next to each other in the text, as the words of two."""
    statements = one.statement, other.statement
    if any(each.placement != Placement.BODY for each in statements):
        return False
    later, earlier = sorted(statements, key=lambda each: (each.voice == Voice.ARTICLE, -(each.start or 0)))
    if later.voice == Voice.ARTICLE or (earlier.voice == Voice.ARTICLE and (earlier.start or 0) > (later.start or 0)):
        return False
    if one is other or same_voice(one, other, registry) or are_of_one_house(one, other) or _overlap(one, other):
        return False
    is_told = earlier.voice == Voice.ARTICLE
    return is_next(*statements, letters_between=LETTERS_BETWEEN) if not is_told else is_next(*statements)


def are_of_one_house(one: Reading, other: Reading) -> bool:
    """Whether the words for one are some of those for the other: the mayor, and the mayor's office."""
    names = [content_words(" ".join(each.who)) for each in (one, other)]
    return all(names) and (names[0] <= names[1] or names[1] <= names[0])


def speaks_of_it(reading: Reading) -> bool:
    """Whether it leaves it to what stands before of whom or what it speaks."""
    return bool(_PRONOUN.match(reading.said))


def contradicted_in_reply(reading: Reading, article: Sequence[Reading], registry: Registry) -> Iterator[Reading]:
    """The affirmations next to it that it contradicts."""
    if reading.statement.stance not in SAYING | {Stance.PREDICTS} or reading.denies or is_conditional(reading):
        return
    topic = topic_of(article)
    for claim in article:
        if _is_affirmation(claim) and is_reply(reading, claim, registry) and _may_be_of_one_phase(reading, claim):
            if not _is_of_its_time(reading, claim):
                continue
            if not _is_bound(reading, claim, topic=topic):
                continue
            if _negates(reading, claim, topic=topic) or says_the_opposite(reading, claim):
                yield claim


def _is_bound(reading: Reading, claim: Reading, *, topic: frozenset[str]) -> bool:
    """Whether more than their place binds them together where that is not enough: in two paragraphs, or where one is
    the article's own."""
    if Voice.ARTICLE in (reading.statement.voice, claim.statement.voice):
        return len(reading.asked & claim.words) * 2 >= len(reading.asked) or bool(_NONE_AT_ALL.match(reading.said))
    if reading.statement.paragraph == claim.statement.paragraph:
        return True
    later = max(reading, claim, key=lambda each: each.place_in_article)
    return speaks_of_it(later) or len((reading.words & claim.words) - topic) > 1


def is_conditional(reading: Reading) -> bool:
    """Whether it says what may be, or would be if: "would" alone is of what is to come."""
    would = reading.statement.phase != Phase.PLANNED and _WOULD.search(reading.said)
    return bool(MODAL.search(reading.said) or would)


def _negates(reading: Reading, claim: Reading, *, topic: frozenset[str]) -> bool:
    """Whether what it says is not so, the claim has: the act that never was, one of the things of which there is none.
    Of what some are not the claim has to say that all are."""
    if _NONE_AT_ALL.match(reading.said):
        return claim.place_in_article < reading.place_in_article and not is_negated(claim)
    negated = negated_words(reading.said)
    words = negated - topic or (negated if is_next(reading.statement, claim.statement) else NOBODY)
    if words and _counts_them(claim) and reading.place_in_article < claim.place_in_article:
        return True
    if not words or is_said_not(claim.said, words):
        return False
    return bool(words & _all_words(claim)) and (not reading.statement.figures or bool(_ALL.search(claim.said)))


def _counts_them(claim: Reading) -> bool:
    """Whether it has so many of them: of what stands before."""
    return bool(claim.statement.figures and _OF_THEM.search(claim.said))


def says_the_opposite(reading: Reading, claim: Reading) -> bool:
    """Whether both have a word beside one thing, one of them its opposite."""
    if is_negated(reading) or is_negated(claim) or _are_of_other_units(reading, claim):
        return False
    mine, others = placed(reading.said), placed(claim.said)
    for place, word in enumerate(mine):
        for at, other in enumerate(others):
            if other in OPPOSITES.get(word, ()) and _are_of_one_thing(reading, claim, place, at):
                return True
    return False


def _are_of_other_units(reading: Reading, claim: Reading) -> bool:
    """Whether each says how much, in units of its own."""
    units = [{plain_unit(figure.unit) for figure in each.statement.figures} for each in (reading, claim)]
    return all(units) and not units[0] & units[1]


def _are_of_one_thing(reading: Reading, claim: Reading, place: int, at: int) -> bool:
    near = [_beside(reading, place), _beside(claim, at)]
    words = placed(reading.said)[place], placed(claim.said)[at]
    if near[0] & near[1] or words[0] in near[1] or words[1] in near[0]:
        return True
    later = max(reading, claim, key=lambda each: each.place_in_article)
    if _PRONOUNS & _words_before(later, place if later is reading else at):
        return True
    return speaks_of_it(later) and (place if later is reading else at) <= NEXT_TO_PRONOUN


def _words_before(reading: Reading, place: int) -> frozenset[str]:
    return frozenset(words_of(reading.said)[max(place - BEFORE, 0) : place])


def _beside(reading: Reading, place: int) -> frozenset[str]:
    """The content words around one."""
    words = words_of(reading.said)
    return content_words(" ".join([*words[max(place - BEFORE, 0) : place], *words[place + 1 : place + 1 + AFTER]]))


def placed(said: str) -> list[str]:
    return [meaning(stem(word)) for word in words_of(said)]


def _all_words(claim: Reading) -> frozenset[str]:
    """Its words, those that say little among them; a sum is of money."""
    measures = content_words(" ".join(figure.measure for figure in claim.statement.figures))
    return claim.words | frozenset(placed(claim.said)) | measures


def _is_affirmation(claim: Reading) -> bool:
    said = claim.affirms or claim.statement.stance == Stance.PREDICTS
    return said and claim.statement.hedge in ("", "reported") and not is_conditional(claim)


def are_of_one_phase(one: Reading, other: Reading) -> bool:
    return (one.statement.phase == Phase.PLANNED) == (other.statement.phase == Phase.PLANNED)


def _may_be_of_one_phase(reading: Reading, claim: Reading) -> bool:
    """Whether they are of one phase, or the claim is of a promise that was made, or the reading of none."""
    made = bool(_PAST.search(claim.said)) or bool(_NONE_AT_ALL.match(reading.said))
    to_come = _IS_TO.search(claim.said) and reading.statement.phase == Phase.PLANNED
    of_a_plan = claim.statement.phase == Phase.PLANNED and claim.statement.stance != Stance.PREDICTS
    return bool(to_come) or are_of_one_phase(reading, claim) or (of_a_plan and made)


def _is_of_its_time(reading: Reading, claim: Reading) -> bool:
    """Whether it names no time, or the claim's."""
    return not reading.statement.event_as_written or same_time(reading, claim).code is None


def _overlap(one: Reading, other: Reading) -> bool:
    first, second = one.statement, other.statement
    if first.start is None or first.end is None or second.start is None or second.end is None:
        return False
    return first.start < second.end and second.start < first.end
