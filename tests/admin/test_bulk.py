"""Bulk decisions: nothing happens before the confirmation, and each claim is decided as it was seen."""

import html
from datetime import timedelta

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from claimsdb import review
from claimsdb.admin.provenance_filters import PublishedListFilter
from claimsdb.admin.review.filtered_claims import FilteredClaims
from claimsdb.choices import Reason, Status, Verb
from claimsdb.index import synced
from claimsdb.models import Article, Attribution, Claim, Decision
from claimsdb.review import preview
from claimsdb.review.preview import SAMPLE
from tests.factories import (
    ActorFactory,
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    LeaseFactory,
    SourceFactory,
)

URL = "/admin/claimsdb/claim/"
ACCEPT, REJECT = "accept_chosen", "reject_chosen"


@pytest.fixture
@synced()
def mixed(editor):
    """Two claims to accept, then one that the editor entered, one that is decided, one whose quote is not at its place,
    and one that somebody else has before them."""
    claims = [
        ClaimFactory(text="First."),
        ClaimFactory(text="Second."),
        ClaimFactory(text="Own.", entered_by=editor),
        ClaimFactory(text="Decided.", status=Status.REJECTED),
        ClaimFactory(text="Misquoted."),
        ClaimFactory(text="Held."),
    ]
    Claim.objects.filter(pk=claims[4].pk).update(start=0, end=len(claims[4].quote))
    LeaseFactory(claim=claims[5], holder__username="ann")
    LeaseFactory(claim=claims[0], holder=editor)
    LeaseFactory(claim=claims[1], expires_at=timezone.now() - timedelta(minutes=1))
    return claims


LEFT = ["entered this claim by hand", "that is rejected", "The quote is not", "ann has it open now"]


def act(client, action, claims, url=URL, **data):
    return client.post(
        url, {"action": action, ACTION_CHECKBOX_NAME: [claim.pk for claim in claims], **data}, follow=True
    )


def hidden(response):
    """The confirmation's form, as it would be posted."""
    context = response.context
    return {
        "action": context["action"],
        "index": 0,
        "select_across": int(context["across"]),
        "confirmed": context["state"],
        ACTION_CHECKBOX_NAME: context["ticked"],
    }


def statuses(claims):
    return [Claim.objects.get(pk=claim.pk).status for claim in claims]


def messages(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_confirmation_says_what_would_happen_and_does_nothing(editor_client, mixed):
    again = ClaimFactory(text="Decided as well.", status=Status.REJECTED)
    seen = act(editor_client, ACCEPT, [*mixed, again], f"{URL}?status=all").context["preview"]
    assert (seen.total, seen.allowed, seen.refused, seen.sample) == (7, 2, 5, mixed[:2])
    blocks = sorted(seen.objections.values(), key=lambda block: mixed.index(block.claim))
    assert [(block.claim, block.count) for block in blocks] == list(zip(mixed[2:], [1, 2, 1, 1], strict=True))
    assert all(words in block.why for words, block in zip(LEFT, blocks, strict=True))
    assert not Decision.objects.exists()


def test_confirmed_accepts_those_it_may_and_names_the_others(editor_client, editor, mixed):
    url = f"{URL}?status=all"
    asked = act(editor_client, ACCEPT, mixed, url)
    assert "ann has it open now." in asked.text
    response = editor_client.post(url, hidden(asked), follow=True)
    assert statuses(mixed) == [*[Status.ACCEPTED] * 2, Status.EXTRACTED, Status.REJECTED, *[Status.EXTRACTED] * 2]
    [(who, verb, batch)] = set(Decision.objects.values_list("who", "verb", "batch"))
    assert (who, verb) == (editor.pk, "accept")
    assert f'Accepted 2 claims. <a href="{reverse("desk-batch", args=[batch])}">' in messages(response)
    assert "Left 4 claims:" in messages(response)
    assert all(f"({claim.key})" in messages(response) for claim in mixed[2:])


def test_reject_gives_its_reason_to_each(editor_client, mixed):
    data = hidden(act(editor_client, REJECT, mixed[:2]))
    editor_client.post(URL, {**data, "reason": Reason.UNCLEAR, "note": "Both."})
    assert list(Decision.objects.values_list("reason", "note")) == [("unclear", "Both.")] * 2
    assert len(set(Decision.objects.values_list("batch"))) == 1


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ({}, "This field is required."),
        ({"reason": "boring"}, "boring is not one of the available choices"),
        ({"reason": "other"}, "The reason “other” needs a note."),
    ],
)
def test_reject_without_a_reason_asks_again(editor_client, mixed, typed, complaint):
    data = hidden(act(editor_client, REJECT, mixed[:2]))
    assert complaint in editor_client.post(URL, {**data, **typed}).text
    assert not Decision.objects.exists()


