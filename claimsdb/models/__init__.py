from claimsdb.models.actors import Actor, ActorCode, ActorName, Affiliation
from claimsdb.models.answer_words import check_answer
from claimsdb.models.answers import KeptAnswer
from claimsdb.models.articles import Article, Derivation, RefusedDerivation, Source, sha256
from claimsdb.models.assessments import Assessment, AssessmentQuerySet, Evidence, assessment_key
from claimsdb.models.changes import Change, DataVersion, RowChange
from claimsdb.models.claims import (
    DECIDED,
    KEY_LENGTH,
    SPEAKER_ROLES,
    WAITING,
    Claim,
    ClaimQuerySet,
    claim_key,
)
from claimsdb.models.countries import CountryField
from claimsdb.models.decisions import Decision, DecisionQuerySet, DecisionsAreKept
from claimsdb.models.index import (
    UNDATED,
    AnswerEntry,
    CountedClaims,
    Entry,
    Fingerprint,
    Part,
    QuestionEntry,
    RelationEntry,
    SampleBand,
    Tally,
    TallyChange,
)
from claimsdb.models.languages import LanguageField
from claimsdb.models.links import TOLD, UNDECIDED_LINKS, Link, LinkDecision
from claimsdb.models.logins import ADDRESS_LENGTH, FailedLogin, KnownAddress
from claimsdb.models.merged import MergedActor, MergedSource
from claimsdb.models.natural_keys import NaturalKeyModel, rows_written, write_within
from claimsdb.models.parts import Attribution, Quantity
from claimsdb.models.past import was_open, was_open_sql
from claimsdb.models.questions import (
    PUBLIC_QUESTIONS,
    SCOPES,
    Answer,
    AnswerDecision,
    AnswerQuerySet,
    Question,
    QuestionActor,
)
from claimsdb.models.relations import Relation, RelationDecision, RelationQuerySet
from claimsdb.models.review_queue import (
    VERDICTS,
    AnyLease,
    Dismissal,
    Lease,
    LeaseQuerySet,
    RelationLease,
    SavedQueue,
    SecondOpinion,
    Skip,
)
from claimsdb.models.spans import Span
from claimsdb.models.texts import LineField, NoteField, ProseField, check_line, check_note, check_wording
from claimsdb.models.tokens import HINT_LENGTH, Token
from claimsdb.models.versions import ClaimVersion
from claimsdb.models.visibility import (
    ALL_VISIBLE,
    Visibility,
    indexed_status,
    indexed_statuses,
    plain_status,
    public_visibility,
    sees_all_claims,
    visibility_of,
)

__all__ = [
    "ADDRESS_LENGTH",
    "ALL_VISIBLE",
    "DECIDED",
    "HINT_LENGTH",
    "KEY_LENGTH",
    "PUBLIC_QUESTIONS",
    "SCOPES",
    "SPEAKER_ROLES",
    "TOLD",
    "UNDATED",
    "UNDECIDED_LINKS",
    "VERDICTS",
    "WAITING",
    "Actor",
    "ActorCode",
    "ActorName",
    "Affiliation",
    "Answer",
    "AnswerDecision",
    "AnswerEntry",
    "AnswerQuerySet",
    "AnyLease",
    "Article",
    "Assessment",
    "AssessmentQuerySet",
    "Attribution",
    "Change",
    "Claim",
    "ClaimQuerySet",
    "ClaimVersion",
    "CountedClaims",
    "CountryField",
    "DataVersion",
    "Decision",
    "DecisionQuerySet",
    "DecisionsAreKept",
    "Derivation",
    "Dismissal",
    "Entry",
    "Evidence",
    "FailedLogin",
    "Fingerprint",
    "KeptAnswer",
    "KnownAddress",
    "LanguageField",
    "Lease",
    "LeaseQuerySet",
    "LineField",
    "Link",
    "LinkDecision",
    "MergedActor",
    "MergedSource",
    "NaturalKeyModel",
    "NoteField",
    "Part",
    "ProseField",
    "Quantity",
    "Question",
    "QuestionActor",
    "QuestionEntry",
    "RefusedDerivation",
    "Relation",
    "RelationDecision",
    "RelationEntry",
    "RelationLease",
    "RelationQuerySet",
    "RowChange",
    "SampleBand",
    "SavedQueue",
    "SecondOpinion",
    "Skip",
    "Source",
    "Span",
    "Tally",
    "TallyChange",
    "Token",
    "Visibility",
    "assessment_key",
    "check_answer",
    "check_line",
    "check_note",
    "check_wording",
    "claim_key",
    "indexed_status",
    "indexed_statuses",
    "plain_status",
    "public_visibility",
    "rows_written",
    "sees_all_claims",
    "sha256",
    "visibility_of",
    "was_open",
    "was_open_sql",
    "write_within",
]
