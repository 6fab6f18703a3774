"""Second opinions: which verdicts are asked about, whom, what the other editor sees, and what becomes of the answer."""

import os
import re
import subprocess
import sys

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from claimsdb import review
from claimsdb.choices import Reason, Role, Status, Verb, Voice
from claimsdb.models import Attribution, Claim, SecondOpinion, Skip
from claimsdb.review import leases
from claimsdb.review.opinions import blind
from claimsdb.review.opinions.agreement import agreement_of_editors
from claimsdb.review.opinions.second_opinions import disagreements, is_drawn, waiting_for
from tests.factories import ArticleFactory, AttributionFactory, ClaimFactory, EditorFactory, QuantityFactory

pytestmark = pytest.mark.django_db

NEXT, OPEN = "/admin/desk/opinions/", "/admin/desk/disagreements/"


@pytest.fixture(autouse=True)
def every_verdict(settings):
    EditorFactory()  # there is somebody to be asked
    settings.CLAIMSDB_SECOND_OPINION_PERCENT = 100


@pytest.fixture
def asked(editor):
    """The question about a verdict of the editor's."""
    return SecondOpinion.objects.get(decision=review.accept(ClaimFactory(), by=editor))


def url_of(opinion):
    return f"{NEXT}{opinion.pk}/"


