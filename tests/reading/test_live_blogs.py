"""Live blogs: where their entries begin, and of which day each is; in texts and in pages."""

import json
from dataclasses import replace
from datetime import date

import pytest

from claimsdb.reading import BlockKind, read_article, read_submission
from claimsdb.reading.web_pages import read_web_page

TITLE = "Live: the bridge falls"
MAYOR = "The mayor of the town said that the bridge had been closed today."
POLICE = "Police said that 300 people would be brought to schools on Friday."
ROAD = "The governor said that the road had been closed this morning."
PROSE = (MAYOR, POLICE, ROAD)
DAY = 17  # of October 2024, on which each of these is published


def read(*lines, published_on=date(2024, 10, DAY)):
    record = read_article("\n\n".join((TITLE, *lines)), file_name="a.txt")
    return replace(record, published_on=published_on) if published_on else record


def entries(record):
    """The number and the day of October of each paragraph, in their order."""
    days, found = record.days(), [block for block in record.blocks if block.kind is BlockKind.PARAGRAPH]
    return [(days.entry_at(each.start), (day := days.day_at(each.start)) and day.day) for each in found]


def words(record, *kinds):
    return [record.text[block.start : block.end] for block in record.blocks if block.kind in kinds]


@pytest.mark.parametrize(
    ("times", "days"),
    [
        (("10:42", "10:15", "09:58"), (17, 17, 17)),
        (("14.05 GMT", "13.15 GMT", "1205 GMT"), (17, 17, 17)),
        (("9.30am", "10 a.m. BST", "10:42 KST (1:42 GMT)"), (17, 17, 17)),
        (("10:42 (Kyiv time)", "10:15 local time", "09:58"), (17, 17, 17)),
        (("23:15", "23:58", "00:10"), (17, 17, 18)),
        (("00:15", "23:58", "23:10"), (18, 17, 17)),
        (("11:50 p.m.", "11:58 p.m.", "12:10 a.m."), (17, 17, 18)),
        (("23:00", "23:30", "08:00"), (17, 17, 18)),
        (("23:58", "23:40", "00:10"), (None, None, None)),
        (("10:42", "10:55", "10:50"), (17, 17, 17)),
        (("3h ago", "4h ago", "16 minutes ago"), (None, None, None)),
        (("10:42", "3h ago", "10:15"), (17, 17, 17)),
        (("00:15", "3h ago", "23:58"), (18, None, 17)),
        (("18 October 2024, 00:15", "17 October 2024, 23:50", "17 October 2024, 23:10"), (18, 17, 17)),
        (("2024-10-18T00:15:00+01:00", "2024-10-17T23:50:00+01:00", "2024-10-17 23:10"), (18, 17, 17)),
        (("00:15 BST, 19 October", "23:50", "23:10"), (19, 18, 18)),
        (("Published at 00:15 BST 18 October", "Published at 23:50 BST 17 October", "Oct 17, 11:10 PM"), (18, 17, 17)),
        (("23:50", "* * *", "00:10"), (17, None, 18)),
        (("10:42", "* * *", "10:10"), (17, 17, 17)),
        (("10:42", "10:10", "* * *"), (17, 17, None)),
    ],
)  # fmt: skip
@pytest.mark.parametrize("heading", [(), ("The bridge is closed",)])
def test_an_entry_is_of_its_own_day(times, days, heading):
    record = read(*(line for time, prose in zip(times, PROSE, strict=True) for line in (time, *heading, prose)))
    assert entries(record) == list(enumerate(days, start=1))
    assert words(record, BlockKind.PARAGRAPH) == list(PROSE)
    assert words(record, BlockKind.NOTICE) == list(times)


