"""What goes back as a merge is taken back, of one kind, and what of it does not; for actors and sources."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from simple_history.utils import bulk_update_with_history

from claimsdb.curation.permissions import Stale
from claimsdb.models import Article, Assessment

CHUNK = 500  # rows in memory
NAMED = 12  # rows of a kind that are named


@dataclass(frozen=True, slots=True)
class Returning:
    """What of one kind goes back, as `give` takes it, and in words what does not and why."""

    what: str
    rows: Sequence[Any]
    give: Callable[[Sequence[Any], Any, Any, User | None], None]
    named: Sequence[str] = ()
    stays: Sequence[str] = ()

    @property
    def shown_named(self) -> list[str]:
        return _some(self.named)

    @property
    def shown_stays(self) -> list[str]:
        return _some(self.stays)


def _some(words: Sequence[str]) -> list[str]:
    more = len(words) - NAMED
    return [*words[:NAMED], *([f"and {more:,} more"] if more > 0 else [])]


def reason_of(row: Any, into: Any) -> str:
    """Why it is so, for the histories."""
    return f"{row.slug} is no longer merged into {into.slug}"


def row_of(model: type[Model], columns: Mapping[str, Any]) -> Any:
    """Of the columns that were kept, those that there still are."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in columns.items() if name in fields})


def leads(kept: Mapping[str, Any], model: Any, into: Any) -> Returning:
    back = [*model.objects.filter(slug__in=kept["leads"], into=into).order_by("slug").values_list("slug", flat=True)]
    stays = [f"{slug} leads there no more" for slug in kept["leads"] if slug not in back]

    def give(slugs: Sequence[str], row: Any, into: Any, by: User | None) -> None:
        model.objects.filter(slug__in=slugs, into=into).update(into=row)

    return Returning("slugs that lead to it", back, give, back, stays)


def set_column(model: type[Model], pks: Collection[int], column: str, row: Any, into: Any, *, by: User | None) -> None:
    """Each as an editor would save it, with history, and as a new version where it has versions. Raises Stale where
    one does not refer to `into` any more."""
    everything = [*pks]
    for start in range(0, len(everything), CHUNK):
        chunk = everything[start : start + CHUNK]
        held = model._default_manager.select_for_update(of=("self",)).filter(**{column: into}, pk__in=chunk)
        rows = [*held.order_by("pk").defer(*(["text"] if model is Article else []))]
        if len(rows) != len(chunk):
            raise Stale(f"Somebody has changed {model._meta.verbose_name_plural} of {into} just now: look at it again.")
        for each in rows:
            setattr(each, column, row)
        if model is Article:
            bulk_update_with_history(
                rows, Article, [column], default_user=by, default_change_reason=reason_of(row, into)
            )
        else:
            _save(rows, by=by)


def _save(rows: Sequence[Any], *, by: User | None) -> None:
    for each in rows:
        if isinstance(each, Assessment):
            each.version += 1
        each._history_user = by
        each.save()
