"""A claim that is entered from selected words: what is proposed for it, what is there already, and that it is undone."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from claimsdb import review
from claimsdb.choices import LinkState, Role, Status, Verb
from claimsdb.index import synced
from claimsdb.ingest import extractors, selected_words
from claimsdb.ingest.selected_words import enter_selected, split_at
from claimsdb.models import Claim
from claimsdb.review import undo_stack
from claimsdb.review.splitting import parts_at
from tests.factories import (
    AnswerFactory,
    ArticleFactory,
    AssessmentFactory,
    AttributionFactory,
    ClaimFactory,
    EditorFactory,
    QuantityFactory,
    RelationFactory,
    StandInFactory,
)

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
        ("its two cranes", "its two cranes", "… its two cranes.", "asserts", [], [], (None, None)),
        ("Troops on the move", "Troops on the move", "… Troops on the move.", "asserts", [], [], (None, None)),
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


def test_words_of_two_paragraphs_are_one_claim_with_what_is_read_in_both(editor):
    text = f"{TEXT}\n\nIn May 2024 the ministry said that 300 soldiers had stayed behind in Moscow."
    article = ArticleFactory(title="Troops on the move", text=text)
    start, end = text.index("denied that"), text.index(".", text.index("Moscow"))
    entered = enter_selected(article, (start, end), by=editor)
    claim = Claim.objects.get(pk=entered.claim.pk)
    assert (claim.quote, claim.stance, entered.unproposed) == (text[text.index("the\nbridge") : end], "denies", "")
    assert claim.text == (
        "The bridge was closed. Rain fell on the harbour and its two cranes. The road is closed. 300 soldiers had stayed "
        "behind in Moscow."
    )
    assert [part.who for part in claim.attributions.filter(role=Role.CLAIMANT)][:1] == ["Oleg Petrenko"]
    assert [figure.as_written for figure in claim.quantities.all()] == ["300"]


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


def test_the_words_alone_are_taken_while_an_article_is_read(article, editor, monkeypatch):
    monkeypatch.setattr(selected_words, "PATIENCE", 0)
    with extractors.one_at_a_time:
        entered = enter_selected(article, place_of("The road is closed"), by=editor)
    assert (entered.claim.text, entered.unproposed) == ("The road is closed", "the extractor is at work on an article")
    assert selected_words.propose(article, place_of("The road is closed"))[1] == ""


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


@pytest.mark.parametrize("half", [0, 1])
def test_a_split_is_undone_whole_or_not_at_all(double, editor, half):
    earlier = review.accept(ClaimFactory(), by=editor)
    second = split_at(double, place_of("denied that"), by=editor, version=double.version)
    accepted = review.accept((double, second)[half], by=(colleague := EditorFactory()))
    now = [*double.article.claims.order_by("pk").values("status", "start", "end", "version")]
    undone = undo_stack.undo(second.decisions.first(), by=editor)
    assert (undone.done, [*undone.refused]) == (0, [accepted.claim_id])
    assert "has changed since you decided" in undone.refused[accepted.claim_id]
    assert [*double.article.claims.order_by("pk").values("status", "start", "end", "version")] == now
    assert undo_stack.last_step(editor) == earlier
    review.undo(accepted, by=colleague)
    assert undo_stack.undo(undo_stack.last_step(editor), by=editor).done == 2


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (lambda it: review.mark_duplicate(ClaimFactory(), original=it, by=EditorFactory()), "marked as repeating"),
        (lambda it: StandInFactory(stands_for=QuantityFactory(claim=it)), "stands for one"),
        (lambda it: RelationFactory(b=it), "has a relation or an answer"),
        (lambda it: AnswerFactory(claim=it, state=LinkState.PROPOSED), "has a relation or an answer"),
        (lambda it: AnswerFactory(claim=it, state=LinkState.PROPOSED, rule="same-figure"), ""),
        (lambda it: AssessmentFactory(claim=it), "has an assessment"),
    ],
)
def test_what_is_named_elsewhere_is_not_taken_out(article, editor, name, words):
    claim = enter_selected(article, place_of("The road is closed"), by=editor).claim
    with synced():
        name(claim)
    assert bool(undo_stack.last_step(editor)) is not bool(words)
    undone = undo_stack.undo(claim.decisions.get(), by=editor)
    assert [words in each for each in undone.refused.values()] == [True] * bool(words)
    claim.refresh_from_db()
    assert (claim.status == Status.SUPERSEDED) is not bool(words)


def test_it_is_split_behind_its_first_words_too(double, editor):
    split_at(double, place_of("at least 1,500 soldiers had left the camp"), by=editor, version=double.version)
    assert [each.quote for each in double.article.claims.order_by("start")] == [
        "at least 1,500 soldiers had left the camp",
        "in March 2024, and denied that the\nbridge was closed",
    ]
    assert not any(review.check_integrity().failing.values())


@pytest.mark.parametrize(
    "joint",
    [" and ", ", and - ", "; as well as ", " but, while ", "\u00a0\u2014 or \u2013 ", " " * 100_000, " -" * 50_000],
)
def test_what_joins_the_parts_is_in_neither(joint):
    text = f"Troops band{joint}came."
    claim = ClaimFactory(article=ArticleFactory(text=text), start=0, end=len(text))
    first, second = parts_at(claim, (text.index("came"), len(text) - 1))
    assert [text[slice(*part)] for part in (first, second)] == ["Troops band", "came."]


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
