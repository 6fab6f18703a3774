"""Feeds, web archives, tables, mails and the JSON of other tools: what each gives of its articles, and why not."""

import gzip
import io
import json
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from claimsdb.reading import BadArticle, read_submission
from claimsdb.reading.doors.tables import LONGEST_HEADER
from claimsdb.reading.input_files import IN_WORDS, InputFormat, Taking, iter_raw_articles, parse_raw_article

LIMIT = 20_000
FIRST = "A general said on Monday that Russia had received 1,500 soldiers from North Korea, who came by ship."
SECOND = (
    "Their number was not confirmed by anybody else, and the ministry of defence in Seoul did not answer questions."
)
TEXT = f"{FIRST}\n\n{SECOND}"
HTML = f"<p>{FIRST}</p>\n<p>{SECOND}</p>"
WHOLE = f"Troops move east\n\n{TEXT}"
PAGE = f"<html><head><title>Troops move east</title></head><body><article><h1>Troops move east</h1>{HTML}</article></body></html>"


def taken(tmp_path, name, content, **taking):
    """What each article of a file gives, and what it was taken for."""
    file, told = tmp_path / name, []
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    how = Taking(**taking, tell=lambda path, form: told.append(form))
    found = [_outcome(each, file) for each in iter_raw_articles([file], size_limit=LIMIT, taking=how)]
    return found, told


def _outcome(found, file):
    try:
        return found if isinstance(found, BadArticle) else parse_raw_article(found, size_limit=LIMIT)
    except BadArticle as bad:
        return bad


def faults(found, tmp_path):
    return [str(each).removeprefix(f"{tmp_path}/") for each in found if isinstance(each, BadArticle)]


def said(submission):
    day = submission.published_on and submission.published_on.isoformat()
    return submission.title, submission.byline, day, submission.url, submission.source


# --- feeds ------------------------------------------------------------------------------------------------------------

ITEM = f"""<item><title>Troops move &amp;#8216;east&amp;#8217;</title><link>https://www.dailypost.example/troops</link>
<pubDate>Thu, 17 Oct 2024 23:30:00 -0400</pubDate><dc:creator><![CDATA[Anna Berg]]></dc:creator>
<description>A summary […]</description><content:encoded><![CDATA[{HTML}<figure><img src="a.jpg"><figcaption>A ship.</figcaption></figure>
<script>track()</script>]]></content:encoded></item>"""


def rss(*items, before='<?xml version="1.0" encoding="UTF-8"?>'):
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return f'{before}<rss version="2.0" {names}><channel><title>Daily Post</title>{"".join(items)}</channel></rss>'


def atom(content, *, more=""):
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://dailypost.example/"><title>Daily Post</title><entry>'
        '<title type="html">Troops move east</title><link rel="self" href="/api/1"/><link href="world/troops"/>'
        "<author><name>Anna Berg</name><email>a@dailypost.example</email></author><updated>2025-01-07T08:00:00Z</updated>"
        f"<published>2024-10-17T00:30:00+09:00</published>{content}{more}</entry></feed>"
    )


DATED = ("Anna Berg", "2024-10-17", "https://dailypost.example/world/troops", "dailypost.example")


