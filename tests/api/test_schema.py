"""The published description of the API: valid, complete, shown without a network, and what the API really does."""

import json
import re
from contextlib import contextmanager
from pathlib import Path

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from api.http.renderers import SelectionRenderer
from api.schema.vocabularies import VOCABULARIES, description_of
from api.views.actors import ActorViewSet
from api.views.articles import ArticleViewSet
from api.views.claims import ClaimViewSet
from api.views.sources import SourceViewSet
from claimsdb.choices import (
    ActorKind,
    AffiliationKind,
    Basis,
    DerivationKind,
    NameKind,
    Phase,
    PublishedBasis,
    Qualifier,
    Quotation,
    Reason,
    Reliability,
    Role,
    SourceKind,
    Stance,
    Status,
    Topic,
    Verb,
    Voice,
)
from tests.factories import (
    AcceptedClaimFactory,
    AnswerFactory,
    AssessmentFactory,
    QuestionFactory,
    RelationFactory,
    SourceFactory,
)

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("schema")]  # one worker, so that the claims are made once
SCHEMA = json.loads(OpenApiJsonRenderer().render(SchemaGenerator().get_schema(public=True)))
COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.json"
VIEWS = {"claims": ClaimViewSet, "articles": ArticleViewSet, "sources": SourceViewSet, "actors": ActorViewSet}
OPERATIONS = {operation["operationId"]: operation for path in SCHEMA["paths"].values() for operation in path.values()}
READ = [path for path, operations in SCHEMA["paths"].items() if "get" in operations]


@pytest.fixture
def claims(db, lasting_claims):
    return lasting_claims


def example_of(parameter):
    schema = parameter["schema"]
    [first, *_] = schema.get("items", schema).get("examples") or [
        each["value"] for each in parameter.get("examples", {"": {"value": parameter.get("example")}}).values()
    ]
    return first


def test_schema_is_valid_without_a_warning(capsys):
    validate_schema(SchemaGenerator().get_schema(public=True))
    assert SCHEMA["openapi"].startswith("3.1")
    assert capsys.readouterr().err == ""


def test_committed_schema_is_the_present_one():
    committed = json.loads(COMMITTED.read_text(encoding="utf-8"))
    assert committed == SCHEMA, "docs/openapi.json is behind the API: `make schema` writes it anew."


# What an operation answers besides 400 and 401, which all do, by the end of its path.
ANSWERS = {
    "get /api/claims/": {"200", "403"},
    "get /api/claims/facets/": {"200", "403"},
    "get /api/claims/export/": {"200", "403"},
    "get /api/claims/{key}/": {"200", "308", "404", "406", "410"},
    "get /api/claims/{key}/history/": {"200", "308", "404", "410"},
    "post /api/claims/{key}/accept/": {"200", "403", "404", "409", "412", "413", "415", "428"},
    "get /api/articles/": {"200", "403"},
    "get /api/articles/{id}/": {"200", "404", "410"},
    "get /api/sources/{name}/": {"200", "404"},
    "get /api/actors/{name}/": {"200", "404"},
    "get /api/assessments/{key}/": {"200", "404"},
    "get /api/search/": {"200"},
    "get /api/changes/": {"200"},
    "get /api/factcheck/v1alpha1/claims:search": {"200"},
}


@pytest.mark.parametrize("operation", ANSWERS)
def test_operations_describe_what_they_answer(operation):
    method, path = operation.split()
    described = SCHEMA["paths"][path][method]["responses"]
    assert ANSWERS[operation] | {"400", "401", "default"} <= described.keys()


def test_problems_are_described_as_they_are():
    problem, fault = (SCHEMA["components"]["schemas"][name]["properties"] for name in ("Problem", "Fault"))
    assert fault["line"]["type"] == "integer"
    assert problem["duplicate_of"]


@pytest.mark.parametrize("place", VIEWS)
def test_lists_describe_all_their_parameters(place):
    described = {each["name"] for each in OPERATIONS[f"{place}_list"]["parameters"]}
    common = {"limit", "cursor", "ordering", "fields", "expand"}
    assert described == {*VIEWS[place].filterset_class.base_filters, *common}


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_can_be_read_alone(name):
    operation = OPERATIONS[name]
    assert operation["summary"].lower().replace(" ", "_") != name  # which says it once more, in no words
    assert operation["description"]
    for parameter in operation.get("parameters", []):
        assert parameter["description"], parameter["name"]
        assert example_of(parameter) is not None, parameter["name"]
    assert all(answer["description"] for answer in operation["responses"].values())


