"""Embeds and oEmbed, feeds, and what programs read of the site."""

import json
from xml.etree import ElementTree

import pytest

from claimsdb.choices import RelationAbout, RelationKind
from claimsdb.curation import questions as asked
from claimsdb.models import Relation
from claimsdb.questions import entering, links
from tests.factories import AcceptedClaimFactory

pytestmark = pytest.mark.django_db

EMBED, PAGE = "/embed/questions/nk-casualties/", "/questions/nk-casualties/"
HERE = f"http://testserver{PAGE}"


def test_the_embed_alone_may_be_framed(seeded, client):
    embed, page = client.get(EMBED), client.get(PAGE)
    assert "frame-ancestors *" in embed["Content-Security-Policy"]
    assert "X-Frame-Options" not in embed
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    rules = [each["Content-Security-Policy"].split("; ") for each in (embed, page)]
    assert {*rules[0]} ^ {*rules[1]} == {"frame-ancestors *", "frame-ancestors 'none'"}


def test_oembed_gives_a_frame_of_the_embed(seeded, client):
    answer = client.get("/oembed", {"url": f"{HERE}?as_of=2025-05-01&utm_source=x", "maxwidth": "400"}).json()
    assert (answer["type"], answer["version"], answer["width"]) == ("rich", "1.0", 400)
    assert f'src="http://testserver{EMBED}?as_of=2025-05-01"' in answer["html"]
    xml = client.get("/oembed", {"url": HERE, "format": "xml"})
    assert ElementTree.fromstring(xml.content).findtext("title") == answer["title"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 400),
        ({"url": HERE, "format": "yaml"}, 501),
        ({"url": HERE, "maxwidth": "wide"}, 400),
        ({"url": HERE, "maxheight": "0"}, 400),
        ({"url": "http://testserver/questions/none/"}, 404),
        ({"url": "http://elsewhere.example/questions/nk-casualties/"}, 404),
        ({"url": "http://testserver/admin/"}, 404),
        ({"url": "http://[testserver/"}, 404),
        ({"url": "javascript:alert(1)"}, 404),
    ],
)
def test_oembed_refuses_in_words(seeded, client, asked, status):
    answer = client.get("/oembed", asked)
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("text/plain")


def test_a_contradiction_is_in_the_feed_once_it_is_confirmed(editor, client):
    one, other = AcceptedClaimFactory(text="Forty were lost."), AcceptedClaimFactory(text="Nobody was lost.")
    relation = entering.relate(
        one,
        other,
        kind=RelationKind.CONTRADICTS,
        about=RelationAbout.VALUE,
        verb="propose",
        rule={"rule": "figures"},
        by=None,
    )
    assert "Forty" not in client.get("/feeds/contradictions.atom").content.decode()
    links.take("confirm", relation, by=editor)
    feed = ElementTree.fromstring(client.get("/feeds/contradictions.atom").content)
    [title] = [
        entry.findtext("{http://www.w3.org/2005/Atom}title")
        for entry in feed.iter("{http://www.w3.org/2005/Atom}entry")
    ]
    assert "Forty were lost." in title
    links.take("reject", Relation.objects.get(), by=editor)
    assert "Forty" not in client.get("/feeds/contradictions.atom").content.decode()


def test_programs_find_all_pages_and_leave_the_rest_alone(seeded, client):
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in robots
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = [each.text for part in index.iter(f"{SITEMAP}loc") for each in locations(client, part.text)]
    assert len(found) == len({*found}) > 18 + 5
    for kind in ("questions", "claims", "articles", "actors", "sources"):
        [address, *_] = [each for each in found if f"/{kind}/" in each]
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(client, address):
    return ElementTree.fromstring(client.get(address.removeprefix("http://testserver")).content).iter(f"{SITEMAP}loc")


def test_the_frame_is_safe_whatever_the_title(editor, client):
    title = 'How many "quoted" & others?'
    question = asked.enter(fields={"title": title, "answer": "number"}, by=editor)
    answer = json.loads(client.get("/oembed", {"url": f"http://testserver/questions/{question.slug}/"}).content)
    assert answer["title"] == title
    assert "&quot;quoted&quot; &amp; others" in answer["html"]
