"""What editors say of an article as a whole: whether readers see it. Buttons on its page, actions of the list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from claimsdb.admin.bulk_actions import counted
from claimsdb.choices import ArticleState
from claimsdb.index import synced
from claimsdb.models import Article
from claimsdb.review import publication


@dataclass(frozen=True, slots=True)
class Word:
    """An editor's word: the state that it gives an article, None for the one that its claims give it."""

    name: str
    label: str
    state: ArticleState | None
    readers: str

    def is_said_of(self, article: Article) -> bool:
        return article.state_by_editor == (self.state is not None) and self.state in (None, article.state)


WORDS = {
    word.name: word
    for word in (
        Word("publish", "Publish", ArticleState.PUBLIC, "Readers see it, with its accepted claims"),
        Word("withdraw", "Withdraw", ArticleState.WITHDRAWN, "Readers are told that it has been withdrawn"),
        Word("draft", "Back to draft", ArticleState.DRAFT, "Readers see nothing of it, whatever is accepted"),
        Word("claims", "As its claims", None, "Readers see it once one of its claims is accepted"),
    )
}


def word_on(article: Article) -> Word:
    """The one in force."""
    return next(word for word in WORDS.values() if word.is_said_of(article))


def publishing_action(word: Word) -> Callable[..., Any]:
    """The admin's action by which it is said of many articles."""

    @admin.action(description=f"{word.label}: {word.readers[0].lower()}{word.readers[1:]}", permissions=["change"])
    def said(modeladmin, request, queryset):
        with synced():
            articles = [each for each in queryset if not word.is_said_of(each)]
            for article in articles:
                publication.set_state(article, word.state, by=request.user)
                modeladmin.log_change(request, article, word.label)
        messages.success(request, f"{word.label}, {counted(len(articles), 'article')}: {word.readers}.")

    said.__name__ = f"{word.name}_chosen"
    return said


class Publishing:
    """For the admin of articles: a POST to `<pk>/state/` says one of WORDS."""

    admin_site: Any

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_POST(self.state_view))
        own = path("<int:pk>/state/", view, name="claimsdb_article_state")
        return [own, *super().get_urls()]  # type: ignore[misc]

    def state_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = get_object_or_404(Article.objects.defer("text"), pk=pk)
        if not self.has_change_permission(request, article):  # type: ignore[attr-defined]
            raise PermissionDenied
        word = WORDS.get(request.POST.get("word", ""))
        if word is None:
            return HttpResponseBadRequest(f"word is one of {', '.join(WORDS)}.")
        publication.set_state(article, word.state, by=request.user)  # type: ignore[arg-type]
        self.log_change(request, article, word.label)  # type: ignore[attr-defined]
        messages.success(request, f"{word.label}. {word.readers}.")
        return HttpResponseRedirect(reverse("admin:claimsdb_article_change", args=[pk]))

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj:
            word = word_on(obj)
            context |= {"word": word, "words": [each for each in WORDS.values() if each is not word]}
        return super().render_change_form(request, context, add, change, form_url, obj)
