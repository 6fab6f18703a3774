import pytest

from claimsdb.models.spans import only_span, spans_of

TEXT = "Kim said that Kim had left. Kim denied it."


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("Kim", [(0, 3), (14, 17), (28, 31)]),
        ("denied", [(32, 38)]),
        ("kim", []),
        ("", []),
        (TEXT, [(0, 42)]),
    ],
)
def test_places_of(words, places):
    assert spans_of(words, TEXT) == places


def test_words_that_overlap_themselves_stand_twice():
    assert spans_of("aa", "aaa") == [(0, 2), (1, 3)]


@pytest.mark.parametrize(
    ("words", "within", "place"),
    [
        ("denied", None, (32, 38)),
        ("denied", (0, 27), (32, 38)),
        ("Kim", None, None),
        ("Kim", (9, 27), (14, 17)),
        ("Kim", (0, 27), None),
        ("Lee", (0, 27), None),
    ],
)
def test_only_place(words, within, place):
    assert only_span(words, TEXT, within=within) == place
