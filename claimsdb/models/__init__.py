from claimsdb.models.actors import Actor, ActorCode, ActorName, Affiliation
from claimsdb.models.articles import Article, Derivation, Source, sha256
from claimsdb.models.claims import Attribution, Claim, Quantity, claim_key, statuses_open_to
from claimsdb.models.feed import Entry, Part, Tally, TallyChange
from claimsdb.models.review import Decision

__all__ = [
    "Actor",
    "ActorCode",
    "ActorName",
    "Affiliation",
    "Article",
    "Attribution",
    "Claim",
    "Decision",
    "Derivation",
    "Entry",
    "Part",
    "Quantity",
    "Source",
    "Tally",
    "TallyChange",
    "claim_key",
    "sha256",
    "statuses_open_to",
]
