"""What is known is said to whoever hands it in again: otherwise described, otherwise written, corrected, or nearly so."""

import json
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest

from claimsdb.choices import ArticleState, DerivationKind, SourceKind, SourceState
from claimsdb.ingest import extractors
from claimsdb.models import Article, Claim, Derivation, Source
from tests.extractors import Marked
from tests.factories import ActorFactory, ArticleFactory, SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.long]

BODY = " ".join(f"Sentence {number} of this story says that they went to the east." for number in range(30))
TEXT = f"Troops on the move\n\n{BODY}\n"
ORIGIN = "https://elsewhere.example/b"
KNOWN = {
    "title": "Troops on the move",
    "byline": "Kim",
    "url": "https://example.org/a",
    "published_on": "2024-10-17",
    "language": "en",
    "source": "example.org",
    "file_name": "a.txt",
    "derived_from": ORIGIN,
}
PAGE = "https://example.org/troops"


@pytest.fixture(autouse=True)
def quick(db, monkeypatch):
    """An extractor that takes no time, and a registry that need not be brought along."""
    ActorFactory()
    monkeypatch.setattr(extractors, "default_extractor", Marked)


def send(client, text=TEXT, query="", **fields):
    body = json.dumps({"text": text} | fields)
    return client.generic("POST", f"/api/articles/{query}", body, content_type="application/json")


def sent(client, text=TEXT, **fields):
    answer = send(client, text, **fields)
    assert answer.status_code in (200, 201), answer.content
    return answer.json()


# given now -> what differs from KNOWN
GIVEN = [
    ({}, {}),
    (KNOWN, {}),
    ({"title": " Troops  on the move"}, {}),
    ({"title": "Troops move"}, {"title": ("Troops on the move", "Troops move")}),
    ({"byline": "Anna Berg"}, {"byline": ("Kim", "Anna Berg")}),
    ({"url": "http://www.example.org/a/?utm_source=x#top"}, {}),
    ({"url": "https://example.org/b"}, {"url": ("https://example.org/a", "https://example.org/b")}),
    ({"published_on": "2024-10-18"}, {"published_on": ("2024-10-17", "2024-10-18")}),
    ({"published_from": "2024-10-17", "published_to": "2024-10-17"}, {}),
    ({"published_to": "2024-10-18"}, {"published_to": ("2024-10-17", "2024-10-18")}),
    ({"language": "EN"}, {}),
    ({"language": "en-gb"}, {"language": ("en", "en-GB")}),
    ({"source": "www.example.org"}, {}),
    ({"source": "Elsewhere"}, {"source": ("example.org", "Elsewhere")}),
    ({"file_name": "b.txt", "byline": ""}, {"file_name": ("a.txt", "b.txt")}),
    ({"derived_from": "http://www.elsewhere.example/b?utm_source=x"}, {}),
    ({"derived_from": "https://elsewhere.example/c"}, {"derived_from": (ORIGIN, "https://elsewhere.example/c")}),
]


@pytest.mark.parametrize(("given", "differs"), GIVEN)
def test_a_second_hand_in_says_what_is_known_otherwise(editor_api, given, differs):
    first = sent(editor_api, **KNOWN)
    again = sent(editor_api, **given)
    assert (again["status"], again["known_by"]) == ("known", "text")
    assert {each["field"]: (each["known"], each["given"]) for each in again["differs"]} == differs
    same = {"status", "known_by", "differs"}
    assert {name: again[name] for name in again.keys() - same} == {name: first[name] for name in first.keys() - same}
    assert Source.objects.count() == 1


def test_what_is_not_known_stays_so(editor_api):
    sent(editor_api)
    again = sent(editor_api, byline="Kim", published_on="2024-10-17", source="The Wire", derived_from=ORIGIN)
    known = {each["field"]: each["known"] for each in again["differs"]}
    assert known == {"byline": None, "published_on": None, "source": None, "derived_from": None}
    assert (again["byline"], again["published_on"], again["source"]) == (None, None, None)
    assert not Source.objects.exists()
    assert not Derivation.objects.exists()


def test_an_original_that_is_known_otherwise(editor_api):
    first = sent(editor_api, url=ORIGIN)
    copy = sent(editor_api, f"Copy\n\n{BODY} And more.\n", derived_from=first["id"])
    assert copy["derivations"][0]["article"]["id"] == first["id"]
    other = ArticleFactory()
    for given, differs in [(first["id"], []), (ORIGIN, []), (other.pk, [(str(first["id"]), str(other.pk))])]:
        again = sent(editor_api, copy["text"], derived_from=given)
        assert [(each["known"], each["given"]) for each in again["differs"]] == differs
        assert again["derivations"] == copy["derivations"]


