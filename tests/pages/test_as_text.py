"""Pages as text browsers and screen readers have them: one thing after the other, in the order of reading."""

import re

import pytest
from lxml import html

from claimsdb.choices import LinkState, RelationAbout, RelationKind
from claimsdb.questions import entering
from tests.factories import AcceptedClaimFactory, ArticleFactory

pytestmark = pytest.mark.django_db


def as_text(client, address):
    """The text of the page's main part, on one line, as it stands in the source."""
    [main] = html.fromstring(client.get(address).content.decode()).cssselect("main")
    for unread in main.cssselect("svg title"):
        unread.drop_tree()
    return " ".join(main.text_content().split())


def test_a_plot_says_day_and_figures_before_its_scale(seeded, client):
    text = as_text(client, "/questions/nk-casualties/")
    told = [
        "in conflict",
        "Day of publication not known",
        "about 1,200",
        "about 4,000",
        "0 1,000 2,000",
        "What is said",
    ]
    places = [
        text.index(words, text.index("Day of publication") if number > 1 else 0) for number, words in enumerate(told)
    ]
    assert places == sorted(places)


def test_a_title_is_told_from_the_words_around_it(client, editor):
    article = ArticleFactory(title="They came.")
    one, other = (AcceptedClaimFactory(text=f"Troops came {when}.", article=article) for when in ("then", "now"))
    relation = entering.relate(one, other, kind=RelationKind.CONFIRMS, about=RelationAbout.VALUE, by=editor)
    assert relation.state == LinkState.CONFIRMED
    text = as_text(client, f"/claims/{one.key}/")
    assert text.count("In “They came.”") == 2
    assert "Confirms: Troops came now." in text
    assert not re.search(r"\.\.|”\.", text)
    assert "in “They came.”" in as_text(client, "/?q=troops")
