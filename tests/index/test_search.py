"""The search of claims: what is found, by either plan, and that it follows whatever is written."""

import string
from datetime import date
from itertools import chain, product
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from claimsdb import review
from claimsdb.choices import Role, Status
from claimsdb.db.words import WORD, words
from claimsdb.index import search, storage, synced
from claimsdb.index.search import postgresql
from claimsdb.index.search.bounds import SearchBounds
from claimsdb.index.search.meaning import understood
from claimsdb.models import Article, Attribution, Claim
from tests.factories import AcceptedClaimFactory, ActorFactory, ArticleFactory, AttributionFactory, ClaimFactory

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="this is PostgreSQL's")
each_example = settings(max_examples=40)

TEXTS = {
    "kursk": ("en", "Who said that North Korea sent 1,500 soldiers to Kursk?"),
    "shells": ("en", "South Korea counts the shells; the North denies."),
    "soldats": ("fr", "Les généraux français espèrent la victoire."),
    "nation": ("es", "La revolución de las naciones."),
    "army": ("ru", "Российские войска взяли посёлок."),
    "camp": ("zh", "朝鲜士兵抵达俄罗斯。"),
    "und": ("und", "Straße 12b Quito"),
}
QUOTE = "A spokesman said it twice."


@pytest.fixture
@synced()
def texts(db):
    """Accepted claims by name, each in an article of its language, with the same words in the quote."""
    claims = {}
    for name, (language, text) in TEXTS.items():
        article = ArticleFactory(language=language, text=f"{name}\n\n{QUOTE}")
        claims[name] = AcceptedClaimFactory(article=article, text=text)
    return claims


@pytest.fixture
def find(api, texts):
    names = {claim.key: name for name, claim in texts.items()}

    def found(query, **others):
        answer = api.get("/api/claims/", {"search": query, **others})
        assert answer.status_code == 200, answer.json()
        keys = [claim["key"] for claim in answer.json()["results"]]
        assert answer.json()["count"] == len(keys)
        return " ".join(sorted(names[key] for key in keys))

    return found


EVERYONE = " ".join(sorted(TEXTS))
FOUND = [
    ("kursk", "kursk"),
    ("KURSK", "kursk"),
    ("korea", "kursk shells"),
    ("korea north", "kursk shells"),
    ("soldier", "kursk"),
    ("who", "kursk"),
    ("the", "shells"),
    ("kore", ""),
    ("kore*", "kursk shells"),
    ("kor* sold*", "kursk"),
    ('"north korea"', "kursk"),
    ('"korea north"', ""),
    ("“north korea”", "kursk"),
    ('"north kor"*', "kursk"),
    ("north-korea", "kursk"),
    ("1,500", "kursk"),
    ("1500", ""),
    ("500", "kursk"),
    ("Kursk?", "kursk"),
    ("twice", EVERYONE),
    ("korea twice", "kursk shells"),
    ('"kursk a spokesman"', ""),
    ("generaux", "soldats"),
    ("GÉNÉRAUX", "soldats"),
    ("victoire francais", "soldats"),
    ("revolucion", "nation"),
    ("revolución", "nation"),
    ("поселок", "army"),
    ("ПОСЁЛОК", "army"),
    ("российские", "army"),
    ("士兵", "camp"),
    ("兵士", ""),
    ("朝鲜 俄罗斯", "camp"),
    ("strasse", "und"),
    ("straße", "und"),
    ("12b", "und"),
    ("quito NOT kursk", "und"),
    ("korea -kursk", "shells"),
    ("kursk OR quito", "kursk und"),
    ("kursk & !quito | (", ""),
    ("wording:kursk", ""),
    ("#kursk", "kursk"),
    ("???", None),
]


@pytest.mark.parametrize(("query", "expected"), [row for row in FOUND if row[1] is not None])
def test_search_finds(find, query, expected):
    assert find(query) == expected
    assert find(query, ordering="created_at") == expected


@pytest.mark.parametrize("query", [query for query, expected in FOUND if expected is None])
def test_nothing_to_search_for_is_refused(api, db, query):
    answer = api.get("/api/claims/", {"search": query})
    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {"parameter": "search", "detail": f"{query!r} has no letter or digit to search for."}
    ]


