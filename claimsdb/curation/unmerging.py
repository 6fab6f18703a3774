"""Taking a merge back: whoever was merged is there again, under the id, slug and names that it had, and all that moved
refers to it. What somebody has changed since stays with the other one, and is told."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max, Model
from django.utils import timezone
from simple_history.utils import bulk_update_with_history

from claimsdb.choices import MergedKind, ScopePart
from claimsdb.curation import questions
from claimsdb.curation.merge_records import OF_SOURCES, PARTS
from claimsdb.curation.permissions import InUse, Stale, check_may, lock
from claimsdb.curation.tags import tag_of
from claimsdb.db.sql import ids_param
from claimsdb.index import lock_claims, synced
from claimsdb.models import (
    Actor,
    ActorCode,
    ActorName,
    Affiliation,
    Article,
    Assessment,
    Attribution,
    Claim,
    Merge,
    MergedActor,
    MergedSource,
    QuestionActor,
    Source,
)
from claimsdb.questions.renewing import saying_the_same
from claimsdb.review import snapshots

CHUNK = 500  # rows in memory
NAMED = 12  # rows of a kind that are named
MODELS: dict[str, type[Actor] | type[Source]] = {MergedKind.ACTOR: Actor, MergedKind.SOURCE: Source}
LEADS: dict[str, Any] = {MergedKind.ACTOR: MergedActor, MergedKind.SOURCE: MergedSource}
OF_ARTICLES = {"articles": "articles, with their claims", "derivations": "articles that come out of it"}


@dataclass(frozen=True, slots=True)
class Returning:
    """What of one kind goes back, as `give` takes it, and in words what stays with the other one and why."""

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
    """The merges on record into it, the newest first."""
    return Merge.objects.filter(kind=row._meta.model_name, into=row.pk).select_related("by", "undone_by")


def preview_of_unmerging(merge: Merge) -> UnmergePreview:
    """Raises InUse where it is taken back already, or the other one is not there to take it from."""
    into = _other(merge)
    returning = [*(_of_actor if merge.kind == MergedKind.ACTOR else _of_source)(merge, into)]
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
        after = Merge.objects.filter(kind=merge.kind, was=merge.into, undone_at=None).first()
        whither = f" was merged into another one since ({after.slug}): take that back first." if after else " is gone."
        raise InUse(f"What {merge} was merged into{whither}")
    return into


def _again(merge: Merge, into: Any, *, by: User | None) -> Any:
    """The row as it was. What it went by led to the other one until now."""
    LEADS[merge.kind].objects.filter(slug=merge.slug, into=into).delete()
    reason = f"{merge.slug} is no longer merged into {into.slug}"
    row = _row(MODELS[merge.kind], merge.moved["row"])
    if merge.kind == MergedKind.SOURCE:
        _give_place(merge.moved, row, into)
    for each in (into, row):
        each._history_user, each._change_reason = by, reason
    into.save()
    row.validate_unique()  # and not that its slug is a name of the other one, which comes back with the rest
    row.save(force_insert=True)
    return row


def _row(model: type[Model], columns: Mapping[str, Any]) -> Any:
    """Of the columns that were kept, those that there still are."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in columns.items() if name in fields})


# --- actors -----------------------------------------------------------------------------------------------------------


def _of_actor(merge: Merge, into: Actor) -> Iterator[Returning]:
    kept = merge.moved
    yield _names(kept, into)
    yield _codes(kept, into)
    yield _affiliations(kept, into, was=merge.was)
    yield _claims(kept, into)
    yield _questions(kept, into)
    yield _leads(kept, MergedActor, into)


def _names(kept: Mapping[str, Any], into: Actor) -> Returning:
    here = {*into.names.values_list("pk", "text")}
    back = [name for name in kept["names"] if name["is_known"] or (name["id"], name["text"]) in here]
    stays = [f"“{name['text']}” is changed, or taken out" for name in kept["names"] if name not in back]
    made = [{"id": kept["made_name"]}] if kept["made_name"] else []
    named = [*(name["text"] for name in back), *([kept["row"]["name"]] if made else [])]
    return Returning("names", [*back, *made], _give_names, named, stays)


