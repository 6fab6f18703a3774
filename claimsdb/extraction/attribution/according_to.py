"""Content that a preposition attributes: "according to X", "in the words of X"."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.choices import Role
from claimsdb.extraction.attribution.reporting_nouns import clause
from claimsdb.extraction.attribution.speakers import named
from claimsdb.extraction.candidates import Finding, Speaker
from claimsdb.extraction.text.dependency_parse import children
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.lexicon import lexicon

RELAYS = frozenset({"report", "state", "cite", "quote", "publish", "relay", "carry", "obtain"})


def findings(passage: Passage) -> Iterator[Finding]:
    for token in passage.doc:
        if token.lower_ != "according" or passage.quotation_at(token):
            continue
        noun = source(token)
        content = said(token, noun) if noun is not None else None
        if content is not None and noun is not None:
            yield Finding(
                content, "according-to", verb=token, cue=token.doc[token.i : token.i + 2], speakers=chain(noun)
            )


def source(according: Token) -> Token | None:
    to = next((child for child in according.rights if child.lower_ == "to"), None)
    return next(children(to, "pobj", "pcomp"), None) if to is not None else None


def chain(noun: Token) -> tuple[Speaker, ...]:
    """ "Western intelligence stated by The Times": the outlet that states it relays it."""
    relayers = [
        relayer
        for act in children(noun, "acl")
        if act.lemma_ in RELAYS
        for by in children(act, "agent")
        for outlet in children(by, "pobj")
        for relayer in named(outlet, role=Role.RELAYER)
    ]
    return (*named(noun), *relayers)


def said(according: Token, noun: Token) -> Span | None:
    around = clause_around(according, noun)
    return around if around is None else behind_there_is(around)


def behind_there_is(content: Span) -> Span:
    """ "There is also concern that X": X, for which the concern is but another cue."""
    if content[0].lower_ != "there":
        return content
    noun = next((noun for noun in content if noun.lemma_ in lexicon().content_nouns), None)
    inner = clause(noun) if noun is not None else None
    return inner if inner is not None and inner.end <= content.end else content


def clause_around(according: Token, noun: Token) -> Span | None:
    """The clause around the phrase: what follows it at the head of a sentence, what goes before it elsewhere."""
    doc, sentence = according.doc, according.sent
    end = phrase_end(noun)
    if according.i - sentence.start <= 2:
        return doc[end : sentence.end] if end < sentence.end else None
    rest = [token for token in doc[end : sentence.end] if token.is_alpha]
    if (
        end < len(doc)
        and doc[end].text == ","
        and len(rest) > 4
        and doc[end + 1 : end + 2].text.lower() not in {"who", "which"}
    ):
        return doc[sentence.start : sentence.end] if continues(according, end) else doc[sentence.start : according.i]
    return doc[sentence.start : according.i]


def phrase_end(noun: Token) -> int:
    """Where the phrase ends: at the comma after it, which the parser often overlooks."""
    end = noun.right_edge.i + 1
    for token in noun.doc[noun.i + 1 : end]:
        if token.text == "," and token.head.i <= noun.i and not any(member.i > token.i for member in coordinated(noun)):
            return token.i
    return end


def coordinated(noun: Token) -> Iterator[Token]:
    for child in noun.subtree:
        if child.dep_ == "conj":
            yield child


def continues(according: Token, end: int) -> bool:
    """The main verb stands after the phrase: "The plan, according to X, will fail"."""
    return according.sent.root.i >= end
