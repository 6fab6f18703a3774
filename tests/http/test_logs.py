"""What is logged, and the id by which an answer, its problem document and the log have the same request."""

import json
import logging
import logging.config

import pytest
from django.core.exceptions import ImproperlyConfigured
from django_guid.context import guid

from claimsdb.http.logs import NOTHING_SENT, for_sentry, logging_settings, report_to_sentry

pytestmark = pytest.mark.django_db
GIVEN = "7f3c5d2e9a4b4c1d8e6f0a1b2c3d4e5f"


@pytest.fixture
def logged(capsys):
    """Configures the log in one form, and gives what a message comes to."""
    root, handlers = logging.getLogger(), [*logging.getLogger().handlers]

    def printed(form, message, *arguments, request=None):
        logging.config.dictConfig(logging_settings(level="WARNING", form=form))
        token = guid.set(request)
        try:
            logging.getLogger("newsroom").warning(message, *arguments)
        finally:
            guid.reset(token)
        return capsys.readouterr().err

    yield printed
    root.handlers[:] = handlers


def test_a_line_names_its_request(logged):
    assert logged("line", "%s is full", "disk", request=GIVEN).endswith(f"WARNING newsroom [{GIVEN}]: disk is full\n")
    assert logged("line", "alone").endswith("WARNING newsroom: alone\n")


def test_json_is_an_object_a_line(logged):
    told = json.loads(logged("json", 'two\nlines and "marks"', request=GIVEN))
    assert told.pop("time").startswith("20")
    assert told == {
        "level": "WARNING",
        "logger": "newsroom",
        "message": 'two\nlines and "marks"',
        "request_id": GIVEN,
    }


def test_another_form_is_refused():
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT is 'xml'; it may be line or json"):
        logging_settings(level="WARNING", form="xml")


@pytest.mark.parametrize(
    ("sent", "kept"), [(GIVEN, True), ("", False), ("1", False), ("x" * 5000, False), (f"{GIVEN} {GIVEN}", False)]
)
def test_the_answer_and_its_problem_have_the_id_of_the_request(client, sent, kept):
    answer = client.get("/api/claims/?acter=x", headers={"X-Request-ID": sent})
    assert answer.json()["request_id"] == answer["X-Request-ID"]
    assert (answer["X-Request-ID"] == sent) == kept
    assert len(answer["X-Request-ID"]) == 32


def test_two_requests_have_two(client):
    assert client.get("/healthz")["X-Request-ID"] != client.get("/healthz")["X-Request-ID"]


def test_sentry_is_sent_nothing_of_what_the_client_sent():
    request = {
        "method": "POST",
        "url": "http://testserver/api/",
        "query_string": "q=x",
        "data": "secret",
        "headers": {},
    }
    event = for_sentry({"request": request}, {})
    assert event["request"] == {"method": "POST", "url": "http://testserver/api/"}
    assert "request_id" in event["tags"]
    assert (NOTHING_SENT["max_request_body_size"], NOTHING_SENT["include_local_variables"]) == ("never", False)


def test_sentry_says_which_package_it_lacks(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "sentry_sdk", None)
    with pytest.raises(ImproperlyConfigured, match="sentry-sdk is not installed"):
        report_to_sentry("https://key@sentry.example/1", release="1")
