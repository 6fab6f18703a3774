from claimsdb.models.actors import Actor, ActorCode, ActorName, Affiliation
from claimsdb.models.articles import Article, Derivation, Source, sha256
from claimsdb.models.assessments import Assessment, Evidence
from claimsdb.models.changes import Change, DataVersion
from claimsdb.models.claims import Attribution, Claim, Quantity, claim_key, sees_all_claims, statuses_open_to
from claimsdb.models.decisions import Decision
from claimsdb.models.index import Entry, Part, Tally, TallyChange
from claimsdb.models.review_queue import Dismissal, Lease, SavedQueue, SecondOpinion, Skip
from claimsdb.models.tokens import Token
from claimsdb.models.versions import ClaimVersion

__all__ = [
    "Actor",
    "ActorCode",
    "ActorName",
    "Affiliation",
    "Article",
    "Assessment",
    "Attribution",
    "Change",
    "Claim",
    "ClaimVersion",
    "DataVersion",
    "Decision",
    "Derivation",
    "Dismissal",
    "Entry",
    "Evidence",
    "Lease",
    "Part",
    "Quantity",
    "SavedQueue",
    "SecondOpinion",
    "Skip",
    "Source",
    "Tally",
    "TallyChange",
    "Token",
    "claim_key",
    "sees_all_claims",
    "sha256",
    "statuses_open_to",
]
