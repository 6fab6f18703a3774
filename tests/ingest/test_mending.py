"""What loads say of articles that are known, like others, or of a source that nobody knows."""

import json
import textwrap

import pytest
from django.core.management import CommandError, call_command
from rich.console import Console

from claimsdb.actors.registry import known_actors
from claimsdb.choices import SourceState
from claimsdb.ingest import extractors, seeds
from claimsdb.ingest.outcome import Outcome, OutcomeStatus, Totals
from claimsdb.ingest.queue.intake import take_manuscript
from claimsdb.management.tables import show_totals
from claimsdb.models import Article, Source
from claimsdb.reading.input_files import InputFormat, RawArticle
from tests.commands import printed
from tests.extractors import Marked
from tests.factories import ActorFactory, ArticleFactory, SourceFactory

pytestmark = pytest.mark.django_db

BODY = " ".join(f"Sentence {number} of this story says that they went to the east." for number in range(30))
TEXT = f"Troops on the move\n\n{BODY}\n"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    ActorFactory()
    monkeypatch.setattr(extractors, "default_extractor", Marked)
    monkeypatch.setattr("claimsdb.ingest.queue.intake.default_extractor", Marked)
    monkeypatch.setattr(seeds, "default_extractor", Marked)


def taken(file_name="a.txt", form=InputFormat.TEXT, **given):
    data = json.dumps(given).encode() if form is InputFormat.LINES else given["text"].encode()
    return take_manuscript(RawArticle("here", file_name, form, data), known=known_actors())


def line(**given):
    return taken(form=InputFormat.LINES, **given)


def test_the_outcome_of_a_known_article_says_what_differs():
    taken(text=TEXT)
    again = taken("b.txt", text="\ufeff" + TEXT.replace("\n", "\r\n"))
    assert (again.status, again.known_by, Article.objects.count()) == (OutcomeStatus.KNOWN, "words", 1)
    assert again.remarks == [
        "known by its words, white space differs",
        "known otherwise: file_name is 'a.txt', not 'b.txt'",
    ]


@pytest.mark.parametrize(
    ("again", "known_by"),
    [
        (TEXT, "text"),
        (TEXT.replace("\n", "\r\n"), "words"),
        ("\ufeff" + TEXT, "words"),
        (TEXT.rstrip("\n"), "words"),
        (TEXT + "  \n\n", "words"),
        (TEXT.replace(" ", "\u00a0", 3), "words"),
        ("\u200b" + TEXT, "words"),
        (TEXT.replace("\n", "\r"), "words"),
        (TEXT.replace("\n\n", "\u2028"), "words"),
        (TEXT.replace(". ", ".  "), "words"),
        (textwrap.fill(BODY, 72).join(("Troops on the move\n\n", "\n")), "words"),
        (TEXT.replace("story", "sto\u00adry"), "words"),
        (TEXT.replace("story", "sto\u2060ry"), "words"),
        (TEXT + "\x1a", "prose"),
        (f"{TEXT}\nAdvertisement\n", "prose"),
        (f"{TEXT}\nShare this article\n\nRead more: The storm has killed 30 people\n", "prose"),
        (f"Skip to content\n\n{TEXT}", "prose"),
        (f"{TEXT}\nAnna Berg contributed to this report.\n", "prose"),
        (TEXT.replace("\n\n", "\n\nFile photo: a port in the east (AFP)\n\n"), "prose"),
    ],
)
def test_what_differs_by_white_space_or_furniture_is_known(again, known_by):
    taken(text=TEXT)
    outcome = taken(text=again)
    assert (outcome.status, outcome.known_by) == (OutcomeStatus.KNOWN, known_by)
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    "again",
    [
        TEXT.replace("Sentence 7", "Sentence 700"),
        f"{TEXT}\nCorrection: An earlier version of this article misstated the number of soldiers.\n",
        f"{TEXT}\nNobody else has confirmed it.\n",
    ],
)
def test_what_differs_by_more_is_another_article_and_like_it(again):
    first = taken(text=TEXT)
    outcome = taken(text=again)
    assert (outcome.status, outcome.near[0].article) == (OutcomeStatus.NEW, first.article)


def test_the_same_prose_of_another_address_or_source_is_a_copy():
    line(text=TEXT, url="https://example.org/a", source="One")
    assert line(text=f"{TEXT}\nAdvertisement\n", url="https://example.org/a?utm_source=x").known_by == "prose"
    for notice, url, source in (("Advertisements", "b", "Two"), ("Ad", "a", "Three")):
        outcome = line(text=f"{TEXT}\n{notice}\n", url=f"https://example.org/{url}", source=source)
        assert outcome.status is OutcomeStatus.NEW
        assert outcome.near[0].alikeness > 0.9


LINKED = (
    '<html><head><link rel="canonical" href="https://example.org/a"></head><body><article>{}</article></body></html>'
)


@pytest.mark.parametrize("form", [InputFormat.PAGE, InputFormat.LINES])
def test_another_text_at_the_same_address_is_a_revision_by_every_door(form):
    first = line(text=TEXT, url="https://www.example.org/a")
    changed = TEXT.replace("to the east", "to the west", 1)
    given = (
        LINKED.format(f"<h1>Troops on the move</h1><p>{changed.splitlines()[2]}</p>")
        if form is InputFormat.PAGE
        else changed
    )
    outcome = taken(
        "a.html", form, text=given, **({} if form is InputFormat.PAGE else {"url": "https://example.org/a/"})
    )
    assert (outcome.status, outcome.revision_of) == (OutcomeStatus.NEW, first.article)
    assert outcome.remarks == [f"another text at the address of article {first.article}"]


