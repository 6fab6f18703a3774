"""Articles that editors send: as JSON, as plain text, as JSON lines."""

import json

import pytest

from api.http import parsers
from claimsdb.extraction import ExtractionFailed, ModelMissing
from claimsdb.ingest import extractors
from claimsdb.models import Actor, Article, Claim, Source
from claimsdb.reading import SUBMISSION_FIELDS
from tests.extractors import Marked
from tests.factories import ActorFactory

pytestmark = pytest.mark.django_db

TEXT = "Troops on the move\n\nA spokesman said that they were sent to the east of the country.\n"
GERMAN = "Die Lage\n\nDie Regierung hat gesagt, dass sie nicht mehr mit der Armee in der Stadt ist und das nicht will."
JSON, PLAIN, LINES, NDJSON = "application/json", "text/plain", "application/jsonl", "application/x-ndjson"


@pytest.fixture(autouse=True)
def somebody(db):
    """The registry is not empty, and so need not be brought along."""
    ActorFactory()


@pytest.fixture
def quick(monkeypatch):
    """An extractor that takes no time."""
    monkeypatch.setattr(extractors, "default_extractor", Marked)


def send(client, body, media_type=JSON, query=""):
    data = json.dumps(body) if media_type == JSON else body
    return client.generic("POST", f"/api/articles/{query}", data, content_type=media_type)


def lines(*articles):
    return "\n".join(json.dumps(article) for article in articles)


def test_a_new_article_is_read_with_its_claims(editor_api):
    fields = {"byline": "Kim", "url": "https://example.org/a", "published_on": "2024-10-17", "source": "example.org"}
    answer = send(editor_api, {"text": TEXT, "file_name": "a.txt", "title": None, **fields})
    shown = answer.json()
    assert (answer.status_code, answer["Location"], shown["status"]) == (201, shown["url"], "new")
    assert (shown["title"], shown["byline"], shown["original_url"]) == ("Troops on the move", "Kim", fields["url"])
    assert (shown["published_on"], shown["proposed_source"]["name"], shown["file_name"]) == (
        "2024-10-17",
        "example.org",
        "a.txt",
    )
    [claim] = shown["claims"]
    assert (claim["status"], claim["text"]) == ("extracted", "They were sent to the east of the country.")
    assert editor_api.get(answer["Location"]).json().items() <= shown.items()


def test_a_known_article_stays_as_it_is(editor_api, quick):
    first = send(editor_api, {"text": TEXT}).json()
    again = send(editor_api, {"text": TEXT, "title": "Another", "source": "elsewhere.example"})
    assert (again.status_code, again.json()["status"], again.has_header("Location")) == (200, "known", False)
    assert {name: again.json()[name] for name in first.keys() - {"status"}} == {
        name: first[name] for name in first.keys() - {"status"}
    }
    assert not Source.objects.exists()


def test_plain_text_has_the_rest_in_the_address(editor_api, quick):
    answer = send(editor_api, TEXT, PLAIN, "?published_on=2024-10-17&language=en-GB&source=The%20Wire")
    assert (answer.status_code, answer.json()["text"]) == (201, TEXT)
    assert (answer.json()["language"], answer.json()["proposed_source"]["name"]) == ("en-GB", "The Wire")


def test_an_article_in_a_language_that_is_not_read_is_stored(editor_api):
    answer = send(editor_api, {"text": GERMAN, "file_name": "lage.txt"})
    assert (answer.status_code, answer.json()["status"], answer.json()["claims"]) == (201, "unread", [])
    assert answer.json()["why"].startswith("The article is in 'de'; the extractor spacy-rules reads English")


@pytest.mark.parametrize("media_type", [LINES, NDJSON])
def test_each_line_has_its_outcome(editor_api, media_type):
    send(editor_api, {"text": TEXT})
    body = lines({"text": TEXT}, {"text": TEXT + "\nMore."}, {"text": GERMAN}) + "\n\n" + lines({"text": GERMAN})
    answer = send(editor_api, body, media_type)
    assert answer.status_code == 207
    results = answer.json()["results"]
    outcomes = [(each["line"], each["status"], each["claims"]) for each in results]
    assert outcomes == [(1, "known", 0), (2, "new", 1), (3, "unread", 0), (5, "known", 0)]
    assert [bool(each["why"]) for each in results] == [False, False, True, False]
    assert results[1]["article"] == {
        "id": Article.objects.get(text=TEXT + "\nMore.").pk,
        "url": f"http://testserver/api/articles/{results[1]['article']['id']}/",
        "title": "Troops on the move",
    }


