"""What a file is, by how it begins."""

import codecs
import re
from collections.abc import Mapping

from claimsdb.reading.doors.records import BadRecord
from claimsdb.reading.doors.tables import DELIMITERS
from claimsdb.reading.markup import page_tag
from claimsdb.reading.submission import SUBMISSION_FIELDS

BEGINNING = 8 * 1024  # bytes
HEAD = re.compile(rb"(?:[\x21-\x39\x3b-\x7e]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2,}")
OF_A_MAIL = re.compile(rb"^(?:received|return-path|mime-version|message-id|delivered-to):", re.I | re.M)
FEEDS = ("rss", "feed", "RDF")
ROOT = re.compile(rb"<([A-Za-z_][\w:.-]*)")
FEWEST = 2  # columns that are called like fields, by which a text is a table
OPENINGS = {name: "<".encode(name) for name in ("utf-16-le", "utf-16-be")}
MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def kind_of(beginning: bytes, *, name: str, columns: Mapping[str, str]) -> str:
    """The value of an InputFormat, by the file's first bytes, unpacked. Raises BadRecord for what is none.

    `name` counts only where a table looks like a text.
    """
    if words := _in_utf_16(beginning):
        if words.startswith("<"):
            return _of_markup(words.encode())
        return "table" if name.lower().endswith((".csv", ".tsv", ".txt")) else "text"
    start = beginning.removeprefix(codecs.BOM_UTF8).lstrip()
    if start.startswith((b"WARC/", b"filedesc://")):
        return "archive"
    if start.startswith(b"{"):
        return "lines"
    if start.startswith(b"["):
        raise BadRecord("a list in JSON: load_articles takes JSON lines, an object a line (jq -c '.[]')")
    if start.startswith(b"<"):
        return _of_markup(start)
    if (head := HEAD.match(start)) and OF_A_MAIL.search(head[0]):
        return "mail"
    return "table" if _is_table(start, name=name.lower(), columns=columns) else "text"


def _in_utf_16(beginning: bytes) -> str:
    """The words of what has a mark of UTF-16, or is XML in it without one; empty for what is not in it."""
    without_mark = next((name for name, opening in OPENINGS.items() if beginning.startswith(opening)), "")
    name = "utf-16" if beginning.startswith(MARKS) else without_mark
    return beginning[: len(beginning) // 2 * 2].decode(name, "replace").lstrip() or " " if name else ""


def _of_markup(start: bytes) -> str:
    root = found[1].decode() if (found := ROOT.search(start)) else ""
    if root.rpartition(":")[2] in FEEDS:
        return "feed"
    if page_tag(f"<{root}>"):
        return "page"
    raise BadRecord(f"XML, but neither RSS nor Atom nor a web page: its first element is <{root}>")


def _is_table(start: bytes, *, name: str, columns: Mapping[str, str]) -> bool:
    if name.endswith((".csv", ".tsv")):
        return True
    first = start.splitlines()[0].decode("utf-8", "replace") if start else ""
    wanted = {*(columns.values() or SUBMISSION_FIELDS)}
    named = (len(wanted.intersection(each.strip(' "') for each in first.split(mark))) for mark in DELIMITERS)
    return max(named) >= FEWEST
