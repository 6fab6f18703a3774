"""Language tags (BCP 47) as people write them -> the one way to write each: EN-us and eng_US are en-US.

What languages, scripts and regions there are Babel knows from the Unicode CLDR. It does not have every rare language:
any code of three letters is taken.
"""

import re
from functools import cache

from babel import Locale
from babel.core import get_global
from rapidfuzz import fuzz, process

MIN_SIMILARITY = 60  # of 100
MACROLANGUAGES = ("ar", "ms", "sgn", "zh")
"""Languages whose tag may go on with the language that is meant: zh-yue is yue."""

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<extended>[a-z]{3}))?(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)",
    re.ASCII,
)


class BadLanguageTag(ValueError):
    """What is no tag, in words that go on from it: "is not ..."; `nearest` are tags like it."""

    def __init__(self, tag: str) -> None:
        self.nearest = _nearest(tag)
        super().__init__("is not a BCP 47 tag")


def normalize_language_tag(tag: str) -> str:
    """The tag as BCP 47 would have it written. Raises BadLanguageTag."""
    parts = _TAG.fullmatch(tag.strip().replace("_", "-").lower())
    if not parts or (parts["extended"] and parts["language"] not in MACROLANGUAGES):
        raise BadLanguageTag(tag)
    language = _preferred(parts["extended"] or parts["language"])
    script, region = (parts["script"] or "").title(), (parts["region"] or "").upper()
    world = _world()
    if (
        (len(language) == 2 and language not in world.languages)
        or (script and script not in world.scripts)
        or (region and region not in world.territories)
    ):
        raise BadLanguageTag(tag)
    return "-".join(filter(None, [language, script, region])) + parts["rest"]


def _preferred(language: str) -> str:
    """The code that is used for a language today, and the shorter one: he for iw, en for eng."""
    preferred = get_global("language_aliases").get(language, language)
    return language if "_" in preferred else preferred


def _nearest(tag: str) -> list[str]:
    """Tags for what is a name (english), or begins as one does (en-UKK)."""
    first = re.split(r"[-_\s]", tag.strip().casefold(), maxsplit=1)[0]
    if first in _world().languages:
        return [first]
    named = _tags_by_name()
    found = process.extract(tag.casefold()[:60], named, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY, limit=3)
    return [near for _, score, near in found if score == 100 or found[0][1] < 100]


@cache
def _tags_by_name() -> dict[str, str]:
    """By tag, what the language is called."""
    return {tag: name.casefold() for tag, name in _world().languages.items() if "_" not in tag}


@cache
def _world() -> Locale:
    return Locale("en")
