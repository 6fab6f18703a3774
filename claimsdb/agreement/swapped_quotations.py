"""The same quoted words from other mouths: speaker and addressee exchanged, or a long quotation of two speakers."""

import re
from collections.abc import Collection

from claimsdb.agreement.readings import Reading, same_voice
from claimsdb.agreement.statements import Registry
from claimsdb.agreement.wording import words_of
from claimsdb.choices import Role

FEWEST_WORDS = 2
LONG = 7  # words that two speakers hardly say alike by chance

_QUOTED = re.compile(r"[\"“„«]([^\"”“»]+)[\"”“»]|[‘']([^‘’']{6,})[’']")
_EDGES = " .,;:!?"


def quotations(reading: Reading) -> Collection[str]:
    """The words between quotation marks, of two words or more."""
    found = ("".join(groups) for groups in _QUOTED.findall(f"{reading.statement.quote}\n{reading.statement.text}"))
    lists = (words_of(each.strip(_EDGES)) for each in found)
    return sorted({" ".join(words) for words in lists if len(words) >= FEWEST_WORDS})


def is_exchanged(one: Reading, other: Reading) -> bool:
    """Whether each speaker is the one whom the other speaks of."""
    return bool(one.speakers & _spoken_of(other)) and bool(other.speakers & _spoken_of(one))


def is_of_another(one: Reading, other: Reading, registry: Registry, *, words: str) -> bool:
    """Whether a long quotation is given to two known speakers of whom neither speaks for the other."""
    claimants = [each.statement.having(Role.CLAIMANT) for each in (one, other)]
    named = all(parties and all(party.slug for party in parties) for parties in claimants)
    return named and len(words.split()) >= LONG and not same_voice(one, other, registry)


def _spoken_of(reading: Reading) -> frozenset[str]:
    return frozenset(party.id for party in reading.statement.having(Role.SUBJECT, Role.ADDRESSEE))
