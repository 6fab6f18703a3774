"""Questions and relations in exports of claims: what is confirmed, of what the asker may see, in few statements."""

from types import SimpleNamespace

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claimsdb.choices import ArticleState
from claimsdb.exchange.json_lines import json_lines
from claimsdb.index import synced
from claimsdb.models import ALL_VISIBLE, ANYBODY, Claim, visibility_of
from claimsdb.questions import entering
from tests.factories import (
    AcceptedClaimFactory,
    AnswerFactory,
    ArticleFactory,
    QuantityFactory,
    QuestionFactory,
    RelationFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def linked():
    """A figure that answers, what denies it, and a claim of a draft; what is proposed, and a hidden question."""
    with synced():
        figure, denial = AcceptedClaimFactory(), AcceptedClaimFactory()
        draft = AcceptedClaimFactory(article=ArticleFactory(state=ArticleState.DRAFT))
        QuantityFactory(claim=figure, as_written="4,000")
        question, hidden = QuestionFactory(slug="lost"), QuestionFactory(slug="hidden", status="proposed")
        entering.assign(figure, to=question, figure=0, by=None)
        entering.assign(denial, to=question, part="presupposes", by=None)
        entering.assign(figure, to=hidden, by=None)
        AnswerFactory(claim=denial, state="proposed")
        entering.relate(denial, figure, kind="denies", about="existence", by=None)
        entering.relate(draft, figure, kind="repeats", about="value", by=None)
        RelationFactory(a=figure, b=denial, kind="updates", state="proposed")
    return SimpleNamespace(figure=figure, denial=denial, draft=draft)


def lines(visibility, **only):
    claims = SimpleNamespace(scan=None, queryset=Claim.objects.filter(**only), visibility=visibility)
    return {each["key"]: each for some in json_lines(claims, base="") for each in map(orjson.loads, some)}


@pytest.mark.parametrize("everything", [False, True])
def test_what_is_confirmed_of_what_the_asker_sees(linked, everything):
    found = lines(ALL_VISIBLE if everything else visibility_of(ANYBODY))
    figure, denial = found[linked.figure.key], found[linked.denial.key]
    part = {"figure": None, "as_written": None, "value": None, "part": "states"}
    hidden = [part | {"slug": "hidden"}] if everything else []
    assert figure["questions"] == [*hidden, part | {"slug": "lost", "figure": 0, "as_written": "4,000"}]
    assert denial["questions"] == [part | {"slug": "lost", "part": "presupposes"}]
    denies = {"kind": "denies", "about": "existence", "strength": "certain"}
    assert denial["relations"] == [denies | {"end": "a", "claim": linked.figure.key}]
    others = [(each["kind"], each["claim"]) for each in figure["relations"]]
    repeated = [("repeats", linked.draft.key)] if everything else []
    assert others == [("denies", linked.denial.key), *repeated]


def test_more_claims_take_no_more_statements(linked):
    counts = []
    for only in ({"pk": linked.figure.pk}, {}):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            lines(ALL_VISIBLE, **only)
        counts.append(len(captured))
    assert counts[0] == counts[1]
