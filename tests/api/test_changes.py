"""The record of changes: complete, in order, and of nothing that the reader may not know of."""

import pytest

from claimsdb import review
from claimsdb.index import changes
from tests.factories import AcceptedClaimFactory, ArticleFactory, ClaimFactory

pytestmark = [
    pytest.mark.both_engines,
    pytest.mark.django_db,
]


def read(client, since="", **parameters):
    """All that has changed since, over as many pages as it takes, and where that ends."""
    url, found = "/api/changes/", []
    asked = {**parameters, **({"since": since} if since else {})}
    answer = client.get(url, asked).json()
    while True:
        found += answer["results"]
        if answer["next"] is None:
            return found, answer["meta"]["since"]
        answer = client.get(answer["next"]).json()


def keys(found):
    return [each["key"] for each in found]


def gone(found):
    return [each["key"] for each in found if each["gone"]]


def test_oldest_first_and_each_claim_once(api):
    first, second, third = (AcceptedClaimFactory() for _ in range(3))
    review.amend(first, by=None, fields={"phase": "planned"})
    found, _ = read(api, limit=1)
    assert keys(found) == [second.key, third.key, first.key]
    assert found[-1] == {
        "kind": "claim",
        "key": first.key,
        "gone": False,
        "url": f"http://testserver/api/claims/{first.key}/",
        "status": "accepted",
        "version": first.version,
        "duplicate_of": None,
    }


def test_nothing_new(api):
    AcceptedClaimFactory()
    _, since = read(api)
    assert read(api, since) == ([], since)


@pytest.mark.parametrize("verb", ["reject", "reopen", "mark_duplicate"])
def test_what_is_public_no_more_is_gone(api, editor_api, verb):
    claim, other = AcceptedClaimFactory(), AcceptedClaimFactory()
    _, since = read(api)
    options = {"reject": {"reason": "unclear"}, "mark_duplicate": {"original": other}}
    getattr(review, verb)(claim, by=None, **options.get(verb, {}))
    (change,), _ = read(api, since)
    nothing = dict.fromkeys(["url", "status", "version"])
    repeated = other.key if verb == "mark_duplicate" else None
    assert change == {"key": claim.key, "gone": True, "kind": "claim", "duplicate_of": repeated, **nothing}
    (known,), _ = read(editor_api, since)
    assert (known["gone"], known["status"]) == (False, claim.status)


def test_what_was_never_public_is_for_those_who_may_see_it(api, reader_api):
    claim = ClaimFactory()
    assert read(api)[0] == []
    assert keys(read(reader_api)[0]) == [claim.key]
    claim.delete()
    assert gone(read(reader_api)[0]) == [claim.key]
    assert read(api)[0] == []


def test_the_claims_themselves(api):
    article = ArticleFactory()
    stays, goes = AcceptedClaimFactory(article=article), AcceptedClaimFactory(article=article)
    review.reopen(goes, by=None)
    found, _ = read(api, documents="true")
    listed = api.get("/api/claims/").json()["results"]
    assert {each["key"]: each["claim"] for each in found} == {stays.key: listed[0], goes.key: None}


@pytest.mark.parametrize("since", ["yesterday", "1", "1.x", "-1.0", "1.1.1", "9" * 40 + ".1", "2026-11-22", "999999.0"])
def test_a_place_that_is_none(api, since):
    answer = api.get("/api/changes/", {"since": since})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["parameter"] == "since"


def test_addresses_are_those_of_the_claims_whatever_the_format(api):
    claim = AcceptedClaimFactory()
    [change] = api.get("/api/changes/?format=json").json()["results"]
    assert change["url"] == f"http://testserver/api/claims/{claim.key}/"


def test_unknown_parameters(api):
    assert api.get("/api/changes/?actr=NK").status_code == 400


def test_as_many_statements_for_twenty_as_for_two(api, django_assert_max_num_queries):
    for _ in range(20):
        AcceptedClaimFactory()
    with django_assert_max_num_queries(4):
        assert len(api.get("/api/changes/?documents=true").json()["results"]) == 20


def test_a_copy_follows(api):
    """Somebody who applies each change has in the end what the list has."""
    copy, since = {}, ""
    claims = [AcceptedClaimFactory() for _ in range(6)]
    steps = [
        lambda: review.reopen(claims[0], by=None),
        lambda: AcceptedClaimFactory(),
        lambda: review.amend(claims[1], by=None, fields={"phase": "planned"}),
        lambda: review.accept(claims[0], by=None),
        lambda: review.reject(claims[2], by=None, reason="unclear"),
    ]
    for step in steps:
        step()
        found, since = read(api, since, documents="true", limit=2)
        for each in found:
            copy.pop(each["key"], None)
            if not each["gone"]:
                copy[each["key"]] = each["claim"]
        assert copy == {each["key"]: each for each in api.get("/api/claims/").json()["results"]}


def test_the_place_of_another_database(api):
    AcceptedClaimFactory()
    ahead = f"{changes.data_version().number + 1}.0"
    assert "ahead" in api.get("/api/changes/", {"since": ahead}).json()["detail"]
