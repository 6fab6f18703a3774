"""What anybody gets is kept for whoever asks next: the same answer, never one that is out of date, never to others."""

import gzip
from threading import Barrier, Event, Thread

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test.utils import CaptureQueriesContext

from claimsdb import review
from claimsdb.http import kept_answers
from claimsdb.http.caches import BoundedMemoryCache, cache_of_answers
from claimsdb.http.kept_answers import turn_at
from claimsdb.http.metrics import ANSWERS
from claimsdb.pages.sitemaps import SITEMAPS
from tests.factories import AcceptedClaimFactory, ClaimFactory
from tests.processes import PATIENCE

PATHS = {
    "/api/claims/?limit=2": "application/json",
    "/api/claims/?fields=key,text": "application/vnd.claimsdb.selection+json",
    "/api/claims/feed/": "application/atom+xml; charset=utf-8",
    "/api/claims/{claim}/": "application/json",
    "/api/claims/facets/": "application/json",
    "/api/articles/{article}/": "application/json",
    "/api/search/?search=troops": "application/json",
    "/api/vocabularies/": "application/json",
    "/": "text/html; charset=utf-8",
    "/claims/{claim}/": "text/html; charset=utf-8",
    "/feeds/contradictions.atom": "application/atom+xml; charset=utf-8",
    "/sitemap.xml": "application/xml",
}


@pytest.fixture
def claim(db):
    return AcceptedClaimFactory()


def told(client, path, **headers):
    """Its status, its headers but that of the request, and its body."""
    answer = client.get(path, headers=headers)
    del answer.headers["X-Request-ID"]
    return answer.status_code, {**answer.headers}, answer.content


def kept(client, path, **headers):
    """As it comes when it has been asked for often enough: with one statement at most, for the number of the data."""
    for _ in range(2):
        client.get(path)
    with CaptureQueriesContext(connection) as captured:
        answer = told(client, path, **headers)
    assert len(captured) <= 1, [query["sql"] for query in captured]
    return answer


@pytest.mark.parametrize(("path", "media_type"), PATHS.items())
def test_what_is_kept_is_what_was_made(claim, client, settings, path, media_type):
    path = path.format(claim=claim.key, article=claim.article_id)
    made = told(client, path)
    assert (made[0], made[1]["Content-Type"]) == (200, media_type)
    status, headers, body = kept(client, path)
    assert (status, headers, body) == made
    _, packed, packed_body = told(client, path, accept_encoding="gzip")
    if "Content-Encoding" in packed:
        assert (gzip.decompress(packed_body), packed["ETag"]) == (body, f"W/{headers['ETag']}")
        assert packed["Content-Length"] == str(len(packed_body))
        assert "Accept-Encoding" in packed["Vary"]
        assert "Accept-Encoding" in headers["Vary"]


def test_a_reader_who_has_it_is_told_so(claim, client):
    path = f"/api/claims/{claim.key}/"
    headers = kept(client, path)[1]
    assert told(client, path, if_none_match=headers["ETag"])[0] == 304
    for header, value in (("if-modified-since", headers["Last-Modified"]), ("if-none-match", "*")):
        status, known, body = told(client, path, **{header: value})
        assert (status, known["ETag"], known["Last-Modified"], body) == (
            304,
            headers["ETag"],
            headers["Last-Modified"],
            b"",
        )
    assert told(client, path, if_none_match='"another"')[0] == 200
    assert client.head(path).headers["ETag"] == headers["ETag"]


def test_only_what_is_asked_for_again_is_kept(claim, client, monkeypatch):
    put = []
    monkeypatch.setattr(BoundedMemoryCache, "set", lambda self, key, value, *_: put.append(value.tag))
    for page in range(5):
        client.get("/api/claims/", {"limit": page + 1})
    client.head("/api/claims/?limit=1")
    assert put == []
    client.get("/api/claims/?limit=1")
    assert len(put) == 1


