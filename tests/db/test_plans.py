"""How the engines answer what is asked most: by an index each, without reading a big table or sorting more than a page."""

import json
import re
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import connection
from django.db.models import Q
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from claimsdb.admin.review import filtered_claims
from claimsdb.admin.review.queue import Queue
from claimsdb.choices import Role, Stance, Status, Topic, Verb
from claimsdb.exchange import selection
from claimsdb.exchange.fixture import fixture
from claimsdb.index import counts, synced
from claimsdb.index.keyset import IndexScan, ListPosition, scan_of_actor, scan_of_officials
from claimsdb.models import Article, Attribution, Claim, Decision, Part, Quantity, claim_key, sha256
from tests.factories import ActorFactory, AffiliationFactory, SourceFactory, StateFactory

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.long,
    pytest.mark.xdist_group("plans"),  # one worker, so that the crowd is made once
]

CLAIMS, ACTORS = 3000, 20
PAGE = 500  # rows: the largest page
SMALL = {
    "claimsdb_dataversion",
    "claimsdb_actor",
    "claimsdb_actorcode",
    "claimsdb_actorname",
    "claimsdb_affiliation",
    "claimsdb_source",
}
TABLES = "entry|part|tally|tallychange|claim|article|attribution|quantity|decision"
BIG = re.compile(rf"SCAN (claimsdb_)?({TABLES})\b")
OF_BIG = re.compile(rf"claimsdb_({TABLES})\b")
POSTGRESQL = connection.vendor == "postgresql"


