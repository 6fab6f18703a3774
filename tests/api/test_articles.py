"""Articles that editors send: as JSON, as plain text, as JSON lines."""

import json

import pytest

from claimsdb.choices import ArticleState
from claimsdb.extraction import ExtractionFailed, ModelMissing
from claimsdb.ingest import extractors
from claimsdb.models import Actor, Article, Claim, Source
from claimsdb.reading import SUBMISSION_FIELDS
from claimsdb.review import publication
from tests.extractors import Marked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("somebody")]

TEXT = "Troops on the move\n\nA spokesman said that they were sent to the east of the country.\n"
GERMAN = "Die Lage\n\nDie Regierung hat gesagt, dass sie nicht mehr mit der Armee in der Stadt ist und das nicht will."
JSON, PLAIN, LINES, NDJSON = "application/json", "text/plain", "application/jsonl", "application/x-ndjson"


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
    assert type(answer["Location"]) is str
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
    of_this_time = {"status", "known_by", "differs"}
    assert {name: again.json()[name] for name in first.keys() - of_this_time} == {
        name: first[name] for name in first.keys() - of_this_time
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
    results = answered(answer)
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
    ({"text": TEXT, "url": "http://[bad"}, JSON, "", 400, {"pointer": "/url"}, "not an address"),
    ({"text": TEXT, "published_on": "soon"}, JSON, "", 400, {"pointer": "/published_on"}, "not a day"),
    ({"text": TEXT, "byline": "x" * 301}, JSON, "", 400, {"pointer": "/byline"}, "room for 300"),
    ({"text": TEXT}, JSON, "?title=x", 400, {"parameter": "title"}, "no such parameter"),
    (TEXT, PLAIN, "?titel=x", 400, {"parameter": "titel"}, "no such parameter"),
    (TEXT, PLAIN, "?language=!", 400, {"parameter": "language"}, "BCP 47"),
    (TEXT, PLAIN, "?title=x&title=y", 400, {"parameter": "title"}, "takes one value"),
    (TEXT.encode("utf-16"), PLAIN, "", 400, {"pointer": ""}, "UTF-16"),
    (b"caf\xe9 and more", PLAIN, "", 400, {"pointer": ""}, "not UTF-8"),
    ("\n\n", LINES, "", 400, {"line": 1}, "no line"),
    ({"text": f"<!DOCTYPE html>\n<html><body><p>{TEXT}</p></body></html>"}, JSON, "", 400, {"pointer": "/text"}, "load_articles reads web pages"),
    ({"text": f"Troops\n\n<p>{TEXT}</p>"}, JSON, "", 400, {"pointer": "/text"}, "has <p>, which is HTML"),
    ({"text": f"{TEXT}It was <em>large</em>."}, JSON, "", 400, {"pointer": "/text"}, "has <em>, which is HTML"),
    ({"text": f"{TEXT}AT&amp;T."}, JSON, "", 400, {"pointer": "/text"}, "has &amp;, which is HTML"),
    ({"text": TEXT, "title": "Troops &#8217;move"}, JSON, "", 400, {"pointer": "/title"}, "has &#8217;, which is HTML"),
    (TEXT, PLAIN, "?byline=%3Ca%20href=x%3EKim%3C/a%3E", 400, {"parameter": "byline"}, "which is HTML"),
    (f"{TEXT}<i>More</i>", PLAIN, "", 400, {"pointer": ""}, "has <i>, which is HTML"),
    (f"<html>{TEXT}</html>", PLAIN, "", 400, {"pointer": ""}, "has the tag <html> of HTML"),
    *(({"text": TEXT, "file_name": name}, JSON, "", 400, {"pointer": "/file_name"}, "not the name of a file") for name in NO_NAMES),
    ({"text": TEXT, "file_name": "x" * 256}, JSON, "", 400, {"pointer": "/file_name"}, "room for 255"),
    (TEXT, PLAIN, "?file_name=a/b.txt", 400, {"parameter": "file_name"}, "not the name of a file"),
    ({"text": TEXT, "published_on": "20241017"}, JSON, "", 400, {"pointer": "/published_on"}, "not a day"),
    ('{"text": "x"}', LINES, "?title=x", 400, {"parameter": "title"}, "no such parameter"),
    ("<p>Troops</p>", "text/html", "", 415, None, "application/jsonl"),
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


def answered(answer):
    """What a streamed answer says of each line, in either form."""
    text = b"".join(answer.streaming_content).decode()
    if answer["Content-Type"].startswith(LINES):
        return [json.loads(line) for line in text.splitlines()]
    return json.loads(text)["results"]


@pytest.mark.parametrize("accept", [JSON, LINES, "*/*"])
def test_each_line_stands_for_itself(editor_api, quick, accept):
    body = lines({"text": TEXT}, {"text": ""}, {"text": TEXT, "titel": "x"}) + "\nno\n\n" + lines({"text": TEXT})
    data = {"data": body, "content_type": LINES}
    answer = editor_api.generic("POST", "/api/articles/", **data, headers={"accept": accept})
    media_type = LINES if accept == LINES else JSON
    assert (answer.status_code, answer["Content-Type"]) == (207, f"{media_type}; charset=utf-8")
    told = answered(answer)
    assert [(each["line"], each["status"]) for each in told] == [
        (1, "new"), (2, "failed"), (3, "failed"), (4, "failed"), (6, "known"),
    ]  # fmt: skip
    assert [each["article"] is None for each in told] == [False, True, True, True, False]
    for each, words in zip(told[1:4], ["empty", "There is no such field", "not JSON"], strict=True):
        assert words in each["why"]
    assert Article.objects.count() == 1


FAULTS_OF_LINES = [
    ({"text": TEXT, "titel": "x"}, "/titel", {"nearest": ["title"], "known": [*SUBMISSION_FIELDS]}, "There is no such field"),
    ({"text": TEXT, "": "x"}, "/", {"known": [*SUBMISSION_FIELDS]}, "There is no such field"),
    ({"text": TEXT, "url": "x"}, "/url", {}, "is not an address"),
    ({"text": TEXT, "language": "english"}, "/language", {"nearest": ["en"]}, "is not a BCP 47 tag"),
    ({"text": f"{TEXT}<br/>More."}, "/text", {}, "has <br/>, which is HTML"),
    ({"text": TEXT, "file_name": "../a"}, "/file_name", {}, "is not the name of a file"),
    ([], "", {}, "not an object"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "pointer", "members", "words"), FAULTS_OF_LINES)
def test_a_line_that_fails_has_the_errors_of_a_body_of_its_own(editor_api, quick, line, pointer, members, words):
    told = answered(send(editor_api, lines({"text": TEXT}, line), LINES))
    assert [(each["line"], each["status"]) for each in told] == [(1, "new"), (2, "failed")]
    [error] = told[1]["errors"]
    assert (error["pointer"], told[0]["errors"]) == (pointer, [])
    assert words in error["detail"]
    assert words in told[1]["why"]
    assert members.items() <= error.items()


def test_more_lines_than_memory_would_hold(editor_api, quick, settings, monkeypatch):
    """What was stored is told before the next line is read."""
    monkeypatch.setattr("api.http.parsers.IN_MEMORY", 100)
    body = lines(*({"text": f"{TEXT}\nNo. {number}."} for number in range(60)))
    told = editor_api.generic("POST", "/api/articles/", body, content_type=NDJSON).streaming_content
    first = next(told)
    assert Article.objects.count() == 1
    assert len(json.loads(first + b"".join(told))["results"]) == 60
    assert Article.objects.count() == 60


def test_who_goes_away_leaves_whole_articles(editor_api, quick):
    body = lines(*({"text": f"{TEXT}\nNo. {number}."} for number in range(5)))
    answer = editor_api.generic("POST", "/api/articles/", body, content_type=LINES)
    pieces = answer.streaming_content
    next(pieces), next(pieces)
    answer._iterator.close()  # as closing the answer does, which would take the test's connection with it
    assert Article.objects.count() == Claim.objects.count() == 2


@pytest.mark.parametrize(("limit", "status"), [(300, 413), (100_000, 207)])
def test_lines_have_a_limit_together(editor_api, quick, settings, limit, status):
    settings.CLAIMSDB_LINES_SIZE_LIMIT = limit
    answer = send(editor_api, lines(*({"text": f"{TEXT}\nNo. {number}."} for number in range(9))), LINES)
    assert answer.status_code == status
    assert status == 207 or "300 bytes together is most" in answer.json()["detail"]


def test_a_line_that_is_too_long_is_told_and_the_others_go_on(editor_api, quick, settings):
    settings.CLAIMSDB_ARTICLE_SIZE_LIMIT = 1000
    told = answered(send(editor_api, lines({"text": "x" * 8000}, {"text": "y " * 600}, {"text": TEXT}), LINES))
    assert [(each["line"], each["status"]) for each in told] == [(1, "failed"), (2, "failed"), (3, "new")]
    assert "longer than 7,000 bytes" in told[0]["why"]
    assert "too large" in told[1]["why"]


def test_lines_take_no_idempotency_key(editor_api, quick):
    headers = {"Idempotency-Key": "x"}
    answer = editor_api.generic("POST", "/api/articles/", lines({"text": TEXT}), content_type=LINES, headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["header"]) == (400, "Idempotency-Key")
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
    articles = [{"text": TEXT}, {"text": TEXT + "\nEND\n"}, {"text": TEXT + "\nMore.\n"}]
    told = answered(send(editor_api, lines(*articles), LINES))
    assert [each["status"] for each in told] == ["new", "failed"]
    assert told[1]["why"] == "The endpoint is away. Send this line and those after it again."
    assert (Article.objects.count(), Claim.objects.count()) == (1, 1)
    answer = send(editor_api, lines(*articles[1:]), LINES)
    assert (answer.status_code, answer.json()["detail"]) == (503, "The endpoint is away.")


def test_a_database_without_actors_is_given_them(editor_api, quick):
    Actor.objects.all().delete()
    assert send(editor_api, {"text": TEXT}).status_code == 201
    assert Actor.objects.filter(slug="north-korea").exists()


# how the address is written -> whether it finds https://www.example.org/troops?id=5
ADDRESSES = [
    ("https://www.example.org/troops?id=5", True),
    ("http://example.org/troops/?id=5", True),
    ("https://example.org/troops?utm_source=x&id=5#top", True),
    ("https://example.org/troops", False),
    ("https://example.org/other?id=5", False),
]


@pytest.mark.parametrize(("address", "is_found"), ADDRESSES)
@pytest.mark.parametrize("who", ["api", "editor_api"])
def test_an_article_is_looked_up_by_its_address(request, editor_api, quick, who, address, is_found):
    taken = send(editor_api, {"text": TEXT, "url": "https://www.example.org/troops?id=5"}).json()
    send(editor_api, {"text": TEXT + "\nMore.", "url": "https://example.org/more"})
    for article in Article.objects.all():
        publication.set_state(article, ArticleState.PUBLIC, by=None)
    answer = request.getfixturevalue(who).get("/api/articles/", {"url": address})
    assert [each["id"] for each in answer.json()["results"]] == ([taken["id"]] if is_found else [])


def test_an_article_is_looked_up_by_its_text(editor_api, api, quick):
    taken = send(editor_api, {"text": TEXT}).json()
    for client, digest, found in [
        (editor_api, taken["text_sha256"], 1),
        (editor_api, taken["text_sha256"].upper(), 1),
        (editor_api, "0" * 64, 0),
        (api, taken["text_sha256"], 0),  # a draft
    ]:
        assert client.get("/api/articles/", {"text_sha256": digest}).json()["count"] == found


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"url": "https://example.org/"}, "no address of one page"),
        ({"url": "troops"}, "no address of one page"),
        ({"text_sha256": "abc"}, "64 hexadecimal digits"),
        ({"url": ""}, "empty"),
    ],
)
def test_what_is_no_address_and_no_digest_is_refused(api, query, words):
    answer = api.get("/api/articles/", query)
    assert (answer.status_code, words in answer.json()["detail"]) == (400, True), answer.json()
