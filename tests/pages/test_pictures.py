"""The pictures that cards of links show, as whoever makes such a card fetches them."""

import struct

import pytest
from lxml import html

from claimsdb.http import kept_answers
from claimsdb.pages import pictures
from claimsdb.pages.plots import Plotted
from tests.factories import AcceptedClaimFactory, ClaimFactory
from tests.pages.test_plots import told

pytestmark = pytest.mark.django_db

CASUALTIES = "/questions/nk-casualties.png"


def picture_of(client, page):
    """Where the page says that its picture is, and its bytes."""
    head = html.fromstring(client.get(page).content.decode())
    (address,) = head.xpath("//meta[@property='og:image']/@content")
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    return address, answer.content


def svg_of(client, url, monkeypatch):
    drawn = []
    kept_answers.forget()
    monkeypatch.setattr(pictures, "svg_to_bytes", lambda *, svg_string, **_: drawn.append(svg_string) or b"")
    assert client.get(url).status_code == 200
    kept_answers.forget()
    return html.fromstring(drawn[0])


@pytest.mark.parametrize("page", ["/questions/nk-casualties/", "/questions/nk-troops-in-russia/", "claim"])
def test_the_page_names_a_picture_of_the_size_that_cards_have(seeded, client, page):
    address, picture = picture_of(client, f"/claims/{AcceptedClaimFactory().key}/" if page == "claim" else page)
    assert address.startswith("http://testserver/")
    assert picture.startswith(b"\x89PNG")
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)


def test_it_is_as_of_the_day_of_the_page(seeded, client):
    now, picture = picture_of(client, "/questions/nk-troops-sent-to-russia/")
    then, of_then = picture_of(client, "/questions/nk-troops-sent-to-russia/?as_of=2024-10-17&utm_source=x")
    assert then == f"{now}?as_of=2024-10-17"
    assert picture != of_then


def test_it_says_what_the_page_says(seeded, client, monkeypatch):
    svg = svg_of(client, CASUALTIES, monkeypatch)
    said = " ".join(svg.text_content().split())
    assert "How many North Korean soldiers have been killed or injured?" in said
    assert "in conflict" in said
    assert [mark.text_content().split(":")[0] for mark in svg.cssselect("g.conflict")] == [
        "≠ about 1,200 lost",
        "≠ about 4,000 lost",
    ]


def test_another_day_is_named(seeded, client, monkeypatch):
    asked = "?as_of=2024-10-17"
    said = " ".join(
        svg_of(client, f"/questions/nk-troops-sent-to-russia.png{asked}", monkeypatch).text_content().split()
    )
    assert "As known on 17 October 2024:" in said
    head = html.fromstring(client.get(f"/questions/nk-troops-sent-to-russia/{asked}").content.decode())
    for name, words in (("description", "As known on 17 October 2024: "), ("url", asked)):
        assert words in head.xpath(f"//meta[@property='og:{name}']/@content")[0]


def test_of_many_figures_those_in_conflict_come_first_and_the_others_are_counted():
    figures = [
        Plotted(name=str(n), told=told(n * 100), day=None, phases=["under_way"], who="someone", contradicts=n in (1, 5))
        for n in range(1, 8)
    ]
    plot, left_out = pictures.most_telling(figures)
    assert len(plot.marks) == pictures.MOST
    assert {"1", "5"} <= {mark.name for mark in plot.marks}
    assert left_out == 7 - pictures.MOST


def test_words_of_any_length_and_kind_are_drawn(client):
    for text in ("Ж" * 400, "a & b < c > \"d\" 'e'", "word " * 300, "한국"):
        claim = AcceptedClaimFactory(text=text)
        assert client.get(f"/claims/{claim.key}.png").content.startswith(b"\x89PNG")
    assert pictures.lines("one " * 100, most=2, letters=20)[-1].endswith("…")


def test_there_is_none_of_what_has_no_page(client):
    assert client.get(f"/claims/{ClaimFactory().key}.png").status_code == 404
    assert client.get("/questions/none.png").status_code == 404


def test_what_is_asked_for_again_and_again_is_not_drawn_anew(seeded, client, monkeypatch):
    first, _ = client.get(CASUALTIES), client.get(CASUALTIES)
    monkeypatch.setattr(pictures, "png", None)
    assert client.get(CASUALTIES).content == first.content
    assert client.get(CASUALTIES, headers={"If-None-Match": first["ETag"]}).status_code == 304
