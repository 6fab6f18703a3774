"""Web archives (WARC, ARC): the pages that a crawler has got, each with the address at which it got it."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import IO

from warcio import archiveiterator, bufferedreaders
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

PAGES = ("text/html", "application/xhtml+xml")
BLOCK = 64 * 1024  # bytes

# What warcio itself writes to the terminal of an odd archive names no file; a fault does.
for module in (archiveiterator, bufferedreaders):
    module.sys = SimpleNamespace(stderr=SimpleNamespace(write=len))


@dataclass(frozen=True, slots=True)
class Page:
    """One page, or why it cannot be had; `number` counts all records, those that are no pages too."""

    number: int
    url: str
    data: bytes
    fault: str = ""


def iter_pages(file: IO[bytes], *, size_limit: int) -> Iterator[Page]:
    """The pages in their order, of at most so many bytes each, unpacked; one is in memory at a time.

    What is no page that was got is left out: requests, answers other than 200, pictures, what the crawler says of
    itself. The last one is a fault where the archive is damaged.
    """
    number = 0
    try:
        for number, record in enumerate(ArchiveIterator(file), start=1):
            if _is_page(record):
                url = record.rec_headers.get_header("WARC-Target-URI") or ""
                data = _payload(record, size_limit=size_limit)
                fault = _fault(record, data, size_limit=size_limit)
                yield Page(number, url.strip("<>"), b"" if fault else data, fault)
    except Exception as error:  # warcio fails on odd archives in any way, and other files go on
        words = " ".join(str(error).split())[:200]
        yield Page(number + 1, "", b"", f"the archive is damaged or cut off here: {words}")


def _is_page(record: ArcWarcRecord) -> bool:
    if record.rec_type == "response":
        headers = record.http_headers
        if headers is None or headers.get_statuscode() != "200":
            return False
        kind = headers.get_header("Content-Type") or ""
    elif record.rec_type == "resource":
        kind = record.rec_headers.get_header("Content-Type") or ""
    else:
        return False
    return kind.partition(";")[0].strip().lower() in PAGES


def _fault(record: ArcWarcRecord, data: bytes, *, size_limit: int) -> str:
    if len(data) > size_limit:
        return f"larger than {size_limit:,} bytes"
    missing = getattr(record.raw_stream, "limit", 0)  # what a record that is whole has none of at its end
    return f"cut off: {missing:,} of the bytes that the record names are missing" if missing > 0 else ""


def _payload(record: ArcWarcRecord, *, size_limit: int) -> bytes:
    """As it reads unpacked; of one that is too large one byte more than may be."""
    stream, found = record.content_stream(), bytearray()
    while len(found) <= size_limit and (block := stream.read(BLOCK)):
        found += block[: size_limit + 1 - len(found)]
    return bytes(found)