@pytest.mark.parametrize(
    ("content", "text", "values"),
    [
        (rss(ITEM), f"Troops move ‘east’\n\n{TEXT}", ("Troops move ‘east’", "Anna Berg", "2024-10-17", "https://www.dailypost.example/troops", "dailypost.example")),
        (atom(f'<content type="html"><![CDATA[{HTML}]]></content>'), WHOLE, ("Troops move east", *DATED)),
        (atom(f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{HTML}</div></content>'), WHOLE, ("Troops move east", *DATED)),
        (atom(f'<content type="text">{TEXT}</content>'), WHOLE, ("Troops move east", *DATED)),
        (atom(f'<summary>Short.</summary><content type="html">{HTML.replace("<", "&lt;")}</content>'), WHOLE, ("Troops move east", *DATED)),
        (rss(f"<item><title>Troops move east</title><author>a@dailypost.example (Anna Berg)</author><guid>https://dailypost.example/1</guid><description><![CDATA[{HTML * 6}]]></description></item>"),
         f"Troops move east\n\n{chr(10).join([TEXT, ''] * 6).strip()}", ("Troops move east", "Anna Berg", None, "https://dailypost.example/1", "dailypost.example")),
    ],
)  # fmt: skip
def test_an_entry_of_a_feed_is_its_article(tmp_path, content, text, values):
    [found], _ = taken(tmp_path, "feed.rss", content)
    assert " ".join(found.text.split()) == " ".join(text.split())
    assert said(found) == values
    assert read_submission(found).title == values[0]


def test_a_feed_is_read_in_the_encoding_that_it_declares(tmp_path):
    item = ITEM.replace("Anna Berg", "Zoë Müller").replace("[…]", "").replace("‘", "")
    [found], _ = taken(
        tmp_path, "feed.rss", rss(item, before='<?xml version="1.0" encoding="ISO-8859-1"?>').encode("latin-1")
    )
    assert found.byline == "Zoë Müller"
    [found], _ = taken(tmp_path, "feed.rss", b"\xef\xbb\xbf" + rss(item).encode())
    assert found.byline == "Zoë Müller"


BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (rss(ITEM.replace("content:encoded", "content:other")), "feed.rss entry 1 https://www.dailypost.example/troops: text: the feed has a summary of 13 characters"),
        (rss(ITEM.replace("Thu, 17 Oct 2024 23:30:00 -0400", "10/04/2016")), "feed.rss entry 1 https://www.dailypost.example/troops: published_on: '10/04/2016' is no day, or may be another one elsewhere"),
        (rss(ITEM.replace(HTML, "<div>" * 300 + HTML)), "feed.rss entry 1 https://www.dailypost.example/troops: text: its HTML has more than 256 elements"),
        (rss(), "feed.rss: a feed without entries"),
        (rss(ITEM)[:-20], "feed.rss: not XML as it should be: "),
        (rss("<item>&nbsp;</item>"), "feed.rss: not XML as it should be: Entity 'nbsp' not defined"),
        (rss("<a>" * 400 + "</a>" * 400), "feed.rss: not XML as it should be: Excessive depth"),
        (rss(ITEM, before=BOMB), "feed.rss: declares entities of its own"),
        (rss("<item><description>&x;</description></item>", before=OUTSIDE), "feed.rss: declares entities of its own"),
        ("<opml><body/></opml>", "feed.rss: XML, but neither RSS nor Atom: its root is <opml>"),
        ("{}", "feed.rss: not XML as it should be: "),
        (b"<rss>" + b" " * LIMIT * 10 + b"</rss>", "feed.rss: too large: 200,011 bytes, the limit is 200,000"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_feed_is_named(tmp_path, content, fault):
    found, _ = taken(tmp_path, "feed.rss", content)
    [told] = faults(found, tmp_path)
    assert told.startswith(fault)


def test_one_bad_entry_leaves_the_others(tmp_path):
    found, _ = taken(tmp_path, "feed.atom", rss(ITEM, "<item><title>x</title></item>", ITEM))
    assert [each.where.partition(" ")[2] if not isinstance(each, BadArticle) else "bad" for each in found] == [
        "entry 1 https://www.dailypost.example/troops",
        "bad",
        "entry 3 https://www.dailypost.example/troops",
    ]
    assert faults(found, tmp_path)[0].startswith("feed.atom entry 2: text: ")


# --- web archives -----------------------------------------------------------------------------------------------------


def warc(*records, gzipped=True):
    """Each an address, a payload, and what else is said of it."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzipped)
    for url, payload, options in records:
        status, kind = options.get("status", "200 OK"), options.get("kind", "text/html; charset=utf-8")
        headers = StatusAndHeaders(status, [("Content-Type", kind), *options.get("more", [])], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url, options.get("type", "response"), payload=io.BytesIO(payload), http_headers=headers
        )
        writer.write_record(record)
    return out.getvalue()


URL = "https://www.dailypost.example/troops"
OWN = PAGE.replace("<title>", '<link rel="canonical" href="https://amp.example.org/t"><title>').encode()
FOREIGN = PAGE.replace("<title>", '<link rel="canonical" href="https://elsewhere.example/t"><title>').encode()


@pytest.mark.parametrize("gzipped", [True, False])
def test_the_pages_of_an_archive_are_articles(tmp_path, gzipped):
    content = warc(
        (URL, PAGE.encode(), {"type": "request"}),
        (URL, PAGE.encode(), {}),
        (f"{URL}/robots.txt", b"User-agent: *", {"kind": "text/plain"}),
        (URL, PAGE.encode(), {"status": "404 Not Found"}),
        (f"{URL}/2", gzip.compress(PAGE.encode()), {"more": [("Content-Encoding", "gzip")]}),
        ("https://www.example.org/t", OWN, {"kind": "application/xhtml+xml"}),
        (f"{URL}/4", FOREIGN, {}),
        gzipped=gzipped,
    )  # fmt: skip
    found, _ = taken(tmp_path, "crawl.warc.gz" if gzipped else "crawl.warc", content)
    assert faults(found, tmp_path) == []
    assert [(each.url, each.source) for each in found] == [
        (URL, "dailypost.example"),
        (f"{URL}/2", "dailypost.example"),
        ("https://amp.example.org/t", "amp.example.org"),
        (f"{URL}/4", "dailypost.example"),
    ]
    assert {each.title for each in found} == {"Troops move east"}
    assert [each.file_name.partition(" ")[2] for each in found] == ["record 2", "record 5", "record 6", "record 7"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (warc((URL, PAGE.encode(), {}))[:-60], "crawl.warc.gz record "),
        (warc((URL, b"<html>" + b"x" * LIMIT * 10, {})), f"crawl.warc.gz record 1 {URL}: larger than 200,000 bytes"),
        (warc((URL, gzip.compress(b"<p>" + b"x" * 30_000_000), {"more": [("Content-Encoding", "gzip")]})), f"crawl.warc.gz record 1 {URL}: larger than 200,000 bytes"),
        (warc((URL, b"<html><body></body></html>", {})), f"crawl.warc.gz record 1 {URL}: no article in this page"),
        (warc((URL, b"", {"kind": "image/png"})), "crawl.warc.gz: a web archive without a page"),
        (b"WARC/1.0\r\nContent-Length: 99999\r\n", "crawl.warc.gz: a web archive without a page"),
        (b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\nHTTP/1.1 \r\n", "crawl.warc.gz record 1: the archive is damaged"),
        (b"not an archive at all\n" * 9, "crawl.warc.gz: a web archive without a page"),
        (b"", "crawl.warc.gz: a web archive without a page"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_archive_is_named(tmp_path, content, fault):
    found, _ = taken(tmp_path, "crawl.warc.gz", content)
    assert faults(found, tmp_path)[-1].startswith(fault)


# --- tables -----------------------------------------------------------------------------------------------------------

COLUMNS = {
    "title": "Headline",
    "text": "Body",
    "published_on": "Date",
    "byline": "Writer",
    "url": "Link",
    "source": "Paper",
}
LONGEST = 3 * LIMIT + LONGEST_HEADER + 1
MANY = LONGEST // 10
LINES = '5"" guns..\n' * MANY
NUL = "\0"
HEADER = "Id,Headline,Body,Date,Writer,Link,Paper"
ROW = f'7,Troops move east,"{TEXT}",17 October 2024,By Anna Berg,https://dailypost.example/1,Daily Post'
BAD_DAY = ROW.replace("17 October 2024", "10/04/2016")
VALUES = ("Troops move east", "Anna Berg", "2024-10-17", "https://dailypost.example/1", "Daily Post")


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        (f"{HEADER}\n{ROW}\n", COLUMNS),
        (f"{HEADER}\r\n{ROW}\r\n\r\n", COLUMNS),
        (f"\ufeff{HEADER}\n{ROW}", COLUMNS),
        (f"{HEADER}\n{ROW}\n".encode("utf-16"), COLUMNS),
        (f"{HEADER}\n{ROW}\n".replace("17 October 2024", "Thu, 17 Oct 2024 23:30:00 -0400"[5:]), COLUMNS),
        (f"{HEADER}\n{ROW}\n".replace("17 October 2024", "2024-10-17T23:30:00-04:00"), COLUMNS),
        (f"{HEADER}\n{ROW}\n".replace("17 October 2024", "17/10/2024"), COLUMNS),
        (f"{HEADER}\n{ROW}\n".replace(TEXT, HTML.replace('"', '""')), COLUMNS),
        (f"{HEADER}\n".replace(",", ";") + f'7;Troops move east;"{TEXT}";17.10.2024;Anna Berg;https://dailypost.example/1;Daily Post\n', COLUMNS),
        (f"{HEADER}\n".replace(",", "\t") + f'7\tTroops move east\t"{TEXT}"\t2024-10-17\tAnna Berg\thttps://dailypost.example/1\tDaily Post\n', COLUMNS),
        (f'title,text,published_on,byline,url,source,note\nTroops move east,"{TEXT}",2024-10-17,Anna Berg,https://dailypost.example/1,Daily Post,x\n', {}),
    ],
)  # fmt: skip
def test_a_row_of_a_table_is_an_article(tmp_path, content, columns):
    [found], _ = taken(tmp_path, "articles.csv", content, columns=columns)
    assert found.text == WHOLE
    assert said(found) == VALUES


@pytest.mark.parametrize(
    ("content", "columns", "told"),
    [
        (f"{HEADER}\n{ROW}\n", {}, ["articles.csv: text: no column is called so, its columns are Id, Headline, Body, Date, Writer, Link, Paper: say which, as in --map"]),
        (f"{HEADER}\n{ROW}\n", {"text": "body"}, ["articles.csv: text: there is no column 'body', its columns are Id, Headline"]),
        (f"Body,Body\n{ROW}\n", {"text": "Body"}, ["articles.csv: text: 2 columns are called 'Body'"]),
        (f"{HEADER}\n7,x\n{ROW.replace('17 October 2024', '10/04/2016')}\n", COLUMNS, ["articles.csv line 2: has 2 cells, and the columns that are asked for end with number 7", "articles.csv line 3: published_on: '10/04/2016' is no day"]),
        (f"{HEADER}\n{ROW.replace(TEXT, '')}\n", COLUMNS, ["articles.csv line 2: text: missing"]),
        (f"{HEADER}\n{ROW.replace('Troops', f'Tro{NUL}ops', 1)}\n", COLUMNS, ["articles.csv line 2: title: NUL at character 4, which no text has"]),
        (f"{HEADER}\n{ROW.replace('https://', '')}\n", COLUMNS, ["articles.csv line 2: url: 'dailypost.example/1' is not an address"]),
        (f'{HEADER}\n7,"a"b,c,d,e,f,g\n{ROW}\n', COLUMNS, ["articles.csv line 2: no row of a table: "]),
        (f'{HEADER}\n7,"{"x" * (LIMIT + 10)}\n', COLUMNS, ["articles.csv line 2: no row of a table: unexpected end of data"]),
        (f"{HEADER}\n{ROW.replace(TEXT, 'x' * (LIMIT + 1))}\n{BAD_DAY}\n", COLUMNS, [f"articles.csv line 2: text: a cell of {LIMIT + 1:,} characters, the limit is {LIMIT:,}", "articles.csv line 3: published_on"]),
        (f"{HEADER}\n{'x' * LONGEST}\n{BAD_DAY}\n", COLUMNS, [f"articles.csv line 2: a row longer than {LONGEST - 1:,} characters, it goes on to line 2: is", "articles.csv line 3: published_on"]),
        (f'{HEADER}\n{BAD_DAY}\n7,"{LINES}","{LINES}",x\n{BAD_DAY}\n', COLUMNS, ["articles.csv line 2: published_on", f"articles.csv line 5: a row longer than {LONGEST - 1:,} characters, it goes on to line {5 + 2 * MANY}: is", f"articles.csv line {6 + 2 * MANY}: published_on"]),
        (f"{HEADER}\n{ROW}\n".encode().replace(b"Anna", b"Ann\xe9"), COLUMNS, ["articles.csv: not UTF-8: 0xE9, save it as UTF-8"]),
        (f'{HEADER}\n7,Troops,"{"x" * 100}', COLUMNS, ["articles.csv line 2: no row of a table: unexpected end of data"]),
        ("", {}, ["articles.csv: text: no column is called so"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_named(tmp_path, content, columns, told):
    found, _ = taken(tmp_path, "articles.csv", content, columns=columns)
    named = faults(found, tmp_path)
    assert len(named) == len(told)
    assert all(each.startswith(words) for each, words in zip(named, told, strict=True)), named


# --- mails ------------------------------------------------------------------------------------------------------------

HEADS = """From: =?utf-8?q?Anna_Berg?= <news@mail.example.org>
Subject: Troops move
 east
Date: Thu, 17 Oct 2024 23:30:00 -0400
Archived-At: <https://dailypost.example/letters/1>
MIME-Version: 1.0
"""
PARTS = f"""Content-Type: multipart/alternative; boundary=x

--x
Content-Type: text/plain

View this in your browser: https://dailypost.example
--x
Content-Type: text/html; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

{HTML.replace("=", "=3D").replace("questions", "quest=E9ons")}
--x--
"""


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"Content-Type: text/plain\n\n{TEXT}\n", WHOLE),
        (f"Content-Type: text/html\n\n{HTML}\n", WHOLE),
        (PARTS, WHOLE.replace("questions", "questéons")),
    ],
)
def test_a_mail_is_an_article(tmp_path, body, text):
    [found], _ = taken(tmp_path, "letter.eml", HEADS + body)
    assert found.text.split() == text.split()
    assert said(found) == (
        *("Troops move east", "Anna Berg", "2024-10-17", "https://dailypost.example/letters/1", "example.org"),
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (f"{HEADS}Content-Type: text/plain; charset=klingon\n\n{TEXT}", "letter.eml: no mail that can be read: LookupError"),
        (f"{HEADS}Content-Type: application/pdf\n\n{TEXT}", "letter.eml: text: the mail has none"),
        (f"{HEADS}Content-Type: text/html\n\n<p></p>", "letter.eml: text: the mail has none"),
        ("", "letter.eml: text: the mail has none"),
        (HEADS.replace("17 Oct 2024", "17 Oct 99999999999") + f"\n{TEXT}", "letter.eml: no mail that can be read: OverflowError"),
        (HEADS.replace("Thu, 17 Oct 2024 23:30:00 -0400", "yesterday") + f"\n{TEXT}", "letter.eml: date: 'yesterday' is no day"),
        (HEADS + "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3000)), "letter.eml: "),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_mail_is_named(tmp_path, content, fault):
    found, _ = taken(tmp_path, "letter.eml", content)
    [told] = faults(found, tmp_path)
    assert told.startswith(fault)


# --- the JSON of other tools ------------------------------------------------------------------------------------------

NEWS_PLEASE = {
    "authors": ["Anna Berg", "Daily Post Staff"],
    "date_download": "2024-10-18 07:00:00",
    "date_modify": None,
    "date_publish": "2024-10-17 08:00:00",
    "description": "A summary.",
    "filename": "x.json",
    "image_url": "https://dailypost.example/a.jpg",
    "language": "en",
    "localpath": None,
    "maintext": TEXT,
    "source_domain": "www.dailypost.example",
    "title": "Troops move east",
    "title_page": None,
    "title_rss": None,
    "url": "https://www.dailypost.example/troops",
}
CC_NEWS = {
    "title": "Troops move east",
    "text": TEXT,
    "domain": "www.dailypost.example",
    "date": "2024-10-17 08:00:00",
    "description": "A summary.",
    "url": "https://www.dailypost.example/troops",
    "image_url": None,
}


@pytest.mark.parametrize(
    ("given", "values"),
    [
        (NEWS_PLEASE, ("Troops move east", "Anna Berg", "2024-10-17", "https://www.dailypost.example/troops", "dailypost.example")),
        (NEWS_PLEASE | {"authors": None, "date_publish": None}, ("Troops move east", "", None, "https://www.dailypost.example/troops", "dailypost.example")),
        (CC_NEWS, ("Troops move east", "", "2024-10-17", "https://www.dailypost.example/troops", "dailypost.example")),
    ],
)  # fmt: skip
def test_json_lines_of_other_tools_come_as_they_are(tmp_path, given, values):
    [found], _ = taken(tmp_path, "news.jsonl", json.dumps(given))
    assert (found.text, said(found)) == (WHOLE, values)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (NEWS_PLEASE | {"maintext": None}, "maintext: it is empty, no article was found in the page"),
        (NEWS_PLEASE | {"maintext": 7}, "maintext: 7 is not a string"),
        (NEWS_PLEASE | {"authors": [{"name": "Anna"}]}, "authors: [{'name': 'Anna'}] is no list of names"),
        (NEWS_PLEASE | {"date_publish": "soon"}, "date_publish: 'soon' is no day"),
        (NEWS_PLEASE | {"language": "English"}, "language: 'English' is not a BCP 47 tag"),
        (CC_NEWS | {"text": ""}, "text: it is empty, no article was found in the page"),
        (CC_NEWS | {"titel": "x"}, "domain: there is no such field"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_json_of_other_tools_is_named(tmp_path, given, fault):
    found, _ = taken(tmp_path, "news.jsonl", json.dumps(given))
    [told] = faults(found, tmp_path)
    assert told.startswith(f"news.jsonl line 1: {fault}")


# --- what a file is taken for -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (WHOLE, InputFormat.TEXT),
        (f"Note: this is a text.\nIt: goes on.\n\n{TEXT}", InputFormat.TEXT),
        (f"title, text\n\n{TEXT}", InputFormat.TABLE),
        (PAGE, InputFormat.PAGE),
        (f'<?xml version="1.0"?>\n<!DOCTYPE html>\n{PAGE}', InputFormat.PAGE),
        (f"\ufeff\n{PAGE}", InputFormat.PAGE),
        (rss(ITEM), InputFormat.FEED),
        (atom("<content>x</content>"), InputFormat.FEED),
        ('<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item/></rdf:RDF>', InputFormat.FEED),
        (json.dumps(NEWS_PLEASE), InputFormat.LINES),
        (gzip.compress(json.dumps(CC_NEWS).encode()), InputFormat.LINES),
        (warc((URL, PAGE.encode(), {})), InputFormat.ARCHIVE),
        (warc((URL, PAGE.encode(), {}), gzipped=False), InputFormat.ARCHIVE),
        (f"{HEADS}\n{TEXT}", InputFormat.MAIL),
        ("".join(f"{line}\r\n" for line in HEADS.splitlines()) + f"\r\n{TEXT}", InputFormat.MAIL),
        (f"{HEADER}\n{ROW}\n", InputFormat.TABLE),
        ('<?xml version="1.0"?><rss version="2.0"/>'.encode("utf-16"), InputFormat.FEED),
        ('<?xml version="1.0" encoding="UTF-16"?>\n<feed/>'.encode("utf-16-le"), InputFormat.FEED),
        ("<!DOCTYPE html><html/>".encode("utf-16"), InputFormat.PAGE),
    ],
)
def test_auto_looks_what_a_file_is_whatever_its_name(tmp_path, content, form):
    _, told = taken(tmp_path, "file.dat", content, auto=True, columns=COLUMNS if form == InputFormat.TABLE and HEADER in str(content) else {})  # fmt: skip
    assert told == [form]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("[1, 2]", "file.dat: a list in JSON: load_articles takes JSON lines"),
        ("<opml><body/></opml>", "file.dat: XML, but neither RSS nor Atom nor a web page: its first element is <opml>"),
        (gzip.compress(PAGE.encode()), "file.dat: a web page, packed with gzip: unpack it first"),
        (gzip.compress(PAGE.encode())[:30], "file.dat: the gzip file is damaged or cut off"),
        (b"%PDF-1.4 x", "file.dat: looks like a PDF document, an article is plain text in UTF-8"),
        (b"PK\x03\x04 x", "file.dat: looks like a ZIP archive or an office document"),
        (b"a\0b", "file.dat: binary: NUL at byte 1"),
        ("", "file.dat: empty, an article has a title and at least one paragraph"),
    ],
)
def test_auto_says_why_a_file_is_none(tmp_path, content, fault):
    found, _ = taken(tmp_path, "file.dat", content, auto=True)
    try:
        told = faults(found, tmp_path) or [read_submission(each) for each in found]
    except BadArticle as bad:
        told = faults([bad], tmp_path)
    assert told[0].startswith(fault)


def test_auto_takes_all_files_of_a_folder_and_names_others_by_their_names(tmp_path):
    for name, content in (("a.json", json.dumps(CC_NEWS)), ("b", WHOLE), ("c.txt", WHOLE), (".hidden", "x")):
        (tmp_path / name).write_text(content)
    for taking, names in ((Taking(auto=True), ["a.json", "b", "c.txt"]), (Taking(), ["c.txt"])):
        found = iter_raw_articles([tmp_path], size_limit=LIMIT, taking=taking)
        assert [Path(each.where.partition(" ")[0]).name for each in found] == names


def test_a_format_may_be_said(tmp_path):
    [found], told = taken(tmp_path, "file.dat", PAGE, format=InputFormat.PAGE)
    assert (found.title, told) == ("Troops move east", [InputFormat.PAGE])


def test_each_format_has_its_words():
    assert IN_WORDS.keys() == {*InputFormat}
