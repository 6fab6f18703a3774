"""The questions beside a claim at the review desk: what is proposed, what one key assigns, and how it is taken back."""

import pytest
from django.urls import reverse
from lxml import html

from claimsdb import review
from claimsdb.choices import AnswerKind, LinkState, QuestionStatus, ScopePart
from claimsdb.index import synced
from claimsdb.models import Answer, Decision, QuestionActor
from tests.admin.pairs import counting, keys_of, sent_by
from tests.factories import ClaimFactory, EditorFactory, QuestionFactory, StateFactory

pytestmark = pytest.mark.django_db
SLUG = "nk-troops-sent"


@pytest.fixture
def korea():
    return StateFactory(slug="north-korea", name="North Korea")


@synced()
def asking(slug, actor, **fields):
    question = QuestionFactory(**{"slug": slug, "title": f"How many of {slug}?", "measure": "troops", **fields})
    QuestionActor.objects.create(question=question, part=ScopePart.SUBJECT, actor=actor)
    return question


@pytest.fixture
def question(korea):
    return asking(SLUG, korea, title="How many troops has North Korea sent?")


@pytest.fixture
def claim(korea):
    """A claim that waits, of 3,000 troops."""
    return counting("3,000", actor=korea, factory=ClaimFactory)


@pytest.fixture
def item(claim):
    return reverse("desk-item", args=[claim.key])


@pytest.fixture
def assign(editor_client, claim, item):
    """Presses the button that sends these words."""

    def assign(**typed):
        data = sent_by(editor_client.get(item), **typed)
        return editor_client.post(reverse("desk-assign", args=[claim.key]), data)

    return assign


def test_the_one_proposed_question_is_assigned_by_its_key(editor_client, editor, assign, claim, item, question):
    page = editor_client.get(item)
    assert keys_of(page)["q"] == "Question Q"
    assert f'value="{SLUG}/0"' in page.text
    assert "would answer" in page.text
    answer = assign(assign=f"{SLUG}/0")
    assert (answer.status_code, answer.url) == (302, item + "#claim")
    kept = Answer.objects.get()
    assert (kept.question, kept.claim, kept.figure, kept.state, kept.rule) == (
        question, claim, 0, LinkState.CONFIRMED, "membership",
    )  # fmt: skip
    assert [(each.verb, each.who) for each in kept.decisions.all()] == [("propose", None), ("confirm", editor)]
    assert "would answer" not in editor_client.get(item).text


@pytest.mark.parametrize("number", [0, 2])
def test_of_none_or_several_the_key_opens_the_choice(editor_client, item, korea, number):
    for slug in ("first", "second")[:number]:
        asking(slug, korea)
    page = editor_client.get(item)
    assert page.text.count('data-key="q"') == 1
    assert "<summary" in page.text[page.text.index('data-key="q"') - 40 : page.text.index('data-key="q"')]
    assert [f'value="{slug}/0"' in page.text for slug in ("first", "second")] == [number == 2] * 2


def test_what_others_say_to_it_stands_beside(editor_client, item, korea, question):
    other = counting("12,000", actor=korea)
    Answer.objects.create(question=question, claim=other, figure=0, state=LinkState.CONFIRMED)
    rejected = counting("77,000", actor=korea)
    Answer.objects.create(question=question, claim=rejected, figure=0, state=LinkState.REJECTED)
    page = editor_client.get(item).text
    assert ("others say 12,000" in page, "77,000" in page) == (True, False)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"question": "of-words", "figure": "", "value": "yes"}, (None, "yes")),
        ({"question": "of-words", "figure": "", "value": " YES "}, (None, "yes")),
        ({"question": "of-words", "figure": "0", "value": "yes"}, "the figure 3,000 and the word “yes”"),
        ({"question": "of-words", "figure": "0"}, "answered in a word, and not by a figure"),
        ({"question": "of-words", "figure": "", "value": "perhaps"}, "that is yes, no, likely"),
        ({"question": "of-figures", "figure": "", "value": "many"}, "name a figure of the claim"),
        ({"question": " of-words ", "figure": "", "value": ""}, (None, "")),
        ({"question": "none-such"}, "No question is called &#x27;none-such&#x27;"),
        ({"question": ""}, "No question is called"),
        ({"question": "of-words", "figure": "7"}, "has no figure 7"),
        ({"question": "of-words", "figure": "-1"}, "is no figure of the claim"),
        ({"question": "shut", "figure": "0"}, "reopen it, or name another"),
    ],
)
def test_any_question_can_be_named(assign, korea, typed, kept):
    for slug, status in (("of-words", QuestionStatus.OPEN), ("shut", QuestionStatus.CLOSED)):
        asking(slug, korea, measure="", answer=AnswerKind.YES_NO, status=status)
    asking("of-figures", korea, measure="tanks")
    answer = assign(assign="", **typed)
    if isinstance(kept, str):
        assert (answer.status_code, Answer.objects.count()) == (400, 0)
        assert kept in answer.text
    else:
        assert answer.status_code == 302
        assert Answer.objects.values_list("figure", "value").get() == kept


