"""All pages for readers: who gets what, what caches may keep, and what becomes of addresses."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from claimsdb import review
from claimsdb.choices import ArticleState, SourceState
from claimsdb.curation import merging
from claimsdb.curation import questions as asked
from claimsdb.http import kept_answers
from claimsdb.models import Claim
from claimsdb.pages import actors, sources
from claimsdb.questions import entering
from claimsdb.review import publication
from tests.clients import signed_in
from tests.factories import (
    AcceptedClaimFactory,
    ActorCodeFactory,
    ActorFactory,
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    DerivationFactory,
    EditorFactory,
    QuantityFactory,
    SourceFactory,
    StandInFactory,
)

pytestmark = pytest.mark.django_db

QUESTION = "/questions/nk-casualties/"


@pytest.fixture
def addresses(seeded):
    claim = Claim.objects.accepted().order_by("pk").first()
    return [
        *("/", "/?q=troops", "/?agreement=conflict", "/about/", QUESTION, "/embed/questions/nk-casualties/"),
        *(f"/claims/{claim.key}/", f"/articles/{claim.article.pk}/", "/actors/NK/", "/sources/eurasian-times/"),
    ]


def test_every_page_says_what_it_is_and_where_its_data_are(addresses, client):
    for address in addresses:
        page = html.fromstring(client.get(address).content.decode())
        assert page.cssselect("html[lang] title, main h1, link[rel=canonical]"), address
        assert len(page.cssselect("h1")) == 1, address
        ids = [each.get("id") for each in page.cssselect("[id]")]
        assert len(ids) == len({*ids}), address
        [stylesheet] = page.cssselect("link[rel=stylesheet]")
        assert stylesheet.get("href").startswith("/static/")


def test_a_page_is_kept_until_the_data_change(addresses, client, editor):
    for address in addresses:
        first = client.get(address)
        assert "public" in first["Cache-Control"], address
        assert {"Accept", "Cookie"} <= {*first["Vary"].replace(" ", "").split(",")}
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"]), address
    review.reopen(Claim.objects.accepted().first(), by=editor)
    changed = client.get(addresses[0], headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_whoever_is_signed_in_gets_what_readers_get_and_a_link_to_the_desk(addresses, client):
    editors = signed_in(EditorFactory())
    for address in addresses:
        theirs, ours = editors.get(address), client.get(address)
        assert theirs["Cache-Control"] == "no-store"
        assert "ETag" not in theirs
        page = html.fromstring(theirs.content.decode())
        for link in page.cssselect("header .desk"):
            assert link.get("href").startswith("/admin/"), address
            link.drop_tree()
        assert text_of(page) == text_of(html.fromstring(ours.content.decode())), address
    assert html.fromstring(editors.get(QUESTION).content.decode()).cssselect("header .desk")


def text_of(page):
    return " ".join(page.text_content().split())


@pytest.mark.parametrize("status", ["extracted", "needs_recheck", "rejected", "superseded"])
def test_a_claim_that_is_not_accepted_is_not_there(client, status):
    decided = {"decided_at": "2026-01-01T00:00Z"} if status == "rejected" else {}
    claim = ClaimFactory(status=status, article__state=ArticleState.PUBLIC, text="Nobody should read this.", **decided)
    for address in (f"/claims/{claim.key}/", f"/claims/{claim.key}.json", "/", f"/articles/{claim.article.pk}/"):
        answer = client.get(address, follow=True)
        assert "Nobody should" not in answer.content.decode(), address
    assert client.get(f"/claims/{claim.key}/").status_code == 404


def test_what_was_public_once_is_gone_with_a_pointer(client, editor):
    claim, original = AcceptedClaimFactory(), AcceptedClaimFactory()
    review.mark_duplicate(claim, original=original, by=editor)
    answer = client.get(f"/claims/{claim.key}/")
    [there] = html.fromstring(answer.content.decode()).cssselect(f"main a[href='/claims/{original.key}/']")
    assert (answer.status_code, there.text) == (410, original.text)
    publication.set_state(original.article, ArticleState.WITHDRAWN, by=editor)
    for address in (f"/claims/{original.key}/", f"/articles/{original.article.pk}/"):
        answer = client.get(address)
        assert (answer.status_code, original.text in answer.content.decode()) == (410, False)
    assert client.get(f"/claims/{claim.key}/").status_code == 404  # its pointer would lead to what is gone


def test_actors_and_sources_have_one_address_each(client, editor):
    actor, other = ActorFactory(slug="a-ministry"), ActorFactory(slug="the-ministry", kind="state")
    ActorCodeFactory(actor=other, scheme="claimsdb", code="TM")
    merged = ActorFactory(slug="old-ministry", kind="state")
    merging.merge_actors(merged, into=other, seen=None, by=editor)
    source = SourceFactory(slug="gazette", name="The Gazette", domain="gazette.example")
    for address, there in [
        ("/actors/the-ministry/", "/actors/TM/"),
        ("/actors/old-ministry/", "/actors/TM/"),
        ("/actors/tm/", "/actors/TM/"),
        ("/sources/GAZETTE/", "/sources/gazette/"),
    ]:
        answer = client.get(address)
        assert (answer.status_code, answer["Location"]) == (308, there)
    assert client.get(f"/actors/{actor.slug}/").status_code == client.get(f"/sources/{source.slug}/").status_code == 200
    assert client.get("/actors/nobody-at-all/").status_code == 404


def test_proposed_sources_and_drafts_are_nowhere(client):
    source = SourceFactory(slug="whisper", name="The Whisper", state=SourceState.PROPOSED)
    public = AcceptedClaimFactory(article__source=source, article__title="What was whispered")
    draft = ArticleFactory(title="Not yet", state=ArticleState.DRAFT)
    assert client.get("/sources/whisper/").status_code == 404
    assert client.get(f"/articles/{draft.pk}/").status_code == 404
    for address in (f"/articles/{public.article.pk}/", f"/claims/{public.key}/", "/sitemap-sources.xml"):
        assert "hisper" not in client.get(address).content.decode().replace("What was whispered", "")
    assert "Not yet" not in client.get("/?q=yet").content.decode()


def test_of_some_articles_readers_get_the_quotes_alone(client, settings):
    text = "Headline\n\nNobody but the reporter was there. Forty were lost, a minister said."
    start = text.index("Forty were lost")
    article = ArticleFactory(text=text, title="Headline")
    claim = AcceptedClaimFactory(article=article, start=start, end=start + len("Forty were lost"))
    outside = "Nobody but the reporter"
    whole = client.get(f"/articles/{claim.article.pk}/").content.decode()
    settings.CLAIMSDB_PUBLIC_TEXTS = "quotes"
    quotes = client.get(f"/articles/{claim.article.pk}/").content.decode()
    assert (outside in html.fromstring(whole).text_content(), outside in quotes) == (True, False)
    assert claim.quote in html.fromstring(quotes).text_content()
    about_it = html.fromstring(client.get(f"/claims/{claim.key}/").content.decode()).text_content()
    assert claim.quote in about_it
    assert "minister" not in about_it


def test_claims_in_a_text_are_marked_where_they_stand(client):
    text = "Headline\n\nThe army said that the president said that 40 were lost, and left."
    article = ArticleFactory(text=text, title="Headline")
    outer, inner = "the president said that 40 were lost", "40 were lost"
    claims = {}
    for words in (outer, inner):
        claims[words] = AcceptedClaimFactory(
            article=article, start=text.index(words), end=text.index(words) + len(words)
        )
    page = html.fromstring(client.get(f"/articles/{article.pk}/").content.decode())
    [body] = page.cssselect(".article-text")
    assert body.text_content() == text
    marked = [(mark.text, mark.getparent().get("href"), mark.get("class")) for mark in body.cssselect("mark")]
    assert marked == [
        ("the president said that ", f"/claims/{claims[outer].key}/", None),
        ("40 were lost", f"/claims/{claims[inner].key}/", "overlap"),
    ]
    assert {each.get("id") for each in body.cssselect("[id]")} == {f"claim-{each.key}" for each in claims.values()}


@pytest.mark.parametrize(
    ("accept", "leads"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", False),
        ("*/*", False),
        ("application/json", True),
        ("application/json, text/html;q=0.5", True),
    ],
)
def test_whoever_asks_for_json_is_led_to_it(seeded, client, accept, leads):
    answer = client.get(f"{QUESTION}?as_of=2024-10-20", HTTP_ACCEPT=accept)
    assert answer.status_code == (303 if leads else 200)
    if leads:
        assert client.get(answer["Location"], HTTP_ACCEPT=accept).json()["meta"]["applied"]["as_of"] == "2024-10-20"


def test_beside_each_page_is_its_json(addresses, client):
    beside = [each for each in addresses if each.count("/") == 3 and "?" not in each]
    for address in beside:
        answer = client.get(f"{address.rstrip('/')}.json", follow=True)
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json"), address
    assert len(beside) == 5


def test_what_is_not_there_is_told_in_the_same_frame(client):
    for address in (
        "/nowhere/",
        "/claims/aaaaaaaaaaaaaaaa/",
        "/questions/none/",
        "/articles/0/",
        "/articles/999999999999999999999/",
    ):
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert (
            "All questions" in text_of(html.fromstring(answer.content.decode()))
            or "all questions" in answer.content.decode()
        )
    problem = client.get("/api/nowhere/")
    assert problem["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "query", ["", "?q=", "?q=%00", "?q=%22", "?q=" + "x" * 3000, "?page=99", "?page=x", "?agreement=x", "?q=a+OR"]
)
def test_the_front_page_bears_any_address(seeded, client, query):
    assert client.get(f"/{query}").status_code in (200, 400)


def test_the_front_page_finds_questions_actors_and_claims(seeded, client):
    page = html.fromstring(client.get("/?q=north+korea").content.decode())
    hrefs = [link.get("href") for link in page.cssselect("main a")]
    assert "/actors/NK/" in hrefs
    assert sum(href.startswith("/questions/") for href in hrefs) > 5
    assert sum(href.startswith("/claims/") for href in hrefs) == 30


def test_a_list_says_that_it_has_an_end(client, editor, monkeypatch):
    monkeypatch.setattr(sources, "MOST_ARTICLES", 2)
    monkeypatch.setattr(actors, "MOST_QUESTIONS", 2)
    source, actor = SourceFactory(), ActorFactory()

    def says_so():
        pages = [client.get(f"/sources/{source.slug}/"), client.get(f"/actors/{actor.code}/")]
        return [
            words in page.content.decode() for words, page in zip(("all of them", "more of them"), pages, strict=True)
        ]

    def add():
        claim = AcceptedClaimFactory(article__source=source)
        AttributionFactory(claim=claim, actor=actor, role="claimant")
        entering.assign(
            claim, to=asked.enter(fields={"title": f"Is {claim.key} so?", "answer": "yes_no"}, by=editor), by=editor
        )

    add()
    add()
    assert says_so() == [False, False]
    add()
    assert says_so() == [True, True]


def test_as_many_queries_for_many_as_for_few(client, editor):
    question = asked.enter(fields={"title": "How many were lost?", "answer": "number"}, by=editor)
    actor, article = ActorFactory(), AcceptedClaimFactory().article
    claims = []

    def add(count):
        for number in range(count):
            claims.append(AcceptedClaimFactory(article=article))
            QuantityFactory(claim=claims[-1], as_written=f"{len(claims)}", low=number, best=number, high=number)
            AttributionFactory(claim=claims[-1], actor=actor, role="claimant")
            entering.assign(claims[-1], to=question, figure=0, by=editor)
        return [
            counted(client, address)
            for address in (
                f"/questions/{question.slug}/",
                f"/articles/{article.pk}/",
                f"/claims/{claims[0].key}/",
                f"/actors/{actor.code}/",
                "/?q=troops",
            )
        ]

    assert add(2) == add(10)


def counted(client, address):
    client.get(address)
    kept_answers.forget()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_what_an_article_came_out_of_is_told_only_where_readers_may_know_it(client):
    article = AcceptedClaimFactory().article
    draft, proposed = (
        ArticleFactory(title="Hidden draft", state=ArticleState.DRAFT),
        SourceFactory(name="Hidden source", state="proposed"),
    )
    DerivationFactory(
        article=article, original=draft, source=None, url="", as_written="Via: a draft", start=None, end=None
    )
    DerivationFactory(
        article=article, source=proposed, original=None, url="", as_written="Via: a whisper", start=None, end=None
    )
    text = client.get(f"/articles/{article.pk}/").content.decode()
    assert "Via: a draft" in text
    assert "Hidden" not in text
    assert f"/articles/{draft.pk}/" not in text


def test_a_figure_that_stands_for_a_hidden_one_does_not_name_its_claim(client):
    hidden, claim = QuantityFactory(claim=ClaimFactory()), AcceptedClaimFactory()
    StandInFactory(claim=claim, stands_for=hidden)
    assert hidden.claim.key not in client.get(f"/claims/{claim.key}/").content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_only_read(client, method):
    for address in ("/", "/about/", "/robots.txt", "/oembed", "/downloads/claimsdb.zip", "/feeds/contradictions.atom"):
        assert getattr(client, method)(address).status_code == 405, address


def test_feeds_sitemaps_and_downloads_are_as_old_as_the_data(seeded, client, editor):
    addresses = (
        "/feeds/contradictions.atom",
        "/sitemap.xml",
        "/sitemap-claims.xml",
        "/downloads/claimsdb.zip",
        "/downloads/claimsdb.db",
    )
    seen = {address: client.get(address) for address in addresses}
    for address, answer in seen.items():
        assert "public" in answer["Cache-Control"]
        assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
        head = client.head(address)
        assert head.status_code == 200
        for name in ("Content-Type", "Content-Disposition", "ETag"):
            assert head.headers.get(name) == answer.headers.get(name), (address, name)
        assert head.headers.get("Content-Length") != "0"
    review.reopen(Claim.objects.accepted().first(), by=editor)
    for address, answer in seen.items():
        assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 200, address
