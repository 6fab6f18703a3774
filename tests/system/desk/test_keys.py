"""The desk by its keys: as few as promised a decision, the next claim by itself, and none that acts while one writes."""

import re
from itertools import chain

import pytest
from playwright.sync_api import expect

from claimsdb.models import Claim
from claimsdb.review.snapshots import ROW_MODELS
from tests.processes import rows_in
from tests.system.desk.articles import QUOTES, REPEATED, REPEATING
from tests.system.desk.desk import AT_DESK, assert_shuts_nobody_out

pytestmark = AT_DESK
WITH_ACTORS = """SELECT claim.key FROM claimsdb_claim AS claim JOIN claimsdb_attribution AS part ON part.claim_id = claim.id
    WHERE claim.article_id = 2 AND claim.status = 'extracted' ORDER BY claim.start"""
SELECTED = """([first, last]) => {
    const [from, to] = [first, last].map((words) => {
        const walker = document.createTreeWalker(document.querySelector("[data-article]"), NodeFilter.SHOW_TEXT);
        while (walker.nextNode() && !walker.currentNode.data.includes(words)) {}
        return [walker.currentNode, walker.currentNode.data.indexOf(words)];
    });
    getSelection().setBaseAndExtent(...from, to[0], to[1] + last.length);
}"""


@pytest.fixture
def seeds_claim(desk):
    """The key of a claim of the seeds that waits, and has actors; the desk is open at it."""
    (key,), *_ = rows_in(desk.site.database, WITH_ACTORS)
    desk.open(key=key)
    return key


@pytest.mark.parametrize(
    ("keys", "said", "decided"),
    [
        ("a", "Accepted: ", [("accept", "", "", "editor")]),
        ("x2", "Rejected: ", [("reject", "wrong_span", "", "editor")]),
        ("1a", "Accepted: ", [("amend", "", "", "editor"), ("accept", "", "", "editor")]),
    ],
)
def test_a_key_or_two_decide_and_one_takes_it_back(desk, seeds_claim, keys, said, decided):
    desk.pressed()
    desk.go(keys)
    desk.has_gone_on(said=said)
    assert desk.pressed() == len(keys)
    assert desk.key != seeds_claim
    assert desk.decisions(seeds_claim)[-len(decided) :] == decided
    desk.go("z")
    desk.has_gone_on(said="Undone: ")
    assert desk.pressed() == 1
    assert desk.key == seeds_claim
    assert {*desk.verbs(seeds_claim)[-len(decided) :]} == {"undo"}
    assert desk.column("status", seeds_claim) == "extracted"


def test_a_wrong_actor_is_out_for_good(desk, claims):
    desk.go("1a")
    parts = f"""SELECT part.role FROM claimsdb_attribution AS part
        JOIN claimsdb_claim AS claim ON claim.id = part.claim_id WHERE claim.key = '{claims[0]}'"""
    assert rows_in(desk.site.database, parts) == [("subject",)]


def test_letters_that_are_written_do_not_act(desk, claims):
    wording = desk.page.locator("#id_text")
    desk.press("e")
    expect(wording).to_be_focused()
    desk.page.keyboard.type(" axz1?")
    expect(wording).to_have_value(f"{QUOTES[0]} axz1?")
    desk.press(["Escape"])
    expect(wording).not_to_be_focused()
    desk.press("e")
    desk.go(["Control+Enter"])
    desk.has_gone_on(said="Accepted: ")
    assert (desk.key, desk.column("text", claims[0])) == (claims[1], f"{QUOTES[0]} axz1?")
    assert desk.verbs(claims[0]) == ["amend", "accept"]
    desk.go("z")
    assert desk.column("text", claims[0]) == QUOTES[0]


def test_what_is_skipped_comes_back_last(desk, claims):
    desk.go("s")
    desk.has_gone_on(said="Skipped: ")
    for key in claims[1:]:
        assert desk.key == key
        desk.go("a")
    assert (desk.key, desk.verbs(claims[0])) == (claims[0], [])


def test_on_and_back_decide_nothing(desk, claims):
    seen = [desk.key, *(desk.go(key) or desk.key for key in "jjk")]
    assert seen == [claims[0], claims[1], claims[2], claims[1]]
    assert not any(map(desk.decisions, claims))


def test_what_else_is_known_is_a_key_away(desk, claims):
    """The list opens over the article, a digit goes to a claim of it, and the same key or Esc closes it."""
    desk.open(key=claims[1])
    panel = desk.page.locator("#beside .desk-panel")
    for key, heading in (
        ("w", "What the same speaker said of it before"),
        ("o", "The same in other articles"),
        ("v", "What stands against it"),
    ):
        desk.press(key)
        expect(panel.get_by_role("heading", name=heading)).to_be_focused()
    desk.press("v")
    expect(panel).to_be_hidden()
    desk.press("w")
    expect(panel.get_by_role("link", name=QUOTES[0])).to_be_visible()
    assert_shuts_nobody_out(desk.page)
    desk.go("1")
    assert (desk.key, *map(desk.verbs, claims[:2])) == (claims[0], [], [])