def test_the_desk_undoes_the_last_step_whichever_it_was(editor_client, assign, claim, item, question):
    assign(assign=f"{SLUG}/0")
    editor_client.post(item, sent_by(editor_client.get(item), verb="accept"))
    answer, undo = Answer.objects.get(), reverse("desk-undo")
    for state, verbs in ((LinkState.CONFIRMED, ["accept", "undo"]), (LinkState.PROPOSED, ["accept", "undo"])):
        assert editor_client.post(undo).url == item + "#claim"
        answer.refresh_from_db()
        taken = [each.verb for each in Decision.objects.filter(claim=claim).order_by("version")]
        assert (answer.state, taken) == (state, verbs)
    assert "nothing of yours to undo" in editor_client.post(undo, follow=True).text


def test_what_was_rejected_can_be_assigned_again(editor, assign, claim, question):
    Answer.objects.create(question=question, claim=claim, figure=0, state=LinkState.REJECTED)
    assert assign(assign=f"{SLUG}/0").status_code == 302
    answer = Answer.objects.get()
    assert (answer.state, [each.verb for each in answer.decisions.all()]) == ("confirmed", ["reopen", "confirm"])
    assert assign(assign=f"{SLUG}/0").status_code == 302  # it does so already
    assert answer.decisions.count() == 2


@pytest.mark.parametrize("state", [*LinkState])
def test_the_word_that_is_typed_is_what_is_confirmed(editor_client, assign, claim, item, korea, state):
    question = asking("of-words", korea, measure="", answer=AnswerKind.YES_NO)
    rule = {"rule": "membership"} if state == LinkState.WITHDRAWN else {}
    Answer.objects.create(question=question, claim=claim, value="yes", state=state, **rule)
    assert assign(assign="", question="of-words", figure="", value="no").status_code == 302
    answer = Answer.objects.get()
    assert (answer.value, answer.state) == ("no", LinkState.CONFIRMED)
    assert "by “no” now" in editor_client.get(item).text


def test_the_word_that_is_typed_stands_over_the_one_that_is_proposed(editor_client, assign, claim, item, korea):
    title = "Were 3,000 troops sent to Russia?"
    asking("of-words", korea, title=title, measure="", answer=AnswerKind.YES_NO)
    assert 'value="of-words/"' in editor_client.get(item).text
    assign(assign="", question="of-words", figure="", value="likely")
    answer = Answer.objects.get()
    assert (answer.value, answer.rule, [each.verb for each in answer.decisions.all()]) == (
        "likely", "membership", ["propose", "confirm"],
    )  # fmt: skip


def test_enter_in_the_panel_assigns_and_decides_nothing_else(editor_client, claim, item, korea):
    asking("of-words", korea, measure="", answer=AnswerKind.YES_NO)
    page = editor_client.get(item)
    [name] = html.fromstring(page.content).xpath("(//form[@id='card-form']//button[@type='submit'])[1]/@name")
    data = sent_by(page, **{name: "amend"}, question="of-words", figure="", value="no")
    assert editor_client.post(item, data).status_code == 302
    claim.refresh_from_db()
    assert (Answer.objects.get().value, claim.status, claim.version) == ("no", "extracted", 1)
    editor_client.post(item, sent_by(page, **{name: "amend"}, text="Worded anew."))
    claim.refresh_from_db()
    assert claim.text == "Worded anew."


def test_what_was_typed_of_a_choice_that_is_refused_stays(editor_client, assign, korea):
    asking("of-words", korea, measure="", answer=AnswerKind.YES_NO)
    answer = assign(assign="", question="of-words", figure="0", value="no")
    again = sent_by(answer, assign="")
    assert [again[name] for name in ("question", "figure", "value")] == ["of-words", "0", "no"]


def test_the_message_names_the_figure(editor_client, assign, item, question):
    assign(assign=f"{SLUG}/0")
    assert "by “3,000” now" in editor_client.get(item).text


def test_what_was_typed_stays(editor_client, assign, question):
    answer = assign(assign=f"{SLUG}/0", text="As I would say it.")
    assert (answer.status_code, "As I would say it." in answer.text) == (200, True)
    assert Answer.objects.exists()


def test_a_claim_that_has_changed_or_that_another_has_is_not_assigned(editor_client, claim, item, question):
    data = sent_by(editor_client.get(item), assign=f"{SLUG}/0")
    url = reverse("desk-assign", args=[claim.key])
    review.amend(claim, fields={"text": "Reworded meanwhile."}, by=EditorFactory())
    answer = editor_client.post(url, data)
    assert (answer.status_code, "has changed since you opened it" in answer.text) == (409, True)
    review.leases.take_over(claim, by=EditorFactory())
    assert editor_client.post(url, {**data, "seen_version": "2"}).status_code == 409
    assert not Answer.objects.exists()


def test_it_is_for_reviewers(client, reader, claim, question):
    client.force_login(reader)
    assert client.post(reverse("desk-assign", args=[claim.key]), {"assign": f"{SLUG}/0"}).status_code == 403
    assert not Answer.objects.exists()
