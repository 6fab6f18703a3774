"""The page on which articles are pasted or sent, looked at, and taken in by the door that the API has as well."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from claimsdb import review
from claimsdb.admin.bulk_actions import counted
from claimsdb.admin.new_articles.forms import PREFIX, NewArticleForm, ReadingForm, forms_for, forms_sent
from claimsdb.admin.new_articles.found import FoundArticle
from claimsdb.choices import ImportDoor
from claimsdb.extraction import ExtractionFailed, ModelMissing
from claimsdb.ingest import handing_in
from claimsdb.ingest.import_records import ImportRecord, note_files, on_record
from claimsdb.ingest.outcome import Outcome, OutcomeStatus
from claimsdb.ingest.previews import Preview, preview
from claimsdb.models import Article, Source
from claimsdb.reading import BadArticle

NAMED = 500  # sources that are offered as one types
TEMPLATE = "admin/claimsdb/article/new/{}.html"


class NewArticlesPage:
    """For the admin of articles: what it adds was read before and looked at."""

    admin_site: Any
    opts: Any

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        return require_http_methods(["GET", "HEAD", "POST"])(self._view)(request)

    def _view(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return self._page(request, "read", form=ReadingForm())
        if f"{PREFIX}-TOTAL_FORMS" in request.POST:
            return self._shown(request)
        form = ReadingForm(request.POST, request.FILES)
        return self._read(request, form) if form.is_valid() else self._page(request, "read", form=form, status=400)

    def _read(self, request: HttpRequest, form: ReadingForm) -> HttpResponse:
        from claimsdb.admin.new_articles.sent import find_articles  # it brings the parser of pages

        found, faults = find_articles(form.cleaned_data["text"], form.cleaned_data["uploads"])
        url = form.cleaned_data["url"] if len(found) == 1 else ""
        read = []
        for each in found:
            try:
                changes = {"url": url} if url and "url" not in each.fields else {}
                read.append((each, preview(each.submission(**changes), origin=each.origin)))
            except BadArticle as bad:
                faults.append(f"{each.fields.get('file_name', '')}: {bad.reason}".removeprefix(": "))
        if not read:
            for fault in faults:
                form.add_error(None, fault)
            return self._page(request, "read", form=form, status=400)
        return self._preview(request, forms_for(read), faults=faults)

    def _shown(self, request: HttpRequest) -> HttpResponse:
        """What was found comes back, as it was or set otherwise."""
        formset = forms_sent(request.POST)
        if not formset.is_valid():
            return self._preview(request, formset, status=400)
        chosen = [form for form in formset if "look" not in request.POST and _is_chosen(form, request, formset)]
        if not chosen or any(form.wants_source() for form in chosen):
            if "look" not in request.POST and (chosen or _can_be_taken(formset)):
                messages.info(request, "By the address a source is proposed." if chosen else "Tick those to take in.")
            read = [
                (FoundArticle.carried(form.cleaned_data["found"]), form.preview) for form in formset if form.preview
            ]
            return self._preview(request, forms_for(read))
        return self._take_in(request, formset, chosen)

    def _take_in(self, request: HttpRequest, formset: Any, chosen: list[NewArticleForm]) -> HttpResponse:
        with _recorded(chosen, by=request.user) as record:
            taken = [*self._taken(request, chosen, record=record)]
        only = taken[0] if len(formset.forms) == len(taken) == 1 else None
        if only is None:
            self._tell(request, taken)
        elif only.status is not OutcomeStatus.KNOWN:
            return self._led_on(request, only)
        if any(form.errors for form in chosen) or only:
            for form in formset:
                form.preview = preview(form.preview.submission, origin=form.origin)
            return self._preview(request, formset, status=409)
        return HttpResponseRedirect(reverse("admin:claimsdb_article_changelist"))

    def _taken(
        self, request: HttpRequest, chosen: list[NewArticleForm], *, record: ImportRecord | None
    ) -> Iterator[Outcome]:
        known = handing_in.load_known_actors()
        for form in chosen:
            outcome = self._tried(request, form, known=known)
            if record and form.file:
                record.note(replace(outcome, where=form.file.name))
            if outcome.status is not OutcomeStatus.FAILED:
                yield outcome

    def _tried(self, request: HttpRequest, form: NewArticleForm, *, known: Any) -> Outcome:
        """What becomes of it; where it fails the form says why."""
        assert form.preview
        try:
            return self._store(request, form.preview, known=known)
        except (BadArticle, ModelMissing, ExtractionFailed) as error:
            reason = error.reason if isinstance(error, BadArticle) else str(error)
            form.add_error(None, reason)
            return Outcome(OutcomeStatus.FAILED, reason=reason)

    def _store(self, request: HttpRequest, shown: Preview, *, known: Any) -> Outcome:
        if handing_in.leave_to_queue(shown.submission, shown.record, by=request.user):
            return Outcome(OutcomeStatus.QUEUED, shown.record.title)
        outcome = handing_in.store_article(shown.record, known=known)
        if outcome.is_new:
            article = Article.objects.only("pk", "title").get(pk=outcome.article)
            self.log_addition(request, article, "Taken in.")  # type: ignore[attr-defined]
        return outcome

    def _led_on(self, request: HttpRequest, outcome: Outcome) -> HttpResponse:
        """From one article to its first claim."""
        if outcome.status is OutcomeStatus.QUEUED:
            self._tell(request, [outcome])
            return HttpResponseRedirect(reverse("admin:claimsdb_article_changelist"))
        page = reverse("admin:claimsdb_article_change", args=[outcome.article])
        messages.success(
            request,
            format_html('Taken in: <a href="{}">the article</a>, {} found.', page, counted(outcome.claims, "claim")),
        )
        _remark(request, outcome)
        desk = reverse("desk-bare-article", args=[outcome.article])
        return HttpResponseRedirect(desk if request.user.has_perm(review.REVIEW_PERMISSION) else page)

    def _tell(self, request: HttpRequest, taken: Iterable[Outcome]) -> None:
        """What became of several, by what it was."""
        for status, words in SAID.items():
            of_it = [each for each in taken if each.status is status]
            if of_it:
                claims = sum(each.claims for each in of_it)
                messages.success(
                    request, words.format(articles=counted(len(of_it), "article"), claims=counted(claims, "claim"))
                )
        for each in taken:
            _remark(request, each)

    def _preview(
        self, request: HttpRequest, formset: Any, *, faults: Iterable[str] = (), status: int = 200
    ) -> HttpResponse:
        sources = Source.objects.confirmed().order_by("name").values_list("name", flat=True)[:NAMED]
        is_single = len(formset.forms) == 1
        return self._page(
            request, "preview", formset=formset, faults=faults, sources=sources, status=status,
            is_single=is_single, can_be_taken=_can_be_taken(formset),
        )  # fmt: skip

    def _page(self, request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
        limit = settings.CLAIMSDB_ARTICLE_SIZE_LIMIT
        context |= {**self.admin_site.each_context(request), "title": "Add articles", "opts": self.opts, "limit": limit}
        return TemplateResponse(request, TEMPLATE.format(name), context, status=status)


SAID = {
    OutcomeStatus.NEW: "Taken in: {articles}, {claims} found.",
    OutcomeStatus.UNREAD: "Taken in without claims, as the extractor does not read their language: {articles}.",
    OutcomeStatus.KNOWN: "Here already, and left as before: {articles}.",
    OutcomeStatus.QUEUED: "Left to a worker, as it takes a while: {articles}. Look at this list again later.",
}


@contextmanager
def _recorded(chosen: list[NewArticleForm], *, by: Any) -> Iterator[ImportRecord | None]:
    """On record is what was sent as files; None where all was pasted."""
    files = [form.file for form in chosen if form.file]
    if not files:
        yield None
        return
    with on_record(ImportDoor.ADMIN, user=by) as record:
        note_files(record, files)
        yield record


def _can_be_taken(formset: Any) -> bool:
    """Whether any of them is not here already."""
    return any(form.preview and not form.preview.known for form in formset)


def _is_chosen(form: NewArticleForm, request: HttpRequest, formset: Any) -> bool:
    is_asked = form.cleaned_data["take"] or "all" in request.POST or len(formset.forms) == 1
    return bool(is_asked and form.preview and not form.preview.known)


def _remark(request: HttpRequest, outcome: Outcome) -> None:
    """What of one could not be seen before."""
    if outcome.reason:
        messages.info(request, f"No claims were looked for: {outcome.reason.rstrip('.')}.")
    if outcome.proposed:
        messages.info(request, f"Sources proposed, for you to confirm: {'; '.join(map(str, outcome.proposed))}.")
