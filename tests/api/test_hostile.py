"""Input that nobody sends by mistake: always an answer, never a failure of ours."""

import pytest

from api.pagination import RESERVED
from claimsdb.filters import ActorFilter, ArticleFilter, ClaimFilter, SourceFilter
from claimsdb.strict_filters import StrictFilterSet

HOSTILE = {
    "a NUL byte": "%00",
    "half a surrogate pair": "%ED%A0%80",
    "no UTF-8": "%FF%FE",
    "a long number": "9" * 400,
    "a long negative number": "-" + "9" * 400,
    "a huge exponent": "1e999999999",
    "a tiny exponent": "1e-999999999",
    "not a number": "NaN",
    "infinity": "Infinity",
    "the year 0": "0000-01-01",
    "the year 99999": "99999-01-01",
    "the first moment, far east": "0001-01-01T00:00:00%2B23:59",
    "many values": ",".join(map(str, range(10_000))),
    "a long text": "a" * 100_000,
    "a pattern": "%25_%5C*",
    "an injection": "'%3B+DROP+TABLE+claimsdb_claim--",
    "a list": "[]",
    "an object": "%7B%22a%22:1%7D",
    "null": "null",
    "a format string": "%25s%25(x)s%7B0%7D",
    "right to left": "%E2%80%AE%E2%81%A6",
}
FILTERS: dict[str, type[StrictFilterSet]] = {
    "claims": ClaimFilter,
    "articles": ArticleFilter,
    "sources": SourceFilter,
    "actors": ActorFilter,
}
NO_TEXT = {"a NUL byte", "many values", "a long text", "a long number", "a long negative number"}
NO_WORD = {
    "half a surrogate pair",
    "a pattern",
    "no UTF-8",
    "a list",
    "right to left",
}  # nothing that a search of claims looks for


PARAMETERS = [(place, name) for place, filters in FILTERS.items() for name in filters.base_filters]
PARAMETERS += [("claims", name) for name in RESERVED]


@pytest.mark.parametrize(("place", "name"), PARAMETERS)
def test_parameters_refuse(api, db, place, name):
    for label, value in HOSTILE.items():
        answer = api.get(f"/api/{place}/?{name}={value}")
        unsearchable = NO_TEXT | NO_WORD if place == "claims" else NO_TEXT
        if name == "search" and label not in unsearchable:
            assert answer.status_code == 200, label
        else:
            assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json"), label
            assert answer.json()["errors"][0]["parameter"] == name


@pytest.mark.parametrize("place", FILTERS)
def test_names_and_paths(api, db, place):
    for label, value in HOSTILE.items():
        assert api.get(f"/api/{place}/?{value}=1").status_code == 400, label
        assert api.get(f"/api/{place}/{value}/").status_code == 404, label


@pytest.mark.parametrize("accept", ["", "*", "/", "text", "a/b;q=x", "," * 10_000, "application/json;q=0", "ü/ü"])
def test_accept_headers(api, db, accept):
    assert api.get("/api/claims/", headers={"accept": accept}).status_code in (200, 406)
