"""Articles of our own with a reading of each: `early` was read before any rule, `late` after them."""

import json
from pathlib import Path

import pytest

ARTICLES = Path(__file__).parent / "articles"
GOLD = sorted(ARTICLES.glob("*/*.json"))


def places(reading: dict) -> list[dict]:
    pairs = reading["relations"] + reading["non_relations"]
    return reading["figures"] + [pair[side] for pair in pairs for side in "ab"]


@pytest.mark.parametrize("path", GOLD, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_quote_of_a_reading_stands_where_it_says(path):
    reading = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert reading["article"] == path.with_suffix(".txt").name
    assert [place for place in places(reading) if not text.startswith(place["quote"], place["start"])] == []
    assert [figure for figure in reading["figures"] if figure["as_written"] not in figure["quote"]] == []


def test_half_of_the_articles_was_read_before_the_rules():
    assert {path.stem for path in GOLD if path.parent.name == "early"} == {"flood", "layoffs", "strike"}
