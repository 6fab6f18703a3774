"""Finite clauses that a reporting verb governs: "X said that ...", "..., X said", "..., X said, ..."."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.choices import Voice
from claimsdb.extraction.attribution.speakers import can_speak, speakers_of
from claimsdb.extraction.candidates import Finding, Speaker
from claimsdb.extraction.text.dependency_parse import (
    SUBJECTS,
    children,
    cue_of,
    has_subject,
    is_finite,
    is_negated,
    is_passive,
    is_unreal,
    is_verbal,
    subject_of,
)
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.lexicon import lexicon

FAR = 25  # words from a cue to its "that"
RESTS = frozenset({"because", "if", "unless", "that", "since", "when", "while", "although", "though", "until", "as"})


def findings(passage: Passage, *, spoken: frozenset[int]) -> Iterator[Finding]:
    """`spoken` holds the verbs that introduce a quotation: what they govern is that quotation."""
    for verb in passage.doc:
        if not is_reporting(verb) or passage.quotation_at(verb):
            continue
        for rule, content in contents(verb):
            if not is_empty(verb) and not (verb.i in spoken and passage.quotation_at(content[0])):
                yield finding(verb, content, rule)


def is_empty(verb: Token) -> bool:
    """A cue that nobody utters: "to determine whether", "could say", "assuming that"; "it was said" stays."""
    if is_unreal(verb) or (is_passive(verb) and verb.lower_ in lexicon().attitudes):
        return True
    return not speakers_of(verb) and not is_passive(verb) and verb.lemma_ not in lexicon().evidence


def is_reporting(verb: Token) -> bool:
    takes = lexicon().takes(verb.lemma_.lower(), "clause") or verb.lemma_ in lexicon().evidence
    return (takes or puts_it(verb)) and is_verbal(verb) and verb.dep_ != "amod"


def puts_it(verb: Token) -> bool:
    """as the envoy put it"""
    return verb.lemma_ == "put" and verb.dep_ == "advcl" and any(what.lower_ == "it" for what in children(verb, "dobj"))


def finding(verb: Token, content: Span, rule: str) -> Finding:
    speakers = speakers_of(verb)
    if is_evidence(verb, speakers):
        return Finding(content, "evidence", voice=Voice.ARTICLE, verb=verb, cue=cue_of(verb))
    return Finding(
        content,
        rule,
        stance=lexicon().stance_of(verb.lemma_.lower(), negated=is_negated(verb)),
        verb=verb,
        cue=cue_of(verb),
        speakers=speakers,
    )


def is_evidence(verb: Token, speakers: tuple[Speaker, ...]) -> bool:
    """What a thing suggests, or what follows from a whole clause (", meaning that ..."), nobody says."""
    if verb.lemma_ not in lexicon().evidence:
        return False
    follows = verb.dep_ == "advcl" and verb.tag_ == "VBG" and not has_subject(verb)
    return follows or not speakers or not can_speak(speakers[0].head)


def contents(verb: Token) -> Iterator[tuple[str, Span]]:
    complement = next((clause for clause in children(verb, "ccomp", "advcl") if is_complement(clause)), None)
    if complement is not None:
        if not any(token.text == ";" for token in verb.doc[complement.i : verb.i]):
            yield placed(verb, complement)
    elif verb.dep_ == "parataxis":
        yield "inserted", interrupted(verb)
    elif (aside := as_said(verb)) is not None:
        yield "as-said", aside
    elif (far := after_that(verb)) is not None:
        yield "clause-complement", far
    elif (first := content_first(verb)) is not None:
        yield "content-first", first


def is_complement(clause: Token) -> bool:
    """A clause that can be what is said; the parser sometimes takes one without "that" for an adverbial."""
    if clause.dep_ == "ccomp":
        return has_subject(clause) or is_finite(clause)
    tied = any(children(clause, "mark", "advmod"))
    return clause.i > clause.head.i and has_subject(clause) and is_finite(clause) and not tied


def placed(verb: Token, complement: Token) -> tuple[str, Span]:
    doc, start, end = verb.doc, start_of(complement), complement.right_edge.i + 1
    if start > verb.i:
        return "clause-complement", doc[start : with_rest(verb, end)]
    subject = subject_of(verb)
    edge = min(verb.i, subject.left_edge.i if subject is not None and subject.i > start else verb.i)
    if end <= verb.i:
        return "content-first", doc[first_of_sentence(start, verb) : min(end, edge) if edge > start else end]
    return "inserted", doc[start:end]


def first_of_sentence(start: int, verb: Token) -> int:
    """Where the content before a cue begins: with its sentence, if the clauses before it have no cue of their own."""
    before = verb.doc[verb.sent.start : start]
    own = any(is_verbal(token) and is_finite(token) for token in before)
    return before.start if own and not any(map(is_reporting, before)) else start


def start_of(clause: Token) -> int:
    """Where a clause begins, without the time before its subject: "said this weekend he would"."""
    first = next(clause.lefts, clause)
    second = next((child for child in clause.lefts if child.i > first.i), clause)
    return second.left_edge.i if first.dep_ == "npadvmod" and second.dep_ in SUBJECTS else clause.left_edge.i


def as_said(verb: Token) -> Span | None:
    """The main clause around "As experts have pointed out, ..." or "..., as police have said"."""
    tie = next((mark for mark in verb.children if mark.lower_ == "as" and mark.dep_ in {"mark", "advmod"}), None)
    weighty = any(children(verb, "dobj", "xcomp", "acomp")) and not puts_it(verb)
    if tie is None or verb.dep_ != "advcl" or weighty:
        return None
    doc, sentence, start, end = verb.doc, verb.sent, verb.left_edge.i, verb.right_edge.i + 1
    if start <= sentence.start + 1:
        return doc[end : sentence.end] if end < sentence.end and doc[end].text == "," else None
    return doc[sentence.start : start] if doc[start - 1].text == "," else None


def after_that(verb: Token) -> Span | None:
    """A "that" clause some words behind the cue, though the parser hangs it elsewhere: "told a meeting of ... that"."""
    if not any(children(verb, "nsubj")):
        return None
    for token in verb.doc[verb.i + 1 : min(verb.i + FAR, verb.sent.end)]:
        if token.lower_ == "that" and token.dep_ == "mark" and has_subject(token.head):
            return verb.doc[token.i + 1 : with_rest(verb, token.head.right_edge.i + 1)]
        if is_verbal(token) or token.text in {";", ":"}:
            return None
    return None


def with_rest(verb: Token, end: int) -> int:
    """The end of a complement: the sentence's, as far as all behind it belongs to what is said."""
    main = verb.dep_ in {"ROOT", "conj", "advcl", "ccomp"}
    last = verb.sent.end if main else min(verb.sent.end, verb.right_edge.i + 1)
    rest = verb.doc[end : max(end, last)]
    return end if any(ends_content(token, verb) for token in rest) else max(end, last)