def test_two_entries_half_a_day_apart_may_be_of_one_day_or_of_two():
    assert entries(read("08:00", MAYOR, "23:00", POLICE)) == [(1, None), (2, None)]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("2:58 p.m.: " + MAYOR, "3:10 p.m. " + POLICE, ROAD), [(1, 17), (2, 17), (2, 17)]),
        (("23:50 - " + MAYOR, "00:10 - " + POLICE), [(1, 17), (2, 18)]),
        (("10:42 The bridge is closed", MAYOR, "10:15 Schools open", POLICE), [(1, 17), (2, 17)]),
        ((ROAD, "10:42", MAYOR, "10:15", POLICE), [(0, 17), (1, 17), (2, 17)]),
        (("By Anna Berg", "17 October 2024, 10:00", ROAD, "10:42", MAYOR, "10:15", POLICE), [(0, 17), (1, 17), (2, 17)]),
        (("The bridge is closed", "10:42", MAYOR, "Schools open", "10:15", POLICE), [(1, 17), (2, 17)]),
        (("18 October", "00:15", MAYOR, "17 October", "23:50", POLICE, "23:00", ROAD), [(1, 18), (2, 17), (3, 17)]),
        (("Oct. 19", "08:00", MAYOR, "Oct. 17", "08:10", POLICE), [(1, 19), (2, 17)]),
        (("10:42", MAYOR, "Updated at 11:02", POLICE, "10:15", ROAD), [(1, 17), (1, 17), (2, 17)]),
        (("10:42", MAYOR, POLICE), [(0, 17), (0, 17)]),
        (("17 October", MAYOR, "16 October", POLICE), [(0, 17), (0, 17)]),
        ((MAYOR, "At 10:42 police closed the bridge.", "10 people were there.", ROAD), [(0, 17)] * 4),
    ],
)  # fmt: skip
def test_where_an_entry_begins(lines, found):
    assert entries(read(*lines)) == found


def test_the_first_day_of_the_entries_is_that_of_the_publication():
    record = read("18 October 2024, 00:15", MAYOR, "17 October 2024, 23:50", POLICE, published_on=None)
    assert record.published_on == date(2024, 10, 17)


@pytest.mark.parametrize("published_on", [None, date.min, date.max])
def test_without_a_day_of_publication_only_whole_days_are_known(published_on):
    times = ("23:50", "00:10", "29 February, 10:00", "30 February 2024, 10:10", "17 October 2024, 11:00")
    record = read(*(line for time in times for line in (time, MAYOR)))
    days = replace(record, published_on=published_on).days()
    assert days.day_at(len(record.text)) == date(2024, 10, 17)


ENTRIES = [
    ("The bridge is closed", "2024-10-18T00:15:00+01:00", "00:15 BST", MAYOR),
    ("Schools open", "2024-10-17T23:50:00+01:00", "23.50 BST", POLICE),
    ("The road is closed", "2024-10-17T22:00:00+01:00", "22:00 BST", ROAD),
]
IN_UTC = ["2024-10-17T23:15:00Z", "2024-10-17T22:50:00Z", "2024-10-17T21:00:00Z"]
STANDFIRST = "The bridge at the river has fallen, and people are being brought to schools."
MORE = " The ministry of another country, which lies to the north, was not asked about it, and has not spoken of it."


def linked(*updates, **fields):
    node = {"@type": "LiveBlogPosting", "headline": TITLE, "liveBlogUpdate": list(updates), **fields}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def update(heading, moment, prose, **fields):
    return {"@type": "BlogPosting", "headline": heading, "datePublished": moment, "articleBody": prose, **fields}


def page(body, head=""):
    data = (
        f"<html><head><title>{TITLE}</title>{head}</head><body><nav><p>All of our news of the day</p></nav><main>"
        f"<h1>{TITLE}</h1><p>By Ola Lind</p><p>{STANDFIRST}</p>{body}</main><footer><p>All rights</p></footer></body></html>"
    )
    return read_submission(read_web_page(data.encode(), where="a", file_name="a.html", size_limit=100_000))