@pytest.fixture(scope="module")
def rows(lasting):
    """Enough of everything for a planner to choose; actor-0 has a part in most claims, and nobody knows the others."""
    actors = [StateFactory(slug="crowd-0"), *(ActorFactory(slug=f"crowd-{number}") for number in range(1, ACTORS))]
    AffiliationFactory(child=actors[1], parent=actors[0])
    sources = [SourceFactory(slug=f"paper-{number}") for number in range(8)]
    sources += [SourceFactory(slug=f"paper-{number}", parent=sources[0]) for number in (8, 9)]
    with synced():
        articles = Article.objects.bulk_create(_article(number, sources) for number in range(CLAIMS // 20))
        claims = Claim.objects.bulk_create(_claim(number, articles) for number in range(CLAIMS))
        Attribution.objects.bulk_create(_part(claim, order, actors) for claim in claims for order in range(2))
        Quantity.objects.bulk_create(Quantity(claim=claim, as_written="some", measure="troops") for claim in claims)
        Decision.objects.bulk_create(
            Decision(claim=claim, version=1, verb=Verb.ACCEPT, to_status="accepted") for claim in claims
        )
    counts.add_up()


@pytest.fixture
def crowd(db, rows):
    """The rows, counted as a planner wants them."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _article(number, sources):
    text = f"Article {number}"
    day = date(2024, 1, 1) + timedelta(days=number * 67 % 150) if number % 7 else None  # in no order of ids
    basis = "url" if day else "unknown"
    return Article(
        title=text,
        text=text,
        text_sha256=sha256(text),
        source=sources[number % 10],
        **Article.published(day, day),
        published_basis=basis,
    )


def _claim(number, articles):
    is_accepted = number % 5
    return Claim(
        article=articles[number // 20],
        key=claim_key("crowd", number),
        text=f"Claim {number} of {'troops' if number % 3 else 'artillery'}",
        voice="attributed",
        status=Status.ACCEPTED if is_accepted else Status.EXTRACTED,
        decided_at="2026-01-01T00:00Z" if is_accepted else None,
        topic=list(Topic)[number % 6],
        stance=list(Stance)[number % 4],
    )


def _part(claim, order, actors):
    rare = 1 + (claim.pk * 7 + order) % (ACTORS - 1)
    return Attribution(
        claim=claim, order=order, role=list(Role)[order], actor=actors[0 if claim.pk % 2 + order else rare]
    )


def explained(sql, values=None):
    """The plan, as the engine has it: PostgreSQL's nodes, or SQLite's lines."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'(FORMAT JSON)' if POSTGRESQL else 'QUERY PLAN'} {sql}", values)
        rows = cursor.fetchall()
    if not POSTGRESQL:
        return [detail for *_, detail in rows]
    plan = rows[0][0]
    return list(_nodes((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))


def _nodes(node):
    yield node
    for child in node.get("Plans", []):
        ends = node["Node Type"] == "Limit" and "Filter" not in child  # however long the table is
        yield from _nodes(child | {"Ends": ends})


def indexes(plan):
    if POSTGRESQL:
        return {node["Index Name"] for node in plan if "Index Name" in node}
    return {name for line in plan for name in re.findall(r"INDEX (\w+)", line)}


def scans(plan):
    """The big tables that are read from end to end."""
    if POSTGRESQL:
        read = (node for node in plan if node["Node Type"] == "Seq Scan" and not node.get("Ends"))
        return {node["Relation Name"] for node in read} - SMALL
    return {line for line in plan if BIG.match(line)}


def sorts(plan):
    """What is sorted and more than a page; SQLite does not say how much, but what it sorts of a page it calls wanted."""
    if POSTGRESQL:
        return [node for node in plan if "Sort" in node["Node Type"] and node["Plan Rows"] > PAGE]
    return [line for line in plan if "B-TREE FOR ORDER BY" in line and not any("wanted" in each for each in plan)]


def pages_from(api, url):
    """The first page, a later one, and the way back from it; and the statements that each took."""
    for link in ("next", "next", "previous"):
        with CaptureQueriesContext(connection) as asked:
            answer = api.get(url).json()
        yield url, [each["sql"] for each in asked.captured_queries if each["sql"].startswith("SELECT")]
        url = answer.get(link)
        if url is None:
            return


LISTS = {
    "": "entry_all",
    "actor=crowd-0": "part_by_actor",
    "actor=crowd-7": "part_by_actor",
    "actor=crowd-0&actor_role=claimant": "part_by_actor_role",
    "claimant=crowd-7": "part_by_actor_role",
    "source=paper-3": "entry_by_source",
    "source=paper-0": "entry_by_source",  # which has editions
    "topic=treaty": "entry_by_topic",
    "stance=denies": "entry_by_stance",
    "actor=crowd-0&published_after=2024-02-01&published_before=2024-03-01": "part_by_actor",
    "published_after=2024-05-01": "entry_all",
    "month=2024-05": "entry_all",
    "mentioned=crowd-7": "part_by_actor_role",
    "claimant=crowd-7&rollup=officials": "part_by_official",
    "actor=crowd-7&actor_role=claimant&rollup=officials": "part_by_official",
}


def test_lists(crowd, api, subtests):
    if POSTGRESQL:
        without_scans()
    for asked, index in LISTS.items():
        for ordering in ("-published_on", "published_on"):
            for url, statements in pages_from(api, f"/api/claims/?{asked}&ordering={ordering}&limit=5"):
                plans = {sql: explained(sql) for sql in statements}
                with subtests.test(url):
                    assert [
                        sql for sql, plan in plans.items() if scans(plan) or (OF_BIG.search(sql) and sorts(plan))
                    ] == []
                    assert any(index in indexes(plan) for plan in plans.values())


@pytest.mark.parametrize(
    ("sql", "is_careless"),
    [
        ("SELECT claim_id FROM claimsdb_part WHERE role = 'claimant'", True),
        ("SELECT claim_id FROM claimsdb_part WHERE role = 'nobody' LIMIT 1", True),
        ("SELECT id FROM claimsdb_claim AS claim ORDER BY quote", True),
        ("SELECT day FROM claimsdb_entry WHERE status = 'accepted' ORDER BY day DESC LIMIT 5", False),
    ],
)
def test_carelessness_is_seen(crowd, sql, is_careless):
    plan = explained(sql)
    assert bool(scans(plan)) == is_careless
    assert bool(sorts(plan)) == ("quote" in sql)


def test_pages_of_one_thing_and_searches(crowd, api, subtests):
    if POSTGRESQL:
        without_scans()
    claim = Claim.objects.filter(status=Status.ACCEPTED).first()
    for url in (
        f"/api/claims/{claim.key}/",
        f"/api/articles/{claim.article_id}/",
        "/api/actors/crowd-0/",
        "/api/sources/paper-3/",
        "/api/claims/facets/",
        "/api/claims/facets/?actor=crowd-0",
        "/api/claims/facets/?actor=crowd-7&topic=treaty",
        "/api/claims/?search=troops&limit=5",
        "/api/claims/?search=artillery&actor=crowd-7&limit=5",
    ):
        for _, statements in pages_from(api, url):
            for sql in statements:
                with subtests.test(url, sql=sql):
                    assert scans(explained(sql)) == set()


def without_scans():
    """Has PostgreSQL read a table as a whole, as it does with small ones, only where no index would do."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")


SCANS = {
    "all": (lambda actor: IndexScan([]), "entry_all"),
    "source": (lambda actor: IndexScan([], keys={"source_id": 1}), "entry_by_source"),
    "topic": (lambda actor: IndexScan([], keys={"topic": "treaty"}), "entry_by_topic"),
    "stance": (lambda actor: IndexScan([], keys={"stance": "denies"}), "entry_by_stance"),
    "actor": (lambda actor: scan_of_actor(actor, statuses=[]), "part_by_actor"),
    "role": (lambda actor: scan_of_actor(actor, role="claimant", statuses=[]), "part_by_actor_role"),
    "official": (lambda actor: scan_of_officials(actor, role="claimant", statuses=[]), "part_by_official"),
}


@pytest.mark.skipif(not POSTGRESQL, reason="SQLite plans a statement without regard to its values")
def test_prepared_statements(crowd, subtests):
    """A plan made once for all values, as the server may choose for a statement that has come five times."""
    actor = ActorFactory()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    for name, (scan, index) in SCANS.items():
        for after in (None, ListPosition("2024-03-01", 7)):
            for down in (True, False):
                sql, values = scan(actor).statement("accepted", limit=201, after=after, down=down)
                with subtests.test(name, after=after, down=down):
                    plan = explained_unseen(sql, len(values))
                    assert scans(plan) == set()
                    assert not any("Sort" in node["Node Type"] for node in plan)
                    assert indexes(plan) == {index}


def explained_unseen(sql, values):
    """The plan of the statement for whatever values."""
    numbers = iter(range(1, values + 1))
    with connection.cursor() as cursor:
        cursor.execute(f"PREPARE asked AS {re.sub('%s', lambda _: f'${next(numbers)}', sql)}")
        try:
            return explained(f"EXECUTE asked({', '.join(['NULL'] * values)})")
        finally:
            cursor.execute("DEALLOCATE asked")


WAYS = {"claim_waiting", "claim_least_sure", "claim_at_random"}
QUEUES = {
    "": "claim_waiting",
    "order=uncertain": "claim_least_sure",
    "order=random": "claim_at_random",
    "actor=crowd-0": "claim_waiting",
    "actor=crowd-0&order=uncertain": "claim_least_sure",
    "actor=crowd-7": None,
    "article={article}": None,
}


def test_queues_of_the_desk(crowd, editor, monkeypatch, subtests):
    """All that waits is gone through by an index; the claims of one article or of a rare actor are sorted."""
    monkeypatch.setattr(filtered_claims, "FEW", 50)
    if POSTGRESQL:
        without_scans()
    look_at_queues(editor, subtests)
    if not POSTGRESQL:
        forget_statistics()
        look_at_queues(editor, subtests)


def look_at_queues(editor, subtests):
    for query, index in QUEUES.items():
        for sql, plan in plans_of_queue(query, editor):
            with subtests.test(query, sql=sql):
                assert not scans_of_claims(plan)
                if index:
                    assert indexes(plan) & WAYS <= {index}
                    assert sorts_but_of_skips(plan) == 0


def forget_statistics():
    """As SQLite is where nobody has had it count its rows."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.execute("ANALYZE sqlite_schema")


def plans_of_queue(query, editor):
    claim = Claim.objects.waiting().order_by("pk")[300]
    queue = Queue.asked(QueryDict(query.format(article=claim.article_id)), user=editor)
    neighbours = partial(queue.following, claim), partial(queue.preceding, claim)
    for look in (
        partial(queue.next, take=False),
        partial(queue.next, after=claim, take=False),
        *neighbours,
        queue.left,
    ):
        for sql, values in asked_by(look):
            yield sql, explained(sql, values)


def asked_by(look):
    """The statements that read, with their values, which are not to help an engine to its plan."""
    asked = []

    def keep(execute, sql, values, many, context):
        asked.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(keep):
        look()
    return [(sql, values) for sql, values in asked if sql.lstrip().startswith(("SELECT", "WITH"))]


def scans_of_claims(plan):
    """Whole tables that are read, under whatever name, and not from one end of the way."""
    if POSTGRESQL:
        return scans(plan)
    return [line for line in plan if re.match(r"SCAN [A-Z]\d", line) and not indexes([line]) & WAYS]


def sorts_but_of_skips(plan):
    """How often more is sorted than an article's claims or what the editor has skipped."""
    if POSTGRESQL:
        return sum(node["Node Type"] == "Sort" and node["Plan Rows"] > 50 for node in plan)
    skips = sum(line.startswith("SEARCH V1 USING INDEX claimsdb_skip") for line in plan)
    return max(0, sum("B-TREE FOR ORDER BY" in line for line in plan) - skips)


OF_CLAIMS = re.compile(r"SCAN (repeat|(claimsdb_)?(claim|attribution|quantity|decision))\b")
ROWS_OF_CLAIMS = re.compile(r"FROM claimsdb_(claim|attribution|quantity|decision) AS row\b")
EXPORTED = {
    "everything": Q(status=Status.ACCEPTED),
    "a source": Q(article__source__slug="paper-3"),
    "an actor": Q(pk__in=Part.objects.filter(actor__slug="crowd-7", first=True).values("claim")),
}


@pytest.mark.parametrize("few", [10_000, 100])
def test_exports(crowd, monkeypatch, subtests, few):
    """No table of claims or of what they have is read whole, and most of all claims are read article by article."""
    monkeypatch.setattr(selection, "FEW", few)
    if POSTGRESQL:
        without_scans()
    for name, condition in EXPORTED.items():
        statements = asked_by(partial(list, fixture(Claim.objects.filter(condition))))
        by_article = [sql for sql, _ in statements if "CROSS JOIN" in sql]
        assert bool(by_article) == (name == "everything" and few == 100)
        for sql, values in statements:
            plan = explained(f"DECLARE rows CURSOR FOR {sql}" if POSTGRESQL else sql, values)
            with subtests.test(name, sql=sql):
                assert scans_of_parts(sql, plan) == []
                assert sql not in by_article or whole_sorts(plan) == []


def scans_of_parts(sql, plan):
    if POSTGRESQL:
        return [name for name in scans(plan) if OF_CLAIMS.match(f"SCAN {name}")]
    return [
        line for line in plan if OF_CLAIMS.match(line) or (line.startswith("SCAN row") and ROWS_OF_CLAIMS.search(sql))
    ]


def whole_sorts(plan):
    """Not those of one article's claims after the other, nor of what PostgreSQL knows to be nothing at all."""
    if POSTGRESQL:
        return [node for node in plan if node["Node Type"] == "Sort" and node["Plan Rows"]]
    return [line for line in plan if line.endswith("B-TREE FOR ORDER BY")]