def test_lines_say_it_too(editor_api):
    sent(editor_api, **KNOWN)
    lines = [{"text": TEXT, "byline": "Anna Berg"}, {"text": f"Troops stay\n\n{BODY}", "url": KNOWN["url"]}]
    body = "\n".join(map(json.dumps, lines))
    answer = editor_api.generic("POST", "/api/articles/", body, content_type="application/jsonl")
    known, new = json.loads(answer.getvalue())["results"]
    assert (known["status"], known["differs"][0]["field"], known["revision_of"]) == ("known", "byline", None)
    assert (new["status"], new["revision_of"], new["near"]) == ("new", known["article"], [])


@pytest.mark.parametrize(
    "written",
    [
        TEXT.rstrip("\n"),
        TEXT + "  ",
        TEXT.replace("\n", "\r\n"),
        "\ufeff" + TEXT,
        TEXT.replace(" story ", "\u00a0story\t"),
        TEXT.replace("\n\n", "\n\n\n \n"),
    ],
)
def test_the_same_words_are_the_same_article(editor_api, written):
    first = sent(editor_api)
    again = sent(editor_api, written)
    assert (again["id"], again["status"], again["known_by"]) == (first["id"], "known", "words")
    assert again["text"] == TEXT
    assert (Article.objects.count(), Claim.objects.count()) == (1, len(first["claims"]))


def test_another_text_at_the_same_address_is_a_revision(editor_api):
    first = sent(editor_api, url=PAGE)
    corrected = TEXT.replace("Sentence 3 ", "Sentence three ")
    second = sent(editor_api, corrected, url="http://www.example.org/troops/?utm_source=feed#top")
    third = sent(editor_api, "Another story\n\nNothing of it is the same.\n", url=PAGE)
    assert [each["status"] for each in (first, second, third)] == ["new", "new", "new"]
    assert [each["revision_of"] and each["revision_of"]["id"] for each in (first, second, third)] == [
        None,
        first["id"],
        second["id"],
    ]
    assert second["near"] == []
    shown = editor_api.get(first["url"]).json()
    assert [each["id"] for each in shown["revisions"]] == [second["id"]]
    [derivation] = editor_api.get(second["url"]).json()["derivations"]
    assert (derivation["kind"], derivation["article"]["id"]) == ("wasRevisionOf", first["id"])
    assert sent(editor_api, corrected, url=PAGE)["status"] == "known"


@pytest.mark.parametrize("url", ["https://example.org/", "https://example.org", ""])
def test_a_front_page_is_nobodys_address(editor_api, url):
    sent(editor_api, url=url)
    assert sent(editor_api, "Another\n\nStory of theirs.\n", url=url)["revision_of"] is None


def test_readers_see_no_versions_that_are_not_public(api, editor_api):
    first = sent(editor_api, url=PAGE)
    second = sent(editor_api, TEXT + "More.\n", url=PAGE)
    Article.objects.filter(pk=second["id"]).update(state=ArticleState.PUBLIC, state_by_editor=True)
    shown = api.get(second["url"]).json()
    assert (shown["revision_of"], shown["derivations"]) == (None, [])
    Article.objects.update(state=ArticleState.PUBLIC)
    assert api.get(second["url"]).json()["revision_of"]["id"] == first["id"]
    Article.objects.filter(pk=second["id"]).update(state=ArticleState.DRAFT)
    assert api.get(first["url"]).json()["revisions"] == []


def test_a_near_copy_is_named(editor_api):
    first = sent(editor_api)
    copy = sent(editor_api, f"Elsewhere: {TEXT}\nRead more of our stories here, and subscribe to what we write.\n")
    [near] = copy["near"]
    assert near["article"] == {"id": first["id"], "url": first["url"], "title": first["title"]}
    assert 0.8 < near["alikeness"] < 1
    assert sent(editor_api, "Another\n\nStory of theirs.\n")["near"] == []
    assert not Derivation.objects.exists()


def near(client, body):
    return client.generic("POST", "/api/articles/near/", json.dumps(body), content_type="application/json")


def test_a_text_is_looked_up_before_it_is_stored(editor_api, reader_api, api):
    first = sent(editor_api)
    answer = near(editor_api, {"text": TEXT.replace("\n", " ")}).json()
    assert (answer["known"]["id"], answer["near"]) == (first["id"], [])
    answer = near(editor_api, {"text": f"{BODY} And more."}).json()
    assert (answer["known"], [each["article"]["id"] for each in answer["near"]]) == (None, [first["id"]])
    assert near(editor_api, {"text": "Nothing like it."}).json() == {"known": None, "near": []}
    assert [near(client, {"text": BODY}).status_code for client in (api, reader_api)] == [401, 403]
    for bad, pointer in [({}, "/text"), ({"text": ""}, "/text"), ({"text": 5}, "/text"), ({"txt": "x"}, "/txt")]:
        answer = near(editor_api, bad)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)
    assert Article.objects.count() == 1


