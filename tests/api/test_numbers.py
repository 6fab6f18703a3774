"""Numbers and days have one way to be written, wherever they are read: as JSON writes them, in digits of ASCII."""

from decimal import Decimal

import pytest

from claimsdb.admin.forms import FigureField
from claimsdb.reading import BadArticle, parse_submission
from tests.factories import AcceptedClaimFactory, ClaimFactory, QuantityFactory

pytestmark = pytest.mark.django_db

ODD = [
    "١٢",
    "१२",
    "１２",
    "²",
    "1_000",
    "5.",
    ".5",
    "+5",
    "1,000",
    "1 000",
    "0x10",
    "007",
    "1e",
    "--1",
    "½",
    "NaN",
    "5.\u0660",
]
ODD_DAYS = ["٢٠٢٤-١٠-٠١", "2024-1-5", "20241005", "2024-W40-6", "2024-279", "+2024-10-05", " 2024-10-05x", "2024-10-32"]
PARAMETERS = [
    "claims/?limit={}",
    "claims/?value_min={}",
    "claims/?value_max={}",
    "claims/?article={}",
    "claims/?year={}",
    "claims/?month={}",
    "claims/?search=a&limit={}",
    "claims/facets/?limit={}",
    "articles/?limit={}",
    "search/?search=a&limit={}",
    "changes/?limit={}",
    "changes/?since={}.1",
    "changes/?since=1.{}",
    "factcheck/v1alpha1/claims:search?query=a&pageSize={}",
    "factcheck/v1alpha1/claims:search?query=a&offset={}",
    "factcheck/v1alpha1/claims:search?query=a&maxAgeDays={}",
]
DAYS = [f"claims/?{name}_{side}={{}}" for name in ("said", "event", "published") for side in ("after", "before")]
EDITORS = ["claims/?confidence_min={}", "claims/?confidence_max={}", "claims/?certainty_min={}"]


def answers(client, address, values):
    return {value: client.get("/api/" + address.format(value.replace("+", "%2B"))).status_code for value in values}


@pytest.mark.parametrize("address", PARAMETERS + EDITORS)
def test_parameters(editor_api, address):
    odd = [value for value in ODD if "since" not in address or value != "007"]
    if "article" in address:
        odd = [value for value in ODD if "," not in value]
    assert answers(editor_api, address, odd) == dict.fromkeys(odd, 400)


@pytest.mark.parametrize("address", DAYS)
def test_days(api, address):
    assert answers(api, address, ODD_DAYS) == dict.fromkeys(ODD_DAYS, 400)


def test_ids_in_addresses(api):
    article = AcceptedClaimFactory().article_id
    odd = [value.replace("12", str(article)) for value in ODD] + [f"0{article}", f"{article}.0", f"{article}e0"]
    assert api.get(f"/api/articles/{article}/").status_code == 200
    assert answers(api, "articles/{}/", odd) == dict.fromkeys(odd, 404)


@pytest.mark.parametrize("value", ODD)
def test_versions_in_if_match(editor_api, value):
    claim = ClaimFactory(version=12)
    given = value.encode().decode("latin1")
    answer = editor_api.post(f"/api/claims/{claim.key}/accept/", headers={"if-match": f'"{given}"'})
    assert answer.status_code in (400, 412)


@pytest.mark.parametrize("value", [*map('"{}"'.format, [*ODD, "12", "5.0"]), "true", "[]", "{}"])
@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ('{"quantities": [{"as_written": "1,500 troops", "low": %s}]}', "/quantities/0/low"),
        ('{"span": {"start": %s}}', "/span/start"),
        ('{"attributions": [{"role": "origin", "name": "a", "hop": %s}]}', "/attributions/0/hop"),
    ],
)
def test_members_of_bodies_are_numbers_of_json(editor_api, value, body, pointer):
    claim = ClaimFactory()
    answer = editor_api.post(
        f"/api/claims/{claim.key}/amend/", body % value, content_type="application/json", headers={"if-match": '"1"'}
    )
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, pointer)


@pytest.mark.parametrize("value", ODD_DAYS)
def test_days_in_bodies(editor_api, value):
    claim = ClaimFactory()
    answer = editor_api.post(
        f"/api/claims/{claim.key}/amend/", {"said_on": {"from": value}}, format="json", headers={"if-match": '"1"'}
    )
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/said_on/from")
    with pytest.raises(BadArticle, match=r"published_on: .* is not a day"):
        parse_submission({"text": "a", "published_on": value}, where="", size_limit=100)


@pytest.mark.parametrize("value", sorted({*ODD} - {"1,000", "1 000"}))
def test_figures_at_the_desk(value):
    with pytest.raises(Exception, match="is no number"):
        FigureField(max_digits=24, decimal_places=6).clean(value)


@pytest.mark.parametrize(
    ("written", "number"), [("0", 0), ("-5", -5), ("1.5", "1.5"), ("1e3", 1000), ("1.50", "1.5"), (" 7 ", 7)]
)
def test_what_is_a_number(editor_api, written, number):
    claim = AcceptedClaimFactory()
    QuantityFactory(claim=claim, low=Decimal(number), best=Decimal(number), high=Decimal(number))
    found = editor_api.get("/api/claims/", {"value_min": written, "value_max": written}).json()
    assert found["count"] == 1
    assert FigureField(max_digits=24, decimal_places=6).clean(written) == Decimal(number)
