"""What is wrong with a fixture, by line."""

from collections.abc import Iterable

FAULTS_LIMIT = 20  # faults that are told of one file


class BadFixture(ValueError):
    """A fixture that cannot be imported; `faults` say where and why, one a line."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(self.faults))


class Faults:
    """Collects them, and gives up once there are FAULTS_LIMIT."""

    def __init__(self) -> None:
        self._found: list[tuple[int, str]] = []

    def add(self, line: int, words: str) -> None:
        self._found.append((line, words))
        if len(self._found) >= FAULTS_LIMIT:
            self.give_up()

    def give_up(self) -> None:
        """Raises BadFixture if there are any."""
        if self._found:
            raise BadFixture(f"line {line}: {words}" for line, words in sorted(self._found)[:FAULTS_LIMIT])
