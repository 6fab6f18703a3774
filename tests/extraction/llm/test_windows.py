"""Articles that are too long for one question, and answers too long for one reply."""

from claimsdb.extraction.llm.windows import MAX_WINDOW_LENGTH, split_into_windows
from claimsdb.reading import read_article
from tests.extraction.llm.answers import NOTHING, QUOTE, RECORD, claim, extractor
from tests.extraction.llm.server import completion

LONG = "A long war\n\n" + "\n\n".join(f"The army said on day {i} that {i},000 men had left. {'War. ' * 149}War." for i in range(1, 40))  # fmt: skip


def test_long_articles_are_asked_about_in_windows(endpoint, registry):
    record = read_article(LONG, file_name="long.txt")
    places = [paragraph for window in split_into_windows(record) for paragraph in window.paragraphs]
    assert [place.words_in(LONG) for place in places] == LONG.split("\n\n")
    endpoint.replies[:] = [
        completion({"claims": [claim(f"{i},000 men had left") for i in range(1, 40)]})
        for _ in split_into_windows(record)
    ]
    claims = extractor(endpoint).extract(record, registry=registry)
    assert [found.quote for found in claims] == [f"{i},000 men had left" for i in range(1, 40)]
    assert len(endpoint.asked) == len([*split_into_windows(record)]) > 2
    assert all(len(window.whole.words_in(LONG)) <= MAX_WINDOW_LENGTH for window in split_into_windows(record))


def test_an_answer_that_is_cut_short_is_asked_for_in_halves(endpoint, registry):
    endpoint.replies[:] = [
        completion('{"claims": [', finish_reason="length"),
        completion(NOTHING),
        completion({"claims": [claim(paragraph=1)]}),
    ]
    (found,) = extractor(endpoint).extract(RECORD, registry=registry)
    assert found.quote == QUOTE
    assert [len(asked["messages"][1]["content"].split("\n\n")) for asked in endpoint.asked] == [3, 1, 2]
