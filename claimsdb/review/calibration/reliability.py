"""Whether what is said to be so likely is accepted so often, measured on articles that the fit has not seen."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from statistics import fmean
from typing import Any

from claimsdb.review.calibration.log_odds import DIGITS, Features, calibrated, fit

FOLDS = 10
BINS = 10

Predicted = tuple[float, bool]  # how likely it was said to be accepted, and whether it was


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim that somebody accepted or rejected; `article` is the digest of its text."""

    article: str
    features: Features
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The claims of which a tenth of the scale was predicted: the mean prediction, the share accepted, how many."""

    predicted: float
    accepted: float
    n: int


@dataclass(frozen=True, slots=True)
class Reliability:
    """Brier scores, the mean squared distance of prediction and outcome, 0 at best: of the calibrated values, of the
    machine's as found, and of the share accepted among all. `bins` are of the calibrated values, all held out."""

    brier: float
    brier_as_found: float
    brier_of_share: float
    bins: tuple[Bin, ...]

    @property
    def is_better(self) -> bool:
        return self.brier < self.brier_as_found

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"bins": [asdict(each) for each in self.bins]}

    @classmethod
    def from_json(cls, report: dict[str, Any]) -> "Reliability":
        return cls(**report | {"bins": tuple(Bin(**each) for each in report["bins"])})


def measure(judged: Sequence[Judged]) -> Reliability:
    """By cross-validation: articles are dealt into ten parts by their digests, and what is said of a part was learned
    from the others. Raises ValueError where all claims are of one article."""
    held_out, shares = [], []
    for part, others in _folds(judged):
        weights = fit((each.features, each.is_accepted) for each in others)
        share = fmean(each.is_accepted for each in others)
        held_out += [(calibrated(each.features, weights), each.is_accepted) for each in part]
        shares += [(share, each.is_accepted) for each in part]
    as_found = [(each.features.confidence, each.is_accepted) for each in judged]
    return Reliability(_brier(held_out), _brier(as_found), _brier(shares), tuple(_bins(held_out)))


def _folds(judged: Iterable[Judged]) -> Iterable[tuple[list[Judged], list[Judged]]]:
    """Each part with all the others."""
    by_article = defaultdict(list)
    for each in judged:
        by_article[each.article].append(each)
    if len(by_article) < 2:
        raise ValueError("All decisions are about one article.")
    parts: list[list[Judged]] = [[] for _ in range(min(FOLDS, len(by_article)))]
    for number, article in enumerate(sorted(by_article)):
        parts[number % len(parts)] += by_article[article]
    for number, part in enumerate(parts):
        yield part, [*chain.from_iterable(parts[:number]), *chain.from_iterable(parts[number + 1 :])]


def _brier(predicted: Sequence[Predicted]) -> float:
    return round(fmean((share - is_accepted) ** 2 for share, is_accepted in sorted(predicted)), DIGITS)


def _bins(predicted: Iterable[Predicted]) -> Iterable[Bin]:
    """Those that have any, the least likely first."""
    in_bin = defaultdict(list)
    for share, is_accepted in sorted(predicted):
        in_bin[min(BINS - 1, int(share * BINS))].append((share, is_accepted))
    for _, some in sorted(in_bin.items()):
        shares, outcomes = zip(*some, strict=True)
        yield Bin(round(fmean(shares), DIGITS), round(fmean(outcomes), DIGITS), len(some))
