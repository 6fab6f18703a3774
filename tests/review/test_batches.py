"""Decisions that are taken together: each is whole, and their page undoes them all."""

import json
from functools import partial

import pytest
from django.urls import reverse

from claimsdb import review
from claimsdb.choices import Reason, Status
from claimsdb.index import synced
from claimsdb.models import Claim, Decision
from claimsdb.review import batches, undo_stack
from tests.factories import ClaimFactory, EditorFactory, LeaseFactory
from tests.processes import rows_in, said

pytestmark = pytest.mark.both_engines

ACCEPTED, EXTRACTED = Status.ACCEPTED, Status.EXTRACTED


@pytest.fixture
@synced()
def claims(db):
    return ClaimFactory.create_batch(5)


def as_seen(claims):
    return {claim.pk: claim.version for claim in claims}


def statuses(claims):
    return [Claim.objects.get(pk=claim.pk).status for claim in claims]


def page_of(batch):
    return reverse("desk-batch", args=[batch])


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_what_is_refused_in_the_meantime_is_named_and_the_others_go_on(editor, claims, monkeypatch):
    monkeypatch.setattr(batches, "CHUNK", 2)
    seen, gone = as_seen(claims), ClaimFactory()
    seen[gone.pk] = gone.version
    gone.delete()
    review.amend(claims[1], by=None, fields={"stance": "denies"})
    review.reject(claims[2], by=None, reason=Reason.UNCLEAR)
    LeaseFactory(claim=claims[3], holder__username="ann")
    taken = batches.decide(review.accept, seen, by=editor)
    assert taken.done == 2
    assert statuses(claims) == [ACCEPTED, EXTRACTED, Status.REJECTED, EXTRACTED, ACCEPTED]
    for words, refusal in zip(
        ["at version 2, not 1", "at version 2, not 1", "ann has it", "no longer there"],
        taken.refused.values(),
        strict=True,
    ):
        assert words in refusal
    assert set(Decision.objects.exclude(who=None).values_list("batch", "claim")) == {
        (taken.batch, claims[0].pk), (taken.batch, claims[4].pk)
    }  # fmt: skip


def test_the_page_tells_of_a_batch_and_undoes_it(editor_client, editor, claims):
    taken = batches.decide(partial(review.reject, reason=Reason.UNCLEAR), as_seen(claims), by=editor)
    page = page_of(taken.batch)
    review.reopen(claims[2], by=EditorFactory())
    shown = editor_client.get(page)
    context = shown.context
    assert (context["taken"], context["standing"], context["undone"], context["undoable"]) == (5, 5, 0, 4)
    assert [decision.claim for decision in context["changed_sample"]] == [claims[2]]
    assert f"Reject 5</strong>:\n  {editor}, 20" in shown.text
    assert 'value="Undo all 4"' in shown.text
    undone = editor_client.post(page, follow=True)
    assert undone.redirect_chain == [(page, 302)]
    assert told(undone)[0] == "Undone: 4 decisions."
    assert told(undone)[1].startswith(f"Not undone: 1 decision: Claim {claims[2].key} has changed since you decided")
    assert statuses(claims) == [EXTRACTED, EXTRACTED, Status.NEEDS_RECHECK, EXTRACTED, EXTRACTED]
    assert (undone.context["standing"], undone.context["undone"]) == (1, 4)
    assert 'type="submit" class="default"' not in undone.text
    again = editor_client.post(page, follow=True)
    assert "has changed since you decided" in told(again)[0]
    assert again.text.count("has changed since you decided") == 1
    assert Decision.objects.count() == 10


def test_an_amendment_and_its_accepting_are_undone_together(editor_client, editor):
    claim, batch = ClaimFactory(hedge=""), undo_stack.new_batch()
    review.amend(claim, by=editor, fields={"stance": "denies"}, batch=batch)
    review.accept(claim, by=editor, batch=batch)
    shown = editor_client.get(page_of(batch))
    assert f"Accept 1, Amend 1</strong>\n  on 1 claim:\n  {editor}," in shown.text
    assert 'value="Undo all 2"' in shown.text
    assert told(editor_client.post(page_of(batch), follow=True)) == ["Undone: 2 decisions."]
    claim.refresh_from_db()
    assert (claim.hedge, claim.status, claim.amended) == ("", EXTRACTED, [])
    again = editor_client.post(page_of(batch), follow=True)
    assert told(again) == [f"This decision is undone already ({claim.key})."]
    assert (again.context["standing"], again.context["undone"]) == (0, 2)


