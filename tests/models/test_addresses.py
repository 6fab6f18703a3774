"""What is an address, and what a domain, by every door that takes one."""

import io
import json

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import URLField

from claimsdb.exchange import BadFixture, import_fixture
from claimsdb.models import Article, Source
from claimsdb.models.texts import AddressField
from claimsdb.reading.addresses import fault_of_address, fault_of_domain, web_address
from tests.clients import signed_in
from tests.factories import ArticleFactory, EditorFactory

GOOD = [
    "https://example.org",
    "http://example.org:8080/a/b;c=1?q=%C3%BC&x=[1]#part",
    "https://xn--bcher-kva.example/a(b)'c*~_",
    "https://203.0.113.7/x",
    "https://[2001:db8::1]/x",
    "HTTPS://Example.ORG./",
]
BAD = {
    "javascript:alert(1)": "by http or https",
    "data:text/html,hi": "by http or https",
    "ftp://example.org/x": "by http or https",
    "//example.org/x": "by http or https",
    "example.org": "by http or https",
    'https://example.org/"onclick="x': "'\"' as character 21, write %22",
    "https://example.org/a b": "write %20",
    "https://example.org/<b>": "'<' as character 21, write %3C",
    "https://example.org/a\\b": "write %5C",
    "https://example.org/`{x}": "write %60",
    "https://example.org/ü": "write %C3%BC",
    "https://example.org/a\nb": "write %0A",
    "https://example.org/\u202eb": "character 21",
    "https://example.org/100%": "'%' as character 24",
    "https://bücher.example/": "as character 10",
    "https:///path": "names no host",
    "https://exa..mple/": "names no host",
    "https://-x.example/": "names no host",
    "https://a_b/1": "names no host",
    "https://example.org:99999/": "is not an address",
    "https://[::1/": "is not an address",
    "https://anna:secret@example.org/": "a name or a password",
    "https://example.org@evil.example/": "a name or a password",
}
BAD_DOMAINS = [
    "Example.org",
    "https://example.org",
    "example",
    "exa mple.org",
    "example..org",
    "203.0.113.7",
    "a/b.org",
]


@pytest.mark.parametrize("url", GOOD)
def test_what_is_an_address(url):
    assert fault_of_address(url) == ""


@pytest.mark.parametrize("url", BAD)
def test_what_is_none_and_what_would_be(url):
    assert BAD[url] in fault_of_address(url)


@pytest.mark.parametrize(
    ("found", "url"),
    [
        (" https://example.org/ü b ", "https://example.org/%C3%BC%20b"),
        ("https://example.org/%C3%BC", "https://example.org/%C3%BC"),
        ("javascript:alert(1)", ""),
        ("https://bücher.example/", ""),
    ],
)
def test_a_page_may_write_its_own_in_other_letters(found, url):
    assert web_address(found) == url


@pytest.mark.parametrize("domain", ["example.org", "news.bbc.co.uk", "xn--bcher-kva.example"])
def test_what_is_a_domain(domain):
    assert fault_of_domain(domain) == ""


def test_each_column_of_an_address_is_checked():
    columns = {
        str(field): field for model in apps.get_app_config("claimsdb").get_models() for field in _addresses(model)
    }
    assert {"claimsdb.Article.url", "claimsdb.Derivation.url", "claimsdb.Evidence.url"} <= columns.keys()
    assert [name for name, field in columns.items() if not isinstance(field, AddressField)] == []


def _addresses(model):
    is_history = model.__name__.startswith("Historical")  # its columns are copies
    return [] if is_history else [field for field in model._meta.fields if isinstance(field, URLField)]


@pytest.mark.django_db
def test_no_door_takes_what_is_no_address():
    article, client = ArticleFactory(), signed_in(EditorFactory())
    place = f"/api/articles/{article.pk}/"
    tag = {"If-Match": client.get(place)["ETag"]}
    for url in BAD:
        with pytest.raises(ValidationError):
            Article(text="Somebody said so.", url=url, title="x").full_clean()
        new = client.post("/api/articles/", {"text": "A bridge fell in Aberg.", "url": url}, format="json")
        mended = client.patch(place, {"url": url}, format="json", headers=tag)
        assert (new.status_code, mended.status_code) == (400, 400), (url, new.content, mended.content)
        row = {"model": "claimsdb.article", "fields": {"text": "Told.", "url": url, "title": "x"}}
        with pytest.raises(BadFixture, match="url: "):
            import_fixture(io.BufferedReader(io.BytesIO(json.dumps(row).encode())))
    assert [*Article.objects.all()] == [article]


@pytest.mark.django_db
def test_no_door_takes_a_domain_that_is_none():
    client = signed_in(EditorFactory())
    for domain in BAD_DOMAINS:
        with pytest.raises(ValidationError):
            Source(slug="x", name="X", domain=domain).full_clean()
        made = client.post("/api/sources/", {"slug": "x", "name": "X", "domain": domain}, format="json")
        assert made.status_code == 400, (domain, made.content)
    assert not Source.objects.exists()
