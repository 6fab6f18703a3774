"""By what an article is found again, when its words or its address come once more, or a text like it.

The rows follow the articles as these are saved. For articles that came in bulk they are taken later, a few at a time by
whoever looks, and all by `manage.py take_fingerprints`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from claimsdb.models import Article, Fingerprint, SampleBand, rows_written
from claimsdb.reading import alikeness, bands_of, bare_words, number_of, runs_of, same_page

BATCH = 100  # articles
TAKEN_OF = {"text", "url"}

LEAST_ALIKENESS = 0.2  # below it texts share a quotation, and no more
MOST_IN_BAND, MOST_LIKELY, MOST_NEAR = (
    25,
    20,
    5,
)  # articles: what a look costs has a bound, whatever they have in common


@dataclass(frozen=True, slots=True)
class NearArticle:
    """An article whose text is like another; `alikeness` is from 0 to 1."""

    article: int
    alikeness: float


def same_words(text: str) -> Article | None:
    """The first article with these words, whatever white space is between them."""
    words = bare_words(text)
    found = Article.objects.filter(fingerprint__words=number_of(words)).order_by("pk")
    return next((each for each in found if bare_words(each.text) == words), None)


def at_same_page(url: str) -> Article | None:
    """The last article that came from this address, however it is written."""
    page = same_page(url)
    if not page:
        return None
    found = Article.objects.filter(fingerprint__address=number_of(page)).defer("text").order_by("-pk")
    return next((each for each in found[:MOST_IN_BAND] if same_page(each.url) == page), None)


def articles_at(addresses: Iterable[str]) -> list[Article]:
    """The articles that came from one of these addresses, however they are written, without their texts; of no address
    more than a few."""
    pages = sorted({page for each in addresses if (page := same_page(each))})[:MOST_LIKELY]
    found = Article.objects.filter(fingerprint__address__in=[*map(number_of, pages)]).defer("text").order_by("-pk")
    return [each for each in found[: MOST_IN_BAND * max(1, len(pages))] if same_page(each.url) in pages]


def near_articles(text: str, *, besides: Collection[int] = ()) -> list[NearArticle]:
    """The articles whose text is most like this one, the nearest first."""
    runs = runs_of(text)
    likely = Article.objects.filter(pk__in=set(_likely(bands_of(runs))) - {*besides}).values_list("pk", "text")
    found = [NearArticle(pk, round(alikeness(runs, runs_of(other)), 2)) for pk, other in likely]
    found = [each for each in found if each.alikeness >= LEAST_ALIKENESS]
    return sorted(found, key=lambda each: (-each.alikeness, each.article))[:MOST_NEAR]


def lock_texts(texts: Iterable[str]) -> None:
    """Keeps others who store one of these texts, or at one of these addresses, waiting until the transaction ends.
    Articles without an address have none in common. On SQLite one writes at a time anyhow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for number in sorted(map(number_of, filter(None, texts))):
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def take(articles: Collection[Article]) -> None:
    """Takes the fingerprints of these articles, anew where they have some."""
    Fingerprint.objects.bulk_create(
        map(_fingerprint, articles),
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=["words", "address"],
    )
    bands = [SampleBand(band=band, article=each) for each in articles for band in bands_of(runs_of(each.text))]
    SampleBand.objects.bulk_create(bands, ignore_conflicts=True)


def take_waiting(limit: int | None = None) -> int:
    """Takes the fingerprints of articles that came in bulk, of up to `limit` of them; returns of how many."""
    taken = 0
    while (limit is None or taken < limit) and (waiting := _waiting(BATCH if limit is None else limit - taken)):
        with transaction.atomic():
            articles = list(Article.objects.filter(pk__in=waiting).only("url", "text"))
            take(articles)
            gone = {*waiting} - {each.pk for each in articles}
            Fingerprint.objects.filter(pk__in=gone).delete()
        taken += len(waiting)
    return taken


def take_anew() -> int:
    """Takes the fingerprints of all articles once more, a few at a time; returns of how many."""
    taken, last = 0, 0
    while articles := list(Article.objects.filter(pk__gt=last).order_by("pk").only("url", "text")[:BATCH]):
        with transaction.atomic():
            take(articles)
        taken, last = taken + len(articles), articles[-1].pk
    return taken


def mark_untaken() -> None:
    """Lets the articles that have no fingerprint, as they were written past the models, wait for one."""
    with connection.cursor() as cursor:
        cursor.execute(MARK)


def _fingerprint(article: Article) -> Fingerprint:
    page = same_page(article.url)
    return Fingerprint(
        article=article, words=number_of(bare_words(article.text)), address=number_of(page) if page else None
    )


def _waiting(most: int) -> list[int]:
    untaken = Fingerprint.objects.filter(words__isnull=True).order_by("pk")
    return list(untaken.values_list("pk", flat=True)[: min(most, BATCH)])


def _likely(bands: Collection[int]) -> list[int]:
    """The articles that share most bands. Of a band that very many share, as they have a notice in common, only the
    last are looked at: the other bands tell."""
    if not bands:
        return []
    with connection.cursor() as cursor:
        cursor.execute(LIKELY.format(bands=" UNION ALL ".join([IN_BAND] * len(bands))), [*bands])
        return [article for article, _ in cursor.fetchall()]


@receiver(post_save, sender=Article)
def _article_saved(instance: Article, update_fields: Collection[str] | None = None, **kwargs: Any) -> None:
    if update_fields is None or "url" in update_fields:
        take([instance])


@receiver(rows_written, sender=Article)
def _articles_written(pks: set[int], fields: Collection[str] | None, **kwargs: Any) -> None:
    if fields is not None and not TAKEN_OF & {*fields}:
        return
    waiting = [Fingerprint(article_id=pk) for pk in pks]
    Fingerprint.objects.bulk_create(
        waiting, update_conflicts=True, unique_fields=["article"], update_fields=["words", "address"]
    )


@receiver(post_delete, sender=Article)
def _article_deleted(instance: Article, **kwargs: Any) -> None:
    Fingerprint.objects.filter(pk=instance.pk).delete()
    SampleBand.objects.filter(band__in=bands_of(runs_of(instance.text)), article=instance.pk).delete()


MARK = f"""
    INSERT INTO {Fingerprint._meta.db_table} (article_id) SELECT id FROM {Article._meta.db_table} AS article
    WHERE NOT EXISTS (SELECT 1 FROM {Fingerprint._meta.db_table} AS known WHERE known.article_id = article.id)"""

IN_BAND = f"""
    SELECT article_id FROM (
        SELECT article_id FROM {SampleBand._meta.db_table} WHERE band = %s ORDER BY article_id DESC LIMIT {MOST_IN_BAND}
    ) AS shared"""

LIKELY = f"""
    SELECT article_id, count(*) FROM ({{bands}}) AS likely
    GROUP BY article_id ORDER BY count(*) DESC, article_id LIMIT {MOST_LIKELY}"""
