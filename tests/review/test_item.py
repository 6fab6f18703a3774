"""The page of a claim at the desk: what each button does, what stands in its way, and what is kept of what was typed."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from lxml import html

from claimsdb import review
from claimsdb.admin.review.selecting import selected_place
from claimsdb.choices import ArticleState, Reason, Role, Stance, Status
from claimsdb.models import Article, Claim, Dismissal, Lease, Skip
from claimsdb.review import leases
from tests.factories import ClaimFactory
from tests.review.conftest import TEXT
from tests.review.forms import card_data

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("other_editor")]  # two at one desk

ACTS = ["take", "skip", "take-over", "leave", "dismiss"]


def verbs(claim):
    return [decision.verb for decision in claim.decisions.all()]


def now(claim):
    return Claim.objects.get(pk=claim.pk)


# --- deciding -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "by_editor", "words"),
    [
        (ArticleState.DRAFT, False, "accept a claim, and readers will see it from then on"),
        (ArticleState.DRAFT, True, "is kept a draft: readers see no claim of it, whatever you accept"),
        (ArticleState.WITHDRAWN, True, "has been withdrawn: readers see no claim of it, whatever you accept"),
        (ArticleState.PUBLIC, False, ""),
    ],
)
def test_the_card_says_what_readers_will_see(editor_client, claims, item, state, by_editor, words):
    Article.objects.filter(pk=claims[0].article_id).update(state=state, state_by_editor=by_editor)
    page = editor_client.get(item(claims[0])).text
    assert ("desk-state" in page, words in page) == (bool(words), True)


@pytest.mark.parametrize(
    ("pressed", "status", "verb"),
    [
        ({"verb": "accept"}, Status.ACCEPTED, "accept"),
        ({"verb": "accept", "note": "For us.", "public_note": "For all."}, Status.ACCEPTED, "accept"),
        ({"reject": "wrong_span"}, Status.REJECTED, "reject"),
        ({"reject": "other", "note": "A caption."}, Status.REJECTED, "reject"),
    ],
)
def test_a_decision_goes_on_to_the_next(editor_client, editor, claims, item, pressed, status, verb):
    first, second, _ = claims
    page = editor_client.get(item(first))
    answer = editor_client.post(item(first), card_data(page, **pressed))
    assert (answer.status_code, answer.url) == (302, item(second) + "#claim")
    decision = first.decisions.get()
    assert (now(first).status, decision.verb, decision.who) == (status, verb, editor)
    assert (decision.note, decision.public_note) == (pressed.get("note", ""), pressed.get("public_note", ""))
    assert [lease.claim for lease in Lease.objects.all()] == [second]


def test_accepting_takes_what_was_changed_as_one_step(editor_client, claim, item):
    page = editor_client.get(item(claim))
    data = card_data(page, verb="accept", text="North Korea might send 1,500 soldiers.", stance=Stance.PREDICTS)
    editor_client.post(item(claim), data)
    claim = now(claim)
    assert (claim.status, claim.text, claim.stance) == (Status.ACCEPTED, data["text"], "predicts")
    assert (verbs(claim), claim.amended) == (["amend", "accept"], ["stance", "text"])
    assert len({decision.batch for decision in claim.decisions.all()} - {""}) == 1
    editor_client.post(reverse("desk-undo"))
    assert (now(claim).status, now(claim).amended, verbs(claim)) == (
        Status.EXTRACTED,
        [],
        ["amend", "accept", "undo", "undo"],
    )


def test_saving_stays_and_changes_nothing_else(editor_client, claim, item):
    page = editor_client.get(item(claim))
    answer = editor_client.post(item(claim), card_data(page, verb="amend", hedge="might"))
    assert answer.url == item(claim) + "#claim"
    assert (now(claim).status, now(claim).hedge, now(claim).amended) == (Status.EXTRACTED, "might", ["hedge"])
    page = editor_client.get(item(claim))
    refused = editor_client.post(item(claim), card_data(page, verb="amend"))
    assert (refused.status_code, "Nothing was changed." in refused.text, verbs(claim)) == (400, True, ["amend"])
    refused = editor_client.post(item(claim), card_data(page, verb="amend", note="Look at the caption."))
    assert (refused.status_code, "a note goes with a decision" in refused.text) == (400, True)
    assert (verbs(claim), now(claim).version, card_data(refused)["hedge"]) == (["amend"], 2, "might")


def test_merging_names_the_original(editor_client, claims, item):
    first, second, _ = claims
    page = editor_client.get(item(second))
    editor_client.post(item(second), card_data(page, mark_duplicate="", original=first.key))
    assert (now(second).status, now(second).duplicate_of) == (Status.DUPLICATE, first)


def test_a_decided_claim_is_reopened(editor_client, editor, claim, item):
    review.accept(claim, by=editor)
    page = editor_client.get(item(claim))
    assert 'value="accept"' not in page.text
    editor_client.post(item(claim), card_data(page, verb="reopen"))
    assert now(claim).status == Status.NEEDS_RECHECK


@pytest.mark.parametrize(
    ("pressed", "words"),
    [
        ({}, "Say what to do"),
        ({"verb": "shrug"}, "Say what to do"),
        ({"reject": "boring"}, "is no reason to reject"),
        ({"reject": "other"}, "needs a note"),
        ({"mark_duplicate": "k" * 16}, "No claim has the key"),
        ({"verb": "accept", "text": ""}, "This field is required"),
        ({"verb": "accept", "stance": "shouts"}, "not one of the available choices"),
        ({"verb": "accept", "actors-0-who": "Nrth Korea"}, "North Korea"),
        ({"verb": "accept", "figures-0-low": "many"}, "is no number such as 10000"),
        ({"verb": "accept", "figures-0-low": "9000", "figures-0-qualifier": "exact"}, "from low over best to high"),
        ({"verb": "accept", "start": "5000", "end": "6000"}, "is not a place"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(editor_client, claim, item, pressed, words):
    page = editor_client.get(item(claim))
    answer = editor_client.post(item(claim), card_data(page, hedge="perhaps typed", **pressed))
    assert answer.status_code == 400
    assert words in answer.text.replace("&#x27;", "'")
    assert card_data(answer)["hedge"] == "perhaps typed"
    assert not verbs(claim)


def test_half_a_form_is_refused(editor_client, claim, item):
    data = card_data(editor_client.get(item(claim)), verb="accept")
    del data["actors-TOTAL_FORMS"]
    answer = editor_client.post(item(claim), data)
    assert (answer.status_code, verbs(claim)) == (400, [])
    assert "lacks its actors" in answer.text


def test_a_queue_that_there_is_not_says_why(editor_client, claim, item):
    answer = editor_client.get(item(claim, "?order=alphabetical"))
    assert (answer.status_code, "is no order of a queue" in answer.text) == (400, True)


def test_a_quote_that_is_not_at_its_place_blocks(editor_client, claim, item):
    Claim.objects.filter(pk=claim.pk).update(quote="x" * len(claim.quote))
    page = editor_client.get(item(claim))
    assert "It cannot be accepted so" in page.text
    answer = editor_client.post(item(claim), card_data(page, verb="accept"))
    assert (answer.status_code, now(claim).status) == (400, Status.EXTRACTED)


# --- rows ---------------------------------------------------------------------------------------------------------------


def roles(claim):
    return [(part.role, part.who) for part in now(claim).attributions.all()]


def test_an_actor_is_taken_out_and_another_put_in(editor_client, claim, item):
    """The third row is somebody of another claim of the article, whom a digit puts in."""
    page = editor_client.get(item(claim))
    data = card_data(page, verb="amend")
    assert (data["actors-2-who"], "actors-2-kept" in data) == ("Seoul Daily", False)
    data |= {"actors-2-kept": "on"}
    del data["actors-0-kept"]
    editor_client.post(item(claim), data)
    assert roles(claim) == [(Role.SUBJECT, "North Korea"), (Role.CLAIMANT, "Seoul Daily")]
    assert now(claim).amended == ["attributions"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"actors-3-who": "north-korea", "actors-3-role": "mentioned"}, ("mentioned", "North Korea", "")),
        ({"actors-3-as_written": "Seoul", "actors-3-role": "addressee"}, ("addressee", "Seoul", "Seoul")),
    ],
)
def test_the_empty_row_adds_somebody(editor_client, claim, item, typed, expected):
    data = card_data(editor_client.get(item(claim)), verb="amend", **typed)
    editor_client.post(item(claim), data)
    added = now(claim).attributions.last()
    assert (added.role, added.who, added.as_written) == expected
    assert added.has_span == bool(added.as_written)


def test_rows_that_nobody_touched_are_not_replaced(editor_client, claim, item):
    rows = [*claim.attributions.values_list("pk", flat=True)], [*claim.quantities.values_list("pk", flat=True)]
    editor_client.post(item(claim), card_data(editor_client.get(item(claim)), verb="amend", hedge="might"))
    assert (
        [*claim.attributions.values_list("pk", flat=True)],
        [*claim.quantities.values_list("pk", flat=True)],
    ) == rows


def test_a_figure_is_amended_with_its_place_kept(editor_client, claim, item):
    data = card_data(editor_client.get(item(claim)), verb="amend", **{"figures-0-measure": "recruits"})
    before = claim.quantities.get()
    editor_client.post(item(claim), data)
    after = now(claim).quantities.get()
    assert (after.measure, after.start, after.low) == ("recruits", before.start, before.low)


def test_the_quote_is_moved_by_its_place(editor_client, claim, item):
    start = claim.article.text.index("North Korea")
    data = card_data(editor_client.get(item(claim)), verb="amend", start=start, end=start + 35)
    editor_client.post(item(claim), data)
    assert now(claim).quote == "North Korea might send 1,500 troops"


def test_a_quote_that_leaves_its_figure_behind_is_meant_or_refused(editor_client, claim, item):
    start = claim.article.text.index("North Korea")
    data = card_data(editor_client.get(item(claim)), verb="accept", start=start, end=start + 11)
    answer = editor_client.post(item(claim), data)
    assert (answer.status_code, "stands in the article, but not in the quote" in answer.text) == (400, True)
    assert shown_quote(answer) == ("North Korea", "North Korea")
    editor_client.post(item(claim), data | {"meant": "on"})
    assert (now(claim).status, now(claim).quote, claim.quantities.count()) == (Status.ACCEPTED, "North Korea", 1)
    later = card_data(editor_client.get(item(claim)), verb="amend", start=start, end=start + 17)
    editor_client.post(item(claim), later)
    assert now(claim).quote == "North Korea might"  # the figure was outside before


@pytest.mark.parametrize("act", ["add/", "split/", ""])
def test_the_page_that_comes_back_shows_the_quote_that_it_would_send(editor_client, other_editor, claim, item, act):
    start = claim.article.text.index("might")
    data = card_data(editor_client.get(item(claim)), verb="accept", start=start, selected_words="Seoul said")
    if not act:
        review.amend(claim, by=other_editor, fields={"text": "Another wording."})
    answer = editor_client.post(item(claim) + act, data)
    assert answer.status_code == (400 if act else 409)
    sent = card_data(answer)
    assert shown_quote(answer) == (claim.article.text[int(sent["start"]) : int(sent["end"])],) * 2
    assert sent["start"] == str(start)


@pytest.mark.parametrize(
    ("words", "whole"), [("orth Korea mi", "North Korea might"), ("500 tr", "1,500 troops"), (" to ", " to ")]
)
def test_selected_words_are_taken_whole(words, whole):
    start = TEXT.index(words)
    selected = QueryDict(f"selected_start={start}&selected_end={start + len(words)}")
    assert TEXT[slice(*selected_place(selected, TEXT))] == whole


def shown_quote(answer):
    """The quote on the card, and the words that are marked in the article."""
    page = html.fromstring(answer.content)
    return page.find(".//*[@data-quote]").text_content(), "".join(mark.text_content() for mark in page.iter("mark"))


def opened(client, url):
    """The page, with what its script sends once somebody has it before them."""
    page = client.get(url)
    client.post(f"{url}take/", {"lease": card_data(page)["lease"]})
    return page


# --- two editors --------------------------------------------------------------------------------------------------------


def test_a_leased_claim_is_for_reading_until_it_is_taken_over(editor_client, other_client, other_editor, claim, item):
    mine = opened(editor_client, item(claim))
    theirs = other_client.get(item(claim))
    assert "Take over" in theirs.text
    refused = other_client.post(item(claim), card_data(mine, verb="accept", text="Typed by the other."))
    assert (refused.status_code, now(claim).status) == (409, Status.EXTRACTED)
    assert card_data(refused)["text"] == "Typed by the other."
    other_client.post(f"{item(claim)}take-over/")
    assert Lease.objects.get().holder == other_editor
    assert editor_client.post(item(claim), card_data(mine, verb="accept")).status_code == 409
    assert other_client.post(item(claim), card_data(other_client.get(item(claim)), verb="accept")).status_code == 302


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_takes_nothing(editor_client, other_client, claim, item, method):
    """A browser that fetches ahead and a mail program that looks links over do no more than that."""
    for url in (item(claim), reverse("desk"), f"{item(claim)}following/"):
        getattr(editor_client, method)(url, headers={"Sec-Purpose": "prefetch"})
    assert not Lease.objects.exists()
    assert "Take over" not in other_client.get(item(claim)).text


def test_the_page_takes_the_claim_once_somebody_has_it_before_them(editor_client, other_client, claim, item):
    page = opened(editor_client, item(claim))
    assert Lease.objects.get().token == card_data(page)["lease"]
    assert other_client.post(f"{item(claim)}take/").status_code == 409
    assert editor_client.post(f"{item(claim)}take/", {"lease": "of no form"}).status_code == 204
    assert len(Lease.objects.get().token) == 16
    assert editor_client.post(f"{item(claim)}take/?version={claim.version - 1}").status_code == 409


def test_without_scripts_the_first_write_has_the_claim(editor_client, other_client, claim, item):
    first, second = (client.get(item(claim)) for client in (editor_client, other_client))
    assert editor_client.post(item(claim), card_data(first, verb="accept")).status_code == 302
    assert other_client.post(item(claim), card_data(second, verb="accept")).status_code == 409


def test_a_lease_runs_out_alone(editor_client, other_client, claim, item):
    opened(editor_client, item(claim))
    Lease.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert "Take over" not in other_client.get(item(claim)).text


def test_leaving_gives_the_claim_back_by_the_page_that_took_it(editor_client, claim, item):
    earlier = card_data(opened(editor_client, item(claim)))["lease"]
    present = card_data(opened(editor_client, item(claim)))["lease"]
    editor_client.post(f"{item(claim)}leave/", {"lease": earlier})
    assert Lease.objects.exists()
    editor_client.post(f"{item(claim)}leave/", {"lease": present})
    assert not Lease.objects.exists()


def test_a_stale_decision_shows_both_versions_and_keeps_what_was_typed(editor_client, other_editor, claim, item):
    page = editor_client.get(item(claim))
    review.amend(claim, by=other_editor, fields={"stance": Stance.DENIES, "hedge": "said"}, attributions=[])
    data = card_data(page, verb="accept", text="What I typed.", hedge="might")
    answer = editor_client.post(item(claim), data)
    assert (answer.status_code, now(claim).status) == (409, Status.EXTRACTED)
    assert ["stance", "asserts", "denies"] in [
        [each.name, each.then, each.now] for each in answer.context["differences"]
    ]
    assert "actors" in {each.name for each in answer.context["differences"]}
    again = card_data(answer)
    assert (again["text"], again["hedge"], again["stance"]) == ("What I typed.", "might", "denies")
    assert again["actors-0-who"] == "Seoul Daily"  # nobody has a part any more; this one only might
    assert editor_client.post(item(claim), {**again, "verb": "accept"}).status_code == 302
    claim = now(claim)
    assert (claim.status, claim.text, claim.hedge, claim.stance) == (
        Status.ACCEPTED,
        "What I typed.",
        "might",
        "denies",
    )
    assert not claim.attributions.exists()


def test_rows_typed_into_a_stale_card_stay(editor_client, other_editor, claim, item):
    page = editor_client.get(item(claim))
    review.amend(claim, by=other_editor, fields={}, attributions=[])
    answer = editor_client.post(item(claim), card_data(page, verb="accept", **{"actors-0-role": "relayer"}))
    assert answer.status_code == 409
    editor_client.post(item(claim), {**card_data(answer), "verb": "accept"})
    assert roles(claim) == [("relayer", "Kim Yo Jong"), ("subject", "North Korea")]


# --- skipping, dismissing, undoing, moving -----------------------------------------------------------------------------------


def test_a_skipped_claim_comes_back_at_the_end(editor_client, claims, item):
    first, second, third = claims
    assert editor_client.post(f"{item(first)}skip/").url == item(second) + "#claim"
    for claim in (second, third):
        page = editor_client.get(item(claim))
        answer = editor_client.post(item(claim), card_data(page, reject=Reason.UNCLEAR))
    assert answer.url == item(first) + "#claim"
    editor_client.post(item(first), card_data(editor_client.get(item(first)), verb="accept"))
    assert not Skip.objects.exists()
    assert "No claim is left" in editor_client.get(reverse("desk")).text


def test_a_finding_is_dismissed_for_good_and_what_was_typed_stays(editor_client, claim, item):
    review.amend(claim, by=None, fields={"text": "North Korea might send 9,999 troops to Russia."})
    page = editor_client.get(item(claim))
    [finding] = [each for each in page.context["findings"] if each.check == "figure_added"]
    data = card_data(page, finding=f"{finding.check}:{finding.about}", hedge="typed")
    answer = editor_client.post(f"{item(claim)}dismiss/", data)
    assert finding not in answer.context["findings"]
    assert card_data(answer)["hedge"] == "typed"
    assert Dismissal.objects.get().about == finding.about
    assert editor_client.post(f"{item(claim)}dismiss/", {**data, "finding": "figure_added:7"}).status_code == 400


def test_undo_says_when_there_is_nothing(editor_client, claims, item):
    answer = editor_client.post(reverse("desk-undo"), follow=True)
    assert "nothing of yours to undo" in answer.text


def test_on_and_back(editor_client, claims, item):
    first, second, third = claims
    assert editor_client.get(f"{item(first)}following/").url == item(second) + "#claim"
    assert editor_client.get(f"{item(third)}preceding/").url == item(second) + "#claim"
    assert "last claim" in editor_client.get(f"{item(third)}following/", follow=True).text


def test_the_queue_goes_along(editor_client, claims, item):
    query = f"?article={claims[0].article_id}&order=uncertain"
    page = editor_client.get(item(claims[0], query))
    answer = editor_client.post(item(claims[0], query), card_data(page, verb="accept"))
    assert answer.url.endswith(f"{query}#claim")


# --- who may --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["", *ACTS])
def test_it_is_for_those_who_review(reader_client, client, claim, item, act):
    url = f"{item(claim)}{act}/".replace("//", "/")
    assert reader_client.post(url).status_code == 403
    assert client.post(url).status_code == 302
    assert not verbs(claim)
    assert not Lease.objects.exists()


@pytest.mark.parametrize("path", [f"{act}/" for act in ACTS if act != "take"])
def test_nothing_is_done_by_looking(editor_client, claim, item, path):
    answer = editor_client.get(item(claim) + path)
    assert (answer.status_code, answer.url) == (302, item(claim) + "#claim")
    assert not any(model.objects.exists() for model in (Skip, Lease, Dismissal))


def test_no_claim_no_page(editor_client, db):
    assert editor_client.get(f"/admin/desk/{'a' * 16}/").status_code == 404


def test_one_s_own_claim_has_no_accept(editor_client, editor, item):
    claim = ClaimFactory(entered_by=editor)
    page = editor_client.get(item(claim))
    assert 'value="accept"' not in page.text
    assert editor_client.post(item(claim), card_data(page, verb="accept")).status_code == 400


def test_a_lease_is_taken_by_one_alone(claim, editor, other_editor):
    token = leases.take(claim, by=editor)
    assert token
    assert leases.take(claim, by=other_editor) is None
    assert leases.take(claim, by=editor) not in (None, token)
    assert leases.take_over(claim, by=other_editor)
    assert leases.take(claim, by=editor) is None
