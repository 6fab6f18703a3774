"""The filters of claims, for the API's lists, facets and exports and for `export_fixtures`; and the index scan that
answers them."""

from functools import cached_property
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from claimsdb.actors import find_actor, find_article, find_source
from claimsdb.choices import (
    Basis,
    Conclusion,
    Per,
    Phase,
    Quotation,
    Role,
    RollUp,
    Stage,
    Stance,
    Status,
    Topic,
    Undated,
    Voice,
)
from claimsdb.filters.as_of import UNDATED_ALONE
from claimsdb.filters.asked_questions import QuestionNames
from claimsdb.filters.base import ALL, BETWEEN, NOT, Fault, StatusForbidden, StrictFilter
from claimsdb.filters.claim_conditions import ROLES, ClaimConditions, is_proposed
from claimsdb.filters.editions import has_editions, with_editions
from claimsdb.filters.fields import (
    NONE,
    Choices,
    Day,
    Flag,
    Moment,
    Number,
    Periods,
    RollUpParameter,
    RowNames,
    SearchText,
    Share,
    StoredWords,
    UndatedParameter,
    VisibleRowNames,
    Words,
)
from claimsdb.filters.periods import days_of
from claimsdb.index import IndexScan, scan_of_actor, scan_of_officials, scan_of_sources
from claimsdb.index.search import search_scan
from claimsdb.models import Actor, Article, Claim, Source

OF_KEYS = ("key", f"key{BETWEEN}{NOT}", "duplicate_of", *(f"related_to{each}" for each in ("", "__all", "__not")))
ENTRY_COLUMNS = {"source": "source_id", "topic": "topic", "stance": "stance"}  # the most telling first


