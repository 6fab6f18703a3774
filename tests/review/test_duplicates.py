"""Which accepted claim a claim may repeat, and which it does not repeat, however alike their words are."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claimsdb.choices import Check, Phase, Role, Stance, Status
from claimsdb.index import synced
from claimsdb.models import Claim
from claimsdb.review.checks import findings
from tests.factories import ActorFactory, AttributionFactory, ClaimFactory, QuantityFactory

pytestmark = pytest.mark.both_engines

SAID = "North Korea has already sent 3,000 soldiers to the frontline near Kursk."
PARTS = {Role.CLAIMANT: ["Seoul"], Role.SUBJECT: ["North Korea"]}


@pytest.fixture
def make(db):
    """Accepted claims, by Seoul about North Korea unless told otherwise, each of its own article; a name that is not
    known is an unnamed actor's."""
    actors = {name: ActorFactory(name=name) for name in ("Seoul", "Pyongyang", "North Korea", "South Korea")}

    @synced()
    def make(text=SAID, *, parts=PARTS, status=Status.ACCEPTED, **values):
        claim = ClaimFactory(text=text, status=status, **values)
        for role, names in parts.items():
            for name in names:
                who = {"actor": actors[name]} if name in actors else {"actor": None, "name": name}
                AttributionFactory(claim=claim, role=role, **who)
        QuantityFactory(claim=claim)
        return claim

    return make


def originals(claim):
    return [each.other for each in findings(claim) if each.check == Check.LIKELY_DUPLICATE]


@pytest.mark.parametrize("in_one_article", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        SAID,
        "North Korea already sent 3000 soldiers to the frontline near Kursk",
        "North Korea has already sent three thousand soldiers to the frontline at Kursk.",
        "Near Kursk, North Korea has already dispatched 3,000 soldiers to the frontline.",
        "North Korea has already sent soldiers to the frontline near Kursk.",
    ],
)
def test_much_the_same_words(make, text, in_one_article):
    original = make()
    where = {"article": original.article} if in_one_article else {}
    assert originals(make(text, status=Status.EXTRACTED, **where)) == [original]


def test_a_headline_that_is_all_in_capitals(make):
    original = make("North Korea Sends Troops")
    claim = make("North Korea Sends Troops", status=Status.EXTRACTED, article=original.article)
    make("North Korea Sends Arms", article=original.article)
    assert originals(claim) == [original]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (SAID, {"parts": {**PARTS, Role.CLAIMANT: ["Pyongyang"]}}),
        (SAID, {"parts": {**PARTS, Role.CLAIMANT: ["Seoul", "Pyongyang"]}}),
        (SAID, {"parts": {**PARTS, Role.CLAIMANT: ["unnamed officials"]}}),
        (SAID, {"parts": {**PARTS, Role.CLAIMANT: []}}),
        (SAID, {"parts": {**PARTS, Role.SUBJECT: ["South Korea"]}}),
        (SAID.replace("North", "South"), {"parts": {**PARTS, Role.SUBJECT: ["South Korea"]}}),
        (SAID, {"stance": Stance.DENIES}),
        (SAID, {"phase": Phase.PLANNED}),
        (SAID, {"event_from": date(2024, 11, 1), "event_to": date(2024, 11, 30)}),
        (SAID, {"status": Status.EXTRACTED}),
        (SAID, {"status": Status.REJECTED}),
        (SAID.replace("already", "not"), {}),
        (SAID.replace("3,000", "13,000"), {}),
        ("North Korea has already sent engineers to the capital.", {}),
        ("North Korea has soldiers.", {}),
    ],
)
def test_what_a_claim_does_not_repeat(make, text, values):
    claim = make(status=Status.EXTRACTED, event_from=date(2024, 10, 1), event_to=date(2024, 10, 31))
    make(text, article=claim.article, **values)
    assert not originals(claim)


def test_three_at_most_the_most_alike_first(make):
    less_and_less = [("already ", ""), ("sent", "dispatched"), ("has already sent", "quickly dispatched")]
    texts = [SAID, *(SAID.replace(*change) for change in less_and_less)]
    others = [make(text) for text in reversed(texts)][::-1]
    make(status=Status.DUPLICATE, duplicate_of=others[0])
    assert originals(make(status=Status.EXTRACTED)) == others[:3]
    assert originals(others[0]) == others[1:]


def test_as_many_queries_however_many_there_are_and_none_for_what_is_shown(make):
    claim = make(status=Status.EXTRACTED)
    make(), make(article=claim.article), make("North Korea has already sent 3,000 soldiers to Kursk.")
    loaded = Claim.objects.select_related("article").prefetch_related("attributions__actor", "quantities")
    claim = loaded.get(pk=claim.pk)
    with CaptureQueriesContext(connection) as queries:
        found = originals(claim)
    assert len(queries) <= 5
    with CaptureQueriesContext(connection) as queries:
        assert [(other.article.title, other.speaker, str(other.quantities.all()[0])) for other in found]
    assert not queries
