"""Quotations and the cue beside them: "X said: '...'", "'...,' X said", "'...,' he said, '...'", whole paragraphs."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from spacy.tokens import Span, Token

from claimsdb.choices import Stance
from claimsdb.extraction.attribution.speakers import named, speakers_of
from claimsdb.extraction.candidates import Finding, Speaker
from claimsdb.extraction.text.dependency_parse import cue_of, is_finite, is_verbal
from claimsdb.extraction.text.passages import Passage, Quoted
from claimsdb.extraction.text.span_trimming import trimmed
from claimsdb.extraction.vocabulary.lexicon import lexicon

SENTENCE_END = frozenset({".", "?", "!", "…", "...", ";"})
DASHES = frozenset({"―", "—", "–", "-", "--"})
SIGNATURE = 9  # words of a name with its office after a dash
CLAUSE_END = DASHES | {",", "?", "!"}
BREAKS = frozenset('. , : ? ! – — ” " but and'.split())  # what stands before a quotation that goes on
LIGHT = frozenset({"dobj", "dative", "mark", "npadvmod", "advmod", "prt"})  # what may stand between cue and mark
NOMINAL = frozenset({"PROPN", "PRON", "NOUN"})
ADDED = 8  # words that may stand between a cue and its quotation: "told reporters in Berlin on Monday"
LEAD = 60  # words from a quotation to the cue after it: "John Smith, the head of the agency and a former ..., said"
FULL = 4  # words from which a quotation can stand for itself


@dataclass(frozen=True)
class Attributed:
    """A quotation with the cue that introduces it; `verb` None where it only goes on with the one before."""

    quoted: Quoted
    verb: Token | None
    speakers: tuple[Speaker, ...]
    rule: str
    mark: Span | None = None


def speech(passage: Passage, *, before: Attributed | None, last: Passage | None) -> list[Attributed]:
    """The passage's quotations that a cue attributes. `before` is the latest one, in the passage `last`, if any."""
    found: list[Attributed] = []
    for quoted in passage.quotations or set_off(passage, last):
        attributed = beside(quoted, passage) or signed(quoted, passage)
        attributed = attributed or continued(quoted, passage, found[-1] if found else None)
        attributed = attributed or paragraph(quoted, passage, before=before, last=last)
        if attributed:
            found.append(attributed)
    return found


def set_off(passage: Passage, last: Passage | None) -> tuple[Quoted, ...]:
    """A paragraph without marks under "He continued:" is the quotation that the colon announces."""
    if last is None or announced(last) is None:
        return ()
    return (Quoted(passage.doc[:], passage.doc[:], closed=False),)


def findings(spoken: list[Attributed]) -> Iterator[Finding]:
    """A finding a quotation; a sentence that the cue interrupts is one."""
    pairs = zip_longest(spoken, spoken[1:])
    for one, after in pairs:
        if after is not None and interrupted(one, after):
            yield finding(
                one, one.quoted.inner.doc[one.quoted.inner.start : after.quoted.inner.end], "quotation-inserted"
            )
            next(pairs, None)
        else:
            yield finding(one, one.quoted.inner, one.rule)


def finding(one: Attributed, content: Span, rule: str) -> Finding:
    verb = one.verb
    return Finding(
        content,
        rule,
        stance=lexicon().stance_of(verb.lemma_) if verb is not None else Stance.ASSERTS,
        verb=verb,
        cue=cue_of(verb) if verb is not None else one.mark,
        speakers=one.speakers,
    )


def interrupted(one: Attributed, following: Attributed) -> bool:
    """ "They," he said, "will leave": the first part ends in a comma and the second begins small."""
    begins, ends = following.quoted.inner[0], one.quoted.inner[-1]
    same = one.verb is not None and following.verb == one.verb
    return same and ends.text not in SENTENCE_END and (begins.is_lower or begins.text == "…")


def beside(quoted: Quoted, passage: Passage) -> Attributed | None:
    if not is_speech(quoted) and quoted.inner[-1].text != ",":
        return None
    before, after = cue_before(quoted, passage), cue_after(quoted, passage)
    announces = before is not None and (after is None or passage.doc[quoted.outer.start - 1].text == ":")
    verb, rule = (before, "quotation-after-cue") if announces else (after, "quotation-first")
    return Attributed(quoted, verb, nearest(quoted, verb), rule) if verb is not None else None


def is_speech(quoted: Quoted) -> bool:
    """A quotation that can stand for itself, as opposed to a word in quotation marks."""
    words = [token for token in quoted.inner if token.is_alpha]
    cried = quoted.inner[-1].text in {"?", "!"}
    return len(words) >= FULL or cried or (any(map(is_verbal, quoted.inner)) and ends_clause(quoted))


def ends_clause(quoted: Quoted) -> bool:
    return quoted.inner[-1].text in {",", ".", "?", "!"}


def cue_after(quoted: Quoted, passage: Passage) -> Token | None:
    """The reporting verb after the closing mark, with its subject: "..., said John Smith, the head of ..."."""
    last = quoted.inner[-1].text
    doc, start = passage.doc, quoted.outer.end
    following = doc[start : start + 1].text
    goes_on = last in CLAUSE_END or following in CLAUSE_END or (last == "." and following.islower())
    if not goes_on:
        return None
    return next((token for token in stretch_after(start, passage) if is_cue(token)), None)


