"""One way to write each language."""

import pytest

from claimsdb.reading import BadLanguageTag, normalize_language_tag

WRITTEN = {
    "en": "en",
    "EN-us": "en-US",
    " en_GB ": "en-GB",
    "eng": "en",
    "iw": "he",
    "zh-hant-tw": "zh-Hant-TW",
    "zh-yue": "yue",
    "es-419": "es-419",
    "de-1996": "de-1996",
    "en-U-ca-Gregory": "en-u-ca-gregory",
    "en-x-Ours": "en-x-ours",
    "tlh": "tlh",
    "und": "und",
    "mul": "mul",
}


@pytest.mark.parametrize(("tag", "right"), WRITTEN.items())
def test_a_tag_has_one_way_to_be_written(tag, right):
    assert normalize_language_tag(tag) == normalize_language_tag(right) == right


@pytest.mark.parametrize(
    ("tag", "nearest"),
    [
        ("english", ["en"]),
        ("German", ["de"]),
        ("franch", ["fr"]),
        ("en-UKK", ["en"]),
        ("en-QZX", ["en"]),
        ("en--us", ["en"]),
        ("xx", []),
        ("q", []),
        ("!", []),
        ("日本語", []),
        ("", []),
        ("en-ü", ["en"]),
    ],
)
def test_what_is_no_tag_is_told_with_the_nearest(tag, nearest):
    with pytest.raises(BadLanguageTag) as bad:
        normalize_language_tag(tag)
    assert bad.value.nearest[: len(nearest) or None] == nearest
