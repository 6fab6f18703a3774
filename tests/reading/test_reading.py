"""What becomes of an article's text."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.choices import DerivationKind, PublishedBasis
from claimsdb.reading import ArticleRecord, BadArticle, BlockKind, read_article, read_file
from claimsdb.reading.block_kinds import classify_blocks

SEEDS = Path(__file__).parents[2] / "seeds"
LIMIT = 1_000_000

TITLE = "Troops move east"
PROSE = "A general said on Monday that Russia had received 1,500 soldiers from North Korea."
MORE_PROSE = "He did not say where they had come ashore, or which of the ports in the Far East had been used."


def article(*lines: str, title: str = TITLE) -> ArticleRecord:
    """The lines as paragraphs of an article, above two of prose."""
    return read_article("\n\n".join((title, *lines, PROSE, MORE_PROSE)), file_name="a.txt")


def words(record: ArticleRecord, *kinds: BlockKind) -> list[str]:
    return [record.text[block.start : block.end] for block in record.blocks if block.kind in kinds]


SEED_ARTICLES = {
    "000_a529eff1a92fc721.txt": {
        "title": "North Korea will send 50,000 troops to Russia to fight Ukraine.",
        "origins": [(DerivationKind.DERIVED, "Eurasian Times", "")],
        "heading": [
            "North Korea backs Russia in conflict with Ukraine.",
            "North Korea sends weapons to Russia.",
            "Russia buys weapons from North Korea and Iran.",
        ],
        "caption": ["North Korea will send 50"],
        "paragraphs": 20,
    },
    "001_73b33b5928ea4874.txt": {
        "title": "North Korean Troops Could Join Russia’s War Action Against Ukraine",
        "origins": [(DerivationKind.QUOTED, "Natural News", "Richard Brown")],
        "heading": ["Putin considering sending weapons to North Korea"],
        "notice": ["Watch this", "This video", "Read the f", "Subscribe ", "This websi", "Privacy & "],
        "paragraphs": 16,
    },
    "002_37f6e58378eb413d.txt": {
        "title": "North Korea sends 3,000 troops to aid Russia as Kim Jong Un ‘fully enters’ Ukraine war",
        "byline": "Hannah Levene",
        "published": date(2024, 10, 17),
        "caption": ["North Korea sends 3,000 ", "In this undated photo pr"],
        "paragraphs": 10,
    },
    "003_1a8f1fbcddf06ff0.txt": {
        "title": "North Korea’s Troop Deployment to Russia: Official Confirmation and Implications",
        "origins": [(DerivationKind.PRIMARY, "www.expressandstar.com", "")],
        "notice": ["Post Comme"],
        "paragraphs": 8,
    },
    "004_99cca0feeca0d213.txt": {
        "title": "According to Ukrainian and South Korean intelligence, North Korea is not just supplying weapons but also "
        "sending soldiers to aid Russia.",
        "published": date(2024, 10, 20),
        "heading": [
            "North Korean Troop Movements Confirmed?",
            "North Korea Supplying Arms and Troops",
            "Russia-North Korea Alliance Deepening",
        ],
        "paragraphs": 13,
    },
}


@pytest.mark.parametrize("name", SEED_ARTICLES)
def test_seed(name):
    expected = SEED_ARTICLES[name]
    record = read_file(SEEDS / name, size_limit=LIMIT)
    published = expected.get("published")
    assert (record.file_name, record.title, record.language) == (name, expected["title"], "en")
    assert (record.byline, record.published_on) == (expected.get("byline", ""), published)
    assert record.published_basis == (PublishedBasis.FRONT_MATTER if published else PublishedBasis.UNKNOWN)
    assert [(each.kind, each.name, each.author) for each in record.origins] == expected.get("origins", [])
    assert words(record, BlockKind.HEADING) == expected.get("heading", [])
    assert [line[:24] for line in words(record, BlockKind.CAPTION)] == expected.get("caption", [])
    assert [line[:10] for line in words(record, BlockKind.NOTICE)] == expected.get("notice", [])
    assert len(words(record, BlockKind.PARAGRAPH)) == expected["paragraphs"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("17 October 2024", BlockKind.DATE),
        ("Updated: 18 October 2024, 9.30 pm BST", BlockKind.DATE),
        ("By Hannah Levene", BlockKind.BYLINE),
        ("By the time it ended", BlockKind.HEADING),
        ("By 2025 Russia Will Have Won", BlockKind.HEADING),
        ("What the ports say", BlockKind.HEADING),
        ("Who pays?", BlockKind.HEADING),
        ("Ports fill with soldiers.", BlockKind.PARAGRAPH),
        ("The minister said:", BlockKind.PARAGRAPH),
        ("“We are ready”", BlockKind.PARAGRAPH),
        ("Troops at sea. Picture: Alamy", BlockKind.CAPTION),
        ("FILE PHOTO: Kim Jong Un in Vladivostok", BlockKind.CAPTION),
        ("In this file photo, Kim Jong Un waves.", BlockKind.CAPTION),
        ("Soldiers on parade (Photo by Jane Doe)", BlockKind.CAPTION),
        ("Image credit: Getty Images", BlockKind.CAPTION),
        ("Soldiers on parade. KCNA/Reuters", BlockKind.CAPTION),
        ("Troops move", BlockKind.HEADING),
        ("Troops move east.", BlockKind.CAPTION),
        ("This website uses cookies to improve your experience.", BlockKind.NOTICE),
        ("Subscribe to our newsletter", BlockKind.NOTICE),
        ("Share this", BlockKind.NOTICE),
        ("READ MORE: The ports of the Far East", BlockKind.NOTICE),
        ("Watch this video on the ports.", BlockKind.NOTICE),
        ("* * *", BlockKind.NOTICE),
        ("Via: Eurasian Times", BlockKind.ORIGIN),
        ("Share prices fell in Seoul after the report.", BlockKind.PARAGRAPH),
        ("Support for the war fell in Moscow. (AFP)", BlockKind.PARAGRAPH),
        ("The image shows hundreds of soldiers, the agency said.", BlockKind.PARAGRAPH),
        ("Here is the bigger picture: North Korea trades openly.", BlockKind.PARAGRAPH),
        ("The video was from an earlier clash, Kyiv said.", BlockKind.PARAGRAPH),
        ("Via Moscow the shells reach the front.", BlockKind.PARAGRAPH),
        ("He said no more. (Related: The ports of the Far East)", BlockKind.PARAGRAPH),
    ],
)
def test_kind_of_a_line_below_the_title(line, kind):
    assert [each.kind for each in article(line).blocks] == [BlockKind.TITLE, kind, *[BlockKind.PARAGRAPH] * 2]


@pytest.mark.parametrize(
    ("title", "line", "kind"),
    [
        ("Troops move east.", "Ports fill with soldiers.", BlockKind.HEADING),
        ("Troops move east.", "He denied it.", BlockKind.PARAGRAPH),
        ("Troops move east.", "Ports fill. Ships leave.", BlockKind.PARAGRAPH),
        ("Troops move east", "Ports fill with soldiers.", BlockKind.PARAGRAPH),
    ],
)
def test_headings_have_a_full_stop_only_where_the_title_has_one(title, line, kind):
    text = "\n\n".join((title, PROSE, line, MORE_PROSE))
    assert classify_blocks(text)[2].kind == kind


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"{TITLE}\n\n{PROSE}", TITLE),
        (f"\ufeff\r\n {TITLE} \r\n{PROSE}", TITLE),
        (f"By Jane Doe\n{TITLE}\n{PROSE}", TITLE),
        (f"Skip to content\n\n{TITLE}\n\n{PROSE}", TITLE),
        (f"date 2024-10-17 Via: the ports\n\n{PROSE}", "Via: the ports"),
        (f"{PROSE}\n\n{MORE_PROSE}", PROSE),
        (f"{PROSE} {MORE_PROSE}\n\n{TITLE}\n\n{PROSE}", TITLE),
        ("Troops landed. Moscow denied landings there.", "Troops landed. Moscow denied landings there."),
        ("word " * 100, "word " * 59 + "…"),
    ],
)
def test_title(text, title):
    assert read_article(text, file_name="a.txt").title == title


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2024-10-17", date(2024, 10, 17)),
        ("2024-10-17T10:32:00+01:00", date(2024, 10, 17)),
        ("Published: 17 October 2024", date(2024, 10, 17)),
        ("October 17, 2024", date(2024, 10, 17)),
        ("Thursday, 17th Oct. 2024 at 10.32 am GMT", date(2024, 10, 17)),
        ("Updated 18 October 2024, first published 17 October 2024", date(2024, 10, 17)),
        ("Last updated: October 18, 2024", None),
        ("03/04/2024", None),
        ("30 February 2024", None),
    ],
)
def test_date_line(line, day):
    record = article(line)
    assert (words(record, BlockKind.DATE), record.published_on) == ([line], day)
    assert record.published_basis == (PublishedBasis.FRONT_MATTER if day else PublishedBasis.UNKNOWN)


@pytest.mark.parametrize(
    ("line", "names", "day"),
    [
        ("By HANNAH LEVENE", "HANNAH LEVENE", None),
        ("By Jane Doe and Ludwig van Loon, The Times", "Jane Doe and Ludwig van Loon", None),
        ("Written by Jane Doe", "Jane Doe", None),
        ("By Jane Doe | 17 Oct 2024", "Jane Doe", date(2024, 10, 17)),
        ("By Jane Doe, Published Thursday 17 October 2024", "Jane Doe", date(2024, 10, 17)),
    ],
)
def test_byline(line, names, day):
    record = article(line)
    assert (record.byline, record.published_on) == (names, day)
    assert record.published_basis == (PublishedBasis.BYLINE if day else PublishedBasis.UNKNOWN)


def test_a_date_that_heads_an_entry_is_not_the_day_of_publication():
    record = read_article("\n\n".join((TITLE, PROSE, "17 October 2024", MORE_PROSE)), file_name="a.txt")
    assert (record.published_on, words(record, BlockKind.HEADING)) == (None, ["17 October 2024"])


@pytest.mark.parametrize(
    ("line", "kind", "name", "author", "url"),
    [
        ("Source: Yonhap", DerivationKind.DERIVED, "Yonhap", "", ""),
        ("Via: Reuters (https://example.org/x)", DerivationKind.DERIVED, "Reuters", "", "https://example.org/x"),
        ("Original source: 38 North", DerivationKind.PRIMARY, "38 North", "", ""),
        ("First published in The Times on 3 May 2023.", DerivationKind.QUOTED, "The Times", "", ""),
        ("This article first appeared on RFE/RL.", DerivationKind.QUOTED, "RFE/RL", "", ""),
        ("Originally published at https://a.org/b.", DerivationKind.QUOTED, "a.org", "", "https://a.org/b"),
        (
            "This story was originally published by Jane Doe at St. Louis Post-Dispatch. It has been cut.",
            DerivationKind.QUOTED,
            "St. Louis Post-Dispatch",
            "Jane Doe",
            "",
        ),
        ("Reprinted with permission from The Diplomat", DerivationKind.QUOTED, "The Diplomat", "", ""),
        ("The post Troops move east appeared first on NK News.", DerivationKind.QUOTED, "NK News", "", ""),
    ],
)
def test_origin(line, kind, name, author, url):
    record = article(line)
    (origin,) = record.origins
    assert (origin.kind, origin.name, origin.author, origin.url) == (kind, name, author, url)
    assert origin.as_written == record.text[origin.start : origin.end] == line


@pytest.mark.parametrize("line", ["The report was first published in 2019.", "The story appeared in The Times."])
def test_prose_is_no_origin(line):
    assert article(line).origins == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\n\n", "\n \u00a0\n", "\u2029"])
def test_each_line_is_a_paragraph(end):
    record = read_article(end.join((TITLE, PROSE, MORE_PROSE)), file_name="a.txt")
    assert words(record, BlockKind.PARAGRAPH) == [PROSE, MORE_PROSE]


WRAPPED = """Troops move east

