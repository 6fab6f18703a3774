"""How long things take: in turns, so that what else the machine does falls on all alike; and each round begins with the
next one, so that all come after each other: what a slow one leaves of the processor's caches falls on who follows it."""

import time
from collections import deque
from collections.abc import Callable, Mapping

Figures = dict[str, list[float]]  # what was measured -> each measurement

ROUNDS = 40
WARM_UP = 5
PATIENCE = 15.0  # seconds for one thing; a slow one gets fewer turns, but three
FEWEST = 3


def in_turns(
    tasks: Mapping[str, Callable[[], object]],
    *,
    before: Mapping[str, Callable[[], object]] | None = None,
    rounds: int = ROUNDS,
) -> Figures:
    """Milliseconds of each turn of each task; what is done `before` one is not counted."""
    before = before or {}
    for task in tasks.values():
        _repeat(task, times=WARM_UP, patience=PATIENCE / 10)
    figures: Figures = {name: [] for name in tasks}
    turns = deque(tasks.items())
    for _ in range(rounds):
        turns.rotate(-1)
        for name, task in turns:
            if len(figures[name]) < FEWEST or sum(figures[name]) < PATIENCE * 1000:
                before.get(name, _nothing)()
                figures[name].append(milliseconds(task))
    return figures


def milliseconds(task: Callable[[], object]) -> float:
    begun = time.perf_counter()
    task()
    return (time.perf_counter() - begun) * 1000


def _nothing() -> None:
    pass


def _repeat(task: Callable[[], object], *, times: int, patience: float) -> None:
    until = time.perf_counter() + patience
    for _ in range(times):
        task()
        if time.perf_counter() > until:
            return
