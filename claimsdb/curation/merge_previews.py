"""What merging would do, for whoever is about to: what comes to the other one, what that has already, where the two
differ, and what hinders. Merging goes by the same functions."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from claimsdb.choices import SourceState
from claimsdb.curation.sources import ancestors
from claimsdb.curation.tags import tag_of
from claimsdb.db.sql import ids_param
from claimsdb.models import (
    Actor,
    ActorCode,
    ActorName,
    Affiliation,
    Article,
    Assessment,
    Attribution,
    Derivation,
    ExternalCheck,
    MergedActor,
    MergedSource,
    Quantity,
    Question,
    Source,
)
from claimsdb.questions.renewing import claims_with
from claimsdb.review import entries

NAMED = 12  # rows of a kind that are named
OF_ACTORS = ("kind", "country")
OF_SOURCES = ("kind", "country", "reliability", "state", "texts")


@dataclass(frozen=True, slots=True)
class Coming:
    """Rows of one kind, which refer by the `relation` (model in lower case, and column): how many more of them the
    other one has by the merge, some of them by name, and how many go because it has them already."""

    what: str
    relation: tuple[str, str]
    count: int
    named: Sequence[str] = ()
    given_up: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """A column, in words, with what each has in it: that of the other one holds."""

    what: str
    own: str
    others: str


@dataclass(frozen=True, slots=True)
class MergePreview:
    coming: Sequence[Coming]
    differences: Sequence[Difference]
    remarks: Sequence[str]
    hindrances: Sequence[str]
    state: str  # 16 letters and digits: another one as soon as anything of this is otherwise

    @property
    def shown(self) -> list[Coming]:
        return [each for each in self.coming if each.count or each.given_up]


def preview_of_actors(actor: Actor, *, into: Actor) -> MergePreview:
    """Raises ValidationError where it is the same one."""
    check_two(actor, into)
    return _preview(
        actor,
        into,
        coming=[*_of_registry(actor, into), *_of_claims(actor, into), *_of_questions(actor)],
        columns=OF_ACTORS,
        remarks=[],
        hindrances=clashing_codes(actor, into),
    )


def preview_of_sources(source: Source, *, into: Source) -> MergePreview:
    """Raises ValidationError where it is the same one."""
    check_two(source, into)
    editions = [str(each) for each in Source.objects.filter(parent=source).exclude(pk=into.pk)]
    referring = [
        ("articles, with their claims", Article.objects.defer("text"), "source"),
        ("articles that come out of it", Derivation.objects.all(), "source"),
        ("assessments", Assessment.objects.all(), "publisher"),
        ("fact checks of others", ExternalCheck.objects.all(), "publisher"),
    ]
    coming = [_counted(what, rows.filter(**{column: source}), column) for what, rows, column in referring]
    coming.append(Coming("editions", ("source", "parent"), len(editions), editions[:NAMED]))
    coming.append(_leading(MergedSource.objects.filter(into=source)))
    remarks = [*_remarks_of_sources(source, into)]
    return _preview(source, into, coming=coming, columns=OF_SOURCES, remarks=remarks, hindrances=[])


# --- what merging goes by ---------------------------------------------------------------------------------------------


def check_two(row: Any, into: Any) -> None:
    if row.pk == into.pk:
        raise ValidationError({"into": f"It is {into} itself: name another one."})


def clashing_codes(actor: Actor, into: Actor) -> list[str]:
    """Codes of one scheme that both have, by which they are two."""
    own = {code.scheme: code.code for code in into.codes.all()}
    return [f"{code.code} and {own[code.scheme]} ({code.scheme})" for code in actor.codes.all() if code.scheme in own]


def names_that_come(actor: Actor, into: Actor) -> list[ActorName]:
    """Those that the other lacks."""
    known = {*into.names.values_list("text", "language")}
    return [name for name in actor.names.all() if (name.text, name.language) not in known]


def lacks_what_it_is_called(actor: Actor, into: Actor) -> bool:
    """Whether the actor's own name, in English, is among the names of neither."""
    own = {*into.names.values_list("text", "language"), *actor.names.values_list("text", "language")}
    return (actor.name, "en") not in own


def affiliations_as_the_others(actor: Actor, into: Actor, *, end: str) -> Iterator[tuple[Affiliation, bool]]:
    """Those that have the actor at this `end`, child or parent, with the other one there; and whether that one has it
    already, or would belong to itself."""
    for affiliation in Affiliation.objects.filter(**{end: actor}).select_related("child", "parent"):
        setattr(affiliation, end, into)
        alike = {name: getattr(affiliation, name) for name in ("child", "parent", "kind", "started_on")}
        is_itself = affiliation.child_id == affiliation.parent_id
        yield affiliation, is_itself or Affiliation.objects.filter(**alike).exists()


def repeated(parts: Iterable[Attribution]) -> dict[Attribution, Attribution]:
    """Of a claim's parts in their order, those of somebody in a role in which they stand before, with where they do."""
    first: dict[Any, Attribution] = {}
    found = {}
    for row in parts:
        stands = first.setdefault(entries.part_of(row), row)
        if stands is not row:
            found[row] = stands
    return found


