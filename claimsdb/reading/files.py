"""Files on disk -> text, or BadArticle with the reason."""

import os
import re
import stat
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from claimsdb.reading.article import read_article
from claimsdb.reading.markup import page_tag
from claimsdb.reading.record import ArticleRecord, BadArticle

TEXT_SUFFIX = ".txt"

# Of paths; and control characters, line ends and those that turn the text around them about.
NOT_IN_A_NAME = re.compile(r"[/\\\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")

# Magic bytes of other kinds of files, the longer first where two share a beginning.
ENCODINGS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
FORMATS = (
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a WebP image or a recording"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an XZ archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
)
PLAIN_TEXT = "an article is plain text in UTF-8"


def read_file(path: Path, *, size_limit: int) -> ArticleRecord:
    """The article in a file of at most `size_limit` bytes.

    Raises BadArticle if the file cannot be read, is too large, is not text in UTF-8, or holds no article.
    """
    data = read_bytes(path, size_limit=size_limit)
    name = utf8_name(path)
    try:
        record = read_article(decode_text(data, path), file_name=name)
    except BadArticle as bad:
        raise BadArticle(path, bad.reason) from None
    return replace(record, given=frozenset({"file_name"}))


def article_files(paths: Iterable[Path]) -> tuple[list[Path], list[BadArticle]]:
    """The files that the paths stand for, each once, and an error for each path that stands for none.

    A directory stands for the .txt files in it, by name, without the hidden ones and without its subdirectories.
    """
    files: dict[Path, None] = {}
    errors = []
    for path in paths:
        try:
            files.update(dict.fromkeys(list_files(path)))
        except BadArticle as bad:
            errors.append(bad)
    return list(files), errors


def list_files(path: Path, *, suffixes: tuple[str, ...] = (TEXT_SUFFIX,)) -> list[Path]:
    """The path itself, or the files in it, by name, if it is a directory. Raises BadArticle where there are none."""
    if not stat.S_ISDIR(_stat(path).st_mode):
        return [path]
    try:
        articles = sorted(entry for entry in path.iterdir() if _is_article(entry, suffixes))
    except OSError as error:
        raise BadArticle(path, _cannot_be_read(error)) from None
    if not articles:
        named = ", ".join(f"*{suffix}" for suffix in suffixes)
        raise BadArticle(path, f"no articles in this directory, they are files named {named}")
    return articles


def _is_article(entry: Path, suffixes: tuple[str, ...]) -> bool:
    return entry.name.lower().endswith(suffixes) and not entry.name.startswith(".") and not entry.is_dir()


def read_bytes(path: Path, *, size_limit: int) -> bytes:
    """What is in the file. Raises BadArticle if it cannot be read or is too large."""
    found = check_readable(path)
    if found.st_size > size_limit:
        raise BadArticle(path, f"too large: {found.st_size:,} bytes, the limit is {size_limit:,}")
    try:
        with path.open("rb") as file:
            return file.read(size_limit)
    except OSError as error:
        raise BadArticle(path, _cannot_be_read(error)) from None


def check_readable(path: Path) -> os.stat_result:
    """Looks before it is opened: opening a named pipe waits for a writer that may never come. Raises BadArticle."""
    found = _stat(path)
    if stat.S_ISDIR(found.st_mode):
        raise BadArticle(path, "is a directory, name a file in it")
    if not stat.S_ISREG(found.st_mode):
        raise BadArticle(path, f"is not a regular file, {PLAIN_TEXT}")
    return found


def utf8_name(path: Path) -> str:
    """The file's name, without its folder. Raises BadArticle."""
    try:
        return check_file_name(path.name.encode().decode())
    except UnicodeEncodeError:
        raise BadArticle(path, "the file's name is not UTF-8, rename it") from None
    except ValueError as error:
        raise BadArticle(path, f"the file's name {error}") from None


def check_file_name(name: str) -> str:
    """The name. Raises ValueError for what is a path, or has characters that nobody sees."""
    if name in (".", "..") or NOT_IN_A_NAME.search(name):
        raise ValueError("is not the name of a file, write troops.txt: no folder, no / or \\, no control character")
    return name


def _stat(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except FileNotFoundError:
        raise BadArticle(path, "not found, give an article or a directory of articles") from None
    except OSError as error:
        raise BadArticle(path, _cannot_be_read(error)) from None
    except ValueError:
        raise BadArticle(repr(str(path)), "not a path, it holds a NUL character") from None


def _cannot_be_read(error: OSError) -> str:
    return f"cannot be read ({error.strerror}), give an article that this user may read"


def decode_text(data: bytes, path: str | Path) -> str:
    """The text. Raises BadArticle, under the path, for bytes that are not plain text in UTF-8."""
    for magic, encoding in ENCODINGS:
        if data.startswith(magic):
            raise BadArticle(path, f"not UTF-8 but {encoding}, save it as UTF-8")
    for magic, format_name in FORMATS:
        if data.startswith(magic):
            raise BadArticle(path, f"looks like {format_name}, {PLAIN_TEXT}")
    if (at := data.find(b"\0")) >= 0:
        raise BadArticle(path, f"binary: NUL at byte {at:,}, {PLAIN_TEXT}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadArticle(path, _not_utf8(error)) from None
    if tag := page_tag(text):
        raise BadArticle(
            path, f"has the tag {tag:.40} of HTML, {PLAIN_TEXT}; load_articles reads web pages named .html"
        )
    return text


def _not_utf8(error: UnicodeDecodeError) -> str:
    if error.reason == "unexpected end of data":
        return f"cut off within a character at byte {error.start:,}, get the whole file"
    return f"not UTF-8: 0x{error.object[error.start]:02X} at byte {error.start:,}, save it as UTF-8"
