"""The filters of claims, for the API's lists, facets and exports and for `export_fixtures`; and the index scan that
answers them."""

from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from claimsdb.actors import find_actor, find_article, find_source, members_of
from claimsdb.choices import Basis, Phase, Quotation, Role, Stance, Status, Topic, Voice
from claimsdb.filters.base import Fault, StatusForbidden, StrictFilter, StrictFilterSet
from claimsdb.filters.fields import Choices, Day, Flag, Moment, Number, RowNames, SearchText, StoredWords
from claimsdb.index import IndexScan, Version, data_version, scan_of_actor
from claimsdb.index.search import SearchQuery, matching_claims, search_scan, understood
from claimsdb.models import ALL_VISIBLE, Actor, Attribution, Claim, Part, Quantity, Visibility

ENTRY_COLUMNS = {"source": "source_id", "topic": "topic", "stance": "stance"}  # the most telling first
ROLES = {"claimant": [Role.CLAIMANT], "subject": [Role.SUBJECT]}
OF_ACTORS = ("actor", *ROLES)
OF_FIGURES = ("measure", "basis", "value_min", "value_max")


class ClaimFilterSet(StrictFilterSet):
    """The claims asked for, by default those with a public status. `open_to` says which the user may see; asking for
    another status raises StatusForbidden. `version` is that of the data, if the caller knows it."""

    actor = StrictFilter(
        RowNames(find_actor, "Has a part in the claim, itself or by one who belongs to it.", example="NK"),
        method="by_part",
    )
    actor_role = StrictFilter(
        Choices(Role, "The part that `actor`, or without it anyone, has.", example="claimant"), method="by_role"
    )
    claimant = StrictFilter(
        RowNames(find_actor, "Says it, itself or by one who belongs to it.", example="Kim Yo Jong"), method="by_part"
    )
    subject = StrictFilter(
        RowNames(find_actor, "Is whom it is about, itself or by one who belongs to it.", example="NK"), method="by_part"
    )
    rollup = StrictFilter(
        Flag("Whether actors stand for all who belong to them; false takes them alone.", example=False, default=True),
        method="beside_others",
    )
    source = StrictFilter(RowNames(find_source, "Published the article.", example="eurasian-times"), "article__source")
    article = StrictFilter(RowNames(find_article, "The id or file name of the article.", example="1"))
    topic = StrictFilter(Choices(Topic, "What it is about.", example="troop-deployment"))
    stance = StrictFilter(Choices(Stance, "How it is put.", example="denies"))
    voice = StrictFilter(Choices(Voice, "Whose word it is: somebody's, or the article's own.", example="attributed"))
    quotation = StrictFilter(Choices(Quotation, "How it is quoted.", example="direct"))
    phase = StrictFilter(Choices(Phase, "How far the thing claimed has come.", example="planned"))
    hedged = StrictFilter(Flag('Whether it is hedged: "reportedly", "could".', example=True), method="by_hedge")
    measure = StrictFilter(
        StoredWords("quantities__measure", "What one of its figures counts.", example="troops"), method="beside_others"
    )
    basis = StrictFilter(
        Choices(Basis, "What one of its figures (of `measure`, if given) is counted against.", example="total"),
        method="beside_others",
    )
    value_min = StrictFilter(
        Number("A figure of it (of `measure`, if given) may be this or more.", example=10000), method="beside_others"
    )
    value_max = StrictFilter(
        Number("A figure of it (of `measure`, if given) may be this or less.", example=50000), method="beside_others"
    )
    said_after = StrictFilter(
        Day("Said on this day or later, as far as known.", example="2024-10-01"), method="by_interval"
    )
    said_before = StrictFilter(
        Day("Said on this day or earlier, as far as known.", example="2024-10-31"), method="by_interval"
    )
    event_after = StrictFilter(Day("Is about this day or later.", example="2024-10-01"), method="by_interval")
    event_before = StrictFilter(Day("Is about this day or earlier.", example="2024-12-31"), method="by_interval")
    published_after = StrictFilter(
        Day("Published on this day or later.", example="2024-10-01"), "article__published_on", "gte"
    )
    published_before = StrictFilter(
        Day("Published on this day or earlier.", example="2024-12-31"), "article__published_on", "lte"
    )
    updated_since = StrictFilter(
        Moment("Changed at this time or later.", example="2026-11-22T10:00:00Z"), "updated_at", "gte"
    )
    status = StrictFilter(
        Choices(
            Status,
            "Where it stands in review; a public status if not given.",
            example="accepted",
            default=lambda: settings.CLAIMSDB_PUBLIC_STATUSES,
        )
    )
    search = StrictFilter(
        SearchText('Its wording or quote has every word, "phrase" and beginning*.', example="artillery troops"),
        method="by_words",
    )

    class Meta:
        model = Claim
        fields: list[str] = []

    def __init__(
        self,
        *args: Any,
        open_to: Visibility = ALL_VISIBLE,
        version: Version | None = None,
        **options: Any,
    ) -> None:
        self.open_to, self.version = open_to, version
        super().__init__(*args, **options)

    @cached_property
    def queryset(self) -> QuerySet[Claim]:
        return Claim.objects.within(self.open_to)

    def check(self) -> None:
        super().check()
        closed = [status for status in self.asked["status"] if status not in self.open_to.statuses]
        if closed:
            detail = f"Claims that are {', '.join(closed)} are for signed-in editors and readers."
            raise StatusForbidden([Fault("status", detail, sorted(self.open_to.statuses))])

    @property
    def scan(self) -> IndexScan | None:
        """The scan of the one index that has just these claims; None where no single one does."""
        asked = {name: value for name, value in self.asked.items() if value not in ([], None)}
        options = {
            "statuses": self.open_to.indexed(asked.pop("status", [])),
            "since": asked.pop("published_after", None),
            "until": asked.pop("published_before", None),
        }
        if not asked.pop("rollup"):
            return None
        text = asked.pop("search", None)
        scan = self._scan(asked, options)
        return search_scan(scan, self.searched) if scan and text else scan

    @cached_property
    def searched(self) -> SearchQuery:
        """What `search` means."""
        return understood(self.asked["search"])

    def _scan(self, asked: dict[str, Any], options: dict[str, Any]) -> IndexScan | None:
        """`asked` are the other parameters, of which each may have one value."""
        if any(not isinstance(value, list) or len(value) > 1 for value in asked.values()):
            return None
        single = {name: value[0] for name, value in asked.items()}
        entry = {column: single.pop(name) for name, column in ENTRY_COLUMNS.items() if name in single}
        entry = {column: getattr(value, "pk", value) for column, value in entry.items()}
        match sorted(single.items(), key=itemgetter(0)):
            case []:
                first = dict(list(entry.items())[:1])
                return IndexScan(keys=first, filters=dict(entry.items() - first.items()), **options)
            case [("actor", actor)]:
                return scan_of_actor(actor, filters=entry, **options)
            case [("actor", actor), ("actor_role", role)] | [("claimant" | "subject" as role, actor)]:
                return scan_of_actor(actor, role=role, filters=entry, **options)
        return None

    @property
    def applied(self) -> dict[str, Any]:
        """With the actors that are asked for as `resolved`: who they are, and who counts with them."""
        applied = super().applied
        actors = list(dict.fromkeys(actor for name in OF_ACTORS for actor in self.asked[name]))
        if not actors:
            del applied["rollup"]
            return applied
        return applied | {"resolved": [self._resolved(actor) for actor in actors]}

    def _resolved(self, actor: Actor) -> dict[str, Any]:
        members = members_of(actor, self.version or data_version()) if self.asked["rollup"] else []
        return {"code": actor.code, "name": actor.name, "with": list(members)}

    def faults(self) -> list[Fault]:
        faults = super().faults()
        low, high = (self.asked.get(name) for name in ("value_min", "value_max"))
        if low is not None and high is not None and low > high:
            faults.append(Fault("value_min", "Is above value_max."))
        return faults

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        queryset = super().filter_queryset(queryset)
        figures = {name: self.asked[name] for name in OF_FIGURES}
        if all(value in ([], None) for value in figures.values()):
            return queryset
        return queryset.filter(pk__in=quantities_of(**figures).values("claim"))

    def by_part(self, queryset: QuerySet, name: str, actors: list[Actor]) -> QuerySet:
        parts = Part.objects.of(actors, roles=ROLES.get(name, self.asked["actor_role"]), rolled=self.asked["rollup"])
        return queryset.filter(pk__in=parts.values("claim"))

    def by_role(self, queryset: QuerySet, name: str, roles: list[str]) -> QuerySet:
        if self.asked["actor"]:
            return queryset
        return queryset.filter(pk__in=Attribution.objects.filter(role__in=roles).values("claim"))

    def by_words(self, queryset: QuerySet, name: str, text: str) -> QuerySet:
        return queryset.filter(pk__in=matching_claims(self.searched, self.open_to.indexed(self.asked["status"])))

    def by_hedge(self, queryset: QuerySet, name: str, hedged: bool) -> QuerySet:
        return queryset.exclude(hedge="") if hedged else queryset.filter(hedge="")

    def by_interval(self, queryset: QuerySet, name: str, day: date) -> QuerySet:
        """Claims whose interval, open where a bound is not known, has days on the named side of `day`."""
        interval, side = name.split("_")
        near, far, lookup = ("to", "from", "gte") if side == "after" else ("from", "to", "lte")
        reaches = Q(**{f"{interval}_{near}__{lookup}": day})
        is_open = Q(**{f"{interval}_{near}__isnull": True, f"{interval}_{far}__isnull": False})
        return queryset.filter(reaches | is_open)


def quantities_of(
    *, measure: list[str], basis: list[str], value_min: Decimal | None, value_max: Decimal | None
) -> QuerySet[Quantity]:
    """The figures of one of the measures and bases that may lie between the values. A bound that a text does not give
    is open: "at least half a million" may be a million, "thousands" may be 50,000; a single figure is itself alone."""
    among = {"measure__in": measure, "basis__in": basis}
    rows = Quantity.objects.filter(**{column: words for column, words in among.items() if words})
    if value_min is not None:
        top_open = Q(high__isnull=True, best__isnull=True, low__isnull=False)
        rows = rows.filter(Q(high__gte=value_min) | Q(high__isnull=True, best__gte=value_min) | top_open)
    if value_max is not None:
        bottom_open = Q(low__isnull=True, best__isnull=True, high__isnull=False)
        rows = rows.filter(Q(low__lte=value_max) | Q(low__isnull=True, best__lte=value_max) | bottom_open)
    return rows
