"""A process that has read nothing yet, for what is kept in memory of actors and ledgers."""

from api.views import ledgers
from claimsdb.actors import affiliations
from claimsdb.http import kept_answers
from claimsdb.questions import remembered, statements
from claimsdb.templatetags import parts


def forget():
    """All else that is kept hangs on the readings, of which each is another one if it is read anew."""
    remembered.readings.clear()
    affiliations.members_of.cache_clear()
    affiliations.with_members.cache_clear()
    statements._registry.cache_clear()
    parts.kept_parts.clear()
    ledgers.page_of.clear()
    kept_answers.forget()