@on_postgresql
@pytest.mark.parametrize(
    ("query", "expected"),
    [("войсками", "army"), ("revoluciones", "nation"), ("nación", "nation"), ("général", "soldats")],
)
def test_words_are_stemmed_in_the_language_of_the_article(find, query, expected):
    assert find(query) == expected


PLAIN = {*string.ascii_letters, *string.digits, *" .,:;?!/()#&%+=_"}


@each_example
@given(query=st.text(min_size=1, max_size=30).filter(str.strip))
def test_no_query_is_a_syntax_error(api, db, query):
    answer = api.get("/api/claims/", {"search": query.encode("utf-8", "replace")})
    assert answer.status_code in (200, 400)
    if {*query} <= PLAIN and any(map(str.isalnum, query)) and not {*query.upper().split()} & {"OR", "AND", "NOT"}:
        assert answer.status_code == 200


VOCABULARY = "troops troop moved moving shells shelling North Kurskward the of generals nationally".split()
statements = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=6).map(" ".join)


@pytest.fixture
@synced()
def rewrite(db):
    """Gives eight claims the texts."""
    claims = [AcceptedClaimFactory() for _ in range(8)]

    def rewritten(texts):
        for claim, text in zip(claims, texts, strict=True):
            Claim.objects.filter(pk=claim.pk).update(text=text)

    return rewritten


ORACLE = {
    "sqlite": "SELECT rowid FROM anew WHERE anew MATCH %s",
    "postgresql": """
        SELECT id FROM claimsdb_claim WHERE
        to_tsvector('claimsdb_english', text || ' ' || quote) @@ plainto_tsquery('claimsdb_english', %s)""",
}


