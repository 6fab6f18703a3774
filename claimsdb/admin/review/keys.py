"""The tables of keys of both desks, of which their help is made. What decides has its key from the table of actions."""

from dataclasses import dataclass

from claimsdb import review
from claimsdb.choices import LinkVerb, Reason, Verb
from claimsdb.questions.actions import LINK_ACTIONS


@dataclass(frozen=True, slots=True)
class Key:
    """`keys` are pressed one after the other, or each for itself; `span` is what stands between two of them."""

    keys: tuple[str, ...]
    help: str
    span: str = " "


@dataclass(frozen=True, slots=True)
class BesideClaim:
    """A list of what else is known, with the name of its page."""

    name: str
    key: str
    label: str
    title: str

    @property
    def view(self) -> str:
        return f"desk-{self.name}"


QUESTION = "q"
BESIDE = (
    BesideClaim("said-before", "w", "Same speaker", "What the same speaker said of it before"),
    BesideClaim("elsewhere", "o", "Other articles", "The same in other articles"),
    BesideClaim("against", "v", "Against it", "What stands against it"),
    BesideClaim("comments", "c", "Comments", "Comments on it, for editors alone"),
    BesideClaim("article", "g", "Article", "The data of its article: date, source, byline"),
)
PALETTES = {"stance": "f", "phase": "p", "topic": "t"}  # fields of the card whose values a second key picks


def _of(action) -> Key:
    return Key((action.key.upper(),), action.help)


_REJECT = review.ACTIONS[Verb.REJECT]
_ON_AND_BACK = Key(("J", "K"), "on, and back, without deciding")
_HISTORY = Key(("H",), "notes and history")
_OUT = Key(("Esc",), "out of a field or a panel, back to the keys")

_NEW = Key(("N",), "a new claim of the selected words, with what the extractor reads in them")

CLAIM_KEYS = (
    _of(review.ACTIONS[Verb.ACCEPT]),
    Key((_REJECT.key.upper(), f"1–{min(len(Reason), 9)}"), _REJECT.help),
    Key(("E",), "edit the wording"),
    Key(("Ctrl", "Enter"), "save and accept, from any field of the card", span="+"),
    _OUT,
    Key(("1", "9"), "put an actor in, or take it out", span="–"),
    Key(("Shift", "1", "9"), "what part they have: the next key picks the role", span=" "),
    *(Key((key.upper(),), f"{name}: the next key picks it") for name, key in PALETTES.items()),
    Key(("R",), "take the selected words of the article as the quote"),
    Key(("→", "←"), "the quote ends a word later, or earlier; with Shift it begins so", span=" / "),
    _NEW,
    Key(("B",), "break the claim in two, before the selected words"),
    _of(review.ACTIONS[Verb.MARK_DUPLICATE]),
    Key((QUESTION.upper(),), "the question that it answers: the one that is proposed, or your choice"),
    *(Key((each.key.upper(),), f"{each.title[0].lower()}{each.title[1:]}") for each in BESIDE),
    Key(("U",), "take the first wording that a check proposes"),
    Key(("D",), "dismiss the first check"),
    Key(("S",), "skip; it comes back at the end"),
    _of(review.ACTIONS[Verb.UNDO]),
    _ON_AND_BACK,
    _HISTORY,
)
ARTICLE_KEYS = (_NEW, _OUT)
RELATION_KEYS = (
    _of(LINK_ACTIONS[LinkVerb.CONFIRM]),
    _of(LINK_ACTIONS[LinkVerb.REJECT]),
    Key(("E",), "another kind, another part, certain or possible"),
    Key(("Ctrl", "Enter"), "confirm, from any field", span="+"),
    _OUT,
    _of(LINK_ACTIONS[LinkVerb.UNDO]),
    _ON_AND_BACK,
    _HISTORY,
)
