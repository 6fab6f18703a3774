"""Whether claims agree: pure rules, no database. Statements as dataclasses in; relations, answers, origins and
verdicts with their reasons out."""

from claimsdb.agreement.comparability import Comparison, compare
from claimsdb.agreement.corpus import Corpus, fingerprint
from claimsdb.agreement.explanation import Explanation, Row, explain
from claimsdb.agreement.measures import Told, told
from claimsdb.agreement.membership import Membership, answers, fits
from claimsdb.agreement.near_copies import NearCopy, Text, near_copies
from claimsdb.agreement.origins import Backing, Group, Join, Origins, Ties, origins_of
from claimsdb.agreement.proposals import RULE_VERSION, Findings, Proposal, examine, propose
from claimsdb.agreement.readings import Reading
from claimsdb.agreement.scopes import Scope
from claimsdb.agreement.sentences import sentence_at
from claimsdb.agreement.statements import Belonging, Days, Figure, KnownActors, Party, Registry, Statement
from claimsdb.agreement.verdict import (
    Answered,
    FigureRow,
    Related,
    agreement_of,
    figure_rows,
    figure_slug,
    series_of,
)

__all__ = [
    "RULE_VERSION",
    "Answered",
    "Backing",
    "Belonging",
    "Comparison",
    "Corpus",
    "Days",
    "Explanation",
    "Figure",
    "FigureRow",
    "Findings",
    "Group",
    "Join",
    "KnownActors",
    "Membership",
    "NearCopy",
    "Origins",
    "Party",
    "Proposal",
    "Reading",
    "Registry",
    "Related",
    "Row",
    "Scope",
    "Statement",
    "Text",
    "Ties",
    "Told",
    "agreement_of",
    "answers",
    "compare",
    "examine",
    "explain",
    "figure_rows",
    "figure_slug",
    "fingerprint",
    "fits",
    "near_copies",
    "origins_of",
    "propose",
    "sentence_at",
    "series_of",
    "told",
]
