"""An assessment that is published is a change of its claim; a draft changes nothing that anybody may see."""

from datetime import date

import pytest

from claimsdb.choices import Followed, SourceState
from claimsdb.curation import merge_sources, sources
from claimsdb.index import changes
from claimsdb.models import Assessment, Change, RowChange, Source
from claimsdb.review import assessments
from tests.factories import AcceptedClaimFactory, AssessmentFactory, ClaimFactory, EvidenceFactory, SourceFactory

pytestmark = pytest.mark.django_db


def seen(claim):
    """What anybody may know of the state of the data, and of the claim's."""
    return changes.data_version(public=True).number, Change.objects.get(pk=claim.pk).number


WRITES = {
    "enter": lambda row: AssessmentFactory(claim=row.claim, publisher=row.publisher, published_on=row.published_on),
    "save": lambda row: row.save(),
    "amend": lambda row: assessments.amend(row, by=None, version=1, fields={"label": "True"}, evidence=[]),
    "update": lambda row: Assessment.objects.filter(pk=row.pk).update(label="True"),
    "add evidence": lambda row: EvidenceFactory(assessment=row),
    "take evidence": lambda row: row.evidence.all().delete(),
    "delete": lambda row: row.delete(),
    "take out": lambda row: assessments.delete(row, by=None, version=1),
}


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize(
    ("factory", "published_on", "is_told"),
    [
        (AcceptedClaimFactory, date(2024, 11, 1), (True, True)),
        (AcceptedClaimFactory, None, (False, False)),
        (ClaimFactory, date(2024, 11, 1), (False, True)),
        (ClaimFactory, None, (False, False)),
    ],
)
def test_who_is_told(write, factory, published_on, is_told):
    row = AssessmentFactory(claim=factory(), published_on=published_on)
    EvidenceFactory(assessment=row)
    before = seen(row.claim)
    WRITES[write](row)
    assert tuple(after > was for after, was in zip(seen(row.claim), before, strict=True)) == is_told


@pytest.mark.parametrize(("before", "after"), [(None, date(2024, 11, 1)), (date(2024, 11, 1), None)])
def test_publishing_and_taking_back_are_told(before, after):
    row = AssessmentFactory(published_on=before)
    was = seen(row.claim)
    assessments.amend(row, by=None, version=1, fields={"published_on": after})
    assert all(now > then for now, then in zip(seen(row.claim), was, strict=True))


STATES = {
    "amend": lambda source, state: sources.amend(source, seen=None, fields={"state": state}, by=None),
    "update": lambda source, state: Source.objects.filter(pk=source.pk).update(state=state),
    "merge": lambda source, state: merge_sources(source, into=SourceFactory(state=state), seen=None, by=None),
}


@pytest.mark.parametrize("write", STATES)
@pytest.mark.parametrize("before", SourceState)
def test_that_a_publisher_is_confirmed_is_told_of_its_assessments_and_their_claims(before, write):
    [after] = {*SourceState} - {before}
    row = AssessmentFactory(publisher__state=before)
    draft = AssessmentFactory(publisher=row.publisher, published_on=None, claim=AcceptedClaimFactory())
    told = RowChange.objects.get(kind=Followed.ASSESSMENT, key=row.key)
    assert told.shown == (before == SourceState.CONFIRMED)
    was = seen(row.claim)
    STATES[write](row.publisher, after)
    assert all(now > then for now, then in zip(seen(row.claim), was, strict=True))
    again = RowChange.objects.get(pk=told.pk)
    assert (again.number > told.number, again.shown) == (True, True)
    assert not RowChange.objects.get(kind=Followed.ASSESSMENT, key=draft.key).shown
