"""Cursors: sealed, so that nobody reads row numbers in them, forges one or brings one to another list."""

import re
from base64 import urlsafe_b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.http.sealing import BadSeal, seal, unseal
from tests.factories import AcceptedClaimFactory, ActorFactory, AssessmentFactory, SourceFactory

pytestmark = pytest.mark.django_db

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    st.lists,
)  # fmt: skip


@given(value=values, of=st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_sealed_is_had_again_by_whoever_names_the_same_list(value, of):
    sealed = seal(value, of=of)
    assert unseal(sealed, of=of) == value
    assert sealed == seal(value, of=of)
    assert re.fullmatch("[A-Za-z0-9_-]+", sealed)
    with pytest.raises(BadSeal):
        unseal(sealed, of=of + "x")


@pytest.mark.parametrize("text", ["", "a", "WyIyMDI0LTEwLTIzIiw3XQ.aBc", "é", "====", "A" * 22, "A" * 4_000, "\x00"])
def test_what_was_never_sealed_is_refused(text):
    with pytest.raises(BadSeal):
        unseal(text, of="claims")


def test_every_character_counts():
    sealed = seal(["2024-10-23", 7, False], of="claims")
    for place, letter in enumerate(sealed[:-1]):  # of the last one some bits are no part of any byte
        changed = sealed[:place] + ("B" if letter == "A" else "A") + sealed[place + 1 :]
        with pytest.raises(BadSeal):
            unseal(changed, of="claims")
    for part in (sealed[:-4], sealed + "AAAA"):
        with pytest.raises(BadSeal):
            unseal(part, of="claims")


def test_a_new_key_opens_what_the_old_one_sealed_as_long_as_it_is_named(settings):
    sealed = seal([1], of="claims")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another"
    with pytest.raises(BadSeal):
        unseal(sealed, of="claims")
    settings.SECRET_KEY_FALLBACKS = [old]
    assert unseal(sealed, of="claims") == [1]
    assert seal([1], of="claims") != sealed


@pytest.fixture
def rows():
    """Three of each thing that is listed, their ids unlike any other number about."""
    for number in range(3):
        claim = AcceptedClaimFactory(id=700_000 + 10 * number, article__id=800_000 + 10 * number)
        AssessmentFactory(claim=claim, id=900_000 + 10 * number)
        ActorFactory(id=600_000 + 10 * number)
        SourceFactory(id=500_000 + 10 * number)


PAGES = [
    ("/api/claims/?limit=1", "cursor"),
    ("/api/claims/?limit=1&ordering=created_at", "cursor"),
    ("/api/claims/?limit=1&ordering=confidence&hedged=false", "cursor"),
    ("/api/articles/?limit=1", "cursor"),
    ("/api/sources/?limit=1", "cursor"),
    ("/api/actors/?limit=1", "cursor"),
    ("/api/assessments/?limit=1", "cursor"),
    ("/api/changes/?limit=1", "since"),
]


def held_in(token):
    """Whatever somebody may read in a token who decodes each of its parts."""
    parts = [urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode("latin1") for part in token.split(".")]
    return " ".join([token, *parts])


@pytest.mark.parametrize(("path", "name"), PAGES)
def test_no_row_number_is_to_be_read(api, rows, path, name):
    page = api.get(path).json()
    [token] = re.findall(rf"{name}=([^&]+)", page["next"])
    assert not re.search(r"[5-9]000\d\d", held_in(token))
    assert api.get(page["next"]).json()["results"] != page["results"]


def test_nor_in_the_token_of_a_search_of_fact_checks(api, rows):
    path = "/api/factcheck/v1alpha1/claims:search?pageSize=1&reviewPublisherSiteFilter="
    path += AssessmentFactory(claim=AcceptedClaimFactory(id=700_009)).publisher.slug
    AssessmentFactory(claim_id=700_000, publisher_id=AssessmentFactory._meta.model.objects.latest("pk").publisher_id)
    token = api.get(path).json()["nextPageToken"]
    assert not re.search(r"[5-9]000\d\d", held_in(token))
    assert api.get(f"{path}&pageToken={token}").status_code == 200


def test_cursors_of_earlier_releases_are_refused_and_places_in_the_record_still_serve(api, rows):
    answer = api.get("/api/claims/?cursor=WyIyMDI0LTEwLTIzIiw3XQ.aBc")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, "cursor")
    assert "follow `next`" in answer.json()["detail"]
    answer = api.get("/api/changes/?since=0.0")
    assert len(answer.json()["results"]) == 3
    assert "." not in answer.json()["meta"]["since"]
