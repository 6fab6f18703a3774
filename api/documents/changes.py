"""A change, as it is told."""

from rest_framework import serializers

from api.documents.assessments import AssessmentSerializer
from api.documents.serializers import ActorSerializer, ArticleSerializer, ClaimSerializer, SourceSerializer
from claimsdb.choices import Followed, Status, field_choices


class ChangeSerializer(serializers.Serializer):
    """The last change of a claim, actor, source, article or assessment. One that is `gone` was deleted, is not public
    any more, or is none of those that the filters ask for. `key` is the key of a claim or assessment, the slug of an
    actor or source, the id of an article. A claim has a `status` and, if it was merged, in `duplicate_of` the key of
    the other one; claims and assessments have a `version`."""

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


class ChangesMeta(serializers.Serializer):
    since = serializers.CharField(help_text="what to give as `since` the next time")
    limit = serializers.IntegerField()


class ChangesSerializer(serializers.Serializer):
    next = serializers.URLField(allow_null=True, help_text="the changes after these; null when there are none yet")
    results = ChangeSerializer(many=True)
    meta = ChangesMeta()
