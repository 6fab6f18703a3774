"""The test pages of four projects, with what is right of each by its project: read where they lie."""

import gzip
import html
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

_STRING = r"(?:'((?:[^'\\]|\\.)*)'|`([^`]*)`|\"((?:[^\"\\]|\\.)*)\")"


@dataclass(frozen=True)
class Page:
    """A page and what is right; what is not known of it is None. `at` is the day or the moment of its publication."""

    name: str
    data: bytes
    title: str | None = None
    byline: str | None = None
    at: str | None = None
    source: str | None = None
    body: str | None = None


def postlight(folder: Path) -> Iterator[Page]:
    for test in sorted(folder.glob("src/extractors/custom/*/index.test.js")):
        code = re.sub(r"^\s*//.*", "", test.read_text("utf-8"), flags=re.M)
        fixture = re.search(r"fixtures/([^'\"`]+\.html)", code)
        address = re.search(rf"url\s*=\s*{_STRING}", code)
        if not fixture or not address or not (page := folder / "fixtures" / fixture[1]).exists():
            continue
        url = _unquoted(address)
        yield Page(
            page.name,
            page.read_bytes(),
            title=_asserted(code, "title"),
            byline=_asserted(code, "author"),
            at=_asserted(code, "date_published"),
            source=urlsplit(url).hostname,
        )


def readability(folder: Path) -> Iterator[Page]:
    for page in sorted(folder.glob("test/test-pages/*/source.html")):
        expected = json.loads((page.parent / "expected-metadata.json").read_text("utf-8"))
        yield Page(
            page.parent.name,
            page.read_bytes(),
            title=expected.get("title"),
            byline=expected.get("byline"),
            at=expected.get("publishedTime"),
            source=expected.get("siteName"),
            body=_without_tags((page.parent / "expected.html").read_text("utf-8")),
        )


def newspaper(folder: Path) -> Iterator[Page]:
    for expectation in sorted(folder.glob("tests/data/metadata/*.json")):
        page = folder / "tests/data/html" / f"{expectation.stem}.html"
        body = folder / "tests/data/txt" / f"{expectation.stem}.txt"
        expected = json.loads(expectation.read_text("utf-8"))
        if page.exists():
            yield Page(
                page.name,
                page.read_bytes(),
                title=expected.get("title"),
                byline=" and ".join(expected.get("authors") or ()),
                at=expected.get("publish_date"),
                source=urlsplit(expected.get("url") or "").hostname,
                body=body.read_text("utf-8") if body.exists() else expected.get("text"),
            )


def scrapinghub(folder: Path) -> Iterator[Page]:
    expectations = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    for name, expected in expectations.items():
        page = folder / "html" / f"{name}.html.gz"
        if page.exists():
            source = urlsplit(expected["url"]).hostname
            yield Page(name[:12], gzip.decompress(page.read_bytes()), source=source, body=expected["articleBody"])


PROJECTS: dict[str, Callable[[Path], Iterator[Page]]] = {
    "src/extractors/custom": postlight,
    "test/test-pages": readability,
    "tests/data/metadata": newspaper,
    "ground-truth.json": scrapinghub,
}


def _asserted(code: str, name: str) -> str | None:
    """The first string that a test of this name in JavaScript compares with."""
    _, told, test = code.partition(f"returns the {name}")
    test = test.partition("\n    it(")[0] if told else ""
    found = re.search(rf"assert\.(?:strict)?[eE]qual\(\s*[^,]+,\s*{_STRING}", test) or re.search(
        rf"assert\.(?:strict)?[eE]qual\(.*?{_STRING}(?:\s*\+\s*)?", test, re.S
    )
    return _unquoted(found) if found else None


def _unquoted(found: re.Match[str]) -> str:
    words = next(group for group in found.groups() if group is not None)
    return re.sub(
        r"\\(?:u|x(?=a0))([0-9a-fA-F]{4}|a0)|\\(.)", lambda each: chr(int(each[1], 16)) if each[1] else each[2], words
    )


def _without_tags(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))
