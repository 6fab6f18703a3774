"""Articles that editors paste or send: what is shown of them, that nothing is saved before, and what is saved then."""

import hashlib
import json
from unittest.mock import Mock

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from lxml import html

from claimsdb.admin.new_articles import found
from claimsdb.admin.new_articles.forms import AGAIN
from claimsdb.choices import PublishedBasis, SourceState
from claimsdb.extraction import ModelMissing
from claimsdb.ingest import extractors, handing_in
from claimsdb.models import Article, Claim, Import, Source
from tests.extractors import Marked
from tests.factories import ArticleFactory, SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("somebody")]

ADD = reverse("admin:claimsdb_article_add")
LISTED = reverse("admin:claimsdb_article_changelist")
TEXT = """Convoy reaches the border
By Mina Park
14 October 2025

Oleg Petrenko, a spokesman, said that at least 1,500 soldiers had left the camp.

The ministry said on Monday that a brigade had left."""
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Convoy reaches the border</title>
<link rel="canonical" href="https://www.post.example/convoy"><meta property="og:site_name" content="The Post">
<meta property="article:published_time" content="2025-10-14T08:00:00Z"></head><body><article><h1>Convoy reaches the
border</h1><p>The ministry said on Monday that a brigade had left the camp near the harbour, and that it would not come
back before the winter.</p><p>Nobody else in the town had heard of it, a shopkeeper said on Tuesday.</p></article></body></html>"""


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(extractors, "default_extractor", Marked)


def read(client, text="", *files, **typed):
    sent = [SimpleUploadedFile(name, data.encode()) for name, data in files]
    return client.post(ADD, {"text": text, "uploads": sent, **typed})


def page(response):
    return html.fromstring(response.text)


def form_of(response, button="save", **typed):
    """What a browser would send of the page, by a button."""
    form = page(response).xpath("//form[contains(@class, 'new-article')]")[0]
    return dict(form.form_values()) | {button: "on"} | {f"articles-{name}": value for name, value in typed.items()}


def values(response, number=0):
    form = page(response).xpath("//form[contains(@class, 'new-article')]")[0]
    names = ("title", "byline", "source", "published_on", "url", "language")
    return [form.fields[f"articles-{number}-{name}"] for name in names]


def found_in(response):
    return [each.text_content() for each in page(response).xpath("//*[@class='found-in']")]


def lines(*articles):
    return "\n".join(map(json.dumps, articles))


def article(number, **fields):
    return {"text": f"Number {number}\n\nThe ministry said that {number},500 soldiers had left the camp.", **fields}


def test_what_is_found_is_shown_before_anything_is_saved(editor_client):
    shown = read(editor_client, TEXT.replace("\n", "\r\n"), url="https://www.post.example/convoy")
    assert values(shown) == [
        *("Convoy reaches the border", "Mina Park", "post.example", "2025-10-14"),
        *("https://www.post.example/convoy", "en"),
    ]
    assert found_in(shown) == [
        *("from “Convoy reaches the border” in the text", "from “By Mina Park” in the text", "from the address"),
        *("from “14 October 2025” in the text", "as you say", "from the words of the text"),
    ]
    assert "Not known: taking it in makes it, proposed" in shown.text
    assert not Article.objects.exists()
    assert not Source.objects.filter(domain="post.example").exists()


def test_it_is_saved_as_shown_and_led_to_the_desk(editor_client, editor):
    shown = read(editor_client, TEXT.replace("\n", "\r\n"), url="https://www.post.example/convoy")
    answer = editor_client.post(ADD, form_of(shown), follow=True)
    taken = Article.objects.get()
    assert (taken.text, taken.title, taken.byline, taken.published_basis) == (
        *(TEXT, "Convoy reaches the border", "Mina Park"), PublishedBasis.FRONT_MATTER,
    )  # fmt: skip
    assert (taken.source.domain, taken.source.state) == ("post.example", SourceState.PROPOSED)
    first = taken.claims.order_by("start").first()
    assert first.quote == "at least 1,500 soldiers had left the camp"
    assert answer.redirect_chain[-1][0].startswith(reverse("desk-item", args=[first.key]))
    assert "2 claims found" in answer.text
    assert "proposed, for you to confirm: post.example" in answer.text
    assert (taken.history.get().history_user, LogEntry.objects.get().get_change_message()) == (editor, "Taken in.")


def test_files_that_are_sent_are_on_record_and_what_is_pasted_is_not(editor_client, editor, quick):
    sent = lines(article(1), article(2))
    shown = read(editor_client, TEXT, ("wire.jsonl", sent), ("page.html", PAGE))
    editor_client.post(ADD, form_of(shown, "all"))
    assert Article.objects.count() == 4
    row = Import.objects.get()
    assert (row.door, row.user, row.state, row.counts["articles"]) == ("admin", editor, "done", {"new": 3})
    assert [(each.name, each.sha256, each.size) for each in row.files.order_by("pk")] == [
        (name, hashlib.sha256(data.encode()).hexdigest(), len(data.encode()))
        for name, data in (("wire.jsonl", sent), ("page.html", PAGE))
    ]
    editor_client.post(ADD, form_of(read(editor_client, "Pasted\n\nIt was said that it rains.")))
    assert (Article.objects.count(), Import.objects.count()) == (5, 1)


def test_what_fails_of_files_is_on_record_with_its_reason(editor_client, quick, monkeypatch):
    shown = read(editor_client, "", ("a.txt", TEXT))
    monkeypatch.setattr(handing_in, "store_article", Mock(side_effect=ModelMissing("No model is here.")))
    assert "No model is here." in editor_client.post(ADD, form_of(shown)).text
    row = Import.objects.get()
    assert (row.state, row.reason) == ("partly", "a.txt: No model is here.")


def test_nobody_says_that_a_file_was_another(editor_client):
    form = form_of(read(editor_client, "", ("a.txt", TEXT)))
    carried = json.loads(form["articles-0-found"])
    others = json.loads(form_of(read(editor_client, "", ("b.txt", TEXT + " It rains.")))["articles-0-found"])
    for signed in (carried["signed_file"][:-1], others["signed_file"], "a.txt", 7):
        forged = form | {"articles-0-found": json.dumps(carried | {"signed_file": signed})}
        assert AGAIN in editor_client.post(ADD, forged).text
    assert not Article.objects.exists()


def test_what_is_put_right_counts_and_what_is_emptied_is_empty(editor_client, quick):
    post = SourceFactory(slug="the-post", name="The Post", domain="post.example")
    shown = read(editor_client, TEXT)
    typed = {"0-title": "A convoy", "0-byline": "", "0-published_on": "2025-10-15", "0-source": "the post"}
    editor_client.post(ADD, form_of(shown, **typed))
    taken = Article.objects.get()
    assert (taken.title, taken.byline, taken.source) == ("A convoy", "", post)
    assert (taken.published_on.isoformat(), taken.published_basis) == ("2025-10-15", PublishedBasis.EDITOR)
    shown = read(editor_client, TEXT.replace("brigade", "company"))
    editor_client.post(ADD, form_of(shown, **{"0-published_on": ""}))
    taken = Article.objects.latest("pk")
    assert (taken.published_on, taken.published_to, taken.published_basis) == (None, None, PublishedBasis.UNKNOWN)
    assert (taken.byline, taken.source) == ("Mina Park", None)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"0-published_on": "2099-01-01"}, "is in the future"),
        ({"0-title": "<b>Convoy</b>"}, "which is HTML"),
        ({"0-url": "post.example/convoy"}, "articles-0-url"),
        ({"0-language": "klingon!"}, "write"),
        ({"0-title": ""}, "This field is required"),
        ({"0-found": "{}"}, "read the article again"),
        ({"0-found": '{"fields": {"text": 4}}'}, "read the article again"),
    ],
)
def test_what_is_not_right_is_said_and_nothing_is_saved(editor_client, quick, typed, words):
    answer = editor_client.post(ADD, form_of(read(editor_client, TEXT), **typed))
    errors = [each.text_content() for each in page(answer).xpath("//ul[contains(@class, 'errorlist')]")]
    assert (answer.status_code, len(errors), Article.objects.count()) == (400, 1, 0)
    assert words in answer.text
    assert page(answer).forms


def test_a_day_to_come_is_taken_if_it_is_meant(editor_client, quick):
    refused = editor_client.post(ADD, form_of(read(editor_client, TEXT), **{"0-published_on": "2099-01-01"}))
    editor_client.post(ADD, form_of(refused, **{"0-published_on_is_meant": "on"}))
    assert Article.objects.get().published_on.isoformat() == "2099-01-01"


def test_a_source_that_follows_from_an_address_is_shown_before_it_is_made(editor_client, quick):
    shown = read(editor_client, TEXT)
    again = editor_client.post(ADD, form_of(shown, **{"0-url": "https://post.example/1"}))
    assert (values(again)[2], Article.objects.count()) == ("post.example", 0)
    assert "a source is proposed" in again.text
    editor_client.post(ADD, form_of(again, **{"0-source": ""}))
    assert (Article.objects.get().url, Article.objects.get().source) == ("https://post.example/1", None)


@pytest.mark.parametrize(
    ("text", "name", "where"),
    [
        (TEXT.replace("Mina Park", "Mina Park, Reuters"), "Reuters", "“By Mina Park, Reuters” in the text"),
        (TEXT.replace("Mina Park", "The Post"), "The Post", "“By The Post” in the text"),
        (TEXT.replace("Oleg", "KYIV, Oct 14 (AFP) - Oleg"), "AFP", "“AFP” in the text"),
    ],
    ids=["agency", "known", "dateline"],
)
def test_a_source_is_proposed_of_the_byline_or_the_dateline(editor_client, text, name, where):
    SourceFactory(slug="the-post", name="The Post")
    shown = read(editor_client, text)
    assert (values(shown)[2], found_in(shown)[2]) == (name, f"from {where}")


@pytest.mark.parametrize("door", ["pasted", "sent"])
def test_a_page_says_of_itself_what_is_shown(editor_client, quick, door):
    shown = read(editor_client, PAGE) if door == "pasted" else read(editor_client, "", ("convoy.html", PAGE))
    assert values(shown)[2:5] == ["post.example", "2025-10-14", "https://www.post.example/convoy"]
    assert found_in(shown)[2:5] == ["from the page itself"] * 3
    editor_client.post(ADD, form_of(shown))
    taken = Article.objects.get()
    assert (taken.file_name, taken.published_basis) == ("convoy.html" * (door == "sent"), PublishedBasis.FRONT_MATTER)
    assert "shopkeeper" in taken.text


def test_the_same_text_is_refused_with_a_link_and_a_like_one_named(editor_client, quick):
    known = ArticleFactory(title="Convoy", text=f"Convoy\n\n{' '.join(f'word{n} of the convoy.' for n in range(60))}")
    link = reverse("admin:claimsdb_article_change", args=[known.pk])
    same = read(editor_client, known.text.replace("\n\n", "\n \n"))
    assert f'The same text is here: <a href="{link}">' in same.text
    assert not page(same).xpath("//input[@name='save']")
    like = read(editor_client, f"{known.text} One more sentence stands here.")
    assert f'Much like <a href="{link}">Convoy</a>: 9' in like.text
    assert editor_client.post(ADD, form_of(like)).status_code == 302
    late = editor_client.post(ADD, form_of(like))
    assert (late.status_code, "The same text is here" in late.text, Article.objects.count()) == (200, True, 2)


def test_several_are_listed_and_those_ticked_are_taken(editor_client, quick):
    ArticleFactory(text=article(1)["text"])
    sent = lines(*map(article, range(1, 4)), {"text": 4}, {"text": "Title"})
    shown = read(editor_client, "", ("lines.jsonl", sent), ("note.pdf", "%PDF-1.4"), url="https://post.example/")
    assert "lines.jsonl line 4: text: 4 is not a string" in shown.text
    assert "note.pdf: looks like a PDF document" in shown.text
    assert "no body, only title" in shown.text
    form = form_of(shown)
    assert [form.get(f"articles-{n}-take") for n in range(3)] == [None, "on", "on"]
    assert not values(shown, 1)[4]
    answer = editor_client.post(
        ADD, {name: each for name, each in form.items() if name != "articles-2-take"}, follow=True
    )
    assert (answer.redirect_chain, Article.objects.count()) == ([(LISTED, 302)], 2)
    assert "Taken in: 1 article, 1 claim found." in answer.text
    nothing = editor_client.post(ADD, {name: each for name, each in form.items() if "take" not in name})
    assert ("Tick those to take in" in nothing.text, Article.objects.count()) == (True, 2)
    editor_client.post(ADD, form | {"all": "on"})
    assert Article.objects.count() == 3


def test_a_long_one_is_left_to_a_worker_with_what_an_editor_set(editor_client, quick, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.CLAIMSDB_TASKS, settings.CLAIMSDB_QUEUE_ABOVE = "database", 100
    answer = editor_client.post(ADD, form_of(read(editor_client, TEXT), **{"0-byline": ""}), follow=True)
    assert (answer.redirect_chain, "Left to a worker" in answer.text) == ([(LISTED, 302)], True)
    given = DBTaskResult.objects.get().args_kwargs["kwargs"]
    assert (given["by_editor"], given["fields"]) == (["byline"], {"text": TEXT})


def test_no_more_is_read_than_a_form_can_carry(editor_client, settings, monkeypatch):
    monkeypatch.setattr(found, "MOST", 2)
    assert "more than 2 articles" in read(editor_client, lines(*map(article, range(1, 4)))).text
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = found.FOR_VALUES + 170
    shown = read(editor_client, lines(*map(article, range(1, 3))))
    assert ("more text than this form can carry" in shown.text, len(values(shown))) == (True, 6)


def test_too_long_a_text_is_told_of(editor_client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1 << 19
    refused = editor_client.post(ADD, {"text": "x" * (1 << 20)})
    assert (refused.status_code, "takes 0.5 MB of text at most" in refused.text) == (400, True)


@pytest.mark.parametrize(
    ("text", "files", "words"),
    [
        (" ", [], "Paste an article, or choose a file"),
        ("Convoy\n\nThe ministry said <b>it</b>.", [], "which is HTML: paste the whole page"),
        ("<html><script>1</script></html>", [], "no article in this page"),
        ("", [("empty.txt", "")], "empty.txt: "),
        ("", [(f"{'й' * 150}.txt", TEXT)], "cannot be kept while it is read: File name too long"),
        ("Title alone", [], "no body"),
    ],
)
def test_what_cannot_be_read_is_said_and_stays_typed(editor_client, text, files, words):
    answer = read(editor_client, text, *files)
    assert (answer.status_code, words in answer.text) == (400, True)
    assert page(answer).xpath("//textarea")[0].text.strip() == text.strip()


@pytest.mark.parametrize("said", [2, 10**9])
def test_more_articles_than_are_sent_are_refused(editor_client, quick, said):
    sent = form_of(read(editor_client, TEXT)) | {"articles-TOTAL_FORMS": said}
    refused = editor_client.post(ADD, sent)
    assert refused.status_code == 400
    assert AGAIN in refused.text
    assert len(page(refused).xpath("//section")) <= found.MOST
    assert not Article.objects.exists()


def test_where_nothing_can_be_extracted_nothing_is_saved(editor_client, monkeypatch):
    def missing():
        raise ModelMissing("The language model is not installed.")

    shown = read(editor_client, TEXT)
    monkeypatch.setattr(extractors, "default_extractor", missing)
    answer = editor_client.post(ADD, form_of(shown))
    assert (answer.status_code, "The language model is not installed." in answer.text) == (409, True)
    assert values(answer)[0] == "Convoy reaches the border"
    assert (Article.objects.exists(), Claim.objects.exists()) == (False, False)


def test_who_may_not_add_articles_gets_in_by_no_address(reader_client):
    assert (reader_client.get(ADD).status_code, read(reader_client, TEXT).status_code) == (403, 403)
