"""Quantities of any text whatever: where they stand in it, and that all of it is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimsdb.extraction.quantities.figures import find_quantities


def test_spans_are_places_in_the_article(nlp):
    article = "A heading.\n\nSeoul said at least 3,000 troops and nearly 100 missiles were sent."
    start = article.index("Seoul")
    found = find_quantities(nlp(article[start:]), offset=start)
    assert (
        [q.span.words_in(article) for q in found] == [q.as_written for q in found] == ["at least 3,000", "nearly 100"]
    )


PIECES = [
    "half", "a", "third", "of", "the", "three", "twenty", "-", "five", "hundred", "million", "dozen", "to", "between",
    "and", "from", "about", "at least", "up to", "more than", "another", "more", "3,000", "12", "1.5", "2024", "/", "$",
    "%", "percent", "km", "strong", "plus", "or", "killed", "soldiers", "in", "out", "every", "day", "twice", "that",
    "as", "many", "½", ",", ".", "(", "Oct", "Article", "km", "one", "9" * 40,
]  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)))
def test_any_text_is_read_and_spans_lie_inside_it(nlp, text):
    for found in find_quantities(nlp(text), offset=7):
        assert text[found.span.start - 7 : found.span.end - 7] == found.as_written != ""
        assert found.low is None or found.high is None or found.low <= found.high


@pytest.mark.long
@pytest.mark.parametrize("piece", ["11,22,", "3 000 ", "and three ", "- 5 ", "1/", "a-", "@", "+1 ", "half a ", "Aug "])
def test_long_repetitions_are_read(nlp, piece):
    """Grammars that go back and forth do not come to an end here."""
    text = piece * 3000
    doc = nlp.make_doc(text[:20_000])
    for token in doc:
        token.is_sent_start = token.i == 0
    assert all(0 <= found.span.start < found.span.end <= len(text) for found in find_quantities(doc, offset=0))