def test_a_comment_leaves_the_card_as_it_is(desk, claims):
    desk.page.fill("#id_text", "Typed on the card.")
    desk.press(["Escape", "c"])
    panel = desk.page.locator("#beside .desk-panel")
    panel.get_by_label("Comment").fill("Is that so, @colleague? And @coleague?")
    for _ in range(2):  # an impatient one
        desk.page.keyboard.press("Control+Enter")
    expect(panel).to_contain_text("No editor is called @coleague: nobody is told. Like it: @colleague.")
    expect(panel.get_by_role("listitem").filter(has_text="Is that so, @colleague?")).to_be_visible()
    expect(desk.page.locator("#id_text")).to_have_value("Typed on the card.")
    told = f"""SELECT who.username FROM claimsdb_mention AS mention JOIN auth_user AS who ON who.id = mention.user_id
        JOIN claimsdb_comment AS comment ON comment.id = mention.comment_id
        JOIN claimsdb_claim AS claim ON claim.id = comment.claim_id WHERE claim.key = '{claims[0]}'"""
    assert rows_in(desk.site.database, told) == [("colleague",)]
    assert (desk.key, desk.verbs(claims[0])) == (claims[0], [])
    desk.press(["Escape"])
    expect(panel).to_be_hidden()
    desk.go("a")
    desk.has_gone_on(said="Accepted: ")
    assert desk.column("text", claims[0]) == "Typed on the card."


def test_what_is_typed_beside_a_claim_stands_there_until_it_is_sent(desk, claims):
    """Of the article's data only what was typed, and nothing where they were corrected since."""
    panel, said = desk.page.locator("#beside .desk-panel"), desk.page.locator("#said")
    unsent = desk.page.locator("[data-unsent]")
    desk.press("c")
    panel.get_by_label("Comment").fill("Is that so?")
    desk.press(["Escape", "g"])
    panel.get_by_label("Published on").fill("2031-05-06")
    panel.get_by_label("On purpose").check()
    desk.press(["Escape"])
    desk.go("j")
    expect(unsent).to_have_count(0)
    desk.go("k")
    expect(unsent).to_have_text([re.compile("Comments"), re.compile("Article")])
    desk.press("g")
    expect(panel.get_by_label("Published on")).to_have_value("2031-05-06")
    expect(panel.get_by_label("On purpose")).to_be_checked()
    desk.press(["Escape"])

    desk.go("j")
    desk.press("g")
    panel.get_by_label("Byline").fill("By Ann")
    desk.go(["Control+Enter"])
    expect(desk.page.locator(".messagelist")).to_contain_text("The article is corrected.")
    expect(unsent).to_have_count(0)
    desk.go("k")
    desk.press("g")
    expect(panel.get_by_label("Byline")).to_have_value("By Ann")
    expect(panel.get_by_label("Published on")).not_to_have_value("2031-05-06")
    expect(panel.get_by_label("On purpose")).not_to_be_checked()
    expect(said).to_contain_text("It has been corrected since")
    expect(unsent).to_have_text([re.compile("Comments")])

    desk.press(["Escape", "c"])
    expect(panel.get_by_label("Comment")).to_have_value("Is that so?")
    desk.page.keyboard.press("Control+Enter")
    expect(panel.get_by_role("listitem").filter(has_text="Is that so?")).to_be_visible()
    expect(panel.get_by_label("Comment")).to_have_value("")
    expect(unsent).to_have_count(0)


def test_what_was_typed_is_not_left_unasked(desk, claims):
    """Who is asked stays, unless they say that they would rather go."""
    desk.page.fill("#id_text", "Typed and not yet sent")
    desk.press(["Escape"])
    asked = []
    desk.page.once("dialog", lambda dialog: asked.append(dialog.type) or dialog.dismiss())
    desk.press("j")
    expect(desk.page.locator("#id_text")).to_have_value("Typed and not yet sent")
    assert (asked, desk.key) == (["beforeunload"], claims[0])


def test_what_says_the_same_is_merged(desk, claims):
    desk.open(key=claims[REPEATED]).go("a")
    desk.open(key=claims[REPEATING]).go("m1")
    desk.has_gone_on(said="Marked as a duplicate: ")
    assert desk.verbs(claims[REPEATING]) == ["mark_duplicate"]
    assert desk.column("duplicate_of_id", claims[REPEATING]) == desk.column("id", claims[REPEATED])


