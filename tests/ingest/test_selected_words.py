"""A claim that is entered from selected words: what is proposed for it, what is there already, and that it is undone."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from claimsdb import review
from claimsdb.choices import Role, Status, Verb
from claimsdb.ingest.selected_words import enter_selected, split_at
from claimsdb.review import undo_stack
from tests.factories import ArticleFactory, AttributionFactory, ClaimFactory, EditorFactory, QuantityFactory

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
    assert not entered.unproposed.endswith(".")
    assert bool(why) == bool(entered.unproposed)
    assert entered.claim.quote == "The road is closed"


# --- two claims in one ------------------------------------------------------------------------------------------------


@pytest.fixture
def double(article):
    """A claim of the machine's that says two things, of a spokesman."""
    start, end = place_of(
        "at least 1,500 soldiers had left the camp in March 2024, and denied that the\nbridge was closed"
    )
    claim = ClaimFactory(
        article=article, start=start, end=end, found={"text": "Both."}, event_as_written="in March 2024", rule="clause"
    )
    AttributionFactory(claim=claim, name="Oleg Petrenko", actor=None)
    AttributionFactory(claim=claim, role=Role.MENTIONED, order=1, **words("bridge"))
    QuantityFactory(claim=claim, **words("at least 1,500"))
    return claim


def words(written):
    start, end = place_of(written)
    return {"as_written": written, "start": start, "end": end}


def said(claim):
    claim.refresh_from_db()
    parts = [(row.role, row.as_written or row.who) for row in claim.attributions.all()]
    return claim.quote, claim.text, parts, [row.as_written for row in claim.quantities.all()], claim.event_as_written


def test_a_claim_is_split_and_made_whole_again(double, editor):
    was = said(double)
    second = split_at(double, place_of("denied that"), by=editor, version=double.version)
    assert said(double)[0] == "at least 1,500 soldiers had left the camp in March 2024"
    assert said(double)[2:] == (was[2][:1], ["at least 1,500"], "in March 2024")
    assert said(second)[0] == "denied that the\nbridge was closed"
    assert said(second)[2:] == (was[2], [], "")
    assert (second.rule, second.found, second.entered_by) == (double.rule, double.found, double.entered_by)
    assert second.decisions.get().batch == double.decisions.get().batch != ""
    assert [review.objection(Verb.ACCEPT, each, by=editor) for each in (double, second)] == ["", ""]
    assert undo_stack.undo(undo_stack.last_step(editor), by=editor).done == 2
    second.refresh_from_db()
    assert (said(double), double.status, second.status) == (was, Status.EXTRACTED, Status.SUPERSEDED)


def test_it_is_split_behind_its_first_words_too(double, editor):
    split_at(double, place_of("at least 1,500 soldiers had left the camp"), by=editor, version=double.version)
    assert [each.quote for each in double.article.claims.order_by("start")] == [
        "at least 1,500 soldiers had left the camp",
        "in March 2024, and denied that the\nbridge was closed",
    ]
    assert not any(review.check_integrity().failing.values())


def test_words_outside_of_the_quote_split_nothing(double, editor):
    with pytest.raises(ValidationError, match="Select words of the quote"):
        split_at(double, place_of("Rain fell"), by=editor, version=double.version)


def test_what_has_changed_or_is_decided_is_not_split(double, editor):
    with pytest.raises(review.Stale):
        split_at(double, place_of("denied that"), by=editor, version=double.version + 1)
    review.accept(double, by=editor)
    with pytest.raises(review.IllegalMove):
        split_at(double, place_of("denied that"), by=editor, version=double.version)
    assert double.article.claims.count() == 1
