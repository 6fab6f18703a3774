"""The benchmark compares like with like: the same rows every time, and the same answers by all who give one."""

import json
import os
import subprocess
import sys
from itertools import chain

import pytest
from django.conf import settings

from tests.benchmarks.growth import growth_of
from tests.benchmarks.measured import answer_of
from tests.benchmarks.pages import PAGE, RARE, check_agreement, path_of_page, sites
from tests.benchmarks.press import CLAIMS_PER_ARTICLE, NORTH_KOREA, Press
from tests.benchmarks.results import Result
from tests.benchmarks.targets import Target, Value
from tests.databases import new_database

pytestmark = pytest.mark.xdist_group("benchmarks")  # one worker, so that the press is made once
CLAIMS = 200


@pytest.fixture(scope="module")
def of(tmp_path_factory):
    """claimsdb, raw and drf over the same made-up press."""
    with new_database(tmp_path_factory.mktemp("press")) as url:
        answer_of(url, "filling", CLAIMS)
        with sites(url) as servers:
            yield servers


@pytest.mark.processes
@pytest.mark.parametrize("path", [PAGE, RARE])
def test_raw_answers_as_claimsdb_does(of, path):
    assert of["claimsdb"].page(path)["count"] > 0
    check_agreement(of, path)


@pytest.mark.processes
def test_raw_answers_as_claimsdb_does_within_the_list(of):
    path = path_of_page(of["claimsdb"], path=PAGE, number=5)
    assert of["claimsdb"].page(path)["previous"]
    check_agreement(of, path)


@pytest.mark.processes
@pytest.mark.parametrize("path", [PAGE, RARE, RARE.replace("rare-witness", "S2")])
def test_drf_finds_the_same_claims(of, path):
    ours, idiomatic = of["claimsdb"].page(path), of["drf"].page(path)
    assert idiomatic["count"] == ours["count"] > 0
    assert [claim["key"] for claim in idiomatic["results"]] == [claim["key"] for claim in ours["results"]]


@pytest.mark.processes
def test_disagreement_ends_the_run(of):
    with pytest.raises(SystemExit, match="results"):
        check_agreement(of | {"raw": of["drf"]}, RARE)


@pytest.mark.processes
def test_press_is_the_same_every_time_and_everywhere():
    script = "from tests.benchmarks.test_benchmarks import printed; print(printed(), end='')"
    environment = {**os.environ, "PYTHONHASHSEED": "7", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    elsewhere = [sys.executable, "-c", f"import django; django.setup(); {script}"]
    output = subprocess.check_output(elsewhere, env=environment, cwd=settings.BASE_DIR, text=True)
    assert output == printed()


def printed():
    return json.dumps(list(Press(CLAIMS).batches(articles=3)))


def test_press_is_skewed():
    rows = list(Press(10_000).batches())
    claims, attributions = (
        list(chain.from_iterable(each[table] for each in rows)) for table in ("claim", "attribution")
    )
    assert len(claims) == 10_000
    assert sum(len(each["article"]) for each in rows) == 10_000 / CLAIMS_PER_ARTICLE
    by_itself = {claim for _, claim, _, _, actor, *_ in attributions if actor == NORTH_KOREA}
    assert 0.22 < len(by_itself) / len(claims) < 0.26


FIGURES = {
    10: {"page": [2.0, 4.0, 3.0], "raw": [2.0], "memory": [90.0]},
    100: {"page": [6.0, 6.0, 6.0], "raw": [2.0]},
}


@pytest.mark.parametrize(
    ("target", "claims", "value", "is_met"),
    [
        (Target("ratio", "page", "raw", at_most=1.5), 10, Value(1.5, 1.0, 2.0), True),
        (Target("ratio", "page", "raw", at_most=1.5), 100, Value(3.0, 3.0, 3.0), False),
        (Target("inverse", "page", "raw", at_least=3), 100, Value(3.0, 3.0, 3.0), True),
        (Target("figure", "memory", at_most=150), 10, Value(90.0, 90.0, 90.0), True),
        (Target("growth", "page", at_most=1.3, grows=True), 100, Value(2.0, 2.0, 2.0), False),
        (Target("growth of the smallest", "page", at_most=1.3, grows=True), 10, None, None),
        (Target("at one size", "page", "raw", at_least=3, size=100), 10, None, None),
        (Target("not measured", "memory", at_most=150), 100, None, None),
        (Target("not compared", "page", "drf", at_most=1), 10, None, None),
    ],
    ids=lambda value: value.what if isinstance(value, Target) else None,
)
def test_targets(target, claims, value, is_met):
    assert target.value(claims, FIGURES) == value
    if value:
        assert target.is_met(value) is is_met


def test_growth_by_arithmetic():
    """100 pages are a root with 100 branches; 10,000 are one level more, a million two."""
    figures = {"bytes of t": [819_200.0], "bytes of by_day": [819_200.0], "depth of by_day": [2.0], "page raw": [3.0]}
    header, rows = growth_of(Result("postgresql", 10_000, "a machine", figures))
    assert header == ["on the disk", "10,000 claims", "100,000,000 claims"]
    assert rows == [
        ["bytes a claim, with its part of everything", "164", "the same"],
        ["all tables and indexes", "2 MB", "16.4 GB"],
        ["of these one of 120 partitions", "–", "137 MB"],
        ["`t`", "1 MB", "8.2 GB"],
        ["`by_day`", "1 MB", "8.2 GB"],
        ["pages to a row in the deepest index, `by_day`", "2", "4"],
    ]
    assert growth_of(Result("sqlite", 10_000, "a machine", {"page raw": [3.0]})) is None
