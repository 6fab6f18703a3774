"""Where a content begins and ends: punctuation trimmed, quotation marks whole, nobody else's words inside."""

from spacy.tokens import Span, Token

from claimsdb.extraction.attribution.speakers import is_citing
from claimsdb.extraction.text.dependency_parse import children, has_subject, shares_subject
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.lexicon import lexicon

LEADING = frozenset({"that", "and", "but", "or", "–", "—", "-", "--", ":", ","})
ASIDE = frozenset({"which", "who", "where"})
OPENING_MARKS = frozenset("“\"‘'«„([") | {"''", "``"}
CLOSING_MARKS = frozenset("”\"’'»)]") | {"''"}


def repaired(content: Span, *, passage: Passage, verb: Token | None = None, whole: bool = False) -> Span:
    """The content with its borders set right; one that is a whole ends before the aside that a comma sets off."""
    content = trimmed(content) if not whole else trimmed(without_aside(content))
    content = without_other_cues(content, verb=verb)
    content = snapped(trimmed(content), passage=passage)
    return unquoted(trimmed(content), passage=passage)


def trimmed(content: Span) -> Span:
    """Without the conjunction that leads in and the punctuation around; marks stay where their partner is inside."""
    doc, start, end = content.doc, content.start, content.end
    while start < end - 1 and is_border(doc[start], opening=True, content=doc[start:end]):
        start += 1
    while start < end - 1 and is_border(doc[end - 1], opening=False, content=doc[start:end]):
        end -= 1
    return doc[start:end]


def is_border(token: Token, *, opening: bool, content: Span) -> bool:
    if token.is_space:
        return True
    if opening and token.lower_ in LEADING:
        return token.lower_ != "that" or (token.dep_ in {"mark", "nsubj"} and token.tag_ == "IN")
    if not token.is_punct or token.text in {"?", "!", "$", "%"}:
        return False
    if opening:
        return token.text not in OPENING_MARKS or lacks_partner(token, content)
    return token.text not in CLOSING_MARKS or lacks_partner(token, content)


def lacks_partner(mark: Token, content: Span) -> bool:
    marks = OPENING_MARKS | CLOSING_MARKS
    return not any(token.text in marks for token in content if token.i != mark.i)


def snapped(content: Span, *, passage: Passage) -> Span:
    """A border inside a quotation moves out to the quotation's marks."""
    start, end = content.start, content.end
    for quoted in passage.quotations:
        if start < quoted.outer.end and quoted.outer.start < end:
            start, end = min(start, quoted.outer.start), max(end, quoted.outer.end)
    return content.doc[start:end]


def unquoted(content: Span, *, passage: Passage) -> Span:
    """A content that is one whole quotation goes without its marks and the comma before the closing one."""
    for quoted in passage.quotations:
        if (
            quoted.inner.start - 1 <= content.start
            and content.end <= quoted.outer.end
            and content.start <= quoted.inner.start
        ):
            return trimmed(content.doc[quoted.inner.start : min(content.end, quoted.inner.end)])
    return content


def without_other_cues(content: Span, *, verb: Token | None) -> Span:
    """Cut before a coordinated cue: "..., and Peskov said ...", "said they would leave and warned ..."."""
    for token in content:
        if is_citing(token) and token.i > content.start + 2:
            return trimmed(content.doc[content.start : token.i])
        if token.dep_ != "conj" or token.lemma_ not in lexicon().verbs or goes_on_with_that(token):
            continue
        if not (has_subject(token) and token.lemma_ in lexicon().frames["clause"]) and not shares_subject(token, verb):
            continue
        start = token.left_edge.i
        if start > content.start + 2 and content.doc[start - 1].lower_ in {"and", "but", "while", ","}:
            return trimmed(content.doc[content.start : start - 1])
    return content


def without_aside(content: Span) -> Span:
    """ "the plan to leave" of "the plan to leave, which nobody knows" """
    asides = (who.i for who in content[2:] if who.lower_ in ASIDE and who.nbor(-1).text == ",")
    return content.doc[content.start : next(asides, content.end)]


def goes_on_with_that(verb: Token) -> bool:
    """ "said he would leave and that the footage did not show": a second "that" keeps to the same speaker."""
    return any(mark.lower_ == "that" for mark in children(verb, "mark"))
