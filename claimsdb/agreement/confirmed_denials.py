"""What was denied, and confirmed later by the one whom it is about."""

from claimsdb.agreement.denials import FEWEST_WORDS, is_pointer
from claimsdb.agreement.readings import Reading
from claimsdb.agreement.statements import Registry
from claimsdb.choices import Stance, Strength


def confirms_what_is_denied(
    confirmation: Reading, denial: Reading, denied: Reading, registry: Registry
) -> Strength | None:
    """How surely the confirmation is of what the denial denies, in answer to the claim `denied`; None if it is not.

    It is only possible where one of the days is not known.
    """
    about = denied.subjects | denial.subjects
    if confirmation.statement.stance != Stance.CONFIRMS or not about & (confirmation.bodies | confirmation.far_above):
        return None
    if not is_pointer(denial) and confirmation.lacks(denial.asked):
        return None
    if len(confirmation.asked) < FEWEST_WORDS or denied.lacks(confirmation.asked):
        return None
    first, later = denial.as_of, confirmation.as_of
    if not first or not later:
        return Strength.POSSIBLE
    if later.is_before(first):
        return None
    after = first.is_before(later) or denial.place_in_article < confirmation.place_in_article
    return Strength.CERTAIN if after else None
