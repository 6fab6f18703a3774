"""What somebody says right after somebody else, against it: that it is not so, or the opposite.

That two stand next to each other, each the word of somebody, shows that they are of one matter. So less has to be said
twice than elsewhere: what is denied ("never inspected", "no engine"), or a word and its opposite beside one thing.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from claimsdb.agreement.denials import is_within
from claimsdb.agreement.measures import measure_class
from claimsdb.agreement.negated_words import NEGATING, OPPOSITES, is_negated, is_said_not, negated_words
from claimsdb.agreement.readings import Reading, same_voice, topic_of
from claimsdb.agreement.retorts import has_not_come, is_short_answer, names_another_doer
from claimsdb.agreement.sentences import GAP, is_next
from claimsdb.agreement.spans import plain_unit
from claimsdb.agreement.statements import NOBODY, Registry
from claimsdb.agreement.times import same_time
from claimsdb.agreement.wording import (
    KINDS,
    SHORTEST_STEM,
    TEXTS,
    WORDS,
    content_words,
    meaning,
    name,
    stem,
    with_phrases,
    words_of,
)
from claimsdb.choices import Phase, Placement, Stance, Voice

LETTERS_BETWEEN = 160  # a sentence that only leads on
LETTERS_WITHIN = 1000  # further on nothing is looked at
NEXT_TO_PRONOUN = 3  # words from the beginning: "they had also failed"
NEXT_TO_NAME = 4  # "He was fired", "Tom Ramos had resigned"
BEFORE, AFTER = 4, 5  # words beside a word that tell of what it is said
_PRONOUNS = frozenset({"it", "they", "them"})
OFFICE = content_words("office")
TELLING = frozenset({Stance.ASSERTS, Stance.CONFIRMS, Stance.ACCUSES, Stance.PREDICTS})
HARDLY_HEDGES = frozenset({"", "reported"})  # "had been reported to the police" is none
_PRONOUN = re.compile(r"\W*(?:it|they|he|she|this|that|these|those|we|its|his|her|their|our|my|i)\b", re.IGNORECASE)
_ALL = re.compile(WORDS["replies"]["all"], re.IGNORECASE)
_NONE_AT_ALL = re.compile(WORDS["replies"]["none_at_all"], re.IGNORECASE)
_OF_THEM = re.compile(WORDS["replies"]["of_them"], re.IGNORECASE)
_PAST = re.compile(r"\b(?:had|has|have|was|were|did|\w+ed)\b", re.IGNORECASE)
_WOULD = re.compile(r"\bwould\b", re.IGNORECASE)
_IS_TO = re.compile(r"\b(?:is|are) (?:due )?to \w+", re.IGNORECASE)
_ASIDE = re.compile(r"\b(?:not|never) to\b|\b(?:that|which|who) .*", re.IGNORECASE)  # promised not to; one that was not
_EVIDENCE = re.compile(WORDS["replies"]["evidence"], re.IGNORECASE)
# By a word, those with which it is said of the same thing.
ALIKE = {name(word): frozenset(map(name, others.split())) for word, others in WORDS["replies"]["alike"].items()}
DURATION = measure_class("duration")
SHORTEST_PART = 4  # letters: a foghorn is a horn
_SEQUEL = re.compile(WORDS["replies"]["sequel"], re.IGNORECASE)
_MULTIPLE = re.compile(WORDS["replies"]["multiple"], re.IGNORECASE)
_SAYS = re.compile(r"\b(?:says?|said|accus(?:es|ed)|claims?|claimed|plans? to)\b", re.IGNORECASE)
_COULD_HAVE = re.compile(r"\b(?:could|should|would) (?:not )?have\b", re.IGNORECASE)
_OF_IT = re.compile(r"\b(?:it|them)\b", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|till)\b", re.IGNORECASE)
_THERE = re.compile(r"\W*there\b", re.IGNORECASE)
_ALL_OF_THEM = re.compile(r"\W*(?:all|both|most|none|each) of them\b", re.IGNORECASE)
_EVERYBODY = re.compile(
    r"\W*(?:every(?:body|one|thing)|all (?:of them|of it|had|has|have|was|were|is|are))\b", re.IGNORECASE
)
MODAL = re.compile(WORDS["replies"]["modals"], re.IGNORECASE)


def replies(article: Sequence[Reading], registry: Registry) -> Iterator[tuple[Reading, Reading]]:
    """The pairs of statements of an article that stand next to each other as the words of two, the earlier one first.
    `article` has its statements in their order."""
    said = [each for each in article if each.statement.placement == Placement.BODY]
    for place, earlier in enumerate(said):
        for later in said[place + 1 :]:
            if not _is_near(earlier, later):
                break
            if _is_reply(earlier, later, registry):
                yield earlier, later


def _is_near(earlier: Reading, later: Reading) -> bool:
    paragraphs = earlier.statement.paragraph, later.statement.paragraph
    if paragraphs[0] is None or paragraphs[1] is None or paragraphs[1] - paragraphs[0] > 1:
        return False
    return (later.statement.start or 0) - (earlier.statement.end or 0) <= LETTERS_WITHIN


def _is_reply(earlier: Reading, later: Reading, registry: Registry) -> bool:
    """Whether the later one is somebody's, and follows what somebody else says, or directly what the article does."""
    if not is_somebodys(later) or is_within(earlier, later):
        return False
    letters = LETTERS_BETWEEN if is_somebodys(earlier) else GAP
    if not is_next(earlier.statement, later.statement, letters_between=letters):
        return False
    return not same_voice(earlier, later, registry) and not are_of_one_house(earlier, later)


