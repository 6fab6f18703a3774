"""A figure that somebody sets against the one before it, and says no more than how many: "the police put it at 300".

What it counts is told by the other. That they stand next to each other, of two who are named, shows that they answer
one question; what shows that they do not is asked as of any other two.
"""

import re

from claimsdb.agreement.measures import DIMENSIONS, MARKED, OF_AN_OCCASION, Told
from claimsdb.agreement.sentences import GAP, is_next
from claimsdb.agreement.spans import is_same_unit
from claimsdb.agreement.statements import NOBODY
from claimsdb.agreement.surroundings import is_day
from claimsdb.agreement.wording import WORDS, content_words, stems
from claimsdb.choices import Voice

_IT = re.compile(r"(?:it|they|this|these)\b", re.IGNORECASE)
_CAME = re.compile(r"\b(?:arriv\w+|had come|came|turned up)\b", re.IGNORECASE)
_IF = re.compile(r"\b(?:if|unless)\b", re.IGNORECASE)
_SAYS = re.compile(r"\bsa(?:id|ys?)\b", re.IGNORECASE)
_ALONE = re.compile(r"\balone\b", re.IGNORECASE)
_AT_A_SPOT = re.compile(WORDS["replies"]["at_a_spot"], re.IGNORECASE)
SUM_WORDS = content_words(WORDS["measures"]["sum_words"])
TREATED = frozenset({"injure", "infect", "hospitalise", ""})  # those who are treated are some of the others
LETTERS_BETWEEN = 160  # a sentence that only leads on: "The union rejected that figure."


def is_rejoinder(a: Told, b: Told) -> bool:
    """Whether one of two figures says nothing of what is counted that the other does not, and stands next to it."""
    return is_answer(a, b) and _may_count_the_same(a, b) and (bare_of(a, b) is not None or is_more_than_all(a, b))


def is_answer(a: Told, b: Told) -> bool:
    """Whether they are of two who are named, and stand next to each other; or a bare number of somebody follows one of
    the article."""
    earlier, later = sorted((a, b), key=lambda each: each.reading.place_in_article)
    if not later.given_by or a.given_by & b.given_by:
        return False
    if bool(_IF.search(a.reading.said)) != bool(_IF.search(b.reading.said)):
        return False
    if not earlier.given_by:
        is_told = _is_told(earlier) or not later.figure.measure
        letters = LETTERS_BETWEEN if earlier.deed in OF_AN_OCCASION and _tells_who_came(later) else GAP
        return is_told and is_next(a.reading.statement, b.reading.statement, letters_between=letters)
    return is_next(a.reading.statement, b.reading.statement, letters_between=LETTERS_BETWEEN)


def _is_told(told: Told) -> bool:
    """Whether somebody says it, though it is not known who."""
    statement = told.reading.statement
    return statement.voice == Voice.ATTRIBUTED or bool(_SAYS.search(told.reading.said))


def is_more_than_all(a: Told, b: Told) -> bool:
    """Whether one who counts only his own has more than the other has in all: "we alone have treated 300"."""
    earlier, later = sorted((a, b), key=lambda each: each.reading.place_in_article)
    if later.figure.measure or not _ALONE.search(later.reading.said) or not is_answer(a, b):
        return False
    return bool(earlier.span and later.span and earlier.span.is_below(later.span))


def counts_in_answer(a: Told, b: Told) -> bool:
    """Whether one counts what the other does, right after it: things of one name, of which nothing is said that makes
    them others, though either may be described in its own words."""
    if not is_answer(a, b) or a.measure in DIMENSIONS or not a.measure or a.measure != b.measure:
        return False
    return a.deed == b.deed or _counts_no_part(a, b)


def are_sums_for_one(a: Told, b: Told) -> bool:
    """Whether each of two has a sum for one deed, and says no more of it, no paragraph between them: "it needed 2
    million of repairs", "the repairs were costed at 800,000"."""
    paragraphs = [each.reading.statement.paragraph for each in (a, b)]
    if paragraphs[0] is None or paragraphs[1] is None or abs(paragraphs[0] - paragraphs[1]) > 1:
        return False
    if not (a.given_by and b.given_by) or a.given_by & b.given_by or not a.deed or a.deed != b.deed:
        return False
    return all(each.measure == "money" and each.told_of <= SUM_WORDS | {each.deed} for each in (a, b))


def is_only_a_sum(told: Told) -> bool:
    """Whether it says of a sum nothing but how much: "the true sum was 20,000"."""
    return told.measure == "money" and told.told_of <= SUM_WORDS


