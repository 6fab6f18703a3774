"""Measures: the noun that an amount counts, normalized by the vocabulary: "servicemen" and "forces" are troops."""

from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from claimsdb.extraction.quantities.tokenization import HYPHENS
from claimsdb.extraction.vocabulary import quantities as vocabulary
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon

# In tokens: from a number to the noun it counts, and back to the noun that an elliptic number refers to.
_MAX_NOUN_DISTANCE = 10
_MAX_ANTECEDENT_DISTANCE = 60
_MODIFIERS = frozenset(("ADJ", "ADV", "NUM", "PRON", "PUNCT", "SYM", "PART"))
_NOMINAL = frozenset(("NOUN", "PROPN"))
_PLURAL = frozenset(("NNS", "NNPS"))
_SINGULAR = frozenset(("NN", "NNP"))
MISSING = "missing"  # things may be, too
_BEFORE_FATE = frozenset(("AUX", "ADV", "PART"))
_JOINERS = frozenset(("and", "or", "/"))
_STOPS = frozenset(',;:()[]"“”')
_NEW_PHRASE = frozenset(("last", "next", "this", "past", "who", "which", "that"))
_CALIBRES = frozenset(("mm", "cm", "caliber", "calibre"))


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted. `unit` is empty where the noun is not in the vocabulary; small numbers that count something
    not `checkable` ("two leaders") are no quantities."""

    name: str
    unit: str
    checkable: bool


NOTHING = Measure("", "", False)


def find_measure(written: Span, number: Span, *, elliptic: bool) -> Measure | None:
    """What `number` counts, `text_of` being the number with its bounds.

    NOTHING where the text leaves it open; None where time, points or the like are counted. It is the noun that the
    number belongs to, or what became of those counted ("killed"); where there is neither and the words are `elliptic`
    ("..., with around 12,000 dispatched"), the nearest countable noun before them in the sentence.
    """
    noun = find_counted_noun(number)
    if noun is not None and noun.lemma_.lower() in vocabulary.UNCOUNTED:
        return None
    measure = measure_of_word(noun) if noun is not None else NOTHING
    singular = noun is not None and noun.tag_ in _SINGULAR and not noun.text.endswith("s")  # "F-16s" is tagged so
    if singular and written.text.isdecimal() and not measure.checkable:
        return None  # a house number, an emergency call: "131 West Street", "a 911 caller"
    is_known = noun is None or measure.unit == "person"
    if is_known or (noun is not None and not measure.unit and _names_people(noun)):
        fate = _fate_before(written) or _fate_after(number, noun, of_whole=_is_whole_of_share(written))
        measure = Measure(fate, "person", True) if fate and (is_known or fate != MISSING) else measure
    return _measure_of_antecedent(written) if measure is NOTHING and elliptic else measure


def _names_people(noun: Token) -> bool:
    """Whether it may be a word for people that the vocabulary lacks: seven miners were killed."""
    return noun.lemma_.lower() not in vocabulary.ANIMALS


def find_counted_noun(number: Span) -> Token | None:
    noun = _head_noun(number) or _noun_after(number.doc, number.end)
    while noun is not None and noun.lemma_.lower() in vocabulary.PARTITIVES and _word_at(noun.doc, noun.i + 1) == "of":
        noun = _noun_after(noun.doc, noun.i + 1)
    return noun


def _head_noun(number: Span) -> Token | None:
    """The syntactic head of the number, if it is a noun shortly after it without punctuation in between."""
    head = number.root.head
    while head.dep_ == "compound" and head.head.i > head.i:
        head = head.head
    between = number.doc[number.end : head.i]
    near = 0 <= head.i - number.end < _MAX_NOUN_DISTANCE and head.lower_ not in _CALIBRES
    return head if near and _names_things(head) and not any(token.text in _STOPS for token in between) else None


def _names_things(word: Token) -> bool:
    return word.pos_ in _NOMINAL and any(map(str.isalpha, word.text))


def _noun_after(doc: Doc, start: int) -> Token | None:
    """The last noun of the phrase that begins at token `start`: "of its armed forces" -> forces."""
    noun: Token | None = None
    opens = _word_at(doc, start) in vocabulary.WHOLE_FOLLOWS
    for token in doc[start + opens : start + opens + _MAX_NOUN_DISTANCE]:
        if token.is_sent_start or token.text in _STOPS:
            break
        if _names_things(token):
            noun = token if token.lower_ not in _CALIBRES else None
            if token.tag_ in _PLURAL and _word_at(doc, token.i + 1) not in HYPHENS:
                break
        elif token.tag_ == "POS" or token.text in HYPHENS:
            continue
        elif noun is not None or not _is_modifier(token, opens=opens):
            break
    return noun


def _is_modifier(token: Token, *, opens: bool) -> bool:
    """Whether the token can modify a noun after it. Without "of", "a" and "last" begin another phrase."""
    if token.pos_ == "VERB":
        return token.dep_ == "amod"
    if token.pos_ == "CCONJ":
        return _word_at(token.doc, token.i + 1)[:1].isdigit()
    if token.pos_ == "DET":
        return opens
    return token.pos_ in _MODIFIERS and token.lower_ not in _NEW_PHRASE


def measure_of_word(noun: Token) -> Measure:
    """The noun's measure in the vocabulary; otherwise the noun as written, without a unit."""
    lemma, surface = noun.lemma_.lower(), noun.lower_
    for key in (f"{_word_at(noun.doc, noun.i - 1)}-{lemma}", lemma, surface, surface.removesuffix("s")):
        if key in vocabulary.COUNTED:
            return Measure(*vocabulary.COUNTED[key], True)
        if key in vocabulary.FATES:
            return Measure(vocabulary.FATES[key], "person", True)
    if noun.ent_type_ == "NORP" or surface.endswith("-year-olds"):
        return Measure("people", "person", True)
    return Measure(_hyphenated_noun(noun), "", False)


