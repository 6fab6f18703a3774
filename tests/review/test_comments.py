"""Comments on a claim: who is told of them, until when, and that readers never see any."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from claimsdb import review
from claimsdb.models import Comment, Mention
from claimsdb.review import comments
from tests.factories import EditorFactory, ReaderFactory, UserFactory


@pytest.fixture
def anna(db):
    return EditorFactory(username="anna.b")


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def mentioned():
    return sorted(Mention.objects.values_list("user__username", flat=True))


def test_who_is_named_is_told_once(claim, editor, anna):
    ReaderFactory(username="reader")
    UserFactory(username="gone", is_active=False, is_superuser=True)
    text = f"@Anna.b, @anna.b: look. @{editor.username} @reader @gone @anna.c wrote to mail@anna.b"
    comment, unknown = comments.write(claim, text, by=editor)
    assert mentioned() == ["anna.b"]
    assert unknown == [
        "No editor is called @reader: nobody is told.",
        "No editor is called @gone: nobody is told.",
        "No editor is called @anna.c: nobody is told. Like it: @anna.b.",
    ]
    assert (comment.claim, comment.author, claim.decisions.count()) == (claim, editor, 0)
    claim.refresh_from_db()
    assert claim.version == 1


def test_names_that_differ_in_case_alone_are_two(claim, editor, anna):
    EditorFactory(username="Anna.B")
    for text, told in [("@anna.b", "anna.b"), ("@Anna.B", "Anna.B"), ("@ANNA.B", "anna.b")]:
        comments.write(claim, text, by=editor)
        assert mentioned() == [told]
        Mention.objects.all().delete()


def test_what_is_sent_twice_is_said_once(claim, editor, anna):
    for by, text in [(editor, "@anna.b"), (editor, "@anna.b "), (anna, "@anna.b"), (editor, "@anna.b")]:
        comments.write(claim, text, by=by)
    assert [*Comment.objects.values_list("author__username", flat=True)] == [editor.username, "anna.b", editor.username]
    assert mentioned() == ["anna.b", "anna.b"]


@pytest.mark.parametrize("text", ["", " \n", "x" * 5_001, "hidden \u202e"])
def test_what_is_no_comment_is_refused(claim, editor, text):
    with pytest.raises(ValidationError) as refused:
        comments.write(claim, text, by=editor)
    assert [*refused.value.message_dict] == ["text"]
    assert not Comment.objects.exists()


def test_only_reviewers_write(claim, reader):
    with pytest.raises(review.NotAllowed):
        comments.write(claim, "I would like to.", by=reader)


def test_it_is_ticked_off_when_it_is_read(editor_client, claims, editor, anna, item):
    for claim in claims[:2]:
        comments.write(claim, "Is that so, @anna.b?", by=editor)
    annas, line = client_of(anna), "You are mentioned in <strong>2</strong> comments"
    for url in (reverse("admin:index"), item(claims[2])):
        assert line in annas.get(url).text
        assert "You are mentioned" not in editor_client.get(url).text
    page = annas.get(reverse("desk-mentions")).text
    assert page.count("Is that so, @anna.b?") == 2
    beside = reverse("desk-comments", args=[claims[0].key])
    assert "mentions you" in annas.get(beside).text
    assert annas.post(beside, {"read": "1"}).status_code == 302
    assert "mentions you" not in annas.get(beside).text
    annas.post(reverse("desk-comments", args=[claims[1].key]), {"text": "It is, @editor-of-old."})
    answered = annas.get(reverse("desk-comments", args=[claims[1].key])).text
    assert "No editor is called @editor-of-old" in answered
    assert not Mention.objects.unread_by(anna).exists()
    assert "No comment that mentions you is unread" in annas.get(reverse("desk-mentions")).text


def test_all_are_ticked_off_at_once(claims, editor, anna):
    for claim in claims:
        comments.write(claim, "@anna.b", by=editor)
    client_of(anna).post(reverse("desk-mentions"))
    assert not Mention.objects.unread_by(anna).exists()


def test_the_page_says_who_reads_it_and_what_is_wrong(editor_client, reader_client, claim):
    url = reverse("desk-comments", args=[claim.key])
    assert "Editors alone read this" in editor_client.get(url).text
    refused = editor_client.post(url, {"text": " "})
    assert (refused.status_code, "cannot be blank" in refused.text) == (400, True)
    assert [reader_client.get(each).status_code for each in (url, reverse("desk-mentions"))] == [403, 403]