A general said on Monday that Russia had received 1,500 soldiers
from North Korea. He did not say where they had come ashore, or
which of the ports in the Far East had been used.
He spoke to reporters in Seoul, where ministers from the region
have met to discuss what they may do about the new soldiers.

Nobody else has confirmed it.
"""


def test_lines_wrapped_at_a_margin_are_one_paragraph():
    record = read_article(WRAPPED, file_name="a.txt")
    openings = [line[:15] for line in words(record, BlockKind.PARAGRAPH)]
    assert openings == ["A general said ", "He spoke to rep", "Nobody else has"]


FURNITURE = ["date 2024-10-17 Troops move", "By Jane Doe", "Via: A", "Share this", "Picture: Alamy", PROSE, "Who?", "“"]
LINES = st.sampled_from(FURNITURE) | st.text(max_size=60)
TEXTS = st.lists(LINES, max_size=12).map("\n".join) | st.lists(LINES, max_size=12).map("\r\n\r\n".join)


@given(TEXTS)
def test_blocks_hold_every_character_once(text):
    end = 1 if text.startswith("\ufeff") else 0
    for block in classify_blocks(text):
        inside = text[block.start : block.end]
        assert block.start >= end
        assert inside == inside.strip() != ""
        assert not text[end : block.start].strip()
        end = block.end
    assert not text[end:].strip()


@given(TEXTS)
def test_any_text_is_an_article_or_a_bad_one(text):
    try:
        record = read_article(text, file_name="a.txt")
    except BadArticle:
        return
    assert record.text == text
    assert record.title.strip()
    assert words(record, BlockKind.PARAGRAPH)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"{TITLE}\n\n{PROSE}\0", "NUL at character 100"),
        ("Troops\ud83d", r"half a character \(the surrogate U\+D83D\) at character 6"),
    ],
)
def test_characters_that_no_database_keeps(text, reason):
    with pytest.raises(BadArticle, match=reason):
        read_article(text, file_name="a.txt")
