"""Which words say the same."""

import pytest

from claimsdb.agreement.wording import as_written, content_words, is_ceiling, is_remote, stem, words_of

FORMS = [
    "kill killed killing kills killer", "arrive arrived arriving arrival arrives", "capture captured capturing captures",
    "deploy deployment deployed deploying", "evacuate evacuated evacuation evacuating", "deny denied denies denying",
    "supply supplied supplies supplying", "injure injured injury injuries", "send sent sending sends", "flee fled fleeing",
    "Ukraine Ukrainian Ukrainians", "Russia Russian Russians", "Korea Korean Koreans", "America American",
    "murder murdered murders", "press pressed presses", "house houses housed", "protest protester protesters protested",
]  # fmt: skip


@pytest.mark.parametrize("forms", FORMS)
def test_forms_of_a_word_have_one_stem(forms):
    assert len({stem(word) for word in words_of(forms)}) == 1


@pytest.mark.parametrize("words", ["contain contract", "press pressure", "ship shop", "miner minister", "die diet"])
def test_other_words_have_another(words):
    assert len({stem(word) for word in words_of(words)}) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The plant was shut", "closing the factory"),
        ("soldiers were dispatched", "deployment of troops"),
        ("400 employees", "some 12 jobs"),
        ("It has reportedly been said that he may have died", "deaths"),
    ],
)
def test_two_ways_to_say_one_thing(one, other):
    assert content_words(one) == content_words(other) != frozenset()


def test_words_without_content():
    assert content_words("According to reports, these 40 people might possibly be there; 12th, 3,000") == frozenset()


def test_words_of_other_scripts_stay():
    assert content_words("Наводнение 洪水") == {"наводнение", "洪水"}


def test_people_read_the_words_as_written():
    assert as_written(content_words("rivers leaking"), "It leaked into the River, and leaks") == ["leaked", "river"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [("the toll could reach 40", True), ("it may still climb to 40", True), ("40 could be reached", False), ("it reached 40", False)],
)  # fmt: skip
def test_a_ceiling(said, expected):
    assert is_ceiling(said) == expected


@pytest.mark.parametrize(
    ("when", "expected"), [("last year", True), ("in 2010", True), ("the 1990s", True), ("on Monday", False), ("soon", False), ("", False)]
)  # fmt: skip
def test_times_far_from_the_article(when, expected):
    assert is_remote(when) == expected