def test_operations_have_tidy_names():
    assert len(OPERATIONS) == sum(len(path) for path in SCHEMA["paths"].values())
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)+", name) for name in OPERATIONS)
    assert OPERATIONS.keys() >= {f"{place}_{action}" for place in VIEWS for action in ("list", "retrieve")}
    assert OPERATIONS.keys() >= {"claims_accept", "claims_reject", "claims_amend", "claims_reopen", "claims_facets"}


CLOSED = {
    "Claim.status": Status,
    "Claim.voice": Voice,
    "Claim.quotation": Quotation,
    "Claim.stance": Stance,
    "Claim.phase": Phase,
    "Claim.topic": [*Topic, None],
    "ClaimDetail.topic": [*Topic, None],
    "ClaimInArticle.status": Status,
    "Part.role": Role,
    "Attribution.role": Role,
    "Quantity.qualifier": Qualifier,
    "Quantity.basis": Basis,
    "Decision.verb": Verb,
    "Decision.from_status": [*Status, None],
    "Decision.to_status": Status,
    "Decision.reason": [*Reason, None],
    "Article.published_basis": PublishedBasis,
    "Derivation.kind": DerivationKind,
    "Source.kind": SourceKind,
    "Source.reliability": Reliability,
    "Actor.kind": ActorKind,
    "ActorLine.kind": ActorKind,
    "ActorName.kind": NameKind,
    "Member.kind": AffiliationKind,
}


@pytest.mark.parametrize("place", CLOSED)
def test_answers_name_the_words_of_closed_lists(place):
    component, name = place.split(".")
    described = SCHEMA["components"]["schemas"][component]["properties"][name]
    words = [word for word in CLOSED[place] if word is not None]
    alternatives = described.get("anyOf", [described])
    vocabulary = SCHEMA["components"]["schemas"][alternatives[0]["$ref"].rpartition("/")[2]]
    assert (vocabulary["type"], vocabulary["enum"]) == ("string", words)
    assert alternatives[1:] == ([{"type": "null"}] if None in [*CLOSED[place]] else [])


def test_no_list_of_words_that_has_a_name_stands_anywhere_else():
    described = SCHEMA | {"components": {"schemas": {**SCHEMA["components"]["schemas"]}}}
    for name in VOCABULARIES:
        described["components"]["schemas"].pop(name, None)
    assert [name for name, words in VOCABULARIES.items() if json.dumps([*words])[1:-1] in json.dumps(described)] == []


@pytest.mark.parametrize("name", VOCABULARIES)
def test_every_list_of_words_says_what_it_is_about(name):
    assert description_of(VOCABULARIES[name])


def test_documents_have_one_schema():
    schemas = json.dumps(SCHEMA["components"]["schemas"])
    assert "SelectedClaim" not in schemas
    results = SCHEMA["components"]["schemas"]["PaginatedClaimList"]["properties"]["results"]
    assert results == {"type": "array", "items": {"$ref": "#/components/schemas/Claim"}}
    content = OPERATIONS["claims_retrieve"]["responses"]["200"]["content"]
    assert content["application/json"]["schema"] == {"$ref": "#/components/schemas/ClaimDetail"}


def test_a_selection_of_fields_says_so_by_its_media_type(api, claims):
    for url in ("/api/claims/", f"/api/claims/{claims['sent'].key}/"):
        assert api.get(url)["Content-Type"] == "application/json"
        assert api.get(f"{url}?fields=key")["Content-Type"] == SelectionRenderer.media_type
        assert api.get(f"{url}?fields=kez")["Content-Type"] == "application/problem+json"
        assert api.get(f"{url}?expand=article")["Content-Type"] == "application/json"


def test_what_needs_an_account_has_a_padlock_and_nothing_else():
    for path in SCHEMA["paths"].values():
        for method, operation in path.items():
            assert bool(operation.get("security")) is (method != "get"), operation["operationId"]


def test_every_tag_is_described_and_the_server_is_named():
    used = {tag for operation in OPERATIONS.values() for tag in operation["tags"]}
    assert used <= {tag["name"] for tag in SCHEMA["tags"]}
    assert [server["url"] for server in SCHEMA["servers"]] == ["/"]


