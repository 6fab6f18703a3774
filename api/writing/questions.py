"""Questions as editors send them, by the names and in the shapes in which they are shown."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.documents.questions import QuestionSerializer
from api.writing.assessments import RowField
from api.writing.bodies import ActorsField, Body, ChoiceField, DayField, NoteField, object_with
from api.writing.registry import word, word_or_null
from claimsdb.actors import find_question
from claimsdb.choices import AnswerKind, QuestionStatus, ScopePart
from claimsdb.models import Question

# Where a body has what a column holds, and the whole where a rule is about several.
PLACES = {
    "measure": "/scope/measure", "unit": "/scope/unit", "scope_from": "/scope/from", "scope_to": "/scope/to",
    "__all__": "",
}  # fmt: skip

COLUMNS = {"measure": "measure", "unit": "unit", "from": "scope_from", "to": "scope_to"}
PARTS = {"subjects": ScopePart.SUBJECT, "places": ScopePart.PLACE}


@extend_schema_field({"oneOf": [{"type": "string"}, object_with("slug", "string")]})
class QuestionField(RowField):
    """A question by its slug, or as the API shows one."""

    find, shown_by = staticmethod(partial(find_question, among=Question.objects.all())), "slug"
    document = QuestionSerializer


class ScopeBody(Body):
    """Which claims it asks. What is left out stays, a list is replaced, null leaves open."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {
            "subjects": ActorsField(required=False),
            "measure": word_or_null(),
            "unit": word_or_null(),
            "places": ActorsField(required=False),
            "from": DayField(required=False, allow_null=True),
            "to": DayField(required=False, allow_null=True),
        }


class QuestionBody(Body):
    """What is left out stays."""

    title = word(required=False, help_text="ends in a question mark")
    answer = ChoiceField(AnswerKind, required=False, help_text="what it asks for")
    scope = ScopeBody(required=False)
    status = ChoiceField(
        [each for each in QuestionStatus if each != QuestionStatus.MERGED],
        required=False,
        help_text="readers see open and closed ones; merging has an address of its own",
    )
    note = NoteField(allow_null=True, help_text="for editors alone")


class NewQuestionBody(QuestionBody):
    """A question; it is open if nothing is said."""

    slug = word(required=False, help_text="if left out, made of the title")
    title = word(help_text="ends in a question mark")
    answer = ChoiceField(AnswerKind, help_text="what it asks for")


class MergeQuestionBody(Body):
    """Which question it is really."""

    into = QuestionField()


def of_question(given: Mapping[str, Any]) -> dict[str, Any]:
    """What QuestionBody has read, as `claimsdb.curation.questions` takes it."""
    scope = given.get("scope", {})
    columns = {COLUMNS[name]: _stored(name, value) for name, value in scope.items() if name in COLUMNS}
    fields = {name: value for name, value in given.items() if name != "scope"}
    return {"fields": fields | columns, "scope": {PARTS[name]: scope[name] for name in PARTS if name in scope}}


def _stored(name: str, value: Any) -> Any:
    return value if name in ("from", "to") else value or ""
