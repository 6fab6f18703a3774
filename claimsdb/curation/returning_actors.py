"""What goes back to an actor that is there again: names, codes, who belongs to whom, the parts in claims, questions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max

from claimsdb.choices import ScopePart
from claimsdb.curation import questions
from claimsdb.curation.merge_records import PARTS
from claimsdb.curation.returning import CHUNK, Returning, leads, row_of, set_column
from claimsdb.db.sql import ids_param
from claimsdb.models import (
    Actor,
    ActorCode,
    ActorName,
    Affiliation,
    Attribution,
    Claim,
    Merge,
    MergedActor,
    QuestionActor,
)
from claimsdb.review import snapshots


def of_actor(merge: Merge, into: Actor) -> Iterator[Returning]:
    kept = merge.moved
    yield _names(kept, into)
    yield _codes(kept, into)
    yield _affiliations(kept, into, was=merge.was)
    yield _claims(kept, into, was=merge.was)
    yield _questions(kept, into)
    yield leads(kept, MergedActor, into)


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
            row_of(ActorName, name).save(force_insert=True)
        else:
            set_column(ActorName, [name["id"]], "actor", row, into, by=by)


def _codes(kept: Mapping[str, Any], into: Actor) -> Returning:
    here = {str(code.pk): str(code) for code in into.codes.all()}
    back = [pk for pk, code in kept["codes"].items() if here.get(pk) == code]
    stays = [f"{code} is changed, or taken out" for pk, code in kept["codes"].items() if pk not in back]
    return Returning("codes", [*map(int, back)], _give_codes, [kept["codes"][pk] for pk in back], stays)


def _give_codes(pks: Sequence[int], row: Actor, into: Actor, by: User | None) -> None:
    set_column(ActorCode, pks, "actor", row, into, by=by)


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
            affiliation = row_of(Affiliation, {name: value for name, value in each.items() if name != "is_known"})
            affiliation._history_user = by
            affiliation.save(force_insert=True)
        else:
            set_column(Affiliation, [each["id"]], each["end"], row, into, by=by)


def _claims(kept: Mapping[str, Any], into: Actor, *, was: int) -> Returning:
    """A claim goes back whole, or stays with the other one: whose a part is that was entered since, nobody knows."""
    here = {name: _standing(kept["claims"], name, into) for name in PARTS}
    gone = [part for rows in kept["claims"].values() for part in rows["gone"]]
    in_place = _in_place(gone)
    there = {was, *Actor.objects.filter(pk__in=ids_param(_named_by(gone))).values_list("pk", flat=True)}
    keys = dict(Claim.objects.filter(pk__in=ids_param([*map(int, kept["claims"])])).values_list("pk", "key"))
    back, stays = [], []
    for claim, rows in kept["claims"].items():
        key = keys.get(int(claim), claim)
        if not (_stand(rows, here) and in_place.issuperset(part["repeats"] for part in rows["gone"])):
            stays.append(f"{key}: its parts are changed")
        elif not there.issuperset(_named_by(rows["gone"])):
            stays.append(f"{key}: somebody who had a part in it is there no more")
        else:
            back.append({"claim": int(claim), **rows})
    return Returning("claims, each as a new version", back, _give_claims, stays=stays)


def _standing(claims: Mapping[str, Any], name: str, into: Actor) -> set[int]:
    """Of the rows that came to the other one, those that are its still."""
    model, column = PARTS[name]
    pks = [pk for rows in claims.values() for pk in rows[name]]
    found = model._default_manager.filter(**{column: into}, pk__in=ids_param(pks))
    return {*found.values_list("pk", flat=True)}


def _stand(rows: Mapping[str, Any], here: Mapping[str, set[int]]) -> bool:
    """Whether all rows of a claim do that did not go."""
    gone: Mapping[type[Any], set[int]] = {Attribution: {part["id"] for part in rows["gone"]}}
    return all({*rows[name]} - gone.get(model, set()) <= here[name] for name, (model, _) in PARTS.items())


def _in_place(gone: Iterable[Mapping[str, Any]]) -> set[int]:
    """The parts that are there still which those that went repeated. Whoever amends a claim's parts makes them anew."""
    found = Attribution.objects.filter(pk__in=ids_param([part["repeats"] for part in gone]))
    return {*found.values_list("pk", flat=True)}


def _named_by(gone: Iterable[Mapping[str, Any]]) -> set[int]:
    return {part[end] for part in gone for end in ("actor_id", "side_id") if part[end]}


def _give_claims(claims: Sequence[Any], row: Actor, into: Actor, by: User | None) -> None:
    for start in range(0, len(claims), CHUNK):
        given = {each["claim"]: each for each in claims[start : start + CHUNK]}
        for claim in Claim.objects.select_for_update(of=("self",)).filter(pk__in=given).order_by("pk"):
            snapshots.ensure_recorded(claim, replacing=Claim.ROW_LISTS)
            for name, (model, column) in PARTS.items():
                model._default_manager.filter(**{column: into}, pk__in=given[claim.pk][name]).update(**{column: row})
            _put_back_parts(claim, given[claim.pk]["gone"])
            claim.version += 1
            claim.save()
            snapshots.record(claim, by=by)


def _put_back_parts(claim: Claim, gone: Iterable[Mapping[str, Any]]) -> None:
    """At their places, or at the end where those are taken."""
    for columns in gone:
        part = row_of(Attribution, columns)
        if claim.attributions.filter(order=part.order).exists():
            part.order = claim.attributions.aggregate(last=Max("order"))["last"] + 1
        part.save(force_insert=True)


def _questions(kept: Mapping[str, Any], into: Actor) -> Returning:
    places = {(row.question_id, row.part): row.question for row in _scopes_with(into)}
    back = [each for each in kept["questions"] if (each["question"], each["part"]) in places]
    back.sort(key=lambda each: (each["question"], each["part"]))  # in the order in which everybody locks them
    named = [str(places[each["question"], each["part"]]) for each in back]
    stays = [f"a question asks for others ({each['part']})" for each in kept["questions"] if each not in back]
    return Returning("questions about it, each as a new version", back, _give_questions, named, stays)


def _scopes_with(actor: Actor) -> Any:
    return QuestionActor.objects.filter(actor=actor).select_related("question")


def _give_questions(places: Sequence[Any], row: Actor, into: Actor, by: User | None) -> None:
    for place in places:
        part = ScopePart(place["part"])
        questions.give_place(row, of=into, question=place["question"], part=part, is_shared=place["is_shared"], by=by)