class ClaimFilterSet(ClaimConditions):
    """The claims asked for, by default those with a public status. `open_to` says which the user may see; asking for
    another status raises StatusForbidden. `version` is that of the data, if the caller knows it; `counts_actors` says
    that the caller counts them as `rollup` has it, even where none is asked for."""

    actor = StrictFilter(
        RowNames(find_actor, Actor, "Has a part in the claim, itself or by one who belongs to it.", example="NK"),
        method="of_parts",
        variants=[ALL, NOT],
    )
    actor_role = StrictFilter(
        Choices(Role, "The part that `actor`, or without it anyone, has.", example="claimant"),
        method="of_roles",
        variants=[NOT],
    )
    role = StrictFilter(Choices(Role, "Another word for `actor_role`.", example="claimant"), method="of_roles")
    claimant = StrictFilter(
        RowNames(
            find_actor, Actor, "Says it, itself or by one who belongs to it.", example="Kim Yo Jong", or_none=True
        ),
        method="of_parts",
        variants=[ALL, NOT],
    )
    subject = StrictFilter(
        RowNames(
            find_actor, Actor, "Is whom it is about, itself or by one who belongs to it.", example="NK", or_none=True
        ),
        method="of_parts",
        variants=[ALL, NOT],
    )
    mentioned = StrictFilter(
        RowNames(
            find_actor, Actor, "Is mentioned besides, itself or by one who belongs to it.", example="NK", or_none=True
        ),
        method="of_parts",
        variants=[ALL, NOT],
    )
    rollup = StrictFilter(
        RollUpParameter(
            "Whether the actors asked for stand for all who belong to them; `officials` has them stand for their "
            "officeholders, spokespersons and parts, without the media that they own and mere members; `false` takes "
            "them alone.",
            example=False,
            default=RollUp.ALL,
        ),
    )
    source = StrictFilter(
        VisibleRowNames(
            find_source,
            Source,
            "Published the article, or is the publisher of whom who did is an edition.",
            example="eurasian-times",
            or_none=True,
        ),
        "entry__source",
        method="of_sources",
        missing=Q(entry__source=None),
        variants=[NOT],
    )
    article = StrictFilter(
        VisibleRowNames(find_article, Article, "The id or file name of the article.", example="1"), variants=[NOT]
    )
    language = StrictFilter(
        StoredWords("article__language", "The article's language, as BCP 47 has it.", example="en", or_none=True),
        "article__language",
        missing=Q(article__language__in=["", "und"]),
        variants=[NOT],
    )
    topic = StrictFilter(
        Choices(Topic, "What it is about.", example="troop-deployment", or_none=True),
        missing=Q(topic=""),
        variants=[NOT],
    )
    stance = StrictFilter(Choices(Stance, "How it is put.", example="denies"), variants=[NOT])
    voice = StrictFilter(
        Choices(Voice, "Whose word it is: somebody's, or the article's own.", example="attributed"), variants=[NOT]
    )
    quotation = StrictFilter(Choices(Quotation, "How it is quoted.", example="direct"), variants=[NOT])
    phase = StrictFilter(Choices(Phase, "How far the thing claimed has come.", example="planned"), variants=[NOT])
    hedge = StrictFilter(
        StoredWords("hedge", "The words that hedge it.", example="reportedly", or_none=True),
        missing=Q(hedge=""),
        variants=[NOT],
    )
    hedged = StrictFilter(Flag('Whether it is hedged: "reportedly", "could".', example=True), method="of_hedges")
    measure = StrictFilter(
        StoredWords("quantities__measure", "What one of its figures counts.", example="troops", or_none=True),
        method="of_figures",
        variants=[ALL, NOT],
    )
    unit = StrictFilter(
        StoredWords(
            "quantities__unit", "The unit of one of its figures (of `measure`).", example="person", or_none=True
        ),
        method="of_figures",
        variants=[NOT],
    )
    of = StrictFilter(
        RowNames(
            find_actor,
            Actor,
            "Has a figure (of `measure`) of this actor's things, or of one who ever belonged to it.",
            example="NK",
            or_none=True,
        ),
        method="of_figures",
        variants=[ALL, NOT],
    )
    stage = StrictFilter(
        Choices(Stage, "How far what one of its figures (of `measure`) counts has come.", example="sent", or_none=True),
        method="of_figures",
        variants=[ALL, NOT],
    )
    per = StrictFilter(
        Choices(Per, "One of its figures (of `measure`) is so many in each.", example="year", or_none=True),
        method="of_figures",
        variants=[ALL, NOT],
    )
    basis = StrictFilter(
        Choices(Basis, "What one of its figures (of `measure`, if given) is counted against.", example="total"),
        method="of_figures",
        variants=[ALL, NOT],
    )
    value_min = StrictFilter(Number("A figure of it (of `measure`, if given) may be this or more.", example=10000))
    value_max = StrictFilter(Number("A figure of it (of `measure`, if given) may be this or less.", example=50000))
    said_after = StrictFilter(
        Day("Said on this day or later, as far as known.", example="2024-10-01"), method="of_intervals"
    )
    said_before = StrictFilter(
        Day("Said on this day or earlier, as far as known.", example="2024-10-31"), method="of_intervals"
    )
    event_after = StrictFilter(Day("Is about this day or later.", example="2024-10-01"), method="of_intervals")
    event_before = StrictFilter(Day("Is about this day or earlier.", example="2024-12-31"), method="of_intervals")
    published_after = StrictFilter(
        Day("Published on this day or later, for certain.", example="2024-10-01"), "article__published_from", "gte"
    )
    published_before = StrictFilter(
        Day("Published on this day or earlier, for certain.", example="2024-12-31"), "article__published_to", "lte"
    )
    as_of = StrictFilter(
        Day("Could be read on this day: published by then, for certain.", example="2024-10-20"), method="of_knowledge"
    )
    undated = StrictFilter(
        UndatedParameter(
            "Whether claims of which nobody knows by when they were published are there `as_of` a day.",
            example="include",
            default=Undated.EXCLUDE,
        )
    )
    year = StrictFilter(
        Periods("Published in this year, or in an interval that ends in it.", example="2024", length=4, or_none=True),
        method="of_periods",
        variants=[NOT],
    )
    month = StrictFilter(
        Periods(
            "Published in this month, or in an interval that ends in it.", example="2024-10", length=7, or_none=True
        ),
        method="of_periods",
        variants=[NOT],
    )
    updated_since = StrictFilter(
        Moment("Changed at this time or later.", example="2026-11-22T10:00:00Z"), "updated_at", "gte"
    )
    duplicate_of = StrictFilter(
        Words("Repeats the claim with this key: of claims that are duplicates.", example="keettb4bn3w35ds3"),
        method="of_originals",
    )
    created_after = StrictFilter(
        Moment("Taken in at this time or later.", example="2026-11-22T10:00:00Z"), "created_at", "gte"
    )
    created_before = StrictFilter(
        Moment("Taken in at this time or earlier.", example="2126-11-22T10:00:00Z"), "created_at", "lte"
    )
    assessed = StrictFilter(
        Flag("Whether a fact-checker's assessment of it is published.", example=True), method="of_assessed"
    )
    normalized = StrictFilter(
        Choices(Conclusion, "What a published assessment of it comes to.", example="refuted", or_none=True),
        method="of_conclusions",
        variants=[NOT],
    )
    question = StrictFilter(
        QuestionNames("Answers this question, as editors have confirmed.", or_none=True),
        method="of_questions",
        variants=[ALL, NOT],
    )
    related_to = StrictFilter(
        Words(
            "Stands in a confirmed relation to the claim with this key, whichever it is.", example="keettb4bn3w35ds3"
        ),
        method="of_related",
        variants=[ALL, NOT],
    )
    contradicted = StrictFilter(
        Flag("Whether another claim contradicts it, as editors have confirmed.", example=True), method="of_contradicted"
    )
    denied = StrictFilter(
        Flag("Whether another claim denies it, as editors have confirmed.", example=True), method="of_denied"
    )
    key = StrictFilter(Words("The key of the claim.", example="keettb4bn3w35ds3"), variants=[NOT])
    status = StrictFilter(
        Choices(
            Status,
            "Where it stands in review; a public status if not given.",
            example="accepted",
            default=lambda: settings.CLAIMSDB_PUBLIC_STATUSES,
        ),
        variants=[NOT],
    )
    rule = StrictFilter(
        StoredWords(
            "rule", "The machine's rule that found it. For editors and readers.", example="quoted", or_none=True
        ),
        missing=Q(rule=""),
        variants=[NOT],
    )
    confidence_min = StrictFilter(
        Share("The machine was as sure of it, or more. For editors and readers.", example=0.5), "confidence", "gte"
    )
    confidence_max = StrictFilter(
        Share("The machine was as sure of it, or less. For editors and readers.", example=0.5), "confidence", "lte"
    )
    certainty_min = StrictFilter(
        Share(
            "Editors here accept as many of its like, or more, by what was learned from their decisions; where nothing "
            "was, the machine's confidence counts. For editors and readers.",
            example=0.9,
        ),
        method="of_certainty",
    )
    certainty_max = StrictFilter(
        Share("As `certainty_min`: as many, or fewer. For editors and readers.", example=0.5), method="of_certainty"
    )
    search = StrictFilter(
        SearchText('Its wording or quote has every word, "phrase" and beginning*.', example="artillery troops"),
        method="of_words",
    )

    OF_ACTORS = ("actor", *ROLES, "of")
    INTERNAL = ("rule", "confidence_min", "confidence_max", "certainty_min", "certainty_max")

    class Meta:
        model = Claim
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.asked["actor_role"] = self.asked["actor_role"] or self.asked["role"]
        if self.asked["duplicate_of"] and "status" not in self.data:
            self.asked["status"] = [Status.DUPLICATE]
        if closed := self.asked["status__not"]:
            closable = [status for status in Status if status in self.open_to.statuses]
            among = self.asked["status"] if "status" in self.data else closable
            self.asked["status"] = [status for status in among if status not in closed]

    @cached_property
    def queryset(self) -> QuerySet[Claim]:
        return Claim.objects.within(self.open_to)

    def check(self) -> None:
        super().check()
        closed = [status for status in self.asked["status"] if status not in self.open_to.statuses]
        if closed:
            detail = f"Claims that are {', '.join(closed)} are for signed-in editors and readers."
            raise StatusForbidden([Fault("status", detail, sorted(self.open_to.statuses))])

    def faults(self) -> list[Fault]:
        faults = super().faults()
        if "undated" in self.data and not self.is_asked("as_of") and "as_of" not in self.invalid:
            faults.append(Fault("undated", UNDATED_ALONE))
        if "role" in self.data and "actor_role" in self.data:
            faults.append(Fault("role", "Is another word for actor_role: give one of them."))
        for name in OF_KEYS:
            faults += self.unknown_keys(name)
        return faults

    # --- the index scan --------------------------------------------------------------------------------------------

    @property
    def scan(self) -> IndexScan | None:
        """The scan of the one index that has just these claims; None where no single one does."""
        asked = {name: value for name, value in self.asked.items() if self.is_asked(name)}
        statuses, rollup = asked.pop("status", []), asked.pop("rollup")
        for name in ("role", f"status{BETWEEN}{NOT}"):
            asked.pop(name, None)
        text = asked.pop("search", None)
        since, until = [asked.pop("published_after", None)], [asked.pop("published_before", None)]
        as_of, undated = asked.pop("as_of", None), asked.pop("undated")
        if since[0] and Article.objects.that_may_be_before(since[0]).exists():
            return None  # the index has of an interval its last day alone
        if any(not isinstance(value, list) or len(value) > 1 or NONE in value for value in asked.values()):
            return None
        single = {name: value[0] for name, value in asked.items()}
        if "source" in single and is_proposed(single["source"]):
            return None
        for name in {"year", "month"} & single.keys():
            first, last = days_of(single.pop(name))
            since.append(first)
            until.append(last)
        options = {
            "statuses": self.open_to.indexed(statuses),
            "since": max(filter(None, since), default=None),
            "until": min(filter(None, [*until, as_of]), default=None),
            "with_undated": undated == Undated.INCLUDE and not any(until),
        }
        publisher = single["source"] if "source" in single and has_editions(single["source"]) else None
        scan = self._scan(single, options, rollup=rollup)
        if scan and publisher:
            scan = scan_of_sources(scan, [source.pk for source in with_editions([publisher])])
        return search_scan(scan, self.query) if scan and text else scan

    def _scan(self, single: dict[str, Any], options: dict[str, Any], *, rollup: RollUp) -> IndexScan | None:
        """`single` are the other parameters, each with its one value."""
        entry = {column: single.pop(name) for name, column in ENTRY_COLUMNS.items() if name in single}
        entry = {column: getattr(value, "pk", value) for column, value in entry.items()}
        match sorted(single.items(), key=itemgetter(0)), rollup:
            case [], RollUp.ALL:
                first = dict(list(entry.items())[:1])
                return IndexScan(keys=first, filters=dict(entry.items() - first.items()), **options)
            case [("actor", actor)], RollUp.ALL:
                return scan_of_actor(actor, filters=entry, **options)
            case [("actor", actor), ("actor_role", role)] | [("claimant" | "subject" | "mentioned" as role, actor)], _:
                match rollup:
                    case RollUp.ALL:
                        return scan_of_actor(actor, role=role, filters=entry, **options)
                    case RollUp.OFFICIALS:
                        return scan_of_officials(actor, role=role, filters=entry, **options)
        return None

    # --- what was applied ------------------------------------------------------------------------------------------

    @property
    def applied(self) -> dict[str, Any]:
        applied = super().applied | ({} if self.asked["status"] else {"status": []})
        applied.pop("role", None)
        if not self.is_asked("as_of"):
            del applied["undated"]
        return applied