STATED = [update(heading, moment, prose, author={"name": "Tom Holm"}) for heading, moment, _, prose in ENTRIES]


def in_blocks(tag, *, heading="h2", between=""):
    return between.join(
        f'<{tag}><header><time datetime="{moment}">{shown}</time><{heading}>{title}</{heading}></header><p>{prose}</p>'
        f'<p>Updated at <time datetime="2024-10-19">1.02</time></p><ul class="share"><li><a href="/s">Share</a></ul></{tag}>'
        for title, moment, shown, prose in ENTRIES
    )


def in_posts(moments=IN_UTC):
    return "".join(
        f'<div class="post"><h3><a href="#{place}">{title}</a></h3><div>Published at <time datetime="{moment}">{shown}'
        f'</time></div><p>{prose}</p><p><a href="/other">Ten thousand people march in the capital</a></p></div>'
        for place, ((title, _, shown, prose), moment) in enumerate(zip(ENTRIES, moments, strict=True))
    )


@pytest.mark.parametrize(
    ("body", "head"),
    [
        ("<p>Loading</p>", linked(*STATED, datePublished="2024-10-17T21:00:00+01:00")),
        ("", linked(*STATED)),
        ("".join(f"<p>{prose}</p>" for prose in PROSE), linked(*STATED)),
        (in_blocks("article"), linked(*STATED[:2])),
        *((in_blocks(tag), "") for tag in ("article", "section", "li")),
        (f"<ol>{in_blocks('li', heading='h3')}</ol>", ""),
        (f'<div class="live-blog">{in_posts()}</div>', ""),
        (in_posts(), linked()),
        (f"<section>{in_blocks('article', between='</section><section>')}</section>", ""),
    ],
)
def test_the_entries_of_a_page(body, head):
    record = page(body, head)
    assert (record.title, record.byline, record.published_on) == (TITLE, "Ola Lind", date(2024, 10, 17))
    shown = [each for each in words(record, BlockKind.PARAGRAPH) if each != STANDFIRST]
    assert shown == list(PROSE)
    assert [each for each in entries(record) if each[0]] == [(1, 18), (2, 17), (3, 17)]
    assert words(record, BlockKind.HEADING) == [heading for heading, *_ in ENTRIES]


def test_odd_entries_of_a_page():
    """Without a time, without a heading, in no order, with HTML in their words, alone."""
    updates = [update("", "2024-10-17T10:00:00", f"<p>{MAYOR}</p><p>{ROAD}</p>"), {"articleBody": POLICE, "headline": None},
               update("Late", "2024-10-17T09:00:00", ROAD), {"headline": "Nothing"}, "odd", update("None", "soon", MAYOR)]  # fmt: skip
    assert entries(page("", linked(*updates))) == [(1, 17), (1, 17), (2, 17), (3, 17), (4, None)]
    untimed = f"<section><p>{MAYOR}</p></section>"
    assert entries(page(in_blocks("section", between=untimed)))[1:] == [(1, 18), (2, None), (3, 17), (4, 17), (5, 17)]
    alone = {"@type": "LiveBlogPosting", "headline": TITLE, "liveBlogUpdate": STATED[0]}
    assert (
        MAYOR in page(f"<p>{MAYOR}{MORE}</p>", f'<script type="application/ld+json">{json.dumps(alone)}</script>').text
    )


@pytest.mark.parametrize(
    "other",
    [
        in_blocks("section").replace("<h2>", '<h2><a href="/1">').replace("</h2>", "</a></h2>"),
        f'<ul class="comments">{in_blocks("li")}</ul>',
        in_blocks("section"),
        in_posts(),
    ],
    ids=["teasers", "comments", "less than the article", "no headings of sections"],
)
def test_what_stands_beside_an_article_is_no_live_blog(other):
    record = page(f"<article><p>{(MAYOR + MORE) * 5}</p></article>{other}")
    assert MORE in record.text
    assert not record.entries
