"""The page of a pair at the relations desk."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import prefetch_related_objects
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from claimsdb.admin.differences import Difference, differences
from claimsdb.admin.move_forms import read_version
from claimsdb.admin.relations.queue import RelationQueue
from claimsdb.admin.review.keys import RELATION_KEYS
from claimsdb.admin.review.page import ATTRIBUTIONS
from claimsdb.admin.review.permissions import EditorRequest
from claimsdb.choices import SYMMETRIC
from claimsdb.models import AnyLease, Claim, Relation, RelationDecision
from claimsdb.questions import links, proposing
from claimsdb.questions.actions import BY_EDITORS, LINK_ACTIONS
from claimsdb.questions.steps import last_step
from claimsdb.review import leases

AROUND = 320  # characters of the article before and after the quote
ENDS = ("a", "b")


def pair_url(relation: Relation, query: str = "") -> str:
    return reverse("desk-relation", args=[relation.pk]) + query


class RelationForm(forms.ModelForm):
    """What of a relation an editor may see otherwise, and which state of it and of its claims they have seen."""

    turned = forms.BooleanField(required=False, label="the other way round")
    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    seen_a = forms.IntegerField(widget=forms.HiddenInput)
    seen_b = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(required=False)
    public_note = forms.CharField(required=False)

    class Meta:
        model = Relation
        fields = ("kind", "about", "strength")

    def changed(self) -> dict[str, Any]:
        """Columns that `links.take` sets; the kind is no such."""
        return {name: self.cleaned_data[name] for name in ("about", "strength") if name in self.changed_data}

    @property
    def is_another(self) -> bool:
        """Whether it is to be a relation of another kind, or the other way round."""
        one_way = self.cleaned_data["kind"] not in SYMMETRIC
        return "kind" in self.changed_data or (one_way and self.cleaned_data["turned"])

    def _post_clean(self) -> None:
        """Nothing is set here: `claimsdb.questions.links` does, and checks."""


@dataclass(frozen=True, slots=True)
class Side:
    """A claim of the pair in its article's words; `changes` are those since the editor has seen it."""

    claim: Claim
    before: str
    quote: str
    after: str
    changes: list[Difference]

    @classmethod
    def of(cls, claim: Claim, *, seen: int | None) -> "Side":
        changes = differences(claim, seen) if seen not in (None, claim.version) else []
        if claim.start is None or claim.end is None:
            return cls(claim, "", claim.quote, "", changes)
        text = claim.article.text
        start, end = max(claim.start - AROUND, 0), claim.end + AROUND
        before, after = text[start : claim.start], text[claim.end : end]
        return cls(
            claim,
            f"…{before.partition(' ')[2]}" if start else before,
            text[claim.start : claim.end],
            f"{after.rpartition(' ')[0]}…" if end < len(text) else after,
            changes,
        )


class PairPage:
    """A pair before an editor. `lease` is the page's token; `data` is what they sent, `problem` what was wrong."""

    def __init__(
        self,
        request: EditorRequest,
        relation: Relation,
        queue: RelationQueue,
        *,
        lease: str | None = None,
        data: QueryDict | None = None,
        problem: str = "",
    ):
        self.request, self.relation, self.queue = request, relation, queue
        self.lease, self.problem, self.data = lease, problem, data
        self.claims = [relation.a, relation.b]
        prefetch_related_objects(self.claims, ATTRIBUTIONS, "quantities")
        self.seen = (
            {name: read_version(data.get(f"seen_{name}", "")) for name in ("version", *ENDS)} if data else self._now
        )
        self.form = RelationForm(self._sent, instance=relation, initial=self._versions)

    @property
    def is_stale(self) -> bool:
        return self.seen != self._now

    @cached_property
    def held_by(self) -> AnyLease | None:
        return leases.held_by_another(self.relation, user=self.request.user)

    def response(self, *, status: int = 200) -> HttpResponse:
        return render(self.request, "admin/claimsdb/relations/pair.html", self.context(), status=status)

    def context(self) -> dict[str, Any]:
        user = self.request.user
        return {
            **admin.site.each_context(self.request),
            "title": f"Relation: {self.relation.get_kind_display()}",
            "relation": self.relation,
            "queue": self.queue,
            "query": self.queue.query,
            "left": self.queue.left(),
            "sides": [Side.of(claim, seen=self.seen[end]) for end, claim in zip(ENDS, self.claims, strict=True)],
            "form": self.form,
            "is_stale": self.is_stale,
            "differences": list(self._differences()) if self.is_stale else [],
            "held_by": self.held_by,
            "lease": self.lease or self.request.POST.get("lease", ""),
            "term": leases.TERM,
            "problem": self.problem,
            "explanations": proposing.explain(*self.claims),
            "decisions": self.relation.decisions.select_related("who"),
            "last_step": last_step(user, RelationDecision),
            "buttons": [each for each in BY_EDITORS if links.may(each.verb, self.relation, by=user)],
            "actions": LINK_ACTIONS,
            "keys": RELATION_KEYS,
        }

    @property
    def _now(self) -> dict[str, int | None]:
        return {"version": self.relation.version, "a": self.relation.a.version, "b": self.relation.b.version}

    @property
    def _versions(self) -> dict[str, int | None]:
        return {f"seen_{name}": version for name, version in self._now.items()}

    @property
    def _sent(self) -> QueryDict | None:
        """What was sent, to be decided upon again in the present state."""
        if self.data is None:
            return None
        data = self.data.copy()
        for name, version in self._versions.items():
            data[name] = str(version)
        return data

    def _differences(self) -> Iterator[Difference]:
        decided = {each.version: each.columns for each in self.relation.decisions.all()}
        old = decided.get(self.seen["version"] or 0, {})
        for name, now in links.columns_of(self.relation).items():
            if name in old and old[name] != now:
                yield Difference(name, _said(old[name]), _said(now))


def _said(value: str | None) -> str:
    return (value or "").replace("_", " ")
