"""Columns for what people write: plain text, in which nothing is hidden from a reader."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from claimsdb.reading import fault_of_address, fault_of_domain, first_markup, unseen_in

LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"


def check_line(text: str) -> None:
    """Raises ValidationError for a text with a line end, or a control, bidirectional or invisible character."""
    _check(text, text)


def check_wording(text: str) -> None:
    """As `check_line`, for a wording, name or title, which is plain text: without tags and entities of HTML."""
    check_line(text)
    _check_plain(text)


def check_note(text: str) -> None:
    """As `check_line`, but a note may have lines."""
    _check(text, text.translate(_AS_BLANKS))


def check_prose(text: str) -> None:
    """As `check_wording`, but it may have lines."""
    check_note(text)
    _check_plain(text)


def check_address(url: str) -> None:
    """Raises ValidationError for what is no address by http or https, as RFC 3986 writes one."""
    if fault := fault_of_address(url):
        raise ValidationError(f"{url!r:.60} {fault}.")


def check_domain(domain: str) -> None:
    """Raises ValidationError for what is no domain in small letters."""
    if fault := fault_of_domain(domain):
        raise ValidationError(f"{domain!r:.60} {fault}.")


def check_prose_of(row: models.Model, name: str) -> None:
    """As `check_prose`, for what a column of the row holds."""
    try:
        check_prose(getattr(row, name))
    except ValidationError as error:
        raise ValidationError({name: error.messages}) from error


class PlainColumn(models.Field):
    """To the database, and to migrations, it is an ordinary `column`."""

    column: str

    def deconstruct(self) -> Any:
        name, _, *rest = super().deconstruct()
        return (name, f"django.db.models.{self.column}", *rest)


class LineField(PlainColumn, models.CharField):
    """A name or a label. Texts that are found, and not written by an editor, have a CharField."""

    column = "CharField"
    default_validators = [check_wording]


class ProseField(PlainColumn, models.TextField):
    """What an editor explains, in lines."""

    column = "TextField"
    default_validators = [check_prose]


class NoteField(PlainColumn, models.TextField):
    """What editors say to each other, or of a decision, in lines."""

    column = "TextField"
    default_validators = [check_note]


class AddressField(PlainColumn, models.URLField):
    """Where something can be read on the web."""

    column = "URLField"
    default_validators = [check_address]


class DomainField(PlainColumn, models.CharField):
    """A publisher's domain."""

    column = "CharField"
    default_validators = [check_domain]


def _check(text: str, as_checked: str) -> None:
    place = unseen_in(as_checked)
    if place is not None:
        what = "a line end" if text[place] in LINE_ENDS else "a character that cannot be seen"
        raise ValidationError(f"Has {what} (U+{ord(text[place]):04X}) as character {place + 1}: leave it out.")


def _check_plain(text: str) -> None:
    if found := first_markup(text):
        raise ValidationError(f"Has {found:.40}, which is HTML: this is plain text.")


_AS_BLANKS = dict.fromkeys(map(ord, "\n\t"), " ")
