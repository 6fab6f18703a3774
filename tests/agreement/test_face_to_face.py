"""Two who are set against each other, of whom no other rule says that they contradict each other."""

import pytest

from claimsdb.agreement import explain, propose
from claimsdb.choices import Phase, RelationKind, Strength
from tests.agreement.saying import KNOWN, fig, say

PRESENT, PLANNED = {"phase": Phase.UNDER_WAY}, {"phase": Phase.PLANNED}


def paragraph(*sayings):
    """A sentence for each text with what else is known of it; by a mayor, residents and shopkeepers."""
    place, found = 1000, []
    for by, key, (text, more) in zip(
        ("The mayor", "Residents", "Shopkeepers"), ("one", "two", "three"), sayings, strict=False
    ):
        by = more.get("by", by)
        sentence = f"{by} said {text}."
        told = {"by": by, "key": key, "sentence": sentence, "phase": Phase.DONE} | more
        found.append(say("a", text, at=place + len(f"{by} said "), **told))
        place += len(sentence) + 1
    return found


def said(text, **more):
    return text, more


ASKED, READ = said("every household had been asked"), said("they read of it in the newspaper")
CASES = {
    "short accounts of two": ([ASKED, READ], True),
    "a third speaks among them": ([ASKED, READ, said("the plan was dead")], False),
    "but both have a word of it": (
        [said("residents had asked for the bridge"), said("it was a bridge for lorries"), said("sales fell")], True
    ),
    "in the present": ([said("the plan is good", **PRESENT), said("trees matter", **PRESENT)], False),
    "one of what is planned": ([ASKED, said("they will read of it", **PLANNED)], False),
    "of what may be": ([ASKED, said("they might have read of it")], False),
    "one speaker, by a pronoun": ([ASKED, said("they read of it in the newspaper", by="He")], False),
    "other things befell those who are counted": (
        [said("47 people had died", figures=[fig(47)]), said("74 people were missing", figures=[fig(74)])], False
    ),
    "one speaks for the other": (
        [said("he had been asked", by="His family"), said("my son read of it", by="Kwame Osei", sentence="His father, Kwame Osei, said my son read of it.")], False
    ),
    "who has an office of those before": (
        [ASKED, said("we read of it", by="Sally Whit", sentence="Chair Sally Whit said we read of it.")], False
    ),
    "of theirs, too": (
        [ASKED, said("we read of it", by="Sally Whit", sentence="Its director, Sally Whit, said we read of it.")], False
    ),
    "who was somebody just before": (
        [said("every household had been asked", by="a source"), said("they read of it", by="the former clerk")], False
    ),
    "hardly a word": ([ASKED, said("Asked")], False),
}  # fmt: skip


@pytest.mark.parametrize(("sayings", "expected"), CASES.values(), ids=CASES)
def test_what_an_editor_is_asked_to_look_at(sayings, expected):
    found = [each for each in propose(paragraph(*sayings), KNOWN) if each.kind == RelationKind.CONTRADICTS]
    asked = [("one", "two", "face_to_face", Strength.POSSIBLE)] * expected
    assert [(each.a, each.b, each.rule, each.strength) for each in found] == asked


def test_what_another_rule_finds_is_left_to_it():
    statements = paragraph(said("the road was open"), said("the road was closed"))
    assert [each.rule for each in propose(statements, KNOWN)] == ["negation"]


def test_the_reason_is_told():
    assert [each.rule for each in explain("one", "two", paragraph(ASKED, READ), KNOWN)] == ["face_to_face"]
