"""What an editor sends of a question that does not fit is refused whole, and the place of the fault named."""

import pytest

from claimsdb.models import Question
from tests.api.test_questions import NEW, scoped, sent

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(scope="module")
def sent_ones(lasting_world):
    """The only question."""
    return scoped("sent")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"title": "No question"}, "/title"),
        ({"title": "<b>Who</b>?"}, "/title"),
        ({"title": "Who\u202e?"}, "/title"),
        ({"title": None}, "/title"),
        ({"title": f"{'Who' * 100}?"}, "/title"),
        ({"answer": "numbr"}, "/answer"),
        ({"status": "merged"}, "/status"),
        ({"scope": {"subjects": ["NK", "nobody-at-all"]}}, "/scope/subjects/1"),
        ({"scope": {"subjects": "NK"}}, "/scope/subjects"),
        ({"scope": {"from": "2024-10-02", "to": "2024-10-01"}}, "/scope/to"),
        ({"scope": {"from": "2024-13-01"}}, "/scope/from"),
        ({"scope": {"measure": "x" * 101}}, "/scope/measure"),
        ({"scope": {"measure": "<i>x</i>"}}, "/scope/measure"),
        ({"scope": {"measure": "troops"}, "answer": "date"}, "/scope/measure"),
        ({"scope": {"place": []}}, "/scope/place"),
        ({"scope": []}, "/scope"),
        ({"version": 7}, "/version"),
        ({}, ""),
        ([], ""),
    ],
)
def test_a_body_that_does_not_fit_is_told_where(editor_api, sent_ones, change, pointer):
    answer = editor_api.patch("/api/questions/sent/", change, **sent())
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer), answer.json()
    if isinstance(change, dict) and change:
        answer = editor_api.post("/api/questions/", NEW | {"scope": {}} | change, format="json")
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer), answer.json()
    assert (Question.objects.count(), Question.objects.get().version) == (1, 1)