def nearest(quoted: Quoted, verb: Token) -> tuple[Speaker, ...]:
    """The speakers of a cue, or else the first name behind the quotation: "..., Flynn, an adviser, said Friday"."""
    found = tuple(speaker for speaker in speakers_of(verb) if speaker.head not in quoted)
    if found or verb.i < quoted.outer.end:
        return found
    nouns = (token for token in verb.doc[quoted.outer.end : verb.i] if token.pos_ in NOMINAL)
    name = next((noun for noun in nouns if noun.dep_ != "compound"), None)
    return named(name, cue=verb) if name is not None else ()


def stretch_after(start: int, passage: Passage) -> Iterator[Token]:
    if passage.doc[start : start + 1].text.lower() in {"and", "but", "while", "as"}:
        return
    for token in passage.doc[start : start + LEAD]:
        if token.text in SENTENCE_END or passage.quotation_at(token):
            return
        yield token
        if is_verbal(token) and token.dep_ not in {"relcl", "acl", "aux", "auxpass"} and not leads_to_cue(token):
            return


def leads_to_cue(verb: Token) -> bool:
    """ "went on to say", "added, pausing": a verb that shares its clause with the cue."""
    return any(child.dep_ in {"xcomp", "conj"} and is_cue(child) for child in verb.children)


def cue_before(quoted: Quoted, passage: Passage) -> Token | None:
    """The reporting verb before the opening mark, with nothing of weight in between."""
    doc, end = passage.doc, quoted.outer.start
    for token in reversed(list(doc[max(0, end - ADDED - 1) : end])):
        if passage.quotation_at(token) or token.text in SENTENCE_END - {";"}:
            return None
        if (is_cue(token) or mistaken_for_noun(token, end)) and lead_in(token, end):
            return token
        if is_verbal(token) and token.tag_ in {"VBD", "VBZ", "VBP"}:
            return None
    return None


def lead_in(verb: Token, end: int) -> bool:
    """Only an addressee, a time or a place between the cue and the mark: the quotation is all that is said."""
    between = verb.doc[verb.i + 1 : end]
    if len(between) and between[-1].text in {":", ","}:
        return True
    if not any(is_verbal(token) and is_finite(token) for token in verb.doc[end : end + ADDED]):
        return False
    return len(between) <= 2 and all(token.dep_ in LIGHT or token.lower_ in {"that", "of"} for token in between)


def is_cue(token: Token) -> bool:
    return is_verbal(token) and lexicon().takes(token.lemma_.lower(), "quotation")


def mistaken_for_noun(token: Token, end: int) -> bool:
    """The parser takes "One analyst shares" for a noun; before an opening mark it is none."""
    return token.tag_ == "NNS" and token.i >= end - 2 and lexicon().takes(token.lemma_, "quotation")


def continued(quoted: Quoted, passage: Passage, last: Attributed | None) -> Attributed | None:
    """ "...," he said. "...": the next quotation, with nothing but the cue's clause between, goes on."""
    if last is None or not is_speech(quoted):
        return None
    between = [token for token in passage.doc[last.quoted.outer.end : quoted.outer.start] if not token.is_space]
    sentences = sum(token.text in SENTENCE_END for token in between)
    begins = not between or between[-1].text in BREAKS
    own_cue = last.verb is not None and any(token.i == last.verb.i for token in between)
    if begins and sentences <= 1 and (own_cue or len(between) <= 2):
        return Attributed(quoted, last.verb, last.speakers, "quotation-continued")
    return None


def signed(quoted: Quoted, passage: Passage) -> Attributed | None:
    """ "..." - John Smith: a name after a dash closes the paragraph."""
    rest = passage.doc[quoted.outer.end :]
    if len(rest) < 2 or rest[0].text not in DASHES or len(rest) > SIGNATURE or not is_speech(quoted):
        return None
    name = trimmed(rest[1:])
    if any(map(is_verbal, name)) or not name[0].is_title:
        return None
    return Attributed(quoted, None, (Speaker(name.root, name),), "quotation-signed", mark=rest[:1])


def paragraph(
    quoted: Quoted, passage: Passage, *, before: Attributed | None, last: Passage | None
) -> Attributed | None:
    """A paragraph that is one quotation belongs to the cue that the paragraph before ends in, or to its speaker."""
    alone = quoted.outer.start <= 1 and len(quoted.outer) >= 0.8 * len(passage.doc)
    if not alone or not is_speech(quoted) or (quoted.closed and not ends_clause(quoted)):
        return None
    if last is not None and (verb := announced(last)) is not None:
        return Attributed(quoted, verb, speakers_of(verb), "quotation-after-cue")
    if before is not None and runs_on(before.quoted):
        return Attributed(quoted, None, before.speakers, "quotation-continued")
    return None


def runs_on(quoted: Quoted) -> bool:
    """The quotation is not closed, or closes its paragraph."""
    return not quoted.closed or quoted.outer.end + ADDED >= len(quoted.outer.doc)


def announced(last: Passage) -> Token | None:
    """The verb of a paragraph that ends in a colon: "He continued:"."""
    if last.doc[-1].text != ":":
        return None
    cues = [token for token in last.doc[-LEAD:] if is_cue(token) and not last.quotation_at(token)]
    return cues[-1] if cues else None
