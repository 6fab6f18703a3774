from claimsdb.reading import stretches


def pieces(text, *spans):
    return [(text[each.start : each.end], "".join(each.over)) for each in stretches(len(text), spans)]


def test_a_text_without_spans_is_one_piece():
    assert pieces("abc") == [("abc", "")]


def test_what_overlaps_is_cut_at_every_border():
    assert pieces("abcdef", (0, 4, "x"), (2, 6, "y")) == [("ab", "x"), ("cd", "xy"), ("ef", "y")]


def test_of_one_in_another_the_shorter_comes_first():
    assert pieces("abcdef", (0, 6, "x"), (2, 3, "y")) == [("ab", "x"), ("c", "yx"), ("def", "x")]


def test_two_over_the_same_words_are_both_named():
    assert pieces("abc", (0, 3, "x"), (0, 3, "y")) == [("abc", "xy")]


def test_an_empty_text_has_no_pieces():
    assert pieces("") == []
