"""Of which characters a reader sees nothing, and which a language needs."""

import pytest

from claimsdb.reading import unseen_in, without_unseen

UNSEEN = [
    *("\0", "\x1f", "\x7f", "\x85", "\n", "\t", "\u2028", "\u2029"),
    *("\u00ad", "\u200b", "\u2060", "\u2064", "\ufeff", "\u180e", "\ufff9"),
    *("\u034f", "\u115f", "\u1160", "\u3164", "\uffa0", "\u17b4", "\u180b", "\u2065", "\u2800", "\ufff0"),
    *("\u202a", "\u202e", "\u2066", "\u2069", "\u206f", "\u061c", "\u200e", "\u200f"),
    *("\u200c", "\u200d", "\ufe00", "\ufe0f", "\U000e0041", "\U000e0100", "\U000e0fff", "\U0001d173"),
]


@pytest.mark.parametrize("character", UNSEEN, ids=lambda each: f"U+{ord(each):04X}")
def test_nothing_is_hidden_in_a_word(character):
    assert unseen_in(f"Nor{character}th") == 3
    assert unseen_in(character) == 0
    assert without_unseen(f"{character}North{character}") == "North"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nördliches Korea – “the DPRK”, 10\u00a0000",
        "می\u200cخواهم",  # Persian: I want
        "क्\u200dष, ශ්\u200dරී, ন্\u200d",  # Hindi, Sinhala, Bengali
        "North Korea \u200f(هو)\u200e sent",
        "١٢\u0600٣",
        "👩\u200d✈\ufe0f 👩🏽\u200d🚀 ❤\ufe0f\u200d🔥 1\ufe0f\u20e3 ‼\ufe0f ↔\ufe0f",
        "葛\U000e0100城",  # a variant of a character, in a name
        "ᠨ\u180b",
    ],
)
def test_what_a_language_needs_is_seen(text):
    assert unseen_in(text) is None
    assert without_unseen(text) == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "place"), [("Kim\u200e", 3), ("می\u200c\u200c", 3), ("a\u200db هو", 1), ("\ufe0f❤", 0)]
)
def test_but_only_where_it_needs_it(text, place):
    assert unseen_in(text) == place