def said(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def is_there(opinion):
    return SecondOpinion.objects.filter(pk=opinion.pk).exists()


# --- which verdicts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("percent", "least", "most"), [(0, 0, 0), (0.5, 1, 20), (30, 250, 350), (100, 1000, 1000)])
def test_about_as_many_are_drawn_as_the_setting_says(settings, percent, least, most):
    settings.CLAIMSDB_SECOND_OPINION_PERCENT = percent
    assert least <= sum(is_drawn(f"{number:016}", 2) for number in range(1000)) <= most


def test_the_draw_depends_on_claim_version_and_the_secret_alone(settings):
    settings.CLAIMSDB_SECOND_OPINION_PERCENT = 50

    def drawn(version):
        return [is_drawn(f"{number:016}", version) for number in range(64)]

    assert drawn(2) == drawn(2) != drawn(3)
    before = drawn(2)
    settings.SECRET_KEY = "another"
    assert drawn(2) != before


@pytest.mark.parametrize(
    ("verb", "is_asked"),
    [
        ("accept", True),
        ("reject", True),
        ("mark_duplicate", True),
        ("amend", False),
        ("reopen", False),
        ("supersede", False),
    ],
)
def test_verdicts_of_editors_are_asked_about(editor, verb, is_asked):
    extra = {"reject": {"reason": Reason.UNCLEAR}, "mark_duplicate": {"original": ClaimFactory()}}
    extra["amend"] = {"fields": {"text": "Reworded."}}

    def decide(by):
        claim = ClaimFactory(status=Status.REJECTED if verb == "reopen" else Status.EXTRACTED)
        return getattr(review, verb)(claim, by=by, **extra.get(verb, {}))

    decide(by=None)
    assert not SecondOpinion.objects.exists()
    decision = decide(by=editor)
    assert SecondOpinion.objects.filter(decision=decision).exists() is is_asked


def test_none_is_asked_where_the_setting_is_none(editor, settings):
    settings.CLAIMSDB_SECOND_OPINION_PERCENT = 0
    review.accept(ClaimFactory(), by=editor)
    assert not SecondOpinion.objects.exists()


@pytest.mark.processes
@pytest.mark.parametrize("percent", ["-1", "100.5"])
def test_a_share_of_a_hundred_is_no_more(percent):
    environment = os.environ | {"CLAIMSDB_SECOND_OPINION_PERCENT": percent}
    done = subprocess.run([sys.executable, "-c", "import claimsdb.settings"], env=environment, stderr=subprocess.PIPE)
    words = f"CLAIMSDB_SECOND_OPINION_PERCENT is '{percent}'; it is a number, at least 0 and at most 100."
    assert words.encode() in done.stderr


# --- whom ------------------------------------------------------------------------------------------------------------


def test_neither_who_decided_nor_who_entered_nor_who_amended(editor, other_editor, asked):
    third, claim = EditorFactory(), asked.decision.claim
    by_hand = review.enter(ArticleFactory(), by=other_editor, fields={"text": "By hand.", "voice": Voice.ARTICLE})
    review.accept(by_hand, by=editor)
    assert [opinion.decision.claim for opinion in waiting_for(third)] == [claim, by_hand]
    assert (list(waiting_for(editor)), list(waiting_for(other_editor))) == ([], [asked])
    review.amend(claim, by=other_editor, fields={"phase": "planned"})
    assert list(waiting_for(other_editor)) == []


def test_the_oldest_comes_first_and_two_do_not_get_the_same(editor, other_editor, asked):
    third = EditorFactory()
    later = SecondOpinion.objects.get(decision=review.accept(ClaimFactory(), by=editor))
    assert blind.next_for(other_editor) == blind.next_for(third) == asked
    leases.take(asked.decision.claim, by=other_editor)
    assert (blind.next_for(other_editor), blind.next_for(third)) == (asked, later)
    blind.skip(asked, by=other_editor)
    assert (blind.next_for(other_editor), blind.next_for(third)) == (later, asked)
    blind.give(later, by=other_editor, verb=Verb.ACCEPT)
    assert blind.next_for(other_editor) == asked


# --- what they see ---------------------------------------------------------------------------------------------------


def test_the_claim_is_as_the_first_editor_saw_it(editor):
    claim = ClaimFactory(text="As it was.")
    speaker = AttributionFactory(claim=claim)
    QuantityFactory(claim=claim)
    decision = review.accept(claim, by=editor)
    for number in (1, 2):
        rows = [Attribution(role=Role.SUBJECT, name=f"Somebody {number}")]
        review.amend(claim, by=editor, fields={"text": "As it is."}, attributions=rows, quantities=[])
    seen = blind.as_it_was(decision)
    assert (seen.claim.text, seen.claim.status) == ("As it was.", Status.EXTRACTED)
    assert [str(part) for part in seen.attributions] == [str(speaker)]
    assert [(quantity.best, quantity.as_written) for quantity in seen.quantities] == [(1500, "1,500")]
    assert Claim.objects.get(pk=claim.pk).text == "As it is."


def test_the_page_tells_nothing_of_the_decision(editor, other_client):
    original, claim = (ClaimFactory(status=status) for status in (Status.ACCEPTED, Status.EXTRACTED))
    verdicts = {
        "accept": {},
        "reject": {"reason": Reason.WRONG_SPAN, "note": "half a sentence"},
        "mark_duplicate": {"original": original},
    }
    pages = set()
    for verb, extra in verdicts.items():
        decision = getattr(review, verb)(claim, by=editor, **extra)
        page = other_client.get(url_of(decision.second_opinion)).text
        pages.add(re.sub(r'value="\w{16,64}"', "", page.partition("</header>")[2]))
        review.undo(decision, by=editor)
    [page] = pages
    assert "<mark" in page
    assert not any(word in page for word in ("status-", "accepted", "spacy-rules", "0.9", editor.username))


@pytest.mark.parametrize("path", [NEXT, OPEN, f"{NEXT}1/"])
def test_readers_are_not_asked(reader_client, path):
    assert reader_client.get(path).status_code == 403


# --- what they say ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "verb", "reason", "is_settled"),
    [
        ({"verb": "accept", "note": "as it says"}, Verb.ACCEPT, "", True),
        ({"verb": "mark_duplicate"}, Verb.MARK_DUPLICATE, "", False),
        ({"reject": "unclear"}, Verb.REJECT, Reason.UNCLEAR, False),
        ({"reject": "other", "note": "satire"}, Verb.REJECT, Reason.OTHER, False),
    ],
)
def test_an_answer_changes_nothing_about_the_claim(other_client, other_editor, asked, typed, verb, reason, is_settled):
    claim = asked.decision.claim
    assert other_client.get(NEXT).url == f"{url_of(asked)}#claim"
    page = other_client.get(url_of(asked))
    assert page.context["waiting"] == 1
    other_client.post(reverse("desk-take", args=[claim.key]), {"lease": page.context["lease"]})
    assert leases.held_by_another(claim, user=asked.decision.who)
    assert other_client.post(url_of(asked), typed).url == NEXT
    asked.refresh_from_db()
    assert (asked.by, asked.verb, asked.reason, asked.note) == (other_editor, verb, reason, typed.get("note", ""))
    assert (asked.settled_at is not None) is is_settled
    assert (Claim.objects.get(pk=claim.pk).version, claim.decisions.count()) == (2, 1)
    assert leases.held_by_another(claim, user=asked.decision.who) is None
    assert "No claim waits" in other_client.get(NEXT).text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"note": "hm"}, "Choose a verdict"),
        ({"verb": "reopen", "note": "hm"}, "Select a valid choice"),
        ({"verb": "reject", "note": "hm"}, "a rejection has a reason"),
        ({"reject": "boring", "note": "hm"}, "Select a valid choice"),
        ({"reject": "other", "note": " "}, "needs a note"),
    ],
)
def test_half_an_answer_comes_back_with_what_was_typed(other_client, asked, typed, words):
    response = other_client.post(url_of(asked), typed)
    assert (response.status_code, response.context["form"]["note"].value()) == (400, typed["note"])
    assert words in response.text
    assert SecondOpinion.objects.asked().get() == asked


