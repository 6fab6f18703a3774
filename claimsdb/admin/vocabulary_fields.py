"""A choice among words of a list that never changes, cheap enough for each row of a long form."""

from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe

from claimsdb.admin.form_renderer import options_in, select


class VocabularySelect(forms.Select):
    """Its options are written once for each word that is chosen, for all copies that forms make of it. One that gets
    other choices writes its own."""

    def __init__(self, *args: Any, **options: Any):
        self.written: dict[str, str] = {}
        super().__init__(*args, **options)

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "choices" and value != self.__dict__.get("choices", value):
            self.written = {}
        super().__setattr__(name, value)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        options = self._options("" if value is None else value)
        return mark_safe(select(name, self.build_attrs(self.attrs, attrs), options))

    def _options(self, chosen: str) -> str:
        if (options := self.written.get(chosen)) is None:
            options = options_in(self.optgroups("", [chosen]))
            if chosen in dict(self.choices):  # and not whatever is sent
                self.written[chosen] = options
        return options


class VocabularyField(forms.ChoiceField):
    widget = VocabularySelect

    def __deepcopy__(self, memo: dict[int, Any]) -> "VocabularyField":
        memo[id(self.choices)] = self.choices  # which a copy would take word by word
        return super().__deepcopy__(memo)  # type: ignore[misc]  # django-stubs lack it
