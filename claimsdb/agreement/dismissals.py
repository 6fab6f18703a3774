"""That something is said to be false: "the claim as baseless", "the report a lie", "that figure is a fantasy", "there
is no truth in it"."""

import re

from claimsdb.agreement.wording import WORDS

TABLE = WORDS["dismissals"]
_WHAT = "|".join(TABLE["nouns"].split())
_VERDICT = "|".join(TABLE["verdicts"]).replace(" ", r"\s+")
_UTTER = "|".join(TABLE["utterly"].split())
_SAID = rf"""
    \A(?P<what>
        \W*(?!(?:so|many|some|several|most|no|one)\b)(?:[\w’'-]+\s+){{0,4}}?(?:{_WHAT})s?\b
        (?:\s+(?:of|in|by|from|about|that)\b.*?)??
    )"""
_CALLED = re.compile(rf"{_SAID}\s+as\b", re.IGNORECASE | re.VERBOSE)
_DISMISSED = re.compile(
    rf"""
    {_SAID}
    \s+(?:(?:as|is|are|was|were|being|to\sbe)\s+)?
    (?:\W*(?:an?|the|\w+ly|{_UTTER}|so)\s+){{0,2}}(?:(?!(?:not|never|hardly)\b)[\w-]+\s+)?
    \W*(?:\w+\s+and\s+)?(?:{_VERDICT})\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


_IT_IS = r"(?:['’]s|\s+(?:is|are|was|were|as|to\ be))?\s+"
_THING = TABLE["of_things"]  # "it is a fake" is of a picture
_THAT_IS_FALSE = re.compile(
    rf"\A\W*(?P<what>that|this|it|these|they|them){_IT_IS}(?!(?:an?\s+)?(?:{_THING})\b)"
    rf"(?:\W*(?:an?|\w+ly|{_UTTER}|all|just)\s+){{0,2}}\W*(?:{_VERDICT})(?:\W*\Z|,\s)",
    re.IGNORECASE,
)
_AS = re.compile(r"\W*as\b", re.IGNORECASE)  # what "rejected that" left behind
_NO_TRUTH = re.compile(TABLE["no_truth"], re.IGNORECASE)


def what_is_dismissed(said: str, *, denied: bool = False) -> str | None:
    """The words for what is called false; None where nothing is. What is `denied` may be called anything."""
    if denied and _AS.match(said):
        return "that"
    found = (_CALLED.match(said) if denied else None) or _DISMISSED.match(said) or _THAT_IS_FALSE.match(said)
    found = found or _NO_TRUTH.match(said)
    return found["what"] if found and not found["what"].endswith(" not") else None