@pytest.mark.parametrize("ticked", ["one", "none of them"])
def test_all_that_match_are_all_whatever_a_page_holds(editor_client, monkeypatch, ticked):
    """The desk asks for the confirmation with these fields; no claim needs to be the one that is ticked."""
    monkeypatch.setattr("claimsdb.admin.listing.ClaimColumns.list_per_page", 2)
    with synced():
        hedged, flat = ClaimFactory.create_batch(7, hedge="reportedly"), ClaimFactory()
    url, pk = f"{URL}?hedged=yes", str(hedged[0].pk if ticked == "one" else 0)
    fields = {"action": ACCEPT, "select_across": "1", ACTION_CHECKBOX_NAME: pk}
    asked = editor_client.post(url, fields)
    assert (asked.context["preview"].total, len(asked.context["preview"].sample)) == (7, SAMPLE)
    assert asked.context["ticked"] == [pk]
    assert "Accept <strong>7</strong> of 7 claims, all that match." in asked.text
    editor_client.post(url, hidden(asked))
    assert statuses([*hedged, flat]) == [Status.ACCEPTED] * 7 + [Status.EXTRACTED]


@pytest.mark.parametrize("verb", [Verb.ACCEPT, Verb.REJECT])
def test_a_preview_of_many_takes_few_statements_a_chunk(editor, monkeypatch, django_assert_num_queries, verb):
    monkeypatch.setattr(preview, "CHUNK", 10)
    with synced():
        for _ in range(4):
            ClaimFactory.create_batch(5, article=ArticleFactory())
    by = User.objects.get(pk=editor.pk)
    assert review.may(verb, Claim.objects.first(), by=by)  # asks for the permissions
    with django_assert_num_queries(1 + 2 * 2):  # the claims, and for each chunk its articles and leases
        seen = preview.preview_moves(Claim.objects.with_rows(), verb, by=by)
    assert (seen.total, seen.allowed) == (20, 20)


def test_claims_that_came_in_between_are_shown_first(editor_client):
    claim = ClaimFactory()
    asked = act(editor_client, ACCEPT, [claim], select_across="1")
    late = ClaimFactory()
    again = editor_client.post(URL, hidden(asked))
    assert "have changed since the page before" in again.text
    assert statuses([claim, late]) == [Status.EXTRACTED] * 2
    editor_client.post(URL, hidden(again))
    assert statuses([claim, late]) == [Status.ACCEPTED] * 2


def test_a_claim_that_was_amended_in_between_is_shown_first(editor_client):
    claim = ClaimFactory()
    asked = act(editor_client, ACCEPT, [claim])
    review.amend(claim, fields={"stance": "denies"}, by=None)
    assert "have changed since the page before" in editor_client.post(URL, hidden(asked)).text
    assert statuses([claim]) == [Status.EXTRACTED]


def test_many_refusals_are_counted_and_some_are_named(editor_client):
    decided = ClaimFactory.create_batch(12, status=Status.ACCEPTED)
    url = f"{URL}?status=accepted"
    response = editor_client.post(url, hidden(act(editor_client, ACCEPT, decided, url)), follow=True)
    assert "Accepted no claim." in messages(response)
    assert "Left 12 claims:" in messages(response)
    assert messages(response).endswith("… and 7 more.")


def test_a_reader_has_no_actions(reader_client, mixed):
    assert f'value="{ACCEPT}"' not in reader_client.get(reverse("admin:claimsdb_claim_changelist")).text
    act(reader_client, ACCEPT, mixed, confirmed=len(mixed))
    assert not Decision.objects.exists()


EDIT = "edit_chosen"


