import pytest

from claimsdb.admin.word_diff import word_diff


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("The same.", "The same.", "The same."),
        ("", "New words", "<ins>New words</ins>"),
        ("It will send troops.", "It sent troops.", "It<del> will send</del><ins> sent</ins> troops."),
        ("Streets were full.", "Nobody came.", "<del>Streets were full</del><ins>Nobody came</ins>."),
        ("a < b", "a & b", "a<del> &lt;</del><ins> &amp;</ins> b"),
        ("Ends with a space ", "Ends with a space", "Ends with a space<del> </del>"),
    ],
)
def test_what_was_lost_and_gained_is_marked(old, new, shown):
    assert word_diff(old, new) == shown
