"""`check_consistency` finds what no constraint can hold, and mends what is derived, and only that."""

from copy import deepcopy
from datetime import date
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claimsdb.choices import Status
from claimsdb.index import consistency, synced
from claimsdb.models import (
    Actor,
    Article,
    Attribution,
    Claim,
    ClaimVersion,
    Decision,
    Entry,
    Part,
    Quantity,
    Tally,
    TallyChange,
)
from claimsdb.review import snapshots
from tests.commands import outcome, printed
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    AffiliationFactory,
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    EditorFactory,
    QuantityFactory,
    SourceFactory,
)
from tests.index.expected import check_index

pytestmark = [pytest.mark.long, pytest.mark.django_db]


run = partial(outcome, "check_consistency")


def write(model, **values):
    with connection.cursor() as cursor:
        columns = ", ".join(f"{connection.ops.quote_name(name)} = %s" for name in values)
        cursor.execute(f"UPDATE {model._meta.db_table} SET {columns}", [*values.values()])


def delete(model):
    model._base_manager.all()._raw_delete("default")


def domain():
    return [list(model.objects.order_by("pk").values_list()) for model in (Claim, Attribution, Article, Actor)]


@pytest.fixture(scope="module")
@synced()
def lasting_claims(lasting):
    article = ArticleFactory(source=SourceFactory(), published_on=date(2024, 1, 1), published_basis="url")
    member = AffiliationFactory().child
    made = [ClaimFactory(article=article, topic="treaty"), AcceptedClaimFactory(article=article)]
    for claim in made:
        AttributionFactory(claim=claim, actor=member)
        AttributionFactory(claim=claim, actor=None, name="officials", side=ActorFactory(kind="state"))
        QuantityFactory(claim=claim, start=article.text.index("1,500"), end=article.text.index("1,500") + 5)
    return made


@pytest.fixture
def claims(db, lasting_claims):
    """Two claims of everything, one waiting and one accepted."""
    return deepcopy(lasting_claims)


def test_rows_of_a_version_without_officials_are_filled(claims):
    right = rows(Part)
    write(Part, official=None)
    assert "Looking who speaks officially" in printed("migrate")
    assert rows(Part) == right
    check_index()


def rows(model):
    return set(model.objects.order_by().values_list())


def test_nothing_is_wrong(claims):
    printed, objection = run()
    assert objection == ""
    assert "2 claims, 1 articles" in printed
    assert "Not so" not in printed


# What is written into the tables by hand, and what is then not as it should be.
DERIVED = {
    "a claim rejected": (lambda: write(Claim, status=Status.NEEDS_RECHECK, decided_at=None), "rows of lists"),
    "a day": (lambda: write(Entry, day="2024-02-02"), "rows of lists"),
    "a topic": (lambda: write(Entry, topic="combat"), "rows of lists"),
    "a role": (lambda: write(Part, role="origin"), "rows of lists"),
    "no entries": (lambda: delete(Entry), "rows of lists"),
    "no parts": (lambda: delete(Part), "rows of lists"),
    "an affiliation": (lambda: write(Actor, kind="state"), "rows of lists"),
    "a date": (lambda: write(Article, **dict.fromkeys(Article.DAYS, "2025-01-01")), "rows of lists"),
    "fewer counts": (lambda: delete(TallyChange), "counts"),
    "a wrong count": (lambda: TallyChange.objects.create(scope=0, status="accepted", facet="", value="", claims=3), "counts"),
    "a count of nobody": (lambda: Tally.objects.create(scope=999, status="rejected", facet="topic", value="treaty", claims=-1), "counts"),
    "nothing at all": (lambda: [delete(model) for model in (Entry, Part, Tally, TallyChange)], "rows of lists"),
}  # fmt: skip


@pytest.mark.parametrize("breaks", DERIVED)
def test_what_is_derived_is_mended(claims, breaks):
    break_it, what = DERIVED[breaks]
    break_it()
    before = domain()
    printed, objection = run()
    assert f"Not so: {what}" in printed
    assert objection
    printed, _ = run("--repair")
    assert "Mended" in printed
    check_index()
    assert consistency.wrong_counts() == {}
    assert domain() == before


