"""The article that a model is asked about, and what its answers are made of."""

from claimsdb.extraction.llm import EndpointExtractor
from claimsdb.reading import read_article
from tests.extraction.llm.server import completion

TEXT = """\
Troops move east

Kim Jong Un visited the front. “We may send at least 3,000 soldiers,” he said, and Seoul said that they may leave soon.

The TASS agency reported that they may leave soon. Officials said up to 1,200 tanks had reached Russia.
"""
QUOTE = "We may send at least 3,000 soldiers"
RECORD = read_article(TEXT, file_name="troops.txt")
NOTHING = {"claims": []}


def claim(quote=QUOTE, **changes):
    plain = {
        "paragraph": 2, "before": "", "quote": quote, "quotation": "direct", "stance": "asserts", "phase": "unknown",
        "topic": None, "hedges": [], "actors": [], "quantities": [],
    }  # fmt: skip
    return plain | changes


def actor(words, role="claimant", name=""):
    return {"role": role, "words": words, "name": name}


def quantity(words="at least 3,000", low=None, best=None, high=None, qualifier="at_least", **changes):
    told = {"words": words, "low": low, "best": best, "high": high, "qualifier": qualifier}
    return told | {"measure": "soldiers", "unit": "person", "basis": "total"} | changes


GOOD = completion({"claims": [claim()]})

# What a quantity says beside "at least 3,000", and which low, best and high of it are kept.
FIGURES = [
    ({"low": 3000}, (3000, None, None)),
    ({"low": 3000, "best": 3000}, (3000, None, None)),
    ({"low": 3000, "high": 3000}, (None, None, None)),
    ({"low": 2000}, (None, None, None)),
    ({"low": 1e400}, (None, None, None)),
    ({"low": "3000"}, (None, None, None)),
    ({"low": True}, (None, None, None)),
    ({"high": 3000, "qualifier": "at_most"}, (None, None, 3000)),
    ({"low": 3000, "qualifier": "at_most"}, (None, None, None)),
    ({"best": 3000, "qualifier": "about"}, (3000, 3000, 3000)),
    ({"low": 3000, "best": 3000.0, "qualifier": "exact"}, (3000, 3000, 3000)),
    ({"low": 3000, "high": 3000, "qualifier": "between"}, (3000, None, 3000)),
    ({"low": 3000, "qualifier": "between"}, (None, None, None)),
    ({"low": 3000, "qualifier": "order_of_magnitude"}, (3000, None, None)),
    ({"low": 3000, "qualifier": "exactly"}, (None, None, None)),
    ({}, (None, None, None)),
]


def extractor(endpoint, **changes):
    return EndpointExtractor(**{"url": endpoint.url, "key": "sesame", "model": "m", "timeout": 20} | changes)
