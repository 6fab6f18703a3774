"""ClaimReviews of others: in files of every kind, in every shape that is met with, and what is odd in them named."""

import gzip
import json
from datetime import date

import pytest

from claimsdb.reading.claim_reviews import FoundReview, Rating, files, iter_reviews, read_review

REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://checks.example/1",
    "claimReviewed": "Ten thousand troops came.",
    "datePublished": "2024-11-01",
    "author": {"@type": "Organization", "name": "The Checker", "url": "https://checks.example"},
    "reviewRating": {"@type": "Rating", "alternateName": "False"},
}
OTHER = REVIEW | {"url": "https://checks.example/2", "claimReviewed": "None came."}
ARTICLE = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Did they come?"}
SEARCHED = {
    "text": "Ten thousand troops came.",
    "claimant": "Kim",
    "claimReview": [
        {
            "publisher": {"name": "The Checker", "site": "checks.example"},
            "url": "https://checks.example/1",
            "title": "Did they?",
            "reviewDate": "2024-11-01T00:00:00Z",
            "textualRating": "False",
            "languageCode": "en",
        }
    ],
}
MARKUP = {
    "name": "pages/1",
    "pageUrl": "https://checks.example/1",
    "publishDate": "2024-11-01",
    "claimReviewAuthor": {"name": "The Checker"},
    "claimReviewMarkups": [
        {
            "claimReviewed": "Ten thousand troops came.",
            "claimAuthor": {"name": "Kim"},
            "claimAppearances": ["https://wire.example/troops"],
            "rating": {"ratingValue": 1, "worstRating": 1, "bestRating": 5, "textualRating": "False"},
        }
    ],
}


def lines(*documents):
    return "\n".join(map(json.dumps, documents))


def page(*scripts):
    made = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{made}</head><body><script>x = '<p>'</script></body></html>"