@pytest.mark.parametrize("path", ["/api/claims/", "/", "/feeds/contradictions.atom"])
def test_nothing_outlives_a_change(claim, editor, client, path):
    waiting = ClaimFactory(article=claim.article)
    before = kept(client, path)
    review.accept(waiting, by=editor)
    after = told(client, path)
    assert after[1]["ETag"] != before[1]["ETag"]
    assert path != "/api/claims/" or after[2].count(b'"key":') == before[2].count(b'"key":') + 1
    kept_answers.forget()
    assert told(client, path)[2] == after[2]


def test_who_is_signed_in_gets_their_own(claim, client, editor_api):
    hidden = ClaimFactory(article=claim.article)
    path = "/api/claims/?status=extracted,accepted"
    open_to_all = kept(client, "/api/claims/")[2]
    for _ in range(3):
        assert hidden.key in editor_api.get(path).content.decode()
        assert editor_api.get("/api/claims/")["Cache-Control"] == "no-store"
    assert hidden.key not in told(client, "/api/claims/")[2].decode()
    assert told(client, "/api/claims/")[2] == open_to_all
    assert told(client, "/api/claims/", authorization="Token wrong")[0] == 401


def test_each_form_of_an_answer_is_kept_apart(claim, client):
    path = f"/api/claims/{claim.key}/"
    plain, indented = kept(client, path)[2], told(client, path, accept="application/json; indent=2")[2]
    assert plain != indented
    for _ in range(2):
        assert told(client, path, accept="application/json; indent=2")[2] == indented
        assert told(client, path)[2] == plain


def test_each_page_of_a_sitemap_is_kept_apart(claim, client, monkeypatch):
    monkeypatch.setattr(SITEMAPS["claims"], "limit", 1)
    other = AcceptedClaimFactory()
    first, second = (kept(client, f"/sitemap-claims.xml?p={number}")[2].decode() for number in (1, 2))
    assert (claim.key in first, other.key in first) == (True, False)
    assert (claim.key in second, other.key in second) == (False, True)


@pytest.mark.parametrize(
    "path", ["/api/claims/?limit=x", "/api/claims/export/?format=jsonl", "/claims/aaaaaaaaaaaaaaaa/"]
)
def test_errors_and_what_flows_are_not_kept(claim, client, path):
    for _ in range(3):
        client.get(path)
    assert len(caches["answers"]._entries) == 0


def test_with_nothing_kept_each_is_made(claim, client, settings):
    settings.CLAIMSDB_KEPT_ANSWERS = 0
    settings.CACHES = settings.CACHES | {"answers": cache_of_answers(settings.CACHES["default"], mib=0)}
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/api/claims/").status_code == 200
        assert len(captured) > 1


def ways():
    return {way: ANSWERS.labels(way)._value.get() for way in ("kept", "waited for", "made")}


def test_of_many_who_ask_at_once_one_has_it_made(rf, monkeypatch):
    together, another, made, got = Barrier(8), Event(), [], []
    count = kept_answers._count

    def counted(place):
        count(place)
        if kept_answers._asked.get(place) > 1:
            another.set()

    monkeypatch.setattr(kept_answers, "_count", counted)
    monkeypatch.setattr(kept_answers, "LONGEST_WAIT", PATIENCE)

    def ask():
        together.wait()
        with turn_at("a place", '"1"') as turn:
            if not turn.kept:
                made.append(turn)
                assert another.wait(PATIENCE)  # else nobody would come while it is made
            request = rf.get("/")
            answer = turn.kept.response(request) if turn.kept else turn.finished(request, HttpResponse(b"x" * 300))
            got.append(answer.content)

    before, threads = ways(), [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), got) == (1, [b"x" * 300] * 8)
    now = ways()
    assert now["made"] - before["made"] == 1
    assert sum(now.values()) - sum(before.values()) == 8


def test_who_waits_for_nothing_makes_it_as_well(rf):
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), turn_at("a place", '"1"'):
            raise ZeroDivisionError
    with turn_at("a place", '"1"') as turn:
        assert turn.kept is None
        assert turn.finished(rf.get("/"), HttpResponse("made")).content == b"made"
    with turn_at("a place", '"1"') as turn:
        assert turn.kept.body == b"made"
    with turn_at("a place", '"2"') as turn:
        assert turn.kept is None


