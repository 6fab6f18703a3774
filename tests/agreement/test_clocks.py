"""How long something took, and at what time of day it was."""

import pytest

from claimsdb.agreement.clocks import Lasting, delayed, lasting, lasting_like, time_of_day


@pytest.mark.parametrize(
    ("said", "least", "most"),
    [
        ("it took 50 minutes", 50, 50),
        ("within ten minutes", None, 10),
        ("inside a minute", None, 1),
        ("more than three hours", 180, None),
        ("after an hour and a half", 90, 90),
        ("for two and a half hours", 150, 150),
        ("in 1.5 hours", 90, 90),
        ("a two-week trip", 20160, 20160),
        ("three years ago", None, None),
        ("a 40-minute-long talk", None, None),
        ("two hours, or three hours", None, None),
        ("40 people", None, None),
        ("half an hour", 30, 30),
        ("about  half an hour", 30, 30),
        (f"it took{' ' * 200_000}", None, None),
        ("for months", 87600, None),
        ("within hours", None, 1440),
        ("until Wednesday", None, 10080),
    ],
)
def test_how_long(said, least, most):
    found = lasting(said)
    assert found == (Lasting(least, most) if (least, most) != (None, None) else None)


def test_the_unit_may_be_the_others():
    assert lasting_like("it went on for ten", "they broke it up inside a minute") == Lasting(10, 10)
    assert lasting_like("it went on for ten", "they broke it up") is None


def test_how_long_after():
    assert lasting("25 minutes later") is None
    assert delayed("25 minutes later") == Lasting(25, 25)


def test_what_is_told_roughly_is_not_apart():
    assert not Lasting(50, 50).is_apart_from(Lasting(55, 55))
    assert Lasting(180, None).is_apart_from(Lasting(None, 50))


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("they arrived at 2.15am", 135),
        ("the alarm went off at 3.12 a.m.", 192),
        ("at 5am", 300),
        ("until gone three", 180),
        ("at 11:20", 680),
        ("at 14:15", 135),
        ("at three", None),
        ("it rose by 2.15 percent", None),
        ("3,000 came at once", None),
    ],
)
def test_the_time_of_day(said, minutes):
    found = time_of_day(said)
    assert (found and found.minutes) == minutes


@pytest.mark.parametrize(
    ("one", "other", "are_apart"),
    [
        ("at 9.00 a.m.", "at 10.30 a.m.", True),
        ("at 11.50 p.m.", "at 12.10 a.m.", False),
        ("at 12.05 a.m.", "at 12.15 a.m.", False),
        ("at 5am", "after 5am", False),
        ("at 3am", "until gone five", True),
        ("at 6am", "until gone five", False),
        ("after 5am", "until gone three", False),
    ],
)
def test_two_times_of_day(one, other, are_apart):
    first, second = time_of_day(one), time_of_day(other)
    assert first.is_apart_from(second) == second.is_apart_from(first) == are_apart
