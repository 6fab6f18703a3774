"""Web Annotations of an article: its public claims, each marking its words on the publisher's page and here."""

from datetime import date

import pytest

from claimsdb.choices import ArticleState, Stance
from claimsdb.models import Article, Claim
from claimsdb.pages import annotations
from claimsdb.review import publication
from tests.factories import AcceptedClaimFactory, ArticleFactory, ClaimFactory

pytestmark = pytest.mark.django_db

TEXT = "𝔗roops 🪖\n\nThe ministry said that forty were lost near the border."
QUOTE = "forty were lost"
URL = "https://wire.example/troops"


@pytest.fixture
def article(db):
    return ArticleFactory(text=TEXT, title="Troops", url=URL, published_on=date(2024, 10, 1), published_basis="url")


@pytest.fixture
def claim(article):
    claim = AcceptedClaimFactory.build(article=article, text="Forty soldiers were lost.")
    claim.place(TEXT.index(QUOTE), TEXT.index(QUOTE) + len(QUOTE))
    place = {name: getattr(claim, name) for name in ("start", "end", "quote", "prefix", "suffix")}
    return AcceptedClaimFactory(article=article, text="Forty soldiers were lost.", **place)


def read(client, article, **asked):
    answer = client.get(f"/articles/{article.pk}/annotations/", asked)
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.both_engines
def test_what_has_no_place_in_the_text_comes_last(client, article, claim):
    AcceptedClaimFactory(article=article, text="Nowhere.", start=None, end=None, quote="", prefix="", suffix="")
    bodies = [item["body"][0]["value"] for item in read(client, article)["first"]["items"]]
    assert bodies == [claim.text, "Nowhere."]
    page = client.get(f"/articles/{article.pk}/").content.decode()
    assert page.rindex(claim.text) < page.rindex("Nowhere.")


def test_an_annotation_marks_the_words_and_says_what_is_claimed(client, article, claim):
    answer = client.get(f"/articles/{article.pk}/annotations/")
    assert answer["Content-Type"] == 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    assert 'rel="type"' in answer["Link"]
    collection, root = answer.json(), "http://testserver"
    assert (collection["@context"], collection["type"], collection["total"]) == (
        annotations.CONTEXT,
        "AnnotationCollection",
        1,
    )
    assert collection["id"] == f"{root}/articles/{article.pk}/annotations/"
    [item] = collection["first"]["items"]
    assert item["body"] == [
        {"type": "TextualBody", "value": claim.text, "format": "text/plain", "purpose": "describing"},
        {"type": "SpecificResource", "source": f"{root}/claims/{claim.key}/", "purpose": "linking"},
    ]
    published, here = item["target"]
    quote = {"type": "TextQuoteSelector", "exact": QUOTE, "prefix": claim.prefix, "suffix": claim.suffix}
    assert published == {"source": URL, "selector": quote}
    position = here["selector"][1]
    assert here == {"source": f"{root}/articles/{article.pk}/", "selector": [quote, position]}
    assert TEXT[position["start"] : position["end"]] == QUOTE  # code points, also behind letters of two code units
    assert item["created"].endswith("Z")
    assert item["modified"] >= item["created"]


def test_nobody_is_said_to_claim_what_they_deny(client, article, claim):
    Claim.objects.update(stance=Stance.DENIES)
    assert read(client, article)["first"]["items"][0]["body"][0]["value"] == "Denied: Forty soldiers were lost."


def test_of_some_articles_readers_get_the_quotes_alone(client, article, claim, settings):
    settings.CLAIMSDB_PUBLIC_TEXTS = "quotes"
    [target] = read(client, article)["first"]["items"][0]["target"]
    assert target == {"source": URL, "selector": {"type": "TextQuoteSelector", "exact": QUOTE}}
    Article.objects.update(url="")
    [target] = read(client, article)["first"]["items"][0]["target"]
    assert target["source"].endswith(f"/articles/{article.pk}/")


def test_a_claim_without_a_place_is_about_the_article(client, article):
    AcceptedClaimFactory(article=article, start=None, end=None, quote="", prefix="", suffix="", text="Some were lost.")
    assert read(client, article)["first"]["items"][0]["target"] == [{"source": URL}]


def test_pages(client, article, monkeypatch):
    monkeypatch.setattr(annotations, "ON_A_PAGE", 2)
    assert "first" not in read(client, article)
    assert read(client, article, page=1)["items"] == []
    keys = {AcceptedClaimFactory(article=article, text=f"Claim {number}.").key for number in range(5)}
    ClaimFactory(article=article, text="It waits.")
    collection = read(client, article)
    pages, address = [collection["first"]], collection["first"]["id"]
    while address := pages[-1].get("next"):
        pages.append(client.get(address).json())
    assert [page["startIndex"] for page in pages] == [0, 2, 4]
    assert pages[-1]["id"] == collection["last"]
    assert pages[-1]["partOf"]["id"] == collection["id"]
    assert pages[1]["prev"] == pages[0]["id"]
    ids = [item["id"] for page in pages for item in page["items"]]
    assert {each.split("/")[-2] for each in ids} == keys
    assert len(ids) == collection["total"] == 5
    for wrong in ("0", "4", "-1", "x", "٣", "9" * 30):
        refused = client.get(collection["id"], {"page": wrong})
        assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json"), wrong
        assert refused.json()["detail"] == "page: There are pages 1 to 3."


def test_what_caches_keep_and_what_is_gone(client, article, claim, editor):
    address = f"/articles/{article.pk}/annotations/"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.head(address)["ETag"] == first["ETag"]
    assert client.post(address).status_code == 405
    assert address in client.get(f"/articles/{article.pk}/").content.decode()
    publication.set_state(article, ArticleState.WITHDRAWN, by=editor)
    gone = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (gone.status_code, gone["Content-Type"]) == (410, "application/problem+json")
    assert client.get("/articles/999/annotations/").status_code == 404
    assert client.get(f"/articles/{ArticleFactory(state=ArticleState.DRAFT).pk}/annotations/").status_code == 404
