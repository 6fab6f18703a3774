"""An actor with another slug, or merged into another: what links were compared by goes on saying the same."""

import pytest

from claimsdb import review
from claimsdb.choices import LinkVerb, RelationAbout, RelationKind, Role
from claimsdb.curation import merging
from claimsdb.models import Answer, Relation
from claimsdb.questions import entering, links
from claimsdb.questions.digests import digest
from claimsdb.questions.integrity import check_questions
from tests.factories import AcceptedClaimFactory, ActorFactory, AttributionFactory, QuantityFactory, QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def ministry(db):
    return ActorFactory(slug="ministry")


@pytest.fixture
def linked(editor, ministry):
    """Three links of claims in which the ministry has a part: one of each kind confirmed, a relation rejected."""
    claims = AcceptedClaimFactory.create_batch(3)
    for claim in claims:
        AttributionFactory(claim=claim, role=Role.SUBJECT, actor=ministry)
        QuantityFactory(claim=claim, as_written="4,000", low=4000, best=4000, high=4000, of=ministry)
    answer = entering.assign(claims[0], to=QuestionFactory(), figure=0, by=editor)
    found = [
        entering.relate(claims[0], other, kind=RelationKind.CONTRADICTS, about=RelationAbout.VALUE, by=editor)
        for other in claims[1:]
    ]
    links.take(LinkVerb.REJECT, found[1], by=editor)
    return [answer, *found]


def renamed(ministry, by):
    ministry.slug = "ministry-of-defence"
    ministry.save()


def merged(ministry, by):
    merging.merge_actors(ministry, into=ActorFactory(kind=ministry.kind), seen=None, by=by)


@pytest.mark.parametrize("door", [renamed, merged])
def test_links_that_were_up_to_date_are_so_and_nobody_looks_again(editor, ministry, linked, door):
    before = [(link.state, link.version, link.decisions.count()) for link in linked]
    compared = [link.compared for link in linked]
    door(ministry, editor)
    for link in linked:
        link.refresh_from_db()
    assert [(link.state, link.version, link.decisions.count()) for link in linked] == before
    assert [link.compared == was for link, was in zip(linked, compared, strict=True)] == [False] * 3
    assert [link.compared for link in linked] == [digest(link) for link in linked]
    assert [finding.what for finding in check_questions().findings if finding.wrong] == []


@pytest.mark.parametrize("door", [renamed, merged])
def test_what_says_something_else_is_looked_at_again_all_the_same(editor, ministry, linked, door):
    claim = linked[0].claim
    [figure] = claim.quantities.all()
    figure.measure, figure.unit, figure.own_words = "shells", "round", True
    review.amend(claim, quantities=[figure], by=editor)
    stale = [link.compared for link in linked]
    door(ministry, editor)
    assert (Answer.objects.get().state, Relation.objects.order_by("pk")[0].state) == ("needs_recheck",) * 2
    assert [Answer.objects.get().compared, Relation.objects.order_by("pk")[0].compared] == stale[:2]


def test_another_name_costs_no_look_at_the_links(ministry, linked, django_assert_max_num_queries):
    ministry.name = "Ministry of Defence"
    with django_assert_max_num_queries(45):
        ministry.save()