def test_a_question_can_be_put_off(other_client, asked):
    assert other_client.post(url_of(asked), {"skip": "1"}).url == NEXT
    assert Skip.objects.exists()
    assert other_client.get(NEXT).url == f"{url_of(asked)}#claim"
    other_client.post(url_of(asked), {"verb": "accept"})
    assert not Skip.objects.exists()


def test_the_first_answer_counts(other_client, asked):
    blind.give(asked, by=EditorFactory(), verb=Verb.ACCEPT)
    with pytest.raises(review.Stale):
        blind.give(asked, by=EditorFactory(), verb=Verb.REJECT, reason=Reason.UNCLEAR)
    response = other_client.post(url_of(asked), {"reject": "unclear"})
    assert "does not wait for you" in said(response)
    assert SecondOpinion.objects.get().verb == Verb.ACCEPT


def test_a_question_that_another_has_is_not_given(other_client, asked):
    leases.take(asked.decision.claim, by=EditorFactory())
    assert "Somebody else" in said(other_client.get(url_of(asked)))
    assert "No claim waits" in other_client.get(NEXT).text


# --- what becomes of it ----------------------------------------------------------------------------------------------


def undo(decision):
    review.undo(decision, by=decision.who)


def reopen(decision):
    review.reopen(decision.claim, by=EditorFactory())


def amend(decision):
    review.amend(decision.claim, by=EditorFactory(), fields={"phase": "planned"})


def reopen_by_program(decision):
    review.reopen(decision.claim, by=None)


@pytest.mark.parametrize(
    ("then", "ends", "counted"), [(undo, True, 0), (reopen, True, 1), (amend, False, 1), (reopen_by_program, False, 1)]
)
def test_what_follows_on_the_decision(editor, other_editor, then, ends, counted):
    """A move of an editor's withdraws a question and settles a disagreement; what was undone is not compared."""
    asked, given = (review.accept(ClaimFactory(), by=editor).second_opinion for _ in range(2))
    blind.give(given, by=other_editor, verb=Verb.REJECT, reason=Reason.UNCLEAR)
    assert list(disagreements()) == [given]
    for opinion in (asked, given):
        then(opinion.decision)
    assert is_there(asked) is not ends
    assert disagreements().exists() is not ends
    assert agreement_of_editors().n == counted


def test_disagreements_are_shown_and_kept(editor_client, editor, other_editor, asked):
    alike = review.reject(ClaimFactory(), by=editor, reason=Reason.UNCLEAR).second_opinion
    blind.give(alike, by=other_editor, verb=Verb.REJECT, reason=Reason.WRONG_SPAN)
    blind.give(asked, by=other_editor, verb=Verb.REJECT, reason=Reason.OTHER, note="satire & worse")
    page = editor_client.get(OPEN)
    assert list(page.context["shown"]) == [asked]
    words = ("accept", "reject", "other", "satire &amp; worse", editor.username, other_editor.username)
    assert all(word in page.text for word in (*words, reverse("desk-item", args=[asked.decision.claim.key])))
    keep = reverse("desk-keep", args=[asked.pk])
    assert editor_client.get(keep).status_code == 405
    assert [said(editor_client.post(keep)) for _ in range(2)] == [
        "Kept as it is.",
        "Kept as it is. That disagreement was settled already.",
    ]
    assert "No second opinion differs" in editor_client.get(OPEN).text