def test_what_it_came_out_of_is_said_on_purpose(editor_api):
    first = sent(editor_api, url=PAGE)
    texts = iter(f"Copy {number}\n\n{BODY} {number}.\n" for number in range(9))
    for given, original, url in [
        (first["id"], first["id"], ""),
        (str(first["id"]), first["id"], ""),
        ("https://www.example.org/troops?utm_source=x", first["id"], ""),
        ("https://elsewhere.example/b", None, "https://elsewhere.example/b"),
    ]:
        derivation = Derivation.objects.get(article=sent(editor_api, next(texts), derived_from=given)["id"])
        assert (derivation.kind, derivation.original_id, derivation.url) == (DerivationKind.DERIVED, original, url)
    before = Article.objects.count()
    for given in (first["id"] + 1000, "9" * 30, "nowhere", True, 1.5, {"id": 1}):
        answer = send(editor_api, next(texts, "x\n\ny."), derived_from=given)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/derived_from")
    assert Article.objects.count() == before


@pytest.mark.parametrize("fields", [{"derived_from": PAGE, "url": f"{PAGE}/?utm_source=x"}, {"derived_from": PAGE}, {}])
def test_nothing_comes_out_of_itself(editor_api, fields):
    if "url" not in fields:
        first = sent(editor_api, url=PAGE)
        fields = {"derived_from": first["id"]} | fields
    answer = send(editor_api, **fields)
    [error] = answer.json()["errors"]
    assert (answer.status_code, error["pointer"]) == (400, "/derived_from")
    assert "is this article itself" in error["detail"]
    assert not Derivation.objects.exists()


UNSEEN = ["a\u202eb", "a\nb", "a\x1bb", "a\u2028b", "a\u200bb", "a\ufeffb"]
FIELDS = ["title", "byline", "source", "url", "derived_from", "file_name"]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("words", UNSEEN)
def test_what_cannot_be_seen_is_taken_by_no_door(editor_api, field, words):
    if field in ("url", "derived_from"):
        words = f"https://example.org/{words}"
    answer = send(editor_api, **{field: words})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, f"/{field}")
    line = json.dumps({"text": TEXT, field: words})
    answer = editor_api.generic("POST", "/api/articles/", line, content_type="application/jsonl")
    assert json.loads(answer.getvalue())["results"][0]["errors"][0]["pointer"] == f"/{field}"
    query = urlencode({field: words})
    answer = editor_api.generic("POST", f"/api/articles/?{query}", TEXT, content_type="text/plain")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (400, field)
    assert not Article.objects.exists()


def test_blanks_around_are_left_out_and_soft_hyphens_stay(editor_api):
    shown = sent(editor_api, title=" Troop\u00adships\n", byline="Kim \u0634\u200c\u0646 ")
    assert (shown["title"], shown["byline"]) == ("Troop\u00adships", "Kim \u0634\u200c\u0646")


TODAY = date.today()
DAYS = [
    (TODAY + timedelta(days=3), "in the future"),
    (date(9999, 12, 31), "in the future"),
    (date(1599, 12, 31), "before there were newspapers"),
    (date(1, 1, 1), "before there were newspapers"),
    (date(1600, 1, 1), ""),
    (TODAY, ""),
]


@pytest.mark.parametrize(("day", "words"), DAYS)
def test_a_day_that_cannot_be_is_said_on_purpose(editor_api, day, words):
    answer = send(editor_api, published_on=day.isoformat())
    if not words:
        assert answer.json()["published_on"] == day.isoformat()
        return
    [error] = answer.json()["errors"]
    assert (answer.status_code, error["pointer"]) == (400, "/published_on")
    assert words in error["detail"]
    assert "published_on_is_meant = true" in error["detail"]
    assert not Article.objects.exists()
    plain = {"content_type": "text/plain"}
    query = f"/api/articles/?published_on={day}"
    assert editor_api.generic("POST", query, TEXT, **plain).json()["errors"][0]["parameter"] == "published_on"
    assert editor_api.generic("POST", f"{query}&published_on_is_meant=true", TEXT, **plain).status_code == 201
    assert sent(editor_api, published_on=day.isoformat(), published_on_is_meant=True)["published_on"] == str(day)


