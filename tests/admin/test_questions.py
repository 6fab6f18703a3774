"""The admin of questions, answers and relations: who changes what, by which rules, and what is shown beside it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from claimsdb.choices import AnswerKind, DerivationKind, LinkState, QuestionStatus, ScopePart
from claimsdb.curation import derivations
from claimsdb.curation import questions as curation
from claimsdb.models import Answer, Derivation, Question, RefusedDerivation
from claimsdb.questions import entering
from claimsdb.questions.proposing import propose
from tests.admin.pairs import counting, sent_by
from tests.factories import AnswerFactory, ArticleFactory, QuestionFactory, RelationFactory, StateFactory

pytestmark = pytest.mark.django_db
ADD = "admin:claimsdb_question_add"


@pytest.fixture
def korea():
    return StateFactory(slug="north-korea", name="North Korea")


@pytest.fixture
def question(korea, editor):
    fields = {"title": "How many troops has North Korea sent?", "answer": AnswerKind.NUMBER, "measure": "troops"}
    return curation.enter(fields=fields, scope={ScopePart.SUBJECT: [korea]}, by=editor)


def page_of(row):
    return reverse(f"admin:claimsdb_{row._meta.model_name}_change", args=[row.pk])


def now(row):
    return type(row).objects.get(pk=row.pk)


def test_a_question_is_entered_with_its_scope(editor_client, editor, korea):
    url = reverse(ADD)
    typed = {
        "title": "How many troops are in Russia?",
        "answer": "number",
        "measure": "troops",
        "subjects": "North Korea",
    }
    answer = editor_client.post(url, sent_by(editor_client.get(url), "question_form", **typed))
    question = Question.objects.get()
    assert answer.status_code == 302
    assert (question.slug, question.version, question.subjects) == ("how-many-troops-are-in-russia", 1, [korea])
    assert question.history.get().history_user == editor


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": "Troops in Russia"}, "ends in a question mark"),
        ({"subjects": "Nowhereland"}, "Nowhereland"),
        ({"answer": "yes_no", "measure": "troops"}, "Only a question for a number counts something"),
        ({"scope_from": "2024-02-01", "scope_to": "2024-01-01"}, "ends before it starts"),
        ({"status": "merged"}, "Select a valid choice"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_written(editor_client, question, typed, words):
    url = page_of(question)
    answer = editor_client.post(url, sent_by(editor_client.get(url), "question_form", **typed))
    assert (answer.status_code, words in answer.text, now(question).version) == (200, True, 1)


def test_a_form_as_it_stands_writes_nothing(editor_client, question):
    url = page_of(question)
    assert editor_client.post(url, sent_by(editor_client.get(url), "question_form")).status_code == 302
    assert (now(question).version, question.history.count()) == (1, 1)


def test_what_was_typed_is_amended_by_the_rules(editor_client, editor, question):
    url, russia = page_of(question), StateFactory(slug="russia", name="Russia")
    typed = {"note": "Counted anew.", "places": "russia"}
    editor_client.post(url, sent_by(editor_client.get(url), "question_form", **typed))
    changed = now(question)
    assert (changed.note, changed.version, changed.places) == ("Counted anew.", 2, [russia])
    assert changed.history.first().history_user == editor


def test_a_question_that_has_changed_is_not_overwritten(editor_client, editor, question):
    url = page_of(question)
    data = sent_by(editor_client.get(url), "question_form", note="Mine.")
    curation.amend(question, version=1, fields={"title": "Theirs?"}, by=editor)
    answer = editor_client.post(url, data)
    assert "it is at version 2, not 1" in answer.text
    assert (now(question).title, now(question).note) == ("Theirs?", "")


def test_nor_is_a_note_though_it_raises_no_version(editor_client, editor, question):
    url = page_of(question)
    mine, others = (sent_by(editor_client.get(url), "question_form", **{name: "Mine?"}) for name in ("note", "title"))
    curation.amend(question, version=1, fields={"note": "Theirs,\nin lines."}, by=editor)
    assert "Somebody has written another note since" in editor_client.post(url, mine).text
    assert editor_client.post(url, others).status_code == 302
    assert (now(question).title, now(question).note, now(question).version) == ("Mine?", "Theirs,\nin lines.", 2)


def test_its_days_are_those_of_a_calendar(editor_client, editor, question):
    curation.amend(question, version=None, fields={"scope_from": date(2024, 10, 1)}, by=editor)
    [field] = html.fromstring(editor_client.get(page_of(question)).content).xpath("//input[@name='scope_from']")
    assert (field.get("type"), field.value) == ("date", "2024-10-01")


def test_answers_stand_by_series_and_what_would_come_in_by_part(editor_client, editor, korea, question):
    sent, other = counting("3,000", actor=korea), counting("4,000", actor=StateFactory(slug="iran", name="Iran"))
    entering.assign(sent, to=question, figure=0, by=editor)
    text = editor_client.get(page_of(question)).text
    answers, _, misses = text.partition("What would come in")
    assert ("3,000" in answers, "4,000" in answers) == (True, False)
    assert ("Without “subject”: 1 more" in misses, other.text in misses, sent.text in misses) == (True, True, False)


def test_a_question_is_merged_into_another(editor_client, question):
    target, answer = QuestionFactory(slug="target"), AnswerFactory(question=question)
    url, page = reverse("admin:claimsdb_question_merge", args=[question.pk]), editor_client.get(page_of(question))
    for into, status in (("none-such", QuestionStatus.OPEN), (question.slug, QuestionStatus.OPEN)):
        editor_client.post(url, sent_by(page, "merge-form", into=into))
        assert now(question).status == status
    curation.amend(question, version=1, fields={"title": "Another?"}, by=None)
    editor_client.post(url, sent_by(page, "merge-form", into="target"))
    assert now(question).status == QuestionStatus.OPEN
    answered = editor_client.post(url, sent_by(editor_client.get(page_of(question)), "merge-form", into="target"))
    assert answered.url == page_of(target)
    assert (now(question).merged_into, now(answer).question) == (target, target)
    assert editor_client.get(page_of(question)).status_code == 200


@pytest.mark.parametrize("factory", [AnswerFactory, RelationFactory])
@pytest.mark.parametrize(
    ("verb", "state", "ends_in", "version"),
    [
        ("confirm", "proposed", "confirmed", 2),
        ("reject", "confirmed", "rejected", 2),
        ("reopen", "rejected", "proposed", 2),
        ("confirm", "rejected", "rejected", 1),
    ],
)
def test_verbs_on_a_page_and_in_bulk(editor_client, factory, verb, state, ends_in, version):
    one, other = factory(state=state), factory(state=state)
    name = one._meta.model_name
    url = reverse(f"admin:claimsdb_{name}_move", args=[one.pk])
    editor_client.post(url, {"verb": verb, "version": "7"})
    assert now(one).version == 1
    editor_client.post(url, {"verb": verb, "version": "1", "note": "So."})
    assert (now(one).state, now(one).version) == (ends_in, version)
    if verb != "reopen":
        chosen = {"action": f"{verb}_chosen", "_selected_action": [other.pk]}
        answer = editor_client.post(reverse(f"admin:claimsdb_{name}_changelist"), chosen, follow=True)
        assert (now(other).state, now(other).version) == (ends_in, version)
        assert ("Left 1" in answer.text) == (version == 1)


@pytest.mark.parametrize("verb", ["undo", "withdraw", "", "nonsense"])
def test_other_verbs_are_none(editor_client, verb):
    answer = AnswerFactory()
    url = reverse("admin:claimsdb_answer_move", args=[answer.pk])
    assert editor_client.post(url, {"verb": verb}).status_code == 400


def test_who_may_not_review_sees_and_changes_nothing(client, reader, question):
    client.force_login(reader)
    answer = AnswerFactory(question=question, state=LinkState.PROPOSED)
    curation.amend(question, version=1, fields={"note": "For editors."}, by=None)
    for row in (question, answer, RelationFactory()):
        text = client.get(page_of(row)).text
        assert ("For editors." in text, "move-form" in text and 'name="verb"' in text) == (False, False)
    assert client.get(f"{page_of(question).removesuffix('change/')}history/").status_code == 403
    assert client.post(page_of(question), {"title": "Mine?"}).status_code == 403
    assert client.post(reverse("admin:claimsdb_answer_move", args=[answer.pk]), {"verb": "confirm"}).status_code == 403
    merge = reverse("admin:claimsdb_question_merge", args=[question.pk])
    assert client.post(merge, {"into": QuestionFactory().slug}).status_code == 403
    chosen = {"action": "confirm_chosen", "_selected_action": [answer.pk]}
    client.post(reverse("admin:claimsdb_answer_changelist"), chosen)
    assert (now(answer).state, now(question).version) == ("proposed", 1)


@pytest.mark.parametrize(("decision", "left"), [("confirm", [False]), ("delete", [])])
def test_a_proposed_derivation_is_decided_on_its_articles_page(editor_client, reader, decision, left):
    article, original = ArticleFactory(), ArticleFactory(title="The one it shares paragraphs with")
    proposed = Derivation.objects.create(article=article, original=original, kind=DerivationKind.QUOTED, proposed=True)
    assert original.title in editor_client.get(page_of(article)).text
    url = reverse("admin:claimsdb_article_derivation", args=[proposed.pk])
    client = Client()
    client.force_login(reader)
    assert client.post(url, {"decision": decision}).status_code == 403
    assert editor_client.post(url, {"decision": "both"}).status_code == 400
    assert editor_client.post(url, {"decision": decision}).url == page_of(article)
    assert list(article.derivations.values_list("proposed", flat=True)) == left


def test_a_derivation_that_is_refused_is_not_proposed_again_until_an_editor_says_so(editor_client, reader):
    paragraphs = [f"This is a rather long paragraph, number {each}, of a dozen words and more." for each in "abc"]
    for title in ("One", "Two"):
        ArticleFactory(text="\n\n".join([title, *paragraphs]))
    propose()
    proposed = Derivation.objects.get()
    article, original = proposed.article, proposed.original
    editor_client.post(reverse("admin:claimsdb_article_derivation", args=[proposed.pk]), {"decision": "delete"})
    assert propose().new.total() == 0
    assert "Refused" in editor_client.get(page_of(article)).text
    refused = RefusedDerivation.objects.get()
    assert (refused.article, refused.original) == (article, original)
    assert refused.who.has_perm("claimsdb.change_article")
    url, client = reverse("admin:claimsdb_article_refused", args=[refused.pk]), Client()
    client.force_login(reader)
    assert client.post(url).status_code == 403
    assert editor_client.post(url).url == page_of(article)
    assert propose().new["near_copy"] == 1


def test_a_derivation_that_an_editor_takes_out_of_the_form_is_refused_too(editor):
    article, original = ArticleFactory(), ArticleFactory()
    for as_written in ("", "As somebody wrote"):
        taken = Derivation(article=article, original=original, kind=DerivationKind.QUOTED, as_written=as_written)
        derivations.refuse(taken, by=editor)
    assert RefusedDerivation.objects.count() == 1


def test_a_derivation_that_is_decided_stays(editor_client):
    original = ArticleFactory()
    decided = Derivation.objects.create(article=ArticleFactory(), original=original, kind=DerivationKind.QUOTED)
    url = reverse("admin:claimsdb_article_derivation", args=[decided.pk])
    assert "decided already" in editor_client.post(url, {"decision": "delete"}, follow=True).text
    assert Derivation.objects.exists()
    assert not Answer.objects.exists()
