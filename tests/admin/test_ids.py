"""No page of the desks, or of questions, has two elements of one id: a label or a key would lead to the wrong one."""

from collections import Counter

import pytest
from django.urls import reverse
from lxml import html

from claimsdb.choices import AnswerKind, LinkVerb, RelationKind
from claimsdb.models import Actor, Relation
from claimsdb.questions import entering, links
from tests.admin.pairs import counting, sent_by
from tests.factories import ClaimFactory, EditorFactory, QuestionFactory, StateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(editor):
    """A claim that waits, a pair that waits, and a question that both answer."""
    korea = StateFactory(slug="north-korea", name="North Korea")
    claims = [counting(count, actor=korea) for count in ("1,000", "2,000")]
    question = QuestionFactory(slug="sent", answer=AnswerKind.NUMBER, measure="troops")
    for claim in claims:
        entering.assign(claim, to=question, figure=0, by=editor)
    entering.relate(*claims, kind=RelationKind.CONTRADICTS, about="value", verb=LinkVerb.PROPOSE, by=None)
    return counting("3,000", actor=korea, factory=ClaimFactory)


def of(name, row):
    return reverse(f"admin:claimsdb_{name}_change", args=[row.pk])


PAGES = {
    "the desk": lambda claim: reverse("desk-item", args=[claim.key]),
    "the relations desk": lambda claim: reverse("desk-relation", args=[Relation.objects.get().pk]),
    "no relation": lambda claim: reverse("desk-relations") + "?kind=denies",
    "queues": lambda claim: reverse("desk-queues"),
    "the dashboard": lambda claim: reverse("desk-dashboard"),
    "a question": lambda claim: of("question", claim.answers.model.objects.first().question),
    "a new question": lambda claim: reverse("admin:claimsdb_question_add"),
    "an answer": lambda claim: of("answer", claim.answers.model.objects.first()),
    "a relation": lambda claim: of("relation", Relation.objects.get()),
    "a claim": lambda claim: of("claim", claim),
    "a merge": lambda claim: reverse("admin:claimsdb_actor_merge", args=[Actor.objects.first().pk]) + "?into=x",
    "an article": lambda claim: of("article", claim.article),
}


def twice(answer):
    ids = html.fromstring(answer.content).xpath("//@id")
    assert ids
    return [name for name, count in Counter(ids).items() if count > 1]


@pytest.mark.parametrize("page", PAGES)
def test_each_id_is_there_once(editor_client, world, page):
    answer = editor_client.get(PAGES[page](world), follow=True)
    assert (answer.status_code, twice(answer)) == (200, [])


def test_so_it_is_where_something_stands_in_the_way(editor_client, world):
    relation, url = Relation.objects.get(), PAGES["the relations desk"](world)
    data = sent_by(editor_client.get(url), verb="confirm", kind="updates", note="\x00")
    assert twice(editor_client.post(url, data)) == []
    links.amend(relation, fields={"about": "time"}, by=EditorFactory())
    assert twice(editor_client.post(url, {**data, "note": ""})) == []


def test_the_key_of_editing_leads_to_the_kind_of_the_pair(editor_client, world):
    page = html.fromstring(editor_client.get(PAGES["the relations desk"](world)).content)
    [label] = page.xpath("//label[@data-key='e']")
    [field] = page.xpath(f"//*[@id='{label.get('for')}']")
    assert field.xpath("ancestor::form/@id") == ["card-form"]
