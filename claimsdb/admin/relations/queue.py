"""The queue of the relations desk: pairs that wait for an editor, the certain ones first, under its filters."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import lazy

from claimsdb.choices import RelationKind, field_choices
from claimsdb.db.sql import distinct_values
from claimsdb.models import Question, Relation, RelationLease
from claimsdb.review import leases

COUNT_LIMIT = 10_000


def _rules() -> list[tuple[str, str]]:
    rules = distinct_values(Relation.objects.exclude(rule=""), "rule")
    return [("", "any rule"), *((rule, rule.replace("_", " ")) for rule in rules)]


class Filters(forms.Form):
    kind = forms.ChoiceField(choices=[("", "any kind"), *field_choices(RelationKind)], required=False)
    rule = forms.ChoiceField(choices=lazy(_rules, list), required=False)
    question = forms.ModelChoiceField(
        Question.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "slug of a question", "size": 22}),
    )


@dataclass
class RelationQueue:
    """`chosen` is what the filters were given, as far as it is not empty."""

    user: User
    form: Filters
    chosen: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, request) -> Self:
        """The queue at the address. Raises BadRequest for what there is not."""
        form = Filters(request.GET, auto_id="filter_%s")
        if not form.is_valid():
            faults = (f"{name}: {' '.join(map(str, messages))}" for name, messages in form.errors.items())
            raise BadRequest(f"Relations cannot be filtered so. {' '.join(faults)}")
        return cls(request.user, form, {name: value for name, value in form.cleaned_data.items() if value})

    @property
    def query(self) -> str:
        """For links to this queue and its pairs."""
        parameters = QueryDict(mutable=True)
        for name, value in self.chosen.items():
            parameters[name] = value.slug if isinstance(value, Question) else value
        return f"?{parameters.urlencode()}" if parameters else ""

    @cached_property
    def waiting(self) -> QuerySet[Relation]:
        """Those that it has, in its order."""
        relations = Relation.objects.undecided().order_by("strength", "pk")
        if question := self.chosen.get("question"):
            answering = question.answers.values("claim")
            relations = relations.filter(Q(question=question) | Q(a__in=answering) | Q(b__in=answering))
        return relations.filter(**{name: self.chosen[name] for name in ("kind", "rule") if name in self.chosen})

    def next(self, *, after: Relation | None = None, take: bool) -> Relation | None:
        """The pair whose turn it is, with `take` from now on the user's; behind the last one comes the first again."""
        held = RelationLease.objects.of_others(self.user).values("relation")
        free = self.waiting.exclude(pk__in=held)
        first = free.exclude(pk=after.pk) if after else free
        while relation := self._beside(after, free) or first.first():
            if not take or leases.take(relation, by=self.user) is not None:
                return relation
        return None

    def following(self, relation: Relation) -> Relation | None:
        return self._beside(relation, self.waiting)

    def preceding(self, relation: Relation) -> Relation | None:
        earlier = Q(strength__lt=relation.strength) | Q(strength=relation.strength, pk__lt=relation.pk)
        return self.waiting.filter(earlier).reverse().first()

    def left(self) -> str:
        count = self.waiting.order_by()[: COUNT_LIMIT + 1].count()
        return f"{COUNT_LIMIT:,}+" if count > COUNT_LIMIT else f"{count:,}"

    @staticmethod
    def _beside(relation: Relation | None, relations: QuerySet[Relation]) -> Relation | None:
        if relation is None:
            return None
        later = Q(strength__gt=relation.strength) | Q(strength=relation.strength, pk__gt=relation.pk)
        return relations.filter(later).first()