def test_rows_of_a_claim_that_is_gone_are_swept_away(claims):
    for model in (Attribution, Quantity, Claim):
        model._base_manager.filter(**{"claim" if model is not Claim else "pk": claims[0].pk})._raw_delete("default")
    printed, objection = run()
    assert f"number {claims[0].pk}, which is gone" in printed
    assert objection
    assert run("--repair", "-v0") == ("", "")
    assert set(Part.objects.order_by().values_list("claim_id", flat=True)) == {claims[1].pk}
    check_index()


def unanswered(claims):
    write(Claim, status=Status.REJECTED, decided_at="2026-01-01 00:00:00")


def duplicate_of_a_duplicate(claims):
    again = ClaimFactory(article=claims[0].article, status=Status.DUPLICATE, duplicate_of=claims[0])
    ClaimFactory(article=claims[0].article, status=Status.DUPLICATE, duplicate_of=again)


def reworded(claims):
    for claim in claims:
        snapshots.record(claim, by=None)
    write(Claim, text="Other words.")


def rewound(claims):
    snapshots.record(claims[0], by=None)
    write(ClaimVersion, version=7)


WRONG = {
    "a quote": (lambda claims: write(Claim, quote="x" * len(claims[0].quote)), "the quote stands in the article", 2),
    "a figure's words": (lambda claims: write(Quantity, as_written="2,500"), "so do the words", 2),
    "duplicates": (duplicate_of_a_duplicate, "a duplicate repeats no duplicate", 1),
    "no decision": (unanswered, "the status is what the last decision made it", 2),
    "another decision": (lambda claims: write(Decision, to_status="rejected"), "the status is what the last decision", 1),
    "a version": (lambda claims: write(Decision, version=7), "no decision is ahead", 1),
    "another verb": (lambda claims: write(Decision, verb="reject", reason="unclear"), "a decision gives the status", 1),
    "another moment": (lambda claims: write(Decision, decided_at="2026-01-01 00:00:00"), "it was decided when", 1),
    "other words": (reworded, "the record of its version is what it says", 2),
    "an earlier version": (rewound, "no version on record is ahead of it", 1),
    "nobody's decision": (lambda claims: write(Decision, who_id=EditorFactory().pk), "what was decided here is on record", 1),
    "amended": (lambda claims: write(Claim, amended='["text", "colour"]'), "what was amended are fields", 2),
    "a text": (lambda claims: write(Article, text=claims[0].article.text.replace("troops", "horses")), "an article's text", 1),
}  # fmt: skip


@pytest.mark.parametrize("breaks", WRONG)
def test_what_people_must_judge_is_named_and_left(claims, breaks):
    break_it, what, number = WRONG[breaks]
    break_it(claims)
    printed, objection = run("--repair")
    assert f"Not so: {what}" in printed
    [line] = [line for line in printed.splitlines() if line.strip().startswith(what)]
    assert line.split()[-1] == str(number)
    assert objection


def test_names_are_no_more_than_a_page(claims):
    AcceptedClaimFactory.create_batch(25, article=claims[0].article)
    delete(Entry)
    printed, _ = run()
    assert sum(key in printed for key in Claim.objects.values_list("key", flat=True)) == 20
    assert "and 7 more" in printed


def test_batches_have_every_claim_once(claims, monkeypatch):
    monkeypatch.setattr(consistency, "BATCH", 2)
    ClaimFactory.create_batch(4, article=claims[0].article)
    claims[0].delete()
    pks = [*Claim.objects.order_by("pk").values_list("pk", flat=True)]
    Part.objects.filter(claim=claims[1]).update(claim=pks[-1] + 5)
    batches = list(consistency.batches())
    assert [pk for batch in batches for pk in batch] == [*pks, pks[-1] + 5]


def test_as_many_statements_for_many_claims_as_for_few(claims):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            run("-v0")
        return len(captured)

    few = asked()
    ClaimFactory.create_batch(20, article=claims[0].article)
    assert asked() == few


def test_an_empty_index_is_filled_by_migrate(claims):
    for model in (Entry, Part, Tally, TallyChange):
        delete(model)
    assert "Filling the lists of claims" in printed("migrate")
    check_index()
    assert "Filling" not in printed("migrate")
