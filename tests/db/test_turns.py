"""One who writes again and again lets others write too."""

import pytest

from claimsdb.db.turns import LONG, PAUSE, Turns


class Day:
    """A clock that goes on when something is done or waited for."""

    def __init__(self):
        self.now, self.slept = 100.0, 0.0
        self.turns = Turns(clock=lambda: self.now, sleep=self.sleep)

    def sleep(self, seconds):
        self.now += seconds
        self.slept += seconds

    def write(self, seconds):
        self.turns.let_others()
        self.turns.begin()
        self.now += seconds
        self.turns.end()


@pytest.mark.parametrize("each", [LONG / 100, LONG / 2, LONG, 5 * LONG])
def test_others_wait_no_longer_than_for_one_turn(each):
    day, pauses, waited = Day(), [], 0.0
    for _ in range(1000):
        before = day.slept
        day.write(each)
        if day.slept > before:
            pauses.append(waited)
            waited = 0.0
        waited += each
    assert max(pauses) < LONG + each + 1e-6
    assert day.slept == pytest.approx(PAUSE * len(pauses))


def test_one_who_pauses_anyhow_is_not_kept():
    day = Day()
    for _ in range(100):
        day.write(LONG)
        day.now += PAUSE
    assert day.slept == pytest.approx(0, abs=1e-9)


def test_what_never_began_was_no_turn():
    day = Day()
    day.turns.end()
    day.write(LONG)
    assert day.slept == 0
