"""Articles are found again by their words, their address and their likeness, whichever way they came."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claimsdb.choices import ArticleState
from claimsdb.curation import merge_sources
from claimsdb.exchange import import_fixture
from claimsdb.exchange.fixture import fixture
from claimsdb.index import at_same_page, fingerprints, lock_texts, near_articles, same_words, take_waiting
from claimsdb.models import Article, Claim, Fingerprint, SampleBand, sha256
from claimsdb.reading import same_page
from tests.commands import printed
from tests.factories import ArticleFactory, ClaimFactory, SourceFactory

pytestmark = pytest.mark.django_db

STORY = "Troops on the move\n\n" + " ".join(f"Sentence {number} says that they went east." for number in range(40))


def in_bulk(*texts, url=""):
    rows = [Article(title="x", text=text, text_sha256=sha256(text), url=url) for text in texts]
    return Article.objects.bulk_create(rows)


def found(text, url="https://example.org/a"):
    return same_words(text), at_same_page(url), [each.article for each in near_articles(text)]


def test_what_is_saved_is_found_at_once():
    article = ArticleFactory(text=STORY, url="https://www.example.org/a/?utm_source=x")
    assert found(STORY.replace("\n", "\r\n") + "\n") == (article, article, [article.pk])
    assert found("Another text altogether. " * 20, "https://example.org/b") == (None, None, [])


def test_what_came_in_bulk_is_found_after_a_while():
    first, second = in_bulk(STORY, STORY + " More.", url="https://example.org/a")
    assert found(STORY) == (None, None, [])
    assert (take_waiting(1), take_waiting(), take_waiting()) == (1, 1, 0)
    assert found(STORY) == (first, second, [first.pk, second.pk])


def test_articles_of_a_fixture_wait():
    ClaimFactory(article__text=STORY)
    exported = b"".join(fixture(Claim.objects.all()))
    Article.objects.all()[0].claims.all().delete()
    Article.objects.all().delete()
    assert (Fingerprint.objects.count(), SampleBand.objects.count()) == (0, 0)
    import_fixture(io.BufferedReader(io.BytesIO(exported)))
    assert same_words(STORY) is None
    assert printed("take_fingerprints") == "1 articles got their fingerprint.\n"
    assert same_words(STORY) is not None


def test_another_address_counts_at_once():
    article = ArticleFactory(text=STORY, url="https://example.org/a")
    article.url = "https://example.org/b"
    article.save(update_fields=["url"])
    assert at_same_page("https://example.org/a") is None
    assert at_same_page("http://example.org/b#top") == article
    Article.objects.filter(pk=article.pk).update(url="https://example.org/c")
    take_waiting()
    assert at_same_page("https://example.org/c") == article


def given_a_source(article):
    Article.objects.filter(pk=article.pk).update(source=SourceFactory())


def withdrawn_in_bulk(article):
    article.state = ArticleState.WITHDRAWN
    Article.objects.bulk_update([article], ["state"])


def merged_source(article):
    merge_sources(article.source, into=SourceFactory(), seen=None, by=None)


@pytest.mark.parametrize("write", [given_a_source, withdrawn_in_bulk, merged_source])
def test_an_article_is_found_on_when_all_but_its_words_and_address_is_written_in_bulk(write):
    article = ArticleFactory(text=STORY, url="https://example.org/a", source=SourceFactory())
    write(article)
    assert found(STORY) == (article, article, [article.pk])


def test_a_look_is_bounded_whatever_texts_have_in_common():
    in_bulk(*(f"{STORY} Number {number}." for number in range(60)))
    take_waiting()
    nearest = near_articles(STORY)
    assert len(nearest) == fingerprints.MOST_NEAR
    assert all(each.alikeness > 0.9 for each in nearest)


def test_looks_go_by_the_indexes(django_assert_num_queries):
    ArticleFactory(text=STORY)
    with django_assert_num_queries(2):
        near_articles(STORY)
    if connection.vendor == "sqlite":
        bands = fingerprints.bands_of(fingerprints.runs_of(STORY))
        sql = fingerprints.LIKELY.format(bands=" UNION ALL ".join([fingerprints.IN_BAND] * len(bands)))
        with connection.cursor() as cursor:
            steps = " ".join(row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}", bands).fetchall())
        assert "SCAN claimsdb_sampleband" not in steps


def test_running_it_twice_takes_nothing_more():
    ArticleFactory(text=STORY)
    rows = SampleBand.objects.count()
    Fingerprint.objects.all().delete()
    for expected in (1, 0):
        assert printed("take_fingerprints").startswith(f"{expected} articles")
    assert SampleBand.objects.count() == rows


def test_all_are_taken_anew():
    article = ArticleFactory(text=STORY, url="https://example.org/a")
    Fingerprint.objects.update(words=1, address=1)
    assert printed("take_fingerprints").startswith("0 articles")
    assert printed("take_fingerprints", "--all").startswith("1 articles")
    assert at_same_page("https://m.example.org/a") == same_words(f"{STORY}\n") == article


def test_who_stores_an_article_without_an_address_waits_for_no_other_such():
    with CaptureQueriesContext(connection) as asked:
        lock_texts({"Words", same_page("")})
    assert len(asked) == (connection.vendor == "postgresql")
