"""What an extractor finds, and one for processes of their own: quick, and as ill-behaved as the text asks for."""

import os
import signal
import time
from pathlib import Path

from claimsdb.choices import Phase, Quotation, Stance, Voice
from claimsdb.extraction import FoundClaim, TextSpan

RAISES, KILLS, STALLS = "RAISES", "KILLS", "STALLS"


class Marked:
    """Finds one claim in each article, its last line. What stalls does so once, and leaves its process's id in STALLED."""

    name, version = "marked", "1"

    def extract(self, record, *, registry):
        if RAISES in record.text:
            raise RuntimeError("out of paper")
        if KILLS in record.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if STALLS in record.text:
            stall_once(Path(os.environ["STALLED"]))
        return (last_line_of(record.text),)


def stall_once(stalled):
    if not stalled.exists():
        stalled.with_suffix(".new").write_text(str(os.getpid()))
        stalled.with_suffix(".new").rename(stalled)
        time.sleep(120)


def last_line_of(text):
    words = text.strip().rpartition("\n")[2]
    start = text.rindex(words)
    return found_claim(words, start=start, rule="last-line")


def found_claim(words, *, start, **values):
    """What is found in these words of an article at this place; it has neither parts nor times unless they are given."""
    return FoundClaim(**{
        "span": TextSpan(start, start + len(words)),
        "quote": words,
        "text": words,
        "voice": Voice.ARTICLE,
        "quotation": Quotation.NONE,
        "stance": Stance.ASSERTS,
        "hedge": "",
        "phase": Phase.DONE,
        "topic": None,
        "attributions": (),
        "quantities": (),
        "said_on": None,
        "event_on": None,
        "cue": None,
        "confidence": 0.5,
        **values,
    })  # fmt: skip
