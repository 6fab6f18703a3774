"""How sure the machine may be of a claim, by what this newsroom decided of others like it.

`log_odds` is the model, `reliability` measures it on articles that it has not seen, `decided` reads what editors
decided, `refitting` fits, keeps and applies it. What the machine said, `Claim.confidence`, is never edited:
`Claim.calibrated` stands beside it.
"""

from claimsdb.review.calibration.decided import decisions_here
from claimsdb.review.calibration.log_odds import Weights, calibrated
from claimsdb.review.calibration.refitting import (
    ENOUGH,
    Refit,
    apply,
    as_found_again,
    in_force,
    keep,
    of_new,
    refit,
)
from claimsdb.review.calibration.reliability import Bin, Reliability

__all__ = [
    "ENOUGH",
    "Bin",
    "Refit",
    "Reliability",
    "Weights",
    "apply",
    "as_found_again",
    "calibrated",
    "decisions_here",
    "in_force",
    "keep",
    "of_new",
    "refit",
]
