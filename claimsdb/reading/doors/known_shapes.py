"""JSON in which other tools keep articles: news-please, and the Common Crawl news of Hugging Face -> a submission's."""

from collections.abc import Mapping
from typing import Any

from claimsdb.reading.bylines import writers_in
from claimsdb.reading.doors.records import BadRecord, Fields, day_of, filled, line_of, under_title

# Where they have the fields that are called otherwise.
NEWS_PLEASE = {"text": "maintext", "published_on": "date_publish", "source": "source_domain", "byline": "authors"}
CC_NEWS = {"text": "text", "published_on": "date", "source": "domain"}
CC_NEWS_FIELDS = frozenset("date description domain image_url text title url".split())


def as_submission(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields as a submission has them, if the shape is known; else what is given. Raises BadRecord."""
    if "maintext" in given:
        return _fields(given, NEWS_PLEASE)
    if "domain" in given and given.keys() <= CC_NEWS_FIELDS:
        return _fields(given, CC_NEWS)
    return given


def _fields(given: Mapping[str, Any], places: Mapping[str, str]) -> Fields:
    text, title, day, source = (
        _string(given, places.get(name, name)) for name in ("text", "title", "published_on", "source")
    )
    if not text.strip():
        raise BadRecord(f"{places['text']}: it is empty, no article was found in the page")
    title = line_of(title)
    return filled(
        {
            "text": under_title(text, title),
            "title": title,
            "byline": writers_in("; ".join(_names(given.get(places.get("byline", "")) or []))),
            "url": _string(given, "url"),
            "published_on": day and day_of(day, field=places["published_on"]),
            "language": _string(given, "language"),
            "source": source.removeprefix("www."),
        }
    )


def _string(given: Mapping[str, Any], name: str) -> str:
    value = given.get(name) or ""
    if not isinstance(value, str):
        raise BadRecord(f"{name}: {value!r:.60} is not a string")
    return value


def _names(value: Any) -> list[str]:
    names = value if isinstance(value, list) else [value]
    if not all(isinstance(name, str) for name in names):
        raise BadRecord(f"authors: {value!r:.60} is no list of names")
    return names
