"""Answers and relations as editors send them, and the bodies of what is done to them."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from drf_spectacular.utils import extend_schema_field

from api.documents.serializers import ClaimDetailSerializer
from api.http.problems import Refused
from api.writing.assessments import RowField
from api.writing.bodies import Body, ChoiceField, NoteField, TextField, WholeNumberField, misfits, object_with
from api.writing.questions import QuestionField
from api.writing.refusals import overtaken
from claimsdb import review
from claimsdb.choices import AnswerPart, LinkVerb, RelationAbout, RelationKind, Strength
from claimsdb.filters import Fault, InvalidBody, InvalidValue, shown
from claimsdb.models import Claim
from claimsdb.questions.actions import LINK_ACTIONS

LARGEST_ORDER = 32_767
PLACES = {"__all__": ""}
NOTES = ("note", "public_note")


@extend_schema_field({"oneOf": [{"type": "string"}, object_with("key", "string")]})
class ClaimField(RowField):
    """A claim by its key, or as the API shows one."""

    shown_by, document = "key", ClaimDetailSerializer

    @staticmethod
    def find(key: str) -> Claim:
        claim = Claim.objects.filter(key=key).first()
        if claim is None:
            raise InvalidValue(f"No claim has the key {shown(key)}.")
        return claim


class LinkMoveBody(Body):
    """Why, for editors and for readers."""

    note = NoteField(help_text="for editors alone")
    public_note = NoteField(help_text="for everybody who sees the decision")


class AmendAnswerBody(LinkMoveBody):
    """What of the answer is to be otherwise; what is left out stays."""

    figure = WholeNumberField(
        required=False,
        allow_null=True,
        max_value=LARGEST_ORDER,
        help_text="its place among the figures of the claim, from 0; null without one",
    )
    value = TextField(
        required=False,
        allow_null=True,
        allow_blank=True,
        trim_whitespace=True,
        help_text="in a word, where it is no figure: yes, no, 2024-06",
    )
    part = ChoiceField(AnswerPart, required=False, help_text="what the claim does to the question")


class NewAnswerBody(AmendAnswerBody):
    """That a claim answers a question, and by what; confirmed by whoever sends it."""

    question, claim = QuestionField(), ClaimField()


class AmendRelationBody(LinkMoveBody):
    """What of the relation is to be otherwise; what is left out stays."""

    about = ChoiceField(RelationAbout, required=False, help_text="of what in them the claims are related")
    strength = ChoiceField(Strength, required=False)
    question = QuestionField(required=False, allow_null=True)


class NewRelationBody(AmendRelationBody):
    """How claim `a` stands to claim `b`; confirmed by whoever sends it."""

    a, b = ClaimField(), ClaimField()
    kind = ChoiceField(RelationKind)
    about = ChoiceField(RelationAbout, help_text="of what in them the claims are related")


def columns(given: Mapping[str, Any]) -> dict[str, Any]:
    """What a body has read, as the columns of a link hold it, without the notes."""
    return {name: value or "" if name == "value" else value for name, value in given.items() if name not in NOTES}


def notes(given: Mapping[str, Any]) -> dict[str, str]:
    return {name: given[name] for name in NOTES if name in given}


def check_amends_something(given: Mapping[str, Any], body: type[LinkMoveBody]) -> None:
    """Raises InvalidBody for an amendment of nothing."""
    if not columns(given):
        known = [str(name) for name in body().fields if name not in NOTES]
        raise InvalidBody([Fault("", "Names nothing to amend.", known)])


def refusal_of_link(error: review.ReviewError | ValidationError, verb: LinkVerb) -> Exception:
    """The problem that answers who wanted to do this with an answer or a relation."""
    match error:
        case review.NotAllowed():
            return Refused(403, str(error))
        case review.Stale():
            return overtaken(error)
        case review.IllegalMove() if verb == LinkVerb.UNDO:
            return Refused(409, str(error))
        case review.IllegalMove():
            starts = " or ".join(sorted(LINK_ACTIONS[verb].starts_from)).replace("_", " ")
            return Refused(409, f"{error} It starts where it is {starts}.")
        case ValidationError():
            return InvalidBody(misfits(error, PLACES))
    return InvalidBody([Fault("", str(error))])