@pytest.fixture
def read(tmp_path):
    def read(content, name="feed"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return [*iter_reviews(path)]

    return read


ONE, TWO = [REVIEW["url"]], [REVIEW["url"], OTHER["url"]]
FILES = {
    "one object": (json.dumps(REVIEW, indent=1), ONE),
    "a list": (lines([REVIEW, OTHER]), TWO),
    "lines": (lines(REVIEW, OTHER) + "\n\n", TWO),
    "a feed": (lines({"@type": "DataFeed", "dataFeedElement": [{"item": REVIEW}, {"item": [OTHER]}]}), TWO),
    "a feed of one": (lines({"@type": "DataFeed", "dataFeedElement": {"@type": "DataFeedItem", "item": REVIEW}}), ONE),
    "a feed without items": (lines({"@type": "DataFeed", "dataFeedElement": [REVIEW, OTHER]}), TWO),
    "a graph": (lines({"@context": "http://schema.org", "@graph": [ARTICLE, REVIEW, OTHER]}), TWO),
    "in an article": (lines(ARTICLE | {"review": {"mainEntity": REVIEW}}), ONE),
    "a page": (page(json.dumps(ARTICLE), json.dumps([REVIEW, OTHER])), TWO),
    "a page that wraps": (
        page("\n//<![CDATA[\n" + json.dumps(REVIEW) + "\n//]]>\n", f"<!--{json.dumps(OTHER)}-->"),
        TWO,
    ),
    "line ends in texts": (page(json.dumps(REVIEW).replace("Ten thousand", "Ten\nthousand")), ONE),
    "comments around": (
        page(f"/* of us\n*/ // <x>\n{json.dumps(REVIEW)}; /* end */", f"{json.dumps(OTHER)}\n// end"),
        TWO,
    ),
    "two types": (lines(REVIEW | {"@type": ["Review", "http://schema.org/ClaimReview"]}), ONE),
    "gzip": (gzip.compress(lines(REVIEW, OTHER).encode()), TWO),
    "a byte order mark": (b"\xef\xbb\xbf" + lines(REVIEW).encode(), ONE),
    "named twice": (lines({"@graph": [{"@type": "ClaimReview", "@id": "#r"}, REVIEW | {"@id": "#r"}]}), ONE),
}


@pytest.mark.parametrize("kind", FILES)
def test_files(read, kind):
    content, expected = FILES[kind]
    found = read(content)
    assert [read_review(each.found).url for each in found if isinstance(each, FoundReview)] == expected
    assert len(found) == len(expected), found


@pytest.mark.parametrize(
    ("content", "where", "reason"),
    [
        ("", "feed", "is empty"),
        ("Ten thousand", "feed", "not JSON"),
        (b"\x1f\x8b\x08\x00", "feed", "damaged"),
        (lines(ARTICLE), "feed", "is of the type NewsArticle"),
        ("[]", "feed", "has no ClaimReview"),
        ("<html></html>", "feed", "has no ClaimReview"),
        (page('{"@type": "ClaimReview",}'), "feed script 1", "not JSON"),
        (page('{"n": NaN}'), "feed script 1", "NaN"),
        (page("{} {}"), "feed script 1", "not JSON"),
        (page("/* " * 50_000), "feed script 1", "not JSON"),
        (page(r'{"dataFeedElement": ["\ud800"]}'), "feed script 1 /dataFeedElement/0", 'is "\ufffd"'),
        (page(r'{"\ud800": {"item": 5}}'), "feed script 1 /\ufffd/item", "is 5"),
        (page('{"x": "a\nb", "dataFeedElement": [' + "1" * 31 + "]}"), "feed script 1 /dataFeedElement/0", "is 1111"),
        (b"<meta charset=undefined>\xff", "feed", "a page that cannot be read"),
        (lines(REVIEW, "x")[:-1] + "\n" + lines(OTHER), "feed line 2", "not JSON"),
        ("[" * 5000, "feed", "not JSON"),
        (lines({"dataFeedElement": [{"item": REVIEW}, {"item": None}]}), "feed /dataFeedElement/1/item", "is null"),
        (lines({"dataFeedElement": [None, REVIEW]}), "feed /dataFeedElement/0", "is null"),
        (lines({"dataFeedElement": {"item": {"@type": "MediaReview"}}}), "feed /dataFeedElement/item", "MediaReview"),
        (lines({"claims": [SEARCHED, {**SEARCHED, "claimReview": ["x"]}]}), "feed /claims/1/claimReview/0", '"x"'),
        (lines(REVIEW | {"reviewBody": "x" * 300_000}), "feed", "at most 262,144"),
    ],
)
def test_what_is_none_is_named_with_its_place(read, content, where, reason):
    [unread] = [each for each in read(content) if not isinstance(each, FoundReview)]
    assert unread.where.endswith(where)
    assert reason in unread.reason


def test_files_that_are_not_there_or_none(tmp_path):
    for path, reason in ((tmp_path / "nothing", "No such file"), (tmp_path, "is no file")):
        assert reason in next(iter_reviews(path)).reason


def test_a_bad_script_loses_none_of_the_others(read):
    found = read(page("{", json.dumps(REVIEW)))
    assert [type(each).__name__ for each in found] == ["Unread", "FoundReview"]


def test_references_in_a_graph_are_followed(read):
    graph = [
        REVIEW | {"author": {"@id": "#us"}, "itemReviewed": {"@id": "#claim"}},
        {"@id": "#us", "@type": "Organization", "name": "We", "parentOrganization": {"@id": "#us"}},
        {"@id": "#claim", "@type": "Claim", "appearance": {"@id": "#post"}, "author": {"@id": "#kim"}},
        {"@id": "#post", "@type": "SocialMediaPosting", "url": "https://social.example/1"},
        {"@id": "#kim", "@type": "Person", "name": "Kim"},
    ]
    [found] = read(lines({"@graph": graph}))
    record = read_review(found.found)
    assert (record.publisher, record.claimants, record.appearances) == ("We", ("Kim",), ("https://social.example/1",))
    assert record.faults == ()


@pytest.mark.parametrize("document", [{"claims": [SEARCHED]}, {"claimReviewMarkupPages": [MARKUP]}, MARKUP])
def test_shapes_of_google(read, document):
    [found] = read(lines(document))
    record = read_review(found.found)
    said = (record.wording, record.url, record.label, record.publisher, record.published_on, record.claimants)
    assert said == (REVIEW["claimReviewed"], REVIEW["url"], "False", "The Checker", date(2024, 11, 1), ("Kim",))
    assert [str(fault) for fault in record.faults] == []


@pytest.mark.parametrize("part", [None, [], 5, "x", [5], [{}]])
@pytest.mark.parametrize("name", ["claimReview", "claimReviewMarkups"])
def test_what_only_looks_like_a_shape_of_google_is_itself(read, name, part):
    [found] = read(lines(REVIEW | {"text": "t", name: part}))
    assert read_review(found.found).url == REVIEW["url"]
    assert read_review({"text": "t", name: part}).url == ""


@pytest.mark.parametrize("broken", ["reviews_in", "_scripts"])
def test_a_fault_that_nobody_foresaw_is_named_and_logged(read, monkeypatch, caplog, broken):
    monkeypatch.setattr(files, broken, lambda *args, **options: 1 / 0)
    [unread] = read(page(json.dumps(REVIEW)))
    assert "division by zero" in str(unread)
    assert "ZeroDivisionError" in caplog.text


def rated(**rating):
    return {"reviewRating": {"@type": "Rating", **rating}}


SCALE = {"ratingValue": "2", "worstRating": 1, "bestRating": 5.0}
READ = [
    ({"claimReviewed": "<p>Ten&nbsp;thousand &amp;quot;troops&amp;quot;</p>"}, "wording", 'Ten thousand "troops"'),
    ({"claimReviewed": {"@value": "Sie kamen.", "@language": "de"}}, "wording", "Sie kamen."),
    ({"claimReviewed": {"de": "Sie kamen.", "en": "They came."}}, "wording", "They came."),
    ({"schema:claimReviewed": "They came.", "claimReviewed": None}, "wording", "They came."),
    ({"url": " //checks.example/1 "}, "url", "https://checks.example/1"),
    ({"url": {"@id": "https://checks.example/3"}}, "url", "https://checks.example/3"),
    ({"url": "https://checks.example/?a=1&amp;b=2&#038;copy=3"}, "url", "https://checks.example/?a=1&b=2&copy=3"),
    ({"author": {"name": "We", "url": "we.example/about"}}, "site", "we.example/about"),
    ({"author": {"url": "http://[x.y"}}, "publisher", "checks.example"),
    ({"author": "The Checker"}, "publisher", "The Checker"),
    ({"author": "https://other.example/"}, "publisher", "other.example"),
    ({"author": [{"@type": "Person", "name": "Ada"}, {"name": "The Checker"}]}, "publisher", "The Checker"),
    ({"author": {"@type": "Person", "name": "Ada"}, "publisher": {"name": "We"}}, "publisher", "We"),
    ({"author": {"name": None, "sameAs": ["https://we.example"]}}, "publisher", "we.example"),
    ({"datePublished": "2024-11-01T23:59:00+02:00"}, "published_on", date(2024, 11, 1)),
    ({"datePublished": "Fri, 01 Nov 2024 10:00:00 GMT"}, "published_on", date(2024, 11, 1)),
    ({"datePublished": "20241101"}, "published_on", date(2024, 11, 1)),
    ({"inLanguage": {"@type": "Language", "name": "German", "alternateName": "de"}}, "language", "de"),
    ({"inLanguage": ["en_US"]}, "language", "en-US"),
    (rated(alternateName="Mostly false", **SCALE), "rating", Rating(2, 1, 5)),
    (rated(alternateName="Mostly false", **SCALE), "label", "Mostly false"),
    (rated(ratingValue="Pants on fire"), "label", "Pants on fire"),
    (rated(name="Half true"), "label", "Half true"),
    ({"reviewRating": "False"}, "label", "False"),
    ({"itemReviewed": {"@type": "CreativeWork", "url": "https://w.example/1", "author": "Kim"}}, "claimants", ("Kim",)),
    ({"itemReviewed": {"@type": "CreativeWork", "url": "https://w.example/1"}}, "appearances", ("https://w.example/1",)),
    ({"itemReviewed": [{"firstAppearance": ["https://w.example/1", None, {"url": "https://w.example/2"}]}]}, "appearances",
     ("https://w.example/1", "https://w.example/2")),
    ({"itemReviewed": {"@type": "Claim", "@id": "https://db.example/claims/a/"}}, "of_claim",
     ("https://db.example/claims/a/",)),
    ({"itemReviewed": {"@type": "Claim", "name": "They came."}, "claimReviewed": ""}, "wording", "They came."),
]  # fmt: skip


@pytest.mark.parametrize(("given", "name", "expected"), READ)
def test_values_as_they_are_met_with(given, name, expected):
    assert getattr(read_review(REVIEW | given), name) == expected


FAULTS = [
    ({"url": None}, "url is null: the address at which"),
    ({"url": "/1"}, "url is /1, not an address"),
    ({"url": "javascript:alert(1)"}, "url is javascript:alert(1), not an address"),
    ({"url": ["https://checks.example/" + "x" * 600]}, "url is https://checks.example/xxxx"),
    ({"claimReviewed": None}, "claimReviewed is null: the claim in words"),
    ({"claimReviewed": True}, "claimReviewed is true, not a text"),
    ({"claimReviewed": ["One.", "Two."]}, "claimReviewed has 2 values, of which the first is taken"),
    ({"claimReviewed": "x" * 3000}, "claimReviewed has 3000 characters"),
    ({"author": []}, "author is empty: the publisher"),
    ({"author": {"url": "http://[x.y"}}, "author.url is http://[x.y, not an address"),
    ({"datePublished": None}, "datePublished is null: the day of publication"),
    ({"datePublished": "01/11/2024"}, "datePublished is 01/11/2024, which names no day"),
    ({"datePublished": "2024-02-31"}, "datePublished is 2024-02-31, which names no day"),
    ({"datePublished": 1730419200}, "datePublished is 1730419200, which names no day"),
    ({"datePublished": "0001-01-01"}, "datePublished is 0001-01-01, which is before"),
    ({"datePublished": {"x": 1}}, "datePublished is an object"),
    ({"inLanguage": "Klingonish"}, "inLanguage is Klingonish"),
    ({"reviewRating": None}, "reviewRating is null: the rating, in words"),
    (rated(ratingValue=3), "reviewRating.alternateName is missing"),
    (rated(alternateName="x", **SCALE | {"bestRating": None}), "reviewRating.bestRating is not known"),
    (rated(alternateName="x", **SCALE | {"ratingValue": -1}), "reviewRating.ratingValue -1 is on no scale from 1 to 5"),
    (rated(alternateName="x", ratingValue="4/5"), "reviewRating.ratingValue is 4/5, not a number"),
    ({"itemReviewed": None}, "itemReviewed is null"),
]


@pytest.mark.parametrize(("given", "expected"), FAULTS)
def test_what_cannot_be_read_is_named_with_its_property(given, expected):
    record = read_review(REVIEW | given)
    assert any(str(fault).startswith(expected) for fault in record.faults), record.faults


def test_the_plain_one_has_no_faults():
    assert read_review(REVIEW).faults == ()


def test_knots_and_depths_end(read):
    knot = [{"@id": f"#{one}", "about": [{"@id": f"#{other}"} for other in range(50)]} for one in range(50)]
    [found] = read(lines({"@graph": [REVIEW | {"about": {"@id": "#1"}}, *knot]}))
    assert read_review(found.found).url == REVIEW["url"]
    [unread] = read(lines(REVIEW)[:-1] + ', "about": ' + "[" * 900 + "]" * 900 + "}")
    assert "cannot be kept" in unread.reason


@pytest.mark.parametrize("hidden", ["\u200e", "a\u200b", "\ufe0f", "x\u2800", "&amp;"])
def test_texts_full_of_what_is_not_seen_are_read_all_the_same(hidden):
    record = read_review(REVIEW | {"claimReviewed": "They came." + hidden * 20_000, "datePublished": hidden * 20_000})
    assert record.wording.startswith("They came.")


def test_what_no_database_takes_is_replaced(read):
    [found] = read(lines(REVIEW | {"reviewBody": "a\0b", "name": "\\u0000"}))
    assert (found.found["reviewBody"], found.found["name"]) == ("a\ufffdb", "\\u0000")
