"""Whatever comes back, only what the article says is kept."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimsdb.choices import Qualifier, Role
from claimsdb.extraction import ExtractionFailed
from claimsdb.extraction.llm import EndpointExtractor
from tests.extraction.llm.answers import QUOTE, RECORD, TEXT
from tests.extraction.llm.server import completion

WORDS = st.one_of(
    st.tuples(st.integers(0, len(TEXT)), st.integers(0, 60)).map(lambda at: TEXT[at[0] : at[0] + at[1]]),
    st.sampled_from(["he", "may", "Seoul", "3,000", "soldiers", "asserts", "claimant", "at_least", "direct", QUOTE]),
    st.text(max_size=20),
)
VALUES = st.one_of(WORDS, st.none(), st.booleans(), st.integers(), st.floats())
ANYTHING = st.recursive(VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3))


def shaped(**exact):
    """Objects with the right names, and right or wrong values."""
    return st.fixed_dictionaries({name: values | ANYTHING for name, values in exact.items()})


ACTORS = shaped(role=st.sampled_from([*Role]), words=WORDS, name=WORDS)
NUMBERS = st.sampled_from([3000, 1200, 3000.5, None, -1])
QUANTITIES = shaped(words=WORDS, low=NUMBERS, best=NUMBERS, high=NUMBERS, qualifier=st.sampled_from([*Qualifier]), measure=WORDS, unit=WORDS, basis=WORDS)  # fmt: skip
CLAIMS = shaped(
    paragraph=st.integers(1, 3), before=WORDS, quote=WORDS, quotation=WORDS, stance=WORDS, topic=WORDS,
    hedges=st.lists(WORDS, max_size=3), actors=st.lists(ACTORS, max_size=3), quantities=st.lists(QUANTITIES, max_size=3),
)  # fmt: skip


@pytest.fixture(scope="module")
def asking(server):
    """An extractor that hypothesis can put many answers to."""
    return EndpointExtractor(url=server.url, model="m")


@settings(max_examples=100)
@given(answer=st.fixed_dictionaries({"claims": st.lists(CLAIMS | ANYTHING, max_size=4)}) | ANYTHING)
def test_whatever_comes_back_only_what_the_article_says_is_kept(server, asking, registry, answer):
    server.replies[:] = [completion(json.dumps(answer))]
    try:
        claims = asking.extract(RECORD, registry=registry)
    except ExtractionFailed:
        assert not isinstance(answer, dict) or not isinstance(answer.get("claims"), list)
        return
    for found in claims:
        assert found.quote == found.span.words_in(TEXT)
        assert found.quote.strip()
        for part in (*found.attributions, *found.quantities):
            assert part.as_written == part.span.words_in(TEXT)
        assert all(hedge in TEXT.lower() for hedge in found.hedge.split(", "))
        assert all(figure.measure in TEXT for figure in found.quantities)
