"""A column for the language of a text, which has one way to write each (BCP 47)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from claimsdb.models.texts import PlainColumn
from claimsdb.reading import BadLanguageTag, normalize_language_tag


class LanguageField(PlainColumn, models.CharField):
    """A tag of BCP 47: forms, fixtures and `full_clean` have EN-us written en-US, and take nothing that is none."""

    column = "CharField"

    def __init__(self, **options: Any) -> None:
        defaults: dict[str, Any] = {"max_length": 35, "default": "und", "help_text": "BCP 47"}
        super().__init__(**defaults | options)

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        try:
            return normalize_language_tag(value) if value else value
        except BadLanguageTag as error:
            nearest = f" Did you mean {' or '.join(error.nearest)}?" if error.nearest else ""
            raise ValidationError(f"{value!r:.60} {error}.{nearest}") from None

    def get_prep_value(self, value: Any) -> Any:
        """As it is: a row may be older than the rule, and a filter may ask for anything."""
        return models.Field.get_prep_value(self, value)
