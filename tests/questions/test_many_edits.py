"""Whatever editors do, by whichever door: what is kept of questions is what working it out anew comes to."""

from collections import Counter
from contextlib import suppress
from decimal import Decimal
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from api.documents.ledgers import ledger_document
from claimsdb import review
from claimsdb.choices import AnswerPart, ArticleState, LedgerRows, LinkVerb, RelationAbout, RelationKind, Strength
from claimsdb.curation import articles, merging
from claimsdb.curation import questions as asked
from claimsdb.extraction import UnsupportedLanguage
from claimsdb.ingest import extractors
from claimsdb.models import (
    Actor,
    Answer,
    AnswerDecision,
    Article,
    Claim,
    Decision,
    Question,
    QuestionEntry,
    Relation,
    RelationDecision,
)
from claimsdb.questions import entering, links, standing
from claimsdb.questions.ledger import ledger_of
from claimsdb.review import publication
from tests.commands import outcome
from tests.questions.forgetting import forget

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines, pytest.mark.processes]

EDITS, LOOKS, ASKED = 300, 50, 100
PATHS = [
    *("/api/claims/", "/api/claims/?actor=NK&stance=denies", "/api/claims/facets/", "/api/search/?search=troops"),
    *("/api/questions/", "/api/questions/nk-casualties/ledger/", "/api/relations/", "/api/answers/", "/api/articles/"),
    *("/", "/questions/nk-troops-sent-to-russia/", "/actors/NK/", "/feeds/contradictions.atom", "/sitemap.xml"),
]
SIMPLE = [LinkVerb.CONFIRM, LinkVerb.REJECT, LinkVerb.REOPEN]


def not_read():
    raise UnsupportedLanguage("not read here")


def test_three_hundred_edits_by_every_door(seeded, editor, client, monkeypatch):
    monkeypatch.setattr(extractors, "default_extractor", not_read)
    random, done = Random(14), Counter()
    for number in range(1, EDITS + 1):
        door = random.choice(DOORS)
        with suppress(review.ReviewError, ValidationError), transaction.atomic():
            done[door.__name__] += door(random, editor) is not None
        if number % LOOKS == 0:
            assert standing.otherwise_kept(list(Question.objects.values_list("pk", flat=True))) == set(), number
            for model in (Answer, Relation):
                assert standing.outdated([*model.objects.filter(state="confirmed")]) == [], number
            kept = [*ledgers()]
            forget()
            assert [*ledgers()] == kept, number
        if number % ASKED == 0:
            told = answers(client)
            forget()
            assert answers(client, times=1) == told, number
    assert [door.__name__ for door in DOORS if not done[door.__name__]] == []
    assert outcome("check_consistency")[1] == ""
    assert len({*QuestionEntry.objects.values_list("agreement", flat=True)}) > 2  # of which the edits left several


def answers(client, *, times=3):
    """What anybody is told; the third time as the server keeps it."""
    told = {}
    for path in PATHS:
        for _ in range(times):
            answer = client.get(path)
        told[path] = (answer.status_code, answer.headers["ETag"], answer.content)
    return told


def ledgers():
    """Of all questions: as this process remembers them, or reads them anew once it has forgotten."""
    for question in Question.objects.order_by("pk"):
        ledger = ledger_of(question)
        yield ledger_document(ledger, by=LedgerRows.FIGURE), ledger_document(ledger, by=LedgerRows.STATEMENT)


def one_of(random, rows):
    """One of them, those that have to do with questions more often than others."""
    return rows.order_by("pk")[random.randrange(rows.count())] if rows.exists() else None


def _claim(random, **conditions):
    told = {} if random.random() < 0.2 else {"answers__isnull": False}
    return one_of(random, Claim.objects.filter(**conditions, **told).distinct())


def _link(random):
    return one_of(random, random.choice([Answer, Relation]).objects.all())


# --- the doors: each takes what chance gives it, and says so by what it returns -----------------------------------------


def accept_a_claim(random, by):
    claim = _claim(random, status__in=["extracted", "needs_recheck"])
    return claim and review.accept(claim, by=by)


def reject_a_claim(random, by):
    return review.reject(_claim(random), reason="unclear", by=by)


def reopen_a_claim(random, by):
    claim = one_of(
        random, Claim.objects.filter(status__in=["rejected", "duplicate"], decisions__isnull=False).distinct()
    )
    return claim and review.reopen(claim, by=by)


def mark_a_duplicate(random, by):
    claim = _claim(random)
    others = Claim.objects.accepted().filter(article=claim.article).exclude(pk=claim.pk)
    return review.mark_duplicate(claim, original=one_of(random, others), by=by)