NO_NAMES = ["a/b.txt", "/etc/passwd", "..", ".", "..\\a.txt", "a\nb.txt", "a\x7f.txt", "a\u202etxt.exe", "a\u2028b"]

# body, media type, query -> status, what is at fault, words of the detail
REFUSED = [
    ([], JSON, "", 400, {"pointer": ""}, "A list is no object"),
    ("text", JSON, "", 400, {"pointer": ""}, "'text' is no object"),
    ({}, JSON, "", 400, {"pointer": "/text"}, "missing"),
    ({"text": ""}, JSON, "", 400, {"pointer": "/text"}, "empty"),
    ({"text": 5}, JSON, "", 400, {"pointer": "/text"}, "not a string"),
    ({"text": "a\0b"}, JSON, "", 400, {"pointer": "/text"}, "NUL"),
    ({"text": "Title\n"}, JSON, "", 400, {"pointer": "/text"}, "no body"),
    ({"txt": TEXT}, JSON, "", 400, {"pointer": "/txt"}, "no such field"),
    ({"text": TEXT, "url": "nowhere"}, JSON, "", 400, {"pointer": "/url"}, "not an address"),
    ({"text": TEXT, "published_on": "soon"}, JSON, "", 400, {"pointer": "/published_on"}, "not a day"),
    ({"text": TEXT, "byline": "x" * 301}, JSON, "", 400, {"pointer": "/byline"}, "room for 300"),
    ({"text": TEXT}, JSON, "?title=x", 400, {"parameter": "title"}, "no such parameter"),
    (TEXT, PLAIN, "?titel=x", 400, {"parameter": "titel"}, "no such parameter"),
    (TEXT, PLAIN, "?language=!", 400, {"parameter": "language"}, "BCP 47"),
    (TEXT, PLAIN, "?title=x&title=y", 400, {"parameter": "title"}, "takes one value"),
    (TEXT.encode("utf-16"), PLAIN, "", 400, {"pointer": ""}, "UTF-16"),
    (b"caf\xe9 and more", PLAIN, "", 400, {"pointer": ""}, "not UTF-8"),
    ("\n\n", LINES, "", 400, {"line": 1}, "no line"),
    (lines({"text": TEXT}, {"text": TEXT, "titel": "x"}), LINES, "", 400, {"line": 2, "nearest": ["title"]}, "titel: There is no such field"),
    (lines({"text": TEXT, "": "x"}), LINES, "", 400, {"line": 1, "known": [*SUBMISSION_FIELDS]}, "no such field"),
    (lines({"text": TEXT, "url": "x"}), LINES, "", 400, {"line": 1}, "Line 1: url: 'x' is not an address"),
    ({"text": f"<!DOCTYPE html>\n<html><body><p>{TEXT}</p></body></html>"}, JSON, "", 400, {"pointer": "/text"}, "load_articles reads web pages"),
    ({"text": f"Troops\n\n<p>{TEXT}</p>"}, JSON, "", 400, {"pointer": "/text"}, "has <p>, which is HTML"),
    ({"text": f"{TEXT}It was <em>large</em>."}, JSON, "", 400, {"pointer": "/text"}, "has <em>, which is HTML"),
    ({"text": f"{TEXT}AT&amp;T."}, JSON, "", 400, {"pointer": "/text"}, "has &amp;, which is HTML"),
    ({"text": TEXT, "title": "Troops &#8217;move"}, JSON, "", 400, {"pointer": "/title"}, "has &#8217;, which is HTML"),
    (TEXT, PLAIN, "?byline=%3Ca%20href=x%3EKim%3C/a%3E", 400, {"parameter": "byline"}, "which is HTML"),
    (f"{TEXT}<i>More</i>", PLAIN, "", 400, {"pointer": ""}, "has <i>, which is HTML"),
    (f"<html>{TEXT}</html>", PLAIN, "", 400, {"pointer": ""}, "has the tag <html> of HTML"),
    (lines({"text": f"{TEXT}<br/>More."}), LINES, "", 400, {"line": 1}, "text: has <br/>, which is HTML"),
    *(({"text": TEXT, "file_name": name}, JSON, "", 400, {"pointer": "/file_name"}, "not the name of a file") for name in NO_NAMES),
    ({"text": TEXT, "file_name": "x" * 256}, JSON, "", 400, {"pointer": "/file_name"}, "room for 255"),
    (TEXT, PLAIN, "?file_name=a/b.txt", 400, {"parameter": "file_name"}, "not the name of a file"),
    (lines({"text": TEXT, "file_name": "../a"}), LINES, "", 400, {"line": 1}, "file_name: '../a' is not the name of a file"),
    ({"text": TEXT, "published_on": "20241017"}, JSON, "", 400, {"pointer": "/published_on"}, "not a day"),
    ('{"text": "x"}', LINES, "?title=x", 400, {"parameter": "title"}, "no such parameter"),
    ("<p>Troops</p>", "text/html", "", 415, None, "application/jsonl"),
    ("x" * (parsers.LINES_SIZE + 1), LINES, "", 413, None, "200,000 bytes"),
    ("{}\n" * (parsers.LINES_LIMIT + 1), LINES, "", 413, None, "51 articles"),
    ("x" * (2 * 1024 * 1024 + 1), PLAIN, "", 413, None, "2,097,152"),
]  # fmt: skip


