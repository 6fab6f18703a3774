"""A change, as it is told."""

from rest_framework import serializers

from api.documents.assessments import AssessmentSerializer
from api.documents.questions import AnswerSerializer, QuestionSerializer, RelationSerializer
from api.documents.serializers import ActorSerializer, ArticleSerializer, ClaimSerializer, SourceSerializer
from claimsdb.choices import Followed, Status, field_choices


class ChangeSerializer(serializers.Serializer):
    """The last change of a claim, or of what else is followed. One that is `gone` was deleted, is not public any more,
    or is none of those that the filters ask for. `key` is the key of a claim or assessment, the slug of an actor,
    source or question, the id of an article, answer or relation. A claim has a `status` and, if it was merged, in
    `duplicate_of` the key of the other one; of what has versions, `version` is the present one."""

    kind = serializers.ChoiceField(field_choices(Followed))
    key = serializers.CharField()
    gone = serializers.BooleanField()
    url = serializers.URLField(allow_null=True)
    status = serializers.ChoiceField(field_choices(Status), allow_null=True)
    version = serializers.IntegerField(allow_null=True)
    duplicate_of = serializers.CharField(allow_null=True)
    claim = ClaimSerializer(required=False, allow_null=True, help_text="with `documents=true`; so are the others")
    actor = ActorSerializer(required=False, allow_null=True)
    source = SourceSerializer(required=False, allow_null=True)  # type: ignore[assignment]
    article = ArticleSerializer(required=False, allow_null=True)
    assessment = AssessmentSerializer(required=False, allow_null=True)
    question = QuestionSerializer(required=False, allow_null=True)
    answer = AnswerSerializer(required=False, allow_null=True)
    relation = RelationSerializer(required=False, allow_null=True)


class ChangesMeta(serializers.Serializer):
    since = serializers.CharField(help_text="what to give as `since` the next time")
    limit = serializers.IntegerField()


class ChangesSerializer(serializers.Serializer):
    next = serializers.URLField(allow_null=True, help_text="the changes after these; null when there are none yet")
    results = ChangeSerializer(many=True)
    meta = ChangesMeta()
