"""Articles in files of several kinds -> submissions, or a plain word on why not."""

import gzip
import io
import json
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from claimsdb.choices import PublishedBasis
from claimsdb.reading import BadArticle, BlockKind, parse_submission, read_article, read_submission, submission_fields
from claimsdb.reading.input_files import iter_raw_articles, parse_raw_article

LIMIT = 2000
BODY = "A general said on Monday that Russia had received 1,500 soldiers from North Korea, who came by ship."
MORE = "Their number was not confirmed by anybody else, and the ministry of defence in Seoul did not answer questions."
TEXT = f"Troops move east\n\n{BODY}\n\n{MORE}\n"
PAGE = f"""<html><head><title>Troops move east | The Daily Post</title>
<meta property="og:title" content="Troops move east"><meta property="og:site_name" content="The Daily Post">
<meta name="author" content="Jane Doe"><link rel="canonical" href="https://www.dailypost.example/world/troops">
<meta property="article:published_time" content="2024-10-17T08:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><p>{BODY}</p><p>{MORE}</p></article>
<aside>Subscribe to our newsletter</aside><footer>All rights reserved. Terms of use</footer></body></html>"""


def read(*paths):
    """What each article at the paths gives: a submission, or the message of its error."""
    return [outcome_of(found) for found in iter_raw_articles(paths, size_limit=LIMIT)]


def outcome_of(found):
    try:
        return str(found) if isinstance(found, BadArticle) else parse_raw_article(found, size_limit=LIMIT)
    except BadArticle as bad:
        return str(bad)


def line(**fields):
    return json.dumps({"text": TEXT} | fields, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"text": ', "line 1: not JSON in UTF-8: "),
        (b'{"text": "Gda\xf1sk"}', "line 1: not JSON in UTF-8: "),
        (rb'{"text": "half \ud800 of it"}', "line 1: not JSON in UTF-8: "),
        (b'["text"]', "line 1: not an object, a line is "),
        (b'\n\n{"title": "Troops"}', "line 3: text: missing"),
        (b'{"text": "a", "title": "b", "text": "c"}', "line 1: an object has 'text' more than once"),
        (b'{"text": "a", "made": {"a": 1, "a": 1}}', "line 1: an object has 'a' more than once"),
        (b'{"text": null}', "line 1: text: missing"),
        (b'{"text": 7}', "line 1: text: 7 is not a string"),
        (line(titel="Troops"), "line 1: titel: there is no such field, fields are text, file_name, title, byline, url"),
        (line(published_on="17/10/2024"), "line 1: published_on: '17/10/2024' is not a day, write 2024-10-17"),
        (line(published_on="2024-02-30"), "line 1: published_on: '2024-02-30' is not a day"),
        (line(published_to="2999-02-03"), "line 1: published_to: '2999-02-03' is in the future"),
        (line(published_from="2024-02-03", published_to="2024-02-01"), "line 1: published_to: '2024-02-01' is before '2024-02-03'"),
        (line(published_on="2024-02-03", published_to="2024-02-01"), "line 1: published_on: is one day"),
        (line(url="www.example.org/1"), "line 1: url: 'www.example.org/1' is not an address by http or https, write https://"),
        (line(url="https://[example"), "line 1: url: 'https://[example' "),
        (line(language="English"), "line 1: language: 'English' is not a BCP 47 tag, write en"),
        (line(byline="x" * 301), "line 1: byline: 301 characters, there is room for 300"),
        (line(title="a\0b"), "line 1: title: holds a NUL character"),
        (line(text="x" * (LIMIT + 1)), "line 1: text: too large: 2,001 bytes, the limit is 2,000"),
        (b"x" * (LIMIT * 7 + 1) + b"\n", "line 1: longer than 14,000 bytes"),
        (gzip.compress(line(), mtime=0)[:-9], "after line 0: the gzip file is damaged or cut off"),
    ],
)  # fmt: skip
def test_a_bad_line_is_named_with_its_field(tmp_path, content, message):
    file = tmp_path / "bad.jsonl"
    file.write_bytes(content)
    (found,) = read(file)
    assert found.startswith(f"{file} {message}")


