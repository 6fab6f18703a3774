"""The receiver of docs/webhooks.md verifies what is sent, and the guide's numbers are those of the code."""

import json
import re

import pytest

from claimsdb.choices import Followed, Happening
from claimsdb.webhooks import drawing, sending
from tests.factories import AcceptedClaimFactory
from tests.papers import ROOT

GUIDE = (ROOT / "docs/webhooks.md").read_text(encoding="utf-8")


@pytest.mark.django_db
def test_the_receiver_of_the_guide(receiver, started, hours):
    webhook = started(receiver)
    claim = AcceptedClaimFactory()
    hours.deliver()
    guide = {}
    exec(re.search(r"```python\n(.*?)```", GUIDE, re.DOTALL)[1], guide)
    headers, body = receiver.got[0]
    told = guide["changes_in"](headers, body, secret=webhook.secret_shown)
    assert told == [("claim.changed", "claim", claim.key)]
    assert guide["changes_in"](headers, body + b" ", secret=webhook.secret_shown) is None


def test_the_message_of_the_guide_is_json_of_the_right_shape():
    shown = json.loads(re.search(r'^{"type".*?^```', GUIDE, re.DOTALL | re.MULTILINE)[0].removesuffix("```"))
    assert {*shown} == {"type", "timestamp", "data"}
    assert {each["event"] for each in shown["data"]["changes"]} <= {*drawing.EVENTS}


def test_the_guide_names_every_event_and_wait():
    assert [each for each in [*Happening, *Followed] if f"`{each}`" not in GUIDE and f".{each}`" not in GUIDE] == [
        "claim"
    ]
    hours = [each // 3600 for each in sending.WAITS[3:]]
    assert f"{', '.join(map(str, hours[:-1]))} and {hours[-1]} hours" in GUIDE
    assert sending.WAITS[:3] == (5, 5 * 60, 30 * 60)
    assert f"at most {drawing.BATCH} changes" in GUIDE
