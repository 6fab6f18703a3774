"""The claims that answer questions, as this process has read them, so that of a thousand statements only those are read
anew that were written since.

A claim is found again by the last change of its answer, which every change of the claim and its article moves, and by
the registry, which is another one after every change of an actor.
"""

from collections.abc import Mapping

from claimsdb.agreement import KnownActors, Reading
from claimsdb.choices import Followed
from claimsdb.db.memory import ANSWERS, Memory
from claimsdb.index import LastChange, last_changes
from claimsdb.questions.statements import statements_by_claim

readings = Memory[tuple[int, LastChange, KnownActors], Reading](ANSWERS)


def readings_of(answers: Mapping[int, int], registry: KnownActors) -> dict[str, Reading]:
    """By key, the claims of these answers: the ids of both. Not for whoever has written some of it in the same
    transaction."""
    changes = last_changes(Followed.ANSWER, answers)  # first: what is read is no older
    keys = {claim: (claim, changes[pk], registry) for pk, claim in answers.items() if pk in changes}
    kept = readings.get_all(keys.values())
    found = {claim: kept[key] for claim, key in keys.items() if key in kept}
    missing = {*answers.values()} - found.keys()
    read = {pk: Reading(each, registry) for pk, each in statements_by_claim(missing, placed=False).items()}
    readings.keep_all({keys[claim]: reading for claim, reading in read.items() if claim in keys})
    return {reading.key: reading for reading in (found | read).values()}