@pytest.mark.parametrize(
    ("url", "is_revision"),
    [
        ("https://m.example.org/a", True),
        ("https://example.org/a/amp", True),
        ("https://example.org/a?CMP=share_btn", True),
        ("https://example.org/%61#comments", True),
        ("https://example.org/a/index.html?fbclid=1", True),
        ("https://example.org/a?page=2", False),
        ("https://other.example.org/a", False),
    ],
)
def test_an_address_of_the_same_page_is_the_same(url, is_revision):
    first = line(text=TEXT, url="https://example.org/a")
    outcome = line(text=TEXT.replace("to the east", "to the west", 1), url=url)
    assert outcome.revision_of == (first.article if is_revision else None)


def test_a_correction_is_told_to_whoever_loads_it():
    note = "Correction: An earlier version of this article misstated the number of soldiers."
    assert taken(text=f"{TEXT}\n{note}\n").remarks == [f"corrects itself: {note}"]


PAGE = """<html><head><meta property="article:published_time" content="2099-01-01"></head>
<body><article><h1>Troops</h1><p>{}</p></article></body></html>"""


def test_a_wrong_day_is_not_taken_from_a_page_or_a_text_and_is_a_fault_of_a_line():
    taken("a.html", InputFormat.PAGE, text=PAGE.format(BODY))
    outcome = taken(text=f"Troops\n2099-01-01\n\n{BODY} Text.\n")
    assert outcome.status is OutcomeStatus.NEW
    assert outcome.remarks[-1].startswith("its day of publication, 2099-01-01, is in the future")
    assert Article.objects.count() == 2
    assert not Article.objects.filter(published_on__isnull=False).exists()
    failed = line(text=TEXT, published_on="2099-01-01")
    assert (failed.status, failed.reason.partition(";")[0]) == (
        OutcomeStatus.FAILED,
        "published_on: '2099-01-01' is in the future",
    )
    assert line(text=TEXT, published_on="2099-01-01", published_on_is_meant=True).status is OutcomeStatus.NEW


def test_an_unknown_original_is_a_fault_of_the_line():
    failed = line(text=TEXT, derived_from="999")
    assert (failed.status, failed.reason) == (OutcomeStatus.FAILED, "derived_from: there is no article 999")


def test_the_closing_table_names_what_there_is_to_look_at(capsys):
    SourceFactory(slug="reuters", name="Reuters")
    first = line(text=TEXT, source="Reuter", url="https://example.org/a")
    totals = Totals()
    for outcome in (
        first,
        line(text=TEXT, byline="Kim"),
        line(text=TEXT + "[A correction].\n", url="https://example.org/a"),
        line(text="Elsewhere. " + TEXT),
    ):
        totals.add(outcome)
    show_totals(totals, console=Console(width=200))
    out = capsys.readouterr().out
    for words in (
        "here: known otherwise: byline is not known, not 'Kim'",
        f"here: another text at the address of article {first.article}",
        f"% like article {first.article}, 'Troops on the move'",
        "Reuter (reuter), did you mean Reuters?",
        "To look at:",
    ):
        assert words in out


def test_an_outcome_travels_as_json():
    ArticleFactory(text=TEXT)
    outcome = line(text=TEXT + "More.", source="Reuter")
    assert outcome.near
    assert outcome.proposed
    document = json.loads(json.dumps(outcome.as_json()))
    assert document["near"][0]["alikeness"] == outcome.near[0].alikeness


def test_sources_are_confirmed_by_the_operators_word(monkeypatch, tmp_path):
    """The processes of the pool are a list here."""

    class Pool:
        def __init__(self, size):
            pass

        def take_in(self, manuscripts):
            return (take_manuscript(each, known=known_actors()) for each in manuscripts)

    monkeypatch.setattr("claimsdb.ingest.queue.articles.ProcessPool", Pool)
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": TEXT, "source": "The\u00ad Wire"}))
    assert "The Wire (the-wire)" in printed("load_articles", tmp_path)
    assert Source.objects.get().state == SourceState.PROPOSED
    assert "1 sources confirmed." in printed("load_articles", tmp_path, "--confirm-sources")
    source = Source.objects.get()
    assert (source.state, source.history.count()) == (SourceState.CONFIRMED, 2)
    assert "sources" not in printed("load_articles", tmp_path, "--confirm-sources")
    with pytest.raises(CommandError, match="The workers meet the sources later"):
        call_command("load_articles", str(tmp_path), "--queue", "--confirm-sources")


def test_load_seeds_says_it_too(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT + "\n\n")
    out = printed("load_seeds", tmp_path, "--no-decisions")
    assert "b.txt: known by its words, white space differs" in out
    assert "b.txt: known otherwise: file_name is 'a.txt', not 'b.txt'" in out
    assert Article.objects.count() == 1


def test_no_remark_where_there_is_nothing_to_say():
    assert Outcome(OutcomeStatus.NEW).remarks == []
