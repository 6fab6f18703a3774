"""What holds for every article, however odd, and what the extractor refuses."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimsdb.choices import Role
from claimsdb.extraction import ModelMissing, UnsupportedLanguage
from claimsdb.extraction.spacy_rules import SpacyExtractor
from claimsdb.reading import read_article

SPEAKING = {Role.CLAIMANT, Role.RELAYER}
PIECES = [
    "The minister said that", "the troops had left", ", according to Kyiv,", "“", "”", '"', "''", "‘", "’", ".", "?",
    "said Anna Berger", "Russia denied", "3,000\u00a0soldiers", "some 5\u00a0million shells", "in May\u00a02024", "citing sources", ":", "—", "he added", "\n", "😀", "שלום",
    "which raised fears that", "and", "called him", "as", "with shells falling", "(NIS)", "…",
]  # fmt: skip


def check(claims, text):
    """The invariants of every result."""
    assert [claim.span for claim in claims] == sorted(claim.span for claim in claims)
    for claim in claims:
        assert claim.quote == claim.span.words_in(text)
        assert claim.quote.strip()
        assert claim.text[-1] in ".?!”\"'"
        assert 0 < claim.confidence <= 1
        for part in claim.attributions:
            assert part.as_written == part.span.words_in(text)
        for found in (*claim.quantities, *filter(None, (claim.said_on, claim.event_on))):
            assert found.as_written == found.span.words_in(text)
    seen = [(claim.span, speaking(claim), claim.stance) for claim in claims]
    assert len(seen) == len(set(seen))


def speaking(claim):
    return frozenset(part.name for part in claim.attributions if part.role in SPEAKING)


@settings(max_examples=60)
@given(paragraphs=st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map(" ".join), max_size=3))
def test_invariants(registry, article, paragraphs):
    record = article(*paragraphs)
    claims = SpacyExtractor().extract(record, registry=registry)
    check(claims, record.text)
    assert all(
        any(block.start <= claim.span.start and claim.span.end <= block.end for block in record.blocks)
        for claim in claims
    )


@settings(max_examples=60)
@given(text=st.text(max_size=200))
def test_any_text(registry, article, text):
    check(SpacyExtractor().extract(article(text), registry=registry), text)


@pytest.mark.parametrize(
    "text",
    [
        "the troops had left The minister said that \n",
        "",
        " ",
        "\n\n",
        "“",
        "”",
        '"' * 500,
        "“ ” “ ” ‘ ’ '' \" ' « »",
        "“Never closed, said the mayor.",
        "Never opened,” said the mayor.",
        "“One “two “three,” said the mayor.",
        "😀 “😀” said 😀.",
        "‏אמר השר כי החיילים עזבו. “כן,” אמר.",
        "a\t1\t2\nb\t3\t4\n" * 50,
        "((((((((((" * 50,
        "said said said said said said",
        ";",
        "; ; Russia has 40 ships; ;",
        "According to",
        "According to.",
        ":",
        "X:",
        "Russia" * 400,
        "\ufeffThe minister said the ships had left.\u00a0He\u2028waited.",
    ],
    ids=lambda text: ascii(text[:20]),
)
@pytest.mark.parametrize("headline", [False, True])
def test_odd_texts(registry, article, text, headline):
    record = article("body", title=text) if headline and text else article(text)
    check(SpacyExtractor().extract(record, registry=registry), record.text)


def test_no_blocks_no_claims(claims_in):
    assert claims_in() == ()


@pytest.mark.long
def test_a_paragraph_longer_than_a_parse_is_read_in_pieces(registry, article):
    text = "The minister said the ships had left. " * 800
    claims = SpacyExtractor().extract(article(text), registry=registry)
    check(claims, text)
    assert {claim.quote for claim in claims} == {"the ships had left"}
    assert claims[-1].span.start > 30_000


def test_the_same_text_gives_the_same_claims(claims_in):
    paragraphs = ["Kyiv said 40 tanks had been lost.", "“That is false,” said Dmitry Peskov. He denied any losses."]
    assert claims_in(*paragraphs) == claims_in(*paragraphs)


@pytest.mark.parametrize("language", ["und", "fr", "ko", "", "enm"])
def test_other_languages_are_refused_by_name(registry, article, language):
    with pytest.raises(UnsupportedLanguage, match=r"article\.txt is in .*English \(en\) only"):
        SpacyExtractor().extract(article("Oui.", language=language), registry=registry)


@pytest.mark.parametrize("language", ["en", "en-GB", "EN-us"])
def test_every_english_is_read(claims_in, language):
    (claim,) = claims_in("The minister said the ships had left.", language=language)
    assert claim.quote == "the ships had left"


def test_a_missing_model_tells_how_to_get_it(registry, article):
    with pytest.raises(ModelMissing, match="no_such_model is not installed; `pip install"):
        SpacyExtractor(model="no_such_model").extract(article("Yes."), registry=registry)


def read_live_blog(registry, *lines):
    record = read_article("\n\n".join(("Live: the bridge falls", *lines)), file_name="a.txt")
    return SpacyExtractor().extract(replace(record, published_on=date(2024, 10, 17)), registry=registry)


def test_what_an_entry_of_a_live_blog_calls_today_is_its_own_day(registry):
    claims = read_live_blog(
        registry,
        *("23:50", "The mayor said that the bridge was closed today.", "00:10", "The bridge is closed"),
        *("Police said that 300 people were brought to schools on Thursday.", "01:15 BST"),
        *("The governor said that 20 people were arrested yesterday.", "* * *", "The bank said that it cut its rate today."),
    )  # fmt: skip
    days = {claim.attributions[0].name: claim.event_on.earliest for claim in claims}
    day = date(2024, 10, 17)
    assert days == {"mayor": day, "unnamed police": day, "governor": day, "bank": None}
    assert not any(":" in claim.quote for claim in claims)


def test_nobody_speaks_in_the_next_entry_of_a_live_blog(registry):
    begun, quoted = "The mayor of the town said:", "“The bridge is gone, and nobody knows where they are.”"
    together = read_live_blog(registry, "10:15", "10:42", begun, quoted)
    assert {part.name for claim in together for part in claim.attributions} == {"mayor of the town"}
    assert not read_live_blog(registry, "10:42", begun, "10:15", quoted)
