"""Internal notes are for editors; readers, who may look at everything else here, find none of them."""

import pytest

from claimsdb import review
from claimsdb.choices import Reason, Status, Verb
from claimsdb.models import Decision
from tests.factories import ClaimFactory

INTERNAL, PUBLIC = "Ask the desk in Seoul", "Checked with the embassy"


@pytest.fixture
def claim(editor):
    claim = ClaimFactory()
    review.accept(claim, by=editor, note=INTERNAL, public_note=PUBLIC)
    return claim


PAGES = [
    "/admin/",
    "/admin/claimsdb/decision/",
    "/admin/claimsdb/decision/{decision}/change/",
    "/admin/claimsdb/decision/?q=embassy",
    "/admin/claimsdb/claim/{claim}/change/",
    "/admin/claimsdb/claim/{claim}/history/",
    "/admin/claimsdb/claim/{claim}/history/2/",
    "/admin/claimsdb/claim/?status=all",
    "/admin/claimsdb/article/{article}/change/",
]
WITH_NOTES = {*PAGES[1:5]}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("person", "sees_internal"), [("editor_client", True), ("reader_client", False)])
def test_who_sees_which_notes(request, claim, page, person, sees_internal):
    places = {"claim": claim.pk, "article": claim.article_id, "decision": claim.decisions.get().pk}
    answer = request.getfixturevalue(person).get(page.format(**places))
    assert answer.status_code == 200
    assert (INTERNAL in answer.text) == (sees_internal and page in WITH_NOTES)
    assert (PUBLIC in answer.text) == (page in WITH_NOTES)


@pytest.mark.parametrize("query", ["q=Seoul", "note__startswith=Ask", "note=Ask+the+desk+in+Seoul", "note__isempty=0"])
def test_readers_find_nothing_by_an_internal_note(editor_client, reader_client, claim, query):
    assert claim.text not in reader_client.get(f"/admin/claimsdb/decision/?{query}", follow=True).text
    if "isempty" not in query:
        assert claim.text in editor_client.get(f"/admin/claimsdb/decision/?{query}").text


FORMS = {"reject": {"reason": Reason.UNCLEAR}, "reopen": {}}


@pytest.mark.parametrize("verb", FORMS)
def test_the_forms_take_both_notes(editor_client, claim, verb):
    notes = {"note": "Two\r\nlines.", "public_note": "For all."}
    editor_client.post(f"/admin/claimsdb/claim/{claim.pk}/{verb}/", {"seen_version": 2, **FORMS[verb], **notes})
    decision = claim.decisions.get(verb=verb)
    assert (decision.note, decision.public_note) == ("Two\nlines.", "For all.")


@pytest.mark.parametrize("name", ["note", "public_note"])
def test_what_cannot_be_seen_is_in_no_note(editor_client, claim, name):
    sent = {"seen_version": 2, name: "so \u202e it is"}
    page = editor_client.post(f"/admin/claimsdb/claim/{claim.pk}/reopen/", sent, follow=True)
    assert "U+202E" in page.text
    claim.refresh_from_db()
    assert claim.status == Status.ACCEPTED


def test_bulk_decisions_take_both_notes(editor_client, db):
    claims = [ClaimFactory(), ClaimFactory()]
    chosen = {"action": "accept_chosen", "_selected_action": [claim.pk for claim in claims]}
    page = editor_client.post("/admin/claimsdb/claim/", chosen)
    notes = {"note": INTERNAL, "public_note": PUBLIC}
    editor_client.post("/admin/claimsdb/claim/", {**chosen, "confirmed": page.context["state"], **notes})
    taken = Decision.objects.filter(verb=Verb.ACCEPT).values_list("note", "public_note")
    assert [*taken] == [(INTERNAL, PUBLIC)] * 2
