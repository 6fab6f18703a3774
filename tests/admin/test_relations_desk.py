"""The relations desk: pairs side by side, what each button does, two editors, and what stands in the way."""

import pytest
from django.test import Client
from django.urls import reverse

from claimsdb import review
from claimsdb.choices import LinkVerb, RelationAbout, RelationKind, Strength
from claimsdb.models import Relation, RelationLease
from claimsdb.questions import entering, links
from claimsdb.questions.actions import BY_EDITORS
from tests.admin.pairs import counting, keys_of, sent_by
from tests.factories import EditorFactory, QuestionFactory, StateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.long]
START = "desk-relations"
CONTRADICTS = {"kind": RelationKind.CONTRADICTS, "about": RelationAbout.VALUE}


@pytest.fixture
def korea():
    return StateFactory(slug="north-korea", name="North Korea")


@pytest.fixture
def relations(korea):
    """Three pairs that wait: possible, certain, certain."""
    claims = [counting(count, actor=korea) for count in ("1,000", "2,000", "3,000", "4,000")]
    return [
        entering.relate(
            claims[number], claims[number + 1], strength=strength, verb=LinkVerb.PROPOSE, by=None,
            rule={"rule": "figures", "reason": {"in_words": f"Pair {number} disagrees."}}, **CONTRADICTS,
        )
        for number, strength in enumerate((Strength.POSSIBLE, Strength.CERTAIN, Strength.CERTAIN))
    ]  # fmt: skip


@pytest.fixture
def relation(relations):
    return relations[1]


@pytest.fixture
def other_client():
    client = Client()
    client.force_login(EditorFactory())
    return client


def pair(relation, query=""):
    return reverse("desk-relation", args=[relation.pk]) + query


def now(relation):
    return Relation.objects.get(pk=relation.pk)


def press(client, relation, verb, query="", **typed):
    url = pair(relation, query)
    return client.post(url, sent_by(client.get(url), verb=verb, **typed))


def test_the_certain_come_first_and_each_decision_leads_to_the_next(editor_client, editor, relations):
    possible, *certain = relations
    seen = []
    answer = editor_client.get(reverse(START))
    for verb in ("confirm", "reject", "confirm"):
        seen.append(answer.url)
        answer = editor_client.post(answer.url, sent_by(editor_client.get(answer.url), verb=verb, note="So."))
    assert seen == [pair(each) for each in (*certain, possible)]
    assert answer.url == reverse(START)
    assert "No pair of claims waits" in editor_client.get(answer.url).text
    assert [now(each).state for each in (*certain, possible)] == ["confirmed", "rejected", "confirmed"]
    _, decision = certain[0].decisions.all()
    assert (decision.verb, decision.who, decision.note) == ("confirm", editor, "So.")
    assert not RelationLease.objects.exists()


def test_a_pair_is_shown_with_all_that_it_is_decided_by(editor_client, relation):
    page = editor_client.get(pair(relation)).text
    for words in (
        "Pair 1 disagrees.", "2,000 troops were sent to Russia.", "3,000 troops were sent to Russia.", "Seoul said that",
        "Nobody else was asked.", "By the rule of figures", "measure",
    ):  # fmt: skip
        assert words in page


def test_the_buttons_are_those_of_the_table(editor_client, relation):
    keys = keys_of(editor_client.get(pair(relation)))
    for action in BY_EDITORS:
        if action.key and action.verb != LinkVerb.UNDO:
            assert keys[action.key] == f"{action.label} {action.key.upper()}"
    assert {"e", "h", "j", "k", "?"} <= keys.keys()
    links.take(LinkVerb.CONFIRM, relation, by=EditorFactory())
    assert "a" not in keys_of(editor_client.get(pair(relation)))