def is_somebodys(reading: Reading) -> bool:
    """Whether somebody says it, be it in the article's words, or something shows it: "a survey found"."""
    return reading.statement.voice != Voice.ARTICLE or bool(_EVIDENCE.match(reading.said) or _SAYS.search(reading.said))


def are_of_one_house(one: Reading, other: Reading) -> bool:
    """Whether the words for one are some of those for the other: the mayor, and the mayor's office."""
    names = [content_words(" ".join(each.who)) - OFFICE for each in (one, other)]
    return all(names) and (names[0] <= names[1] or names[1] <= names[0])


def speaks_of_it(reading: Reading) -> bool:
    """Whether it leaves it to what stands before of whom or what it speaks."""
    return bool(_PRONOUN.match(reading.said))


def contradictions(article: Sequence[Reading], registry: Registry) -> Iterator[tuple[Reading, Reading]]:
    """The statements of an article that contradict what stands next to them, each with that."""
    topic = topic_of(article)
    found = []
    for earlier, later in replies(article, registry):
        for reading, claim in ((earlier, later), (later, earlier)):
            if _may_contradict(reading, claim, topic=topic) and _is_against(reading, claim, topic=topic):
                found.append((reading, claim))
                break
    yield from _of_the_last_said(found)


def _of_the_last_said(pairs: Sequence[tuple[Reading, Reading]]) -> Iterator[tuple[Reading, Reading]]:
    """The pairs, without those of a "nothing" that has something nearer before it."""
    last = {reading.key: claim for reading, claim in sorted(pairs, key=lambda pair: pair[1].place_in_article)}
    for reading, claim in pairs:
        if last[reading.key] is claim or not _NONE_AT_ALL.match(reading.said):
            yield reading, claim


def _may_contradict(reading: Reading, claim: Reading, *, topic: frozenset[str]) -> bool:
    """Whether both say what is so, of one time and one matter."""
    if reading.denies or claim.denies or not all(_says_what_is_so(each) for each in (reading, claim)):
        return False
    if claim.statement.hedge not in HARDLY_HEDGES or not _may_be_of_one_phase(reading, claim):
        return False
    is_bound = _is_bound(reading, claim, topic=topic) or _leaves_all_to(reading, claim)
    return is_bound and _is_of_its_time(reading, claim)


def _leaves_all_to(reading: Reading, claim: Reading) -> bool:
    """Whether it is nothing but an answer to the one before it."""
    return _gives_a_multiple(reading, claim) or is_short_answer(reading, claim)


def _says_what_is_so(reading: Reading) -> bool:
    return reading.statement.stance in TELLING and not is_conditional(reading)