def _give_names(names: Sequence[Any], row: Actor, into: Actor, by: User | None) -> None:
    for name in names:
        if "text" not in name:
            ActorName.objects.filter(pk=name["id"], actor=into, text=row.name).delete()
        elif name["is_known"]:
            _row(ActorName, name).save(force_insert=True)
        else:
            _set_column(ActorName, [name["id"]], "actor", row, by=by)


def _codes(kept: Mapping[str, Any], into: Actor) -> Returning:
    here = {str(code.pk): str(code) for code in into.codes.all()}
    back = [pk for pk, code in kept["codes"].items() if here.get(pk) == code]
    stays = [f"{code} is changed, or taken out" for pk, code in kept["codes"].items() if pk not in back]
    return Returning("codes", [*map(int, back)], _give_codes, [kept["codes"][pk] for pk in back], stays)


def _give_codes(pks: Sequence[int], row: Actor, into: Actor, by: User | None) -> None:
    _set_column(ActorCode, pks, "actor", row, by=by)


def _affiliations(kept: Mapping[str, Any], into: Actor, *, was: int) -> Returning:
    here = {each.pk: each for each in Affiliation.objects.filter(pk__in=[each["id"] for each in kept["affiliations"]])}
    ends = {end for each in kept["affiliations"] for end in (each["child_id"], each["parent_id"])}
    known = dict(Actor.objects.filter(pk__in=ends).values_list("pk", "name")) | {was: kept["row"]["name"]}
    back, stays = [], []
    for each in kept["affiliations"]:
        words = f"{known.get(each['child_id'], '?')} to {known.get(each['parent_id'], '?')}"
        row = here.get(each["id"])
        stands = row is not None and getattr(row, f"{each['end']}_id") == into.pk
        is_there = row is None and {each["child_id"], each["parent_id"]} <= known.keys()
        if is_there if each["is_known"] else stands:
            back.append((each, words))
        else:
            stays.append(f"{words} is changed, or taken out")
    return Returning(
        "who belongs to whom", [each for each, _ in back], _give_affiliations, [it for _, it in back], stays
    )


def _give_affiliations(affiliations: Sequence[Any], row: Actor, into: Actor, by: User | None) -> None:
    for each in affiliations:
        if each["is_known"]:
            affiliation = _row(Affiliation, {name: value for name, value in each.items() if name != "is_known"})
            affiliation._history_user = by
            affiliation.save(force_insert=True)
        else:
            _set_column(Affiliation, [each["id"]], each["end"], row, by=by)


def _claims(kept: Mapping[str, Any], into: Actor) -> Returning:
    """A claim goes back whole, or stays with the other one: whose a part is that was entered since, nobody knows."""
    here = {name: _standing(kept["claims"], name, into) for name in PARTS}
    keys = dict(Claim.objects.filter(pk__in=ids_param([*map(int, kept["claims"])])).values_list("pk", "key"))
    back, stays = [], []
    for claim, rows in kept["claims"].items():
        gone = {row["id"] for row in rows["gone"]}
        if all({*rows[name]} - gone <= here[name] for name in PARTS):
            back.append({"claim": int(claim), **rows})
        else:
            stays.append(keys.get(int(claim), claim))
    told = [f"{key}: its parts are changed" for key in stays]
    return Returning("claims, each as a new version", back, _give_claims, stays=told)


def _standing(claims: Mapping[str, Any], name: str, into: Actor) -> set[int]:
    model, column = PARTS[name]
    pks = [pk for rows in claims.values() for pk in rows[name]]
    found = model._default_manager.filter(**{column: into}, pk__in=ids_param(pks))
    return {*found.values_list("pk", flat=True)}


def _give_claims(claims: Sequence[Any], row: Actor, into: Actor, by: User | None) -> None:
    for start in range(0, len(claims), CHUNK):
        given = {each["claim"]: each for each in claims[start : start + CHUNK]}
        for claim in Claim.objects.select_for_update(of=("self",)).filter(pk__in=given).order_by("pk"):
            snapshots.ensure_recorded(claim, replacing=Claim.ROW_LISTS)
            for name, (model, column) in PARTS.items():
                model._default_manager.filter(pk__in=given[claim.pk][name]).update(**{column: row})
            _put_back_parts(claim, given[claim.pk]["gone"])
            claim.version += 1
            claim.save()
            snapshots.record(claim, by=by)


