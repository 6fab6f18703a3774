"""How much of what is found editors would leave: findings beside decisions, and the table of the command."""

import hashlib
import json
from functools import partial

import pytest
from django.core.management import CommandError

from tests.commands import printed

pytestmark = pytest.mark.django_db

TEXT = "Troops leave\n\nMoscow said that 1,500 Russian soldiers had left the port. Nobody saw a ship there on Monday.\n"
QUOTE = "1,500 Russian soldiers had left the port"
evaluated = partial(printed, "evaluate_extraction")


def decided(**changes):
    """An editor's reading of the quotation, which the extractor has just so but for what is changed."""
    where = TEXT.index
    return {
        "text": "1,500 Russian soldiers had left the port.", "voice": "attributed", "quotation": "indirect", "stance": "asserts",
        "hedge": "", "phase": "done", "topic": "troop-deployment",
        "said_from": None, "said_to": None, "said_as_written": "", "event_from": None, "event_to": None, "event_as_written": "",
        "attributions": [
            {"role": "subject", "as_written": "Russian", "start": where("Russian"), "actor": "russia", "name": "", "side": None, "hop": 0},
            {"role": "claimant", "as_written": "Moscow", "start": where("Moscow"), "actor": "russia", "name": "", "side": "russia", "hop": 0},
        ],
        "quantities": [
            {
                "as_written": "1,500", "start": where("1,500"), "low": 1500, "best": 1500, "high": 1500, "qualifier": "exact",
                "measure": "troops", "unit": "person", "basis": "total", "of": "russia", "stage": "", "per": "", "stands_for": None,
            }
        ],
    } | changes  # fmt: skip


def write(folder, claim, *, text=TEXT):
    decisions = [
        {"quote": QUOTE, "start": TEXT.index(QUOTE), "verdict": "accept", "claim": claim},
        {"quote": "Troops leave", "start": 0, "verdict": "reject", "reason": "not_a_claim"},
    ]
    (folder / "port.txt").write_text(text, encoding="utf-8")
    article = {"text_sha256": hashlib.sha256(TEXT.encode()).hexdigest(), "decisions": decisions}
    path = folder / "decisions.json"
    path.write_text(json.dumps({"decided_at": "2026-11-22T09:00:00Z", "articles": [article]}), encoding="utf-8")
    return path


def rows_of(table):
    cells = (line.rsplit(maxsplit=4) for line in table.splitlines())
    return {cell[0].strip(): cell[1:] for cell in cells if len(cell) == 5 and "/" in cell[-1]}


@pytest.mark.parametrize(
    ("changes", "differ"),
    [
        ({}, set()),
        ({"text": "Russia withdrew 1,500 soldiers."}, {"wording"}),
        ({"phase": "planned", "topic": None}, {"phase", "topic"}),
        ({"attributions": decided()["attributions"][::-1]}, set()),
        ({"attributions": decided()["attributions"][:1]}, {"who"}),
        ({"quantities": [decided()["quantities"][0] | {"low": 1400}]}, {"figures"}),
        ({"said_as_written": "on Monday"}, {"said"}),
    ],
)
def test_each_field_that_an_editor_changed_counts(tmp_path, changes, differ):
    rows = rows_of(evaluated(decisions=write(tmp_path, decided(**changes))))
    assert {field for field, (percent, *_) in rows.items() if percent == "0.0"} - {
        "all",
        "all but the wording",
    } == differ
    assert rows["all"] == (["0.0", "0", "1", "0/1"] if differ else ["100.0", "1", "1", "1/1"])
    assert rows["all but the wording"][1] == ("0" if differ - {"wording"} else "1")


def test_what_cannot_be_measured_is_told(tmp_path):
    with pytest.raises(CommandError, match="GOLD_DIR, --decisions"):
        evaluated()
    with pytest.raises(CommandError, match="1 of 1 articles are not there; --articles"):
        evaluated(decisions=write(tmp_path, decided(), text=TEXT + "More.\n"))
    (tmp_path / "decisions.json").write_text("{}")
    with pytest.raises(CommandError, match=r"decisions\.json: not a file of decisions"):
        evaluated(decisions=tmp_path / "decisions.json")
