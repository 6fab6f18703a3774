"""What a denial answers, and which words are missing where it does not."""

import pytest

from claimsdb.agreement import Corpus, explain, propose
from claimsdb.agreement.denials import explain_answer, is_pointer
from claimsdb.choices import Phase, Placement, ReasonCode, RelationKind, Stance, Strength
from tests.agreement.saying import KNOWN, fig, say

DONE = {"phase": Phase.DONE, "on": "2025-04-02"}
PLAN = {"phase": Phase.PLANNED, "on": "2025-04-02"}


def leak(text="Acme leaked solvent into the river", **more):
    return say(
        more.pop("article", "a"),
        text,
        **(DONE | {"by": "Villagers", "about": "acme", "at": 1000, "key": "leak"} | more),
    )


def denial(text="it leaked solvent into the river", **more):
    given = DONE | {"by": "chief", "about": "acme", "at": 5000, "key": "no", "stance": Stance.DENIES}
    return say(more.pop("article", "a"), text, **(given | more))


CASES = {
    "all of its words": ([leak()], denial(), ReasonCode.ANSWERED),
    "after it": ([leak(at=7000)], denial(), ReasonCode.DISCOURSE),
    "in the article's own voice": ([leak(by="")], denial(), ReasonCode.ANSWERED),
    "other words for the deed": ([leak("Acme had spilled solvent into the river")], denial(), ReasonCode.ANSWERED),
    "a word that says less is missing": ([leak("Acme leaked solvent on Monday", at=4000)], denial(), ReasonCode.ANSWERED),
    "that word is missing far from it": ([leak("Acme leaked solvent on Monday", at=1000)], denial(), ReasonCode.WORDS),
    "the deed is missing": ([leak("Acme stored solvent by the river")], denial(), ReasonCode.WORDS),
    "about somebody else": ([leak(about="Omni")], denial(), ReasonCode.SUBJECT),
    "the denier's own word": ([leak(by="acme")], denial(), ReasonCode.SPEAKER),
    "a forecast": ([leak(stance=Stance.PREDICTS)], denial(), ReasonCode.STANCE),
    "a forecast, where plans are denied": ([leak(**PLAN, stance=Stance.PREDICTS)], denial(**PLAN), ReasonCode.ANSWERED),
    "what says so itself": ([leak("Acme leaked no solvent into the river")], denial(), ReasonCode.STANCE),
    "what says more than that": ([leak("Acme not only leaked solvent into the river")], denial(), ReasonCode.ANSWERED),
    "the denial of a denial": (
        [leak("Acme leaked no solvent into the river")], denial("no solvent leaked into the river"), ReasonCode.ANSWERED,
    ),
    "a question": ([leak(stance=Stance.QUESTIONS)], denial(), ReasonCode.STANCE),
    "another figure": (
        [leak("Acme leaked 40 tonnes of solvent", figures=[fig(40, measure="solvent", unit="tonne")])],
        denial("it leaked 900 tonnes of solvent", figures=[fig(900, measure="solvent", unit="tonne")]),
        ReasonCode.WORDS,
    ),
    "what had been said, told right after it": (
        [leak("she saw solvent in the drains", about="", at=5066, paragraph=5, sentence="A cook had told the paper that she saw solvent in the drains.")],
        denial(sentence="Acme denied that it leaked solvent into the river."), ReasonCode.ANSWERED,
    ),
    "what is only said right after it": (
        [leak("she saw solvent in the drains", about="", at=5052, paragraph=5, sentence="A cook says that she saw solvent in the drains.")],
        denial(sentence="Acme denied that it leaked solvent into the river."), ReasonCode.WORDS,
    ),
    "what goes without saying, by the headline": (
        [leak("Acme leaked solvent", at=4000), leak("Mud in the river", at=0, key="head", by="", about="", placement=Placement.HEADLINE)],
        denial(), ReasonCode.ANSWERED,
    ),
    "called a lie": ([leak(paragraph=5, at=4960)], denial("it a lie", stance=Stance.ASSERTS), ReasonCode.ANSWERED),
    "irresponsible and false": ([leak(paragraph=5)], denial("her claim irresponsible and false", stance=Stance.ASSERTS), ReasonCode.ANSWERED),
    "a pronoun, past what is nearer": ([leak(paragraph=5, at=4000)], denial("them"), ReasonCode.DISCOURSE),
    "in an article of the days before": ([leak(article="b", on="2025-03-30")], denial(), ReasonCode.ANSWERED),
    "in a later article": ([leak(article="b", on="2025-04-09")], denial(), ReasonCode.TIME),
    "in an article of long ago": ([leak(article="b", on="2024-01-09")], denial(), ReasonCode.TIME),
    "in an article without a day": ([leak(article="b", on="")], denial(), ReasonCode.TIME_UNKNOWN),
    "too few words for another article": ([leak(article="b")], denial("it leaked solvent"), ReasonCode.EVENT),
    "a pointer, in its paragraph": ([leak(paragraph=5)], denial("the accusation"), ReasonCode.ANSWERED),
    "a pointer, to the paragraph before": ([leak(paragraph=4)], denial("this"), ReasonCode.ANSWERED),
    "a pointer, too far away": ([leak(paragraph=1)], denial("this"), ReasonCode.DISCOURSE),
    "a pointer, to what comes later": ([leak(at=5500, paragraph=5)], denial("this"), ReasonCode.DISCOURSE),
    "a pointer, to the article's own voice": ([leak(by="", paragraph=5)], denial("this"), ReasonCode.DISCOURSE),
    "a pointer, past what is nearer": (
        [leak(paragraph=4), say("a", "Acme fired a worker", by="Union", about="acme", at=4900, paragraph=5, **DONE)],
        denial("these claims"), ReasonCode.DISCOURSE,
    ),
    "a pointer with a word": (
        [leak(paragraph=5), say("a", "Acme fired a worker", by="Union", about="acme", at=4900, paragraph=5, **DONE)],
        denial("any leak"), ReasonCode.ANSWERED,
    ),
    "a pointer, about others": ([leak(about="Omni", paragraph=5)], denial("this"), ReasonCode.DISCOURSE),
    "called false with a word before": ([leak(paragraph=5)], denial("the claim a wicked smear", stance=Stance.ASSERTS), ReasonCode.ANSWERED),
    "called false": ([leak(paragraph=5)], denial("the claim as baseless", stance=Stance.ASSERTS), ReasonCode.ANSWERED),
    "called whatever": ([leak(paragraph=5)], denial("the reports as mere gossip"), ReasonCode.ANSWERED),
    "this, of the last of two": (
        [leak(paragraph=5, at=4000), say("a", "Acme fired a worker", by="Union", about="acme", at=4900, paragraph=5, **DONE)],
        denial("this"), ReasonCode.DISCOURSE,
    ),
    "the charge, of who accuses": (
        [leak(paragraph=5, at=4000, stance=Stance.ACCUSES), say("a", "Acme fired a worker", by="Union", about="acme", at=4900, paragraph=5, **DONE)],
        denial("the charge"), ReasonCode.ANSWERED,
    ),
    "the figure, of what has none": ([leak(paragraph=5)], denial("that figure"), ReasonCode.DISCOURSE),
    "the figure": (
        [leak("Acme leaked 40 tonnes", paragraph=5, figures=[fig(40, measure="solvent", unit="tonne")])], denial("that figure"), ReasonCode.ANSWERED,
    ),
    "somebody's claim": ([leak(paragraph=5)], denial("the villagers' claim"), ReasonCode.ANSWERED),
    "somebody else's claim": ([leak(paragraph=5, about="")], denial("the teachers' claim", about=""), ReasonCode.DISCOURSE),
    "an offer": ([leak("Acme made an offer of money", paragraph=5)], denial("an offer of money"), ReasonCode.STANCE),
    "anything of the kind": ([leak("Acme had leaked solvent", paragraph=5, at=4900)], denial("leaking anything"), ReasonCode.ANSWERED),
    "one of several": ([leak(paragraph=5)], denial("one of three accusations"), ReasonCode.DISCOURSE),
    "a name, which points at nothing": ([leak(paragraph=5)], denial("Riverton"), ReasonCode.EVENT),
    "an accusation, of who denies": ([leak(paragraph=5)], denial("any wrongdoing"), ReasonCode.ANSWERED),
    "an accusation, where others report": ([leak("Solvent reached the river", about="", paragraph=5)], denial("any wrongdoing"), ReasonCode.DISCOURSE),
    "an accusation that somebody makes": (
        [leak("Solvent was leaked", about="", paragraph=5, stance=Stance.ACCUSES)], denial("any wrongdoing"), ReasonCode.ANSWERED,
    ),
    "only if something happens": ([leak("Fish will die if Acme leaked solvent into the river")], denial(), ReasonCode.WORDS),
    "a deed of nobody": ([leak("A tank leaked solvent into the river", about="")], denial("it leaked solvent into the river"), ReasonCode.SUBJECT),
    "what somebody claims, told in the denial itself": (
        [leak("it leaked solvent into the river", at=5025)], denial("claims by villagers that it leaked solvent into the river"), ReasonCode.ANSWERED,
    ),
    "words within the claim": ([leak(at=5000, end=5040)], denial(at=5010, end=5030), ReasonCode.DISCOURSE),
    "without a place": ([leak(at=None, paragraph=None, by="Villagers")], denial("this", paragraph=None), ReasonCode.DISCOURSE),
}  # fmt: skip


