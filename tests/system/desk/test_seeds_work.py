"""The work of the seeds: editors' decisions on them, replayed at the desk as an editor would take them. It counts keys and
clicks, beside what is typed and selected, by kind of change, and holds them to the table in docs/editors.md."""

import json
import re
from collections import defaultdict

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.processes import rows_in
from tests.system.desk.desk import AT_DESK

pytestmark = AT_DESK
GUIDE = settings.BASE_DIR / "docs" / "editors.md"
SEEDS = settings.BASE_DIR / "seeds" / "decisions.json"
AT_MOST = {  # as the table in the guide has them
    "accept": 1, "reject": 2, "reword": 2, "another speaker": 3, "stance": 2, "phase": 2, "topic": 2,
    "take a figure out": 2, "change a figure": 2, "add a missed claim": 4, "split": 4,
}  # fmt: skip
# Places of the seeds' decisions: of the kinds of change that each takes, by file and start.
WORK = [
    ("000", 0, ["accept"]),
    ("000", 869, ["accept"]),
    ("000", 1877, ["reject"]),
    ("000", 2763, ["reject"]),
    ("000", 372, ["reword"]),
    ("000", 454, ["reword"]),
    ("000", 2622, ["phase"]),
    ("000", 733, ["reword", "topic"]),
    ("000", 1422, ["stance", "phase", "topic"]),
    ("000", 2250, ["reword", "phase", "topic"]),
    ("000", 1815, ["add a missed claim"]),
    ("001", 394, ["reword", "take a figure out"]),
    ("003", 2823, ["topic"]),
    ("003", 350, ["accept"]),
    ("003", 459, ["reject"]),
    ("004", 1172, ["reword", "stance"]),
    ("004", 1509, ["accept"]),
    ("004", 2871, ["reword", "phase", "another speaker"]),
    ("004", 3673, ["phase"]),
    ("004", 71, ["add a missed claim"]),
]
FIGURE = ("000", 1043)  # of which the decision has another measure
SELECT = """([start, end]) => {
    const article = document.querySelector("[data-article]");
    const at = (place) => {
        const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
        let left = place;
        while (walker.nextNode()) {
            if (left <= walker.currentNode.data.length) { return [walker.currentNode, left]; }
            left -= walker.currentNode.data.length;
        }
    };
    getSelection().setBaseAndExtent(...at(start), ...at(end));
}"""


@pytest.fixture(scope="module")
def decided():
    """The editors' decisions by file and start."""
    articles = json.loads(SEEDS.read_text(encoding="utf-8"))["articles"]
    return {(each["file_name"][:3], one["start"]): one for each in articles for one in each["decisions"]}


class Worker:
    """An editor who counts: `strokes` are keys, of which a chord is one, and clicks, since it was last begun."""

    def __init__(self, desk):
        self.desk, self.page, self.strokes = desk, desk.page, 0
        self.counted = defaultdict(set)

    def key(self, key):
        self.page.keyboard.press(key)
        self.strokes += 1

    def go(self, key):
        with self.page.expect_navigation():
            self.key(key)

    def click(self, locator):
        locator.click()
        self.strokes += 1

    def ends(self, kind):
        self.counted[kind].add(self.strokes)
        self.strokes = 0

    # --- the kinds of change ------------------------------------------------------------------------------------------

    def reword(self, claim):
        self.key("e")
        self.page.locator("#id_text").fill(claim["text"])

    def pick(self, name, key, value):
        self.key(key)
        option = self.page.locator(f"#id_{name} option[value='{value}']").inner_text() if value else "none"
        shown = self.page.locator("#palette button")
        self.key(shown.filter(has_text=re.compile(rf"\S {re.escape(option)}$")).get_attribute("data-key"))
        expect(self.page.locator(f"#id_{name}")).to_have_value(value)
        self.ends(name)

    def toggle(self, name):
        row = self.page.locator(".desk-toggle[data-key]").filter(has_text=re.compile(rf"{re.escape(name)}\s*$"))
        self.key(row.first.get_attribute("data-key"))

    def select(self, start, end):
        self.page.evaluate(SELECT, [start, end])


def claim_at(site, file, start):
    """Its key; None where there is none."""
    found = rows_in(
        site.database,
        f"""SELECT claim.key FROM claimsdb_claim AS claim JOIN claimsdb_article AS article ON article.id = claim.article_id
        WHERE article.file_name LIKE '{file}%' AND claim.start = {start} AND claim.status <> 'superseded'
        ORDER BY claim.id DESC""",
    )
    return found[0][0] if found else None