def _put_back_parts(claim: Claim, gone: Iterable[Mapping[str, Any]]) -> None:
    """At their places, or at the end where those are taken."""
    for columns in gone:
        part = _row(Attribution, columns)
        if claim.attributions.filter(order=part.order).exists():
            part.order = claim.attributions.aggregate(last=Max("order"))["last"] + 1
        part.save(force_insert=True)


def _questions(kept: Mapping[str, Any], into: Actor) -> Returning:
    places = {(row.question_id, row.part): row.question for row in _scopes_with(into)}
    back = [each for each in kept["questions"] if (each["question"], each["part"]) in places]
    named = [str(places[each["question"], each["part"]]) for each in back]
    stays = [f"a question asks for others ({each['part']})" for each in kept["questions"] if each not in back]
    return Returning("questions about it, each as a new version", back, _give_questions, named, stays)


def _scopes_with(actor: Actor) -> Any:
    return QuestionActor.objects.filter(actor=actor).select_related("question")


def _give_questions(places: Sequence[Any], row: Actor, into: Actor, by: User | None) -> None:
    for place in places:
        part = ScopePart(place["part"])
        questions.give_place(row, of=into, question=place["question"], part=part, is_shared=place["is_shared"], by=by)


# --- sources ----------------------------------------------------------------------------------------------------------


def _of_source(merge: Merge, into: Source) -> Iterator[Returning]:
    for name, (model, column) in OF_SOURCES.items():
        pks = merge.moved[name]
        rows = model._default_manager.filter(**{column: into}, pk__in=ids_param(pks)).order_by("pk")
        back = [*rows.values_list("pk", flat=True)]
        lost = len(pks) - len(back)
        stays = [f"{lost:,} with another {column} by now, or taken out"] if lost else []
        yield Returning(OF_ARTICLES.get(name, name), back, _giving(model, column), stays=stays)
    yield _leads(merge.moved, MergedSource, into)


def _giving(model: type[Model], column: str) -> Callable[[Sequence[int], Any, Any, User | None], None]:
    def give(pks: Sequence[int], row: Source, into: Source, by: User | None) -> None:
        _set_column(model, pks, column, row, by=by)

    return give


def _give_place(kept: Mapping[str, Any], row: Source, into: Source) -> None:
    """The domain and the parent that the other one took, where it has them still."""
    if kept["takes_domain"] and into.domain == row.domain:
        into.domain = ""
    elif Source.objects.filter(domain=row.domain).exclude(domain="").exists():
        row.domain = ""
    if kept["parent_before"] != kept["parent_after"] == into.parent_id:
        into.parent_id = kept["parent_before"]


# --- both -------------------------------------------------------------------------------------------------------------


def _leads(kept: Mapping[str, Any], model: Any, into: Any) -> Returning:
    back = [*model.objects.filter(slug__in=kept["leads"], into=into).order_by("slug").values_list("slug", flat=True)]
    stays = [f"{slug} leads there no more" for slug in kept["leads"] if slug not in back]

    def give(slugs: Sequence[str], row: Any, into: Any, by: User | None) -> None:
        model.objects.filter(slug__in=slugs, into=into).update(into=row)

    return Returning("slugs that lead to it", back, give, back, stays)


def _set_column(model: type[Model], pks: Collection[int], column: str, row: Model, *, by: User | None) -> None:
    """Each row as an editor would save it: with history, and as a new version where it has versions."""
    everything = [*pks]
    for start in range(0, len(everything), CHUNK):
        rows = model._default_manager.filter(pk__in=everything[start : start + CHUNK]).order_by("pk")
        if model is Article:
            articles = [*rows.defer("text")]
            for article in articles:
                setattr(article, column, row)
            bulk_update_with_history(articles, Article, [column], default_user=by)
            continue
        for each in rows:
            setattr(each, column, row)
            if isinstance(each, Assessment):
                each.version += 1
            each._history_user = by  # type: ignore[attr-defined]
            each.save()