def test_where_no_claim_is_offered_its_key_is_typed(desk, claims):
    desk.press("m")
    expect(desk.page.get_by_label("Key of another")).to_be_focused()
    desk.page.keyboard.type(claims[-1])
    desk.go(["Enter"])
    assert (desk.key, desk.verbs(claims[0])) == (claims[1], ["mark_duplicate"])


def test_a_finding_is_dismissed_for_good(desk, claims):
    finding = desk.page.get_by_text("“9,999” is in the wording")
    desk.page.fill("#id_text", "North Korea might send 9,999 troops to Russia")
    desk.click("Save")
    expect(finding).to_be_visible()
    desk.go("d")
    expect(finding).to_have_count(0)
    desk.page.reload()
    expect(finding).to_have_count(0)
    kept = f"""SELECT check_name, about FROM claimsdb_dismissal AS dismissal
        JOIN claimsdb_claim AS claim ON claim.id = dismissal.claim_id WHERE claim.key = '{claims[0]}'"""
    assert rows_in(desk.site.database, kept) == [("figure_added", "9,999")]


@pytest.mark.parametrize(("key", "shown"), [("h", "Every version"), ("?", "Single keys act only")])
def test_what_is_folded_opens_by_a_key(desk, claims, key, shown):
    expect(desk.page.get_by_text(shown)).to_be_hidden()
    desk.press(key)
    expect(desk.page.get_by_text(shown)).to_be_visible()


def test_single_keys_are_turned_off_and_stay_off(desk, claims):
    desk.press("?")
    desk.page.get_by_label("Single keys are on").uncheck()
    desk.page.reload()
    desk.press("?axe")
    expect(desk.page.locator("[data-panel][open]")).to_have_count(0)
    expect(desk.page.locator("#id_text")).not_to_be_focused()
    desk.go(["Control+Enter"])
    assert (desk.verbs(claims[0]), desk.key) == (["accept"], claims[1])


def test_the_selected_words_become_the_quote(desk, claims):
    """They begin outside of any claim and end within another one's link; places are code points."""
    words = "day 1 a speaker said that Russia would pay for"
    desk.page.evaluate(SELECTED, ["ay 1 a", "pay fo"])  # words are taken whole
    desk.press("r")
    expect(desk.page.locator("[data-quote]")).to_have_text(words)
    desk.go(["Control+Enter"])
    assert desk.column("quote", claims[0]) == words
    assert desk.verbs(claims[0]) == ["amend", "accept"]


@pytest.mark.parametrize(
    ("keys", "column", "value"),
    [
        ("f3", "stance", "confirms"),
        ("p1", "phase", "planned"),
        ("te", "topic", "nuclear"),
        ("fz", "stance", "asserts"),
        (["f", "Control+Enter", "f", "ArrowRight"], "stance", "asserts"),
    ],
)
def test_two_keys_judge(desk, claims, keys, column, value):
    """A key that the palette has not leaves all as it is, and does nothing else."""
    desk.press(keys)
    expect(desk.page.locator("#palette")).not_to_have_attribute("open", "")
    expect(desk.page.locator(f"#id_{column}")).to_have_value(value)
    expect(desk.page.locator("[data-panel][open]")).to_have_count(0)
    expect(desk.page.locator("[data-quote]")).to_have_text(QUOTES[0])
    desk.go("a")
    assert desk.column(column, claims[0]) == value


AZERTY = """([key, code, shiftKey]) =>
    document.body.dispatchEvent(new KeyboardEvent("keydown", {key, code, shiftKey, bubbles: true}))"""


@pytest.mark.parametrize("layout", ["qwerty", "azerty"])
def test_two_keys_say_what_part_somebody_has(desk, claims, layout):
    """Also where a digit is written with Shift, and its key alone writes something else."""
    if layout == "qwerty":
        desk.press(["Shift+Digit1", "3"])
    for pressed in [("1", "Digit1", True), ('"', "Digit3", False)] if layout == "azerty" else []:
        desk.page.evaluate(AZERTY, pressed)
    desk.go("a")
    parts = f"""SELECT part.role FROM claimsdb_attribution AS part
        JOIN claimsdb_claim AS claim ON claim.id = part.claim_id WHERE claim.key = '{claims[0]}' ORDER BY part.role"""
    assert rows_in(desk.site.database, parts) == [("relayer",), ("subject",)]


