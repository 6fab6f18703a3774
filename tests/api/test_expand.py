"""`expand`: parts of a document in full, at a fixed cost."""

import pytest

from api.documents import expansion
from claimsdb.models import Article, Claim
from tests.api.test_shapes import crowd
from tests.factories import AffiliationFactory, AssessmentFactory, AttributionFactory, SourceFactory

TABLES = {
    "claims": expansion.CLAIM_EXPANSIONS,
    "articles": expansion.ARTICLE_EXPANSIONS,
    "sources": expansion.SOURCE_EXPANSIONS,
    "actors": expansion.ACTOR_EXPANSIONS,
    "assessments": expansion.ASSESSMENT_EXPANSIONS,
}
SEARCHED = {"claims": "&search=spokesman"}  # without which there are no hits


@pytest.fixture
def sent(api, claims):
    """Asks for the claim "sent", expanded, in the list."""
    article = claims["sent"].article_id

    def asked(expand):
        asked_for = f"&expand={expand}" if expand else ""
        answer = api.get(f"/api/claims/?article={article}&topic=troop-deployment{asked_for}")
        assert answer.status_code == 200, answer.json()
        return answer.json()["results"][0]

    return asked


def listed(api, place, name, value):
    return next(row for row in api.get(f"/api/{place}/").json()["results"] if row[name] == value)


def test_article_is_as_in_its_list(api, sent, claims):
    assert sent("article")["article"] == listed(api, "articles", "id", claims["sent"].article_id)


@pytest.mark.parametrize("expand", ["source", "article,source", "source,article", "source&expand=article"])
def test_source_is_as_in_its_list(api, sent, expand):
    article = sent(expand)["article"]
    assert article["source"] == listed(api, "sources", "slug", "wire")
    assert ("byline" in article) == ("article" in expand)


def test_actors_are_as_in_their_list_beside_their_parts(api, sent):
    plain, expanded = sent("")["actors"], sent("actors")["actors"]
    assert [part["code"] for part in expanded] == ["belousov", "ministry", "RU", "NK"]
    for before, part in zip(plain, expanded, strict=True):
        assert part == listed(api, "actors", "code", part["code"]) | before


def test_unnamed_actor_is_nobody(api, claims):
    parts = api.get("/api/claims/?voice=article&expand=actors").json()["results"][0]["actors"]
    unnamed, side = parts
    assert unnamed["name"] == "US officials"
    assert [unnamed[name] for name in ("code", "slug", "url", "kind", "country", "codes")] == [None] * 6
    assert (side["code"], side["kind"], side["via"]) == ("US", "state", "US officials")


@pytest.mark.parametrize("part", ["attributions", "decisions", "assessments"])
def test_list_adds_what_the_detail_has(api, sent, claims, part):
    AssessmentFactory.create_batch(2, claim=claims["sent"])
    AssessmentFactory(claim=claims["sent"], published_on=None)
    assert part not in sent("")
    assert sent(part)[part] == api.get(f"/api/claims/{claims['sent'].key}/").json()[part] != []


@pytest.mark.parametrize(("client", "count"), [("api", 1), ("editor_api", 2)])
def test_drafts_are_for_those_who_may_see_them(request, claims, client, count):
    for day in ("2024-11-01", None):
        AssessmentFactory(claim=claims["sent"], published_on=day)
    page = request.getfixturevalue(client).get("/api/claims/?topic=troop-deployment&expand=assessments").json()
    assert [len(claim["assessments"]) for claim in page["results"]] == [count]


@pytest.mark.parametrize("part", ["names", "belongs_to", "members"])
@pytest.mark.parametrize("actor", ["NK", "ministry"])
def test_list_of_actors_adds_what_the_detail_has(api, world, actor, part):
    detail = api.get(f"/api/actors/{actor}/").json()
    [row] = [row for row in api.get(f"/api/actors/?expand={part}").json()["results"] if row["code"] == actor]
    assert row[part] == detail[part]


def test_details_expand_too(api, claims):
    SourceFactory(slug="daughter", parent=SourceFactory(slug="house"))
    claim = claims["sent"]
    detail = api.get(f"/api/claims/{claim.key}/?expand=article,source,actors,attributions,decisions").json()
    assert detail["article"]["source"]["kind"] == "newspaper"
    assert detail["actors"][-1]["country"] == "KP"
    assert api.get("/api/sources/daughter/?expand=parent").json()["parent"] == listed(api, "sources", "slug", "house")
    assert api.get(f"/api/articles/{claim.article_id}/?expand=source").json()["source"]["domain"] is None


@pytest.mark.parametrize("place", TABLES)
def test_what_is_not_there_stays_null_or_empty(api, db, place):
    crowd(1)
    Article.objects.update(source=None)
    for name, each in TABLES[place].items():
        [*_, row] = api.get(f"/api/{place}/?expand={name}{SEARCHED.get(place, '')}").json()["results"]
        assert each.path.split(".")[0] in row


@pytest.mark.parametrize(
    ("query", "parameter", "words"),
    [
        ("expand=articles", "expand", "'articles' cannot be expanded."),
        ("expand=article.source", "expand", "'article.source' cannot be expanded."),
        ("expand=names", "expand", "'names' cannot be expanded."),
        ("fields=key&expand=article", "expand", "'article' is not among the fields that are asked for."),
        ("fields=article.title&expand=source", "expand", "'source' is not among the fields that are asked for."),
        ("fields=article.byline", "fields", "'article.byline' is there with expand=article alone."),
        ("fields=actors.kind&expand=article", "fields", "'actors.kind' is there with expand=actors alone."),
        ("expand=hits", "expand", "'hits' are there for claims that a `search` finds."),
        ("fields=attributions", "fields", "'attributions' is there with expand=attributions alone."),
    ],
)
def test_expansion_is_refused(api, claims, query, parameter, words):
    answer = api.get(f"/api/claims/?{query}")
    assert answer.status_code == 400
    [error] = answer.json()["errors"]
    assert (error["parameter"], error["detail"]) == (parameter, words)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("fields=key,article.byline&expand=article", {"key", "article"}),
        ("fields=article.source.domain&expand=source", {"article"}),
        ("fields=article&expand=source", {"article"}),
        ("fields=decisions.verb,text&expand=decisions", {"decisions", "text"}),
    ],
)
def test_fields_of_what_is_expanded(api, claims, query, shown):
    for claim in api.get(f"/api/claims/?{query}").json()["results"]:
        assert claim.keys() == shown


@pytest.mark.parametrize("place", TABLES)
def test_twenty_expanded_rows_take_as_many_queries_as_two(api, world, django_assert_max_num_queries, place):
    url = f"/api/{place}/?expand={','.join(TABLES[place])}{SEARCHED.get(place, '')}"
    crowd(2)
    AttributionFactory(claim=Claim.objects.first(), actor=world.north_korea, side=world.south_korea)
    AffiliationFactory(child=world.turkey, parent=world.united_states)
    with django_assert_max_num_queries(100) as few:
        assert api.get(url).status_code == 200
    crowd(18)
    with django_assert_max_num_queries(100) as many:
        assert api.get(url).status_code == 200
    assert len(many.captured_queries) == len(few.captured_queries)
    assert not any('"claimsdb_article"."text",' in query["sql"] for query in many.captured_queries)
