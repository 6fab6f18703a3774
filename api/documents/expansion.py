"""Embedded documents: what `expand` shows in full. Each part costs the same few queries, however many documents there
are."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import getitem
from typing import Any

from django.db.models import F, QuerySet
from rest_framework.serializers import Serializer

from api.documents import assessments, questions, serializers
from claimsdb.actors import nearest
from claimsdb.filters import Fault, InvalidParameters, InvalidValue, ListParameter
from claimsdb.index.search import hits
from claimsdb.models import (
    Actor,
    ActorName,
    Affiliation,
    Answer,
    AnswerQuerySet,
    Article,
    Assessment,
    AssessmentQuerySet,
    Attribution,
    Claim,
    Decision,
    DecisionQuerySet,
    Evidence,
    Part,
    Relation,
    RelationQuerySet,
    Source,
)

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Expansion(ABC):
    """The part of a document at `path` (`article.source`), as `serializer` shows the `rows` of it."""

    path: str
    serializer: type[Serializer]
    rows: QuerySet

    @abstractmethod
    def fill(self, documents: Sequence[Document], context: dict[str, Any]) -> None:
        """Puts it into the documents."""


@dataclass(frozen=True, slots=True)
class ReferenceExpansion(Expansion):
    """A row that stands there in short already, by its column `by`."""

    by: str

    def fill(self, documents: Sequence[Document], context: dict[str, Any]) -> None:
        *steps, name = self.path.split(".")
        holders = [holder for document in documents if (holder := reduce(getitem, steps, document))[name]]
        rows = self.rows.in_bulk({holder[name][self.by] for holder in holders}, field_name=self.by)
        shown = {value: self.serializer(row, context=context).data for value, row in rows.items()}
        for holder in holders:
            holder[name] = shown.get(holder[name][self.by], holder[name])


@dataclass(frozen=True, slots=True)
class RelatedExpansion(Expansion):
    """The rows that belong to the document: `owner` leads from a row to the name that the document has for itself."""

    owner: str

    def fill(self, documents: Sequence[Document], context: dict[str, Any]) -> None:
        by = self.owner.rpartition("__")[2]
        rows = self.visible_to(context["request"].user).annotate(holder=F(self.owner))
        found = defaultdict(list)
        for row in rows.filter(holder__in=[document[by] for document in documents]):
            found[row.holder].append(row)
        for document in documents:
            document[self.path] = self.serializer(found[document[by]], many=True, context=context).data

    def visible_to(self, user: Any) -> QuerySet:
        return self.rows


@dataclass(frozen=True, slots=True)
class VisibleExpansion(RelatedExpansion):
    """Those that the user may know of."""

    rows: AnswerQuerySet | AssessmentQuerySet | DecisionQuerySet | RelationQuerySet

    def visible_to(self, user: Any) -> QuerySet:
        return self.rows.visible_to(user)


@dataclass(frozen=True, slots=True)
class ActorsExpansion(Expansion):
    """The actors of claims beside the parts that they have; nothing beside an unnamed one's."""

    def fill(self, documents: Sequence[Document], context: dict[str, Any]) -> None:
        keys = [document["key"] for document in documents]
        parts = Part.objects.filter(claim__key__in=keys).order_by()
        shown = [self.serializer(row, context=context).data for row in self.rows.filter(pk__in=parts.values("actor"))]
        actors = {(actor["code"], actor["name"]): actor for actor in shown}
        nobody = dict.fromkeys(self.serializer().fields)
        for document in documents:
            document["actors"] = [
                {**actors.get((part["code"], part["name"]), nobody), **part} for part in document["actors"]
            ]


@dataclass(frozen=True, slots=True)
class HitsExpansion(Expansion):
    """Where in each claim the search of the request has its hits."""

    def fill(self, documents: Sequence[Document], context: dict[str, Any]) -> None:
        query = context.get("search")
        if query is None:
            raise InvalidParameters([Fault("expand", "'hits' are there for claims that a `search` finds.")])
        keys = [document["key"] for document in documents]
        found = hits(query, list(self.rows.filter(key__in=keys).values_list("pk", flat=True)))
        for document in documents:
            document[self.path] = self.serializer(found[document["key"]]).data


SOURCES = Source.objects.select_related("parent")
ACTORS = Actor.objects.prefetch_related("codes")
FULL_CLAIMS = Claim.objects.with_rows().prefetch_related("parts__actor__codes", "parts__attribution__actor__codes")

