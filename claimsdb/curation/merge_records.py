"""What a merge moves, written down before it does: the ids of what comes to the other one, and the columns of what
goes. By this it is taken back (`unmerging`)."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model

from claimsdb.choices import MergedKind
from claimsdb.curation.merge_previews import affiliations_as_the_others, names_that_come
from claimsdb.models import (
    Actor,
    Article,
    Assessment,
    Attribution,
    Derivation,
    ExternalCheck,
    Merge,
    MergedActor,
    MergedSource,
    Quantity,
    QuestionActor,
    Source,
)

Kept = dict[str, Any]  # what is written to Merge.moved

PARTS: dict[str, tuple[type[Attribution] | type[Quantity], str]] = {
    "actor": (Attribution, "actor"),
    "side": (Attribution, "side"),
    "of": (Quantity, "of"),
}
OF_SOURCES: dict[str, tuple[type[Model], str]] = {
    "articles": (Article, "source"),
    "derivations": (Derivation, "source"),
    "fact checks": (ExternalCheck, "publisher"),
    "assessments": (Assessment, "publisher"),
    "editions": (Source, "parent"),
}


def of_actor(actor: Actor, *, into: Actor) -> Kept:
    """Before anything is moved. What goes of a claim's parts is added as it goes."""
    coming = {name.pk for name in names_that_come(actor, into)}
    return {
        "row": columns(actor),
        "names": [columns(name) | {"is_known": name.pk not in coming} for name in actor.names.all()],
        "made_name": None,
        "codes": {code.pk: str(code) for code in actor.codes.all()},
        "affiliations": [*_affiliations(actor, into)],
        "questions": [*_questions(actor, into)],
        "leads": _leading(MergedActor.objects.filter(into=actor)),
        "claims": _parts(actor),
    }


def of_source(source: Source, *, into: Source) -> Kept:
    """Before anything is moved; what becomes of the other one's parent and domain is added as it does."""
    referring = {
        name: [*model._default_manager.filter(**{column: source}).order_by("pk").values_list("pk", flat=True)]
        for name, (model, column) in OF_SOURCES.items()
    }
    return {
        "row": columns(source),
        **referring,
        "editions": [pk for pk in referring["editions"] if pk != into.pk],  # it leaves its place by itself
        "leads": _leading(MergedSource.objects.filter(into=source)),
        "parent_before": into.parent_id,
        "takes_domain": bool(source.domain) and not into.domain,
    }


def write_down(kind: MergedKind, kept: Kept, *, into: Any, by: User | None) -> Merge:
    row = kept["row"]
    called = {"was": row["id"], "slug": row["slug"], "name": row["name"]}
    return Merge.objects.create(kind=kind, into=into.pk, by=by, moved=kept, **called)


def columns(row: Model) -> dict[str, Any]:
    return {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields}


def _affiliations(actor: Actor, into: Actor) -> Iterable[Kept]:
    for end in ("child", "parent"):
        for affiliation, is_known in affiliations_as_the_others(actor, into, end=end):
            yield columns(affiliation) | {f"{end}_id": actor.pk, "end": end, "is_known": is_known}


def _questions(actor: Actor, into: Actor) -> Iterable[Kept]:
    others = {*QuestionActor.objects.filter(actor=into).values_list("question_id", "part")}
    for place in QuestionActor.objects.filter(actor=actor).values_list("question_id", "part"):
        question, part = place
        yield {"question": question, "part": part, "is_shared": place in others}


def _leading(merged: Any) -> list[str]:
    return [*merged.order_by("slug").values_list("slug", flat=True)]


def _parts(actor: Actor) -> dict[str, Kept]:
    """By claim, the ids of the rows by which the actor has a part in it."""
    found: dict[str, Kept] = defaultdict(lambda: {name: [] for name in PARTS} | {"gone": []})
    for name, (model, column) in PARTS.items():
        rows = model._default_manager.filter(**{column: actor}).order_by("claim_id", "order")
        for claim, pk in rows.values_list("claim_id", "pk"):
            found[str(claim)][name].append(pk)
    return found
