"""Questions, the claims that answer them, and how claims stand to each other, as they are shown."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.documents.fields import TextOrNull
from api.documents.visible import sees_all
from claimsdb.choices import Agreement, AnswerKind, LinkState, field_choices
from claimsdb.models import Actor, Answer, AnswerDecision, Claim, LinkDecision, Question, Relation
from claimsdb.review import REVIEW_PERMISSION


class ScopeActor(serializers.ModelSerializer):
    """An actor in the scope of a question."""

    code = serializers.CharField(help_text="the project's code of a state, the slug of anyone else")

    class Meta:
        model = Actor
        fields = ["code", "name"]


class QuestionScopeSerializer(serializers.Serializer):
    """Which claims a question asks: about whom, counting what, where, and about which days, both included; an end that
    is open is null."""

    def get_fields(self) -> dict[str, serializers.Field]:
        return {
            "subjects": ScopeActor(many=True),
            "measure": TextOrNull(),
            "unit": TextOrNull(),
            "places": ScopeActor(many=True),
            "from": serializers.DateField(source="scope_from", allow_null=True),
            "to": serializers.DateField(source="scope_to", allow_null=True),
        }


class QuestionSerializer(serializers.ModelSerializer):
    """What claims are asked together. `agreement` says whether those agree that answer it, as editors have confirmed
    and anybody may see; of these are the counts, and the days of publication. `note` is for editors, and null for
    anybody else."""

    url = serializers.HyperlinkedIdentityField(view_name="question-detail", lookup_field="slug")
    answer = serializers.ChoiceField(field_choices(AnswerKind), help_text="what it asks for")
    scope = QuestionScopeSerializer(source="*")
    agreement = serializers.ChoiceField(field_choices(Agreement), source="entry.agreement")
    statements = serializers.IntegerField(source="entry.statements")
    articles = serializers.IntegerField(source="entry.articles")
    figures = serializers.IntegerField(source="entry.figures", help_text="values in what may be compared")
    first_day = serializers.DateField(source="entry.first_day", allow_null=True)
    last_day = serializers.DateField(source="entry.last_day", allow_null=True)
    merged_into = serializers.SerializerMethodField(help_text="the slug of the one to which it leads")
    note = serializers.SerializerMethodField()

    class Meta:
        model = Question
        fields = [
            *("slug", "url", "title", "answer", "scope", "status", "agreement", "statements", "articles", "figures"),
            *("first_day", "last_day", "merged_into", "note", "version", "created_at", "updated_at"),
        ]

    def get_merged_into(self, question: Question) -> str | None:
        into = question.merged_into
        return into.slug if into and into.is_visible_to(self.context["request"].user) else None

    def get_note(self, question: Question) -> str | None:
        return question.note or None if self.context["request"].user.has_perm(REVIEW_PERMISSION) else None


class LinkedClaim(serializers.ModelSerializer):
    """A claim in short."""

    url = serializers.HyperlinkedIdentityField(view_name="claim-detail", lookup_field="key")

    class Meta:
        model = Claim
        fields = ["key", "url", "status", "text"]


class LinkDecisionSerializer(serializers.ModelSerializer):
    """A move of an answer or a relation, and its `state` then. `public_note` is for readers; `note` is for editors, and
    null for anybody else; `who` is for those who see all claims, and null for what was not decided here."""

    state = serializers.ChoiceField(field_choices(LinkState), source="columns.state")
    public_note = TextOrNull()
    note, who = serializers.SerializerMethodField(), serializers.SerializerMethodField()

    class Meta:
        model = AnswerDecision
        fields = ["version", "verb", "state", "decided_at", "public_note", "note", "who"]

    def get_who(self, decision: LinkDecision) -> str | None:
        return decision.who.get_username() if decision.who and sees_all(self) else None

    def get_note(self, decision: LinkDecision) -> str | None:
        return decision.note or None if self.context["request"].user.has_perm(REVIEW_PERMISSION) else None


class LinkSerializer(serializers.ModelSerializer):
    """What answers and relations have in common: `rule` is the one by which it was proposed, null of an editor's own,
    `reason` what it went by, and `in_words` the same for people. Of a reason readers get the code and what was
    compared, editors all that is kept."""

    rule, rule_version, in_words = TextOrNull(), TextOrNull(), TextOrNull()
    reason = serializers.SerializerMethodField()

    class Meta:
        fields = ["state", "rule", "rule_version", "reason", "in_words", "version", "created_at", "updated_at"]

    def get_reason(self, link: Answer | Relation) -> dict[str, Any]:
        return link.reason if self.context["request"].user.has_perm(REVIEW_PERMISSION) else link.told_reason


class AnswerSerializer(LinkSerializer):
    """That a claim answers a question: by its figure in the place `figure`, the first 0, or by a `value` in a word."""

    url = serializers.HyperlinkedIdentityField(view_name="answer-detail")
    question = serializers.CharField(source="question.slug", read_only=True, help_text="its slug")
    claim = LinkedClaim()
    value = TextOrNull()

    class Meta:
        model = Answer
        fields = ["id", "url", "question", "claim", "figure", "value", "part", *LinkSerializer.Meta.fields]


class AnswerDetailSerializer(AnswerSerializer):
    decisions = LinkDecisionSerializer(source="visible_decisions", many=True)

    class Meta(AnswerSerializer.Meta):
        fields = [*AnswerSerializer.Meta.fields, "decisions"]


class RelationSerializer(LinkSerializer):
    """How claim `a` stands to claim `b`. What says the same both ways stands there once."""

    url = serializers.HyperlinkedIdentityField(view_name="relation-detail")
    a, b = LinkedClaim(), LinkedClaim()
    question = serializers.SerializerMethodField(help_text="the slug of the one to which both answer, if it is one")

    class Meta:
        model = Relation
        fields = ["id", "url", "kind", "about", "strength", "a", "b", "question", *LinkSerializer.Meta.fields]

    def get_question(self, relation: Relation) -> str | None:
        question = relation.question
        return question.slug if question and question.is_visible_to(self.context["request"].user) else None


class RelationDetailSerializer(RelationSerializer):
    decisions = LinkDecisionSerializer(source="visible_decisions", many=True)

    class Meta(RelationSerializer.Meta):
        fields = [*RelationSerializer.Meta.fields, "decisions"]


class AnswerLine(serializers.ModelSerializer):
    """By what a claim answers the question beside it."""

    url = serializers.HyperlinkedIdentityField(view_name="answer-detail")
    value = TextOrNull()

    class Meta:
        model = Answer
        fields = ["id", "url", "figure", "value", "part", "state"]


class QuestionOfClaim(serializers.ModelSerializer):
    """A question that a claim answers, and by what."""

    url = serializers.HyperlinkedIdentityField(view_name="question-detail", lookup_field="slug")
    agreement = serializers.ChoiceField(field_choices(Agreement), source="entry.agreement")
    answers = AnswerLine(source="visible_answers", many=True)

    class Meta:
        model = Question
        fields = ["slug", "url", "title", "status", "agreement", "answers"]


class LinksOfClaim(serializers.Serializer):
    """The fields of a claim's detail that tell of others. Needs the answers and the relations that may be seen as
    `visible_answers`, `visible_relations_from` and `visible_relations_to` of the claim."""

    questions, relations = serializers.SerializerMethodField(), serializers.SerializerMethodField()

    @extend_schema_field(QuestionOfClaim(many=True))
    def get_questions(self, claim: Any) -> list[dict[str, Any]]:
        questions: dict[str, Any] = {}
        for answer in claim.visible_answers:
            question = questions.setdefault(answer.question.slug, answer.question)
            question.visible_answers = [*getattr(question, "visible_answers", ()), answer]
        return list(QuestionOfClaim(questions.values(), many=True, context=self.context).data)

    @extend_schema_field(RelationSerializer(many=True))
    def get_relations(self, claim: Any) -> list[dict[str, Any]]:
        relations = sorted([*claim.visible_relations_from, *claim.visible_relations_to], key=lambda each: each.pk)
        return list(RelationSerializer(relations, many=True, context=self.context).data)
