"""What an amount counts, under the name that all words for it share: "servicemen" and "forces" are troops."""

from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from claimsdb.extraction import quantity_words as words
from claimsdb.extraction.numerals import HYPHENS

# A counted noun stands this near to its number.
_REACH = 10
_MODIFIERS = frozenset(("ADJ", "ADV", "NUM", "PRON", "PUNCT", "SYM", "PART"))
_NOMINAL = frozenset(("NOUN", "PROPN"))
_PLURAL = frozenset(("NNS", "NNPS"))
_BEFORE_FATE = frozenset(("AUX", "ADV", "PART"))
_JOINERS = frozenset(("and", "or", ",", "/"))
_STOPS = frozenset(",;:()[]\"“”")
_NEW_PHRASE = frozenset(("last", "next", "this", "past", "who", "which", "that"))
_CALIBRES = frozenset(("mm", "cm", "caliber", "calibre"))


@dataclass(frozen=True, slots=True)
class Measure:
    """`unit` is empty where the noun is not in the vocabulary; `checkable` is False where small numbers count nothing."""

    name: str
    unit: str
    checkable: bool


NOTHING = Measure("", "", False)


def measure_of(written: Span, number: Span, *, elliptic: bool) -> Measure | None:
    """What `number` counts, `written` being the number with its bounds.

    NOTHING where the text leaves it open; None where time, points or the like are counted. It is the noun that the
    number belongs to, or what became of those counted ("killed"); where there is neither and the words are `elliptic`
    ("..., with around 12,000 dispatched"), the nearest countable noun before them in the sentence.
    """
    noun = counted_noun(number)
    if noun is not None and noun.lemma_.lower() in words.UNCOUNTED:
        return None
    measure = _named(noun) if noun is not None else NOTHING
    if measure.unit == "person" or noun is None:
        fate = _fate_behind(number, noun) or _fate_before(written)
        measure = Measure(fate, "person", True) if fate else measure
    return _named_before(written) if measure is NOTHING and elliptic else measure


def counted_noun(number: Span) -> Token | None:
    noun = _head(number) or _following(number.doc, number.end)
    while noun is not None and noun.lemma_.lower() in words.PARTITIVES and _word(noun.doc, noun.i + 1) == "of":
        noun = _following(noun.doc, noun.i + 1)
    return noun


def _head(number: Span) -> Token | None:
    """The noun on which the parse hangs the number, where it stands behind it, near and with nothing between."""
    head = number.root.head
    while head.dep_ == "compound" and head.head.i > head.i:
        head = head.head
    between = number.doc[number.end : head.i]
    near = 0 <= head.i - number.end < _REACH
    return head if near and head.pos_ in _NOMINAL and not any(token.text in _STOPS for token in between) else None


def _following(doc: Doc, start: int) -> Token | None:
    """The last noun of the phrase that begins at token `start`: "of its armed forces" -> forces."""
    noun: Token | None = None
    opens = _word(doc, start) in words.WHOLE_FOLLOWS
    for token in doc[start + opens : start + opens + _REACH]:
        if token.is_sent_start or token.text in _STOPS:
            break
        if token.pos_ in _NOMINAL:
            noun = token if token.lower_ not in _CALIBRES else None
            if token.tag_ in _PLURAL and _word(doc, token.i + 1) not in HYPHENS:
                break
        elif token.tag_ == "POS" or token.text in HYPHENS:
            continue
        elif noun is not None or not _modifies(token, opens=opens):
            break
    return noun


def _modifies(token: Token, *, opens: bool) -> bool:
    """Whether a phrase may go on over this word to its noun. Without "of", "a" and "last" begin another phrase."""
    if token.pos_ == "VERB":
        return token.dep_ == "amod"
    if token.pos_ == "CCONJ":
        return _word(token.doc, token.i + 1)[:1].isdigit()
    return opens and token.pos_ == "DET" or token.pos_ in _MODIFIERS and token.lower_ not in _NEW_PHRASE


def _named(noun: Token) -> Measure:
    """The noun's measure by the vocabulary; else the noun as the text has it, of no known unit."""
    lemma, surface = noun.lemma_.lower(), noun.lower_
    for key in (f"{_word(noun.doc, noun.i - 1)}-{lemma}", lemma, surface, surface.removesuffix("s")):
        if key in words.COUNTED:
            return Measure(*words.COUNTED[key], True)
        if key in words.FATES:
            return Measure(words.FATES[key], "person", True)
    if noun.ent_type_ == "NORP":
        return Measure("people", "person", True)
    return Measure(_compound(noun), "", False)


def _compound(noun: Token) -> str:
    """The noun with what hyphens tie to it: "well-wishers"."""
    first = noun.i
    while first > 1 and noun.doc[first - 1].text in HYPHENS and not noun.doc[first - 1].whitespace_:
        first -= 2
    return noun.doc[first : noun.i + 1].text.lower()


def _named_before(written: Span) -> Measure:
    for token in reversed(written.doc[written.sent.start : written.start]):
        lemma = token.lemma_.lower()
        if token.pos_ in _NOMINAL and (token.tag_ in _PLURAL or lemma in words.FATES):
            measure = _named(token)
            if measure.unit:
                return measure
    return NOTHING


def _fate_behind(number: Span, noun: Token | None) -> str:
    """What became of those counted, by the words behind: "4,000 wounded", "4,000 soldiers reportedly killed"."""
    doc, behind = number.doc, noun.i + 1 if noun is not None else number.end
    at = next((token.i for token in doc[number.end : behind] if _fate(token)), None)
    if at is None:
        at = next((token.i for token in doc[behind : behind + _REACH] if token.pos_ not in _BEFORE_FATE), None)
    if at is None or not _fate(doc[at]):
        return ""
    joined = at + 2 < len(doc) and doc[at + 1].lower_ in _JOINERS and _fate(doc[at + 2])
    return "casualties" if joined else _fate(doc[at])


def _fate_before(written: Span) -> str:
    """The same by the words before: "killed 1,200 soldiers", "the deaths of 1,200 soldiers"."""
    doc, at = written.doc, written.start - 1
    if _word(doc, at) == "of":
        at -= 1
    if at < 0 or not _fate(doc[at]):
        return ""
    joined = at > 1 and doc[at - 1].lower_ in _JOINERS and _fate(doc[at - 2])
    return "casualties" if joined else _fate(doc[at])


def _fate(token: Token) -> str:
    return words.FATES.get(token.lemma_.lower()) or words.FATES.get(token.lower_, "")


def _word(doc: Doc, i: int) -> str:
    return doc[i].lower_ if 0 <= i < len(doc) else ""