def ends_content(token: Token, verb: Token) -> bool:
    """Words behind a complement that are the article's own: another cue, a participle or a deed of the speaker's."""
    tied = any(mark.lower_ in RESTS for mark in children(token, "mark", "advmod"))
    if is_reporting(token) and not is_passive(token) and not tied and token.dep_ != "relcl":
        return True
    if token.dep_ in {"conj", "advcl"} and token.head.i == verb.i:
        modal = any(child.tag_ == "MD" for child in token.children) and not has_subject(token)
        return not tied and not modal
    return token.dep_ == "npadvmod" and token.head.i == verb.i


def interrupted(verb: Token) -> Span:
    """The sentence around "X, he said, Y"; before the cue alone where nothing follows."""
    head, doc = verb.head, verb.doc
    end = head.right_edge.i + 1
    last = verb.right_edge.i + 1
    rest = [token for token in doc[last:end] if not token.is_punct]
    subject = subject_of(verb)
    edge = min(verb.left_edge.i, subject.left_edge.i if subject is not None else verb.i)
    if edge <= head.left_edge.i:
        return doc[last:end]
    return doc[head.left_edge.i : end if rest else edge]


def content_first(verb: Token) -> Span | None:
    """Content, comma, speaker and verb to close the sentence, where the parser took the verb for a coordinated one."""
    subject = next(children(verb, "nsubj"), None)
    if subject is None or verb.tag_ not in {"VBD", "VBZ", "VBP", "VBN"}:
        return None
    start, edge = verb.sent.start, min(verb.i, subject.left_edge.i)
    weighty = [token for token in verb.rights if token.dep_ in {"dobj", "xcomp", "prep", "ccomp", "attr"}]
    if edge - 1 <= start or verb.doc[edge - 1].text != "," or weighty or any(children(verb.head, "cc")):
        return None
    content = verb.doc[start : edge - 1]
    return content if any(is_verbal(token) and is_finite(token) for token in content) else None
