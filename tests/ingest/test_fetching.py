"""Articles fetched from sites that behave, and from sites that do not."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from claimsdb.models import Article
from claimsdb.reading import is_of_one_publisher
from tests.clients import signed_in
from tests.commands import outcome
from tests.factories import EditorFactory, ReaderFactory, SourceFactory

pytestmark = pytest.mark.long
WORDS = "A general said on Monday that 1,500 soldiers had come to the town of Aberg, where they are to be trained. "
PAGE = (
    f"<html><head><title>Soldiers come to Aberg</title></head><body><article><p>{WORDS * 5}</p></article></body></html>"
)
FETCH = "/api/articles/fetch/"


@contextmanager
def site(pages):
    """A site on loopback; `pages` have a status, headers and a body, or what to do with the request. It knows what it
    was asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            page = pages.get(self.path, (404, {}, ""))
            page(self) if callable(page) else self.answer(*page)

        def answer(self, status, headers, body):
            self.send_response(status)
            for name, value in {"Content-Type": "text/html", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body if isinstance(body, bytes) else body.encode())

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.url = asked, f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def endless(request):
    request.send_response(200)
    request.send_header("Content-Type", "text/html")
    request.end_headers()
    try:
        while True:
            request.wfile.write(b"x" * 65536)
    except OSError:
        pass


def redirect(to, status=302):
    return status, {"Location": to}, ""


@pytest.fixture
def inside(settings):
    """Sites on loopback may be asked, of which a page has 100 kB at most."""
    settings.CLAIMSDB_FETCH_ALLOW, settings.CLAIMSDB_FETCH_TIMEOUT = ["127.0.0.1"], 30
    settings.CLAIMSDB_ARTICLE_SIZE_LIMIT = 10_000


@pytest.mark.django_db
def test_an_article_is_fetched_over_redirects_and_known_the_next_time(inside):
    moved = {"/": redirect("/old"), "/old": redirect("new#part", 301), "/new": (200, {}, PAGE)}
    with site(moved) as there:
        printed, fault = outcome("fetch", f"{there.url}/")
        assert not fault
        assert "new, article" in printed
        article = Article.objects.get()
        assert article.url == f"{there.url}/new"
        assert "1,500 soldiers" in article.text
        assert article.claims.exists()
        assert there.asked == ["/robots.txt", "/", "/old", "/new"]
        assert "known, article" in outcome("fetch", f"{there.url}/new")[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ({}, "HTTP 404"),
        ({"/": (200, {"Content-Type": "application/pdf"}, PAGE)}, "application/pdf, not one of text/html"),
        ({"/": (200, {"Content-Encoding": "gzip"}, PAGE)}, "packed as gzip"),
        ({"/": endless}, "larger than 100,000 bytes"),
        ({"/": redirect("/")}, "leads nowhere: '/'"),
        ({"/": redirect("/a"), "/a": redirect("/b"), "/b": redirect("/a")}, "more than 5 redirects"),
        ({"/": redirect("http://10.0.0.1/")}, "is not out on the internet"),
        ({"/": redirect("http://[::1]:1/")}, "not out on the internet"),
        ({"/": redirect("file:///etc/passwd")}, "by http or https"),
        ({"/": redirect("http://user@127.0.0.1/")}, "name or a password"),
        ({"/": redirect("")}, "leads nowhere: ''"),
        ({"/": redirect("//[x")}, "leads nowhere: '//[x'"),
        ({"/": (200, {}, "<html></html>")}, "no article in this page"),
        ({"/": lambda request: request.wfile.write(b"nonsense\r\n\r\n")}, "cannot be read"),
        ({"/": (200, {}, PAGE), "/robots.txt": (200, {}, "User-agent: *\nDisallow: /")}, "robots.txt"),
        ({"/": (200, {}, PAGE), "/robots.txt": (200, {}, "User-agent: claimsdb\nDisallow: /")}, "robots.txt"),
        ({"/": (200, {}, PAGE), "/robots.txt": (503, {}, "")}, "nobody knows what may be fetched"),
        ({"/": (200, {}, PAGE), "/robots.txt": (200, {}, "\ufeffUser-agent: *\nDisallow: /")}, "robots.txt"),
        (
            {"/": (200, {}, PAGE), "/robots.txt": (200, {}, "User-agent: *\nCrawl-delay: ²\nDisallow: /*$")},
            "robots.txt",
        ),
        (
            {"/": (200, {}, PAGE), "/robots.txt": redirect("/r"), "/r": (200, {}, "User-agent: *\nDisallow: /")},
            "robots.txt",
        ),
    ],
)
def test_what_is_not_fetched_says_why_and_leaves_nothing(inside, pages, words):
    with site(pages) as there:
        printed, fault = outcome("fetch", f"{there.url}/")
    assert words in fault
    assert not printed
    assert not Article.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://localhost/", "http://169.254.169.254/latest/", "ftp://x.org/"]
)
def test_what_stands_inside_is_not_asked(url):
    assert "1 not loaded" in outcome("fetch", url)[1]


@pytest.mark.django_db
def test_editors_fetch_by_the_api_and_nobody_else(inside, settings):
    with site({"/a": (200, {}, PAGE)}) as there:
        wanted = {"url": f"{there.url}/a"}
        assert signed_in(ReaderFactory()).post(FETCH, wanted, format="json").status_code == 403
        editor = signed_in(EditorFactory())
        made = editor.post(FETCH, wanted, format="json")
        assert made.status_code == 201
        assert made.json()["title"] == "Soldiers come to Aberg"
        assert editor.post(FETCH, wanted, format="json").status_code == 200
        refused = editor.post(FETCH, {"url": f"{there.url}/b"}, format="json")
        assert refused.json()["errors"] == [
            {"pointer": "/url", "detail": "It is not taken in: the site answers with HTTP 404."}
        ]
        settings.CLAIMSDB_FETCH = False
        assert editor.post(FETCH, wanted, format="json").status_code == 403


@pytest.mark.django_db
def test_a_page_of_somebody_else_is_not_believed(inside):
    SourceFactory(name="Daily", domain="daily.example")
    forged = PAGE.replace("<head>", '<head><link rel="canonical" href="https://daily.example/scoop">')
    with site({"/a": (200, {}, forged)}) as there:
        printed, fault = outcome("fetch", f"{there.url}/a")
        assert not fault
        assert "the page says that its address is https://daily.example/scoop" in printed
        article = Article.objects.get()
        assert article.url == f"{there.url}/a"
        assert article.source is None or article.source.domain != "daily.example"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.bbc.co.uk/a", "https://amp.bbc.co.uk/a", True),
        ("https://daily.example/a", "https://evil.example/a", False),
        ("https://a.blogspot.com/1", "https://b.blogspot.com/1", False),
        ("http://127.0.0.1:1/a", "http://127.0.0.1:2/a", True),
        ("http://127.0.0.1/a", "http://127.0.0.2/a", False),
    ],
)
def test_whose_page_it_is(one, other, same):
    assert is_of_one_publisher(one, other) == same


@pytest.mark.django_db
@pytest.mark.parametrize("charset", ["windows-1251", "utf-8", "nonsense"])
def test_a_text_is_read_as_its_server_says(inside, charset):
    said = "Генерал сказал. " * 20 if charset != "nonsense" else "A general said so. " * 20
    body = said.encode("utf-8" if charset == "nonsense" else charset)
    with site({"/a": (200, {"Content-Type": f"text/plain; charset={charset}"}, body)}) as there:
        outcome("fetch", f"{there.url}/a")
    assert Article.objects.get().text.strip() == said.strip()
