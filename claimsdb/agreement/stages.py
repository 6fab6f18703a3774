"""The stages at which things are counted, and which of them come after each other."""

from claimsdb.agreement.measures import Told
from claimsdb.choices import Stage

# Of those that have come further there are no more than of those before.
LADDERS = (
    (Stage.SENT, Stage.ARRIVED, Stage.TRAINING, Stage.DEPLOYED, Stage.FIGHTING),
    (Stage.PRODUCED, Stage.SENT, Stage.DELIVERED, Stage.RECEIVED, Stage.USED),
)


def rungs_of(a: Told, b: Told) -> tuple[str, ...]:
    """The stages of both in the order of a ladder that has them, where they differ."""
    stages = {a.figure.stage, b.figure.stage}
    found = (tuple(each for each in ladder if each in stages) for ladder in LADDERS)
    return next((rungs for rungs in found if len(rungs) > 1), ())


def are_of_stages(a: Told, b: Told) -> bool:
    """Whether they are counted at two stages, which make them possible at most."""
    return bool(a.figure.stage and b.figure.stage) and a.figure.stage != b.figure.stage
