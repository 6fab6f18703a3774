"""What readers see of articles, sources, decisions and merged claims, and from when on."""

import json

import pytest
from django.db import connection

from claimsdb import review
from claimsdb.choices import ArticleState, Reason, SourceState, Status, Texts
from claimsdb.index.consistency import wrong_counts
from claimsdb.models import Article, Source
from claimsdb.review import publication
from tests.factories import (
    AcceptedClaimFactory,
    ArticleFactory,
    AssessmentFactory,
    ClaimFactory,
    DerivationFactory,
    EvidenceFactory,
    SourceFactory,
)

pytestmark = pytest.mark.both_engines


def claims_listed(client, query=""):
    answer = client.get(f"/api/claims/{query}")
    assert answer.status_code == 200, answer.content
    assert answer.json()["count"] == len(answer.json()["results"])
    return [claim["key"] for claim in answer.json()["results"]]


def status_of(client, path):
    return client.get(path).status_code


# --- articles ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def draft(db):
    return ArticleFactory(state=ArticleState.DRAFT, source=SourceFactory(slug="wire"))


def test_an_article_is_public_with_its_first_accepted_claim(api, editor_api, editor, draft):
    claim, other = ClaimFactory(article=draft), ClaimFactory(article=draft, start=0, end=4, quote="Troo")
    page = f"/api/articles/{draft.pk}/"
    assert (status_of(api, page), status_of(editor_api, page)) == (404, 200)
    assert api.get("/api/articles/").json()["count"] == 0
    assert api.get(f"/api/claims/?article={draft.pk}").status_code == 400
    assert editor_api.get(page).json()["state"] == "draft"
    accepted = review.accept(claim, by=editor)
    assert (status_of(api, page), claims_listed(api)) == (200, [claim.key])
    review.undo(accepted, by=editor)
    assert status_of(api, page) == 404, "what came out by mistake goes back"
    claim.refresh_from_db()
    review.accept(claim, by=editor)
    review.reopen(claim, by=editor)
    assert status_of(api, page) == 200, "a claim that is looked at again takes no article away"
    assert other.article.claims.filter(status=Status.ACCEPTED).count() == 0


def test_what_is_undone_takes_no_article_away_that_it_did_not_bring(api, editor, draft):
    claim, other = ClaimFactory(article=draft), ClaimFactory(article=draft, start=0, end=4, quote="Troo")
    review.accept(claim, by=editor)
    review.reopen(claim, by=editor)
    review.undo(review.reject(other, reason=Reason.UNCLEAR, by=editor), by=editor)
    assert status_of(api, f"/api/articles/{draft.pk}/") == 200


@pytest.mark.parametrize("state", [ArticleState.DRAFT, ArticleState.WITHDRAWN])
def test_an_editors_word_stands_whatever_becomes_of_the_claims(api, editor_api, editor, draft, state):
    publication.set_state(draft, state, by=editor)
    claim = ClaimFactory(article=draft)
    review.accept(claim, by=editor)
    assert Article.objects.get().state == state
    assert claims_listed(api) == []
    assert claims_listed(editor_api) == [claim.key]
    publication.set_state(Article.objects.get(), ArticleState.PUBLIC, by=editor)
    assert claims_listed(api) == [claim.key]


@pytest.mark.parametrize("word", [ArticleState.DRAFT, ArticleState.WITHDRAWN])
def test_an_editors_word_stands_that_is_said_while_a_claim_is_accepted(api, editor, draft, word):
    claim, said = ClaimFactory(article=draft), []

    def say_first(execute, sql, *rest):
        if sql.startswith('UPDATE "claimsdb_article"') and not said:
            said.append(word)
            Article.objects.filter(pk=draft.pk).update(state=word, state_by_editor=True)
        return execute(sql, *rest)

    with connection.execute_wrapper(say_first):
        review.accept(claim, by=editor)
    assert said == [word]
    assert Article.objects.values_list("state", "state_by_editor").get() == (word, True)
    assert claims_listed(api) == []


