"""Which countries there are, and which one may be meant."""

import pytest

from claimsdb.reading import countries, country_codes_of_three, nearest_countries


def test_the_countries_of_iso_and_kosovo():
    assert {"KP", "KR", "GB", "TW", "PS", "VA", "XK"} <= countries().keys()
    assert not {"NK", "UK", "XX", "ZZ", "EU", "UN", "001"} & countries().keys()
    assert {*country_codes_of_three().values()} == {*countries()}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("NK", ["KP"]),
        ("PRK", ["KP"]),
        ("kp", ["KP"]),
        ("UK", ["GB"]),
        ("North Korea", ["KP"]),
        ("Frnace", ["FR"]),
        ("YU", ["RS", "ME"]),
        ("XX", []),
        ("", []),
    ],
)
def test_nearest(given, expected):
    assert nearest_countries(given) == expected