@pytest.fixture
@synced()
def on_topic():
    """Three claims of one speaker, of whom the last is of the topic already and says it as a relayer."""
    speaker = ActorFactory(name="Ri", slug="ri")
    claims = [ClaimFactory(text=f"Claim {number}.", topic="") for number in range(3)]
    Claim.objects.filter(pk=claims[2].pk).update(topic="casualties")
    for claim, role in zip(claims, ("claimant", "claimant", "relayer"), strict=True):
        AttributionFactory(claim=claim, actor=speaker, role=role)
    return claims


def edit(client, claims, **chosen):
    """The preview of what is chosen, and what posts it."""
    asked = act(client, EDIT, claims, confirmed="", **chosen)
    return asked, hidden(asked) | chosen


def test_topic_and_role_of_many_are_changed_as_they_were_seen_and_undone_as_one(editor_client, on_topic):
    assert "what is to be another?" in act(editor_client, EDIT, on_topic).text
    chosen = {"topic": "casualties", "phase": "", "actor": "Ri", "role": "relayer", "note": "From the desk."}
    asked, form = edit(editor_client, on_topic, **chosen)
    assert "Change <strong>2</strong> of 2 claims" in asked.text
    assert "What becomes of each: <strong>topic: casualties; Ri: relayer</strong>" in asked.text
    assert not Decision.objects.exists()
    answer = editor_client.post(URL, form, follow=True)
    assert "See or undo them" in answer.text
    assert {*Claim.objects.values_list("topic", flat=True)} == {"casualties"}
    assert {*Attribution.objects.values_list("role", flat=True)} == {"relayer"}
    decisions = Decision.objects.all()
    assert [(each.verb, each.note) for each in decisions] == [(Verb.AMEND, "From the desk.")] * 2
    (batch,) = {each.batch for each in decisions}
    editor_client.post(reverse("desk-batch", args=[batch]))
    assert [*Claim.objects.order_by("pk").values_list("topic", flat=True)] == ["", "", "casualties"]


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({}, "Choose what is to be another"),
        ({"actor": "ri"}, "go together"),
        ({"role": "claimant"}, "go together"),
        ({"actor": "Nobody", "role": "claimant"}, "No actor is called"),
        ({"topic": "weather"}, "not one of the available choices"),
    ],
)
def test_what_is_not_chosen_whole_is_asked_for_again(editor_client, on_topic, chosen, words):
    asked, _ = edit(editor_client, on_topic, **chosen)
    assert words in html.unescape(asked.text)
    assert 'value="Preview"' in asked.text


def test_another_choice_than_was_seen_is_shown_first(editor_client, on_topic):
    _, form = edit(editor_client, on_topic, topic="casualties")
    for posted in ({"phase": "done"}, {"again": "Preview again"}):
        answer = editor_client.post(URL, form | posted)
        assert "Change <strong>" in answer.text
        assert "have changed since the page before" not in answer.text
        assert not Decision.objects.exists()
    ClaimFactory(article=on_topic[0].article)
    Claim.objects.filter(pk=on_topic[0].pk).update(updated_at=timezone.now())
    assert "have changed since the page before" in editor_client.post(URL, form).text


def test_what_is_the_number_of_no_claim_is_a_400(editor_client, on_topic):
    answer = editor_client.post(URL, {"action": EDIT, "_selected_action": "abc"})
    assert (answer.status_code, "is the number of no claim" in answer.text) == (400, True)


def test_who_alone_says_it_goes_on_saying_it(editor_client, on_topic):
    """As "mentioned" the only claimant would leave the article's own word."""
    AttributionFactory(claim=on_topic[0], role="claimant", order=1)
    asked, form = edit(editor_client, on_topic, actor="Ri", role="mentioned")
    assert "Change <strong>1</strong> of 1 claim" in asked.text
    assert "Of 2 nobody else says it" in asked.text
    editor_client.post(URL, form)
    assert [*Attribution.objects.filter(role="mentioned").values_list("claim", flat=True)] == [on_topic[0].pk]
    _, form = edit(editor_client, on_topic, actor="Ri", role="origin")
    editor_client.post(URL, form)
    assert [*Attribution.objects.filter(role="origin").values_list("claim", "hop")] == [(on_topic[0].pk, 1)]