def test_an_editors_word_is_said_of_the_article_as_it_stands(editor, draft):
    seen = Article.objects.get(pk=draft.pk)
    Article.objects.filter(pk=draft.pk).update(title="Corrected meanwhile.")
    publication.set_state(seen, ArticleState.PUBLIC, by=editor)
    assert Article.history.latest().title == "Corrected meanwhile."


def test_a_withdrawn_article_is_gone_with_its_claims(api, editor_api, editor, draft):
    draft.state = ArticleState.PUBLIC
    draft.save()
    claim = AcceptedClaimFactory(article=draft, topic="treaty")
    waiting = ClaimFactory(article=draft, start=0, end=4, quote="Troo")
    doors = (f"/api/articles/{draft.pk}/", f"/api/claims/{claim.key}/", f"/api/claims/{claim.key}/history/")
    assert [status_of(api, door) for door in doors] == [200] * 3
    since = api.get("/api/changes/").json()["meta"]["since"]
    publication.set_state(draft, ArticleState.WITHDRAWN, by=editor)
    assert [status_of(api, door) for door in doors] == [410] * 3
    assert "withdrawn" in api.get(doors[0]).json()["detail"]
    assert status_of(api, f"/api/claims/{waiting.key}/") == 404, "it was never public"
    assert [status_of(editor_api, door) for door in doors] == [200] * 3
    [change] = api.get(f"/api/changes/?since={since}").json()["results"]
    assert (change["key"], change["gone"], change["status"]) == (claim.key, True, None)
    for query in ("", "?topic=treaty", "?search=troops", "?value_min=1", "?ordering=created_at"):
        assert claims_listed(api, query) == []
    assert claims_listed(editor_api, "?topic=treaty") == [claim.key]
    assert claims_listed(editor_api, "?search=troops") == [claim.key]
    assert set(claims_listed(editor_api, "?status=accepted,extracted")) == {claim.key, waiting.key}
    told = {change["key"]: change["status"] for change in editor_api.get("/api/changes/").json()["results"]}
    assert told == {claim.key: "accepted", waiting.key: "extracted"}
    assert wrong_counts() == {}


def test_a_draft_is_withdrawn_as_if_it_had_never_been(api, editor_api, editor, draft):
    page = f"/api/articles/{draft.pk}/"
    publication.set_state(draft, ArticleState.WITHDRAWN, by=editor)
    assert (status_of(api, page), status_of(editor_api, page)) == (404, 200)
    for state in (ArticleState.PUBLIC, ArticleState.WITHDRAWN):
        publication.set_state(draft, state, by=editor)
    assert status_of(api, page) == 410


def test_facets_of_editors_have_the_claims_of_withdrawn_articles(api, editor_api, editor, draft):
    AcceptedClaimFactory(article=draft)
    AcceptedClaimFactory()
    publication.set_state(draft, ArticleState.WITHDRAWN, by=editor)
    for client, expected in ((editor_api, 2), (api, 1)):
        for query in ("", "&published_after=1990-01-01", "&hedged=false"):
            answer = client.get(f"/api/claims/facets/?facets=status{query}").json()
            count = len(claims_listed(client, f"?{query}"))
            assert answer["count"] == count
            assert answer["facets"]["status"] == (
                [{"value": "accepted", "name": None, "count": count}] if count else []
            )
        assert client.get("/api/claims/facets/?facets=status").json()["count"] == expected


def test_only_who_may_change_articles_says_what_is_public(reader, draft):
    with pytest.raises(publication.NotForYou, match="lacks the permission"):
        publication.set_state(draft, ArticleState.PUBLIC, by=reader)


@pytest.mark.parametrize(
    ("setting", "of_source", "is_public"),
    [("full", "", True), ("quotes", "", False), ("quotes", Texts.FULL, True), ("full", Texts.QUOTES, False)],
)
def test_readers_get_the_text_or_the_quotes_alone(api, reader_api, settings, setting, of_source, is_public):
    settings.CLAIMSDB_PUBLIC_TEXTS = setting
    claim = AcceptedClaimFactory(
        article=ArticleFactory(source=SourceFactory(texts=of_source)), prefix="so ", suffix="."
    )
    for client, sees in ((api, is_public), (reader_api, True)):
        article = client.get(f"/api/articles/{claim.article_id}/").json()
        assert article["text"] == (claim.article.text if sees else None)
        assert [each["key"] for each in article["claims"]] == [claim.key]
        detail = client.get(f"/api/claims/{claim.key}/").json()
        assert (detail["prefix"], detail["suffix"]) == (("so ", ".") if sees else (None, None))
        assert detail["quote"] == claim.quote


