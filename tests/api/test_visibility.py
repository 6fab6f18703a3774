"""A claim that is not public shows nowhere to those who may not see it: not in lists, counts, searches or hints."""

import pytest

from claimsdb.choices import Role, Status
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    DecisionFactory,
    QuantityFactory,
    SourceFactory,
    UserFactory,
)

HIDDEN = [status for status in Status if status != Status.ACCEPTED]


@pytest.fixture(params=HIDDEN)
def hidden(request, db):
    """A claim of each status that is not public, beside a public one in the same article."""
    article = ArticleFactory(source=SourceFactory(slug="wire"), published_on="2024-10-20", published_basis="url")
    shown = AcceptedClaimFactory(article=article)
    original = {"duplicate_of": shown} if request.param == Status.DUPLICATE else {}
    claim = ClaimFactory(article=article, status=request.param, text="A secret.", **original)
    AttributionFactory(claim=claim, actor=ActorFactory(slug="spy"))
    QuantityFactory(claim=claim, measure="secrets", low=7, best=7, high=7)
    return claim


@pytest.fixture
def signed_in(api, db):
    """Somebody with an account and no permission."""
    api.force_login(UserFactory())
    return api


LEAKS = [
    "/api/claims/",
    "/api/claims/?actor=spy",
    "/api/claims/?actor_role=claimant",
    "/api/claims/?value_min=7&value_max=7",
    "/api/claims/?search=secret",
    "/api/claims/?source=wire",
    *(f"/api/claims/?ordering={name}" for name in ("said_on", "-created_at", "-updated_at", "confidence")),
    "/api/claims/facets/",
    "/api/claims/facets/?actor=spy",
    "/api/claims/facets/?search=secret",
    "/api/articles/",
    "/api/sources/wire/",
    "/api/actors/",
    "/api/actors/spy/",
]


def test_hidden_claim_changes_no_public_answer(api, hidden):
    before = [api.get(url).json() for url in LEAKS]
    hidden.attributions.all().delete()
    hidden.quantities.all().delete()
    hidden.delete()
    assert [api.get(url).json() for url in LEAKS] == before


@pytest.mark.parametrize("client", ["api", "signed_in"])
def test_hidden_claim_is_not_found(request, hidden, client):
    client = request.getfixturevalue(client)
    assert client.get(f"/api/claims/{hidden.key}/").status_code == 404
    spans = client.get(f"/api/articles/{hidden.article_id}/").json()["claims"]
    assert [claim["status"] for claim in spans] == ["accepted"]
    assert client.get("/api/actors/spy/").json()["claims"]["any"] == 0
    assert client.get(f"/api/claims/?status={hidden.status}").status_code == 403


@pytest.mark.parametrize("query", ["measure=secrets", "measure=secret"])
def test_hidden_figures_are_not_hinted_at(api, hidden, query):
    answer = api.get(f"/api/claims/?{query}")
    assert answer.status_code == 400
    assert "known" not in answer.json()["errors"][0]


@pytest.mark.parametrize("person", ["editor", "reader"])
def test_those_who_may_see_more_ask_for_it(request, api, hidden, person):
    api.force_login(request.getfixturevalue(person))
    assert api.get("/api/claims/").json()["count"] == 1
    assert api.get(f"/api/claims/?status={hidden.status}").json()["results"][0]["key"] == hidden.key
    assert api.get(f"/api/claims/{hidden.key}/").json()["status"] == hidden.status
    assert len(api.get(f"/api/articles/{hidden.article_id}/").json()["claims"]) == 2
    assert api.get("/api/actors/spy/").json()["claims"] == {role.value: 0 for role in Role} | {"any": 1, "claimant": 1}


def test_statuses_beyond_the_right_are_refused_by_name(api, db):
    answer = api.get("/api/claims/?status=accepted,extracted,rejected")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    [error] = answer.json()["errors"]
    assert (error["parameter"], error["known"]) == ("status", ["accepted"])
    assert "extracted, rejected" in error["detail"]


def test_public_statuses_are_a_setting(api, settings, hidden):
    settings.CLAIMSDB_PUBLIC_STATUSES = ["accepted", hidden.status]
    assert api.get("/api/claims/").json()["count"] == 2
    assert api.get(f"/api/claims/{hidden.key}/").status_code == 200


@pytest.mark.parametrize(("client", "who"), [("api", None), ("editor_api", "sam")])
def test_users_are_named_to_those_signed_in(request, db, client, who):
    claim = AcceptedClaimFactory(decision__who=UserFactory(username="sam"))
    answer = request.getfixturevalue(client).get(f"/api/claims/{claim.key}/")
    assert [decision["who"] for decision in answer.json()["decisions"]] == [who]
    assert ("sam" in answer.content.decode()) == bool(who)


def test_decision_without_a_user_has_none(editor_api, db):
    claim = ClaimFactory()
    DecisionFactory(claim=claim)
    assert editor_api.get(f"/api/claims/{claim.key}/").json()["decisions"][0]["who"] is None