def _hyphenated_noun(noun: Token) -> str:
    """The noun with what hyphens tie to it: "well-wishers"."""
    first = noun.i
    while first > 1 and noun.doc[first - 1].text in HYPHENS and not noun.doc[first - 1].whitespace_:
        first -= 2
    return noun.doc[first : noun.i + 1].text.lower()


def _measure_of_antecedent(written: Span) -> Measure:
    """The measure of the nearest countable noun before an elliptic number."""
    first = max(0, written.start - _MAX_ANTECEDENT_DISTANCE)
    counting = _who_counts(written.root)
    for token in reversed(written.doc[first : written.start]):
        counts = token.pos_ in _NOMINAL and (token.tag_ in _PLURAL or token.lemma_.lower() in vocabulary.FATES)
        if token.i not in counting and (counts or (token.dep_ in ("pobj", "pcomp") and _fate(token))):
            measure = measure_of_word(token)
            if measure.unit:
                return replace(measure, checkable=_is_counted_again(written, token))
        if token.is_sent_start:
            break
    return NOTHING


def _is_counted_again(number: Span, noun: Token) -> bool:
    """ "30 missiles over the north and three over the south": what has a number takes another in the same sentence."""
    word, after = number.root, _word_at(number.doc, number.end)
    counted = any(child.dep_ == "nummod" for child in noun.children) and noun.sent == word.sent
    elliptic = word.pos_ == "NUM" and word.dep_ in ("conj", "dobj", "nsubj", "nsubjpass", "appos", "dep")
    ends = after in _STOPS or after in (".", "") or number.doc[number.end].pos_ in ("ADP", "VERB", "AUX")
    return counted and elliptic and ends


def _who_counts(number: Token) -> set[int]:
    """Those who give numbers in the sentence, whom none of them counts: "police put the crowd at 300", "doctors at four
    hospitals reported 900", "... and the police of 300"."""
    givers = {
        each.i
        for verb in number.sent
        if verb.lemma_ in vocabulary.COUNTING or verb.lemma_ in lexicon().verbs
        for who in verb.lefts
        if who.dep_ == "nsubj"
        for each in who.subtree
    }
    lead = number.head if number.dep_ == "pobj" else None
    if lead is None:
        return givers
    return givers | {lead.head.i, *(word.i for word in lead.head.lefts if word.dep_ == "nsubj")}


def _is_whole_of_share(written: Span) -> bool:
    """Whether the number is the whole of a share: the 12,000 in "half of the 12,000 soldiers died"."""
    doc, index = written.doc, written.start - 1
    return _word_at(doc, index) == "of" or (
        _word_at(doc, index) in vocabulary.WHOLE_FOLLOWS and _word_at(doc, index - 1) == "of"
    )


def _fate_after(number: Span, noun: Token | None, *, of_whole: bool) -> str:
    """What happened to those counted, by the words after: "4,000 wounded", "4,000 soldiers reportedly killed".

    A verb of the clause ("died", "were killed") speaks of its subject, which is not the whole; with an object ("killed
    two civilians") it does not speak of its subject's fate.
    """
    doc, behind = number.doc, noun.i + 1 if noun is not None else number.end
    inside = (token for token in doc[number.end : behind] if _fate(token))
    after = (token for token in doc[behind : behind + _MAX_NOUN_DISTANCE] if token.pos_ not in _BEFORE_FATE)
    token = next(inside, None) or next(after, None)
    if token is None or not _fate(token):
        token = _governing_verb(noun or number.root)
    finite = token.tag_ == "VBD" or (token.i > 0 and token.nbor(-1).pos_ == "AUX")
    befalls_object = token.lemma_ != "lose" and any(child.dep_ == "dobj" for child in token.children)
    if (of_whole and finite) or befalls_object:
        return ""
    listed = _word_at(doc, token.i + 1) == "," and _word_at(doc, token.i + 3) in _JOINERS
    joined = listed or _word_at(doc, token.i + 1) in _JOINERS
    return _combined_fate(token, doc[token.i + 2]) if joined and token.i + 2 < len(doc) else _fate(token)


def _governing_verb(noun: Token) -> Token:
    return noun.head if noun.dep_ in ("nsubj", "nsubjpass") else noun


def _fate_before(written: Span) -> str:
    """The same by the words before: "killed 1,200 soldiers", "the deaths of 1,200 soldiers"."""
    doc, index = written.doc, written.start - 1
    if _word_at(doc, index) == "of":
        index -= 1
    if index < 0 or not _fate(doc[index]):
        return ""
    return (
        _combined_fate(doc[index], doc[index - 2])
        if index > 1 and _word_at(doc, index - 1) in _JOINERS
        else _fate(doc[index])
    )


def _combined_fate(token: Token, other: Token) -> str:
    """ "killed or injured" are casualties."""
    return "casualties" if _fate(token) and _fate(other) else _fate(token)


def _fate(token: Token) -> str:
    if token.lemma_ == "lose" and any(noun.lemma_ == "life" for noun in token.children):
        return vocabulary.FATES["die"]
    return vocabulary.FATES.get(token.lemma_.lower()) or vocabulary.FATES.get(token.lower_, "")


def _word_at(doc: Doc, index: int) -> str:
    return doc[index].lower_ if 0 <= index < len(doc) else ""
