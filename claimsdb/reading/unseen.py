"""Characters of which a reader sees nothing: controls, what turns the text about it around (CVE-2021-42574), and what
Unicode says may be ignored where it is shown.

Some stay where a language needs them: a joiner after a letter of the Arabic script or of those of India, and between
emoji; a mark of direction beside letters that are written from right to left; a selector after what it selects a shape
of.
"""

import re
import unicodedata

CONTROL = ("Cc", "Zl", "Zp")  # and what ends a line
# Default_Ignorable_Code_Point of DerivedCoreProperties.txt beside what is of the category Cf; and the blank of Braille.
IGNORABLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff]"
)
SEEN_FORMATS = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f]")

JOINERS, DIRECTIONS = "\u200c\u200d", "\u061c\u200e\u200f"
JOINING = re.compile("[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc]")
SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
MONGOLIAN_SELECTORS = re.compile("[\u180b-\u180f]")
SELECTED = re.compile("[0-9#*\u203c\u2049\u3030\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")  # beside symbols
RIGHT_TO_LEFT = ("R", "AL")


def unseen_in(text: str) -> int | None:
    """The place of the first character of which nothing is seen."""
    if _is_all_seen(text):
        return None
    leads_left = _leads_left(text)
    for place, one in enumerate(text):
        if _is_unseen(one) and not _is_needed(one, text[place - 1] if place else "", leads_left=leads_left):
            return place
    return None


def without_unseen(text: str) -> str:
    """What a reader sees of the text, on one line."""
    text = " ".join(text.split())
    if _is_all_seen(text):
        return text
    seen: list[str] = []
    leads_left = _leads_left(text)
    for one in text:
        if not _is_unseen(one) or _is_needed(one, seen[-1] if seen else "", leads_left=leads_left):
            seen.append(one)
    return " ".join("".join(seen).split())


def _is_all_seen(text: str) -> bool:
    """Of a text each character is looked at once, however often it has it."""
    return (text.isascii() and text.isprintable()) or not any(map(_is_unseen, set(text)))


def _is_unseen(one: str) -> bool:
    category = unicodedata.category(one)
    if category == "Cf":
        return not SEEN_FORMATS.match(one)
    return category in CONTROL or bool(IGNORABLE.match(one))


def _leads_left(text: str) -> bool:
    """Whether something in it is written from right to left, beside which marks of direction have a use."""
    return any(unicodedata.bidirectional(each) in RIGHT_TO_LEFT for each in text if each not in DIRECTIONS)


def _is_needed(one: str, before: str, *, leads_left: bool) -> bool:
    """Whether the character stays, `before` being what is seen before it."""
    if one in DIRECTIONS:
        return leads_left
    if one in JOINERS:
        return bool(JOINING.match(before)) or (one == "\u200d" and _is_symbol(before))
    if MONGOLIAN_SELECTORS.match(one):
        return "\u1820" <= before <= "\u18af"
    return bool(SELECTORS.match(one)) and (_is_symbol(before) or bool(SELECTED.match(before)))


def _is_symbol(one: str) -> bool:
    """Whether it is an emoji or the like, its shade, or the selector of its shape."""
    return bool(one) and ((unicodedata.category(one) in ("So", "Sm", "Sk") and one != "\u2800") or one == "\ufe0f")
