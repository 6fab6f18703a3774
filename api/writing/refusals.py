"""What `claimsdb.review` and `claimsdb.curation` refuse, as a problem: whose right it is, what is wrong, or what has
happened meanwhile."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError

from api.http.problems import Refused
from api.writing.bodies import misfits
from api.writing.moves import NEEDS, PLACES
from claimsdb import curation, review
from claimsdb.choices import Verb
from claimsdb.filters import Fault, InvalidBody


def overtaken(error: review.Stale) -> Refused:
    return Refused(412, str(error), version=error.version)


def refusal_of_change(error: Exception, places: Mapping[str, str]) -> Exception:
    """The problem that answers who wanted to change an actor, a source, an article or a question; `places` are those of
    columns in the body."""
    match error:
        case review.NotAllowed():
            return Refused(403, str(error))
        case review.Stale():
            return overtaken(error)
        case curation.Stale():
            return Refused(412, str(error))
        case curation.InUse():
            return Refused(409, str(error))
        case ValidationError():
            return InvalidBody(misfits(error, places))
    return error


def refusal(error: review.ReviewError | ValidationError, verb: Verb) -> Exception:
    """The problem that answers who asked for the action of that verb."""
    match error:
        case review.NotAllowed():
            return Refused(403, str(error))
        case review.Stale():
            return overtaken(error)
        case review.IllegalMove():
            starts = " or ".join(sorted(review.ACTIONS[verb].starts_from))
            return Refused(409, f"{error} It starts where a claim is {starts}.")
        case review.Incomplete(need=review.Need() as need):
            return InvalidBody([Fault(NEEDS.get(need, ""), str(error))])
        case ValidationError():
            return InvalidBody(misfits(error, PLACES))
    return InvalidBody([Fault("", str(error))])