def oracle(query):
    """The claims with all the words, from the texts as they stand."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TABLE IF EXISTS temp.anew")
            cursor.execute("CREATE VIRTUAL TABLE temp.anew USING fts5(text, quote, tokenize = 'porter unicode61')")
            cursor.execute("INSERT INTO anew (rowid, text, quote) SELECT id, text, quote FROM claimsdb_claim")
        cursor.execute(ORACLE[connection.vendor], [query])
        return {pk for (pk,) in cursor.fetchall()}


@each_example
@given(texts=st.lists(statements, min_size=8, max_size=8), query=statements)
def test_search_agrees_with_a_slow_one(api, rewrite, texts, query):
    rewrite(texts)
    answer = api.get("/api/claims/", {"search": query}).json()
    found = Claim.objects.filter(key__in=[claim["key"] for claim in answer["results"]])
    assert set(found.values_list("pk", flat=True)) == oracle(query)
    assert answer["count"] == len(answer["results"])


# --- in the order of the list -------------------------------------------------------------------------------------

DAYS = [None, date(2024, 1, 1), date(2024, 1, 1), date(2024, 1, 2), None, date(2023, 5, 1), date(2024, 1, 3)]


@pytest.fixture
@synced()
def many(db):
    """Claims of two actors over some days: every second one is about shells, every third one waits."""
    actors = ActorFactory(slug="kim"), ActorFactory(slug="lee")
    for number, (day, repeat) in enumerate(product(DAYS, range(3))):
        article = ArticleFactory(published_on=day, published_basis="url" if day else "unknown")
        factory = AcceptedClaimFactory if repeat else ClaimFactory
        claim = factory(article=article, text="Shells were sent." if number % 2 else "Troops were sent.")
        role = Role.SUBJECT if number % 5 else Role.CLAIMANT
        AttributionFactory(claim=claim, actor=actors[number % 2 or number % 3 == 0], role=role)
    return actors


QUERIES = [
    {"search": "sent"},
    {"search": "shell*"},
    {"search": "troops", "actor": "kim"},
    {"search": "sent", "actor": "lee"},
    {"search": "sent", "claimant": "lee"},
    {"search": "shells sent", "actor": "lee", "actor_role": "subject"},
    {"search": "sent", "published_after": "2024-01-01"},
    {"search": "sent", "published_before": "2024-01-01", "actor": "lee"},
    {"search": "sent", "status": "extracted,accepted"},
]


def crawl(client, url, follow):
    """The keys page by page, and the address of the last page."""
    pages = []
    while url:
        answer = client.get(url).json()
        pages.append([claim["key"] for claim in answer["results"]])
        last, url = url, answer[follow]
    return pages, last


@pytest.mark.parametrize("ordering", ["published_on", "-published_on"])
@pytest.mark.parametrize("query", QUERIES)
def test_crawl_gives_what_a_query_gives_both_ways(editor_api, many, query, ordering):
    url = "/api/claims/?" + urlencode({**query, "ordering": ordering})
    # The index is not asked whether they are hedged: this goes by a query.
    [expected], _ = crawl(editor_api, f"{url}&hedged=false", "next")
    assert expected
    forward, end = crawl(editor_api, f"{url}&limit=2", "next")
    assert [*chain.from_iterable(forward)] == expected
    backward, _ = crawl(editor_api, end, "previous")
    assert backward == forward[::-1]
    assert editor_api.get(url).json()["count"] == len(expected)


def test_search_stays_within_what_is_open(api, editor_api, many):
    assert api.get("/api/claims/?search=sent").json()["count"] == 14
    assert api.get("/api/claims/?search=sent&status=extracted").status_code == 403
    assert editor_api.get("/api/claims/?search=sent&status=extracted").json()["count"] == 7


def test_count_says_when_it_went_no_further(editor_api, many, monkeypatch):
    monkeypatch.setattr(search, "COUNT_LIMIT", 9)
    for query, expected in {"search=sent": (9, "at_least"), "search=shells&status=extracted": (3, "exact")}.items():
        answer = editor_api.get(f"/api/claims/?{query}&limit=2").json()
        assert (answer["count"], answer["meta"]["count"]) == expected


BOUNDS = [
    SearchBounds("accepted"),
    SearchBounds("accepted", down=False),
    SearchBounds("extracted", first=date(2023, 1, 1), last=date(2024, 1, 1)),
    SearchBounds("accepted", first=date(2024, 1, 1), down=False),
    SearchBounds("superseded"),
]


@on_postgresql
@pytest.mark.parametrize("limit", [1, 3, 50])
@pytest.mark.parametrize("bounds", BOUNDS)
@pytest.mark.parametrize("query", ["sent", "shells", "nowhere", "troops sent"])
def test_both_plans_give_the_same(many, query, bounds, limit):
    of_kim = search.tag(many[0].pk)
    for tags in ([], [of_kim]):
        asked = (understood(query), tags, bounds)
        collected = postgresql.collected(*asked, limit=limit)
        assert postgresql.scanned(*asked, limit=limit, within=1000) == collected
        assert postgresql.positions(*asked, limit=limit) == collected
        assert postgresql.count(*asked, limit=limit) == len(collected)


@on_postgresql
@pytest.mark.parametrize(("probed", "common", "very_common"), [(3, 0.3, 0.3), (3, 0, 0), (4, 0.5, 2), (1, 1, 1)])
def test_which_plan_is_taken_does_not_matter(many, monkeypatch, probed, common, very_common):
    asked = (understood("troops"), [], SearchBounds("accepted"))
    expected = postgresql.collected(*asked, limit=5)
    for name, value in {"PROBED": probed, "COMMON": common, "VERY_COMMON": very_common, "SCANNED": 4}.items():
        monkeypatch.setattr(postgresql, name, value)
    assert postgresql.positions(*asked, limit=5) == expected
    assert postgresql.count(*asked, limit=5) == 5


# --- kept true ------------------------------------------------------------------------------------------------------


def wrong():
    """The claims whose place in the index is not as it ought to be."""
    everything = storage.stored(list(Claim.objects.values_list("pk", flat=True)))
    return search.wrong(everything, everything)


def amend(claim, editor):
    review.amend(claim, by=editor, fields={"text": "Drones came."})


def move(claim, editor):
    Article.objects.filter(pk=claim.article_id).update(
        **Article.published(date(2020, 1, 1), date(2020, 1, 1)), published_basis="editor"
    )


def translate(claim, editor):
    claim.article.language = "ru"
    claim.article.save()


def name(claim, editor):
    Attribution.objects.create(claim=claim, role=Role.SUBJECT, actor=ActorFactory(slug="kim"))


def reject(claim, editor):
    review.reject(claim, by=editor, reason="unclear")


def stay(claim, editor):
    claim.save()


WRITES = [
    (stay, {"search": "rockets launched"}, 1),
    (amend, {"search": "rockets"}, 0),
    (amend, {"search": "drones"}, 1),
    (move, {"search": "rockets", "published_before": "2020-02-01"}, 1),
    (move, {"search": "rockets", "published_after": "2024-01-01"}, 0),
    (translate, {"search": "rockets"}, 1),
    (name, {"search": "rockets", "subject": "kim"}, 1),
    (reject, {"search": "rockets", "status": "accepted"}, 0),
    (reject, {"search": "rockets", "status": "rejected"}, 1),
]


@pytest.mark.parametrize(("write", "query", "count"), WRITES)
def test_index_follows(editor, editor_api, write, query, count):
    article = ArticleFactory(published_on=date(2024, 6, 1), published_basis="url")
    claim = AcceptedClaimFactory(article=article, text="Rockets were launched.")
    write(claim, editor)
    assert editor_api.get("/api/claims/", query).json()["count"] == count
    assert editor_api.get("/api/claims/", {**query, "hedged": "false"}).json()["count"] == count
    assert editor_api.get("/api/claims/", {"search": "spokesman", "status": ",".join(Status)}).json()["count"] == 1
    assert not wrong()


def test_a_deleted_claim_is_found_no_more(editor_api, db):
    claim = ClaimFactory(text="Rockets were launched.")
    assert editor_api.get("/api/claims/?search=rockets&status=extracted").json()["count"] == 1
    claim.delete()
    assert editor_api.get("/api/claims/?search=rockets&status=extracted").json()["count"] == 0


@on_postgresql
def test_another_language_stems_anew(api, db):
    claim = AcceptedClaimFactory(text="войска", article=ArticleFactory(language="en"))
    assert api.get("/api/claims/?search=войсками").json()["count"] == 0
    translate(claim, None)
    assert api.get("/api/claims/?search=войсками").json()["count"] == 1


@pytest.mark.parametrize("sql", ["DELETE FROM claimsdb_search", "UPDATE claimsdb_search SET {} "])
def test_a_wrong_row_is_seen_and_replaced(db, sql):
    claims = [AcceptedClaimFactory().pk, ClaimFactory().pk]
    spoiled = {"sqlite": "wording = 'nothing'", "postgresql": "vector = 'nothing'"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(sql.format(spoiled))
    assert wrong() == set(claims)
    everything = storage.stored(claims)
    search.replace(everything, everything)
    assert not wrong()


# --- how it is read -------------------------------------------------------------------------------------------------


def plans(read):
    """How the engine carries out each statement of `read`."""
    said = []

    def listen(execute, sql, parameters, *rest):
        said.append((sql, parameters))
        return execute(sql, parameters, *rest)

    with connection.execute_wrapper(listen):
        read()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}[connection.vendor]
        for sql, parameters in said:
            cursor.execute(f"{explain} {sql}", parameters)
            yield "\n".join(str(row[-1]) for row in cursor.fetchall())


@pytest.mark.parametrize("actor", [{}, {"actor_id": 7}, {"actor_id": 7, "role": "claimant"}])
def test_only_the_index_is_read(many, actor):
    found = search.SearchScan(statuses=["accepted"], keys=actor, query=understood("sent"))
    for plan in plans(lambda: (found.count(), found.positions(size=3, descending=True))):
        assert "claimsdb_search" in plan
        assert not any(table in plan for table in ("claimsdb_claim", "claimsdb_entry", "claimsdb_part", "Seq Scan"))
        if connection.vendor == "sqlite":
            assert "VIRTUAL TABLE INDEX" in plan
            assert "TEMP B-TREE" not in plan
        else:
            assert "search_accepted" in plan or "search_in_order" in plan
            assert "Sort" not in plan.partition("scanned")[2]


@given(st.text(st.characters(codec="ascii")))
def test_plain_text_has_the_words_that_any_text_has(text):
    assert words(text) == WORD.findall(text.lower())


def test_editors_search_in_the_same_index(editor_client, texts):
    for query, names in {"korean kursk": [], "soldier kursk": ["kursk"], "SHELLS": ["shells"], "???": []}.items():
        found = (
            editor_client.get(reverse("admin:claimsdb_claim_changelist"), {"q": query, "status": "accepted"})
            .context["cl"]
            .result_list
        )
        assert set(found) == {texts[name] for name in names}
