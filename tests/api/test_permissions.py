"""Who may do what: every method at every address, for each kind of client, in one table."""

import re
from datetime import timedelta

import pytest
from django.urls import get_resolver
from django.utils import timezone
from rest_framework.test import APIClient

from claimsdb.choices import Scope
from tests.clients import bearing, signed_in
from tests.factories import (
    AcceptedClaimFactory,
    AnswerFactory,
    AssessmentFactory,
    ClaimFactory,
    EditorFactory,
    QuestionFactory,
    ReaderFactory,
    RelationFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long]

# A session and a token of the scope edit see and do what their account may. `stranger` has an account and no permission.
CLIENTS = "anonymous stranger reader editor read-token edit-token expired revoked".split()

# What each is answered at a public claim, and at what is not public; 428 is the door to writing: say what you have seen.
TABLE = """
method  address                        anonymous stranger reader editor read-token edit-token expired revoked

GET     /api/                                200      200    200    200        200        200     401     401
GET     /api/claims/                         200      200    200    200        200        200     401     401
GET     /api/claims/?status=extracted        403      403    200    200        200        200     401     401
GET     /api/claims/facets/                  200      200    200    200        200        200     401     401
GET     /api/claims/facets/?status=rejected  403      403    200    200        200        200     401     401
GET     /api/claims/export/                  200      200    200    200        200        200     401     401
GET     /api/claims/export/?status=rejected  403      403    200    200        200        200     401     401
POST    /api/claims/                         401      403    403    400        403        400     401     401
POST    /api/claims/moves/                   401      403    403    400        403        400     401     401
POST    /api/claims/moves/{batch}/undo/      401      403    403    404        403        404     401     401
GET     /api/claims/{public}/                200      200    200    200        200        200     401     401
GET     /api/claims/{hidden}/                404      404    200    200        200        200     401     401
GET     /api/claims/{public}/history/        200      200    200    200        200        200     401     401
GET     /api/claims/{hidden}/history/        404      404    200    200        200        200     401     401
POST    /api/claims/{public}/accept/         401      403    403    428        403        428     401     401
POST    /api/claims/{public}/amend/          401      403    403    428        403        428     401     401
POST    /api/claims/{public}/mark-duplicate/ 401      403    403    428        403        428     401     401
POST    /api/claims/{public}/reject/         401      403    403    428        403        428     401     401
POST    /api/claims/{public}/reopen/         401      403    403    428        403        428     401     401
POST    /api/claims/{hidden}/accept/         401      403    403    428        403        428     401     401
GET     /api/articles/                       200      200    200    200        200        200     401     401
POST    /api/articles/                       401      403    403    400        403        400     401     401
GET     /api/articles/{article}/             200      200    200    200        200        200     401     401
POST    /api/articles/fetch/                 401      403    403    400        403        400     401     401
POST    /api/articles/near/                  401      403    403    400        403        400     401     401
GET     /api/articles/handed-in/00000000-0000-0000-0000-000000000001/ 404 404 404 404 404 404 401 401
PATCH   /api/articles/{article}/             401      403    403    428        403        428     401     401
GET     /api/sources/                        200      200    200    200        200        200     401     401
POST    /api/sources/                        401      403    403    400        403        400     401     401
GET     /api/sources/{source}/               200      200    200    200        200        200     401     401
PATCH   /api/sources/{source}/               401      403    403    428        403        428     401     401
DELETE  /api/sources/{source}/               401      403    403    428        403        428     401     401
POST    /api/sources/{source}/merge/         401      403    403    428        403        428     401     401
GET     /api/actors/                         200      200    200    200        200        200     401     401
POST    /api/actors/                         401      403    403    400        403        400     401     401
GET     /api/actors/{actor}/                 200      200    200    200        200        200     401     401
PATCH   /api/actors/{actor}/                 401      403    403    428        403        428     401     401
DELETE  /api/actors/{actor}/                 401      403    403    428        403        428     401     401
POST    /api/actors/{actor}/merge/           401      403    403    428        403        428     401     401
GET     /api/assessments/                    200      200    200    200        200        200     401     401
POST    /api/assessments/                    401      403    403    400        403        400     401     401
GET     /api/assessments/{assessment}/       200      200    200    200        200        200     401     401
GET     /api/assessments/{draft}/            404      404    200    200        200        200     401     401
PATCH   /api/assessments/{assessment}/       401      403    403    428        403        428     401     401
PATCH   /api/assessments/{draft}/            401      403    403    428        403        428     401     401
DELETE  /api/assessments/{assessment}/       401      403    403    428        403        428     401     401
DELETE  /api/assessments/{draft}/            401      403    403    428        403        428     401     401
GET     /api/questions/                      200      200    200    200        200        200     401     401
GET     /api/questions/?status=proposed      403      403    200    200        200        200     401     401
GET     /api/questions/facets/               200      200    200    200        200        200     401     401
GET     /api/questions/export/               200      200    200    200        200        200     401     401
GET     /api/questions/export/?status=proposed
                                             403      403    200    200        200        200     401     401
POST    /api/questions/                      401      403    403    400        403        400     401     401
GET     /api/questions/{question}/           200      200    200    200        200        200     401     401
GET     /api/questions/{question}/ledger/    200      200    200    200        200        200     401     401
GET     /api/questions/{own}/ledger/         404      404    200    200        200        200     401     401
GET     /api/questions/{question}/origins/   200      200    200    200        200        200     401     401
GET     /api/questions/{own}/                404      404    200    200        200        200     401     401
PATCH   /api/questions/{question}/           401      403    403    428        403        428     401     401
POST    /api/questions/{question}/merge/     401      403    403    428        403        428     401     401
PATCH   /api/questions/{own}/                401      403    403    428        403        428     401     401
GET     /api/answers/                        200      200    200    200        200        200     401     401
GET     /api/answers/?state=proposed         403      403    200    200        200        200     401     401
GET     /api/answers/export/                 200      200    200    200        200        200     401     401
GET     /api/answers/export/?state=proposed  403      403    200    200        200        200     401     401
POST    /api/answers/                        401      403    403    400        403        400     401     401
GET     /api/answers/{answer}/               200      200    200    200        200        200     401     401
GET     /api/answers/{own_answer}/           404      404    200    200        200        200     401     401
POST    /api/answers/{answer}/confirm/       401      403    403    428        403        428     401     401
POST    /api/answers/{answer}/reject/        401      403    403    428        403        428     401     401
POST    /api/answers/{answer}/reopen/        401      403    403    428        403        428     401     401
POST    /api/answers/{answer}/amend/         401      403    403    428        403        428     401     401
POST    /api/answers/{answer}/undo/          401      403    403    428        403        428     401     401
GET     /api/relations/                      200      200    200    200        200        200     401     401
GET     /api/relations/?state=proposed       403      403    200    200        200        200     401     401
GET     /api/relations/export/               200      200    200    200        200        200     401     401
GET     /api/relations/export/?state=proposed
                                             403      403    200    200        200        200     401     401
POST    /api/relations/                      401      403    403    400        403        400     401     401
GET     /api/relations/{relation}/           200      200    200    200        200        200     401     401
GET     /api/relations/{own_relation}/       404      404    200    200        200        200     401     401
POST    /api/relations/{relation}/confirm/   401      403    403    428        403        428     401     401
POST    /api/relations/{relation}/reject/    401      403    403    428        403        428     401     401
POST    /api/relations/{relation}/reopen/    401      403    403    428        403        428     401     401
POST    /api/relations/{relation}/amend/     401      403    403    428        403        428     401     401
POST    /api/relations/{relation}/undo/      401      403    403    428        403        428     401     401
GET     /api/search/?search=NK               200      200    200    200        200        200     401     401
GET     /api/changes/                        200      200    200    200        200        200     401     401
GET     /api/changes/?of=actors,articles     200      200    200    200        200        200     401     401
GET     /api/claims/feed/                    200      200    200    200        200        200     401     401
GET     /api/vocabularies/                   200      200    200    200        200        200     401     401
GET     /api/me/                             200      200    200    200        200        200     401     401
GET     /api/factcheck/v1alpha1/claims:search?query=troops
                                             200      200    200    200        200        200     401     401
GET     /api/schema/                         200      200    200    200        200        200     401     401
GET     /api/docs/                           200      200    200    200        200        200     401     401
"""
ROWS = [row.split() for row in re.sub(r"\n {40,}", " ", TABLE).strip().splitlines()[1:] if row]
METHODS = ("POST", "PUT", "PATCH", "DELETE")