CLAIM_EXPANSIONS: Mapping[str, Expansion] = {
    "article": ReferenceExpansion(
        "article", serializers.ArticleSerializer, Article.objects.select_related("source").defer("text"), by="id"
    ),
    "source": ReferenceExpansion("article.source", serializers.SourceSerializer, SOURCES, by="slug"),
    "actors": ActorsExpansion("actors", serializers.ActorSerializer, ACTORS),
    "attributions": RelatedExpansion(
        "attributions",
        serializers.AttributionSerializer,
        Attribution.objects.prefetch_related("actor__codes", "side__codes").order_by("order"),
        owner="claim__key",
    ),
    "decisions": VisibleExpansion(
        "decisions",
        serializers.DecisionSerializer,
        Decision.objects.select_related("who").order_by("version"),
        owner="claim__key",
    ),
    "assessments": VisibleExpansion(
        "assessments",
        assessments.ClaimAssessmentSerializer,
        Assessment.objects.select_related("publisher").order_by("published_on", "key"),
        owner="claim__key",
    ),
    "hits": HitsExpansion("hits", serializers.HitsSerializer, Claim.objects.all()),
}

ARTICLE_EXPANSIONS: Mapping[str, Expansion] = {
    "source": ReferenceExpansion("source", serializers.SourceSerializer, SOURCES, by="slug"),
}

SOURCE_EXPANSIONS: Mapping[str, Expansion] = {
    "parent": ReferenceExpansion("parent", serializers.SourceSerializer, SOURCES, by="slug"),
}

ACTOR_EXPANSIONS: Mapping[str, Expansion] = {
    "names": RelatedExpansion("names", serializers.ActorNameSerializer, ActorName.objects.all(), owner="actor__slug"),
    "belongs_to": RelatedExpansion(
        "belongs_to",
        serializers.MembershipSerializer,
        Affiliation.objects.prefetch_related("parent__codes"),
        owner="child__slug",
    ),
    "members": RelatedExpansion(
        "members",
        serializers.MemberSerializer,
        Affiliation.objects.prefetch_related("child__codes"),
        owner="parent__slug",
    ),
}


ASSESSMENT_EXPANSIONS: Mapping[str, Expansion] = {
    "claim": ReferenceExpansion("claim", serializers.ClaimSerializer, FULL_CLAIMS, by="key"),
    "publisher": ReferenceExpansion("publisher", serializers.SourceSerializer, SOURCES, by="slug"),
    "evidence": RelatedExpansion(
        "evidence",
        assessments.EvidenceSerializer,
        Evidence.objects.select_related("article").defer("article__text").order_by("order"),
        owner="assessment__key",
    ),
}


QUESTION_EXPANSIONS: Mapping[str, Expansion] = {
    "answers": VisibleExpansion(
        "answers",
        questions.AnswerSerializer,
        Answer.objects.select_related("question", "claim").defer("claim__found").order_by("pk"),
        owner="question__slug",
    ),
    "relations": VisibleExpansion(
        "relations",
        questions.RelationSerializer,
        Relation.objects.select_related("question", "a", "b").defer("a__found", "b__found").order_by("pk"),
        owner="question__slug",
    ),
}

ANSWER_EXPANSIONS: Mapping[str, Expansion] = {
    "claim": ReferenceExpansion("claim", serializers.ClaimSerializer, FULL_CLAIMS, by="key"),
}

RELATION_EXPANSIONS: Mapping[str, Expansion] = {
    end: ReferenceExpansion(end, serializers.ClaimSerializer, FULL_CLAIMS, by="key") for end in ("a", "b")
}


class ExpandParameter(ListParameter):
    """Names of expansions; they come in the order in which they build on each other."""

    def __init__(self, known: Mapping[str, Expansion]) -> None:
        shown = [f"`{name}` as {_component(each.serializer)}" for name, each in known.items()]
        help_text = f"Shows these parts in full, with all fields that the schema has for them: {', '.join(shown)}."
        super().__init__(help_text, example=next(iter(known), None))
        self.names = list(known)
        self.schema = {"type": "string", "enum": self.names}

    def read(self, word: str) -> str:
        if word not in self.names:
            raise InvalidValue(f"{word!r} cannot be expanded.", known=self.names, nearest=nearest(word, self.names))
        return word


def _component(serializer: type[Serializer]) -> str:
    """Its name in the schema."""
    return serializer.__name__.removesuffix("Serializer")