@pytest.mark.parametrize("place", VIEWS)
def test_examples_are_understood(editor_api, claims, place):
    SourceFactory(country="KP")
    AcceptedClaimFactory(key="keettb4bn3w35ds3", hedge="reportedly", rule="quoted")
    QuestionFactory(slug="nk-troops-sent-to-russia")
    for each in OPERATIONS[f"{place}_list"]["parameters"]:
        if each["name"] not in ("cursor", "article"):
            beside = {"rollup": {"actor": "NK"}, "undated": {"as_of": "2024-10-20"}}.get(each["name"], {})
            answer = editor_api.get(f"/api/{place}/", {each["name"]: str(example_of(each)), **beside})
            assert answer.status_code == 200, answer.json()


DOCUMENTS = {
    "Claim": "/api/claims/",
    "ClaimDetail": "/api/claims/{key}/",
    "Article": "/api/articles/",
    "ArticleDetail": "/api/articles/{article}/",
    "Source": "/api/sources/",
    "SourceDetail": "/api/sources/wire/",
    "Actor": "/api/actors/",
    "ActorDetail": "/api/actors/NK/",
    "Question": "/api/questions/asked/",
    "Answer": "/api/answers/",
    "AnswerDetail": "/api/answers/{answer}/",
    "Relation": "/api/relations/",
    "RelationDetail": "/api/relations/{relation}/",
}


@pytest.mark.parametrize("component", DOCUMENTS)
def test_whole_documents_have_all_that_is_described_and_no_more(api, claims, component):
    """The schema of the answers lets `fields` leave anything out."""
    question = QuestionFactory(slug="asked")
    rows = {
        "answer": AnswerFactory(claim=claims["sent"], question=question, figure=0).pk,
        "relation": RelationFactory(a=claims["sent"], b=claims["denied"], question=question).pk,
    }
    url = DOCUMENTS[component].format(key=claims["sent"].key, article=claims["sent"].article_id, **rows)
    answer = api.get(url).json()
    described = SCHEMA["components"]["schemas"][component]
    validator = Draft202012Validator({**described, "components": SCHEMA["components"]})
    for document in answer.get("results", [answer]):
        validator.validate(document)
        assert document.keys() == described["properties"].keys() == set(described["required"])


def test_docs_page_asks_nobody_else_and_has_no_inline_script(api, db):
    page = api.get("/api/docs/", headers={"accept": "text/html"}).content.decode()
    assert "://" not in page
    assert page.count("<script") == page.count("<script src=")


@contextmanager
def connection_kept():
    """A web server would close the connection that holds the test's rows."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def served(lasting_claims):
    """The application as a web server runs it, and what it says of itself."""
    with connection_kept():
        return schemathesis.openapi.from_wsgi("/api/schema/?format=json", get_wsgi_application())


@pytest.fixture
def server(claims, served):
    with connection_kept():
        yield served


def check(case):
    """That the answer is one the schema describes. Which of the described ones fits, the other tests say."""
    # Its client asks for gzip and does not unpack it.
    plain = {"Accept-Encoding": "identity"}
    case.call_and_validate(headers=plain, excluded_checks=[negative_data_rejection, positive_data_acceptance])


@pytest.mark.parametrize("path", READ)
def test_answers_agree_with_the_schema(server, path):
    operation = server[path]["GET"]

    @settings(max_examples=10, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def answers(case):
        check(case)

    answers()


@pytest.mark.parametrize("path", [path for path in READ if "{task}" not in path])  # its sender's alone: test_handed_in
def test_what_is_found_agrees_with_the_schema(server, claims, path):
    [_, _, thing, *_] = path.split("/")
    row = {
        "claims": claims["sent"].key,
        "articles": claims["sent"].article_id,
        "sources": "wire",
        "actors": "NK",
        "assessments": AssessmentFactory(claim=claims["sent"], published_on="2024-11-01").key,
        "questions": (question := QuestionFactory()).slug,
        "answers": AnswerFactory(claim=claims["sent"], question=question, figure=0).pk,
        "relations": RelationFactory(a=claims["sent"], b=claims["denied"], question=question).pk,
    }
    places = {place: row[thing] for place in ("key", "id", "name", "slug") if f"{{{place}}}" in path}
    query = {"factcheck": {"query": "sent"}, "search": {"search": "sent"}}.get(thing, {})
    case = server[path]["GET"].Case(path_parameters=places, query=query)
    assert case.call().status_code == 200
    check(case)
