"""The claim's page, driven as a browser would: the form comes back as it was shown, with what was typed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from claimsdb import review
from claimsdb.choices import Reason, Role, Status, Verb
from claimsdb.models import Claim, Decision, Quantity
from tests.admin.forms import form_data
from tests.factories import ActorFactory, ArticleFactory, ClaimFactory, EditorFactory

pytestmark = pytest.mark.long

CLAIMS = "/admin/claimsdb/claim/"


def post(client, page, **typed):
    return client.post(page, form_data(client.get(page), **typed), follow=True)


def messages(response):
    return " ".join(str(message) for message in response.context["messages"])


def verbs(claim):
    return [decision.verb for decision in claim.decisions.order_by("version")]


# --- saving ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", [{}, {"quantities-0-low": "1500.00"}, {"meant": "on"}])
def test_saving_what_was_not_touched_decides_nothing(editor_client, claim, page, typed):
    assert "Nothing was changed." in messages(post(editor_client, page, **typed, _save="Save"))
    claim.refresh_from_db()
    assert (claim.version, claim.amended, verbs(claim)) == (1, [], [])


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ({"stance": "denies"}, "stance", "denies"),
        ({"text": "North Korea sent 1,500 troops. "}, "text", "North Korea sent 1,500 troops."),
        ({"hedge": "SAID"}, "hedge", "said"),
        ({"topic": "troop-deployment"}, "topic", "troop-deployment"),
        ({"event_from": "2024-10-01"}, "event_from", date(2024, 10, 1)),
        ({"said_as_written": "had  sent"}, "said_as_written", "had sent"),
    ],
)
def test_one_field_is_one_amendment(editor_client, editor, claim, page, typed, field, value):
    assert "Saved." in messages(post(editor_client, page, **typed, _save="Save"))
    claim.refresh_from_db()
    assert getattr(claim, field) == value
    assert claim.amended == [field]
    assert [(decision.verb, decision.who) for decision in claim.decisions.all()] == [(Verb.AMEND, editor)]


def test_fields_and_rows_together_are_one_amendment(editor_client, claim, page):
    actor = ActorFactory(name="Kim Jong Un")
    typed = {"stance": "accuses", "attributions-0-actor": actor.pk, "quantities-0-measure": "recruits"}
    post(editor_client, page, **typed, _save="Save")
    claim.refresh_from_db()
    assert verbs(claim) == [Verb.AMEND]
    assert claim.amended == ["attributions", "quantities", "stance"]
    assert [part.actor.name for part in claim.attributions.all()] == ["Kim Jong Un", "North Korea"]
    assert claim.quantities.get().measure == "recruits"


def test_rows_are_added_and_taken_away(editor_client, claim, page):
    typed = {"attributions-0-DELETE": "on", "attributions-2-role": Role.MENTIONED, "attributions-2-name": "an official"}
    post(editor_client, page, **typed, _save="Save")
    rows = claim.attributions.values_list("order", "role", "name")
    assert list(rows) == [(0, Role.SUBJECT, ""), (1, Role.MENTIONED, "an official")]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"attributions-1-as_written": "north\r\nkorea"}, "North Korea"),
        ({"attributions-1-as_written": "the Kremlin", "meant": "on"}, "the Kremlin"),
        ({"attributions-1-as_written": "the Kremlin"}, ""),
    ],
)
def test_a_row_stands_where_its_words_do(editor_client, claim, page, typed, words):
    answer = post(editor_client, page, **typed, _save="Save")
    row, text = claim.attributions.get(role=Role.SUBJECT), claim.article.text
    assert row.as_written == words
    assert row.editors_words == (words == "the Kremlin")
    assert row.span == ((text.index(words), text.index(words) + len(words)) if words in text and words else None)
    assert ("Tick “On purpose” if it is meant." in answer.text) == (not words)


def test_figures_are_shown_as_people_write_them(editor_client, claim, page):
    data = form_data(editor_client.get(page))
    assert data["quantities-0-low"] == "1500"


def test_moving_the_span_takes_the_quote_along(editor_client, claim, page):
    post(editor_client, page, start=claim.start + 2, _save="Save")
    claim.refresh_from_db()
    assert (
        claim.quote
        == claim.article.text[claim.start : claim.end]
        == "spokesman said that North Korea had sent 1,500 troops to Russia."
    )


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"text": ""}, "This field is required."),
        ({"start": ""}, "A place has a start and an end"),
        ({"end": "100000"}, "is not a place in a text of"),
        ({"stance": "shouts"}, "shouts is not one of the available choices"),
        ({"event_from": "2024-10-02", "event_to": "2024-10-01"}, "ends before it starts"),
        ({"quantities-0-qualifier": "at_least"}, "These figures do not fit their qualifier"),
        ({"quantities-0-low": "many"}, "is no number such as 10000"),
        ({"attributions-0-actor": ""}, "Name an actor, or keep the words"),
        ({"hedge": "perhaps"}, "Tick “On purpose” if it is meant."),
        ({"said_as_written": "on Tuesday"}, "The article has not the words"),
        ({"text": "Two\r\nlines."}, "a line end"),
        ({"text": "North \u202eaeroK"}, "U+202E"),
        ({"quantities-0-as_written": "1,600"}, "The article has not the words"),
        ({f"quantities-0-{bound}": "-5" for bound in ("low", "best", "high")}, "less than none"),
        ({"quantities-0-low": "-5"}, "exact is one value"),
        ({"quantities-0-measure": "trops"}, "the nearest are troops"),
        ({"quantities-0-unit": "round"}, "not counted in the unit"),
        ({"attributions-0-hop": "1"}, "its hop is 0"),
    ],
)
def test_what_does_not_fit_comes_back_with_the_reason(editor_client, claim, page, typed, complaint):
    response = post(editor_client, page, **{"hedge": "said"} | typed, _save="Save")
    assert response.status_code == 200
    assert complaint in response.text
    assert f"{typed.get('hedge', 'said')}</textarea>" in response.text
    assert verbs(claim) == []


# --- accepting -------------------------------------------------------------------------------------------------------


def test_accepting_untouched_is_one_decision_and_goes_on(editor_client, claim, page):
    following = ClaimFactory(article=claim.article, start=claim.start + 2)
    response = post(editor_client, page, _accept="Accept")
    claim.refresh_from_db()
    assert (claim.status, verbs(claim)) == (Status.ACCEPTED, [Verb.ACCEPT])
    assert response.redirect_chain[-1][0] == f"/admin/claimsdb/claim/{following.pk}/change/#claim"
    assert f'Accepted: <a href="{page}#claim">' in messages(response)


def test_accepting_saves_what_was_typed(editor_client, claim, page):
    post(editor_client, page, stance="confirms", _accept="Save and accept")
    claim.refresh_from_db()
    assert (claim.status, claim.stance, verbs(claim)) == (Status.ACCEPTED, "confirms", [Verb.AMEND, Verb.ACCEPT])


def test_the_last_claim_of_an_article_leads_to_the_list(editor_client, claim, page):
    response = post(editor_client, page, _accept="Accept")
    assert response.redirect_chain[-1][0] == CLAIMS
    assert "No claim of this article waits any more." in messages(response)


def test_the_list_keeps_its_filters_over_a_decision(editor_client, claim, page):
    response = post(editor_client, f"{page}?_changelist_filters=hedged%3Dno", _accept="Accept")
    assert response.redirect_chain[-1][0] == f"{CLAIMS}?hedged=no"


# --- two editors -----------------------------------------------------------------------------------------------------


def test_a_stale_form_says_what_changed_and_keeps_what_was_typed(editor_client, claim, page):
    data = form_data(editor_client.get(page), hedge="allegedly", _save="Save")
    other = EditorFactory(username="other-editor")
    review.amend(Claim.objects.get(pk=claim.pk), fields={"stance": "denies"}, by=other)
    response = editor_client.post(page, data)
    assert "other-editor: amend" in response.text
    assert "stance was “asserts”, is “denies”" in response.text
    assert "allegedly</textarea>" in response.text
    claim.refresh_from_db()
    assert (claim.stance, claim.hedge, claim.version) == ("denies", "", 2)


@pytest.mark.parametrize("version", ["", "0", "7", "many"])
def test_a_form_without_the_right_version_changes_nothing(editor_client, claim, page, version):
    response = post(editor_client, page, stance="denies", seen_version=version, _save="Save")
    assert "This claim has changed since you opened it (it is at version 1)" in response.text
    assert verbs(claim) == []


def test_a_form_posted_after_the_claim_was_rejected_comes_back(editor_client, claim, page):
    data = form_data(editor_client.get(page), hedge="allegedly", _save="Save")
    review.reject(claim, reason=Reason.UNCLEAR, by=None)
    response = editor_client.post(page, data)
    assert response.status_code == 200
    assert "the program: reject" in response.text
    assert "allegedly</textarea>" in response.text


def test_a_form_that_finds_the_row_changed_under_its_lock_is_checked_once_more(editor_client, claim, page, monkeypatch):
    amend, calls = review.amend, []

    def overtaken_once(*args, **changes):
        calls.append(changes)
        if len(calls) == 1:
            raise review.Stale("overtaken")
        return amend(*args, **changes)

    monkeypatch.setattr(review, "amend", overtaken_once)
    assert "Saved." in messages(post(editor_client, page, stance="denies", _save="Save"))
    assert len(calls) == 2


@pytest.mark.parametrize(
    ("error", "complaint"),
    [
        (review.NotAllowed("You may not."), "You may not."),
        (review.Stale("Overtaken twice."), "Overtaken twice."),
        (ValidationError({"start": "That is no place."}), "Start: That is no place."),
    ],
)
def test_what_review_refuses_is_a_message(editor_client, claim, page, monkeypatch, error, complaint):
    def refuse(*args, **changes):
        raise error

    monkeypatch.setattr(review, "amend", refuse)
    response = post(editor_client, page, stance="denies", _save="Save")
    assert messages(response) == complaint
    assert verbs(claim) == []


# --- the other moves -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reason", [Reason.NOT_A_CLAIM, Reason.WRONG_SPAN])
def test_reject_with_a_reason(editor_client, claim, move_url, reason):
    editor_client.post(move_url("reject"), {"seen_version": 1, "reason": reason, "note": "No figure."})
    decision = Decision.objects.get()
    assert (decision.to_status, decision.reason, decision.note) == (Status.REJECTED, reason, "No figure.")


@pytest.mark.parametrize(
    ("verb", "data", "complaint"),
    [
        ("reject", {}, "Reason: This field is required."),
        ("reject", {"reason": "boring"}, "boring is not one of the available choices"),
        ("reject", {"reason": "other"}, "The reason “other” needs a note."),
        ("reject", {"reason": "unclear", "seen_version": 5}, "is at version 1, not 5"),
        ("mark_duplicate", {}, "This field is required."),
        ("mark_duplicate", {"original": "nosuchkey"}, "No claim has the key “nosuchkey”."),
        ("reopen", {}, "A claim that is extracted cannot be moved by 'reopen'"),
    ],
)
def test_a_move_that_lacks_something_is_a_message(editor_client, claim, page, move_url, verb, data, complaint):
    response = editor_client.post(move_url(verb), {"seen_version": 1, **data}, follow=True)
    assert response.redirect_chain[-1][0] == f"{page}#claim"
    assert complaint in messages(response)
    assert verbs(claim) == []


def test_a_claim_is_no_duplicate_of_itself(editor_client, claim, move_url):
    response = editor_client.post(move_url("mark_duplicate"), {"seen_version": 1, "original": claim.key}, follow=True)
    assert "A claim does not repeat itself." in messages(response)


def test_mark_duplicate(editor_client, claim, move_url):
    original = ClaimFactory()
    editor_client.post(move_url("mark_duplicate"), {"seen_version": 1, "original": original.key})
    claim.refresh_from_db()
    assert (claim.status, claim.duplicate_of) == (Status.DUPLICATE, original)


def test_reopen_stays_with_the_claim(editor_client, claim, page, move_url):
    review.reject(claim, reason=Reason.UNCLEAR, by=None)
    response = editor_client.post(move_url("reopen"), {"seen_version": 2}, follow=True)
    claim.refresh_from_db()
    assert claim.status == Status.NEEDS_RECHECK
    assert response.redirect_chain[-1][0] == f"{page}#claim"


@pytest.mark.parametrize("verb", ["reject", "mark_duplicate", "reopen"])
def test_a_move_is_not_a_link(editor_client, claim, move_url, verb):
    assert editor_client.get(move_url(verb)).status_code == 405


# --- who sees which buttons ------------------------------------------------------------------------------------------


BUTTONS = {
    Status.EXTRACTED: {"_save", "_accept", "reject", "mark_duplicate"},
    Status.NEEDS_RECHECK: {"_save", "_accept", "reject", "mark_duplicate"},
    Status.ACCEPTED: {"_save", "reject", "mark_duplicate", "reopen"},
    Status.REJECTED: {"reopen"},
    Status.SUPERSEDED: {"reopen"},
}


def buttons(page_text, claim):
    names = {name for name in ("_save", "_accept") if f'name="{name}"' in page_text}
    return names | {verb for verb in ("reject", "mark_duplicate", "reopen") if f'/{claim.pk}/{verb}/"' in page_text}


@pytest.mark.parametrize(("status", "expected"), BUTTONS.items())
def test_buttons_are_the_legal_moves(editor_client, db, status, expected):
    claim = ClaimFactory(status=status)
    page = reverse("admin:claimsdb_claim_change", args=[claim.pk])
    assert buttons(editor_client.get(page).text, claim) == expected


def test_a_reader_reads(reader_client, claim, page, move_url):
    assert buttons(reader_client.get(page).text, claim) == set()
    assert "<textarea" not in reader_client.get(page).text
    assert reader_client.post(page, {"stance": "denies"}).status_code == 403
    assert reader_client.post(move_url("reject"), {"seen_version": 1, "reason": "unclear"}).status_code == 403
    assert verbs(claim) == []


def test_machine_fields_are_not_written_by_post(editor_client, claim, page):
    before = Claim.objects.filter(pk=claim.pk).values().get()
    forged = {
        "key": "forged", "quote": "forged", "status": "accepted", "extractor": "forged", "rule": "forged",
        "confidence": "0.1", "version": "99", "found": "{}", "entered_by": "1", "amended": "[]", "article": "1",
    }  # fmt: skip
    post(editor_client, page, **forged, _save="Save")
    assert Claim.objects.filter(pk=claim.pk).values().get() == before


def test_an_article_text_is_not_written_by_post(editor_client, claim):
    page = reverse("admin:claimsdb_article_change", args=[claim.article_id])
    before = claim.article.text
    post(editor_client, page, text="Another text.", title="Another title", _save="Save")
    claim.article.refresh_from_db()
    assert (claim.article.text, claim.article.title) == (before, "Another title")


def test_the_machine_is_quoted_where_an_editor_differs(editor_client, claim, page):
    review.amend(claim, fields={"stance": "denies", "text": "Not so."}, by=None)
    Claim.objects.filter(pk=claim.pk).update(found={"stance": "calls_for", "text": "<b>So</b>", "phase": "unknown"})
    shown = editor_client.get(page).text
    assert "machine: calls for" in shown
    assert "machine: &lt;b&gt;So&lt;/b&gt;" in shown
    assert "machine: unknown" not in shown


# --- by hand ---------------------------------------------------------------------------------------------------------

ADD = "/admin/claimsdb/claim/add/"
TYPED = {"text": "North Korea had sent troops.", "voice": "attributed", "_save": "Save"}


def test_a_claim_by_hand_has_its_place_from_its_words(editor_client, editor):
    article = ArticleFactory()
    typed = {**TYPED, "words": "North Korea had sent 1,500 troops", "quantities-0-as_written": "1,500"}
    figures = {f"quantities-0-{name}": "1500" for name in ("low", "best", "high")}
    post(editor_client, f"{ADD}?article={article.pk}", **typed, **figures)
    claim, figure = Claim.objects.get(), Quantity.objects.get()
    assert (claim.quote, claim.entered_by, verbs(claim)) == (typed["words"], editor, [Verb.ENTER])
    assert article.text[figure.start : figure.end] == "1,500"


def test_a_claim_by_hand_needs_no_place(editor_client):
    post(editor_client, f"{ADD}?article={ArticleFactory().pk}", **TYPED)
    assert not Claim.objects.get().has_span


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({"article": ""}, "This field is required."),
        ({"article": "", "words": "troops", "attributions-0-as_written": "troops"}, "This field is required."),
        ({"text": ""}, "This field is required."),
        ({"words": "no such words"}, "they are not in it"),
        ({"words": "three. Two"}, "they are not in it"),
        ({"words": "are"}, "they stand in it 2 times: copy more of them"),
    ],
)
def test_a_claim_by_hand_that_does_not_fit(editor_client, typed, complaint):
    article = ArticleFactory(text="Some troops are still in training, others are not.")
    response = post(editor_client, f"{ADD}?article={article.pk}", **{**TYPED, **typed})
    assert complaint in response.text
    assert not Claim.objects.exists()


def test_nobody_accepts_a_claim_of_their_own(editor_client, client):
    other = EditorFactory()
    post(editor_client, f"{ADD}?article={ArticleFactory().pk}", **TYPED)
    claim = Claim.objects.get()
    page = reverse("admin:claimsdb_claim_change", args=[claim.pk])
    assert buttons(editor_client.get(page).text, claim) == {"_save", "reject", "mark_duplicate"}
    assert "entered this claim by hand" in messages(post(editor_client, page, stance="denies", _accept="Accept"))
    claim.refresh_from_db()
    assert (claim.status, claim.stance) == (Status.EXTRACTED, "asserts")
    client.force_login(other)
    post(client, page, _accept="Accept")
    claim.refresh_from_db()
    assert claim.status == Status.ACCEPTED


def test_the_form_by_hand_opens_for_an_article_that_is_not_there(editor_client):
    assert editor_client.get(f"{ADD}?article=99").status_code == 200
    assert editor_client.get(f"{ADD}?article=x").status_code == 200
