"""Which agency passes on what an article claims."""

import pytest

from claimsdb.choices import ActorKind, NameKind, Role
from claimsdb.extraction import FoundAttribution, KnownActor, KnownName, Registry
from claimsdb.ingest import extractors
from claimsdb.ingest.reextract import re_extract
from claimsdb.ingest.store import take_in
from claimsdb.models import Claim, Source
from claimsdb.reading import read_article
from tests.extractors import found_claim
from tests.factories import ActorFactory, SourceFactory

pytestmark = pytest.mark.django_db

PROSE = "Russia fired 40 missiles overnight, the air force said."
MORE = "Nobody was hurt, and the mayor said that the bridge was safe."
NAMES = (KnownName("Associated Press", NameKind.NAME, "en", True), KnownName("AP", NameKind.ABBREVIATION, "en", True))
REGISTRY = Registry.of([KnownActor("associated-press", "Associated Press", ActorKind.MEDIA, "associated-press", NAMES)])


class Finder:
    """Finds the first sentence, with these parts."""

    name, version = "finder", "1"

    def __init__(self, *parts):
        self.parts = parts

    def extract(self, record, *, registry):
        return (found_claim(PROSE, start=record.text.index(PROSE), rule="first", attributions=self.parts),)


def part(role, words, actor=None):
    return FoundAttribution(role, None, words, words, actor)


def article(*paragraphs, source=""):
    record = read_article("\n\n".join(("Missiles on the east", *paragraphs)), file_name="a.txt")
    object.__setattr__(record, "source", source)
    return record


def relayers(record, *parts):
    [claim] = extractors.find_claims(record, extractor=Finder(*parts), registry=REGISTRY)
    added = claim.attributions[len(parts) :]
    assert {each.role for each in added} <= {Role.RELAYER}
    assert all(record.text[each.span.start : each.span.end] == each.as_written for each in added)
    return [(each.as_written, each.name, each.actor) for each in added]


AP = [("AP", "Associated Press", "associated-press")]
REUTERS = [("Reuters", "Reuters", None)]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        ([f"KYIV, Ukraine (Reuters) - {PROSE}", MORE], REUTERS),
        ([f"KYIV (AP) — {PROSE}", MORE], AP),
        ([PROSE, f"{MORE} (Reuters)"], REUTERS),
        ([PROSE, MORE, "— AP"], AP),
        ([f"KYIV (AP) — {PROSE}", MORE, "(Reuters)"], AP + REUTERS),
        ([PROSE, MORE, "With inputs from Reuters."], []),
        ([PROSE, MORE, "The Associated Press contributed to this report."], []),
        ([PROSE, MORE, "Via: Reuters"], []),
        ([f"KYIV (Kyiv Post) - {PROSE}", MORE], []),
    ],
)
def test_an_agency_passes_on_what_is_claimed_in_its_report(paragraphs, expected):
    assert relayers(article(*paragraphs)) == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([part(Role.CLAIMANT, "the air force")], AP),
        ([part(Role.MENTIONED, "The Associated Press")], AP),
        ([part(Role.RELAYER, "The Associated Press")], []),
        ([part(Role.RELAYER, "the agency", "associated-press")], []),
        ([part(Role.ORIGIN, "AP")], []),
        ([part(Role.RELAYER, "Reuters")], AP),
    ],
)
def test_who_is_in_the_chain_is_not_added_to_it(parts, expected):
    assert relayers(article(f"KYIV (AP) — {PROSE}", MORE), *parts) == expected


@pytest.mark.parametrize("source", ["apnews.com", "Associated Press", "hosted.apnews.com", "the-wire"])
def test_an_agency_passes_nothing_on_in_its_own_paper(source):
    SourceFactory(slug="the-wire", name="The Wire", domain="apnews.com")
    assert relayers(article(f"KYIV (AP) — {PROSE}", MORE, source=source)) == []


def test_it_is_stored_and_found_again_by_the_machine():
    ActorFactory(slug="associated-press", name="Associated Press", kind=ActorKind.MEDIA)
    take_in(article(f"KYIV (AP) — {PROSE}", MORE), extractor=Finder(), registry=REGISTRY)
    claim = Claim.objects.get()
    shown = claim.attributions.get()
    assert (shown.role, shown.actor.slug, shown.as_written) == (Role.RELAYER, "associated-press", "AP")
    assert claim.found["attributions"][0]["role"] == Role.RELAYER
    again = re_extract(claim.article, extractor=Finder(), registry=REGISTRY)
    assert dict(again) == {"unchanged": 1}
    claim.article.source = Source.objects.get(domain="apnews.com")
    claim.article.save()
    assert dict(re_extract(claim.article, extractor=Finder(), registry=REGISTRY)) == {"refreshed": 1}
    assert not claim.attributions.exists()
