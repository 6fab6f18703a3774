"""The plain widgets of forms without a template: the desk shows a hundred fields, and Django's templates for them took
half of the page's time. What is written is what they write, without their empty lines."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.functional import Promise
from django.utils.safestring import SafeData

WIDGETS = "django/forms/widgets/"
OPTION = f"{WIDGETS}select_option.html"
INPUTS = ("checkbox", "date", "datetime", "email", "hidden", "input", "number", "password", "text", "time", "url")


class PlainWidgets(DjangoTemplates):
    """Writes inputs, text areas and selects itself; whatever else there is has its template."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        write = WRITERS.get(template_name)
        if write is None or not _is_plain(context["widget"]):
            return super().render(template_name, context, request)
        return write(context["widget"])


def select(name: str, attrs: Mapping[str, Any], options: str) -> str:
    return f'<select name="{_escaped(name)}"{_attributes(attrs)}>{options}\n</select>'


def options_in(groups: Iterable[tuple[str | None, Sequence[Mapping[str, Any]], int | None]]) -> str:
    """The options of a select, which come in groups, of which one without a label has none around it."""
    return "".join(_group(label, options) for label, options, _ in groups)


def _is_plain(widget: Mapping[str, Any]) -> bool:
    """Whether its options are as Django writes them, and are called by words, which no locale writes otherwise."""
    options = (option for _, group, _ in widget.get("optgroups", ()) for option in group)
    return all(each["template_name"] == OPTION and isinstance(each["label"], str | Promise) for each in options)


def _group(label: str | None, options: Sequence[Mapping[str, Any]]) -> str:
    written = "".join(f"\n  {_option(each)}" for each in options)
    return f'\n  <optgroup label="{_escaped(label)}">{written}\n  </optgroup>' if label else written


def _option(option: Mapping[str, Any]) -> str:
    attributes = _attributes(option["attrs"])
    return f'<option value="{_escaped(option["value"])}"{attributes}>{_escaped(option["label"])}</option>'


def _select(widget: Mapping[str, Any]) -> str:
    return select(widget["name"], widget["attrs"], options_in(widget["optgroups"]))


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{_escaped(widget["value"])}"'
    kind, name = _escaped(widget["type"]), _escaped(widget["name"])
    return f'<input type="{kind}" name="{name}"{value}{_attributes(widget["attrs"])}>'


def _textarea(widget: Mapping[str, Any]) -> str:
    text = _escaped(widget["value"] or "")
    return f'<textarea name="{_escaped(widget["name"])}"{_attributes(widget["attrs"])}>\n{text}</textarea>'


def _attributes(attrs: Mapping[str, Any]) -> str:
    """False ones are left out, and true ones have no value."""
    present = ((name, value) for name, value in attrs.items() if value is not False)
    written = ((_escaped(name), value) for name, value in present)
    return "".join(f" {name}" if value is True else f' {name}="{_escaped(value)}"' for name, value in written)


def _escaped(value: Any) -> str:
    """As templates escape; Django's function takes as long again to see that nothing here is to be said later."""
    text = str(value)
    return text if isinstance(text, SafeData) else escape(text)


WRITERS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    **{f"{WIDGETS}{name}.html": _input for name in INPUTS},
    f"{WIDGETS}textarea.html": _textarea,
    f"{WIDGETS}select.html": _select,
}
