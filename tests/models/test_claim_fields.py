"""What editors may set of a claim is wherever claims are shown, written and kept, or stands here with the reason."""

import re

import pytest
from django.urls import reverse

from api.documents.history import HistoricalClaimSerializer
from api.documents.serializers import ClaimDetailSerializer, ClaimSerializer
from api.writing.moves import AmendBody
from claimsdb.admin.review.card import CardForm
from claimsdb.exchange.csv_rows import COLUMNS
from claimsdb.exchange.tables import TABLES
from claimsdb.filters import ClaimFilterSet
from claimsdb.index import documents
from claimsdb.models import ALL_VISIBLE, Claim
from claimsdb.review import snapshots
from tests.factories import ClaimFactory
from tests.filters.test_filters_cover_model import CLAIMS

EXEMPT = {}  # (where, the field) -> why it is not there; of filters, `test_filters_cover_model` has the reasons

FILTERS, NOT_FILTERED = CLAIMS[Claim]
[FIXTURE] = [table for table in TABLES if table.model is Claim]


def paths_in(serializer):
    """The names of its fields; of an object of columns, the columns behind it."""
    behind = {f"{interval}_on": f"{interval}_{{}}" for interval in Claim.INTERVALS} | {"span": "{}"}
    for name, field in serializer.fields.items():
        yield from [behind[name].format(part) for part in field.fields] if name in behind else [name]


WHERE = {
    "list": lambda: paths_in(ClaimSerializer(context={"request": None})),
    "detail": lambda: paths_in(ClaimDetailSerializer(context={"request": None})),
    "history": lambda: paths_in(HistoricalClaimSerializer()),
    "amendment": lambda: paths_in(AmendBody()),
    "CSV": lambda: COLUMNS,
    "documents of SQLite": lambda: re.findall(r'claim\."?(\w+)', documents.statement("sqlite", ALL_VISIBLE)),
    "documents of PostgreSQL": lambda: re.findall(r'claim\."?(\w+)', documents.statement("postgresql", ALL_VISIBLE)),
    "snapshot": lambda: [field.name for field in snapshots.COLUMNS],
    "undoing": lambda: snapshots.MOVED,
    "desk": lambda: CardForm().fields,
    "fixture": lambda: [column.name for column in FIXTURE.columns],
    "filters": lambda: (
        [name for name in Claim.EDITABLE if FILTERS.get(name, name) in ClaimFilterSet.base_filters] + [*NOT_FILTERED]
    ),
}


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("field", Claim.EDITABLE)
def test_each_is_there_or_has_a_reason(where, field):
    assert (field in [*WHERE[where]()]) != ((where, field) in EXEMPT)


def test_what_is_exempt_is_a_field():
    assert {field for _, field in EXEMPT} <= {*Claim.EDITABLE}


@pytest.mark.parametrize("field", Claim.EDITABLE)
def test_each_is_a_field_of_the_model_that_no_other_group_has(field):
    groups = (("text",), Claim.JUDGED, Claim.TIMES, Claim.PLACE)
    assert Claim._meta.get_field(field).editable
    assert [field in group for group in groups].count(True) == 1


@pytest.mark.django_db
def test_the_desk_shows_each(editor_client):
    page = editor_client.get(reverse("desk-item", args=[ClaimFactory().key])).text
    assert [field for field in Claim.EDITABLE if f'name="{field}"' not in page] == []
