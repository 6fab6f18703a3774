"""The article's text as HTML: nothing of it is lost, nothing of it is markup, every claim can be reached."""

import re
from html import unescape

import pytest
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.admin.marking import claim_url, marked_text
from claimsdb.choices import Status
from claimsdb.models import Claim

TEXT = "Kim said that <script>alert(1)</script> & 1,500 troops had left."


def claim_at(start, end, *, pk=1, status=Status.EXTRACTED, text="A wording."):
    return Claim(pk=pk, start=start, end=end, status=status, text=text)


def plain(html):
    return unescape(re.sub(r"<(?:/?mark|/?a)\b[^>]*>", "", html))


@pytest.mark.parametrize(
    "places",
    [
        [],
        [(0, 3)],
        [(0, len(TEXT))],
        [(0, 20), (10, 30)],
        [(0, 30), (10, 20)],
        [(0, 10), (10, 20)],
        [(5, 20), (5, 20)],
        [(14, 22), (16, 40), (30, 41)],
        [(None, None)],
    ],
)
@pytest.mark.parametrize("active", [None, 0, -1])
def test_text_is_whole_and_escaped(places, active):
    claims = [claim_at(start, end, pk=pk) for pk, (start, end) in enumerate(places, 1)]
    html = marked_text(TEXT, claims, active=claims[active] if claims and active is not None else None)
    assert plain(html) == TEXT
    assert "<script" not in html


@given(text=st.text(max_size=40), data=st.data())
def test_any_text_with_any_claims_is_whole(text, data):
    edges = st.integers(0, len(text))
    places = (
        data.draw(st.lists(st.tuples(edges, edges).filter(lambda place: place[0] < place[1]), max_size=4))
        if text
        else []
    )
    claims = [claim_at(start, end, pk=pk) for pk, (start, end) in enumerate(places, 1)]
    assert plain(marked_text(text, claims)) == text


def test_a_wording_is_escaped_in_its_title():
    html = marked_text("Words.", [claim_at(0, 5, text='"><script>alert(1)</script>')])
    assert "<script" not in html
    assert strip_tags(html) == "Words."


def links(html):
    return re.findall(r'href="([^"]*)"[^>]*>([^<]*)<', html)


def test_each_of_two_nested_claims_can_be_reached():
    outer, inner = claim_at(0, 10, pk=1), claim_at(4, 6, pk=2)
    assert links(marked_text("0123456789", [outer, inner])) == [
        (claim_url(outer), "0123"),
        (claim_url(inner), "45"),
        (claim_url(outer), "6789"),
    ]


def test_the_active_claim_is_set_off_once_and_still_links_to_others():
    active, other = claim_at(2, 8, pk=1), claim_at(5, 10, pk=2, status=Status.ACCEPTED)
    html = marked_text("0123456789", [active, other], active=active)
    assert html.count('id="claim"') == 1
    assert re.findall(r"<mark[^>]*>", html)[0] == '<mark id="claim" class="status-extracted">'
    assert links(html) == [(claim_url(other), "567"), (claim_url(other), "89")]
