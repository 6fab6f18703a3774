"""Which files are articles, and how one that is none is turned away."""

import os
from pathlib import Path

import pytest

from claimsdb.reading import BadArticle, article_files, read_file

LIMIT = 1_000_000
ARTICLE = "Troops move east\n\nA general said on Monday that Russia had received 1,500 soldiers from North Korea."


def test_text_is_kept_as_found(tmp_path):
    data = "\ufeffTroops\u00a0move “east” \r\n\r\nKim’s 50\u202f000 soldiers 😀 מילים went, he said.\r".encode()
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    record = read_file(file, size_limit=len(data))
    assert (record.text.encode(), record.title) == (data, "Troops\u00a0move “east”")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty, an article has a title"),
        (b" \n\t\r\n", "only white space"),
        ("\ufeff\n".encode(), "only white space"),
        (b"Troops move east\n", "no body, only title"),
        (b"Troops move east\n\nShare this\n\nVia: Yonhap", "no body, only title, notice, origin"),
        ("Le ministre déclare".encode("latin-1"), "not UTF-8: 0xE9 at byte 13, save it as UTF-8"),
        ("Troops move east — Kim".encode()[:-5], "cut off within a character at byte 17"),
        ("Troops".encode("utf-16"), "not UTF-8 but UTF-16, save it as UTF-8"),
        ("Troops".encode("utf-32"), "not UTF-8 but UTF-32"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "looks like a JPEG image"),
        (b"\x89PNG\r\n\x1a\n", "looks like a PNG image"),
        (b"%PDF-1.7\n", "looks like a PDF document"),
        (b"PK\x03\x04", "looks like a ZIP archive or an office document"),
        (b"Troops\0move", "binary: NUL at byte 6"),
        (b"<!doctype html>\n<p>Troops move east</p>", "has the tag <!doctype html> of HTML, an article is plain text"),
        (b"Troops\n\n<div class='a'>They moved.</div>", "has the tag <div class='a'> of HTML"),
    ],
)
def test_bad_bytes(tmp_path, data, reason):
    file = tmp_path / "bad.txt"
    file.write_bytes(data)
    with pytest.raises(BadArticle) as caught:
        read_file(file, size_limit=LIMIT)
    assert str(caught.value).startswith(f"{file}: {reason}")


def a_large_file(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(50_000_000)


def an_unreadable_file(path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    path.touch(mode=0o000)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (a_large_file, "too large: 50,000,000 bytes, the limit is 1,000,000"),
        (os.mkfifo, "is not a regular file"),
        (Path.mkdir, "is a directory"),
        (an_unreadable_file, "cannot be read (Permission denied)"),
        (lambda path: path.symlink_to(path), "cannot be read (Too many levels of symbolic links)"),
        (lambda path: path.symlink_to("gone.txt"), "not found"),
        (lambda path: None, "not found, give an article or a directory of articles"),
    ],
)
def test_bad_file(tmp_path, make, reason):
    file = tmp_path / "bad.txt"
    make(file)
    with pytest.raises(BadArticle) as caught:
        read_file(file, size_limit=LIMIT)
    assert str(caught.value).startswith(f"{file}: {reason}")


def test_bad_names(tmp_path):
    file = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    file.write_text(ARTICLE)
    with pytest.raises(BadArticle, match=r"caf\\udce9\.txt: the file's name is not UTF-8"):
        read_file(file, size_limit=LIMIT)
    with pytest.raises(BadArticle, match="NUL"):
        read_file(Path("a\0.txt"), size_limit=LIMIT)


def test_a_directory_stands_for_its_articles(tmp_path):
    folder, bare = tmp_path / "in", tmp_path / "bare"
    for path in (folder / "deep.txt", bare):
        path.mkdir(parents=True)
    for name in ("b.txt", "A.TXT", ".hidden.txt", "notes.md"):
        (folder / name).touch()
    files, errors = article_files([folder / "b.txt", tmp_path / "gone", folder, bare])
    assert files == [folder / "b.txt", folder / "A.TXT"]
    assert [str(error) for error in errors] == [
        f"{tmp_path / 'gone'}: not found, give an article or a directory of articles",
        f"{bare}: no articles in this directory, they are files named *.txt",
    ]