def test_the_quote_is_a_word_longer_or_shorter(desk, claims):
    quote = desk.page.locator("[data-quote]")
    for key, words in [
        ("ArrowLeft", "North Korea might send 1,500 troops to"),
        ("Shift+ArrowRight", "Korea might send 1,500 troops to"),
        ("ArrowRight", "Korea might send 1,500 troops to Russia"),
        ("Shift+ArrowLeft", "North Korea might send 1,500 troops to Russia"),
        ("Shift+ArrowLeft", f"that {QUOTES[0]}"),
    ]:
        desk.press([key])
        expect(quote).to_have_text(words)
    desk.go(["Control+Enter"])
    assert desk.column("quote", claims[0]) == f"that {QUOTES[0]}"


def test_the_selected_words_become_a_claim(desk, claims):
    """One key enters it and leads there; nothing is published, and one key takes it back."""
    desk.page.evaluate(SELECTED, ["day 2 a", "day 2 a speaker"])
    desk.press("1n")  # a change that is not saved stands in the way
    expect(desk.page.get_by_text("Save what you changed here first")).to_be_visible()
    desk.open(key=claims[0])
    desk.page.evaluate(SELECTED, ["day 2 a", "day 2 a speaker"])
    desk.go("n")
    new = desk.key
    assert (new in claims, desk.column("quote", new), desk.column("status", new)) == (
        False,
        "day 2 a speaker",
        "extracted",
    )
    assert desk.verbs(new) == ["enter"]
    desk.go("z")
    assert (desk.verbs(new), desk.column("status", new)) == (["enter", "undo"], "superseded")


def test_a_claim_is_split_at_the_selected_words(desk, article, claims):
    """One key makes two claims of it, and one makes it whole again."""
    desk.page.evaluate(SELECTED, ["might send", "1,500"])
    desk.go("b")
    quotes = [desk.column("quote", key) for key in desk.keys(article)]
    assert (desk.key, quotes[:2]) == (claims[0], ["North Korea", "might send 1,500 troops to Russia"])
    desk.go("z")
    assert (desk.key, desk.column("quote", claims[0])) == (claims[0], QUOTES[0])
    assert desk.verbs(claims[0]) == ["amend", "undo"]


def test_another_reason_wants_a_note(desk, claims):
    desk.press("x6")
    note = desk.page.get_by_label("Note", exact=True)
    expect(note).to_be_focused()
    desk.press(["Enter"])
    assert desk.verbs(claims[0]) == []
    desk.page.keyboard.type("A caption, not a claim")
    desk.go(["Enter"])
    assert desk.decisions(claims[0]) == [("reject", "other", "A caption, not a claim", "editor")]
    desk.has_gone_on(said="Rejected: ")


def test_the_last_decision_of_a_queue_is_taken_back_too(desk, claims):
    for _ in claims:
        desk.go("a")
    expect(desk.page.locator("#content")).to_contain_text("No claim is left")
    desk.go("z")
    assert desk.key == claims[-1]


# --- ten steps back ---------------------------------------------------------------------------------------------------

STEPS = ["a", "x1", "1a", "x3", ["e", "End", "!", "Control+Enter"], "2a", "a", "x5", "12a", "a"]


def columns_of(model, names):
    return ", ".join(f'"{model._meta.get_field(name).column}"' for name in names)


def state_of(site, article):
    """Of the article's claims all that decisions set, and their rows."""
    claims = (
        f"SELECT key, {columns_of(Claim, Claim.MOVED)} FROM claimsdb_claim WHERE article_id = {article} ORDER BY id"
    )
    rows = [
        f"""SELECT {columns_of(part, [field.name for field in part._meta.concrete_fields if not field.primary_key])}
            FROM {part._meta.db_table} WHERE claim_id IN (SELECT id FROM claimsdb_claim WHERE article_id = {article})
            ORDER BY claim_id, "order" """
        for part in ROW_MODELS.values()
    ]
    return [rows_in(site.database, statement) for statement in (claims, *rows)]


def test_ten_steps_are_taken_back_after_a_reload(desk):
    """Nothing of the claims is different then; what was decided and what was undone stay on record."""
    article, taken = 3, []
    before = state_of(desk.site, article)
    desk.open(article=article)
    for keys in STEPS:
        taken.append(desk.key)
        desk.go(keys)
    assert len({*taken}) == len(STEPS)
    assert state_of(desk.site, article) != before
    desk.page.reload()
    for key in reversed(taken):
        desk.go("z")
        assert desk.key == key
    expect(desk.page.get_by_role("button", name="Undo")).to_have_count(0)
    assert state_of(desk.site, article) == before
    steps = [desk.verbs(key) for key in taken]
    assert all(verbs[len(verbs) // 2 :] == ["undo"] * (len(verbs) // 2) for verbs in steps)
    assert sorted({*chain.from_iterable(steps)}) == ["accept", "amend", "reject", "undo"]