def test_others_see_a_batch_and_leave_it(editor_client, claims):
    author = EditorFactory(username="ann")
    batch = batches.decide(review.accept, as_seen(claims), by=author).batch
    refusal = "This was decided by ann, who alone may undo it"
    shown = editor_client.get(page_of(batch))
    assert refusal in shown.text
    assert 'type="submit" class="default"' not in shown.text
    [message] = told(editor_client.post(page_of(batch), follow=True))
    assert refusal in message
    assert statuses(claims) == [ACCEPTED] * 5
    assert f'href="{page_of(batch)}"' in editor_client.get("/admin/claimsdb/decision/?together=yes").text
    assert "0 decisions" in editor_client.get("/admin/claimsdb/decision/?together=no").text
    assert "5 decisions" in editor_client.get(f"/admin/claimsdb/decision/?batch={batch}").text


def test_what_came_with_the_data_is_shown(editor_client):
    claim = ClaimFactory()
    review.accept(claim, by=None, batch="elsewhere")
    shown = editor_client.get(page_of("elsewhere"))
    assert "came with the data" in shown.text
    assert "decided by the program" in shown.text


@pytest.mark.parametrize(("who", "seen"), [("reader", 200), ("nobody", 302)])
def test_only_its_author_undoes_it(client, editor, reader, claims, who, seen):
    batch = batches.decide(review.accept, as_seen(claims), by=editor).batch
    if who == "reader":
        client.force_login(reader)
    assert client.get(page_of(batch)).status_code == seen
    assert client.post(page_of(batch)).status_code == 302
    assert statuses(claims) == [ACCEPTED] * 5


def test_no_batch_no_page(editor_client):
    assert editor_client.get(page_of("0" * 16)).status_code == 404


def test_a_page_of_many_takes_as_many_statements_as_one_of_few(editor_client, editor, django_assert_max_num_queries):
    def asked(count):
        with synced():
            many = ClaimFactory.create_batch(count)
        page = page_of(batches.decide(review.accept, as_seen(many), by=editor).batch)
        with django_assert_max_num_queries(30) as queries:
            editor_client.get(page)
        return len(queries.captured_queries)

    assert asked(6) == asked(20)


# --- stopped half way, and two at once, in processes of their own -----------------------------------------------------

PREPARE = """
from claimsdb.index import synced
from tests.factories import ArticleFactory, ClaimFactory, EditorFactory
EditorFactory(username="ann"); EditorFactory(username="bob")
with synced():
    for _ in range(20):
        ClaimFactory.create_batch(20, article=ArticleFactory())
"""
DECIDE = """
from django.contrib.auth.models import User
from claimsdb import review
from claimsdb.review import batches
from claimsdb.models import Claim
batches.CHUNK = 20
seen = dict(Claim.objects.order_by("{order}").values_list("pk", "version"))
print(batches.decide(review.accept, seen, by=User.objects.get(username="{editor}")).done)
"""
STALLED = """
import time
from functools import wraps
from claimsdb import review
accept, calls = review.accept, []
@wraps(accept)
def stalled(*arguments, **options):
    calls.append(arguments)
    if len(calls) == 50:
        print("stalled", flush=True)
        time.sleep(600)
    return accept(*arguments, **options)
review.accept = stalled
"""
UNDO = """
import json
from django.contrib.auth.models import User
from django.db.models import F
from claimsdb.review import undo_stack
from claimsdb.review.integrity import check_integrity
from claimsdb.review.batches import Batch
from claimsdb.models import Claim, Decision
ann = User.objects.get(username="ann")
batch = Batch(Decision.objects.first().batch)
whole = Claim.objects.filter(status="accepted", version=2, decisions__version=2, versions__version=2)
found = {"standing": batch.standing.count(), "whole": whole.count(), "wrong": [each.what for each in check_integrity().findings if each.wrong]}
undone = undo_stack.undo(undo_stack.step_of(batch.name, ann), by=ann)
found |= {"undone": undone.done, "refused": [*undone.refused.values()], "left": Claim.objects.exclude(status="extracted").count()}
print(json.dumps(found))
"""


@pytest.mark.processes
def test_stopped_half_way_or_side_by_side_decisions_are_whole(shell, scratch_database):
    said(shell(PREPARE))
    deciding = shell(STALLED + DECIDE.format(editor="ann", order="pk"))
    assert deciding.stdout.readline() == "stalled\n"
    deciding.kill()
    deciding.communicate()
    whole = 40  # two chunks of twenty, and nothing of the third
    assert json.loads(said(shell(UNDO))) == {
        "standing": whole, "whole": whole, "wrong": [], "undone": whole, "refused": [], "left": 0,
    }  # fmt: skip
    both = [shell(DECIDE.format(editor=editor, order=order)) for editor, order in (("ann", "pk"), ("bob", "-pk"))]
    assert sum(int(said(each)) for each in both) == 400
    accepted = "SELECT count(*) FROM claimsdb_claim WHERE status = 'accepted'"
    assert rows_in(scratch_database, accepted) == [(400,)]
