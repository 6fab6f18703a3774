"""Whichever way a fixture comes in, a language has one way to be written."""

import io

import pytest
from django.core.management import call_command
from django.core.serializers.base import DeserializationError

from claimsdb.exchange import BadFixture, import_fixture
from claimsdb.exchange.fixture import fixture
from claimsdb.models import Article, Assessment, Claim
from tests.factories import AcceptedClaimFactory, AssessmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_language(tmp_path):
    """A fixture of an article and an assessment in a language."""
    AssessmentFactory(claim=AcceptedClaimFactory())
    exported = b"".join(fixture(Claim.objects.all()))
    assert exported.count(b'"language":"en"') == 2

    def written(tag):
        file = tmp_path / "fixture.json"
        file.write_bytes(exported.replace(b'"language":"en"', b'"language":"%s"' % tag.encode()))
        return file

    return written


def imported(file):
    import_fixture(io.BufferedReader(io.BytesIO(file.read_bytes())))


def loaded(file):
    call_command("loaddata", str(file), verbosity=0)


@pytest.mark.parametrize("door", [imported, loaded])
def test_it_is_written_as_bcp_47_has_it(with_language, door):
    door(with_language("EN_us"))
    assert {Article.objects.get().language, Assessment.objects.get().language} == {"en-US"}


@pytest.mark.parametrize("door", [imported, loaded])
def test_what_is_no_language_is_refused(with_language, door):
    with pytest.raises((BadFixture, DeserializationError), match=r"english.*BCP 47"):
        door(with_language("english"))
    assert {Article.objects.get().language, Assessment.objects.get().language} == {"en"}