@pytest.mark.parametrize(
    ("fields", "values"),
    [
        ({}, {"title": "Troops move east", "language": "en", "published_on": None, "url": "", "source": ""}),
        ({"title": "Soldiers", "byline": "Jane Doe"}, {"title": "Soldiers", "byline": "Jane Doe"}),
        ({"language": "de"}, {"language": "de"}),
        ({"url": "https://a.example/1", "source": "a.example"}, {"url": "https://a.example/1", "source": "a.example"}),
        ({"published_on": "2024-10-17"}, {"published_on": date(2024, 10, 17), "published_basis": PublishedBasis.FRONT_MATTER}),
        ({"published_to": "2024-10-17"}, {"published_on": None, "published_to": date(2024, 10, 17), "published_basis": PublishedBasis.FRONT_MATTER}),
        ({"published_from": "2024-10-17", "published_to": "2024-10-17"}, {"published_on": date(2024, 10, 17), "published_to": None}),
        ({"published_on": None, "title": None}, {"published_on": None, "published_basis": PublishedBasis.UNKNOWN}),
        ({"file_name": "mine.txt"}, {"file_name": "mine.txt"}),
    ],
)  # fmt: skip
def test_what_is_given_beside_the_text_goes_before_what_it_says(tmp_path, fields, values):
    (tmp_path / "articles.jsonl").write_bytes(line(**fields))
    (submission,) = read(tmp_path)
    record = read_submission(submission)
    assert {name: getattr(record, name) for name in values} == values
    assert record.text == TEXT


def test_a_submission_survives_the_way_through_json():
    fields = {"text": TEXT, "title": "Troops", "published_on": "2024-10-17", "source": "reuters", "language": "en"}
    submission = parse_submission(fields, where="here", size_limit=LIMIT)
    assert json.loads(json.dumps(submission_fields(submission))) == fields


@pytest.mark.parametrize(
    ("title", "kinds"),
    [
        ("", [BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]),
        ("Troops move west", [BlockKind.TITLE, BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]),
        ("Seoul is silent", [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]),
    ],
)
def test_a_line_is_the_title_only_if_it_is_like_the_known_one(title, kinds):
    record = read_article(TEXT, file_name="a.txt", title=title)
    assert [block.kind for block in record.blocks] == kinds


def test_a_page_gives_its_article_and_what_it_says_of_itself(tmp_path):
    (tmp_path / "page.HTM").write_text(PAGE, encoding="utf-8")
    (submission,) = read(tmp_path)
    assert submission.text == f"Troops move east\n\n{BODY}\n{MORE}"
    assert (submission.title, submission.byline) == ("Troops move east", "Jane Doe")
    assert (submission.published_on, submission.source) == (date(2024, 10, 17), "dailypost.example")
    assert submission.url == "https://www.dailypost.example/world/troops"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.html", b"", "no article in this page"),
        ("menu.html", b"<html><body></body></html>", "no article in this page"),
        ("huge.html", b" " * (LIMIT * 10 + 1), "too large: 20,001 bytes"),
        ("huge.txt", b"x" * (LIMIT + 1), "too large: 2,001 bytes"),
        ("latin.txt", b"Gda\xf1sk", "not UTF-8: 0xF1 at byte 3"),
        ("article.pdf", b"%PDF-", "not a kind of file that is read, they are .txt, .html, .htm, .jsonl, .jsonl.gz"),
    ],
)
def test_a_bad_file_is_named(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    (found,) = read(tmp_path / name)
    assert found.startswith(f"{tmp_path / name}: {message}")


def test_a_folder_stands_for_its_files_and_the_good_ones_are_read(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.jsonl").write_bytes(line() + b"\n{}\n" + line())
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(line()))
    (tmp_path / ".hidden.txt").write_text(TEXT)
    (tmp_path / "notes.md").write_text(TEXT)
    found = read(tmp_path, tmp_path / "gone")
    names = [each.file_name for each in found if not isinstance(each, str)]
    assert names == ["a.txt", "b.jsonl line 1", "b.jsonl line 3", "c.jsonl.gz line 1"]
    assert [each.split(": ")[1:] for each in found if isinstance(each, str)] == [
        ["text", "missing, an article has one"],
        ["not found, give an article or a directory of articles"],
    ]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_lines_come_from_standard_input_too(monkeypatch, pack):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BufferedReader(io.BytesIO(pack(line())))))
    (submission,) = read(Path("-"))
    assert (submission.where, submission.text) == ("standard input line 1", TEXT)


def test_the_articles_of_a_file_are_not_held(tmp_path):
    """The first is had before the rest is there to be read."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(line() + b"\n")
    found = iter_raw_articles([file], size_limit=LIMIT)
    assert next(found).file_name == "a.jsonl line 1"
    with file.open("ab") as more:
        more.write(line() + b"\n")
    assert next(found).file_name == "a.jsonl line 2"
