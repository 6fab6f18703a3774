"""Which articles and sources readers see: an article is a draft until its first claim is public, or as an editor says.

Readers see no claim of an article that is not public, whatever the claim's status.
"""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef

from claimsdb.choices import ArticleState, Followed, SourceState, Status
from claimsdb.index import changed, synced
from claimsdb.models import Article, Claim, ClaimQuerySet, Source

EDIT_PERMISSION = "claimsdb.change_article"
CONFIRM_PERMISSION = "claimsdb.change_source"


class NotForYou(PermissionError):
    """The user may not say which articles and sources are public."""


def opens_when_accepted(article: Article) -> bool:
    """Whether readers will see the article as soon as one of its claims is accepted, and not before."""
    is_left_to_claims = article.state == ArticleState.DRAFT and not article.state_by_editor
    return is_left_to_claims and Status.ACCEPTED in settings.CLAIMSDB_PUBLIC_STATUSES


def public_claims() -> ClaimQuerySet:
    return Claim.objects.filter(status__in=settings.CLAIMSDB_PUBLIC_STATUSES)


def follow_claims(articles: Collection[int], *, undone: bool = False) -> None:
    """Makes drafts public that have a public claim. Where a decision was `undone` that had left its claim public, one
    without is a draft again: what came out by mistake goes back. Whatever else happens to its claims, a public article
    stays public.

    What an editor has said of an article stands.
    """
    if moved := move_with_claims(articles, undone=undone):
        changed(Followed.ARTICLE, moved)


def move_with_claims(articles: Collection[int], *, undone: bool = False) -> list[int]:
    """The same, for who tells of the change: the ids of the articles whose state is another now."""
    public = public_claims().filter(article=OuterRef("pk"))
    unsaid = Article.objects.filter(pk__in=articles, state_by_editor=False)
    moved = _moved(unsaid.filter(Exists(public), state=ArticleState.DRAFT), to=ArticleState.PUBLIC)
    if undone:
        moved += _moved(unsaid.filter(~Exists(public), state=ArticleState.PUBLIC), to=ArticleState.DRAFT)
    return moved


def _moved(articles: Any, *, to: ArticleState) -> list[int]:
    pks = list(articles.order_by().values_list("pk", flat=True))
    articles.filter(pk__in=pks).set_state_quietly(to)  # what an editor has said of one meanwhile stands
    return pks


def set_state(article: Article, state: ArticleState | None, *, by: User | None) -> None:
    """Has readers see the article or not, by an editor's word; with None the word is taken back, and it is public if
    one of its claims is. None for `by` is the program."""
    if by is not None and not by.has_perm(EDIT_PERMISSION):
        raise NotForYou(f"{by} lacks the permission to change articles.")
    with synced():
        article.refresh_from_db(from_queryset=Article.objects.select_for_update(of=("self",)))
        said = state or _by_claims(article), state is not None
        if said != (article.state, article.state_by_editor):
            article.state, article.state_by_editor = said
            article.save(update_fields=["state", "state_by_editor"])


def _by_claims(article: Article) -> ArticleState:
    return ArticleState.PUBLIC if public_claims().filter(article=article).exists() else ArticleState.DRAFT


def confirm_sources(slugs: Collection[str], *, by: User | None) -> int:
    """Has readers see those of the sources that were only proposed; returns how many. None is the program."""
    if by is not None and not by.has_perm(CONFIRM_PERMISSION):
        raise NotForYou(f"{by} lacks the permission to change sources.")
    with synced():
        proposed = list(Source.objects.filter(slug__in=slugs, state=SourceState.PROPOSED))
        for source in proposed:
            source.state = SourceState.CONFIRMED
            source._history_user = by
            source.save(update_fields=["state"])
        return len(proposed)
