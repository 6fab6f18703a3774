"""Comments of editors on a claim, and the mentions by which one of them is told."""

import re
from difflib import get_close_matches

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import Truncator

from claimsdb.models import Claim, Comment, Mention
from claimsdb.review import one_editor
from claimsdb.review.transitions import check_permission

LONGEST = 5_000  # characters
_NAME = re.compile(r"(?<![\w.@+-])@([\w.@+-]*\w)")


def write(claim: Claim, text: str, *, by: User) -> tuple[Comment, list[str]]:
    """The comment, and what to say of names in it that no editor has. Whoever answers has read what mentions them here.
    The same words twice in a row, as where a button is pressed twice, are one comment.

    Raises NotAllowed for whoever reviews no claims, ValidationError for no text, too much, or what cannot be seen.
    """
    check_permission(by)
    comment = Comment(claim=claim, author=by, text=text.replace("\r\n", "\n").strip())
    if len(comment.text) > LONGEST:
        raise ValidationError({"text": f"Has {len(comment.text):,} characters; a comment has {LONGEST:,} at most."})
    comment.full_clean()
    names = [*dict.fromkeys(_NAME.findall(comment.text))]
    editors = _by_name() if names else {}
    named = {name: editors.get(name) or editors.get(name.lower()) for name in names}
    with transaction.atomic():
        comment = _said_last(comment) or _saved(comment, mentioning={*filter(None, named.values())} - {by})
        tick_off(by, claim=claim)
    return comment, [_not_known(name, editors) for name, editor in named.items() if editor is None]


def _by_name() -> dict[str, User]:
    """Each editor by their name, and in small letters too where nobody else has it so."""
    editors = {editor.username: editor for editor in one_editor.editors()}
    return {name.lower(): editor for name, editor in editors.items()} | editors


def _said_last(comment: Comment) -> Comment | None:
    """The last comment on the claim, if its author has just said the same; of two at once the other one waits."""
    Claim.objects.select_for_update().only("pk").get(pk=comment.claim_id)
    last = Comment.objects.filter(claim=comment.claim_id).last()
    return last if last and (last.author_id, last.text) == (comment.author_id, comment.text) else None


def _saved(comment: Comment, *, mentioning: set[User]) -> Comment:
    comment.save()
    Mention.objects.bulk_create(Mention(comment=comment, user=editor) for editor in mentioning)
    return comment


def unread_on(claim: Claim, *, by: User) -> set[int]:
    """The ids of its comments that mention the user, who has not read them."""
    return {*Mention.objects.unread_by(by).filter(comment__claim=claim).values_list("comment", flat=True)}


def mentioning(user: User) -> QuerySet[Mention]:
    """What the user has not read, the oldest first."""
    unread = Mention.objects.unread_by(user).select_related("comment__author", "comment__claim__article")
    return unread.defer("comment__claim__found", "comment__claim__article__text").order_by("pk")


def tick_off(user: User, *, claim: Claim | None = None) -> int:
    """Takes it that the user has read what mentions them, beside the claim or anywhere."""
    unread = Mention.objects.unread_by(user)
    return (unread.filter(comment__claim=claim) if claim else unread).update(read_at=timezone.now())


def counted(claims: QuerySet[Claim], *, user: User) -> QuerySet[Claim]:
    """Each with `comments_written`, how many it has, and `mentions_unread`, in how many of any claim the user is
    mentioned and has not read it."""
    written = Comment.objects.filter(claim=OuterRef("pk")).order_by().values("claim").annotate(n=Count("pk"))
    unread = Mention.objects.unread_by(user).order_by().values("user").annotate(n=Count("pk"))
    return claims.annotate(
        comments_written=Coalesce(Subquery(written.values("n")), 0),
        mentions_unread=Coalesce(Subquery(unread.values("n")), 0),
    )


def _not_known(name: str, editors: dict[str, User]) -> str:
    like = get_close_matches(name.lower(), editors, n=1)
    instead = f". Like it: @{editors[like[0]].username}" if like else ""
    return f"No editor is called @{Truncator(name).chars(80)}: nobody is told{instead}."
