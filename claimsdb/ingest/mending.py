"""What is said of an article beside that it was taken in: what of it is known otherwise, and what it is like."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q

from claimsdb.actors import did_you_mean, domain_of, match_source
from claimsdb.choices import DerivationKind, SourceState
from claimsdb.index import at_same_page, near_articles, same_words, take_waiting
from claimsdb.ingest.outcome import Difference, NearCopy, ProposedSource, SourceName
from claimsdb.models import Article, Source
from claimsdb.reading import METADATA, ArticleRecord, prose_of, same_page

LONGEST_ID = 19  # digits, of which no id has so many
FEW_FINGERPRINTS = 20  # that are taken on the way, of articles that came in bulk


def differences(record: ArticleRecord, article: Article) -> Iterator[Difference]:
    """Where whoever sent the record says something else than is known of the article."""
    for name in METADATA:
        if name in record.given and not _agrees(name, record, article):
            known = article.source.name if name == "source" and article.source else getattr(article, name)
            yield Difference(name, str(known) if known else None, str(getattr(record, name)))
    if record.derived_from and not _agrees_on_origin(record.derived_from, article):
        known = article.derivations.filter(kind=DerivationKind.DERIVED, as_written="").first()
        shown = known and str(known.original_id or known.url or known.source)
        yield Difference("derived_from", shown, record.derived_from)


def _agrees_on_origin(derived_from: str, article: Article) -> bool:
    """Whether one of the works of which it is known that the article came out of them is this one."""
    original, page = original_of(derived_from), same_page(derived_from)
    known = article.derivations.filter(kind=DerivationKind.DERIVED).values_list("original", "url")
    return any((pk and original and pk == original.pk) or (page and same_page(url) == page) for pk, url in known)


def original_of(derived_from: str) -> Article | None:
    """The article here that is named by its id or address, if there is one."""
    if derived_from.isdigit():
        return Article.objects.filter(pk=int(derived_from)).first() if len(derived_from) < LONGEST_ID else None
    return at_same_page(derived_from)


def is_itself(record: ArticleRecord) -> bool:
    """Whether what the record is to be derived from is just the article that it has."""
    known, page = find_known(record.text), same_page(record.derived_from)
    if known and known == original_of(record.derived_from):
        return True
    return page != "" and page in (same_page(record.url), same_page(known.url) if known else "")


def _agrees(name: str, record: ArticleRecord, article: Article) -> bool:
    given, known = getattr(record, name), getattr(article, name)
    match name:
        case "source":
            return known is not None and known == match_source(given, domain=domain_of(given))
        case "url":
            return known == given or (same_page(known) == same_page(given) != "")
        case "title" | "byline":
            return known.split() == given.split()
    return known == given


def near_copies(article: Article) -> tuple[NearCopy, ...]:
    """The articles whose text is much that of this one, but for this one's own earlier versions."""
    versions = article.derivations.revisions().values_list("original", flat=True)
    return _copies(article.text, besides=[article.pk, *versions])


def find_like(text: str) -> dict[str, Any]:
    """The article `known` by these words, and those `near` to them."""
    take_waiting(FEW_FINGERPRINTS)
    known = find_known(text)
    return {"known": known, "near": _copies(text, besides=[known.pk] if known else [])}


def find_known(text: str) -> Article | None:
    """The article with this text, else the first with the same words."""
    return Article.objects.known(text) or same_words(text)


def same_prose(record: ArticleRecord) -> Article | None:
    """The article that says the same with other furniture around it: an advertisement, links to other articles. One of
    another address or source is a copy, and not the same."""
    near = [each.article for each in near_articles(record.text)]
    found = Article.objects.filter(pk__in=near).select_related("source").order_by("pk")
    likely = [each for each in found if _may_be_same(record, each)]
    prose = prose_of(record.text) if likely else ""
    return next((each for each in likely if prose_of(each.text) == prose), None)


def _may_be_same(record: ArticleRecord, article: Article) -> bool:
    """Whether address and source, where both are known, are the same."""
    return (not (record.url and article.url) or _agrees("url", record, article)) and (
        not (record.source and article.source) or _agrees("source", record, article)
    )


def _copies(text: str, *, besides: Collection[int]) -> tuple[NearCopy, ...]:
    found = near_articles(text, besides=besides)
    titles = dict(Article.objects.filter(pk__in=[each.article for each in found]).values_list("pk", "title"))
    return tuple(NearCopy(each.article, titles[each.article], each.alikeness) for each in found)


def proposed_sources(article: Article) -> tuple[ProposedSource, ...]:
    """The sources that the article names and no editor has confirmed, with those that they may be."""
    named = Source.objects.filter(Q(articles=article) | Q(derived__article=article), state=SourceState.PROPOSED)
    return tuple(_proposed(each) for each in named.distinct().order_by("slug"))


def _proposed(source: Source) -> ProposedSource:
    likely = tuple(SourceName(each.slug, each.name) for each in did_you_mean(source))
    return ProposedSource(source.slug, source.name, likely)