def test_what_public_articles_and_assessments_refer_to_is_shown_if_it_is_public(api, editor_api, draft):
    derived = DerivationFactory(article=ArticleFactory(), source=None, original=draft)
    evidence = EvidenceFactory(assessment=AssessmentFactory(), article=draft)
    for client, title in ((api, None), (editor_api, draft.title)):
        [derivation] = client.get(f"/api/articles/{derived.article_id}/").json()["derivations"]
        [found] = client.get(f"/api/assessments/{evidence.assessment.key}/").json()["evidence"]
        for mention in (derivation["article"], found["article"]):
            assert (mention and mention["title"]) == title
    assert derivation["as_written"] == derived.as_written


# --- sources ----------------------------------------------------------------------------------------------------------


def test_a_proposed_source_is_public_when_it_is_confirmed(api, editor_api):
    source = SourceFactory(slug="reuter", name="Reuter", state=SourceState.PROPOSED)
    claim = AcceptedClaimFactory(article=ArticleFactory(source=source))
    page = f"/api/articles/{claim.article_id}/"

    def told(client):
        claims = client.get("/api/claims/").json()["results"] + [client.get(f"/api/claims/{claim.key}/").json()]
        return [*(each["article"]["source"] for each in claims), client.get(page).json()["source"]]

    assert told(api) == told(editor_api) == [None] * 3
    assert api.get(page).json()["proposed_source"] is None
    assert editor_api.get(page).json()["proposed_source"] == {"slug": "reuter", "name": "Reuter"}
    for path in ("/api/sources/reuter/", "/api/sources/Reuter/"):
        assert (status_of(api, path), status_of(editor_api, path)) == (404, 200)
    refused = api.get("/api/articles/?source=reuter").json()
    assert "nearest" not in refused["errors"][0], "nobody is told of it by a hint"
    assert editor_api.get("/api/articles/?source=reuter").json()["count"] == 1
    assert claims_listed(editor_api, "?source=reuter") == [claim.key]
    assert claims_listed(editor_api, "?source=reuter&topic=none") == [claim.key]
    assert claims_listed(editor_api, "?source__not=reuter") == []
    for path in ("claims/?source=reuter", "claims/?source__not=reuter", "assessments/?publisher=reuter"):
        assert (status_of(api, f"/api/{path}"), status_of(editor_api, f"/api/{path}")) == (400, 200)
        assert "nearest" not in api.get(f"/api/{path}").json()["errors"][0]
    assert api.get("/api/claims/facets/?facets=source").json()["facets"]["source"] == []
    source.state = SourceState.CONFIRMED
    source.save()
    assert told(api) == [{"slug": "reuter", "name": "Reuter"}] * 3
    assert claims_listed(api, "?source=reuter") == [claim.key]
    assert api.get("/api/sources/").json()["results"][0]["state"] == "confirmed"
    Source.objects.update(state=SourceState.PROPOSED)
    assert told(api) == [None] * 3
    assert wrong_counts() == {}


# --- what was decided and said before ---------------------------------------------------------------------------------


@pytest.fixture
def eventful(editor, draft):
    """Reworded before it was public, corrected while it was, taken back, reworded, and public again."""
    claim = ClaimFactory(article=draft, text="Never public.")
    signed = {"by": editor, "note": "for us alone"}
    review.reject(claim, reason=Reason.OTHER, **signed)
    review.reopen(claim, **signed)
    review.amend(claim, fields={"text": "Public first."}, **signed)
    review.accept(claim, public_note="Checked with the embassy.", **signed)
    review.amend(claim, fields={"text": "Public second."}, public_note="A figure was wrong.", **signed)
    review.reopen(claim, **signed)
    review.amend(claim, fields={"text": "Between."}, **signed)
    review.amend(claim, fields={"text": "Public third."}, **signed)
    review.accept(claim, **signed)
    return claim


