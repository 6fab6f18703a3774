"""What somebody says right after somebody else, against it."""

import pytest

from claimsdb.agreement import explain, propose
from claimsdb.choices import Phase, RelationKind, Stance, Voice
from tests.agreement.saying import KNOWN, fig, say

FIRST, NEXT, FAR, NEXT_PARAGRAPH = 1000, 1080, 1600, 2000
DONE, PLANNED = {"phase": Phase.DONE}, {"phase": Phase.PLANNED}


def first(text, **more):
    return say("a", text, **({"by": "minister", "at": FIRST, "key": "one", "on": "2026-03-11"} | DONE | more))


def then(text, **more):
    return say("a", text, **({"by": "Villagers", "at": NEXT, "key": "two", "on": "2026-03-11"} | DONE | more))


def day(text):
    return {"event": text, "event_as_written": text}


AGAINST = {
    "an act that was not": (first("she was never warned about the state of the grid"), then("they had written to her four times")),
    "a thing of which there is none": (first("three engines had been in the village"), then("Not one fire engine reached us")),
    "and so many of them": (first("there were no cracks"), then("he had counted 14 of them", figures=[fig(14)])),
    "nothing at all": (first("tents had reached the town"), then("We have seen nothing so far")),
    "no promise": (first("the government had promised to lift the tax"), then("no such promise was ever made")),
    "no promise not to": (first("the airport had promised never to ask for more"), then("no such promise was ever given")),
    "all, and some that were not": (first("all villages had been evacuated"), then("two villages were never evacuated", figures=[fig(2, as_written="two", measure="villages")])),
    "a sum, and no money": (first("the firm paid the owner a penny"), then("no money had changed hands")),
    "the opposite": (first("house prices in Thornby had fallen"), then("prices in Thornby had gone up")),
    "the opposite, of it": (first("the generators worked throughout"), then("they failed for twenty minutes")),
    "what is to come": (first("the park will open on Saturday", **PLANNED), then("it would stay shut", **PLANNED)),
    "two days": (first("the picture was removed on Monday", **day("2026-03-09")), then("it was taken down on Saturday", **day("2026-03-07"))),
    "he was told": (first("she was told on Tuesday", **day("2026-03-10")), then("they had rung her on Sunday", **day("2026-03-08"))),
    "a year, and a season": (first("the transformer was serviced in the autumn"), then("it was last serviced in 2019", **day("2019-01-01/2019-12-31"))),
    "not before": (first("they reported a smell on Friday", **day("2026-03-06")), then("no report was received before Monday")),
    "no date": (first("the ban would be lifted at the weekend", **PLANNED), then("no date had been set")),
    "how long": (first("it took the ambulance four hours to arrive"), then("the first ambulance arrived within 50 minutes")),
    "in other words": (first("The replacement takes five minutes"), then("he had spent an hour on it")),
    "so many of what the other has": (first("bouncers ended it inside a minute"), then("it went on for ten")),
    "who it was": (first("the government had walked out of the talks"), then("it was the union that broke off the talks")),
    "what was given has not come": (first("it had brought water to the villages"), then("they had not received a single bottle")),
    "none was given, and so much": (first("staff got no notice at all"), then("they were given 45 days", figures=[fig(45)])),
    "by a multiple": (first("20,000 people turned up", figures=[fig(20_000)]), then("it was ten times that")),
    "a kind of it": (first("the crew had sounded the foghorn"), then("they had heard no horn")),
    "in other words for it": (first("she was fired"), then("Mrs Furrer was not dismissed")),
    "a state that has ended": (first("talks with the bosses had collapsed"), then("talks were continuing", at=FIRST + 37)),
    "there was": (first("food was running out"), then("there was enough for everyone", at=FIRST + 22)),
    "what a survey found": (first("the water is safe to drink"), then("Tests by the university found bacteria in it", by="", at=FIRST + 28)),
    "one manner of death, and another": (first("he had been stabbed by a prisoner"), then("he had been shot")),
    "open, and shut until": (first("the schools will reopen on Monday", **PLANNED), then("they would stay shut until May", event_as_written="until May", **PLANNED)),
    "another time alone": (first("the first trains would run in 2028", **day("2028-01-01/2028-12-31"), **PLANNED), then("2030 was more likely")),
    "not before next week": (first("the result will be announced on Thursday", **day("2026-03-12"), **PLANNED), then("it needs until the end of next week")),
    "how long they waited": (first("the lifeboat reached the scene 25 minutes later"), then("they had waited more than two hours for help")),
    "only that it is so": (first("the survey had not looked at the pipes"), then("it had", at=FIRST + 40)),
    "only that it is not": (first("the firm had warned them"), then("it had not", at=FIRST + 26)),
    "no such thing as was refused": (first("him of having refused to meet the family", stance=Stance.ACCUSES), then("no such request had been received", at=FIRST + 42)),
    "nothing to do with it": (first("the minister blamed the rebels for the raid"), then("they had nothing to do with it", at=FIRST + 45)),
    "a gift, and no record of one": (first("We have no record of any gift"), then("a cheque was handed over in March")),
    "not one of them": (first("she met donors every day"), then("We did not see a single one")),
    "all were paid": (first("they are owed three months of wages"), then("everybody had been paid in full")),
    "all of them, and some": (first("all of them had been shut down"), then("two reactors continued to operate", at=FIRST + 32, figures=[fig(2, as_written="two", measure="reactors")])),
    "when it was, and no more": (first("the car had been seen near a robbery at 21:15"), then("the robbery was at about 20:30")),
    "at another hour": (first("they arrived at 2.15am"), then("they didn't show up until gone three")),
}  # fmt: skip

