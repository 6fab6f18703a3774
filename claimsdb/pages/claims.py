"""The page of a claim: its words, whose they are, what it answers, and how it stands to other claims."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import Http404
from django.urls import reverse

from claimsdb.choices import PASSIVE, ArticleState, LinkState, Role, Status
from claimsdb.index import once_public
from claimsdb.models import ANYBODY, Answer, Assessment, Claim, Quantity, Relation
from claimsdb.pages.page import Gone, ReaderPage
from claimsdb.pages.taking_away import taking_away
from claimsdb.pages.wording import plain

ROLES = {
    Role.CLAIMANT: "Who says it",
    Role.ORIGIN: "On whose word",
    Role.RELAYER: "Passed on by",
    Role.SUBJECT: "About",
    Role.ADDRESSEE: "Said to",
    Role.PLACE: "Where",
    Role.EVIDENCE: "Shown by",
    Role.MENTIONED: "Also named",
}


@dataclass(frozen=True, slots=True)
class Related:
    """How the claim stands to another."""

    how: str
    other: Claim
    is_possible: bool
    why: str


class ClaimPage(ReaderPage):
    template_name = "pages/claim.html"

    def context(self, *, key: str) -> Mapping[str, Any]:
        claim = find_claim(key)
        answers = Answer.objects.visible_to(ANYBODY).filter(claim=claim, state=LinkState.CONFIRMED)
        return {
            "title": claim.text,
            "claim": claim,
            "picture": self.picture_url("claim-picture", key=claim.key),
            "article": claim.article,
            "roles": list(_roles(claim)),
            "figures": [*map(_figure, claim.quantities.all())],
            "answers": answers.select_related("question__entry").order_by("question__slug"),
            "related": sorted(_related(claim), key=lambda each: each.how),
            "assessments": Assessment.objects.visible_to(ANYBODY).filter(claim=claim).select_related("publisher"),
            **taking_away(self.request, f"“{claim.text}”", links=self._links(claim)),
        }

    def json_url(self, *, key: str) -> str:
        return reverse("claim-detail", args=[key])

    def desk_url(self, context: Mapping[str, Any]) -> str:
        return reverse("admin:claimsdb_claim_change", args=[context["claim"].pk])

    def _links(self, claim: Claim) -> list[tuple[str, str]]:
        history = reverse("claim-history", args=[claim.key])
        return [("JSON", f"{self.json_url(key=claim.key)}?format=json"), ("History", f"{history}?format=json")]


def find_claim(key: str) -> Claim:
    """Raises Http404, and Gone for what readers could see once."""
    claim = Claim.objects.visible_to(ANYBODY).with_rows().filter(key=key).first()
    if claim:
        return claim
    gone = once_public(Claim.objects.all()).select_related("article", "duplicate_of").filter(key=key).first()
    if gone and gone.article.state == ArticleState.WITHDRAWN:
        raise Gone("The article in which this was claimed has been withdrawn.")
    original = gone and gone.duplicate_of
    if gone and gone.status == Status.DUPLICATE and original and original.is_visible_to(ANYBODY):
        there = (reverse("claim-page", args=[original.key]), original.text)
        raise Gone("This claim repeats another one, and was merged into it:", instead=there)
    raise Http404("No claim is at this address.")


def _roles(claim: Claim) -> Iterator[tuple[str, list[Any]]]:
    parts = sorted(claim.attributions.all(), key=lambda each: ([*ROLES].index(Role(each.role)), each.order))
    for role, those in groupby(parts, key=lambda each: each.role):
        yield ROLES[Role(role)], [*those]


def _figure(figure: Quantity) -> tuple[str, str, Claim | None]:
    """As it is written, what it counts, and the claim for whose figure it stands, if readers may know that."""
    said = [figure.stage, f"of {figure.of}" if figure.of else "", f"per {figure.per}" if figure.per else ""]
    meant = figure.stands_for_claim
    return str(figure), ", ".join(filter(None, said)), meant if meant and meant.is_visible_to(ANYBODY) else None


def _related(claim: Claim) -> Iterator[Related]:
    rows = Relation.objects.visible_to(ANYBODY).of(claim).filter(state=LinkState.CONFIRMED)
    for row in rows.select_related("a__article", "b__article").defer("a__article__text", "b__article__text"):
        is_from = row.a_id == claim.pk
        how = row.kind if is_from else PASSIVE.get(row.kind, row.kind)
        yield Related(plain(how), row.b if is_from else row.a, row.strength == "possible", row.in_words)
