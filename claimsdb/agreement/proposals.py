"""From all statements to the relations that the machine proposes, each with its reason.

The same statements give the same proposals, in whatever order they come. The work grows with what can be compared, not
with all pairs.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import combinations
from typing import Any

from claimsdb.agreement import (
    confirmed_denials,
    copies,
    denials,
    event_dates,
    face_to_face,
    forecasts,
    negations,
    other_times,
    replies,
    swapped_quotations,
)
from claimsdb.agreement.clusters import without_repetitions
from claimsdb.agreement.comparability import Comparison, compare, in_order
from claimsdb.agreement.corpus import Corpus, fingerprint
from claimsdb.agreement.figure_pairs import figure_pairs
from claimsdb.agreement.measures import Told
from claimsdb.agreement.readings import Reading, same_voice
from claimsdb.agreement.statements import Registry, Statement
from claimsdb.choices import (
    SYMMETRIC,
    ReasonCode,
    RelationAbout,
    RelationKind,
    Stance,
    Strength,
    Verdict,
    Voice,
)

RULE_VERSION = "7"
VALUE, EXISTENCE = RelationAbout.VALUE, RelationAbout.EXISTENCE
TAKEN_UP = "It takes up the figure of the other."
MOST_ALIKE = 50  # statements of one event, or with one quotation, that are compared with each other


@dataclass(frozen=True, slots=True)
class Proposal:
    """A relation from `a` to `b`, keys of statements; of the kinds that say the same both ways the earlier one is `a`.
    `reason` is data: the code, what was compared, and a fingerprint of either statement."""

    kind: RelationKind
    a: str
    b: str
    about: RelationAbout
    strength: Strength
    rule: str
    in_words: str
    reason: Mapping[str, Any] = field(compare=False)
    rule_version: str = RULE_VERSION


@dataclass(frozen=True, slots=True)
class Findings:
    """What was proposed, and how many unequal figures were refused for each reason."""

    proposals: tuple[Proposal, ...]
    refused: Mapping[ReasonCode, int]


Rule = Callable[[Corpus], Iterator[Proposal]]


def propose(statements: Iterable[Statement], registry: Registry) -> list[Proposal]:
    """All relations that the rules find among these statements."""
    return list(examine(statements, registry).proposals)


def examine(statements: Iterable[Statement], registry: Registry) -> Findings:
    """The proposals, and the refusals by reason."""
    return examine_corpus(Corpus.of(statements, registry))


def examine_corpus(corpus: Corpus) -> Findings:
    """The same of statements that are read already."""
    compared = list(_compared(corpus))
    found = [
        *_of_figures(without_repetitions(compared), corpus.registry),
        *(proposal for rule in RULES for proposal in rule(corpus)),
    ]
    found += list(_of_two_face_to_face(corpus, found))
    best: dict[tuple[str, str, RelationKind], Proposal] = {}
    for proposal in sorted(found, key=_certain_first):
        best.setdefault((proposal.a, proposal.b, proposal.kind), proposal)
    refused = Counter(result.code for one, other, result in compared if _is_refusal(one, other, result))
    ordered = sorted(best.values(), key=lambda each: (each.a, each.b, each.kind))
    return Findings(tuple(ordered), dict(sorted(refused.items())))


def _compared(corpus: Corpus) -> Iterator[tuple[Told, Told, Comparison]]:
    """Figures that may be compared; those of copies are left to their heads."""
    for one, other in figure_pairs(corpus):
        yield *in_order(one, other), compare(one, other, corpus.registry)


def _of_figures(compared: Iterable[tuple[Told, Told, Comparison]], registry: Registry) -> Iterator[Proposal]:
    updates: dict[str, list[tuple[Told, Told, Comparison]]] = defaultdict(list)
    for one, other, result in compared:
        match result.verdict:
            case Verdict.CONTRADICTS:
                yield _pair(RelationKind.CONTRADICTS, one, other, result)
            case Verdict.UPDATES:
                updates[result.data["later"]].append((one, other, result))
            case _:
                yield from _of_one_origin(one, other, result, registry)
    for pairs in updates.values():
        one, other, result = max(pairs, key=lambda pair: (_earlier(pair).as_of.end, _earlier(pair).key))
        later, earlier = (one, other) if one.reading.key == result.data["later"] else (other, one)
        yield _pair(RelationKind.UPDATES, later, earlier, result)


def _earlier(pair: tuple[Told, Told, Comparison]) -> Any:
    one, other, result = pair
    return (one if one.reading.key == result.data["earlier"] else other).reading


def _of_one_origin(one: Told, other: Told, result: Comparison, registry: Registry) -> Iterator[Proposal]:
    """In one article: a speaker's figure once more, or in the article's voice what a speaker says."""
    spans = one.span, other.span
    if one.reading.statement.article != other.reading.statement.article or not spans[0] or not spans[1]:
        return
    if one.figure.stands_for or other.figure.stands_for:
        return
    comparable = result.verdict == Verdict.AGREES or result.code in (ReasonCode.SPEAKER, ReasonCode.STAGE)
    if not comparable or spans[0].is_apart_from(spans[1]):
        return
    equal = spans[0].equals(spans[1])
    voices = {each.reading.statement.voice for each in (one, other)}
    if len(voices) > 1:
        if equal:
            words = "The article has the figure from whom it quotes."
            yield _proposal(RelationKind.SAME_ORIGIN, one.reading, other.reading, VALUE, "article_voice", words)
    elif same_voice(one.reading, other.reading, registry) and (equal or Voice.ATTRIBUTED in voices):
        kind = RelationKind.REPEATS if equal else RelationKind.SAME_ORIGIN
        yield _proposal(kind, one.reading, other.reading, VALUE, "same_speaker", "One speaker's figure.")


def _of_denials(corpus: Corpus) -> Iterator[Proposal]:
    for denial in corpus:
        if not denial.denies or denial.key in corpus.heads:
            continue
        article = corpus.articles[denial.statement.article]
        first = denials.same_denial(denial, article, corpus.registry)
        answers = list(_answers(denial, article, corpus))
        if first is not None and not answers:
            words = "One denial: both speak for the same body."
            yield _proposal(RelationKind.SAME_ORIGIN, first, denial, RelationAbout.SPEAKER, "one_denial", words)
            answers = list(_answers(first, article, corpus))
        else:
            first = None
        for answer in answers:
            yield _proposal(
                RelationKind.DENIES, denial, answer.claim, EXISTENCE, "denial", answer.in_words,
                strength=answer.strength, code=answer.code,
            )  # fmt: skip
            if first is None:
                yield from _confirmed_later(denial, answer.claim, corpus)


def _answers(denial: Reading, article: list[Reading], corpus: Corpus) -> Iterator[denials.Answer]:
    found = denials.answered(denial, article, corpus.registry)
    if not denials.is_pointer(denial) and not denials.is_refusal(denial) and len(denial.asked) >= denials.FEWEST_ACROSS:
        elsewhere = (each for each in _before(denial, corpus) if each.statement.article != denial.statement.article)
        answers = (denials.answers_by_words(denial, claim, corpus.registry) for claim in elsewhere)
        found += [each for each in answers if each.is_given]
    keys = {each.claim.key for each in found}
    for each in found:
        head = corpus.heads.get(each.claim.key)
        if head is None or head.key not in keys:
            yield each


def _before(denial: Reading, corpus: Corpus) -> list[Reading]:
    """What was published in the days before a denial, and has its words."""
    day = denial.statement.published.start
    if day is None:
        return []
    return corpus.with_all(denial.asked, since=day - timedelta(days=denials.DAYS_LATER), until=day)


def _confirmed_later(denial: Reading, denied: Reading, corpus: Corpus) -> Iterator[Proposal]:
    """The first confirmation of what was denied, where there is a certain one the first of these."""
    found = []
    for each in _confirmations_of(denied, corpus):
        strength = confirmed_denials.confirms_what_is_denied(each, denial, denied, corpus.registry)
        if strength:
            found.append((strength == Strength.POSSIBLE, _order(each), each, strength))
    if found:
        _, _, first, strength = min(found, key=lambda each: each[:2])
        yield _proposal(
            RelationKind.CONTRADICTS, denial, first, EXISTENCE, "confirmed_denial",
            "What was denied is confirmed by the one whom it is about.", strength=strength,
        )  # fmt: skip


def _confirmations_of(denied: Reading, corpus: Corpus) -> list[Reading]:
    found = {each.key: each for actor in denied.subjects for each in corpus.confirmations.get(actor, ())}
    return [found[key] for key in sorted(found)]


def _of_confirmations(corpus: Corpus) -> Iterator[Proposal]:
    for each in corpus:
        if each.statement.stance == Stance.CONFIRMS and each.key not in corpus.heads:
            article = corpus.articles[each.statement.article]
            for answer in denials.confirmed(each, article, corpus.registry):
                if answer.claim.key not in corpus.heads:
                    words = "It is confirmed by the one whom it is about; not how many."
                    yield _proposal(RelationKind.CONFIRMS, each, answer.claim, EXISTENCE, "confirmation", words)


def _of_references(corpus: Corpus) -> Iterator[Proposal]:
    """Who gives a "similar" figure confirms the one that it stands for."""
    for each in corpus:
        for figure in each.statement.figures:
            target = corpus.by_key.get(figure.stands_for[0]) if figure.stands_for else None
            if target and target is not each and each.affirms and not same_voice(each, target, corpus.registry):
                words = f"“{figure.as_written}” takes up the figure of the other." if figure.as_written else TAKEN_UP
                yield _proposal(RelationKind.CONFIRMS, each, target, VALUE, "stands_for", words)


def _of_copies(corpus: Corpus) -> Iterator[Proposal]:
    for copy in corpus.copies:
        yield _proposal(copy.kind, copy.copy, copy.head, RelationAbout.READING, "copy", copy.in_words)
    for article in corpus.articles.values():
        for one, other in copies.shares_of_wholes(article):
            words = "The share of the whole is the number: one figure written twice."
            yield _proposal(RelationKind.REPEATS, one, other, VALUE, "share_of_whole", words)


def _of_event_dates(corpus: Corpus) -> Iterator[Proposal]:
    blocks = defaultdict(list)
    for each in corpus:
        if event_dates.may_happen_once(each) and each.key not in corpus.heads:
            for block in event_dates.blocks_of(each):
                blocks[block].append(each)
    for alike in blocks.values():
        for one, other in combinations(alike[:MOST_ALIKE], 2):
            if event_dates.is_other_day(one, other):
                words = event_dates.in_words(one, other)
                yield _proposal(RelationKind.CONTRADICTS, one, other, RelationAbout.TIME, "event_date", words)


def _of_negations(corpus: Corpus) -> Iterator[Proposal]:
    for article in corpus.articles.values():
        pairs = [(each, claim) for each in article for claim in negations.contradicted(each, article, corpus.registry)]
        pairs += replies.contradictions(article, corpus.registry)
        for negative, claim in negations.without_second_predicates(pairs):
            if negative.key not in corpus.heads and claim.key not in corpus.heads:
                words = f"One says that it is so, the other that it is not: {_spelled(negative)}."
                yield _proposal(RelationKind.CONTRADICTS, negative, claim, EXISTENCE, "negation", words)


def _of_other_times(corpus: Corpus) -> Iterator[Proposal]:
    for article in corpus.articles.values():
        for one, other in other_times.at_other_times(article, corpus.registry):
            if one.key not in corpus.heads and other.key not in corpus.heads:
                words = other_times.in_words(one, other)
                yield _proposal(RelationKind.CONTRADICTS, one, other, RelationAbout.TIME, "other_time", words)


def _of_two_face_to_face(corpus: Corpus, found: Iterable[Proposal]) -> Iterator[Proposal]:
    """What may be a contradiction where nothing surer was found."""
    related = {frozenset((each.a, each.b)) for each in found}
    for article in corpus.articles.values():
        for one, other in face_to_face.set_against(article, corpus.registry, related=related):
            if one.key not in corpus.heads and other.key not in corpus.heads:
                words = (
                    "A paragraph sets the one against the other; whether both can be right is for an editor to tell."
                )
                yield _proposal(
                    RelationKind.CONTRADICTS, one, other, EXISTENCE, "face_to_face", words, strength=Strength.POSSIBLE
                )


def _spelled(negative: Reading) -> str:
    return denials.spelled(negative.asked, negative) or f"“{negative.said}”"


def _of_quotations(corpus: Corpus) -> Iterator[Proposal]:
    blocks = defaultdict(list)
    for each in corpus:
        if each.speakers:
            for words in swapped_quotations.quotations(each):
                blocks[words].append(each)
    for quoted, alike in blocks.items():
        for one, other in combinations(alike[:MOST_ALIKE], 2):
            if swapped_quotations.is_exchanged(one, other):
                said = f"“{quoted}”: speaker and addressee are exchanged."
            elif swapped_quotations.is_of_another(one, other, corpus.registry, words=quoted):
                said = f"“{quoted}”: given to two speakers."
            else:
                continue
            yield _proposal(
                RelationKind.CONTRADICTS,
                one,
                other,
                RelationAbout.SPEAKER,
                "quotation",
                said,
                strength=Strength.POSSIBLE,
            )


def _of_forecasts(corpus: Corpus) -> Iterator[Proposal]:
    for forecast in corpus:
        day = forecast.statement.published.start
        if day is None or not forecasts.is_forecast(forecast):
            continue
        reports = corpus.with_all(forecast.asked, since=day, until=day + timedelta(days=forecasts.DAYS_LATER))
        first = next((each for each in reports if forecasts.bears_out(each, forecast, corpus.registry)), None)
        if first is not None:
            words = "What was foreseen is said to have come about, of the same side."
            head = corpus.heads.get(first.key, first)
            yield _proposal(RelationKind.UPDATES, head, forecast, EXISTENCE, "forecast", words)


RULES: tuple[Rule, ...] = (
    _of_denials, _of_confirmations, _of_references, _of_copies, _of_event_dates, _of_negations, _of_other_times,
    _of_quotations, _of_forecasts,
)  # fmt: skip


def _pair(kind: RelationKind, one: Told, other: Told, result: Comparison) -> Proposal:
    return _proposal(
        kind, one.reading, other.reading, VALUE, "figures", result.in_words,
        strength=result.strength, code=result.code, data=dict(result.data),
        figures=(one.figure.order, other.figure.order),
    )  # fmt: skip


def _proposal(
    kind: RelationKind,
    one: Reading,
    other: Reading,
    about: RelationAbout,
    rule: str,
    in_words: str,
    *,
    strength: Strength = Strength.CERTAIN,
    **reason: Any,
) -> Proposal:
    if kind in SYMMETRIC and _order(other) < _order(one):
        one, other = other, one
        if "figures" in reason:
            reason["figures"] = reason["figures"][::-1]
    prints = [fingerprint(each.statement) for each in (one, other)]
    return Proposal(
        kind=kind, a=one.key, b=other.key, about=about, strength=strength, rule=rule, in_words=in_words,
        reason={**reason, "fingerprints": prints},
    )  # fmt: skip


def _order(reading: Reading) -> tuple[Any, ...]:
    published = reading.statement.published.start
    return (published.isoformat() if published else "9999", reading.statement.article, reading.place_in_article)


def _certain_first(proposal: Proposal) -> tuple[Any, ...]:
    return (proposal.strength == Strength.POSSIBLE, proposal.rule, proposal.in_words)


def _is_refusal(one: Told, other: Told, result: Comparison) -> bool:
    spans = one.span, other.span
    return bool(result.verdict == Verdict.NONE and spans[0] and spans[1] and spans[0].is_apart_from(spans[1]))