def test_public_history_is_of_the_versions_that_were_public(api, reader_api, eventful):
    history = api.get(f"/api/claims/{eventful.key}/history/")
    for secret in ("Never public", "Between", "for us alone", "reject", "other", "reopen", "editor-"):
        assert secret not in history.content.decode()
    first, second, third = history.json()["results"]
    assert [each["version"] for each in (first, second, third)] == [5, 6, 10]
    assert [each["decision"]["verb"] for each in (first, second, third)] == ["accept", "amend", "accept"]
    assert [each["decision"]["public_note"] for each in (first, second, third)] == [
        "Checked with the embassy.", "A figure was wrong.", None,
    ]  # fmt: skip
    changes = [
        {change["field"]: (change["old"], change["new"]) for change in each["changes"]}
        for each in (first, second, third)
    ]
    assert changes[0]["text"] == (None, "Public first.")
    assert changes[0]["status"] == (None, "accepted")
    assert changes[1:] == [
        {"text": ("Public first.", "Public second.")},
        {"text": ("Public second.", "Public third.")},
    ]
    assert len(reader_api.get(f"/api/claims/{eventful.key}/history/").json()["results"]) == 10


def decisions_shown(client, claim):
    """Of the claim, by each door."""
    versions = client.get(f"/api/claims/{claim.key}/history/").json()["results"]
    return {
        "detail": client.get(f"/api/claims/{claim.key}/").json()["decisions"],
        "expanded": client.get("/api/claims/?expand=decisions").json()["results"][0]["decisions"],
        "history": [version["decision"] for version in versions if version["decision"]],
    }


@pytest.mark.parametrize(
    ("person", "decisions", "notes", "names"), [("api", 3, 0, 0), ("reader_api", 9, 0, 9), ("editor_api", 9, 9, 9)]
)
def test_who_sees_which_decisions_notes_and_names(request, eventful, subtests, person, decisions, notes, names):
    for door, shown in decisions_shown(request.getfixturevalue(person), eventful).items():
        with subtests.test(door):
            assert len(shown) == decisions
            assert len([each for each in shown if each["note"]]) == notes
            assert len([each for each in shown if each["who"]]) == names
            assert sum(bool(each["public_note"]) for each in shown) == 2


@pytest.mark.parametrize("held", [ArticleState.DRAFT, ArticleState.WITHDRAWN])
def test_public_history_is_of_the_time_in_which_the_article_was_public(api, editor_api, editor, draft, held):
    publication.set_state(draft, held, by=editor)
    claim = ClaimFactory(article=draft)
    review.accept(claim, by=editor)
    for text in ("Never public.", "Public first."):
        review.amend(claim, fields={"text": text}, by=editor)
    publication.set_state(draft, ArticleState.PUBLIC, by=editor)
    review.amend(claim, fields={"text": "Public second."}, by=editor)
    publication.set_state(draft, held, by=editor)
    for text in ("Between.", "Public third."):
        review.amend(claim, fields={"text": text}, by=editor)
    publication.set_state(draft, ArticleState.PUBLIC, by=editor)
    page = f"/api/claims/{claim.key}/"
    for client, expected in ((api, [4, 5, 7]), (editor_api, [1, 2, 3, 4, 5, 6, 7])):
        history = client.get(f"{page}history/")
        assert [each["version"] for each in history.json()["results"]] == expected
        decided = [number for number in expected if number > 1]
        assert [each["version"] for each in client.get(page).json()["decisions"]] == decided
        rows = json.loads(b"".join(client.get("/api/claims/export/?format=fixture").streaming_content))
        assert [row["fields"]["version"] for row in rows if row["model"] == "claimsdb.decision"] == decided
        shown = history.content.decode()
        assert ("Never public" in shown, "Between" in shown) == (client is editor_api,) * 2


# --- merged claims ----------------------------------------------------------------------------------------------------