def test_what_is_denied_in_the_next_sentence_may_have_half_of_the_words():
    ordered = leak("Acme had ordered crews into the east wing", sentence="Acme had ordered crews into the east wing.")
    denied = denial(
        "sending anyone into the east wing",
        at=1050,
        paragraph=1,
        sentence="Acme denied sending anyone into the east wing.",
    )
    found = [(each.kind, each.strength) for each in propose([ordered, denied], KNOWN)]
    assert found == [(RelationKind.DENIES, Strength.POSSIBLE)]


@pytest.mark.parametrize(("claims", "denies", "code"), CASES.values(), ids=CASES)
def test_what_a_denial_answers(claims, denies, code):
    corpus = Corpus.of([*claims, denies], KNOWN)
    found = explain_answer(corpus.by_key["no"], corpus.by_key["leak"], corpus.articles["a"], KNOWN)
    assert found.code == code, found.in_words
    assert (
        bool(found.missing) == (code == ReasonCode.WORDS and "900" not in denies.text)
        or found.strength == Strength.POSSIBLE
    )
    proposed = {(each.a, each.b) for each in propose([*claims, denies], KNOWN) if each.kind == RelationKind.DENIES}
    assert (("no", "leak") in proposed) == found.is_given


@pytest.mark.parametrize(
    ("quote", "expected"),
    [("these assertions", True), ("the report as fake news", True), ("it", True), ("", True), ("any wrongdoing", True),
     ("it leaked solvent", False)],
)  # fmt: skip
def test_a_pointer_has_hardly_words_of_its_own(quote, expected):
    corpus = Corpus.of([denial(quote or "it", quote=quote)], KNOWN)
    assert is_pointer(corpus.by_key["no"]) == expected


