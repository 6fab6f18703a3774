"""Taking a merge back: whoever was merged is there again, under the id, slug and names that it had, and all that moved
refers to it. What somebody has changed since stays with the other one, and is told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from django.utils import timezone

from claimsdb.choices import MergedKind
from claimsdb.curation.permissions import InUse, Stale, check_may, lock
from claimsdb.curation.returning import Returning, reason_of, row_of
from claimsdb.curation.returning_actors import of_actor
from claimsdb.curation.returning_sources import give_place, of_source
from claimsdb.curation.tags import tag_of
from claimsdb.index import lock_claims, synced
from claimsdb.models import Actor, Merge, MergedActor, MergedSource, Source
from claimsdb.questions.renewing import saying_the_same

MODELS: dict[str, type[Actor] | type[Source]] = {MergedKind.ACTOR: Actor, MergedKind.SOURCE: Source}
LEADS: dict[str, Any] = {MergedKind.ACTOR: MergedActor, MergedKind.SOURCE: MergedSource}
RETURNING: Mapping[str, Callable[[Merge, Any], Iterator[Returning]]] = {
    MergedKind.ACTOR: of_actor,
    MergedKind.SOURCE: of_source,
}


@dataclass(frozen=True, slots=True)
class UnmergePreview:
    into: Any
    returning: Sequence[Returning]
    state: str  # another one as soon as anything of this is otherwise

    @property
    def shown(self) -> list[Returning]:
        return [each for each in self.returning if each.rows or each.stays]

    @property
    def stays(self) -> list[str]:
        """In words, all that does not go back."""
        return [words for each in self.returning for words in each.stays]


def merges_into(row: Model) -> Any:
    """The merges on record into it, the newest first; without what they moved, which may be much."""
    merges = Merge.objects.filter(kind=row._meta.model_name, into=row.pk).defer("moved")
    return merges.select_related("by", "undone_by")


def merge_of(model: type[Model], pk: int) -> Merge | None:
    """That by which the row with this id went to another one."""
    return Merge.objects.filter(kind=model._meta.model_name, was=pk, undone_at=None).defer("moved").first()


def preview_of_unmerging(merge: Merge) -> UnmergePreview:
    """Raises InUse where it is taken back already, or the other one is not there to take it from."""
    into = _other(merge)
    returning = [*RETURNING[merge.kind](merge, into)]
    told = repr([tag_of(into), *((each.what, each.rows, each.named, each.stays) for each in returning)])
    return UnmergePreview(into, returning, blake2b(told.encode(), digest_size=8).hexdigest())


def unmerge(merge: Merge, *, by: User | None, state: str | None = None) -> Actor | Source:
    """Returns the one that is there again. Raises as the preview does, and Stale where that had another `state`."""
    model = MODELS[merge.kind]
    with synced():
        for verb in ("add", "change"):
            check_may(verb, model, by=by)
        lock_claims([*map(int, merge.moved.get("claims", ()))], no_key=False)  # before actors, as a merge does
        merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
        into = lock(_other(merge), seen=None)
        preview = preview_of_unmerging(merge)
        if state is not None and preview.state != state:
            raise Stale(f"What taking {merge} out of {into} does is not as you have seen it: look at it again.")
        row = _again(merge, into, by=by)
        with saying_the_same([*map(int, merge.moved.get("claims", ()))]):
            for each in preview.returning:
                each.give(each.rows, row, into, by)
        merge.undone_at, merge.undone_by = timezone.now(), by
        merge.save()
        return row


def _other(merge: Merge) -> Any:
    if merge.undone_at:
        raise InUse(f"{merge} is there by itself again: the merge was taken back already.")
    into = MODELS[merge.kind]._default_manager.filter(pk=merge.into).first()
    if into is None:
        after = merge_of(MODELS[merge.kind], merge.into)
        whither = f" was merged into another one since ({after.slug}): take that back first." if after else " is gone."
        raise InUse(f"What {merge} was merged into{whither}")
    return into


def _again(merge: Merge, into: Any, *, by: User | None) -> Any:
    """The row as it was. What it went by led to the other one until now."""
    LEADS[merge.kind].objects.filter(slug=merge.slug, into=into).delete()
    row = row_of(MODELS[merge.kind], merge.moved["row"])
    if merge.kind == MergedKind.SOURCE:
        give_place(merge.moved, row, into)
    for each in (into, row):
        each._history_user, each._change_reason = by, reason_of(row, into)
    into.save()
    row.validate_unique()  # and not that its slug is a name of the other one, which comes back with the rest
    row.save(force_insert=True)
    return row
