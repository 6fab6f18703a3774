"""The model: the log odds of the confidence that the machine gave, plus one weight for each feature of the claim.

The weights are those of a logistic regression with the machine's own log odds as its offset and a normal prior of mean
0 and deviation 1 on each weight. So a rule, construction, length or source of which little was decided keeps the
machine's word, and one that editors know well moves as far as they say: exp(weight) is by how much its odds are
multiplied. The posterior has one maximum; it is found weight by weight, in the order of their names, with
Newton's steps (cyclic coordinate descent; Genkin, Lewis, Madigan: Large-scale Bayesian logistic regression, 2007).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log
from typing import NamedTuple

Weights = dict[str, dict[str, float]]  # by feature and level

EVERYWHERE = "all"  # the feature that every claim has
EDGE = 0.01  # nobody is surer than this far from 0 and 1
LONGEST_STEP = 1.0
CLOSE = 1e-6
MOST_ROUNDS = 500
DIGITS = 4


class Features(NamedTuple):
    """What is known of a claim before anybody has looked at it: the machine's confidence, 0 to 1, and words."""

    confidence: float
    rule: str
    construction: str
    length: str
    source: str

    def levels(self) -> Iterable[tuple[str, str]]:
        yield EVERYWHERE, ""
        yield from zip(self._fields[1:], self[1:], strict=True)


@dataclass(slots=True)
class Cell:
    """The claims that are alike in all features: how many were judged, how many of them accepted."""

    log_odds: float
    judged: int
    accepted: int


def calibrated(features: Features, weights: Weights) -> float:
    """How likely editors accept the claim, between 0 and 1. Levels that the fit has not met count nothing."""
    moved = sum(weights.get(feature, {}).get(level, 0.0) for feature, level in features.levels())
    return round(_share(_log_odds(features.confidence) + moved), DIGITS)


def fit(decided: Iterable[tuple[Features, bool]]) -> Weights:
    """The weights by which claims with these features were accepted or not, in whatever order they come."""
    judged = Counter(decided)
    cells = {each: Cell(_log_odds(each.confidence), 0, 0) for each in sorted({features for features, _ in judged})}
    for (features, is_accepted), number in judged.items():
        cells[features].judged += number
        cells[features].accepted += number * is_accepted
    with_level: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for features, cell in cells.items():
        for level in features.levels():
            with_level[level].append(cell)
    return _rounded(_maximum(with_level))


def _maximum(with_level: Mapping[tuple[str, str], list[Cell]]) -> dict[tuple[str, str], float]:
    weights = dict.fromkeys(sorted(with_level), 0.0)
    for _ in range(MOST_ROUNDS):
        longest = 0.0
        for level, weight in weights.items():
            step = _step(with_level[level], weight)
            weights[level] += step
            for cell in with_level[level]:
                cell.log_odds += step
            longest = max(longest, abs(step))
        if longest < CLOSE:
            break
    return weights


def _step(cells: Iterable[Cell], weight: float) -> float:
    """Newton's for one weight: the slope of its log posterior over its curvature."""
    slope, curvature = -weight, 1.0  # of the prior
    for cell in cells:
        share = _share(cell.log_odds)
        slope += cell.accepted - cell.judged * share
        curvature += cell.judged * share * (1 - share)
    return max(-LONGEST_STEP, min(LONGEST_STEP, slope / curvature))


def _rounded(weights: Mapping[tuple[str, str], float]) -> Weights:
    by_feature: Weights = defaultdict(dict)
    for (feature, level), weight in weights.items():
        by_feature[feature][level] = round(weight, DIGITS) + 0.0  # no -0.0
    return dict(by_feature)


def _log_odds(share: float) -> float:
    share = min(1 - EDGE, max(EDGE, share))
    return log(share / (1 - share))


def _share(log_odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))
