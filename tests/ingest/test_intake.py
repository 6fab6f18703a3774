"""One article at a time, as `load_articles` takes it in."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from claimsdb.actors.registry import known_actors
from claimsdb.ingest.outcome import OutcomeStatus
from claimsdb.ingest.queue.intake import take_manuscript
from claimsdb.models import Article, Source
from claimsdb.reading.input_files import InputFormat, RawArticle
from tests.factories import SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("somebody")]


def taken(data, form=InputFormat.TEXT):
    manuscript = RawArticle("here", "name.txt", form, data)
    return take_manuscript(manuscript, known=known_actors())


def test_an_article_that_is_not_read_is_stored_and_says_why():
    french = "Des soldats en Russie\n\nLe ministre a déclaré que la Corée du Nord avait envoyé des soldats en Russie."
    first, second = taken(french.encode()), taken(french.encode())
    assert (first.status, second.status) == (OutcomeStatus.UNREAD, OutcomeStatus.KNOWN)
    assert "reads English (en) only" in first.reason
    article = Article.objects.get()
    assert (first.article, second.article, article.claims.count()) == (article.pk, article.pk, 0)


@pytest.mark.parametrize("written", ["the-post", "The Post", "the post", "post.example", "www.post.example"])
def test_the_source_of_an_article_is_found_by_slug_name_or_domain(written):
    post = SourceFactory(slug="the-post", name="The Post", domain="post.example")
    taken(
        b'{"text": "Titel\\n\\nEin Bericht.", "language": "de", "source": "%s"}' % written.encode(),
        form=InputFormat.LINES,
    )
    assert Article.objects.get().source == post
    assert Source.objects.count() == 1


@pytest.mark.parametrize(
    ("source", "origins"),
    [
        ("", ["reuters"]),
        ("The Post", ["reuters"]),
        ("Reuters", []),
        ("reuters.com", []),
        ("uk.reuters.com", []),
        ("fr.reuters.com", []),
    ],
)
@pytest.mark.parametrize("is_known", [True, False])
def test_an_article_with_an_agencys_dateline_came_out_of_its_report(is_known, source, origins):
    if is_known:
        SourceFactory(slug="reuters", name="Reuters Germany", domain="reuters.com")
    text = "Titel\n\nKYIV (Reuters) - Russland hat 40 Raketen geschickt, sagte die Luftwaffe."
    taken(json.dumps({"text": text, "language": "de", "source": source}).encode(), form=InputFormat.LINES)
    [article] = Article.objects.all()
    found = article.derivations.all()
    assert [(each.source.slug, each.as_written, text[each.start : each.end]) for each in found] == [
        (slug, "Reuters", "Reuters") for slug in origins
    ]
    assert Source.objects.filter(domain="reuters.com").count() <= 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--queue"], "There is no queue: CLAIMSDB_TASKS is immediate, set it to database."),
        (["--jobs", "0"], "argument --jobs: '0' is not a number from 1 up"),
        (["--jobs", "two"], "argument --jobs: 'two' is not a number from 1 up"),
        (["--from", "pdf"], "argument --from: invalid choice: 'pdf'"),
        (["--map", "Headline"], "argument --map: 'Headline' does not say which columns have which fields"),
        (["--map", "titel=Headline"], "argument --map: there is no field 'titel', fields are text, "),
        (
            ["--map", "title=Headline,title=Name"],
            "argument --map: 'title=Headline,title=Name' has a field more than once",
        ),
        (["--map", "nowhere.json"], "argument --map: nowhere.json cannot be read"),
    ],
)
def test_options_that_make_no_sense_are_refused(tmp_path, arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("load_articles", str(tmp_path), *arguments)


def test_a_file_of_columns_that_can_be_read_in_two_ways_is_refused(tmp_path):
    columns = tmp_path / "columns.json"
    columns.write_text('{"title": "Headline", "title": "Name"}')
    with pytest.raises(CommandError, match=r"columns\.json cannot be read: an object has 'title' more than once"):
        call_command("load_articles", str(tmp_path), "--map", str(columns))


@pytest.mark.parametrize("is_file", [True, False])
def test_auto_says_what_each_file_is_taken_for(monkeypatch, tmp_path, is_file):
    monkeypatch.setattr("claimsdb.ingest.queue.articles.ProcessPool", Pool)
    columns = {"title": "Headline", "text": "Body"}
    given = ",".join("=".join(each) for each in columns.items())
    if is_file:
        (tmp_path / ".columns.json").write_text(json.dumps(columns))
        given = str(tmp_path / ".columns.json")
    (tmp_path / "a.dat").write_text("Headline;Body\nTitel;Ein Bericht aus Berlin.\n")
    (tmp_path / "b.dat").write_text("Titel\n\nEin anderer Bericht aus Wien.\n")
    (tmp_path / "c.dat").write_text("[]")
    for _ in ("new", "known"):
        out = StringIO()
        with pytest.raises(CommandError, match=r"(?s)1 not loaded:.*c\.dat: a list in JSON"):
            call_command("load_articles", str(tmp_path), "--from", "auto", "--map", given, stdout=out)
        told = out.getvalue()
        assert "a.dat: taken for a table (CSV)" in told
        assert "b.dat: taken for a text" in told
    assert sorted(Article.objects.values_list("title", "file_name")) == [("Titel", "a.dat line 2"), ("Titel", "b.dat")]


class Pool:
    """The processes of the pool are a list here."""

    def __init__(self, size):
        pass

    def take_in(self, manuscripts):
        return (take_manuscript(each, known=known_actors()) for each in manuscripts)
