"""The published description of the API: valid, complete, shown without a network, and what the API really does."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from api.views import ActorViewSet, ArticleViewSet, ClaimViewSet, SourceViewSet
from tests.factories import SourceFactory

SCHEMA = SchemaGenerator().get_schema(public=True)
VIEWS = {"claims": ClaimViewSet, "articles": ArticleViewSet, "sources": SourceViewSet, "actors": ActorViewSet}
PATHS = [path for path in SCHEMA["paths"] if path != "/api/schema/"]


def example_of(parameter):
    schema = parameter["schema"]
    return schema.get("items", schema)["examples"][0]


def test_schema_is_valid_without_a_warning(capsys):
    validate_schema(SchemaGenerator().get_schema(public=True))
    assert SCHEMA["openapi"].startswith("3.1")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("place", VIEWS)
def test_every_parameter_is_described_with_an_example(place):
    described = {each["name"]: each for each in SCHEMA["paths"][f"/api/{place}/"]["get"]["parameters"]}
    assert described.keys() >= {*VIEWS[place].filterset_class.base_filters, "limit", "cursor", "ordering"}
    for name, each in described.items():
        assert each["description"], name
        assert example_of(each) is not None, name


@pytest.mark.parametrize("place", VIEWS)
def test_examples_are_understood(api, claims, place):
    SourceFactory(country="KP")
    for each in SCHEMA["paths"][f"/api/{place}/"]["get"]["parameters"]:
        if each["name"] not in ("cursor", "article"):
            answer = api.get(f"/api/{place}/", {each["name"]: str(example_of(each))})
            assert answer.status_code == 200, answer.json()


def test_docs_page_asks_nobody_else_and_has_no_inline_script(api, db):
    page = api.get("/api/docs/", headers={"accept": "text/html"}).content.decode()
    assert "://" not in page
    assert page.count("<script") == page.count("<script src=")


@pytest.fixture
def server(claims):
    """The application as a web server runs it, except that it keeps the connection that holds the test's rows."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/schema/?format=json", get_wsgi_application())
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def check(case):
    """That the answer is one the schema describes. Which of the described ones fits, the other tests say."""
    # Its client asks for gzip and does not unpack it.
    plain = {"Accept-Encoding": "identity"}
    case.call_and_validate(headers=plain, excluded_checks=[negative_data_rejection, positive_data_acceptance])


@pytest.mark.parametrize("path", PATHS)
def test_answers_agree_with_the_schema(server, path):
    operation = server[path]["GET"]

    @settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def answers(case):
        check(case)

    answers()


def test_what_is_found_agrees_with_the_schema(server, claims, world):
    rows = {"key": claims["sent"].key, "id": claims["sent"].article_id}
    for path in PATHS:
        name = "wire" if "sources" in path else "NK"
        places = {place: rows.get(place, name) for place in ("key", "id", "name") if f"{{{place}}}" in path}
        case = server[path]["GET"].Case(path_parameters=places)
        assert case.call().status_code == 200
        check(case)