@pytest.mark.parametrize(
    "response",
    [HttpResponse(status=404), StreamingHttpResponse([b"a"]), HttpResponse("a", headers={"Content-Encoding": "br"})],
    ids=["an error", "a stream", "packed"],
)
def test_what_may_not_be_kept(rf, response):
    for _ in range(3):
        with turn_at("a place", '"1"') as turn:
            assert turn.kept is None
            assert turn.finished(rf.get("/"), response) is response


def test_an_answer_that_sets_a_cookie_is_somebodys(rf):
    response = HttpResponse("a")
    response.set_cookie("a", "b")
    for _ in range(3):
        with turn_at("a place", '"1"') as turn:
            assert turn.finished(rf.get("/"), response) is response


class TestBoundedMemory:
    def cache(self, mib=0.001):
        return BoundedMemoryCache(f"for tests {id(self)}", {"OPTIONS": {"MIB": mib}, "TIMEOUT": None})

    def test_it_holds_so_many_bytes(self):
        cache = self.cache()
        for number in range(10):
            cache.set(str(number), b"x" * 300)
        assert [number for number in range(10) if cache.get(str(number))] == [7, 8, 9]
        cache.set("too-much", b"x" * 2_000)
        assert cache.get("too-much") is None
        assert cache.get("9")

    def test_it_does_what_caches_of_django_do(self):
        cache = self.cache()
        assert cache.add("a", [1])
        assert not cache.add("a", [2])
        assert (cache.get("a"), cache.get("b", "nothing")) == ([1], "nothing")
        cache.get("a").append(2)
        assert cache.get("a") == [1]
        assert (cache.add("n", 5), cache.incr("n", 2)) == (True, 7)
        assert (cache.delete("a"), cache.delete("a"), cache.touch("a")) == (True, False, False)
        cache.set("gone", 1, timeout=-1)
        assert cache.get("gone") is None
        assert cache.touch("n", -1)
        assert cache.get("n") is None
        cache.set_many({"x": 1, "y": 2})
        cache.clear()
        assert cache.get_many(["x", "y"]) == {}

    def test_all_threads_of_a_process_share_it(self):
        found, cache = [], self.cache()
        cache.set("a", 1)
        thread = Thread(target=lambda: found.append(self.cache().get("a")))
        thread.start()
        thread.join()
        assert found == [1]


def test_who_asks_gets_an_answer_though_the_cache_fails(rf, settings, caplog, tmp_path):
    (tmp_path / "answers").write_text("a file, in which no cache can be")
    shared = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path)}
    settings.CACHES = {"default": shared, "answers": cache_of_answers(shared, mib=24)}
    for _ in range(3):
        with turn_at("a place", '"1"') as turn:
            assert turn.kept is None
            assert turn.finished(rf.get("/"), HttpResponse("made")).content == b"made"
    assert "The cache of answers fails" in caplog.text


def test_answers_are_kept_apart_from_what_else_the_cache_has(tmp_path):
    shared = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path)}
    assert cache_of_answers(shared, mib=24)["LOCATION"] == str(tmp_path / "answers")
    redis = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1",
        "KEY_PREFIX": "a-",
    }
    assert cache_of_answers(redis, mib=24) == redis | {"KEY_PREFIX": "a-answers", "TIMEOUT": 3_600}


def test_processes_share_what_cache_url_names(settings, tmp_path, rf):
    shared = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(tmp_path)}
    settings.CACHES = {"default": shared, "answers": cache_of_answers(shared, mib=24)}
    for _ in range(2):
        with turn_at("a place", '"1"') as turn:
            turn.finished(rf.get("/"), HttpResponse("made"))
    kept_answers._asked.clear()  # as another process has not been asked for it
    with turn_at("a place", '"1"') as turn:
        assert turn.kept.body == b"made"
