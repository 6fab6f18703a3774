"""A column for a country, by its code in ISO 3166-1."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from claimsdb.models.texts import PlainColumn
from claimsdb.reading import countries, nearest_countries


def check_country(code: str) -> None:
    """Raises ValidationError for what is no code of two letters of a country."""
    if code not in countries():
        near = nearest_countries(code)
        advice = f" Did you mean {' or '.join(near)}?" if near else ""
        raise ValidationError(f"{code!r:.60} is not two capital letters of ISO 3166-1, such as KP.{advice}")


class CountryField(PlainColumn, models.CharField):
    column = "CharField"
    default_validators = [check_country]

    def __init__(self, **options: Any) -> None:
        defaults: dict[str, Any] = {"max_length": 2, "blank": True, "help_text": "ISO 3166-1 alpha-2"}
        super().__init__(**defaults | options)