@pytest.mark.parametrize(
    ("typed", "verb", "columns"),
    [
        ({"strength": "possible"}, "confirm", ("contradicts", "value", "possible", "confirmed")),
        ({"about": "time"}, "save", None),
        ({"about": "time"}, "amend", ("contradicts", "time", "certain", "proposed")),
        ({}, "amend", None),
        ({"kind": "updates"}, "amend", None),
        ({"kind": "updats"}, "confirm", None),
        ({"note": "bad\x00note"}, "confirm", None),
    ],
)
def test_what_is_changed_goes_with_the_decision(editor_client, relation, typed, verb, columns):
    answer = press(editor_client, relation, verb, **typed)
    changed = now(relation)
    if columns is None:
        assert (answer.status_code, changed.version) == (400, 1)
        assert 'role="alert"' in answer.text
    else:
        assert answer.status_code == 302
        assert (changed.kind, changed.about, changed.strength, changed.state) == columns
        assert [each.verb for each in changed.decisions.all()] == ["propose", verb]


@pytest.mark.parametrize("turned", [False, True])
def test_another_kind_is_another_relation(editor_client, relation, turned):
    typed = {"kind": "updates", "about": "time", **({"turned": "on"} if turned else {})}
    assert press(editor_client, relation, "confirm", **typed).status_code == 302
    other = Relation.objects.get(kind="updates")
    assert (now(relation).state, other.state, other.about) == ("rejected", "confirmed", "time")
    assert (other.a, other.b) == ((relation.b, relation.a) if turned else (relation.a, relation.b))
    assert other.decisions.count() == 2


def test_both_decisions_are_one_step_and_the_message_names_the_kind_that_holds(editor_client, relation):
    page = editor_client.post(
        pair(relation), sent_by(editor_client.get(pair(relation)), verb="confirm", kind="updates")
    )
    assert "Confirmed: updates" in editor_client.get(page.url).text
    answer = editor_client.post(reverse("desk-relations-undo"), follow=True)
    assert answer.redirect_chain[-1][0] == pair(relation)
    assert (now(relation).state, Relation.objects.get(kind="updates").state) == ("proposed", "proposed")
    assert "“updates”, confirmed in its stead, is proposed now" in answer.text
    assert "nothing of yours to undo" in editor_client.post(reverse("desk-relations-undo"), follow=True).text


def test_what_was_rejected_before_is_rejected_once_more_by_the_undo(editor_client, editor, relation):
    a, b = relation.a, relation.b
    other = entering.relate(a, b, kind="updates", about="value", verb=LinkVerb.REJECT, by=editor)
    press(editor_client, relation, "confirm", kind="updates")
    assert (now(relation).state, now(other).state) == ("rejected", "confirmed")
    editor_client.post(reverse("desk-relations-undo"))
    assert (now(relation).state, now(other).state) == ("proposed", "rejected")


def test_undo_takes_back_decision_by_decision(editor_client, relations):
    _, first, second = relations
    press(editor_client, first, "confirm", strength="possible")
    press(editor_client, second, "reject")
    undo = reverse("desk-relations-undo")
    assert editor_client.post(undo).url == pair(second)
    assert editor_client.post(undo).url == pair(first)
    assert [(now(each).state, now(each).strength) for each in (first, second)] == [("proposed", "certain")] * 2
    assert "nothing of yours to undo" in editor_client.post(undo, follow=True).text


def test_what_others_decide_nobody_else_undoes(editor_client, other_client, relation):
    press(other_client, relation, "confirm")
    editor_client.post(reverse("desk-relations-undo"))
    assert now(relation).state == "confirmed"


def opened(client, url):
    """The page, with what its script sends once somebody has it before them."""
    page = client.get(url)
    client.post(f"{url}take/", sent_by(page, "leave-form"))
    return page


def test_two_editors_do_not_get_one_pair(editor_client, other_client, relations):
    urls = []
    for client in (editor_client, other_client):
        urls.append(client.get(reverse(START)).url)
        opened(client, urls[-1])
    assert urls == [pair(relations[1]), pair(relations[2])]


