"""Ledgers of questions, and the origins behind their figures, as they are shown."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from api.documents.fields import TextOrNull
from claimsdb.agreement import Answered, Origins, Party, Statement
from claimsdb.choices import (
    Agreement,
    AnswerPart,
    Basis,
    CodeScheme,
    JoinReason,
    LedgerRows,
    Per,
    Phase,
    ReasonCode,
    Role,
    Stage,
    Stance,
    field_choices,
)
from claimsdb.models import ActorCode
from claimsdb.questions.gathering import Gathered
from claimsdb.questions.ledger import ROWS, Denial, Ledger, LedgerRow

Document = dict[str, Any]
Codes = Mapping[str, str]  # of actors that have one of the project, by slug


class SpeakerSerializer(serializers.Serializer):
    """Who says so: an unnamed one has no code, and `side` is the state whose word it is."""

    code = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    side = serializers.CharField(allow_null=True)


class JoinSerializer(serializers.Serializer):
    """Why two claims have, or may have, one origin."""

    between = serializers.ListField(child=serializers.CharField(), min_length=2, max_length=2)
    certain = serializers.BooleanField()
    reason = serializers.ChoiceField(field_choices(JoinReason))


class OriginSerializer(serializers.Serializer):
    """Claims that have one origin, why, and who that is, as they are named."""

    claims = serializers.ListField(child=serializers.CharField())
    who = serializers.ListField(child=serializers.CharField())
    named = serializers.BooleanField()
    joins = JoinSerializer(many=True)


class OriginsSerializer(serializers.Serializer):
    """How many independent origins there are, at least and at most, and how many are named. `maybe` has the joins that
    are not certain, between claims of several groups."""

    least = serializers.IntegerField()
    most = serializers.IntegerField()
    named = serializers.IntegerField()
    in_words = serializers.CharField()
    groups = OriginSerializer(many=True)
    maybe = JoinSerializer(many=True)


class DenialSerializer(serializers.Serializer):
    """A claim that denies it, who makes it, and the state whose word that is."""

    claim = serializers.CharField()
    code = serializers.CharField(allow_null=True)
    name = serializers.CharField(allow_null=True)
    via = serializers.CharField(allow_null=True)


class LookAlikeSerializer(serializers.Serializer):
    """Another row with the same number, and why they neither agree nor contradict each other."""

    figure = serializers.CharField()
    reason = serializers.ChoiceField(field_choices(ReasonCode))
    in_words = serializers.CharField()


class LedgerRowSerializer(serializers.Serializer):
    """A figure in what may be compared, or an answer in a word, `value`. `contradicts` and `updated_by` name other
    rows; `claims` are the keys of those that say so."""

    figure = serializers.CharField(help_text="the name of the row")
    value = serializers.CharField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    best = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    written = serializers.ListField(child=serializers.CharField(), help_text="as the articles write it")
    stage = serializers.ChoiceField(field_choices(Stage), allow_null=True)
    basis = serializers.ChoiceField(field_choices(Basis), allow_null=True)
    per = serializers.ChoiceField(field_choices(Per), allow_null=True)
    phase = serializers.ChoiceField(field_choices(Phase), allow_null=True, help_text="null where they differ")
    first_day = serializers.DateField(allow_null=True, help_text="on which one of the claims was published")
    statements = serializers.IntegerField()
    articles = serializers.IntegerField()
    claimants = SpeakerSerializer(many=True)
    sources = SpeakerSerializer(many=True, help_text="on whose word they say it")
    origins = OriginsSerializer()
    denied_by = DenialSerializer(many=True)
    contradicts = serializers.ListField(child=serializers.CharField())
    updated_by = serializers.ListField(child=serializers.CharField())
    looks_like = LookAlikeSerializer(many=True)
    claims = serializers.ListField(child=serializers.CharField())


class StatementRowSerializer(serializers.Serializer):
    """One statement: what a claim says to the question, in which row of the ledger (`figure`) it counts, who says so
    and on whose word, and between which days it was published. A claim with two figures is there twice."""

    claim = serializers.CharField(help_text="its key")
    text = serializers.CharField()
    quote = TextOrNull(help_text="its words in the article")
    article = serializers.IntegerField()
    published_from = serializers.DateField(allow_null=True)
    published_to = serializers.DateField(allow_null=True)
    figure = serializers.CharField(help_text="the name of the row")
    written = TextOrNull(help_text="the figure as the article writes it")
    value = TextOrNull(help_text="the answer in a word")
    part = serializers.ChoiceField(field_choices(AnswerPart))
    stance = serializers.ChoiceField(field_choices(Stance))
    hedge = serializers.CharField(allow_blank=True)
    claimants = SpeakerSerializer(many=True)
    sources = SpeakerSerializer(many=True, help_text="on whose word they say it")


class LedgerMeta(serializers.Serializer):
    applied = serializers.DictField(help_text="the parameters in force")
    agreement = serializers.ChoiceField(field_choices(Agreement))
    statements = serializers.IntegerField()
    articles = serializers.IntegerField()
    undated = serializers.IntegerField(help_text="how many were left out, as nobody knows by when they were published")


class LedgerSerializer(serializers.Serializer):
    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True, help_text="null: a ledger is one page")
    previous = serializers.URLField(allow_null=True)
    results = serializers.SerializerMethodField()
    meta = LedgerMeta()

    @extend_schema_field(
        PolymorphicProxySerializer(
            component_name="AnyLedgerRow",
            serializers=[LedgerRowSerializer, StatementRowSerializer],
            resource_type_field_name=None,
            many=True,
        )
    )
    def get_results(self, page: Any) -> list[Document]:
        return page["results"]


class OriginsPage(OriginsSerializer):
    """The origins behind one row of a ledger, or behind all answers."""

    figure = serializers.CharField(allow_null=True)
    meta = LedgerMeta()


def ledger_document(ledger: Ledger, *, by: LedgerRows) -> Document:
    codes = _codes(ledger)
    if by == LedgerRows.STATEMENT:
        rows = [each for row in ledger.rows for each in _statements(row, codes)]
    else:
        rows = [_row(row, _of_row(row, codes)) for row in ledger.rows]
    page = {"count": len(rows), "next": None, "previous": None, "results": rows}
    return page | {"meta": meta_of(ledger.gathered)}


def meta_of(gathered: Gathered) -> Document:
    return {
        "agreement": gathered.agreement,
        "statements": len(gathered.keys),
        "articles": len(gathered.articles),
        "undated": gathered.undated,
    }


def origins_document(origins: Origins) -> Document:
    joins: list[Document] = [
        {"between": list(join.between), "certain": join.is_certain, "reason": join.reason} for join in origins.joins
    ]
    certain = [(join, {*join["between"]}) for join in joins if join["certain"]]
    return {
        "least": origins.least,
        "most": origins.most,
        "named": origins.named,
        "in_words": origins.in_words,
        "groups": [
            {
                "claims": list(group.keys),
                "who": list(group.who),
                "named": group.is_named,
                "joins": [join for join, between in certain if between.issubset(group.keys)],
            }
            for group in origins.groups
        ],
        "maybe": [join for join in joins if not join["certain"]],
    }


def _of_row(row: LedgerRow, codes: Codes) -> tuple[tuple[str, str], ...]:
    return tuple((slug, codes[slug]) for slug in row.actors if slug in codes)


@lru_cache(maxsize=ROWS)
def _row(row: LedgerRow, codes_of_row: tuple[tuple[str, str], ...]) -> Document:
    """One for as long as the row and the codes in it are the same: not to be changed."""
    codes = dict(codes_of_row)
    figure = row.told.figure if row.told else None
    numbers = {name: _number(getattr(figure, name, None)) for name in ("low", "best", "high")}
    words = {name: getattr(figure, name, None) or None for name in ("stage", "basis", "per")}
    return {
        "figure": row.name,
        "value": row.value or None,
        **numbers,
        "written": row.written,
        **words,
        "phase": row.phases[0] if len(row.phases) == 1 else None,
        "first_day": row.first_day,
        "statements": len(row.statements),
        "articles": row.articles,
        "claimants": [_speaker(party, codes) for party in row.speakers],
        "sources": [_speaker(party, codes) for party in row.sources],
        "origins": origins_document(row.origins),
        "denied_by": [_denial(each, codes) for each in row.denied_by],
        "contradicts": list(row.contradicts),
        "updated_by": list(row.updated_by),
        "looks_like": [
            {"figure": each.figure, "reason": each.code, "in_words": each.in_words} for each in row.looks_like
        ],
        "claims": [statement.key for statement in row.statements],
    }


def _statements(row: LedgerRow, codes: Codes) -> Iterator[Document]:
    said = {statement.key: statement for statement in row.statements}
    for answer in row.answers:
        yield {"figure": row.name, **_answer(answer), **_statement(said[answer.key], codes)}


def _answer(answer: Answered) -> Document:
    figure = answer.told.figure if answer.told else None
    return {
        "written": figure.as_written or None if figure else None,
        "value": None if figure else answer.answer or None,
        "part": answer.part,
    }


def _statement(statement: Statement, codes: Codes) -> Document:
    return {
        "claim": statement.key,
        "text": statement.text,
        "quote": statement.quote or None,
        "article": int(statement.article),
        "published_from": statement.published.start,
        "published_to": statement.published.end,
        "stance": statement.stance,
        "hedge": statement.hedge,
        "claimants": [_speaker(party, codes) for party in statement.having(Role.CLAIMANT)],
        "sources": [_speaker(party, codes) for party in statement.having(Role.ORIGIN)],
    }


def _number(value: Any) -> int | float | None:
    return value if value is None else int(value) if value == int(value) else float(value)


def _speaker(party: Party, codes: Codes) -> Document:
    return {"code": _code(party.slug, codes), "name": party.who, "side": _code(party.side, codes)}


def _denial(denial: Denial, codes: Codes) -> Document:
    party = denial.speaker
    told = {"code": _code(party.slug, codes), "name": party.who} if party else {"code": None, "name": None}
    return {"claim": denial.statement.key, **told, "via": _code(denial.via, codes)}


def _code(slug: str | None, codes: Codes) -> str | None:
    return codes.get(slug, slug) if slug else None


def _codes(ledger: Ledger) -> Codes:
    slugs = frozenset().union(*(row.actors for row in ledger.rows))
    rows = ActorCode.objects.filter(scheme=CodeScheme.CLAIMSDB, actor__slug__in=slugs)
    return dict(rows.values_list("actor__slug", "code"))