def amend_a_claim(random, by):
    fields = (
        {"hedge": "reportedly"},
        {"phase": "done"},
        {"stance": "denies"},
        {"topic": ""},
        {"text": "Said otherwise."},
    )
    return review.amend(_claim(random), fields=random.choice(fields), by=by)


def amend_a_figure(random, by):
    claim = one_of(random, Claim.objects.filter(quantities__isnull=False, answers__isnull=False).distinct())
    figures = [*claim.quantities.all()]
    number = Decimal(random.choice([1200, 3000, 4000, 10000]))
    figures[0].as_written, figures[0].own_words, figures[0].start, figures[0].end = f"{number:,}", True, None, None
    figures[0].low = figures[0].best = figures[0].high = number
    figures[0].qualifier, figures[0].stands_for_claim, figures[0].stands_for_order = "exact", None, None
    return review.amend(claim, quantities=figures, by=by)


def drop_the_figures(random, by):
    claim = one_of(random, Claim.objects.filter(quantities__isnull=False, answers__isnull=False).distinct())
    return claim and review.amend(claim, quantities=[], by=by)


def undo_a_decision(random, by):
    decision = Decision.objects.filter(who=by).order_by("-pk")[random.randrange(3)]
    return review.undo(decision, by=by)


def decide_a_link(random, by):
    return links.take(random.choice(SIMPLE), _link(random), by=by)


def amend_an_answer(random, by):
    fields = (
        {"part": random.choice([*AnswerPart])},
        {"figure": None, "value": random.choice(["yes", "no"])},
        {"figure": 0},
    )
    answer = one_of(random, Answer.objects.all())
    return links.amend(answer, fields={"value": "", **random.choice(fields)}, by=by)


def amend_a_relation(random, by):
    fields = {"strength": random.choice([*Strength])}, {"question": one_of(random, Question.objects.all())}
    return links.amend(one_of(random, Relation.objects.all()), fields=random.choice(fields), by=by)


def undo_a_link(random, by):
    decisions = random.choice([AnswerDecision, RelationDecision]).objects.filter(who=by)
    return links.undo(decisions.order_by("-pk")[random.randrange(2)], by=by)


def assign_a_claim(random, by):
    figure = random.choice([None, 0])
    question = one_of(random, Question.objects.filter(status="open"))
    return entering.assign(one_of(random, Claim.objects.all()), to=question, figure=figure, by=by)


def relate_two(random, by):
    a, b = _claim(random), _claim(random)
    kind = random.choice([*RelationKind])
    return entering.relate(a, b, kind=kind, about=RelationAbout.VALUE, strength=random.choice([*Strength]), by=by)


def publish_or_withdraw(random, by):
    state = random.choice([None, ArticleState.PUBLIC, ArticleState.PUBLIC, ArticleState.DRAFT, ArticleState.WITHDRAWN])
    publication.set_state(one_of(random, Article.objects.all()), state, by=by)
    return True


def date_an_article(random, by):
    day = random.choice([None, "2024-10-17", "2025-04-28"])
    fields = dict.fromkeys(("published_from", "published_to"), day) | {
        "published_basis": "editor" if day else "unknown"
    }
    article = one_of(random, Article.objects.all())
    articles.correct(article, seen=None, fields=fields, by=by)
    return True


def amend_a_question(random, by):
    question = one_of(random, Question.objects.exclude(status="merged"))
    fields = (
        {"status": random.choice(["open", "open", "closed", "proposed"])},
        {"answer": "number"},
        {"answer": "yes_no"},
    )
    return asked.amend(question, version=None, fields=random.choice(fields), by=by)


def merge_questions(random, by):
    if random.random() < 0.6:
        return asked.enter(fields={"title": "How many more?", "answer": "number"}, by=by)
    one, other = (one_of(random, Question.objects.exclude(status="merged")) for _ in range(2))
    return asked.merge(one, into=other, version=None, by=by)


def merge_actors(random, by):
    actor = one_of(random, Actor.objects.filter(attributions__isnull=False, codes__isnull=True).distinct())
    into = actor and one_of(random, Actor.objects.filter(kind=actor.kind).exclude(pk=actor.pk))
    return into and merging.merge_actors(actor, into=into, seen=None, by=by)


DOORS = [
    *(accept_a_claim, reject_a_claim, reopen_a_claim, mark_a_duplicate, amend_a_claim, amend_a_figure, undo_a_decision),
    *(drop_the_figures, decide_a_link, decide_a_link, amend_an_answer, amend_a_relation, undo_a_link, assign_a_claim),
    *(relate_two, publish_or_withdraw, date_an_article, amend_a_question, merge_questions, merge_actors),
    *(accept_a_claim, accept_a_claim, decide_a_link),
]
