"""A queue has what the list shows under the same filters, gives each claim to one editor, and says what is left."""

from copy import deepcopy

import pytest
from django.core.exceptions import BadRequest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claimsdb import review
from claimsdb.admin.review import queue as module
from claimsdb.admin.review.queue import Queue
from claimsdb.choices import Reason, Status
from claimsdb.index import synced
from claimsdb.models import Claim, Skip
from claimsdb.review import leases
from claimsdb.review.queue_orders import OrderName
from tests.factories import (
    ActorFactory,
    AffiliationFactory,
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    EditorFactory,
    QuantityFactory,
    StateFactory,
)

pytestmark = [pytest.mark.both_engines, pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(scope="module")
@synced()
def lasting_claims(lasting):
    """Claims of two articles; some of North Korea or of somebody who belongs to it, and all kinds of the others."""
    state = StateFactory(slug="north-korea", name="North Korea", code="NK")
    person = ActorFactory(slug="kim-yo-jong", name="Kim Yo Jong")
    AffiliationFactory(child=person, parent=state)
    articles = [ArticleFactory(title=f"Article {name}", file_name=f"{name}.txt") for name in "ab"]
    statuses = [Status.EXTRACTED, Status.EXTRACTED, Status.NEEDS_RECHECK, Status.ACCEPTED]
    claims = [
        ClaimFactory(
            article=articles[number // 8], start=number % 8, end=20, status=statuses[number % 4],
            text=f"Claim {number} of {'tanks' if number % 5 else 'troops'}.",
            **({"topic": "treaty", "hedge": "reportedly"} if number % 3 else {"stance": "denies", "rule": "headline"}),
        )
        for number in range(16)
    ]  # fmt: skip
    for number, claim in enumerate(claims):
        AttributionFactory(claim=claim, actor=[state, person, ActorFactory()][number % 3])
    AttributionFactory(claim=claims[0])
    QuantityFactory(claim=claims[1])
    return claims


@pytest.fixture
def claims(db, lasting_claims):
    """As they are put: a test may change what it has of them."""
    return deepcopy(lasting_claims)


def queue_of(user, query=""):
    return Queue.asked(QueryDict(query), user=user)


QUERIES = [
    "",
    "status=all",
    "status=accepted",
    "article=b.txt",
    "actor=NK",
    "actor=north-korea&status=all",
    "actor=kim yo jong",
    "topic=treaty",
    "rule=headline",
    "hedged=yes",
    "hedged=no&topic=",
    "figures=yes",
    "stance__exact=denies",
    "stance__exact=denies&stance__exact=asserts&voice__exact=attributed",
    "q=troops",
    "q=article&actor=NK",
    "attributions__isnull=False",
    "o=-2&p=0&all=",
]


def test_has_what_the_list_shows(editor_client, editor, claims, subtests):
    for query in QUERIES:
        with subtests.test(query):
            page = editor_client.get(f"{reverse('admin:claimsdb_claim_changelist')}?{query}")
            shown, queue = set(page.context["cl"].queryset), queue_of(editor, query)
            assert set(queue.claims) == shown != set()
            assert queue.claims.count() == len(shown) == queue.left().waiting
            assert set(queue_of(editor, queue.query).claims) == shown


TITLES = {
    "": ("Waiting", ""),
    "o=1&p=2&topic=&order=reading": ("Waiting", ""),
    "actor=NK&order=uncertain": ("Waiting · North Korea · least certain first", "actor=NK&order=uncertain"),
    "status=all&figures=no&hedged=yes": ("All · without figures · hedged", "status=all&figures=no&hedged=yes"),
    "stance__exact=calls_for&q=tanks": ("Waiting · calls for · “tanks”", "stance__exact=calls_for&q=tanks"),
    "order=mine": ("Mine today", "order=mine"),
    "order=mine&status=accepted": ("Accepted · mine today", "status=accepted&order=mine"),
    "article=a.txt&order=random": ("Waiting · Article a · random sample", "article=a.txt&order=random"),
    "id__gt=0&order=skipped": ("Waiting · id__gt: 0 · skipped", "id__gt=0&order=skipped"),
}


def test_title_and_address(editor, claims):
    assert {query: (queue_of(editor, query).title, queue_of(editor, query).query) for query in TITLES} == TITLES


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("actor=nobody", "No actor is called 'nobody'"),
        ("topic=weather", "No topic is called 'weather'. There are "),
        ("status=weather", "No status is called 'weather'"),
        ("hedged=perhaps", "No answer to 'hedged' is called 'perhaps'. There are yes, no."),
        ("rule=no-rule", "No extractor rule is called 'no-rule'"),
        ("article=99999", "No article is called '99999'"),
        ("stance__exact=sings", "No stance is called 'sings'"),
        ("order=sideways", "'sideways' is no order of a queue; orders are reading, "),
        ("weather=fine", "cannot be filtered by 'weather=fine'"),
        ("article__source__reliability=A", "cannot be filtered by 'article__source"),
        ("id__gt=many", "cannot be filtered by 'id__gt=many'"),
        ("q=%00", "a character that no claim can hold"),
    ],
)
def test_what_there_is_not_is_refused_in_words(editor, query, problem):
    with pytest.raises(BadRequest) as refused:
        queue_of(editor, query)
    assert problem in str(refused.value)


