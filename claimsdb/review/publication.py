"""Which articles and sources readers see: an article is a draft until its first claim is public, or as an editor says.

Readers see no claim of an article that is not public, whatever the claim's status.
"""

from collections.abc import Collection

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet

from claimsdb.choices import ArticleState, Followed, SourceState
from claimsdb.index import changed, synced
from claimsdb.models import Article, Claim, Source

EDIT_PERMISSION = "claimsdb.change_article"
CONFIRM_PERMISSION = "claimsdb.change_source"


class NotForYou(PermissionError):
    """The user may not say which articles and sources are public."""


def follow_claims(articles: Collection[int], *, undone: bool = False) -> None:
    """Makes drafts public that have a public claim. Where a decision was `undone`, one without is a draft again: what
    came out by mistake goes back. Whatever else happens to its claims, a public article stays public.

    What an editor has said of an article stands.
    """
    if moved := move_with_claims(articles, undone=undone):
        changed(Followed.ARTICLE, moved)


def move_with_claims(articles: Collection[int], *, undone: bool = False) -> list[int]:
    """The same, for who tells of the change: the ids of the articles whose state is another now."""
    public = Claim.objects.filter(article=OuterRef("pk"), status__in=settings.CLAIMSDB_PUBLIC_STATUSES)
    unsaid = Article.objects.filter(pk__in=articles, state_by_editor=False)
    moved = _moved(unsaid.filter(Exists(public), state=ArticleState.DRAFT), to=ArticleState.PUBLIC)
    if undone:
        moved += _moved(unsaid.filter(~Exists(public), state=ArticleState.PUBLIC), to=ArticleState.DRAFT)
    return moved


def _moved(articles: QuerySet[Article], *, to: ArticleState) -> list[int]:
    pks = list(articles.order_by().values_list("pk", flat=True))
    Article.objects.filter(pk__in=pks).set_state_quietly(to)
    return pks


def set_state(article: Article, state: ArticleState, *, by: User | None) -> None:
    """Has readers see the article or not, by an editor's word. None is the program."""
    if by is not None and not by.has_perm(EDIT_PERMISSION):
        raise NotForYou(f"{by} lacks the permission to change articles.")
    with synced():
        article.state, article.state_by_editor = state, True
        article.save(update_fields=["state", "state_by_editor"])


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
