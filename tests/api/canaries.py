"""A world in which every field has a value of its own, by which it is known wherever it shows: a canary."""

import re
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from itertools import count, product
from string import ascii_lowercase

from django.contrib.auth.models import User
from django.db import models

from claimsdb.models import KEY_LENGTH, sha256
from claimsdb.models.spans import SpanModel

WORDS = ("zq" + "".join(letters) for letters in product(ascii_lowercase, repeat=4))
COUNTRIES = iter(["CY", "MQ", "KY", "GY", "SJ", "YT"])
NUMBERS, SMALL_NUMBERS = count(71_000, 100), count(31_000, 10)
SHARES = count(830_001, 100)
DAYS = (date(1901, 1, 1) + timedelta(number) for number in count())
TOKEN = re.compile(r"\d{4}-\d\d-\d\d|\w+")


def value_of(field):
    """One that nothing else has. Later ones are greater."""
    match field:
        case models.BooleanField():
            return True
        case models.DateTimeField():
            return datetime.combine(next(DAYS), datetime.min.time(), UTC)
        case models.DateField():
            return next(DAYS)
        case _ if field.name == "confidence":
            return next(NUMBERS) / 1_000_000
        case _ if field.name == "calibrated":
            return next(SHARES) / 1_000_000
        case models.PositiveSmallIntegerField():
            return next(SMALL_NUMBERS)
        case models.IntegerField() | models.FloatField() | models.DecimalField():
            return next(NUMBERS)
        case models.URLField():
            return f"https://{next(WORDS)}.example/"
        case _ if field.name == "country":
            return next(COUNTRIES)
        case _ if field.name in ("key", "token"):
            return next(WORDS).ljust(KEY_LENGTH, "a")
        case _ if field.name in ("digest",):
            return next(WORDS).ljust(field.max_length, "a")
    return next(WORDS)


def shown_as(value):
    """How a value stands among the tokens of a document; a dict by its words."""
    if isinstance(value, dict):
        value = " ".join(map(str, value.values()))
    if isinstance(value, str):
        return next(iter(re.findall(r"zq\w+", value)), value)
    return str(value)[:10] if isinstance(value, date) else str(value).removeprefix("0.")


class Canaries:
    """By the rows of the table: what shows that a field, or something of a hidden thing, was seen."""

    def __init__(self):
        self.rows = defaultdict(set)

    def add(self, model, *, row="", own=(), by_key=(), beside=None, **given):
        """A row of the model with a value of its own in every field that is not `given`. What of it is seen counts as
        the field's or, where there is a `row` for it, as that. Where others have the value of a field too it is known
        by its key: all fields in `by_key`. Where that is not enough it is known by what stands `beside` it, a pattern by
        field. With `own` only these fields count."""
        fields = [field for field in model._meta.concrete_fields if not field.primary_key or field.is_relation]
        values = {field.name: value_of(field) for field in fields if not field.is_relation} | given
        _fit(model, values)
        quiet = {field.name: values[field.name] for field in fields if _comes_of_the_rest(field)}
        made = model.objects.create(**{name: value for name, value in values.items() if name not in quiet})
        if quiet:
            models.QuerySet(model).filter(pk=made.pk).update(**quiet)  # decisions keep themselves from it
        for field in fields:
            value = values.get(field.name)
            if value in (None, "") or (own and field.name not in own) or (row and field.name in given):
                continue
            if not field.is_relation or field.related_model is User:
                canary = _by_key(field.name, value) if field.name in by_key else shown_as(_plain(value))
                if field.name in (beside or {}):
                    canary = re.compile(beside[field.name])
                self.rows[row or f"{model.__name__}.{field.name}"].add(canary)
        return made

    def word(self, row):
        word = next(WORDS)
        self.rows[row].add(word)
        return word


def _comes_of_the_rest(field):
    """Whether it is written by saving, and what is given for it would be replaced, or found wrong."""
    return getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False) or field.name == "compared"


def _fit(model, values):
    """What is made of other fields."""
    if issubclass(model, SpanModel) and values["start"]:
        values["end"] = values["start"] + len(values.get("quote") or values["as_written"])
    if "published_from" in values:
        values["published_from"] = values["published_to"] = values["published_on"]
    if "stands_for_order" in values and "stands_for_claim" not in values:
        values["stands_for_order"] = None
    if "rating_value" in values:
        values["rating_value"] = values["worst_rating"] + 1
    if "text_sha256" in values:
        values["text_sha256"] = sha256(values["text"])


def _plain(value):
    return value.username if isinstance(value, User) else value


def _by_key(name, value):
    """In JSON, or in the JSON of a cell of CSV."""
    match value:
        case bool():
            written = str(value).lower()
        case list():
            written = rf'\[\s*"{value[0]}"'
        case _:
            written = f'"{{1,2}}{value}"'
    return re.compile(rf'"{name}"{{1,2}}:\s*{written}')


def seen(body, canaries):
    """Which of these rows show in a document: `canaries` by row."""
    tokens = {*TOKEN.findall(body)}
    return {
        row
        for row, some in canaries.items()
        if any(each in tokens if isinstance(each, str) else each.search(body) for each in some)
    }