NOT_AGAINST = {
    "not, and until, far on": (first("the result will be announced on Thursday", **day("2026-03-12"), **PLANNED), then(f"it is not easy{' as the work is long' * 12} until the end of next week")),
    "in the next paragraph": (first("three engines had been in the village"), then("Not one fire engine reached us", at=NEXT_PARAGRAPH)),
    "further on": (first("three engines had been in the village"), then("Not one fire engine reached us", at=FAR)),
    "the speaker's own word": (first("three engines had been in the village"), then("Not one fire engine reached us", by="minister")),
    "of one house": (first("three engines had come", by="Mayor Lobo"), then("Not one engine came", by="Mayor Lobo's office")),
    "the article's own, after it": (first("three engines had been in the village"), then("Not one fire engine reached us", by="")),
    "both say no": (first("no engine had been in the village"), then("Not one fire engine reached us")),
    "what may be": (first("the engines could have been in the village"), then("Not one fire engine reached us")),
    "what is not known": (first("the engines came"), then("there was no sign of an engine")),
    "a forecast": (first("engines will come", stance=Stance.PREDICTS, **PLANNED), then("no engines came")),
    "some, and some that were not": (first("three villages had been evacuated"), then("two villages were never evacuated", figures=[fig(2, as_written="two", measure="villages")])),
    "the opposite, of something else": (first("shares had fallen in London"), then("house prices in Thornby had gone up")),
    "the same day": (first("the picture was removed on Monday", **day("2026-03-09")), then("it was taken down on Monday", **day("2026-03-09"))),
    "other acts on two days": (first("the shop burned on Monday", **day("2026-03-09")), then("the owner was arrested on Tuesday", **day("2026-03-10"))),
    "what came after it": (first("three suspects had been arrested"), then("they were released on the same evening")),
    "who it was, of something else": (first("the man had been armed"), then("it was an officer who opened the door")),
    "what has not come is something else": (first("it had paid all workers"), then("teachers had received no books")),
    "both say that it is so": (first("the survey had looked at the pipes"), then("it had")),
    "no such thing, and no accusation": (first("the wolves were taken alive"), then("no such offer was made")),
    "nothing to do with it, and nobody blamed": (first("the rebels held the town"), then("they had nothing to do with it")),
    "what is to be decided": (first("the cabinet will decide on Monday", **PLANNED), then("no decision had been taken")),
    "not apart": (first("it took the ambulance about 50 minutes to arrive"), then("the ambulance arrived after 55 minutes")),
}  # fmt: skip


def contradictions(statements):
    return {frozenset((each.a, each.b)) for each in propose(statements, KNOWN) if each.kind == RelationKind.CONTRADICTS}


@pytest.mark.parametrize("statements", AGAINST.values(), ids=AGAINST)
def test_what_is_against_what_stands_before_it(statements):
    assert contradictions(statements) == {frozenset(("one", "two"))}
    assert any(each.result == "contradicts" for each in explain("one", "two", statements, KNOWN))


@pytest.mark.parametrize("statements", NOT_AGAINST.values(), ids=NOT_AGAINST)
def test_what_is_not(statements):
    assert contradictions(statements) == set()


def test_agencies_begin_a_paragraph_with_each_sentence():
    alone = {"alone": True}
    one = first("all villages on the ridge had been evacuated", **alone)
    other = then("they were never evacuated", at=FIRST + len(one.text) + 3, paragraph=2, **alone)
    assert contradictions([one, other]) == {frozenset(("one", "two"))}
    assert one.voice == Voice.ATTRIBUTED


def test_a_nothing_answers_what_was_said_last():
    paid = say("a", "the sponsor paid him a bonus of a euro", by="A weekly", at=FIRST, key="one", **DONE)
    gave = say("a", "he gave half to the children", by="Hruska", at=NEXT, key="two", **DONE)
    nothing = say("a", "they have received nothing", by="The widow", at=NEXT + 40, key="three", **DONE)
    assert contradictions([paid, gave, nothing]) == {frozenset(("two", "three"))}


def test_of_two_predicates_of_one_sentence_the_first_is_contradicted():
    sentence = {"sentence": "Three engines had been in the village and had left it late.", "by": "minister"}
    none = say("a", "Not one fire engine reached us", by="Villagers", at=FIRST, key="one", **DONE)
    had_been = say("a", "three engines had been in the village", at=FIRST + 50, key="two", **sentence, **DONE)
    left = {"quote": "had left it late", "at": FIRST + 92, "key": "three"}
    had_left = say("a", "Three engines had left it late", **left, **sentence, **DONE)
    assert contradictions([none, had_been, had_left]) == {frozenset(("one", "two"))}
