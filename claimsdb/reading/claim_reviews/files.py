"""Files in which ClaimReviews come: JSON, JSON lines, and web pages with JSON-LD in them, plain or gzip. What is in one
tells, as a feed that was saved from the web may have any name."""

import gzip
import json
import logging
import re
import zlib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import IO, Any, NamedTuple, NoReturn

import orjson

from claimsdb.reading import standard_input
from claimsdb.reading.claim_reviews.finding import FoundReview, Unread, printable, reviews_in, types_of
from claimsdb.reading.json_lines import open_unpacked
from claimsdb.reading.strict_json import Ambiguous, parse

logger = logging.getLogger(__name__)

FILE_LIMIT = 64 << 20  # bytes, unpacked: of one document, or of one line where a file has many
PAGE_LIMIT = 8 << 20  # bytes of a web page
STANDARD_INPUT = Path("-")
JSON_LD = "application/ld+json"

CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([\w-]+)", re.IGNORECASE)
# Comments, and what keeps a script from being read as a page, in pages that are older than JSON-LD.
BEFORE = re.compile(r"(?:\s|<!--|(?://|/\*)?\s*<!\[CDATA\[(?:\s*\*/)?|/\*.*?\*/|//[^\n]*)*+", re.DOTALL)
AFTER = re.compile(r"(?:[\s;]|-->|\]\]>|/\*.*?\*/|//[^\n]*)*+", re.DOTALL)

NONE = "has no ClaimReview: give a feed, an object, JSON lines of them, or a page with JSON-LD"


class Document(NamedTuple):
    where: str
    value: Any
    is_script: bool = False


def iter_reviews(path: Path) -> Iterator[FoundReview | Unread]:
    """The ClaimReviews of a file, `-` for standard input, in their order; what is in it and cannot be read, each by its
    place: the file, the line or the script, and a JSON pointer."""
    name, some = ("standard input" if path == STANDARD_INPUT else printable(str(path))), False
    try:
        for document in _opened(path, name):
            for each in [document] if isinstance(document, Unread) else _reviews(document):
                some = True
                yield each
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield Unread(name, f"the gzip file is damaged or cut off ({error})")
    except OSError as error:
        yield Unread(name, f"cannot be read: {error.strerror or error}")
    except Exception as error:  # nobody's file costs the files after it
        yield _unforeseen(name, error)
    else:
        if not some:
            yield Unread(name, NONE)


def _reviews(document: Document) -> Iterator[FoundReview | Unread]:
    """Beside other scripts of a page one may well be of something else."""
    try:
        found = [*reviews_in(document.value, where=document.where)]
    except Exception as error:  # nor does a document cost the others of its file
        return iter([_unforeseen(document.where, error)])
    if not found and not document.is_script:
        types = types_of(document.value) if isinstance(document.value, dict) else []
        found = [Unread(document.where, f"is of the type {', '.join(types)}: {NONE}" if types else NONE)]
    return iter(found)


def _unforeseen(where: str, error: Exception) -> Unread:
    logger.exception("A fault in reading %s", where)
    return Unread(where, f"cannot be read, and the log has more of it: {error!r:.200}")


def _opened(path: Path, name: str) -> Iterator[Document | Unread]:
    if path == STANDARD_INPUT:
        yield from _documents(open_unpacked(standard_input.opened()), name)
    elif path.exists() and not path.is_file():
        yield Unread(name, "is no file: name the files in it")  # to open a pipe may take for ever
    else:
        with path.open("rb") as file:
            yield from _documents(open_unpacked(file), name)


