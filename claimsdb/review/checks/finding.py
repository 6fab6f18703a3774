"""The finding of a check of a claim."""

from dataclasses import dataclass

from claimsdb.choices import Check
from claimsdb.models import Claim


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """`about` names what was found, alike each time. `other` is the claim that this one may repeat, with its article,
    attributions and quantities; `proposal` the wording that would mend it, empty where there is none to propose."""

    check: Check
    about: str
    message: str
    blocks: bool = False
    other: Claim | None = None
    proposal: str = ""