def work_on(worker, site, place, decision, kinds):
    file, start = place
    if kinds == ["add a missed claim"]:
        other = rows_in(
            site.database,
            f"SELECT claim.key FROM claimsdb_claim AS claim JOIN claimsdb_article AS article"
            f" ON article.id = claim.article_id WHERE article.file_name LIKE '{file}%' AND claim.status = 'extracted'",
        )[0][0]
        worker.desk.open(key=other)
        worker.select(start, start + len(decision["quote"]))
        worker.strokes = 0
        worker.go("n")
        worker.reword(decision["claim"])
        with worker.page.expect_navigation():
            worker.click(worker.page.get_by_role("button", name="Save", exact=True))
        worker.ends("add a missed claim")
        key = claim_at(site, file, start)
        assert worker.desk.column("text", key) == decision["claim"]["text"]
        return
    key = claim_at(site, file, start)
    worker.desk.open(key=key)
    worker.strokes = 0
    claim = decision.get("claim")
    if kinds == ["reject"]:
        worker.key("x")
        worker.go(
            str(
                worker.page.locator("[name=reject]")
                .evaluate_all("each => each.map((b) => b.value)")
                .index(decision["reason"])
                + 1
            )
        )
        worker.ends("reject")
        assert worker.desk.column("status", key) == "rejected"
        return
    for name, letter in (("stance", "f"), ("phase", "p"), ("topic", "t")):
        if name in kinds:
            worker.pick(name, letter, claim[name])
    last = "a"
    if "another speaker" in kinds:
        for name in ("Vladimir Putin", "Kim Jong Un"):
            worker.toggle(name)
    if "take a figure out" in kinds:
        worker.click(worker.page.locator(".desk-figure .desk-toggle input").first)
    if {"another speaker", "take a figure out"} & {*kinds}:
        one = next(kind for kind in kinds if kind in ("another speaker", "take a figure out"))
        worker.counted[one].add(worker.strokes + 1)  # and the accept
        worker.strokes = 0
    if "reword" in kinds:
        worker.reword(claim)
        last = "Control+Enter"
    worker.go(last)
    if "reword" in kinds:
        worker.ends("reword")
    elif kinds == ["accept"]:
        worker.ends("accept")
    assert worker.desk.column("status", key) == "accepted", worker.page.locator("main").inner_text()
    for name in ("text", "stance", "phase", "topic"):
        assert worker.desk.column(name, key) == claim[name]


def test_the_work_of_the_seeds_takes_as_few_keys_and_clicks_as_the_guide_says(desk, site, decided):
    worker = Worker(desk)
    for file, start, kinds in WORK:
        work_on(worker, site, (file, start), decided[file, start], kinds)
    _split(worker, site, decided)
    _change_a_figure(worker, site, decided)
    assert {kind: max(strokes) for kind, strokes in worker.counted.items()} == as_told()
    assert all(as_told()[kind] <= most for kind, most in AT_MOST.items())


def _split(worker, site, decided):
    """The second statement begins with the selected word; both parts are accepted then."""
    (first, start), second = (decided["003", 237], 237), decided["003", 278]
    worker.desk.open(key=claim_at(site, "003", start))
    worker.select(278, 278 + len(second["quote"].split()[0]))
    worker.strokes = 0
    worker.go("b")
    worker.go("a")
    worker.go("a")
    worker.ends("split")
    for place, decision in ((start, first), (278, second)):
        key = claim_at(site, "003", place)
        assert (worker.desk.column("status", key), worker.desk.column("quote", key)) == ("accepted", decision["quote"])


def _change_a_figure(worker, site, decided):
    key, said = claim_at(site, *FIGURE), decided[FIGURE]["claim"]["quantities"][0]
    worker.desk.open(key=key)
    worker.strokes = 0
    field = worker.page.locator("[name='figures-0-measure']")
    worker.click(field)
    field.fill(said["measure"])
    worker.go("Control+Enter")
    worker.ends("change a figure")
    figures = f"SELECT measure FROM claimsdb_quantity AS figure JOIN claimsdb_claim AS claim ON claim.id = claim_id WHERE key = '{key}'"
    assert rows_in(site.database, figures) == [(said["measure"],)]


def as_told():
    """The guide's table."""
    text = GUIDE.read_text(encoding="utf-8").split("| change | keys and clicks |")[1]
    rows = (re.fullmatch(r"\| ([\w ]+) \| (\d+) \|.*", line) for line in text.splitlines())
    return {row[1]: int(row[2]) for row in rows if row}