@pytest.mark.parametrize("order", [OrderName.READING, OrderName.UNCERTAIN, OrderName.RANDOM])
def test_two_editors_never_get_the_same(editor, claims, order):
    queues = [queue_of(user, f"order={order}") for user in (editor, EditorFactory())]
    given = []
    for number in range(12):
        claim = queues[number % 2].next(take=True)
        assert claim.lease.holder == queues[number % 2].user
        review.reject(claim, reason=Reason.UNCLEAR, by=queues[number % 2].user)
        if number % 3:
            leases.release(claim, by=queues[number % 2].user)
        given.append(claim)
    assert set(given) == set(Claim.objects.exclude(status=Status.ACCEPTED))
    assert len(given) == 12
    assert [queue.next(take=True) for queue in queues] == [None, None]


def test_what_another_has_is_passed_over_until_the_lease_has_run_out(editor, claims):
    queue, other = queue_of(editor), EditorFactory()
    first = queue.next(take=False)
    second = queue.following(first)
    leases.take(first, by=other)
    assert queue.next(take=False) == second
    assert queue.preceding(second) == first
    first.lease.expires_at = first.created_at
    first.lease.save()
    assert queue.next(take=False) == first


def test_goes_on_where_a_race_is_lost(editor, claims, monkeypatch):
    """Somebody takes the claim between the look and the grasp."""
    take, other = leases.take, EditorFactory()
    lost = []

    def taken_before(claim, *, by):
        if not lost:
            lost.append(claim)
            take(claim, by=other)
        return take(claim, by=by)

    monkeypatch.setattr(leases, "take", taken_before)
    claim = queue_of(editor).next(take=True)
    assert claim == queue_of(editor).following(lost[0])


def test_skipped_ones_come_back_last_and_in_turn(editor, claims):
    queue, turns = queue_of(editor, "article=a.txt"), []
    claim = None
    for _ in range(15):
        claim = queue.next(after=claim, take=False)
        turns.append(claim)
        Skip.objects.filter(claim=claim).delete()
        Skip.objects.create(claim=claim, user=editor)
    assert turns == [claim for claim in claims[:8] if claim.status != Status.ACCEPTED] * 2 + turns[12:]
    assert turns[12:] == turns[:3]


LEFT = {
    "": (12, 16, False),
    "actor=NK": (8, 11, False),
    "topic=treaty": (8, 10, False),
    "status=accepted": (4, 16, False),
    "order=mine": (1, 1, False),
    "order=skipped&actor=NK": (0, 1, False),
}


def test_left(editor, claims):
    Skip.objects.create(claim=claims[3], user=editor)
    review.amend(claims[0], fields={"text": "Another wording."}, by=editor)
    assert {query: queue_of(editor, query).left() for query in LEFT} == LEFT


def test_left_is_counted_to_a_limit(editor, claims, monkeypatch):
    monkeypatch.setattr(module, "COUNT_LIMIT", 9)
    left = queue_of(editor, "topic=treaty").left()
    assert (left, left.waiting_in_words, left.of_in_words) == ((8, 9, True), "8", "9+")


@pytest.mark.parametrize(
    "filters", ["", "article=a.txt&", "actor=NK&", "topic=treaty&q=claim&", "actor=NK&topic=treaty&"]
)
def test_few_statements(editor, claims, filters):
    assert editor.has_perm(review.REVIEW_PERMISSION)
    for order in OrderName:
        queue = queue_of(editor, f"{filters}order={order}")
        queue.claims  # noqa: B018  what the filters name is looked up once, before
        with CaptureQueriesContext(connection) as asked:
            queue.next(after=claims[1], take=False)
            queue.following(claims[1])
            queue.preceding(claims[1])
            queue.left()
        assert len(asked) <= 6


@pytest.mark.parametrize(
    ("page", "link"),
    [
        ("/admin/", "/admin/desk/"),
        ("/admin/claimsdb/claim/", "/admin/desk/?"),
        ("/admin/claimsdb/claim/?actor=NK&hedged=no&p=1", "/admin/desk/?actor=NK&amp;hedged=no"),
        ("/admin/claimsdb/article/{article}/change/", "/admin/desk/articles/{article}/"),
    ],
)
def test_ways_to_the_desk(editor_client, reader_client, claims, page, link):
    page, link = (each.format(article=claims[0].article_id) for each in (page, link))
    assert f'<a href="{link}">' in editor_client.get(page).text
    assert 'href="/admin/desk/' not in reader_client.get(page).text.replace("/admin/desk/dashboard/", "")