@pytest.mark.parametrize(("body", "media_type", "query", "status", "fault", "words"), REFUSED)
def test_what_cannot_be_read_is_named_and_not_stored(editor_api, body, media_type, query, status, fault, words):
    answer = send(editor_api, body, media_type, query)
    document = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert words in document["detail"]
    assert fault is None or fault.items() <= document["errors"][0].items()
    assert not Article.objects.exists()


PLAIN_TEXTS = ["1 < 2 and 3 > 2.", "R&D; AT&T.", "<3", "See <https://example.org/p>.", "He wrote <unk>."]


@pytest.mark.parametrize("words", PLAIN_TEXTS)
def test_what_only_looks_like_html_is_plain_text(editor_api, quick, words):
    answer = send(editor_api, {"text": f"{TEXT}\n{words}", "file_name": "Доклад 1.v2..txt"})
    assert (answer.status_code, answer.json()["file_name"]) == (201, "Доклад 1.v2..txt")


def test_all_lines_are_read_before_the_first_is_stored(editor_api):
    answer = send(editor_api, lines({"text": TEXT}, {"text": ""}, {"text": TEXT, "titel": "x"}) + "\nno", LINES)
    assert answer.status_code == 400
    assert [error["line"] for error in answer.json()["errors"]] == [2, 3, 4]
    assert not Article.objects.exists()


@pytest.mark.parametrize(("client", "status"), [("api", 401), ("reader_api", 403)])
def test_only_editors_send(request, client, status):
    assert send(request.getfixturevalue(client), {"text": TEXT}).status_code == status
    assert not Article.objects.exists()


def test_without_its_language_model_it_says_so(editor_api, settings, monkeypatch):
    settings.CLAIMSDB_SPACY_MODEL = "no_such_model"
    monkeypatch.setattr(extractors, "default_extractor", extractors.default_extractor.__wrapped__)
    answer = send(editor_api, {"text": TEXT})
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/problem+json")
    assert "no_such_model is not installed" in answer.json()["detail"]
    assert not Article.objects.exists()


@pytest.mark.parametrize("error", [ModelMissing, ExtractionFailed])
def test_lines_before_the_one_at_which_it_ends_are_stored(editor_api, monkeypatch, error):
    class Ending(Marked):
        def extract(self, record, *, registry):
            if "END" in record.text:
                raise error("The endpoint is away.")
            return super().extract(record, registry=registry)

    monkeypatch.setattr(extractors, "default_extractor", Ending)
    answer = send(editor_api, lines({"text": TEXT}, {"text": TEXT + "\nEND\n"}, {"text": TEXT + "\nMore.\n"}), LINES)
    assert answer.status_code == 503
    assert answer.json()["detail"].startswith("Line 2: The endpoint is away. The lines before it are stored")
    assert (Article.objects.count(), Claim.objects.count()) == (1, 1)


def test_a_database_without_actors_is_given_them(editor_api, quick):
    Actor.objects.all().delete()
    assert send(editor_api, {"text": TEXT}).status_code == 201
    assert Actor.objects.filter(slug="north-korea").exists()