def _counts_no_part(a: Told, b: Told) -> bool:
    """Whether one alone tells what befell those whom it counts, and they are the more: of all, fewer may be meant."""
    if a.reading.statement.sentence == b.reading.statement.sentence:
        return False
    with_deed, other = (a, b) if a.deed else (b, a)
    if other.deed or with_deed.deed in MARKED or not (with_deed.span and other.span):
        return False
    return other.span.is_below(with_deed.span)


def bare_of(a: Told, b: Told) -> Told | None:
    """The one of two that leaves it to the other what is counted: the later, or one of "it"."""
    earlier, later = sorted((a, b), key=lambda each: (*each.reading.place_in_article, each.figure.order))
    if _adds_nothing(later, earlier):
        return later
    return earlier if _IT.match(earlier.reading.said) and _adds_nothing(earlier, later) else None


def is_of_its_day(a: Told, b: Told) -> bool:
    """Whether the one without a day counts those who came on the day of the other: "3,000 protested on Saturday, police
    said. The organisers spoke of 8,000"; or says nothing but the number."""
    if are_sums_for_one(a, b) and not (a.around.times and b.around.times):
        return True
    bare = bare_of(a, b)
    if bare is None or not is_rejoinder(a, b):
        return False
    if not bare.around.times | bare.around.said_times and (not bare.figure.measure or a.measure in DIMENSIONS):
        return True
    if not (a.deed == b.deed and a.deed in OF_AN_OCCASION):
        return False
    other = a if bare is b else b
    return not (bare.around.times or bare.around.said_times) and all(is_day(each) for each in other.around.times)


def _may_count_the_same(a: Told, b: Told) -> bool:
    """Whether nothing in the names for those who are counted, and in what befell them, speaks against it."""
    if a.measure in DIMENSIONS or b.measure in DIMENSIONS:
        alike = not (a.deed and b.deed) or a.deed == b.deed or {a.deed, b.deed} <= SUM_WORDS
        return alike and (is_same_unit(a.figure.unit, b.figure.unit) or is_bare_sum(a, b))
    if is_more_than_all(a, b) and {a.deed, b.deed} <= TREATED:
        return True
    if a.deed and b.deed and a.deed != b.deed and not _is_of_those_who_came(a, b):
        return False
    if bool(a.deed) != bool(b.deed) and {a.deed, b.deed} & MARKED and not _has_no_noun(a if b.deed else b):
        return False
    occasion = a.deed == b.deed and a.deed in OF_AN_OCCASION
    return a.measure == b.measure or not (a.measure and b.measure) or occasion


def _is_of_those_who_came(a: Told, b: Told) -> bool:
    """Whether the later tells how many came, and leaves it to the other who."""
    later = max(a, b, key=lambda each: each.reading.place_in_article)
    return _tells_who_came(later)


def _tells_who_came(told: Told) -> bool:
    """Whether it says how many came, without a name for them: "88 had arrived"."""
    nouns = stems(told.figure.measure)
    return not {*nouns} & {*stems(told.reading.said)} and bool(_CAME.search(told.reading.said))


def is_bare_sum(a: Told, b: Told) -> bool:
    """Whether one leaves its unit to the other: "it paid 3 million crowns", "the price was 5 million"."""
    bare, other = (a, b) if not a.figure.unit else (b, a)
    return not bare.figure.unit and not bare.figure.measure and other.measure == "money" and bare.told_of <= SUM_WORDS


def _has_no_noun(told: Told) -> bool:
    return not told.figure.measure


def _adds_nothing(bare: Told, other: Told) -> bool:
    """Whether one says no more of what is counted than the other, and that one anything; or has no name for those of
    whom so many came."""
    if _tells_who_came(bare) and other.figure.measure:
        return True
    if not (other.told_of or other.deed or other.measure or other.reading.own) and (
        bare.figure.measure or not other.figure.measure
    ):
        return False
    said = other.reading.words | content_words(other.reading.statement.sentence)
    of_a_sum = SUM_WORDS if {bare.measure, other.measure} & DIMENSIONS else NOBODY
    told = said | bare.given_by | of_a_sum | {bare.measure} | ({bare.deed} & {other.deed})
    at_a_spot = NOBODY if bare.figure.measure else content_words(" ".join(_AT_A_SPOT.findall(bare.reading.said)))
    return bare.told_of - at_a_spot | bare.around.qualifiers <= told
