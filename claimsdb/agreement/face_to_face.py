"""Two who are set against each other: two sentences, each the word of somebody, on one thing.

What they say has no opposites in it that the rules know. That somebody writes it so is a reason to have an editor look,
and no more.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from claimsdb.agreement.measures import MARKED
from claimsdb.agreement.negated_words import is_negated
from claimsdb.agreement.readings import Reading, topic_of
from claimsdb.agreement.replies import are_of_one_phase, is_conditional, replies
from claimsdb.agreement.sentences import is_next
from claimsdb.agreement.statements import NOBODY, Registry
from claimsdb.agreement.wording import WORDS, words_of
from claimsdb.choices import Phase, Role, Stance, Voice

TWO = 2  # sentences, and speakers
FEWEST_WORDS = 3  # "Trained?" says nothing
LETTERS = 160  # of both together
_IT_IS = re.compile(
    r"""
    \W*(?:it|they|he|she)
    (?:['’](?:s|d|ve|re)\b|\s(?:(?:still|only|also|never)\s)?(?:was|were|had|has|have|is|are|would|will|got|took|came|sent)\b)
    """,
    re.IGNORECASE | re.VERBOSE,
)
TABLE = WORDS["face_to_face"]
_KIN = re.compile(rf"\b(?:his|her|their) (?:\w+ )?(?:{'|'.join(TABLE['kin'].split())})\b", re.IGNORECASE)
_FAMILY = re.compile(rf"\b(?:{'|'.join(TABLE['families'].split())})\b", re.IGNORECASE)
# Who has an office, and it is not said of which body: of the one that spoke before.
_OFFICE = re.compile(rf"\A\W*(?:(?i:{TABLE['offices']})\s+[A-Z]|(?:Its|Their) [a-z -]+,?\s+[A-Z])")
_SOMEBODY = re.compile(r"an?\b", re.IGNORECASE)
_SAME_ONE = re.compile(TABLE["same_one"], re.IGNORECASE)
SAYING = frozenset({Stance.ASSERTS, Stance.CONFIRMS, Stance.ACCUSES, Stance.PREDICTS})
PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "who", "which"})


def set_against(
    article: Sequence[Reading], registry: Registry, *, related: Collection[frozenset[str]]
) -> Iterator[tuple[Reading, Reading]]:
    """The statements of two whose sentences stand next to each other, one pair for each two sentences; not where some
    of theirs are `related` already, pairs of keys."""
    topic, paragraphs = topic_of(article), _paragraphs(article)
    found: dict[tuple[str, str], list[tuple[Reading, Reading]]] = defaultdict(list)
    for earlier, later in replies(article, registry):
        if is_next(earlier.statement, later.statement):
            found[earlier.statement.sentence, later.statement.sentence].append((earlier, later))
    for pairs in found.values():
        if not any(frozenset({one.key, other.key}) in related for one, other in pairs):
            meant = (pair for pair in pairs if _are_set_against(*pair, topic=topic, paragraphs=paragraphs))
            yield from islice(meant, 1)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Its sentences that say something, in their order, and who speaks in it."""

    sentences: Sequence[str]
    speakers: Collection[str]

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> "_Paragraph":
        sentences = list(dict.fromkeys(each.statement.sentence for each in readings))
        return cls(sentences, NOBODY.union(*(each.speakers for each in readings)))


def _paragraphs(article: Sequence[Reading]) -> Mapping[int | None, _Paragraph]:
    found: dict[int | None, list[Reading]] = defaultdict(list)
    for each in article:
        found[each.statement.paragraph].append(each)
    return {place: _Paragraph.of(readings) for place, readings in found.items()}


def _are_set_against(
    earlier: Reading,
    later: Reading,
    *,
    topic: frozenset[str],
    paragraphs: Mapping[int | None, _Paragraph],
) -> bool:
    """Whether their paragraph is theirs, and they are short and of what is over or to come; or both have a word of it,
    or one says no, or the later one speaks of "it": in other paragraphs two of these."""
    if not all(map(_tells, (earlier, later))) or not are_of_one_phase(earlier, later) or _is_of_a_pronoun(later):
        return False
    if len(words_of(later.said)) < FEWEST_WORDS or _count_others(earlier, later) or _are_one(earlier, later):
        return False
    shared = bool((earlier.words & later.words) - topic)
    says_no, is_of_it = is_negated(earlier) != is_negated(later), bool(_IT_IS.match(later.said))
    if _is_theirs(paragraphs[later.statement.paragraph], earlier, later):
        return shared or says_no or is_of_it or _are_short_accounts(earlier, later)
    return shared and (says_no or is_of_it)


def _are_one(earlier: Reading, later: Reading) -> bool:
    """Whether the later one speaks for those who spoke before, or is the same: the chair, their father, "the former
    cook" who was "a source" just before."""
    sentence = later.statement.sentence
    if _OFFICE.match(sentence) or (_FAMILY.search(_written(earlier)) and _KIN.search(sentence)):
        return True
    return bool(_SOMEBODY.match(_written(earlier)) and _SAME_ONE.match(_written(later)))


def _written(reading: Reading) -> str:
    return " ".join(each.as_written for each in reading.statement.having(Role.CLAIMANT))


def _is_theirs(paragraph: _Paragraph, earlier: Reading, later: Reading) -> bool:
    """Whether it begins with them, and nobody else speaks in it."""
    begins = paragraph.sentences[:TWO] == [each.statement.sentence for each in (earlier, later)]
    return begins and len(paragraph.speakers) <= TWO


def _count_others(earlier: Reading, later: Reading) -> bool:
    """Whether they count those to whom different things happened: so many dead, and so many missing."""
    befell = [each.words & MARKED for each in (earlier, later)]
    return bool(earlier.statement.figures and later.statement.figures) and befell[0] != befell[1]


def _are_short_accounts(earlier: Reading, later: Reading) -> bool:
    is_short = len(earlier.said) + len(later.said) < LETTERS
    return is_short and all(each.statement.phase in (Phase.DONE, Phase.PLANNED) for each in (earlier, later))


def _tells(reading: Reading) -> bool:
    statement = reading.statement
    is_told = statement.voice == Voice.ATTRIBUTED and bool(reading.speakers) and statement.stance in SAYING
    return is_told and not (reading.denies or is_conditional(reading)) and statement.phase != Phase.UNKNOWN


def _is_of_a_pronoun(reading: Reading) -> bool:
    """Whether it may be the one who spoke before."""
    return any(set(words_of(each.as_written)) <= PRONOUNS for each in reading.statement.having(Role.CLAIMANT))
