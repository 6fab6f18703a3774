"""What the words of a figure say, by the extractor's own grammar: "at least half a million" is a low of 500000."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError

from claimsdb.choices import Basis, Qualifier
from claimsdb.extraction import COUNTED, STAND_INS, Amount, find_amounts
from claimsdb.models import Quantity
from claimsdb.review.entries.misfits import OWN_FIGURE, Misfit

POINTING = STAND_INS["alike"] | STAND_INS["same"] | {"as", "that"}  # "similar", "as much", "twice that"


def read_figure(written: str) -> Decimal | None:
    """A single value as people type it: "12,000", "10k", "1.3 million"; None where it is none."""
    amounts = [*find_amounts(written)]
    whole = [each for each in amounts if written.strip() == written[each.start : each.end]]
    return whole[0].low if len(whole) == 1 and whole[0].qualifier is Qualifier.EXACT else None


def fill_in(quantity: Quantity) -> ValidationError | None:
    """Gives a figure without a value the one that its words have, with what goes with it. Returns what is wrong where
    they have none, unless that is meant: they stand for another figure, or are an editor's choice."""
    is_given = any(getattr(quantity, name) is not None for name in quantity.BOUNDS)
    if is_given or quantity.own_figure or quantity.stands_for_claim_id is not None:
        return None
    amounts = [*find_amounts(quantity.as_written)]
    if len(amounts) == 1:
        _take(quantity, amounts[0])
        return None
    if not amounts and POINTING & {*quantity.as_written.lower().split()}:
        return None  # the words alone, until somebody says which figure they mean
    has = "several numbers" if amounts else "no number"
    return Misfit(f"The words {quantity.as_written!r:.60} have {has}: say which it is.", code=OWN_FIGURE)


def _take(quantity: Quantity, amount: Amount) -> None:
    quantity.low, quantity.best, quantity.high = amount.low, amount.best, amount.high
    if quantity.qualifier != Qualifier.ABOUT or amount.qualifier != Qualifier.EXACT:
        quantity.qualifier = amount.qualifier
    quantity.unit = quantity.unit or amount.unit
    if quantity.basis == Basis.TOTAL:
        quantity.basis = Basis.SHARE if amount.share else Basis.ADDITIONAL if amount.additional else Basis.TOTAL
    nouns = quantity.as_written[amount.end :].split()
    if nouns and not (quantity.measure or quantity.unit):
        quantity.measure, quantity.unit = _counted(nouns[-1])


def _counted(noun: str) -> tuple[str, str]:
    """The measure and unit of a noun in the singular or plural; empty where it is not known."""
    word = noun.lower().strip(".,;:")
    return next((COUNTED[each] for each in (word, word.removesuffix("s")) if each in COUNTED), ("", ""))


def fault_of_reading(quantity: Quantity, given: Mapping[str, Decimal]) -> tuple[str, ValidationError] | None:
    """That the words are one figure, and a value another. What they say of a share, or count in another unit, is left
    to the editor."""
    amounts = [*find_amounts(quantity.as_written)]
    if len(amounts) != 1 or amounts[0].share or (quantity.unit and amounts[0].unit not in ("", quantity.unit)):
        return None
    [amount] = amounts
    looked_at = {"best": given["best"]} if "best" in given else given
    wrong = next((name for name, value in looked_at.items() if not _says(amount, value)), None)
    if wrong is None:
        return None
    message = f"The words {quantity.as_written!r:.60} are {_in_figures(amount)}, not {_plain(given[wrong])}."
    return wrong, Misfit(message, code=OWN_FIGURE)


def fault_of_words(quantity: Quantity, kept: Iterable[Quantity]) -> ValidationError | None:
    """That the numbers are still those of the words before, and the words have none any more."""
    if quantity.own_figure or [*find_amounts(quantity.as_written)]:
        return None
    bounds = [getattr(quantity, name) for name in quantity.BOUNDS]
    is_left = any(bounds) and any(
        bounds == [getattr(each, name) for name in each.BOUNDS] and [*find_amounts(each.as_written)] for each in kept
    )
    return Misfit(f"The words {quantity.as_written!r:.60} have no number.", code=OWN_FIGURE) if is_left else None


def _says(amount: Amount, value: Decimal) -> bool:
    if amount.qualifier in (Qualifier.ORDER_OF_MAGNITUDE, Qualifier.BETWEEN):
        return (amount.low is None or amount.low <= value) and (amount.high is None or value <= amount.high)
    return value in (amount.low, amount.high)


def _in_figures(amount: Amount) -> str:
    bounds = dict.fromkeys(each for each in (amount.low, amount.high) if each is not None)
    return " to ".join(map(_plain, bounds))


def _plain(value: Decimal) -> str:
    return f"{Decimal(value).normalize():f}"
