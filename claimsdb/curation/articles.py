"""Articles, whose text is never edited: all else that is said of them is put right here."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from claimsdb.actors import known_actors
from claimsdb.choices import ArticleState, PublishedBasis
from claimsdb.curation import rows
from claimsdb.curation.permissions import Seen, check_may, lock
from claimsdb.extraction import Extractor, UnsupportedLanguage
from claimsdb.index import lock_claims, synced
from claimsdb.ingest import extractors, reextract
from claimsdb.ingest.reextract import ClaimChange, FoundClaims
from claimsdb.models import Article
from claimsdb.review import publication

READ_AGAIN = ("language", "published_on")  # a claim's days and words follow from these


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """How many of the article's claims met which change when it was read again. `unread` says why it was not, if so."""

    changes: Counter[ClaimChange] = field(default_factory=Counter)
    unread: str = ""


def correct(
    article: Article,
    *,
    seen: Seen,
    fields: Mapping[str, Any],
    state: ArticleState | None = None,
    by: User | None,
) -> ReadAgain | None:
    """Changes what is given. Where its language or its day of publication is another then, its claims are read again by
    the extractor, which may take its time before the transaction begins: what editors have set and decided stays. For
    nothing else it waits while another article is read in the same process.

    None where it was not read again. Raises whatever the extractor does.
    """
    check_may("change", Article, by=by)
    changed = _changed(article, fields)
    found = unread = None
    if changed.keys() & {*READ_AGAIN}:
        try:
            with extractors.one_at_a_time:
                found = _found(article, changed, extractor=extractors.default_extractor())
        except UnsupportedLanguage as why:
            unread = ReadAgain(unread=str(why))
    with synced():
        if found is not None:
            claims = article.claims.order_by().values_list("pk", flat=True)
            lock_claims([*claims], no_key=False)  # before the article, as who decides on one of them
        locked = lock(article, seen=seen)
        rows.write(locked, changed, by=by)
        if state is not None and state != locked.state:
            locked._history_user = by
            publication.set_state(locked, state, by=by)
        if found is None:
            return unread
        return ReadAgain(reextract.lay_beside(locked, found))


def _changed(article: Article, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What is otherwise than it stands; a day says that it is an editor's."""
    values = {**fields, **({"language": _language(fields["language"])} if "language" in fields else {})}
    values |= _days(article, fields)
    changed = {name: value for name, value in values.items() if getattr(article, name) != value}
    if not changed.keys().isdisjoint(Article.DAYS):
        has_day = any(values[name] for name in Article.DAYS)
        changed["published_basis"] = PublishedBasis.EDITOR if has_day else PublishedBasis.UNKNOWN
    return changed


def _days(article: Article, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The days of publication where one of them is given; an end of the interval that is left out stays."""
    if fields.keys().isdisjoint(Article.DAYS):
        return {}
    day = fields.get("published_on")
    ends = {name: fields.get(name, day) for name in ("published_from", "published_to")}
    if "published_on" not in fields:
        ends = {name: fields.get(name, getattr(article, name)) for name in ends}
    first, last = ends.values()
    if day and not first == last == day:
        raise ValidationError({"published_on": "Is one day, and the interval is another: leave one out."})
    if first and last and last < first:
        raise ValidationError({"published_to": f"{last} is before {first}: the interval ends before it starts."})
    return Article.published(first, last)


def _language(tag: str) -> str:
    """As it is written in one way alone."""
    try:
        return Article._meta.get_field("language").to_python(tag)
    except ValidationError as error:
        raise ValidationError({"language": error}) from error


def _found(article: Article, changed: Mapping[str, Any], *, extractor: Extractor) -> FoundClaims:
    """The claims of the article as it will be."""
    corrected = Article.objects.get(pk=article.pk)
    for name, value in changed.items():
        setattr(corrected, name, value)
    return reextract.find(corrected, extractor=extractor, registry=known_actors())