@pytest.mark.parametrize("value", ["true", 1, "yes"])
def test_a_purpose_is_true_or_false(editor_api, value):
    answer = send(editor_api, published_on_is_meant=value)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/published_on_is_meant")


@pytest.mark.parametrize("line", ["2099-01-01", "By Anna Berg, 1 January 2099", "Published: 17 October 1066"])
def test_a_day_of_the_text_that_cannot_be_is_not_taken(editor_api, line):
    shown = sent(editor_api, f"Troops on the move\n{line}\n\n{BODY}\n")
    assert (shown["published_on"], shown["published_basis"]) == (None, "unknown")
    [warning] = shown["warnings"]
    assert "was not taken" in warning
    given = sent(editor_api, f"Troops\n{line}\n\n{BODY} More.\n", published_on="2024-10-17")
    assert (given["published_on"], given["warnings"]) == ("2024-10-17", [])


@pytest.mark.parametrize(("tag", "right"), [("EN-us", "en-US"), ("eng", "en"), ("zh-hant", "zh-Hant"), ("iw", "he")])
def test_a_language_is_written_one_way(editor_api, tag, right):
    shown = sent(editor_api, language=tag)
    assert shown["language"] == right
    answer = editor_api.get(f"/api/articles/?language={right.lower()}").json()
    assert [each["id"] for each in answer["results"]] == [shown["id"]]


@pytest.mark.parametrize("media_type", ["application/json", "application/jsonl", "text/plain"])
def test_no_language_is_told_with_the_nearest(editor_api, media_type):
    query = "?language=english" if media_type == "text/plain" else ""
    body = TEXT if query else json.dumps({"text": TEXT, "language": "english"})
    answer = editor_api.generic("POST", f"/api/articles/{query}", body, content_type=media_type)
    told = json.loads(answer.getvalue())
    [error] = told["results"][0]["errors"] if media_type == "application/jsonl" else told["errors"]
    assert (answer.status_code, error["nearest"]) == (207 if media_type == "application/jsonl" else 400, ["en"])
    assert error["detail"].endswith("'english' is not a BCP 47 tag.")


@pytest.fixture
def reuters(db):
    return SourceFactory(slug="reuters", name="Reuters", domain="reuters.com", kind=SourceKind.AGENCY)


@pytest.mark.parametrize("written", ["Reuters", "reuters", "reuters.com", "www.reuters.com", "uk.reuters.com"])
def test_a_source_that_is_meant_for_sure(editor_api, reuters, written):
    shown = sent(editor_api, source=written)
    assert (shown["source"]["slug"], shown["proposed_sources"]) == ("reuters", [])
    assert Source.objects.count() == 1


@pytest.mark.parametrize(
    ("written", "slug", "likely"),
    [
        ("Reuter", "reuter", ["reuters"]),
        ("Réuters", "reuters-2", ["reuters"]),
        ("Reuters News", "reuters-news", ["reuters"]),
        ("reuters.example", "reuters-example", ["reuters"]),
        ("notreuters.com", "notreuters-com", ["reuters"]),
        ("example.com", "example-com", []),
        ("The Daily Example", "the-daily-example", []),
        ("ロイター", None, []),
    ],
)
def test_a_source_that_may_be_meant_is_proposed(editor_api, reuters, written, slug, likely):
    SourceFactory(slug="somebody", name="Somebody Else", domain="somebody.example")
    shown = sent(editor_api, source=written)
    [proposed] = shown["proposed_sources"]
    assert proposed["slug"] == slug or (slug is None and proposed["slug"].startswith("source-"))
    assert (proposed["name"], proposed["state"]) == (written, "proposed")
    assert [each["slug"] for each in proposed["did_you_mean"]] == likely
    assert Source.objects.get(name=written).state == SourceState.PROPOSED
    assert sent(editor_api)["proposed_sources"] == [proposed]


@pytest.mark.parametrize("change", [{"state": SourceState.PROPOSED}, {"kind": SourceKind.BLOG}])
def test_a_subdomain_is_sure_where_its_owner_publishes(editor_api, reuters, change):
    Source.objects.filter(pk=reuters.pk).update(**change)
    [proposed] = sent(editor_api, source="uk.reuters.com")["proposed_sources"]
    assert (proposed["slug"], proposed["did_you_mean"][0]["slug"]) == ("uk-reuters-com", "reuters")


def test_an_article_without_a_known_source_is_shown_as_before(editor_api):
    article = ArticleFactory()
    shown = editor_api.get(f"/api/articles/{article.pk}/").json()
    assert (shown["revision_of"], shown["revisions"], shown["derivations"]) == (None, [], [])
