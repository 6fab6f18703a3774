"""Trimming the span of a content: punctuation, conjunctions, unpaired quotation marks and other cues."""

from spacy.tokens import Doc, Span, Token

from claimsdb.extraction.attribution.speakers import can_speak, is_citing
from claimsdb.extraction.text.dependency_parse import dependents, has_subject, is_finite, is_passive, shares_subject
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon

LEAD_IN_WORDS = frozenset({"that", "and", "but", "or", "–", "—", "-", "--", ":", ","})
RELATIVE_PRONOUNS = frozenset({"which", "who", "where"})
OPENING_MARKS = frozenset("“\"‘'«„([") | {"''", "``"}
CLOSING_MARKS = frozenset("”\"’'»)]") | {"''"}
BETWEEN_VOICES = frozenset({",", "and", "but", "while", "whereas"})
WHAT_IS_SAID = ("dobj", "ccomp", "prep")


def trim_content(content: Span, *, passage: Passage, verb: Token | None = None, whole: bool = False) -> Span:
    """The content with its start and end corrected; a `whole` one also ends before a relative clause after a comma.

    `verb` is the content's own cue.
    """
    content = cut_at_semicolon(content, passage=passage)
    content = trim_punctuation(content) if not whole else trim_punctuation(cut_at_relative_clause(content))
    content = cut_at_coordinated_cue(content, verb=verb)
    content = cut_at_source(cut_at_other_voice(content, verb=verb), passage=passage)
    content = extend_to_quotation(trim_punctuation(content), passage=passage)
    return strip_quotation_marks(trim_punctuation(content), passage=passage)


def cut_at_semicolon(content: Span, *, passage: Passage) -> Span:
    """Behind a semicolon the article goes on, unless the semicolon is in quotation marks or in a list."""
    for token in content[2:]:
        if token.text == ";" and passage.quotation_at(token) is None:
            rest = content.doc[token.i + 1 : content.end]
            if any(has_subject(verb) and is_finite(verb) for verb in rest):
                return content.doc[content.start : token.i]
    return content


def trim_punctuation(content: Span) -> Span:
    """Without a leading conjunction and outer punctuation; a quotation mark stays if its partner is inside."""
    doc, start, end = content.doc, content.start, content.end
    while start < end - 1 and is_trimmable(doc[start], opening=True, content=doc[start:end]):
        start += 1
    while start < end - 1 and is_trimmable(doc[end - 1], opening=False, content=doc[start:end]):
        end -= 1
    return doc[start:end]


def is_trimmable(token: Token, *, opening: bool, content: Span) -> bool:
    if token.is_space:
        return True
    if opening and token.lower_ in LEAD_IN_WORDS:
        return token.lower_ != "that" or token.tag_ == "IN"
    if not token.is_punct or token.text in {"?", "!", "$", "%"}:
        return False
    if opening:
        return token.text not in OPENING_MARKS or is_unpaired(token, content)
    return token.text not in CLOSING_MARKS or is_unpaired(token, content)


def is_unpaired(mark: Token, content: Span) -> bool:
    marks = OPENING_MARKS | CLOSING_MARKS
    return not any(token.text in marks for token in content if token.i != mark.i)


def extend_to_quotation(content: Span, *, passage: Passage) -> Span:
    """A start or end inside a quotation moves outward to the quotation's marks."""
    start, end = content.start, content.end
    for quoted in passage.quotations:
        if start < quoted.outer.end and quoted.outer.start < end:
            start, end = min(start, quoted.outer.start), max(end, quoted.outer.end)
    return content.doc[start:end]


def strip_quotation_marks(content: Span, *, passage: Passage) -> Span:
    """A content that is one whole quotation, without the marks and the comma before the closing one."""
    for quoted in passage.quotations:
        if (
            quoted.inner.start - 1 <= content.start
            and content.end <= quoted.outer.end
            and content.start <= quoted.inner.start
        ):
            return trim_punctuation(content.doc[quoted.inner.start : min(content.end, quoted.inner.end)])
    return content


def cut_at_coordinated_cue(content: Span, *, verb: Token | None) -> Span:
    """Cut before a coordinated cue: "..., and Peskov said ...", "said they would leave and warned ..."."""
    for token in content:
        if is_citing(token) and token.i > content.start + 2:
            return trim_punctuation(content.doc[content.start : token.i])
        if token.dep_ != "conj" or token.lemma_ not in lexicon().verbs or has_own_that(token) or is_passive(token):
            continue
        if not (has_subject(token) and token.lemma_ in lexicon().frames["clause"]) and not shares_subject(token, verb):
            continue
        start = token.left_edge.i
        if start > content.start + 2 and content.doc[start - 1].lower_ in {"and", "but", "while", ","}:
            return trim_punctuation(content.doc[content.start : start - 1])
    return content


def cut_at_other_voice(content: Span, *, verb: Token | None) -> Span:
    """ "2,700 have left" of "a union said 2,700 have left, the company speaks of 1,800" """
    if verb is None or verb.i > content.start:
        return content
    starts = (start for token in content[2:] if (start := start_of_other_voice(token)) is not None)
    start = next((start for start in starts if start > content.start), None)
    return content if start is None else trim_punctuation(content.doc[content.start : end_before(content.doc, start)])


def cut_at_source(content: Span, *, passage: Passage) -> Span:
    """ "40 servers were old" of "warned that 40 servers were old, according to minutes of the council" """
    for token in content[3:]:
        before = token.nbor(-1)
        if token.lower_ == "according" and before.text == "," and passage.quotation_at(token) is None:
            return content.doc[content.start : before.i]
    return content


def start_of_other_voice(verb: Token) -> int | None:
    """Where a clause begins behind a comma in which somebody else speaks, of whatever the parser makes it a part."""
    speaks = verb.lower_ in lexicon().parting and any(what.i > verb.i for what in dependents(verb, *WHAT_IS_SAID))
    who = next((who for who in dependents(verb, "nsubj") if who.i < verb.i), None) if speaks else None
    if who is None or not can_speak(who):
        return None
    start = who.left_edge.i
    before = end_before(verb.doc, start)
    parted = any(token.text == "," for token in verb.doc[before:start])
    return start if parted and any(map(speaks_before, verb.doc[verb.sent.start : before])) else None


def end_before(doc: Doc, start: int) -> int:
    """The end of the words before a clause, without what ties it to them."""
    while start > 0 and doc[start - 1].lower_ in BETWEEN_VOICES:
        start -= 1
    return start


def speaks_before(token: Token) -> bool:
    return token.lower_ in lexicon().parting and any(dependents(token, "nsubj"))


def cut_at_relative_clause(content: Span) -> Span:
    """ "the plan to leave" of "the plan to leave, which nobody knows" """
    asides = (who.i for who in content[2:] if who.lower_ in RELATIVE_PRONOUNS and who.nbor(-1).text == ",")
    return content.doc[content.start : next(asides, content.end)]


def has_own_that(verb: Token) -> bool:
    """ "said he would leave and that the footage did not show": a second "that" keeps to the same speaker."""
    return any(mark.lower_ == "that" for mark in dependents(verb, "mark"))
