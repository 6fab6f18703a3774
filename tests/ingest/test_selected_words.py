"""A claim that is entered from selected words: what is proposed for it, what is there already, and that it is undone."""

from datetime import date

import pytest

from claimsdb import review
from claimsdb.choices import Role, Status, Verb
from claimsdb.ingest.selected_words import enter_selected
from claimsdb.review import undo_stack
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db
TEXT = """Troops on the move

Oleg Petrenko, a spokesman, said that at least 1,500 soldiers had left the camp in March 2024, and denied that the
bridge was closed. Rain fell on the harbour and its two cranes. The road is closed."""
SPOKESMAN = [("claimant", "Oleg Petrenko")]


def place_of(words):
    start = TEXT.index(words)
    return start, start + len(words)


@pytest.fixture
def article():
    return ArticleFactory(
        title="Troops on the move", text=TEXT, published_on=date(2024, 10, 17), published_basis="byline"
    )


@pytest.fixture
def editor():
    return EditorFactory()


@pytest.mark.parametrize(
    ("words", "quote", "text", "stance", "said_by", "figures", "event"),
    [
        (
            "at least 1,500 soldiers had left the camp in March 2024,",
            "at least 1,500 soldiers had left the camp in March 2024",
            "At least 1,500 soldiers had left the camp in March 2024.",
            "asserts", SPOKESMAN, ["at least 1,500"], ("2024-03-01", "2024-03-31"),
        ),
        (
            "denied that the\nbridge was closed", "the\nbridge was closed", "The bridge was closed.",
            "denies", SPOKESMAN, [], (None, None),
        ),
        ("its two cranes", "its two cranes", "Its two cranes.", "asserts", [], [], (None, None)),
        ("Troops on the move", "Troops on the move", "Troops on the move.", "asserts", [], [], (None, None)),
    ],
)  # fmt: skip
def test_what_is_read_in_the_words_is_proposed(article, editor, words, quote, text, stance, said_by, figures, event):
    claim = enter_selected(article, place_of(words), by=editor).claim
    claim.refresh_from_db()
    assert (claim.quote, claim.text, claim.stance) == (quote, text, stance)
    speakers = claim.attributions.filter(role__in=[Role.CLAIMANT, Role.RELAYER])
    assert [(part.role, part.who) for part in speakers] == said_by
    assert [figure.as_written for figure in claim.quantities.all()] == figures
    assert tuple(day and day.isoformat() for day in (claim.event_from, claim.event_to)) == event
    assert (claim.status, claim.entered_by, claim.found) == (Status.EXTRACTED, editor, None)


def test_words_that_are_a_claim_are_not_entered_twice(article, editor):
    first, again = (enter_selected(article, place_of("The road is closed"), by=editor) for _ in range(2))
    assert (again.claim, first.was_there, again.was_there) == (first.claim, False, True)


def test_what_was_entered_is_undone_and_may_be_entered_again(article, editor):
    claim = enter_selected(article, place_of("The road is closed"), by=editor).claim
    assert undo_stack.undo(undo_stack.last_step(editor), by=editor).done == 1
    claim.refresh_from_db()
    assert (claim.status, undo_stack.last_step(editor)) == (Status.SUPERSEDED, None)
    assert [each.verb for each in claim.decisions.all()] == [Verb.ENTER, Verb.UNDO]
    again = enter_selected(article, place_of("The road is closed"), by=editor)
    assert (again.was_there, again.claim.key != claim.key) == (False, True)


def test_what_has_changed_since_is_not_taken_out(article, editor):
    claim = enter_selected(article, place_of("The road is closed"), by=editor).claim
    review.amend(claim, by=EditorFactory(), fields={"text": "A road is closed."})
    assert undo_stack.last_step(editor) is None


@pytest.mark.parametrize(("language", "why"), [("ko", "reads English (en) only"), ("en", "")])
def test_the_words_alone_are_taken_where_nothing_is_proposed(article, editor, language, why):
    article.language = language
    article.save()
    entered = enter_selected(article, place_of("The road is closed"), by=editor)
    assert why in entered.unproposed
    assert bool(why) == bool(entered.unproposed)
    assert entered.claim.quote == "The road is closed"