def test_spokesman_and_head_deny_once():
    first = denial(by="minister", about="ministry", text="the army had been warned of the raid")
    second = say(
        "a", "the reports", by="spokeswoman", about="ministry", at=5200, key="too", stance=Stance.DENIES, **DONE
    )
    warned = say("a", "the army was warned of the raid", by="Elders", about="ministry", at=1000, key="warned", **DONE)
    found = {(each.kind, each.a, each.b) for each in propose([first, second, warned], KNOWN)}
    assert found == {("denies", "no", "warned"), ("denies", "too", "warned"), ("same_origin", "no", "too")}


def test_relations_go_to_the_text_and_not_to_the_headline():
    headline = leak(placement=Placement.HEADLINE, at=0, key="head")
    found = {(each.kind, each.a, each.b) for each in propose([headline, leak(), denial()], KNOWN)}
    assert found == {("denies", "no", "leak"), ("repeats", "head", "leak")}


@pytest.mark.parametrize(
    ("on", "expected"),
    [("2025-06-01", ("contradicts", "certain")), ("", ("contradicts", "possible")), ("2025-03-01", None)],
)
def test_what_was_denied_and_is_confirmed_later(on, expected):
    admitted = say(
        "b",
        "it leaked solvent into the river",
        by="acme",
        about="acme",
        key="yes",
        stance=Stance.CONFIRMS,
        **DONE | {"on": on},
    )
    found = [each for each in propose([leak(), denial(), admitted], KNOWN) if "yes" in (each.a, each.b)]
    assert [(each.kind, each.strength) for each in found] == ([expected] if expected else [])


def test_the_words_that_are_missing_are_told():
    stored = leak("Acme stored solvent in barrels")
    (found,) = explain("no", "leak", [stored, denial()], KNOWN)
    assert (found.rule, found.result, found.code) == ("denial", "none", ReasonCode.WORDS)
    assert "leak" in found.in_words
    assert "river" in found.in_words
    assert {row.test: row.passes for row in found.rows} == {"leaked": False, "river": False, "solvent": True}
