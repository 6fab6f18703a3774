"""Which texts and addresses are the same, and how alike others are."""

import pytest

from claimsdb.reading import alikeness, bands_of, bare_words, registered_domain, runs_of, same_page

STORY = " ".join(f"word{number} stands here and" for number in range(200))


@pytest.mark.parametrize(
    "written",
    [
        "Troops\n\nThey came.",
        "Troops\r\n\r\nThey came.\r\n",
        "\ufeffTroops\n\nThey came.  \n",
        "Troops\n \nThey\u00a0came.",
        "Troops\rThey came.\r",
        "Troops\u2028They\u2009came.\f",
        "Troops\x85\x85    They\tcame.\x0c",
        "\u200eTroops\n\n\ufeffThey ca\u00adme.",
        "Tro\u2060ops\n\n\n\nThey  came.\u200b",
    ],
)
def test_white_space_makes_no_other_words(written):
    assert bare_words(written) == "Troops They came."


PAGE = "example.org/a?id=3"


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://example.org/a?id=3", PAGE),
        ("HTTP://www.Example.org:80/a/?utm_source=x&id=3#comments", PAGE),
        ("https://example.org/a?fbclid=1&id=3&utm_campaign=y", PAGE),
        ("https://example.org/A?id=3", "example.org/A?id=3"),
        ("https://m.example.org/a?id=3", PAGE),
        ("https://amp.example.org/a?id=3&amp=1", PAGE),
        ("https://mobile.example.org/amp/a?id=3", PAGE),
        ("https://example.org/a/amp?id=3&CMP=share", PAGE),
        ("https://example.org/a.amp?id=3&smid=tw-share#top", PAGE),
        ("https://www2.example.org/%61/index.html?outputType=amp&id=3&ref=rss", PAGE),
        ("https://m.org/a?id=3", "m.org/a?id=3"),
        ("https://news.example.org/a?id=3", "news.example.org/a?id=3"),
        ("https://example.org/amplitude?page=2", "example.org/amplitude?page=2"),
        ("https://example.org/a%3Fb", "example.org/a%3Fb"),
        ("https://example.org/a%2fb/%2525", "example.org/a%2Fb/%2525"),
        ("https://example.org/%ef%F0?q=%cf%EE", "example.org/%EF%F0?q=%CF%EE"),  # cp1251
        ("https://example.org/%EF%BF%BD?q=%EF%BF%BD", "example.org/%EF%BF%BD?q=%EF%BF%BD"),
        ("https://example.org/п?b=п+п&a=2&a=1", "example.org/%D0%BF?a=2&a=1&b=%D0%BF+%D0%BF"),
        ("https://example.org/?47", "example.org?47="),
        ("https://example.org/a?output=page3", "example.org/a?output=page3"),
        ("https://example.org/a?print=2&share=7", "example.org/a?print=2&share=7"),
        ("https://example.org/a?gallery=5&reference=7&global=1", "example.org/a?gallery=5&global=1&reference=7"),
        ("https://example.org/a?uid=4&eid=2&session=3", "example.org/a?eid=2&session=3&uid=4"),
        ("https://example.org/a?id=3&utm_id=1&fbclid=2&_ga=3&wt_campaign=4&igshid=5&mc_eid=6&source=rss", PAGE),
        ("https://example.org/amp", ""),
        ("https://example.org/", ""),
        ("https://example.org", ""),
        ("https://[bad/", ""),
        ("", ""),
    ],
)
def test_one_page_has_many_addresses(url, page):
    assert same_page(url) == page


def test_owners_of_hosts():
    hosts = ["uk.reuters.com", "news.bbc.co.uk", "somebody.blogspot.com", "localhost"]
    assert [*map(registered_domain, hosts)] == ["reuters.com", "bbc.co.uk", "somebody.blogspot.com", ""]


@pytest.mark.parametrize(
    ("share", "meet"), [(1, True), (0.9, True), (0.7, True), (0.5, True), (0.35, True), (0, False)]
)
def test_texts_that_share_runs_of_words_meet_in_a_band(share, meet):
    words = STORY.split()
    kept = int(len(words) * share)
    other = " ".join(words[:kept] if kept else reversed(words))
    assert alikeness(runs_of(STORY), runs_of(other)) == pytest.approx(share, abs=0.02)
    assert bool({*bands_of(runs_of(STORY))} & {*bands_of(runs_of(other))}) == meet


def test_case_marks_and_scripts():
    assert runs_of("He said: THEY came, today.") == runs_of("he said they came today")
    assert len(runs_of("北朝鮮は兵士を送った")) == 7
    assert bands_of(runs_of("too short for it")) == []