def _is_against(reading: Reading, claim: Reading, *, topic: frozenset[str]) -> bool:
    if (
        _gives_a_multiple(reading, claim)
        or _negates(reading, claim, topic=topic)
        or says_the_opposite(reading, claim)
        or has_not_come(reading, claim)
        or is_short_answer(reading, claim)
    ):
        return True
    return claim.place_in_article < reading.place_in_article and names_another_doer(reading, claim)


def _gives_a_multiple(reading: Reading, claim: Reading) -> bool:
    """Whether it gives another figure than the one before it, by that: "it was ten times as many"."""
    is_later = claim.place_in_article < reading.place_in_article
    return is_later and bool(claim.statement.figures and _MULTIPLE.match(reading.said))


def _is_bound(reading: Reading, claim: Reading, *, topic: frozenset[str]) -> bool:
    """Whether more than their place binds them together where that is not enough: in two paragraphs, or where one is
    the article's own."""
    if not (is_somebodys(reading) and is_somebodys(claim)):
        later = max(reading, claim, key=lambda each: each.place_in_article)
        half = len(reading.asked & claim.words) * 2 >= len(reading.asked)
        opposite = speaks_of_it(later) and says_the_opposite(reading, claim)
        return half or opposite or bool(_NONE_AT_ALL.match(reading.said))
    if reading.statement.paragraph == claim.statement.paragraph:
        return True
    later = max(reading, claim, key=lambda each: each.place_in_article)
    return speaks_of_it(later) or len((reading.words & claim.words) - topic) > 1


def is_conditional(reading: Reading) -> bool:
    """Whether it says what may be, or would be if: "would" alone is of what is to come."""
    said = with_phrases(reading.said)
    return bool(MODAL.search(said) or (reading.statement.phase != Phase.PLANNED and _WOULD.search(said)))


def _negates(reading: Reading, claim: Reading, *, topic: frozenset[str]) -> bool:
    """Whether what it says is not so, the claim has: the act that never was, one of the things of which there is none.
    Of what some are not the claim has to say that all are."""
    if _NONE_AT_ALL.match(reading.said):
        return claim.place_in_article < reading.place_in_article and not is_negated(claim)
    negated = negated_words(reading.said)
    words = negated - topic or (negated if is_next(reading.statement, claim.statement) else NOBODY)
    if words and _counts_them(claim) and reading.place_in_article < claim.place_in_article:
        return True
    if not words or is_said_not(claim.said, words) or NEGATING.search(_ASIDE.sub(" ", claim.said)):
        return False
    return _has_any(claim, words) and (not _counts_things(reading) or bool(_ALL.search(claim.said)))


def _has_any(claim: Reading, words: frozenset[str]) -> bool:
    """Whether it has one of the words, a kind of it, or one with which the same is said."""
    said = _all_words(claim)
    said |= {KINDS[each] for each in said if each in KINDS}
    if words & said or any(said & ALIKE.get(each, NOBODY) for each in words):
        return True
    return any(_is_a(each, word) for word in words if len(word) >= SHORTEST_PART for each in said)


def _is_a(word: str, part: str) -> bool:
    return word.endswith(part) and len(word) - len(part) >= SHORTEST_STEM


def _counts_things(reading: Reading) -> bool:
    """Whether it says how many; how long is no number of things."""
    return any(measure_class(figure.measure) != DURATION for figure in reading.statement.figures)


def _counts_them(claim: Reading) -> bool:
    """Whether it has so many of them: of what stands before."""
    return bool(claim.statement.figures and _OF_THEM.search(claim.said))


def says_the_opposite(reading: Reading, claim: Reading) -> bool:
    """Whether both have a word beside one thing, one of them its opposite."""
    if is_negated(reading) or is_negated(claim) or _are_of_other_units(reading, claim):
        return False
    if _SEQUEL.search(max(reading, claim, key=lambda each: each.place_in_article).said):
        return False
    mine, others = placed(reading.said), placed(claim.said)
    for place, word in enumerate(mine):
        against = OPPOSITES.get(word, NOBODY)
        for at, other in enumerate(others) if against else ():
            if other in against and _are_of_one_thing(reading, claim, place, at):
                return True
    return False


