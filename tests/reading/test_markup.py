"""What is HTML, and what only looks like it."""

import pytest

from claimsdb.reading import check_file_name, first_markup


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1 < 2 and 3 > 2", ""),
        ("a <3 b", ""),
        ("See <https://example.org/p> and <unk>, <pp>.", ""),
        ("R&D; AT&T; Q&A", ""),
        ("a cut <b", ""),
        ("They <b>went</b>.", "<b>"),
        ("They went.<BR/>", "<BR/>"),
        ("</p>", "</p>"),
        ('By <a href="x">Kim</a>', '<a href="x">'),
        ("<!DOCTYPE html><html>", "<!DOCTYPE html>"),
        ("<h2 >Troops</h2>", "<h2 >"),
        ("AT&amp;T", "&amp;"),
        ("Kim&#8217;s", "&#8217;"),
        ("Kim&#x2019;s", "&#x2019;"),
        ("a&nbsp;b <i>c</i>", "&nbsp;"),
        ("&lt;p&gt;", "&lt;"),
    ],
)
def test_the_first_tag_or_entity(text, found):
    assert first_markup(text) == found


@pytest.mark.parametrize("name", ["a.txt", "Доклад 1.txt", "..a..txt", "a:b.txt", "می‌روم.txt", "x" * 300])
def test_a_name_is_taken_as_it_is(name):
    assert check_file_name(name) == name


@pytest.mark.parametrize(
    "name", [".", "..", "a/b", "/a", "a\\b", "a\nb", "a\0b", "a\x85b", "a\u2029b", "a\u202eb", "a\u2066b"]
)
def test_a_path_or_what_nobody_sees_is_no_name(name):
    with pytest.raises(ValueError, match="is not the name of a file"):
        check_file_name(name)