@pytest.fixture
def places(world):
    """What stands in the addresses of the table."""
    public, hidden = AcceptedClaimFactory(text="Troops came."), ClaimFactory(text="A secret.")
    shown, draft = AssessmentFactory(claim=public), AssessmentFactory(claim=public, published_on=None)
    return {
        "public": public.key,
        "hidden": hidden.key,
        "article": public.article_id,
        "source": shown.publisher.slug,
        "actor": "NK",
        "assessment": shown.key,
        "draft": draft.key,
        "batch": "0" * 16,
        "question": QuestionFactory().slug,
        "own": QuestionFactory(status="proposed").slug,
        "answer": AnswerFactory(claim=public).pk,
        "own_answer": AnswerFactory(claim=public, state="proposed").pk,
        "relation": RelationFactory(a=public, b=AcceptedClaimFactory()).pk,
        "own_relation": RelationFactory(a=public, b=hidden).pk,
    }


@pytest.fixture
def clients():
    editor = EditorFactory()
    past = timezone.now() - timedelta(days=2)
    return {
        "anonymous": APIClient(),
        **{name: signed_in(make()) for name, make in {"stranger": UserFactory, "reader": ReaderFactory}.items()},
        "editor": signed_in(editor),
        "read-token": bearing(editor, scope=Scope.READ),
        "edit-token": bearing(editor, scope=Scope.EDIT),
        "expired": bearing(editor, scope=Scope.EDIT, created_at=past - timedelta(days=1), expires_at=past),
        "revoked": bearing(editor, scope=Scope.EDIT, revoked_at=past),
    }