def _documents(file: IO[bytes], name: str) -> Iterator[Document | Unread]:
    first = _first_line(file)
    rest = b"" if len(first) > FILE_LIMIT else file.read(FILE_LIMIT + 1 - len(first)) if not _is_json(first) else None
    if rest is None:
        yield from _lines(file, first, name)
    elif len(data := first + rest) > FILE_LIMIT:
        yield Unread(name, f"larger than {FILE_LIMIT >> 20} MB: split it, or write it as JSON lines")
    elif not data.strip():
        yield Unread(name, "is empty")
    elif data.lstrip().startswith(b"<") and len(data) > PAGE_LIMIT:
        yield Unread(name, f"a page larger than {PAGE_LIMIT >> 20} MB")
    elif data.lstrip().startswith(b"<"):
        yield from _scripts(data, name)
    else:
        yield from _whole(data, name)


def _first_line(file: IO[bytes]) -> bytes:
    """The first line that is not blank, without a byte order mark."""
    while line := file.readline(FILE_LIMIT + 1):
        if line := line.removeprefix(b"\xef\xbb\xbf").lstrip():
            return line
    return b""


def _is_json(line: bytes) -> bool:
    try:
        return isinstance(orjson.loads(line), dict | list)
    except orjson.JSONDecodeError:
        return False


def _lines(file: IO[bytes], first: bytes, name: str) -> Iterator[Document | Unread]:
    """One document a line; where there is one line alone, it is the whole file."""
    following = _numbered(file)
    second = next(following, None)
    if second is None:
        yield _line(first, name)
        return
    for number, line in ((1, first), second):
        yield _line(line, f"{name} line {number}")
    for number, line in following:
        yield _line(line, f"{name} line {number}")


def _numbered(file: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    number = 1
    while line := file.readline(FILE_LIMIT + 1):
        number += 1
        if line.strip():
            yield number, line


def _line(line: bytes, where: str) -> Document | Unread:
    try:
        return Document(where, parse(line))
    except Ambiguous as error:
        return Unread(where, str(error))
    except orjson.JSONDecodeError as error:
        return Unread(where, f"not JSON in UTF-8: {error}")


def _whole(data: bytes, name: str) -> Iterator[Document | Unread]:
    try:
        yield Document(name, parse(data))
    except Ambiguous as error:
        yield Unread(name, str(error))
    except orjson.JSONDecodeError as error:
        lines = [(number, line) for number, line in enumerate(data.splitlines(), 1) if line.strip()]
        if len(lines) > 1 and any(_is_json(line) for _, line in lines[1:3]):
            yield from (_line(line, f"{name} line {number}") for number, line in lines)
        else:
            yield Unread(name, f"not JSON in UTF-8: {error}")


def _scripts(data: bytes, name: str) -> Iterator[Document | Unread]:
    scripts = _Scripts()
    try:
        scripts.feed(data.decode(_charset(data)))
        scripts.close()
    except (UnicodeError, LookupError, AssertionError) as error:
        yield Unread(name, f"a page that cannot be read: {error}")
        return
    for number, script in enumerate(scripts.found, 1):
        where = f"{name} script {number}"
        try:
            yield Document(where, _read_script(script), is_script=True)
        except (ValueError, RecursionError) as error:
            yield Unread(where, f"not JSON: {error or 'nested too deeply'}")


def _charset(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        said = CHARSET.search(data[:4096])
        return said[1].decode() if said else "utf-8"
    return "utf-8"


def _read_script(script: str) -> Any:
    """JSON, also as pages have it: wrapped, with line ends within texts, and with a name twice in an object, of which
    the last counts, as for search engines. Raises ValueError."""
    try:
        return orjson.loads(script)
    except orjson.JSONDecodeError:
        bare = BEFORE.sub("", script, count=1)
        value, end = json.JSONDecoder(strict=False, parse_constant=_refuse).raw_decode(bare)
        if not AFTER.fullmatch(bare, end):
            raise ValueError(f"something else follows at character {end + 1}") from None
        return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number in JSON")


class _Scripts(HTMLParser):
    """The texts of a page's scripts of JSON-LD."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            kind = (dict(attrs).get("type") or "").partition(";")[0].strip().lower()
            self._open = kind == JSON_LD
            self.found += [""] if self._open else []

    def handle_endtag(self, tag: str) -> None:
        self._open = self._open and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1] += data
