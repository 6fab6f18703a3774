"""The closed lists of words of the API, by name: components of the schema, and documents at an address of their own."""

import inspect
import re
from collections.abc import Mapping
from enum import StrEnum

from claimsdb import choices
from claimsdb.index import FacetName, QuestionFacetName

VOCABULARIES: Mapping[str, type[StrEnum]] = {
    each.__name__: each
    for each in (
        choices.ActorKind,
        choices.AffiliationKind,
        choices.Agreement,
        choices.AnswerKind,
        choices.AnswerPart,
        choices.ArticleState,
        choices.Basis,
        choices.Bearing,
        choices.CodeScheme,
        choices.Conclusion,
        choices.DerivationKind,
        choices.Followed,
        choices.JoinReason,
        choices.LinkState,
        choices.LinkVerb,
        choices.NameKind,
        choices.Per,
        choices.Phase,
        choices.PublishedBasis,
        choices.Qualifier,
        choices.Quotation,
        choices.QuestionStatus,
        choices.Reason,
        choices.ReasonCode,
        choices.RelationAbout,
        choices.RelationKind,
        choices.Reliability,
        choices.Role,
        choices.Scope,
        choices.SourceKind,
        choices.SourceState,
        choices.Stage,
        choices.Stance,
        choices.Status,
        choices.Strength,
        choices.Texts,
        choices.Topic,
        choices.Undated,
        choices.Verb,
        choices.Voice,
        FacetName,
        QuestionFacetName,
    )
}

MEANINGS: Mapping[StrEnum, str] = {
    choices.Role.CLAIMANT: "Says it.",
    choices.Role.ORIGIN: "Is whom the claimant has it from.",
    choices.Role.RELAYER: "Passes it on.",
    choices.Role.SUBJECT: "Is whom it is about.",
    choices.Role.ADDRESSEE: "Is whom it is said to.",
    choices.Role.MENTIONED: "Is named besides.",
    choices.Role.PLACE: "Is where it happens.",
    choices.Role.EVIDENCE: "Shows it, without a person's word: photographs, a video.",
    choices.Status.EXTRACTED: "Found by the machine or entered by an editor, and not decided yet.",
    choices.Status.ACCEPTED: "Faithfully recorded, which is not to say true.",
    choices.Status.REJECTED: "Taken out, for a reason.",
    choices.Status.DUPLICATE: "Merged into another claim, which it repeats.",
    choices.Status.NEEDS_RECHECK: "Decided, and to be looked at again.",
    choices.Status.SUPERSEDED: "Found no more by a later reading of the article.",
    choices.Qualifier.EXACT: "This figure.",
    choices.Qualifier.ABOUT: "Around this figure.",
    choices.Qualifier.AT_LEAST: "This figure or more; how much more is not said.",
    choices.Qualifier.AT_MOST: "This figure or less; how much less is not said.",
    choices.Qualifier.BETWEEN: "From one figure to another.",
    choices.Qualifier.ORDER_OF_MAGNITUDE: "Thousands, tens of thousands, millions.",
    choices.Basis.TOTAL: "All there are.",
    choices.Basis.ADDITIONAL: "On top of those that there were.",
    choices.Basis.SHARE: "A part of a whole.",
    choices.Basis.RATE: "So many in a time.",
    choices.Basis.PARTIAL: "What somebody saw of a whole.",
    choices.Voice.ATTRIBUTED: "The word of somebody whom the article names or describes.",
    choices.Voice.ARTICLE: "The article's own word.",
    choices.Quotation.DIRECT: "Word for word, between quotation marks.",
    choices.Quotation.MIXED: "Some of its words between quotation marks.",
    choices.Quotation.INDIRECT: "In other words.",
    choices.Quotation.NONE: "It is not quoted: the article says it.",
    choices.Agreement.UNASSESSED: "No claim is confirmed to answer it.",
    choices.Agreement.ONE_ANSWER: "All claims give one answer.",
    choices.Agreement.COMPATIBLE: "There are several answers, and all may be true.",
    choices.Agreement.DENIED: "An answer is denied, and none contradicts another.",
    choices.Agreement.CONFLICT: "Two answers contradict each other.",
    choices.Agreement.OPEN: "Claims belong to it, and none answers it in a way that can be compared.",
    choices.AnswerPart.STATES: "Gives an answer.",
    choices.AnswerPart.REPEATS: "Gives again what another place of the article gives.",
    choices.AnswerPart.PRESUPPOSES: "Takes an answer for granted, and gives none.",
    choices.LinkState.PROPOSED: "A rule or somebody has put it, and no editor decided.",
    choices.LinkState.WITHDRAWN: "No rule proposes it any more.",
    choices.LinkState.NEEDS_RECHECK: "Confirmed, and to be looked at again: its claims have changed since.",
    choices.QuestionStatus.PROPOSED: "The machine proposes it; readers do not see it.",
    choices.QuestionStatus.CLOSED: "Takes no further claims.",
    choices.QuestionStatus.MERGED: "Leads to another question.",
    choices.RelationAbout.EXISTENCE: "Whether the thing is at all.",
    choices.RelationAbout.READING: "What words or pictures mean.",
    choices.RelationKind.CONTRADICTS: "Both cannot be true.",
    choices.RelationKind.DENIES: "Says that the other is not so.",
    choices.RelationKind.CONFIRMS: "Says that the other is so.",
    choices.RelationKind.SUPPORTS: "Speaks for the other.",
    choices.RelationKind.QUALIFIES: "Narrows the other down.",
    choices.RelationKind.REPEATS: "Says the same.",
    choices.RelationKind.UPDATES: "Takes the place of the other: later, and more.",
    choices.RelationKind.SAME_ORIGIN: "Goes back to the same origin.",
    choices.Strength.CERTAIN: "It follows from what the claims say.",
    choices.Strength.POSSIBLE: "It may be one.",
    choices.Conclusion.NOT_ENOUGH_EVIDENCE: "What is known decides it neither way.",
    choices.Conclusion.CONFLICTING: "There is evidence for it and against it.",
    choices.Reliability.A: "Completely reliable.",
    choices.Reliability.B: "Usually reliable.",
    choices.Reliability.C: "Fairly reliable.",
    choices.Reliability.D: "Not usually reliable.",
    choices.Reliability.E: "Unreliable.",
    choices.Reliability.F: "Its reliability cannot be judged.",
}


def words_of(vocabulary: type[StrEnum]) -> list[dict[str, str | None]]:
    """Each with its label and, where that does not say it all, what it means."""
    return [
        {"value": word.value, "label": re.sub("[-_]", " ", word.value), "description": MEANINGS.get(word)}
        for word in vocabulary
    ]


def description_of(vocabulary: type[StrEnum]) -> str:
    return inspect.cleandoc(vocabulary.__doc__ or "")
