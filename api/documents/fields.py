"""How single values and small groups of columns appear in JSON."""

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Any

from drf_spectacular.drainage import set_override
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claimsdb.models import Claim

FIELD_OF = dict.fromkeys(Claim.PLACE, "span") | {
    f"{interval}_{end}": f"{interval}_on" for interval in Claim.INTERVALS for end in ("from", "to", "as_written")
}


@extend_schema_field({"type": ["string", "null"]})
class TextOrNull(serializers.Field):
    """A text, null where the row has none."""

    def __init__(self, **options: Any):
        super().__init__(read_only=True, **options)

    def to_representation(self, value: str) -> str | None:
        return value or None


class WordOrNull(TextOrNull):
    """A word of a closed list, null where the row has none."""

    def __init__(self, vocabulary: type[StrEnum], **options: Any):
        super().__init__(**options)
        set_override(self, "field", {"type": ["string", "null"], "enum": [*[word.value for word in vocabulary], None]})


@extend_schema_field({"type": ["number", "null"]})
class NumberOrNull(serializers.Field):
    """A decimal as a JSON number: 500000, not "500000.000000"."""

    def __init__(self, **options: Any):
        super().__init__(read_only=True, **options)

    def to_representation(self, value: Decimal) -> int | float:
        return int(value) if value == int(value) else float(value)


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class FieldNames(serializers.Field):
    """Columns of a claim by the names of the fields that show them: `said_on`, not `said_from` and `said_to`."""

    def to_representation(self, value: Iterable[str]) -> list[str]:
        return sorted({FIELD_OF.get(column, column) for column in value})


class ColumnsSerializer(serializers.Serializer):
    """Some columns of a row as one object, null where all of them are empty."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, read_only=True, allow_null=True, **options)

    def get_attribute(self, instance: Any) -> Any:
        values = (getattr(instance, str(field.source)) for field in self._readable_fields)
        return instance if any(value not in (None, "") for value in values) else None


class SpanSerializer(ColumnsSerializer):
    """A place in the article's text: code points, the end not included."""

    start = serializers.IntegerField()
    end = serializers.IntegerField()


class IntervalSerializer(ColumnsSerializer):
    """The days from one to another, both included, and the words they come from; null where the text leaves it open."""

    def __init__(self, prefix: str):
        super().__init__()
        self.prefix = prefix

    def get_fields(self) -> dict[str, serializers.Field]:
        return {
            "from": serializers.DateField(source=f"{self.prefix}_from", allow_null=True),
            "to": serializers.DateField(source=f"{self.prefix}_to", allow_null=True),
            "as_written": TextOrNull(source=f"{self.prefix}_as_written"),
        }