def test_who_has_several_parts_in_a_claim_gets_the_role_once(editor_client, on_topic):
    first, second, third = on_topic
    speaker = Attribution.objects.get(claim=first).actor
    AttributionFactory(claim=first, actor=speaker, role="subject", order=1)
    AttributionFactory(claim=second, role="subject", order=1)
    AttributionFactory(claim=third, actor=speaker, role="subject", order=1)
    _, form = edit(editor_client, on_topic, actor="ri", role="relayer")
    editor_client.post(URL, form)
    roles = [[part.role for part in claim.attributions.all()] for claim in on_topic]
    assert roles == [["relayer"], ["relayer", "subject"], ["relayer"]]


@pytest.mark.parametrize(("name", "begins"), [("csv", "key,"), ("jsonl", '{"key"'), ("fixture", "[")])
def test_the_list_is_exported_with_its_filters(editor_client, on_topic, name, begins):
    listed = editor_client.get(URL, {"topic": "casualties"})
    assert f"export/?topic=casualties&amp;format={name}" in listed.text
    answer = editor_client.get(f"{URL}export/", {"topic": "casualties", "format": name})
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith(begins)
    assert [claim.key in text for claim in on_topic] == [False, False, True]
    head = editor_client.head(f"{URL}export/", {"topic": "casualties", "format": name})
    assert [head[each] == answer[each] for each in ("Content-Type", "Content-Disposition")] == [True, True]
    assert head.getvalue() == b""
    assert editor_client.post(f"{URL}export/").status_code == 405


def test_what_is_no_format_or_filter_is_said(editor_client, on_topic):
    for query in ({"format": "pdf"}, {"topic": "weather"}):
        assert editor_client.get(f"{URL}export/", query).status_code == 400
    assert Client().get(f"{URL}export/").status_code == 302


def test_filters_by_claimant_source_month_and_what_one_has_decided(editor_client, editor, on_topic):
    article = on_topic[0].article
    source = SourceFactory(slug="wire-uk", parent=SourceFactory(slug="wire"))
    Article.objects.filter(pk=article.pk).update(
        source=source,
        published_on="2024-10-20",
        published_basis="editor",
        published_from="2024-10-20",
        published_to="2024-10-20",
    )
    review.amend(on_topic[1], fields={"text": "Other words."}, by=editor)
    review.undo(review.amend(on_topic[2], fields={"text": "Others."}, by=editor), by=editor)
    first, second, third = ({claim.pk} for claim in on_topic)
    queue = FilteredClaims(QueryDict("status=all&claimant=ri"), user=editor)
    assert [*queue.claims.order_by("pk")] == on_topic[:2]
    assert "json_each" in str(queue.claims.query) or "unnest" in str(queue.claims.query)  # they are few
    for query, expected in {
        "claimant=ri": first | second,
        "source=wire": first,
        "source=wire-uk": first,
        "published=2024-10": first,
        "published=2024": first,
        "published=2023": set(),
        "published=soon": set(),
        "mine=yes": second,
        "mine=no": first | third,
    }.items():
        shown = editor_client.get(f"{URL}?{query}").context["cl"].queryset
        assert {claim.pk for claim in shown} == expected, query


def test_one_who_does_not_go_on_is_back_where_they_were(editor_client, on_topic):
    chosen = {"action": EDIT, "_selected_action": [on_topic[0].pk], "topic": "treaty", "confirmed": ""}
    asked = editor_client.post(f"{URL}?status=all&topic=casualties", chosen)
    assert f'href="{URL}?status=all&amp;topic=casualties">Back to the list' in asked.text


def test_months_are_offered_from_the_last_to_the_first(editor_client, django_assert_num_queries):
    def offered():
        specs = editor_client.get(URL).context["cl"].filter_specs
        (months,) = (spec for spec in specs if isinstance(spec, PublishedListFilter))
        with django_assert_num_queries(2):
            return [month for month, _ in months.options()]

    assert offered() == []
    for day in ("2023-11-30", "2024-02-01", None):
        days = dict.fromkeys(Article.DAYS, day)
        ArticleFactory(**days, published_basis="editor" if day else "unknown")
    assert offered() == ["2024-02", "2024-01", "2023-12", "2023-11"]
