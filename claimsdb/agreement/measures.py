"""What a figure counts: its measure, and the deed that the words beside it name ("40 people were killed")."""

from claimsdb.agreement.readings import Reading
from claimsdb.agreement.spans import SHARE_UNITS
from claimsdb.agreement.statements import Figure
from claimsdb.agreement.wording import DEEDS, SAME, STOP, WORDS, content_words, meaning, stem, words_of
from claimsdb.choices import Basis

NEAR = 8  # words between a figure and the deed that it counts
GENERIC = frozenset(words_of(WORDS["measures"]["generic"]))
OF_AN_OCCASION = frozenset(WORDS["measures"]["of_an_occasion"].split())
ONLY_RISING = frozenset(WORDS["measures"]["only_rising"].split())


def measure_class(measure: str) -> str:
    """The one word for a measure and all that mean the same; empty where it says too little to be compared."""
    words = words_of(measure)
    if not words or words[-1] in GENERIC:
        return ""
    return " ".join(meaning(stem(word)) for word in words)


def deed_counted(reading: Reading, figure: Figure) -> str:
    """What is done by, or to, those that are counted: that of the measure, else the nearest that the words name."""
    of_measure = next((DEEDS[stem(word)] for word in words_of(figure.measure) if stem(word) in DEEDS), "")
    return of_measure or _nearest_deed(reading.statement.quote, figure) or _nearest_deed(reading.statement.text, figure)


def is_same_measure(a: tuple[Reading, Figure], b: tuple[Reading, Figure]) -> bool:
    """Equal measures, or one deed where a measure names whom it counts too widely ("people", "marchers")."""
    one, other = measure_class(a[1].measure), measure_class(b[1].measure)
    deeds = deed_counted(*a), deed_counted(*b)
    if one and other:
        staged = a[1].stage or b[1].stage
        return one == other and (bool(staged) or not all(deeds) or deeds[0] == deeds[1])
    if not a[1].measure or not b[1].measure:
        return False
    return bool(deeds[0]) and deeds[0] == deeds[1] and (one or other) in ("", deeds[0])


def whole_of(reading: Reading, figure: Figure) -> frozenset[str]:
    """Of what a share is one: "62 percent of registered voters"."""
    if figure.basis != Basis.SHARE and figure.unit not in SHARE_UNITS:
        return frozenset()
    said = reading.statement.quote or reading.statement.text
    _, found, after = said.partition(figure.as_written)
    words = words_of(after)[: NEAR // 2] if found and figure.as_written else []
    while words and words[0] in ("percent", "per", "cent", "pct"):
        words = words[1:]
    return content_words(" ".join(words[1:])) if words[:1] == ["of"] else frozenset()


def _nearest_deed(said: str, figure: Figure) -> str:
    before, found, after = said.partition(figure.as_written)
    if not found or not figure.as_written:
        return ""
    behind = [(distance, word) for distance, word in enumerate(reversed(words_of(before)[-NEAR:]))]
    ahead = [(distance, word) for distance, word in enumerate(words_of(after)[:NEAR])]
    deeds = [(distance, DEEDS[stem(word)]) for distance, word in [*behind, *ahead] if _is_deed(word)]
    return min(deeds, key=lambda each: each[0])[1] if deeds else ""


def _is_deed(word: str) -> bool:
    return stem(word) in DEEDS and (word not in STOP or stem(word) in SAME)
