"""One text does not take the machine: how far it is read, where it is cut for the parser, and what it may cost."""

import subprocess
import sys

import pytest

from claimsdb.extraction import Cut, Limits
from claimsdb.extraction.spacy_rules import SpacyExtractor
from claimsdb.extraction.text.passages import MAX_PARSE_LENGTH, find_cut, runs_of_length, split_for_parser
from tests.extractors import found_claim

SENTENCE = "The minister said the ships had left. "


def claims(*starts):
    return [found_claim("x", start=start, rule="r") for start in starts]


@pytest.mark.parametrize(
    ("limits", "kept", "cut"),
    [
        (Limits(claims=4), 4, None),
        (Limits(claims=3), 3, Cut(25, "it has more than 3 claims (CLAIMSDB_CLAIMS_LIMIT)")),
        (Limits(claims=2), 2, Cut(12, "it has more than 2 claims (CLAIMSDB_CLAIMS_LIMIT)")),
        (Limits(seconds=-1), 2, Cut(10, "it takes longer than -1 seconds (CLAIMSDB_EXTRACTION_SECONDS)")),
    ],
)
def test_claims_and_time_are_limited(limits, kept, cut):
    found = limits.keep([(10, claims(1, 5)), (20, claims(12)), (30, claims(25))])
    assert (len(found), found.cut) == (kept, cut)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("one two three four. five, six seven", "four. "),  # the best border in the second half
        ("one. two three four; five six seven", "four; "),
        ("one. two, three four five six", "four five "),
        ("x" * 31, "x"),
    ],
)
def test_a_piece_ends_at_the_best_border(text, ends):
    assert text[: find_cut(text, 0, 29)].endswith(ends)


@pytest.mark.parametrize("text", ["word " * 5_000, SENTENCE * 800, "x" * 12_000, "a, b; c. " * 2_000])
def test_nothing_is_lost_between_pieces(text):
    pieces = list(split_for_parser(text, 3, len(text) - 3))
    assert "".join(text[start:end] for start, end in pieces).rstrip() == text[3:-3].rstrip()
    assert max(end - start for start, end in pieces) <= MAX_PARSE_LENGTH


@pytest.mark.parametrize(("lengths", "runs"), [([], []), ([9], [1]), ([2, 2, 2], [2, 1]), ([9, 1, 9, 9], [1, 1, 1, 1])])
def test_texts_are_parsed_in_bounded_batches(lengths, runs):
    slices = list(runs_of_length(["x" * length for length in lengths], 4))
    assert [each.stop - each.start for each in slices] == runs


def test_an_article_in_parts_knows_the_names_of_those_before(registry, article, monkeypatch):
    paragraphs = ["Anna Berg said 30 tanks were lost.", "Nothing else happened.", "Berg said 40 ships had left."]
    text = article(*paragraphs).text
    whole = SpacyExtractor().extract(article(*paragraphs), registry=registry)
    monkeypatch.setattr("claimsdb.extraction.text.passages.MAX_PART_LENGTH", 40)
    parts = SpacyExtractor().extract(article(*paragraphs), registry=registry)
    assert parts == whole
    assert [text[claim.span.start : claim.span.end] for claim in parts] == [claim.quote for claim in parts]
    assert {part.name for claim in parts for part in claim.attributions} >= {"Anna Berg"}


def test_an_article_with_too_many_claims_is_cut_there(registry, article):
    text = SENTENCE * 20
    found = SpacyExtractor(limits=Limits(claims=5)).extract(article(text), registry=registry)
    assert [claim.span.start for claim in found] == [18 + number * len(SENTENCE) for number in range(5)]
    assert found.cut.at == 18 + 5 * len(SENTENCE)


MEASURED = """
from claimsdb.extraction import Limits, Registry
from claimsdb.extraction.spacy_rules import SpacyExtractor
from claimsdb.reading import read_article
from tests.benchmarks.measured import peak_mib
text = "The march\\n\\n" + "the minister of the army moved troops to the border and counted prisoners " * 2_700
SpacyExtractor(limits=Limits(seconds=20)).extract(read_article(text, file_name="a.txt"), registry=Registry(()))
print(peak_mib())
"""


@pytest.mark.processes
def test_two_hundred_kilobytes_without_a_stop_stay_under_600_mb():
    done = subprocess.run([sys.executable, "-c", MEASURED], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 600
