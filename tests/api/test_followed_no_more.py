"""Who follows with a filter whose value is hidden, taken out or merged meanwhile is told of what is gone, and learns
nothing of what never was public."""

import pytest

from claimsdb import curation, review
from claimsdb.choices import ArticleState, SourceState
from claimsdb.models import Claim
from claimsdb.review import publication
from tests.api.test_changes import gone, keys, read
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    ArticleFactory,
    AssessmentFactory,
    AttributionFactory,
    ClaimFactory,
    SourceFactory,
)

pytestmark = [pytest.mark.both_engines, pytest.mark.django_db]


def claim(**fields):
    source = SourceFactory(slug="times", country="FR")
    return AcceptedClaimFactory(article=ArticleFactory(source=source, language="de"), hedge="reportedly", **fields)


def withdraw(row):
    publication.set_state(row.article, ArticleState.WITHDRAWN, by=None)


def propose(row):
    row.article.source.state = SourceState.PROPOSED
    row.article.source.save()


def reopen(row):
    review.reopen(row, by=None)


def merge(row):
    review.mark_duplicate(row, original=AcceptedClaimFactory(), by=None)


def take_actor_out(row):
    actor = row.attributions.get().actor
    row.attributions.all().delete()
    actor.delete()


def spoken():
    return AttributionFactory(claim=claim(), actor=ActorFactory(slug="kim", country="KP")).claim


def assessed():
    row = claim()
    AssessmentFactory(claim=row, publisher=row.article.source, published_on="2024-11-01", language="fr")
    return row


def key(row):
    return row.key


def source(row):
    return "times"


def article(row):
    return str(row.article_id)


def assessment(row):
    return row.assessments.get().key


# of, parameter and its value (of the row), what is made, what becomes of it, whose line is gone
FOLLOWED = [
    ("claims", "article", article, claim, withdraw, key),
    ("claims", "article", lambda row: row.article.file_name, claim, withdraw, key),
    ("claims", "source", source, claim, propose, key),
    ("claims", "source", source, claim, withdraw, key),
    ("claims", "key", key, claim, withdraw, key),
    ("claims", "key", key, claim, reopen, key),
    ("claims", "key", key, claim, merge, key),
    ("claims", "actor", lambda row: "kim", spoken, take_actor_out, key),
    ("claims", "claimant__all", lambda row: "kim", spoken, take_actor_out, key),
    ("claims", "hedge", lambda row: "reportedly", claim, reopen, key),
    ("claims", "language", lambda row: "de", claim, withdraw, key),
    ("articles", "source", source, claim, propose, article),
    ("articles", "language", lambda row: "de", claim, withdraw, article),
    ("sources", "country", lambda row: "FR", claim, propose, source),
    ("actors", "country", lambda row: "KP", spoken, take_actor_out, lambda row: "kim"),
    ("assessments", "claim", key, assessed, reopen, assessment),
    ("assessments", "publisher", source, assessed, propose, assessment),
    ("assessments", "language", lambda row: "fr", assessed, reopen, assessment),
]


@pytest.mark.parametrize(("of", "name", "value", "make", "change", "told"), FOLLOWED)
def test_what_was_followed_is_gone(api, of, name, value, make, change, told):
    row = make()
    asked, expected = {"of": of, name: value(row)}, told(row)
    found, since = read(api, **asked)
    assert (keys(found), gone(found)) == ([expected], [])
    change(row)
    found, since = read(api, since, **asked)
    assert expected in gone(found)
    assert gone(found) == keys(found)
    assert read(api, since, **asked)[0] == []


def test_one_of_several_values_goes_and_the_others_stay(api):
    first, second = AcceptedClaimFactory(), AcceptedClaimFactory()
    asked = {"article": f"{first.article_id},{second.article_id}"}
    _, since = read(api, **asked)
    withdraw(first)
    review.amend(second, by=None, fields={"phase": "planned"})
    found, since = read(api, since, **asked)
    assert {each["key"]: each["gone"] for each in found} == {first.key: True, second.key: False}
    found, _ = read(api, since, article__not=first.article_id)
    assert found == []


# never public -> of, parameter, its value and one that there has never been
NEVER_PUBLIC = {
    "draft article": lambda: (
        "claims",
        "article",
        AcceptedClaimFactory(article__state=ArticleState.DRAFT).article_id,
        10**9,
    ),
    "its claim": lambda: ("claims", "key", AcceptedClaimFactory(article__state=ArticleState.DRAFT).key, "a" * 16),
    "not this article": lambda: ("claims", "article__not", ArticleFactory(state=ArticleState.DRAFT).pk, 10**9),
    "proposed source": lambda: ("claims", "source", SourceFactory(state=SourceState.PROPOSED).slug, "nowhere"),
    "source of articles": lambda: ("articles", "source", SourceFactory(state=SourceState.PROPOSED).slug, "nowhere"),
    "publisher": lambda: ("assessments", "publisher", SourceFactory(state=SourceState.PROPOSED).slug, "nowhere"),
    "assessed": lambda: ("assessments", "claim", ClaimFactory().key, "a" * 16),
    "hedge": lambda: ("claims", "hedge", ClaimFactory(hedge="supposedly").hedge, "allegedly"),
}


@pytest.mark.parametrize("name", NEVER_PUBLIC)
def test_the_hidden_is_as_what_never_was(api, name):
    AcceptedClaimFactory()
    of, parameter, hidden, nothing = NEVER_PUBLIC[name]()
    for since in ("", read(api, of=of)[1]):
        place = {"since": since} if since else {}
        answers = [api.get("/api/changes/", {"of": of, parameter: each, **place}) for each in (hidden, nothing)]
        assert [each.status_code for each in answers] == [200 if since else 400] * 2
        first, second = [answer.json() for answer in answers]
        assert first.get("results") == second.get("results")
        for error in (*first.get("errors", []), *second.get("errors", [])):
            assert (error["parameter"], "nearest" in error) == (parameter, False)


def test_nobody_learns_what_a_public_duplicate_repeats(api, settings):
    settings.CLAIMSDB_PUBLIC_STATUSES = ["accepted", "duplicate"]
    repeats, original = AcceptedClaimFactory(), ClaimFactory()
    _, since = read(api, status="duplicate")
    review.mark_duplicate(repeats, original=original, by=None)
    found, _ = read(api, since, duplicate_of=original.key)
    assert (keys(found), gone(found)) == ([repeats.key], [repeats.key])


@pytest.mark.parametrize("query", ["stance=nothing", "article=", "published_after=x", "kind=x", "source=a%00b"])
def test_what_can_be_no_value_stays_a_fault(api, query):
    _, since = read(api)
    assert api.get(f"/api/changes/?since={since}&{query}").status_code == 400


def test_a_merged_actor_leads_on(api):
    row = spoken()
    _, since = read(api, actor="kim")
    actor = row.attributions.get().actor
    curation.merge_actors(actor, into=ActorFactory(), seen=None, by=None)
    found, _ = read(api, since, actor="kim")
    assert (keys(found), gone(found)) == ([row.key], [])
    assert Claim.objects.get(pk=row.pk).version == row.version + 1