def asked(client, method, address):
    return client.generic(method, address, "{}" if method in METHODS else "", content_type="application/json")


def test_who_may_do_what(places, clients, subtests):
    for method, address, *expected in ROWS:
        url = address.format(**places)
        with subtests.test(f"{method} {address}"):
            found = {name: asked(client, method, url).status_code for name, client in clients.items()}
            assert found == dict(zip(CLIENTS, map(int, expected), strict=True))


def test_what_the_table_has_not_nobody_may(places, clients, subtests):
    """Every other method is a 405, whoever asks; a token that is no more is a 401 all the same."""
    table = {(method, address.partition("?")[0]) for method, address, *_ in ROWS}
    for address in {address for _, address in table}:
        for method in METHODS:
            if (method, address) not in table:
                with subtests.test(f"{method} {address}"):
                    found = {
                        name: asked(client, method, address.format(**places)).status_code
                        for name, client in clients.items()
                    }
                    assert found == {name: 401 if name in ("expired", "revoked") else 405 for name in CLIENTS}


def test_the_table_has_every_address():
    """By the names of the addresses as Django resolves them."""
    resolver = get_resolver()
    place = {"public": "a" * 16, "hidden": "a" * 16, "article": 1, "source": "x", "actor": "x", "assessment": "a" * 16}
    place |= {"question": "x", "own": "x", "answer": 1, "own_answer": 1, "relation": 1, "own_relation": 1}
    covered = {
        resolver.resolve(address.partition("?")[0].format(**place, draft="a" * 16, batch="0" * 16)).view_name
        for _, address, *_ in ROWS
    }
    api = next(each for each in resolver.url_patterns if str(each.pattern) == "api/")
    assert {pattern.name for pattern in _leaves(api)} == covered


def _leaves(resolver):
    for each in resolver.url_patterns:
        yield from _leaves(each) if hasattr(each, "url_patterns") else [each]
