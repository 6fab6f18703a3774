import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.reading import find_printed, nearest_printed, reads_alike
from claimsdb.reading.as_seen import as_seen

TEXT = (
    "Kim said that “Kim’s men”\n had left. The US, a half‑ally, told us 3,000 or 13,000–15,000 had. Sa\u00adrah went to "
    "Malmo\u0308. 他说了 kim"
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Kim", ["Kim", "Kim"]),
        ("kim", ["kim"]),
        ("KIM", ["Kim", "Kim", "kim"]),
        ('"kim\'s men" had', ["“Kim’s men”\n had"]),
        ("  «Kim`s\tmen» ", ["“Kim’s men”"]),
        ("US", ["US"]),
        ("us", ["us"]),
        ("half-ally", ["half‑ally"]),
        ("13,000-15,000", ["13,000–15,000"]),
        ("3,000", ["3,000"]),
        ("000", []),
        ("5,00", []),
        ("ki", []),
        ("im", []),
        ("3,000 or…", []),
        ("Sarah", ["Sa\u00adrah"]),
        ("Malmö", ["Malmo\u0308"]),
        ("malmo\u0308", ["Malmo\u0308"]),
        ("Malmo", []),
        ("说", ["说"]),
        ("had (left|went)", []),
        ("", []),
        (" \n", []),
        ("\u200b", []),
    ],
)
def test_words_as_a_reader_finds_them(words, found):
    assert [TEXT[start:end] for start, end in find_printed(words, TEXT)] == found


@pytest.mark.parametrize(
    ("words", "other", "alike"),
    [("Kim's", "kim’s", True), ("a b", " a\nb ", True), ("a b", "ab", False), ("a", "a b", False), ("", "", False)],
)
def test_what_reads_alike(words, other, alike):
    assert reads_alike(words, other) == alike


@pytest.mark.parametrize(
    ("words", "nearest"),
    [("Sahra", ["Sa\u00adrah"]), ("kims man", ["Kim’s men"]), ("the Kremlin", []), ("a " * 90, []), ("", [])],
)
def test_what_is_nearest(words, nearest):
    assert nearest_printed(words, TEXT)[:1] == nearest


def test_dots_are_an_ellipsis_either_way():
    assert find_printed("go... now", "We go… now") == [(3, 10)]
    assert find_printed("go… now", "We go... now") == [(3, 12)]


@given(st.text("Ae .’'—…\n\u200b\u00ad\u0301", max_size=30).filter(lambda text: as_seen(text).words), st.data())
def test_whatever_is_seen_stands_in_the_text(text, data):
    seen = as_seen(text)
    start = data.draw(st.integers(0, len(seen.words) - 1))
    end = data.draw(st.integers(start + 1, len(seen.words)))
    first, last = seen.printed((start, end))
    assert as_seen(text[first:last]).words == seen.words[start:end]


def test_a_whole_page_is_found():
    page = ("“It’s so,” he said... " * 900)[:19_000]
    assert find_printed(page, f"A word.\n{page}") == [(8, 8 + len(page.strip()))]
    assert find_printed(page.upper(), page) == [(0, len(page.strip()))]
    assert nearest_printed(f"{page} x", page) == []


def test_more_words_than_the_text_has_are_not_looked_for():
    assert find_printed("North Korean " * 100_000, "North Korean troops") == []
    assert not reads_alike("North Korean " * 100_000, "North Korean troops")
    assert find_printed("a \u200b\u00adb ...", "ab…") == []
    assert find_printed("e\u0301\u200b ...", "\u00e9 …") == [(0, 3)]