def _are_of_other_units(reading: Reading, claim: Reading) -> bool:
    """Whether each says how much, in units of its own."""
    units = [{plain_unit(figure.unit) for figure in each.statement.figures} for each in (reading, claim)]
    return all(units) and not units[0] & units[1]


def _leaves_its_thing(reading: Reading, claim: Reading) -> bool:
    """Whether the later one leaves its thing to the other: "there was enough", "all were paid", "he had withdrawn from
    it"; or the earlier one spoke of "all of them"."""
    earlier, later = sorted((reading, claim), key=lambda each: each.place_in_article)
    if _ALL_OF_THEM.match(earlier.said) or _EVIDENCE.match(later.said):
        return True
    return bool(_THERE.match(later.said) or _EVERYBODY.match(later.said) or _OF_IT.search(later.said))


def _are_of_one_unit(reading: Reading, claim: Reading) -> bool:
    """Whether each says how much, in one unit, right after the other."""
    units = [{plain_unit(figure.unit) for figure in each.statement.figures} - {""} for each in (reading, claim)]
    return bool(units[0] & units[1]) and is_next(reading.statement, claim.statement)


def _are_of_one_thing(reading: Reading, claim: Reading, place: int, at: int) -> bool:
    near = [_beside(reading, place), _beside(claim, at)]
    words = placed(reading.said)[place], placed(claim.said)[at]
    if near[0] & near[1] or words[0] in near[1] or words[1] in near[0] or _are_of_one_unit(reading, claim):
        return True
    if is_next(reading.statement, claim.statement) and (
        reading.words & claim.words or _leaves_its_thing(reading, claim)
    ):
        return True
    later = max(reading, claim, key=lambda each: each.place_in_article)
    if _PRONOUNS & _words_before(later, place if later is reading else at):
        return True
    places = {id(reading): place, id(claim): at}
    is_first = all(each <= NEXT_TO_NAME for each in places.values())
    if is_first and any(speaks_of_it(each) for each in (reading, claim)):
        return True
    return speaks_of_it(later) and places[id(later)] <= NEXT_TO_PRONOUN


def _words_before(reading: Reading, place: int) -> frozenset[str]:
    return frozenset(words_of(reading.said)[max(place - BEFORE, 0) : place])


def _beside(reading: Reading, place: int) -> frozenset[str]:
    """The content words around one."""
    words = words_of(reading.said)
    return content_words(" ".join([*words[max(place - BEFORE, 0) : place], *words[place + 1 : place + 1 + AFTER]]))


@lru_cache(maxsize=TEXTS)
def placed(said: str) -> Sequence[str]:
    """The words of a text in their order, each by what it stands for."""
    return tuple(meaning(stem(word)) for word in words_of(said))


def _all_words(claim: Reading) -> frozenset[str]:
    """Its words, those that say little among them; a sum is of money."""
    measures = content_words(" ".join(figure.measure for figure in claim.statement.figures))
    return claim.words | frozenset(placed(claim.said)) | measures


def are_of_one_phase(one: Reading, other: Reading) -> bool:
    return _is_planned(one) == _is_planned(other)


def _is_planned(reading: Reading) -> bool:
    return reading.statement.phase == Phase.PLANNED and not _COULD_HAVE.search(reading.said)


def _may_be_of_one_phase(reading: Reading, claim: Reading) -> bool:
    """Whether they are of one phase; or of none at all of what is planned, of a promise that was made, of what is to
    be."""
    if are_of_one_phase(reading, claim) or (_is_to_come(claim) and reading.statement.phase == Phase.PLANNED):
        return True
    if claim.statement.phase != Phase.PLANNED:
        return False
    was_made = claim.statement.stance != Stance.PREDICTS and bool(_PAST.search(claim.said))
    return was_made or bool(_NONE_AT_ALL.match(reading.said))


def _is_to_come(claim: Reading) -> bool:
    return bool(_IS_TO.search(claim.said))


def _is_of_its_time(reading: Reading, claim: Reading) -> bool:
    """Whether it names no time, or the claim's."""
    written = reading.statement.event_as_written
    return not written or bool(_UNTIL.match(written)) or same_time(reading, claim).code is None
