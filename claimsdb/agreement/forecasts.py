"""What was foreseen, and is said to have come about later by somebody of the same side."""

from claimsdb.agreement.denials import FEWEST_WORDS
from claimsdb.agreement.readings import Reading, same_side, same_voice, share_subject
from claimsdb.agreement.statements import Registry
from claimsdb.agreement.times import is_later
from claimsdb.choices import Phase, Stance

DAYS_LATER = 366  # that a report may come after what it bears out


def is_forecast(reading: Reading) -> bool:
    return reading.statement.stance == Stance.PREDICTS and len(reading.asked) >= FEWEST_WORDS


def bears_out(report: Reading, forecast: Reading, registry: Registry) -> bool:
    """Whether a later report has all that was foreseen, of the same side."""
    return (
        report.affirms
        and report.statement.phase in (Phase.UNDER_WAY, Phase.DONE)
        and is_later(report, forecast)
        and bool(report.speakers and forecast.speakers)
        and (same_side(report, forecast) or same_voice(report, forecast, registry))
        and bool(report.subjects & forecast.subjects)
        and share_subject(report, forecast)
        and not report.lacks(forecast.asked)
    )