# --- what is told -----------------------------------------------------------------------------------------------------


def _preview(
    row: Any,
    into: Any,
    *,
    coming: Sequence[Coming],
    columns: Sequence[str],
    remarks: Sequence[str],
    hindrances: Sequence[str],
) -> MergePreview:
    state = repr([tag_of(row), tag_of(into), coming, remarks, hindrances])
    return MergePreview(
        coming=coming,
        differences=[*_differences(row, into, columns)],
        remarks=remarks,
        hindrances=hindrances,
        state=blake2b(state.encode(), digest_size=8).hexdigest(),
    )


def _differences(row: Any, into: Any, columns: Iterable[str]) -> Iterator[Difference]:
    for column in columns:
        own, others = _shown(row, column), _shown(into, column)
        if own != others:
            yield Difference(row._meta.get_field(column).verbose_name, own, others)


def _shown(row: Any, column: str) -> str:
    return str(getattr(row, f"get_{column}_display", lambda: getattr(row, column))())


def _of_registry(actor: Actor, into: Actor) -> Iterator[Coming]:
    names = [name.text for name in names_that_come(actor, into)]
    known = actor.names.count() - len(names)
    if lacks_what_it_is_called(actor, into):
        names.append(actor.name)
    yield Coming("names", ("actorname", "actor"), len(names), names[:NAMED], given_up=known)
    codes = [str(code) for code in ActorCode.objects.filter(actor=actor)]
    yield Coming("codes", ("actorcode", "actor"), len(codes), codes[:NAMED])
    for what, end, other in (("belongs to", "child", "parent"), ("who belongs to it", "parent", "child")):
        found = [*affiliations_as_the_others(actor, into, end=end)]
        named = [str(getattr(each, other)) for each, is_known in found if not is_known]
        yield Coming(what, ("affiliation", end), len(named), named[:NAMED], given_up=len(found) - len(named))


def _of_claims(actor: Actor, into: Actor) -> Iterator[Coming]:
    claims = claims_with(actor)
    yield Coming("claims, each as a new version", ("claim", "actors"), len(claims))
    gained, given_up = _parts(claims, actor, into)
    for column, role in sorted(gained.keys() | given_up.keys()):
        part = (column, role)
        what = f"as {role}" if column == "actor" else "as the side of somebody unnamed"
        yield Coming(what, ("attribution", column), gained[part], given_up=given_up[part])
    yield Coming("figures of its things", ("quantity", "of"), Quantity.objects.filter(of=actor).count())


def _parts(claims: Collection[int], actor: Actor, into: Actor) -> tuple[Counter[Any], Counter[Any]]:
    """By column and role: how many parts the other has more in these claims, and how many go since it has them."""
    gained, given_up = Counter[Any](), Counter[Any]()
    both = (actor.pk, into.pk)
    rows = Attribution.objects.filter(Q(actor__in=both) | Q(side__in=both), claim__in=ids_param(claims))
    for _, found in groupby(rows.order_by("claim_id", "order").iterator(), key=lambda row: row.claim_id):
        parts = [*found]
        gained.subtract(each for row in parts for each in _parts_of(row, into))
        for row in parts:
            row.actor_id = into.pk if row.actor_id == actor.pk else row.actor_id
            row.side_id = into.pk if row.side_id == actor.pk else row.side_id
        gone = repeated(row for row in parts if into.pk in (row.actor_id, row.side_id))
        gained.update(each for row in parts if row not in gone for each in _parts_of(row, into))
        given_up.update(each for row in gone for each in _parts_of(row, into))
    return gained, given_up


def _parts_of(row: Attribution, actor: Actor) -> Iterator[tuple[str, str]]:
    if row.actor_id == actor.pk:
        yield "actor", row.role
    if row.side_id == actor.pk:
        yield "side", ""


def _of_questions(actor: Actor) -> Iterator[Coming]:
    asked = Question.objects.filter(scope__actor=actor).distinct().order_by("slug")
    yield Coming(
        "questions about it, each as a new version",
        ("questionactor", "actor"),
        asked.count(),
        [str(each) for each in asked[:NAMED]],
    )
    yield _leading(MergedActor.objects.filter(into=actor))


def _counted(what: str, rows: Any, column: str) -> Coming:
    return Coming(what, (rows.model._meta.model_name, column), rows.count())


def _leading(merged: Any) -> Coming:
    named = [row.slug for row in merged.order_by("slug")[:NAMED]]
    return Coming("slugs that lead to it", (merged.model._meta.model_name, "into"), merged.count(), named)


def _remarks_of_sources(source: Source, into: Source) -> Iterator[str]:
    if source.domain and into.domain:
        yield f"{source.domain} leads to {into}, which keeps {into.domain} as its domain."
    elif source.domain:
        yield f"{source.domain} becomes the domain of {into}."
    if source.pk in ancestors(into):
        yield f"{into} is an edition of {source} now, and takes its place then."
    if source.texts != into.texts:
        yield f"Readers get of its articles what they get of those of {into}."
    if into.state == SourceState.PROPOSED:
        yield f"{into} is only proposed: until somebody confirms it, readers see no publisher of the articles."