@pytest.fixture
def merged(editor):
    """A claim that was public and repeats another, and one that was never public."""
    original, repeated, hidden = AcceptedClaimFactory(), AcceptedClaimFactory(), ClaimFactory()
    for claim in (repeated, hidden):
        review.mark_duplicate(claim, by=editor, original=original)
    return original, repeated, hidden


def test_the_public_address_of_a_merged_claim_leads_to_the_original(api, editor_api, merged):
    original, repeated, hidden = merged
    for ending in ("", "history/", "?fields=key"):
        answer = api.get(f"/api/claims/{repeated.key}/{ending}")
        assert (answer.status_code, answer["Location"]) == (
            308,
            f"http://testserver/api/claims/{original.key}/{ending}",
        )
    gone = api.get(f"/api/claims/{repeated.key}/?redirect=false")
    assert gone.status_code == 410
    assert gone["Content-Type"] == "application/problem+json"
    assert gone.json()["duplicate_of"] == {"key": original.key, "url": f"http://testserver/api/claims/{original.key}/"}
    assert status_of(api, f"/api/claims/{hidden.key}/") == 404
    assert status_of(api, f"/api/claims/{original.key}/?redirect=false") == 200
    assert status_of(api, f"/api/claims/{original.key}/?redirect=perhaps") == 400
    assert status_of(editor_api, f"/api/claims/{repeated.key}/") == 200


def test_the_original_lists_what_repeats_it(api, editor_api, merged):
    original, repeated, hidden = merged

    def duplicates(client):
        return {each["key"] for each in client.get(f"/api/claims/{original.key}/").json()["duplicates"]}

    assert duplicates(api) == {repeated.key}
    assert duplicates(editor_api) == {repeated.key, hidden.key}
    listed = editor_api.get("/api/claims/?status=duplicate").json()["results"]
    assert {each["key"]: each["duplicate_of"] for each in listed} == dict.fromkeys(
        [repeated.key, hidden.key], original.key
    )
    assert editor_api.get(f"/api/claims/{hidden.key}/").json()["duplicate_of"] == original.key


def test_a_merged_claim_leads_nowhere_where_the_original_is_not_public(api, editor, merged):
    original, repeated, _ = merged
    review.reject(original, by=editor, reason=Reason.UNCLEAR)
    assert status_of(api, f"/api/claims/{repeated.key}/") == 404


@pytest.mark.parametrize("person", ["api", "editor_api"])
def test_public_duplicates_name_originals_that_may_be_seen_alone(request, settings, editor, person, merged):
    settings.CLAIMSDB_PUBLIC_STATUSES = ["duplicate"]
    client = request.getfixturevalue(person)
    expected = merged[0].key if person == "editor_api" else None
    listed = client.get("/api/claims/?status=duplicate").json()["results"]
    assert {each["duplicate_of"] for each in listed} == {expected}
    assert client.get(f"/api/claims/{merged[1].key}/").json()["duplicate_of"] == expected


def test_duplicate_of_filters(api, editor_api, merged):
    original, repeated, hidden = merged
    assert set(claims_listed(editor_api, f"?duplicate_of={original.key}")) == {repeated.key, hidden.key}
    assert claims_listed(editor_api, f"?duplicate_of={repeated.key}") == []
    assert editor_api.get(f"/api/claims/?duplicate_of={original.key}").json()["meta"]["applied"]["status"] == [
        "duplicate"
    ]
    assert claims_listed(editor_api, f"?duplicate_of={original.key}&status=accepted") == []
    assert status_of(editor_api, "/api/claims/?duplicate_of=nothing") == 400
    refused = api.get(f"/api/claims/?duplicate_of={original.key}")
    assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (403, "status")


def test_changes_say_what_a_merged_claim_repeats(api, editor_api, merged):
    original, repeated, hidden = merged
    for client, keys in ((api, {repeated.key}), (editor_api, {repeated.key, hidden.key})):
        told = {each["key"]: each["duplicate_of"] for each in client.get("/api/changes/").json()["results"]}
        assert {key for key, of in told.items() if of == original.key} == keys
        assert told[original.key] is None
