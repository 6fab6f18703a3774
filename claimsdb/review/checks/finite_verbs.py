"""Words that can be the verb of a sentence, as far as a list tells; for texts that nobody parses."""

import re
import tomllib
from functools import cache
from pathlib import Path

from claimsdb.extraction.vocabulary import lexicon
from claimsdb.review.checks.inflection import any_present_of

_AUXILIARY = re.compile(
    r"\b(?:am|is|are|was|were|has|have|had|do|does|did|will|would|can|could|may|might|shall|should|must|cannot|isn['’]t)\b"
    r"|(?:n['’]t|['’](?:ll|re|ve|d))\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b[a-z]{2,}ed\b(?! by\b)")  # "troops trained by" whom has none
_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_IRREGULAR = frozenset(_WORDS["irregular"].split())
# What "to", an article or a preposition stands before is no verb of the sentence: "to fight", "the attack", "of talks".
_NO_VERB_AFTER = (
    r"(?<!\bto )(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bof )(?<!\bin )(?<!\bfor )(?<!\bon )(?<!\bwith )(?<!\bits )"
    r"(?<!\bhis )(?<!\btheir )(?<!['’]s )(?<!\bby )(?<!\bfrom )(?<!\bno )(?<!\bat )"
)


def finite_verb_in(text: str) -> str:
    """A word by which the text may be a sentence; empty where none can be one. The first word is none: somebody or
    something stands before the verb."""
    _, _, rest = text.strip().partition(" ")
    if found := _AUXILIARY.search(text):
        return found[0]
    past = next((each for each in re.findall(r"[a-z]+(?! by\b)\b", rest) if each in _IRREGULAR), "")
    found = _PAST.search(rest) or _verbs().search(rest)
    return past or (found[0] if found else "")


@cache
def _verbs() -> re.Pattern[str]:
    verbs = {*_WORDS["common"].split(), *(verb for verb in lexicon().verbs if verb.isalpha())}
    return re.compile(_NO_VERB_AFTER + any_present_of(verbs).pattern)  # a large letter is a name's: "United States"
