"""What is read, and what was found: one form for each article, in which everything can be set otherwise."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from claimsdb.admin.new_articles.found import MOST, FoundArticle
from claimsdb.ingest.handing_in import check_lines
from claimsdb.ingest.import_records import ReadFile
from claimsdb.ingest.previews import Preview, preview
from claimsdb.reading import ArticleRecord, BadArticle, check_plain_text, read_submission

SET = ("title", "byline", "source", "published_on", "url", "language")
INTERVAL = ("published_from", "published_to")
MEANT = "published_on_is_meant"
AGAIN = "What was sent is not what this page had shown: read the article again."


class Row(NamedTuple):
    field: forms.BoundField
    found_in: str
    by_editor: bool


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of them; empty ones are told of where they are read."""

    def __init__(self, **options: Any):
        super().__init__(widget=FilesInput(), allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(FilesField, self).clean(each, initial) for each in data or []]


class ReadingForm(forms.Form):
    text = forms.CharField(
        label="Text, the HTML of a page, or JSON lines",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
    )
    uploads = FilesField(
        label="or files",
        required=False,
        help_text="Texts, pages (HTML), JSON lines, feeds, tables, mails, web archives",
    )
    url = forms.CharField(
        label="Address",
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://…"}),
        help_text="where it was published, if the text or the file does not say",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.errors and not given["text"].strip() and not given["uploads"]:
            raise ValidationError("Paste an article, or choose a file.")
        return given


class NewArticleForm(forms.Form):
    """`preview` is the article as it would be, with what is typed where that is right."""

    found = forms.CharField(widget=forms.HiddenInput, strip=False)
    seen_url = forms.CharField(widget=forms.HiddenInput, required=False)
    take = forms.BooleanField(required=False)
    title = forms.CharField(widget=forms.TextInput(attrs={"size": 80}))
    byline = forms.CharField(required=False)
    source = forms.CharField(
        required=False,
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
        help_text="name, domain or slug",
    )
    published_on = forms.DateField(
        label="Published on", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    published_on_is_meant = forms.BooleanField(
        label="This day is meant",
        required=False,
        help_text="though it is in the future, or before there were newspapers",
    )
    url = forms.CharField(label="Address", required=False, widget=forms.URLInput)
    language = forms.CharField(required=False, widget=forms.TextInput(attrs={"size": 8}))

    preview: Preview | None = None
    origin = ""
    file: ReadFile | None = None

    def rows(self) -> Iterator[Row]:
        """The fields that can be set, each with what it was found from."""
        found_in = dict(self.preview.found_in) if self.preview else {}
        if self.preview and self.preview.source:
            found_in["source"] = self.preview.source.found_in
        for name in SET:
            is_set = bool(self.preview and name in self.preview.submission.by_editor)
            yield Row(self[name], "" if is_set else found_in.get(name, ""), is_set)

    @property
    def shows_meant(self) -> bool:
        return self.is_bound and bool(self["published_on"].errors or self["published_on_is_meant"].value())

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        try:
            found = FoundArticle.carried(typed.get("found", ""))
            record, self.file = read_submission(found.submission()), found.file
        except (ValueError, TypeError) as error:
            raise ValidationError(AGAIN) from error
        self.origin = found.origin
        changes = {} if self.errors else _changes(record, typed)
        try:
            self._read(found, changes)
        except BadArticle as bad:
            name, _, detail = bad.reason.partition(": ")
            self.add_error(name if name in self.fields else None, detail if name in self.fields else bad.reason)
            self._read(found, {})
        return typed

    def _read(self, found: FoundArticle, changes: dict[str, Any]) -> None:
        """Raises BadArticle."""
        check_plain_text(changes, where="")
        check_lines(changes)
        self.preview = preview(found.submission(**changes), origin=found.origin)

    def wants_source(self) -> bool:
        """Whether an address was typed by which a source can be proposed, and nobody has seen that one yet."""
        typed = self.cleaned_data
        return bool(self.preview and self.preview.source and not typed["source"] and typed["url"] != typed["seen_url"])


def _changes(record: ArticleRecord, typed: dict[str, Any]) -> dict[str, Any]:
    """What an editor says otherwise than what was found; empty where it is to be nothing."""
    values = {name: str(typed[name] or "") for name in SET}
    was = {name: str(getattr(record, name) or "") for name in SET}
    changes: dict[str, Any] = {name: value for name, value in values.items() if value.split() != was[name].split()}
    if "published_on" in changes:
        changes |= dict.fromkeys(INTERVAL, "")
        changes |= {MEANT: True} if typed[MEANT] else {}
    return changes


NewArticles = forms.formset_factory(NewArticleForm, extra=0, max_num=MOST, absolute_max=MOST)
PREFIX = "articles"


def forms_sent(data: Any) -> Any:
    """A form for each article that comes back; none may be empty, however many are said to come."""
    return NewArticles(data, prefix=PREFIX, form_kwargs={"empty_permitted": False})


def forms_for(found: list[tuple[FoundArticle, Preview]]) -> Any:
    """A form for each article as it was found."""
    formset = NewArticles(initial=[_initial(*each) for each in found], prefix=PREFIX)
    for form, (_, shown) in zip(formset, found, strict=True):
        form.preview = shown
    return formset


def _initial(found: FoundArticle, shown: Preview) -> dict[str, Any]:
    values = {name: getattr(shown.record, name) for name in SET}
    return {
        **values,
        "source": shown.source.name if shown.source else "",
        "found": found.carry(),
        "seen_url": shown.record.url,
        MEANT: shown.submission.published_on_is_meant,
        "take": not shown.known,
    }
