"""Assessments: who sees them, how they are asked for, and how editors write them."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claimsdb.choices import Bearing, Conclusion, SourceState
from claimsdb.filters import AssessmentFilterSet
from claimsdb.models import Assessment, Evidence
from tests.at_once import blind_once
from tests.factories import (
    AcceptedClaimFactory,
    ArticleFactory,
    AssessmentFactory,
    ClaimFactory,
    EvidenceFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.long

LIST = "/api/assessments/"
MANY_CLAIMS = re.compile(r"(SCAN|SEARCH) (claimsdb_claim|U0)\b(?!.*(PRIMARY KEY|\(key=\?))")  # a step of SQLite's plan


@pytest.fixture
def checker(db):
    return SourceFactory(slug="checker", name="The Checker", domain="checker.example")


@pytest.fixture
def assessment(checker):
    """A published one, with all that there may be."""
    claim = AcceptedClaimFactory(text="Ten thousand troops came.")
    row = AssessmentFactory(
        claim=claim,
        publisher=checker,
        title="Did they come?",
        url="https://checker.example/troops",
        rating_value=2,
        worst_rating=1,
        best_rating=5.5,
        rationale="Fewer came.",
    )
    article = ArticleFactory(title="Order of battle")
    EvidenceFactory(assessment=row, url="", article=article, as_written="A spokesman said", note="page 3")
    EvidenceFactory(assessment=row, bearing=Bearing.CONTEXT, url="https://example.org/map")
    return row


@pytest.fixture
def draft(assessment):
    return AssessmentFactory(claim=assessment.claim, published_on=None, url="", label="Unproven")


@pytest.fixture
def hidden(assessment):
    """A published one of a claim that is not public."""
    return AssessmentFactory(claim=ClaimFactory(), label="True")


def test_assessment(api, assessment):
    claim = assessment.claim
    shown = api.get(f"{LIST}{assessment.key}/").json()
    assert shown.pop("created_at").endswith("Z")
    assert shown.pop("updated_at").endswith("Z")
    nothing = dict.fromkeys(["article", "address", "as_written", "note"])
    article = assessment.evidence.first().article
    original = {"id": article.pk, "url": f"http://testserver/api/articles/{article.pk}/", "title": "Order of battle"}
    assert shown == {
        "key": assessment.key,
        "url": f"http://testserver/api/assessments/{assessment.key}/",
        "version": 1,
        "claim": {
            "key": claim.key,
            "url": f"http://testserver/api/claims/{claim.key}/",
            "status": "accepted",
            "stance": "asserts",
            "text": "Ten thousand troops came.",
        },
        "publisher": {"slug": "checker", "name": "The Checker", "domain": "checker.example"},
        "title": "Did they come?",
        "address": "https://checker.example/troops",
        "language": "en",
        "label": "Mostly false",
        "normalized": "refuted",
        "rating": {"value": 2, "worst": 1, "best": 5.5},
        "rationale": "Fewer came.",
        "published_on": "2024-11-01",
        "evidence": [
            nothing | {"bearing": "refutes", "article": original, "as_written": "A spokesman said", "note": "page 3"},
            nothing | {"bearing": "context", "address": "https://example.org/map"},
        ],
    }


def test_lists_and_the_claim_have_the_same(api, assessment):
    detail = api.get(f"{LIST}{assessment.key}/").json()
    [listed] = api.get(LIST).json()["results"]
    [of_claim] = api.get(f"/api/claims/{assessment.claim.key}/").json()["assessments"]
    assert listed == {name: value for name, value in detail.items() if name != "evidence"}
    assert of_claim == {name: value for name, value in listed.items() if name != "claim"}


def test_expanded_it_has_all_that_belongs_to_it(api, assessment):
    [shown] = api.get(f"{LIST}?expand=claim,publisher,evidence").json()["results"]
    assert shown["evidence"] == api.get(f"{LIST}{assessment.key}/").json()["evidence"]
    assert shown["publisher"]["kind"] == "newspaper"
    [listed] = api.get("/api/claims/").json()["results"]
    assert shown["claim"] == listed


SEEN = {"api": ["Mostly false"], "somebody": ["Mostly false"], "reader": 3, "editor": 3}


@pytest.mark.parametrize("who", SEEN)
def test_drafts_and_hidden_claims_are_for_those_who_may_see_them(request, api, assessment, draft, hidden, who):
    if who != "api":
        api.force_login(UserFactory() if who == "somebody" else request.getfixturevalue(who))
    seen = [each["label"] for each in api.get(LIST).json()["results"]]
    sees_all = who in ("reader", "editor")
    assert sorted(seen) == (["Mostly false", "True", "Unproven"] if sees_all else ["Mostly false"])
    assert len(api.get(f"/api/claims/{assessment.claim.key}/").json()["assessments"]) == (2 if sees_all else 1)
    for row in (draft, hidden):
        assert api.get(f"{LIST}{row.key}/").status_code == (200 if sees_all else 404)


LEAKS = [
    LIST,
    *(f"{LIST}?ordering={name}" for name in ("published_on", "-created_at", "-updated_at")),
    f"{LIST}?search=secret",
    f"{LIST}?language=ko",
    f"{LIST}?normalized=conflicting",
    f"{LIST}?publisher=checker",
    "/api/factcheck/v1alpha1/claims:search?query=troops",
    "/api/claims/export/?format=fixture",
]


@pytest.mark.parametrize("of", ["draft", "hidden"])
def test_what_is_not_public_changes_no_public_answer(api, request, checker, of):
    row = request.getfixturevalue(of)
    secret = {"title": "A secret", "language": "ko", "normalized": Conclusion.CONFLICTING, "publisher": checker}
    Assessment.objects.filter(pk=row.pk).update(**secret)
    before = [_body(api.get(url)) for url in LEAKS]
    row.delete()
    assert [_body(api.get(url)) for url in LEAKS] == before


def _body(answer):
    """But for the id of the request, which each has of its own."""
    body = b"".join(answer) if answer.streaming else answer.content
    return re.sub(rb'"request_id":"[0-9a-f]+"', b"", body)


FOUND = [
    ("", "late old"),
    ("claim={old}", "old"),
    ("claim={old},{late}", "late old"),
    ("claim={bare}", ""),
    ("normalized=supported", "old"),
    ("normalized=supported,refuted", "late old"),
    ("publisher=checker", "late"),
    ("publisher=checker.example", "late"),
    ("language=de", "old"),
    ("published_after=2024-11-01", "late"),
    ("published_before=2024-10-31", "old"),
    ("search=Wholly", "old"),
    ("search=came+false", "late"),
    ("search=came+true", ""),
    ("ordering=published_on", "old late"),
    ("ordering=-published_on", "late old"),
]


def test_filter_finds(api, assessment, subtests):
    old = AssessmentFactory(
        label="Wholly true", normalized="supported", language="de", published_on=date(2024, 5, 1), claim__text="Ships."
    )
    names = {assessment.key: "late", old.key: "old"}
    keys = {"old": old.claim.key, "late": assessment.claim.key, "bare": AcceptedClaimFactory().key}
    for query, expected in FOUND:
        with subtests.test(query):
            answer = api.get(f"{LIST}?{query.format(**keys)}").json()
            assert " ".join(names[each["key"]] for each in answer["results"]) == expected
            assert answer["count"] == len(answer["results"])


NOT_UNDERSTOOD = [
    ("claims=x", "claims", "claim"),
    ("claim={hidden}", "claim", None),
    ("claim=keettb4bn3w35ds3", "claim", None),
    ("normalized=refute", "normalized", "refuted"),
    ("publisher=chekker", "publisher", "checker"),
    ("language=fr", "language", None),
    ("published_after=soon", "published_after", None),
    ("ordering=label", "ordering", None),
]


def test_what_is_not_understood_is_an_error(api, assessment, hidden, subtests):
    for query, parameter, near in NOT_UNDERSTOOD:
        with subtests.test(query):
            answer = api.get(f"{LIST}?{query.format(hidden=hidden.claim.key)}")
            [error] = answer.json()["errors"]
            assert (answer.status_code, error["parameter"]) == (400, parameter)
            assert near is None or near in error["nearest"]


def test_as_many_queries_for_many_rows_as_for_few(api, db, django_assert_max_num_queries):
    taken = []
    for size in (2, 12):
        for row in AssessmentFactory.create_batch(size):
            EvidenceFactory(assessment=row, article=ArticleFactory())
        with django_assert_max_num_queries(40) as captured:
            assert api.get(f"{LIST}?expand=claim,publisher,evidence").status_code == 200
        taken.append(len(captured.captured_queries))
    assert taken[0] == taken[1]


def test_examples_of_the_schema_are_understood(api, assessment):
    SourceFactory(slug="eurasian-times")
    assessment.claim.key = AssessmentFilterSet.base_filters["claim"].parameter.example
    assessment.claim.save()
    for name, each in AssessmentFilterSet.base_filters.items():
        assert api.get(LIST, {name: each.parameter.example}).status_code == 200, name


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by how many rows there are")
@pytest.mark.parametrize(
    "url",
    [
        LIST,
        f"{LIST}?publisher=checker&ordering=published_on",
        "/api/factcheck/v1alpha1/claims:search?query=troops",
        "/api/factcheck/v1alpha1/claims:search?reviewPublisherSiteFilter=checker&maxAgeDays=9999",
    ],
)
def test_no_statement_goes_through_all_claims(api, assessment, url):
    with CaptureQueriesContext(connection) as captured:
        assert api.get(url).status_code == 200
    with connection.cursor() as cursor:
        for query in captured.captured_queries:
            if "claimsdb_assessment" in query["sql"]:
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                steps = [step for *_, step in cursor.fetchall()]
                assert not [step for step in steps if MANY_CLAIMS.match(step)], query["sql"]


# --- writing ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def body(checker):
    """All that an editor may send."""
    return {
        "claim": AcceptedClaimFactory(text="Ships came.").key,
        "publisher": "checker.example",
        "title": "Did ships come?",
        "address": "https://checker.example/ships",
        "language": "en",
        "label": "Half true",
        "normalized": "conflicting",
        "rating": {"value": 2.5, "worst": 1, "best": 5},
        "rationale": "Some did.",
        "published_on": "2024-11-02",
        "evidence": [{"bearing": "supports", "address": "https://example.org/port", "note": "a photograph"}],
    }


def test_what_is_sent_is_what_is_shown(editor_api, editor, body):
    answer = editor_api.post(LIST, body, format="json")
    assert answer.status_code == 201
    shown = editor_api.get(answer["Location"]).json()
    assert shown == answer.json()
    same = body.keys() - {"claim", "publisher", "evidence"}
    assert {name: shown[name] for name in same} == {name: body[name] for name in same}
    assert shown["claim"]["key"] == body["claim"]
    assert shown["publisher"]["slug"] == "checker"
    nothing = {"article": None, "as_written": None}
    assert shown["evidence"] == [body["evidence"][0] | nothing]
    assert Assessment.history.get().history_user == editor


def test_what_is_shown_can_be_sent_back(editor_api, assessment):
    shown = editor_api.get(f"{LIST}{assessment.key}/").json()
    given = {
        name: shown[name] for name in shown.keys() - {"key", "url", "version", "claim", "created_at", "updated_at"}
    }
    answer = editor_api.patch(f"{LIST}{assessment.key}/", given, format="json", headers={"if-match": '"1"'})
    assert answer.status_code == 200, answer.json()
    assert answer.json() == shown


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"label": "False"}, {"label": "False"}),
        ({"published_on": None}, {"published_on": None}),
        ({"published_on": "", "title": ""}, {"published_on": None, "title": None}),
        ({"rating": ""}, {"rating": None}),
        ({"title": None, "rationale": None}, {"title": None, "rationale": None}),
        ({"rating": None}, {"rating": None}),
        ({"evidence": []}, {"evidence": []}),
        ({"publisher": {"slug": "checker", "name": "whatever"}}, {}),
    ],
)
def test_a_change_leaves_the_rest_as_it_is(editor_api, assessment, given, expected):
    before = editor_api.get(f"{LIST}{assessment.key}/").json()
    answer = editor_api.patch(f"{LIST}{assessment.key}/", given, format="json", headers={"if-match": '"1"'})
    after = answer.json()
    version = 2 if expected else 1
    assert (answer.status_code, answer["ETag"]) == (200, f'"{assessment.key}-{version}"')
    changed = {"version": version, "updated_at": after["updated_at"], **expected}
    assert after == before | changed


MISFITS = [
    ({"labl": "False"}, "/labl"),
    ({"label": ""}, "/label"),
    ({"label": 7}, "/label"),
    ({"label": "Fal\u00adse"}, "/label"),
    ({"label": "<b>False</b>"}, "/label"),
    ({"title": "Did \u202e they?"}, "/title"),
    ({"rationale": "Fewer &amp; fewer\ncame."}, "/rationale"),
    ({"rationale": "Fewer\u3164 came."}, "/rationale"),
    ({"address": "https://example.org/\u202egpj"}, "/address"),
    ({"evidence": [{"bearing": "supports", "address": "https://example.org", "note": "p\u20663"}]}, "/evidence/0/note"),
    ({"evidence": [{"bearing": "supports", "address": "https://example.org", "as_written": "<p>"}]}, "/evidence/0/as_written"),
    ({"normalized": "false"}, "/normalized"),
    ({"publisher": "nobody"}, "/publisher"),
    ({"publisher": ["checker"]}, "/publisher"),
    ({"address": "no address"}, "/address"),
    ({"address": None}, ""),
    ({"language": ""}, "/language"),
    ({"published_on": "soon"}, "/published_on"),
    ({"rating": {"value": 1}}, "/rating/worst"),
    ({"rating": {"value": "1", "worst": 1, "best": 5}}, "/rating/value"),
    ({"rating": {"value": 9, "worst": 1, "best": 5}}, ""),
    ({"rating": 3}, "/rating"),
    ({"evidence": {}}, "/evidence"),
    ({"evidence": [{"address": "https://example.org"}]}, "/evidence/0/bearing"),
    ({"evidence": [{"bearing": "supports"}]}, "/evidence/0"),
    ({"evidence": [{"bearing": "supports", "address": "nowhere"}]}, "/evidence/0/address"),
    ({"evidence": [{"bearing": "supports", "article": 77_777_777}]}, "/evidence/0/article"),
    ({"evidence": [{"bearing": "supports", "article": "battle.txt", "address": "https://example.org"}]}, "/evidence/0/address"),
    ({"evidence": [{"bearing": "supports", "article": "battle.txt", "as_written": "Invented"}]}, "/evidence/0/as_written"),
]  # fmt: skip


def test_what_does_not_fit_is_named_and_nothing_is_written(editor_api, assessment, body, subtests):
    ArticleFactory(file_name="battle.txt")
    path = f"{LIST}{assessment.key}/"
    before = editor_api.get(path).json()
    for wrong, pointer in MISFITS:
        with subtests.test(str(wrong)):
            for answer in (
                editor_api.post(LIST, body | wrong, format="json"),
                editor_api.patch(path, wrong, format="json", headers={"if-match": '"1"'}),
            ):
                assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
                assert pointer in [error["pointer"] for error in answer.json()["errors"]]
            assert editor_api.get(path).json() == before
            assert Assessment.objects.count() == 1


@pytest.mark.parametrize("missing", ["claim", "publisher", "label", "normalized"])
def test_what_a_new_one_needs(editor_api, body, missing):
    del body[missing]
    [error] = editor_api.post(LIST, body, format="json").json()["errors"]
    assert error["pointer"] == f"/{missing}"


def test_a_review_is_entered_once(editor_api, body):
    assert editor_api.post(LIST, body, format="json").status_code == 201
    again = editor_api.post(LIST, body, format="json")
    assert again.status_code == 400
    assert "already" in again.json()["detail"]
    assert (Assessment.objects.count(), Evidence.objects.count()) == (1, 1)


def test_a_review_is_entered_once_by_two_at_once_too(editor_api, body, monkeypatch):
    editor_api.post(LIST, body, format="json")
    blind_once(monkeypatch, Assessment, "full_clean")
    again = editor_api.post(LIST, body, format="json")
    assert (again.status_code, Assessment.objects.count()) == (400, 1)


def test_an_unknown_claim_or_parameter_is_named(editor_api, body):
    [error] = editor_api.post(LIST, body | {"claim": "keettb4bn3w35ds3"}, format="json").json()["errors"]
    assert error["pointer"] == "/claim"
    [error] = editor_api.post(f"{LIST}?limit=3", body, format="json").json()["errors"]
    assert error["parameter"] == "limit"


@pytest.mark.parametrize(("headers", "status"), [({}, 428), ({"if-match": '"2"'}, 412)])
def test_who_changes_one_says_which_version_they_have_seen(editor_api, assessment, headers, status):
    answer = editor_api.patch(f"{LIST}{assessment.key}/", {"label": "False"}, format="json", headers=headers)
    assert answer.status_code == status
    assert Assessment.objects.get().label == "Mostly false"


@pytest.mark.parametrize(("who", "status"), [("api", 401), ("reader", 403)])
def test_writing_is_for_editors(request, api, assessment, body, who, status):
    if who != "api":
        api.force_login(request.getfixturevalue(who))
    assert api.post(LIST, body, format="json").status_code == status
    assert api.patch(f"{LIST}{assessment.key}/", {"label": "x"}, format="json").status_code == status
    assert api.delete(f"{LIST}{assessment.key}/").status_code in (401, 403, 405)
    assert Assessment.objects.get().label == "Mostly false"


@pytest.mark.parametrize("of", ["assessment", "draft"])
def test_an_assessment_is_taken_out(request, editor_api, api, editor, of):
    row = request.getfixturevalue(of)
    url, claim = f"{LIST}{row.key}/", row.claim
    since = api.get("/api/changes/").json()["meta"]["since"]
    assert editor_api.delete(url, headers={"If-Match": editor_api.get(url)["ETag"]}).status_code == 204
    assert not Assessment.objects.filter(pk=row.pk).exists()
    assert Assessment.history.filter(key=row.key).latest().history_user == editor
    told = [each["key"] for each in api.get("/api/changes/", {"since": since}).json()["results"]]
    assert (told, api.get(url).status_code) == (([claim.key], 410) if of == "assessment" else ([], 404))
    assert row.key not in [each["key"] for each in api.get(f"/api/claims/{claim.key}/").json()["assessments"]]


NEVER_PUBLIC = {
    "of a claim that waits": lambda: {"claim": ClaimFactory()},
    "of a proposed publisher": lambda: {"publisher": SourceFactory(state=SourceState.PROPOSED)},
    "of a day to come": lambda: {"published_on": timezone.localdate() + timedelta(days=1)},
}


@pytest.mark.parametrize("name", NEVER_PUBLIC)
def test_what_was_never_public_is_taken_back_as_if_it_had_never_been(editor_api, api, db, name):
    given = {"claim": AcceptedClaimFactory(), "label": "True"} | NEVER_PUBLIC[name]()
    url = f"{LIST}{AssessmentFactory(**given).key}/"
    assert editor_api.delete(url, headers={"If-Match": "*"}).status_code == 204
    assert (api.get(url).status_code, editor_api.get(url).status_code) == (404, 404)


@pytest.mark.parametrize("change", [{"published_on": None}, {"published_on": "2999-01-01"}])
def test_what_was_public_and_is_a_draft_again_is_gone_when_it_is_taken_out(editor_api, api, assessment, change):
    url = f"{LIST}{assessment.key}/"
    assert editor_api.patch(url, change, format="json", headers={"If-Match": "*"}).status_code == 200
    assert api.get(url).status_code == 404
    assert editor_api.delete(url, headers={"If-Match": "*"}).status_code == 204
    assert api.get(url).status_code == 410


@pytest.mark.parametrize(("seen", "status"), [({}, 428), ({"If-Match": '"7"'}, 412), ({"If-Match": "1"}, 400)])
def test_who_takes_one_out_says_what_they_have_seen(editor_api, assessment, seen, status):
    assert editor_api.delete(f"{LIST}{assessment.key}/", headers=seen).status_code == status
    assert Assessment.objects.filter(pk=assessment.pk).exists()
