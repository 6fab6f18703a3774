"""How two claims stand to each other, test by test, whatever comes out: why a pair is no contradiction, too."""

from collections.abc import Iterable
from dataclasses import dataclass

from claimsdb.agreement import denials, event_dates, face_to_face, other_times, replies, swapped_quotations
from claimsdb.agreement.comparability import Outcome, all_tests, compare
from claimsdb.agreement.corpus import Corpus
from claimsdb.agreement.measures import Told
from claimsdb.agreement.readings import Reading
from claimsdb.agreement.statements import Registry, Statement
from claimsdb.choices import ReasonCode


@dataclass(frozen=True, slots=True)
class Row:
    """A test, whether the pair passes it, and why not."""

    test: str
    passes: bool
    in_words: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one rule says of the pair: `code` and `in_words` are its reason, `rows` all of its tests."""

    rule: str
    result: str
    code: ReasonCode | None
    in_words: str
    rows: tuple[Row, ...]


NOTHING = Explanation("none", "none", None, "No rule compares two such claims.", ())


def explain(a: str, b: str, statements: Iterable[Statement], registry: Registry) -> list[Explanation]:
    """What each rule has to say of two claims, by key; `statements` holds both, and all others of their articles.
    KeyError where one of them is not among those."""
    corpus = Corpus.of(statements, registry)
    one, other = corpus.by_key[a], corpus.by_key[b]
    found = [rule(one, other, corpus) for rule in (_of_denials, _of_copies, _of_figures, _of_words)]
    return [each for explanations in found for each in explanations] or [NOTHING]


def _of_figures(one: Reading, other: Reading, corpus: Corpus) -> list[Explanation]:
    pairs = ((x, y) for x in corpus.figures_of(one) for y in corpus.figures_of(other))
    return [_of_figure_pair(x, y, corpus.registry) for x, y in pairs]


def _of_figure_pair(x: Told, y: Told, registry: Registry) -> Explanation:
    result = compare(x, y, registry)
    rows = tuple(_row(outcome) for outcome in all_tests(x, y, registry))
    return Explanation("figures", str(result.verdict), result.code, result.in_words, rows)


def _row(outcome: Outcome) -> Row:
    return Row(str(outcome.code), outcome.passes, outcome.in_words)


def _of_denials(one: Reading, other: Reading, corpus: Corpus) -> list[Explanation]:
    found = []
    for denial, claim in ((one, other), (other, one)):
        if denial.denies:
            article = corpus.articles[denial.statement.article]
            answer = denials.explain_answer(denial, claim, article, corpus.registry)
            rows = [
                Row(denials.spelled({word}, denial), word not in answer.missing, "") for word in sorted(denial.asked)
            ]
            result = "denies" if answer.is_given else "none"
            found.append(Explanation("denial", result, answer.code, answer.in_words, tuple(rows)))
    return found


def _of_copies(one: Reading, other: Reading, corpus: Corpus) -> list[Explanation]:
    """Whether one of them, above the text, repeats what the other says further down."""
    pair = {one.key, other.key}
    copies = (each for each in corpus.copies if {each.copy.key, each.head.key} == pair)
    return [Explanation("copy", str(each.kind), None, each.in_words, ()) for each in copies]


def _of_words(one: Reading, other: Reading, corpus: Corpus) -> list[Explanation]:
    found = []
    if event_dates.may_happen_once(one) and event_dates.may_happen_once(other):
        is_other = event_dates.is_other_day(one, other)
        words = event_dates.in_words(one, other) if is_other else "Not one event on two days."
        found.append(Explanation("event_date", "contradicts" if is_other else "none", ReasonCode.TIME, words, ()))
    article = corpus.articles[one.statement.article]
    for rule, code, pairs in (
        ("negation", ReasonCode.DISJOINT, replies.contradictions(article, corpus.registry)),
        ("other_time", ReasonCode.TIME, other_times.at_other_times(article, corpus.registry)),
        ("face_to_face", ReasonCode.DISCOURSE, face_to_face.set_against(article, corpus.registry, related=())),
    ):
        if any({one.key, other.key} == {each.key for each in pair} for pair in pairs):
            found.append(Explanation(rule, "contradicts", code, "One stands right after the other, against it.", ()))
    quoted = set(swapped_quotations.quotations(one)) & set(swapped_quotations.quotations(other))
    if quoted:
        is_exchanged = swapped_quotations.is_exchanged(one, other)
        words = "Speaker and addressee are exchanged." if is_exchanged else "The same words, of the same speaker."
        result = "contradicts" if is_exchanged else "none"
        found.append(Explanation("quotation", result, ReasonCode.SPEAKER, words, ()))
    return found
