"""What is said of an article, at the desk: read beside the card, and corrected as `claimsdb.curation.articles` does."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, re_path
from django.views.decorators.http import require_http_methods

from claimsdb import curation, review
from claimsdb.actors import UnknownName, find_source
from claimsdb.admin.move_forms import wording
from claimsdb.admin.review.beside import beside_page
from claimsdb.admin.review.item import KEY, claim_of
from claimsdb.admin.review.page import item_url
from claimsdb.admin.review.permissions import EditorRequest, for_reviewers
from claimsdb.admin.review.queue import Queue
from claimsdb.choices import PublishedBasis, field_choices
from claimsdb.extraction import ExtractionFailed, ModelMissing
from claimsdb.ingest.reextract import ClaimChange
from claimsdb.models import Article, Source
from claimsdb.reading import implausible
from claimsdb.review import publication

SOURCES = 200  # that are offered while typing
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
COLUMNS = (*Article.DAYS, "published_basis", "source", "byline")


class ArticleDataForm(forms.Form):
    """A day of publication, or between which days; whichever is typed, the other follows. `seen` is the article's state
    that the editor had before them."""

    published_on = forms.DateField(label="Published on", required=False, widget=DAY)
    published_from = forms.DateField(label="or between", required=False, widget=DAY)
    published_to = forms.DateField(label="and", required=False, widget=DAY)
    published_basis = forms.ChoiceField(label="Where the date comes from", choices=field_choices(PublishedBasis))
    source = forms.CharField(
        required=False, max_length=300, widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"})
    )
    byline = forms.CharField(required=False, max_length=300)
    day_is_meant = forms.BooleanField(
        label="On purpose: a day in the future, or before there were newspapers", required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, article: Article, data: Mapping[str, Any] | None = None) -> "ArticleDataForm":
        said = {name: getattr(article, name) for name in COLUMNS}
        source = article.source.slug if article.source else ""
        return cls(data, label_suffix="", initial=said | {"source": source, "seen": curation.tag_of(article)})

    def clean_source(self) -> Source | None:
        named = self.cleaned_data["source"]
        try:
            return find_source(named, among=Source.objects.all()) if named else None
        except UnknownName as error:
            raise ValidationError(error.with_nearest) from error

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in Article.DAYS:
            why = implausible(values[name]) if values.get(name) and name in self.changed_data else ""
            if why and not values.get("day_is_meant"):
                self.add_error(name, f"{values[name]} {why}. If it is meant, say so below.")
        return values

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in COLUMNS if name in self.changed_data}


@require_http_methods(["GET", "HEAD", "POST"])
def article_data(request: EditorRequest, key: str) -> HttpResponse:
    """The article's data; a POST corrects it, and leads back to the claim as it is then."""
    claim = claim_of(key, by=request.user)
    article, problem, status = claim.article, "", 200
    form = ArticleDataForm.of(article, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            said = _corrected(article, form, by=request.user)
            messages.success(request, said, extra_tags=f"saved-{claim.key}-article")
            return HttpResponseRedirect(item_url(claim, Queue.of(request).query))
        except (review.ReviewError, ValidationError) as error:
            problem, status = wording(error), 400
        except curation.Stale as error:
            problem, status = str(error), 409
        except (ModelMissing, ExtractionFailed) as error:
            problem, status = f"Nothing is saved, as the article cannot be read again now: {error}", 503
    elif form.is_bound:
        status = 400
    shown = {
        "form": form,
        "problem": problem,
        "may": request.user.has_perm(publication.EDIT_PERMISSION),
        "sources": Source.objects.order_by("name")[:SOURCES],
    }
    return beside_page(request, claim, "article", status=status, **shown)


def _corrected(article: Article, form: ArticleDataForm, *, by: Any) -> str:
    """Corrects it, and says what became of its claims."""
    if not form.changes():
        raise ValidationError("Nothing was changed.")
    again = curation.articles.correct(article, seen=[form.cleaned_data["seen"]], fields=form.changes(), by=by)
    if again is None:
        return "The article is corrected."
    if again.unread:
        return f"The article is corrected; its claims were not read again: {again.unread}"
    counted = ", ".join(f"{again.changes[change]} {change}" for change in ClaimChange if again.changes[change])
    return f"The article is corrected, and its claims were read again: {counted or 'none'}."


urlpatterns: list[URLPattern] = [
    re_path(f"{KEY}article/$", for_reviewers(article_data), name="desk-article"),
]