def test_a_pair_of_another_is_read_until_it_is_taken_over(editor_client, other_client, relation):
    theirs = sent_by(opened(other_client, pair(relation)), verb="confirm")
    page = editor_client.get(pair(relation))
    assert "has this pair until" in page.text
    assert editor_client.post(pair(relation), sent_by(page, verb="reject")).status_code == 409
    editor_client.post(reverse("desk-relation-take-over", args=[relation.pk]))
    assert other_client.post(pair(relation), theirs).status_code == 409
    assert (now(relation).state, press(editor_client, relation, "reject").status_code) == ("proposed", 302)


def test_who_leaves_gives_the_pair_back(editor_client, relation):
    EditorFactory()
    assert not RelationLease.objects.exists()
    data = sent_by(opened(editor_client, pair(relation)), "leave-form")
    editor_client.post(reverse("desk-relation-leave", args=[relation.pk]), {"lease": "no token of it"})
    assert RelationLease.objects.exists()
    editor_client.post(reverse("desk-relation-leave", args=[relation.pk]), data)
    assert not RelationLease.objects.exists()


def test_a_relation_that_has_changed_is_shown_in_both_versions(editor_client, editor, relation):
    data = sent_by(editor_client.get(pair(relation)), verb="confirm", strength="possible")
    links.amend(relation, fields={"about": "time"}, by=editor)
    answer = editor_client.post(pair(relation), data)
    assert (answer.status_code, now(relation).state) == (409, "proposed")
    assert "This has changed since you opened it" in answer.text
    again = sent_by(answer, verb="confirm")
    assert again["strength"] == "possible"
    assert editor_client.post(pair(relation), again).status_code == 302
    assert (now(relation).state, now(relation).strength) == ("confirmed", "possible")


def test_a_claim_that_has_changed_is_shown_in_both_versions(editor_client, editor, relation):
    data = sent_by(editor_client.get(pair(relation)), verb="confirm")
    review.amend(relation.a, fields={"text": "Reworded meanwhile."}, by=editor)
    answer = editor_client.post(pair(relation), data)
    assert (answer.status_code, now(relation).state) == (409, "proposed")
    for words in ("This claim has changed since you opened it", "2,000 troops were sent", "Reworded meanwhile."):
        assert words in answer.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?kind=contradicts", 1),
        ("?kind=denies", None),
        ("?rule=figures", 1),
        ("?question=troops", 2),
        ("?kind=&rule=&question=", 1),
    ],
)
def test_a_queue_is_filtered(editor_client, relations, query, found):
    Relation.objects.filter(pk=relations[2].pk).update(question=QuestionFactory(slug="troops"))
    answer = editor_client.get(reverse(START) + query)
    assert (answer.status_code == 302) == (found is not None)
    if found is not None:
        assert answer.url.startswith(pair(relations[found]))


@pytest.mark.parametrize("query", ["?kind=contradict", "?rule=none-such", "?question=none-such"])
def test_what_there_is_not_is_said(editor_client, relations, query):
    assert editor_client.get(reverse(START) + query).status_code == 400


def test_on_and_back(editor_client, relations):
    possible, first, second = relations

    def goes(name, relation):
        return editor_client.get(reverse(f"desk-relation-{name}", args=[relation.pk])).url

    assert [goes("following", each) for each in (first, second, possible)] == [
        pair(each) for each in (second, possible, possible)
    ]
    assert [goes("preceding", each) for each in (first, second, possible)] == [
        pair(each) for each in (first, first, second)
    ]


@pytest.mark.parametrize("name", ["desk-relation", "desk-relation-take-over", "desk-relation-following"])
def test_it_is_for_reviewers(reader, relation, name):
    client = Client()
    url = reverse(name, args=[relation.pk])
    assert client.post(url).status_code == 302  # to sign in
    client.force_login(reader)
    assert client.post(url, {"verb": "confirm"}).status_code == 403
    assert client.get(reverse(START)).status_code == 403
    assert now(relation).state == "proposed"
