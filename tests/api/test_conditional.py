"""ETag, Last-Modified, Cache-Control and Vary: what a reader need not be sent again, and who may keep what."""

import pytest
from django.test import override_settings

from claimsdb import review
from claimsdb.choices import ArticleState, SourceState
from claimsdb.models import Actor, Article, DataVersion
from tests.factories import ActorFactory, ArticleFactory, AttributionFactory, ClaimFactory, SourceFactory

LISTS = ["/api/", "/api/claims/", "/api/claims/?actor=NK&limit=2", "/api/articles/", "/api/sources/", "/api/actors/"]


@pytest.fixture
def places(claims):
    return [
        *LISTS,
        "/api/search/?search=NK",
        "/api/changes/",
        f"/api/claims/{claims['sent'].key}/",
        f"/api/articles/{claims['sent'].article_id}/",
        "/api/actors/NK/",
        "/api/sources/wire/",
    ]


def again(client, url, answer, **headers):
    return client.get(url, headers={"if-none-match": answer["ETag"], **headers})


def test_what_is_known_is_not_sent_again(api, places, subtests):
    for url in places:
        with subtests.test(url):
            answer = api.get(url)
            assert not answer["ETag"].startswith("W/")
            known = again(api, url, answer)
            assert (known.status_code, known.content, known["ETag"]) == (304, b"", answer["ETag"])
            assert known["Cache-Control"] == answer["Cache-Control"]


def test_a_write_makes_all_of_it_new(api, places, subtests):
    before = {url: api.get(url) for url in places}
    ActorFactory()
    for url, answer in before.items():
        with subtests.test(url):
            assert again(api, url, answer).status_code == 200


def test_what_is_hidden_changes_no_public_tag(api, editor_api, places):
    before = {url: (api.get(url)["ETag"], api.get(url)["Last-Modified"]) for url in places}
    of_editors = editor_api.get("/api/claims/")["ETag"]
    claim = ClaimFactory(article=Article.objects.first())
    AttributionFactory(claim=claim, actor=Actor.objects.first())
    review.reject(claim, by=None, reason="unclear")
    draft = ArticleFactory(state=ArticleState.DRAFT, source=SourceFactory(state=SourceState.PROPOSED))
    draft.byline = "Kim"
    draft.save()
    Article.objects.filter(pk=draft.pk).update(title="Another")
    assert {url: (api.get(url)["ETag"], api.get(url)["Last-Modified"]) for url in places} == before
    assert editor_api.get("/api/claims/")["ETag"] != of_editors


def test_known_takes_one_statement(api, claims, django_assert_num_queries):
    answer = api.get("/api/claims/?actor=NK")
    with django_assert_num_queries(1):
        assert again(api, "/api/claims/?actor=NK", answer).status_code == 304


@pytest.mark.parametrize("known", ["*", '"x", {tag}', "W/{tag}", "{tag}", '"x",W/{tag},"y"'])
def test_ways_to_say_what_is_known(api, claims, known):
    tag = api.get("/api/claims/")["ETag"]
    assert api.get("/api/claims/", headers={"if-none-match": known.format(tag=tag)}).status_code == 304


@pytest.mark.parametrize("known", ["", '""', "nonsense", '"x"', '"3-x"', "W/", '"'])
def test_what_nobody_sent_is_not_known(api, claims, known):
    assert api.get("/api/claims/", headers={"if-none-match": known}).status_code == 200


def test_every_answer_has_a_tag_of_its_own(api, editor_api, claims):
    key = claims["sent"].key
    answers = [
        api.get("/api/claims/"),
        api.get("/api/claims/?limit=2"),
        editor_api.get("/api/claims/"),
        api.get("/api/claims/", headers={"host": "127.0.0.1"}),
        api.get(f"/api/claims/{key}/"),
        editor_api.get(f"/api/claims/{key}/"),
    ]
    assert len({answer["ETag"] for answer in answers}) == len(answers)


def test_the_tag_of_a_claim_begins_with_its_key_and_version(api, claims):
    claim = claims["sent"]
    url = f"/api/claims/{claim.key}/"
    assert api.get(url)["ETag"].startswith(f'"{claim.key}-1-')
    review.amend(claim, by=None, fields={"phase": "planned"})
    assert api.get(url)["ETag"].startswith(f'"{claim.key}-2-')


def test_since_when(api, claims):
    answer = api.get("/api/claims/")
    moment = answer["Last-Modified"]
    assert api.get("/api/claims/", headers={"if-modified-since": moment}).status_code == 304
    past = "Mon, 01 Jan 2024 00:00:00 GMT"
    assert api.get("/api/claims/", headers={"if-modified-since": past}).status_code == 200
    assert api.get("/api/claims/", headers={"if-modified-since": "yesterday"}).status_code == 200
    both = {"if-modified-since": moment, "if-none-match": '"x"'}
    assert api.get("/api/claims/", headers=both).status_code == 200


@override_settings(CLAIMSDB_PUBLIC_MAX_AGE=30)
def test_who_may_keep_it(api, editor_api, claims):
    assert api.get("/api/claims/")["Cache-Control"] == "public, max-age=30, must-revalidate"
    assert editor_api.get("/api/claims/")["Cache-Control"] == "no-store"
    assert api.get("/api/claims/", headers={"authorization": "Basic eDp5"})["Cache-Control"] == "no-store"
    assert api.get("/api/claims/?actr=NK")["Cache-Control"] == "no-store"
    for client in (api, editor_api):
        assert {"Accept", "Authorization", "Cookie"} <= set(client.get("/api/claims/")["Vary"].split(", "))


def test_a_page_for_people_is_not_kept(api, claims):
    page = api.get("/api/claims/", headers={"accept": "text/html"})
    assert "ETag" not in page


def test_a_bad_request_is_no_304(api, claims):
    assert api.get("/api/claims/?actr=NK", headers={"if-none-match": '"x"'}).status_code == 400


def test_head_has_the_tag_of_get(api, claims):
    url = "/api/claims/"
    head = api.head(url)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", api.get(url)["ETag"])


def test_before_anything_was_written(api, db):
    DataVersion.objects.all().delete()
    answer = api.get("/api/claims/")
    assert "Last-Modified" not in answer
    assert again(api, "/api/claims/", answer).status_code == 304


@pytest.mark.parametrize(
    "setting",
    [
        {"CLAIMSDB_PUBLIC_STATUSES": ["accepted", "rejected"]},
        {"CLAIMSDB_PUBLIC_TEXTS": "quotes"},
        {"CLAIMSDB_PAGE_SIZE": 2},
    ],
)
def test_another_setting_makes_it_new(api, claims, setting):
    answer = api.get("/api/claims/")
    with override_settings(**setting):
        assert again(api, "/api/claims/", answer).status_code == 200
