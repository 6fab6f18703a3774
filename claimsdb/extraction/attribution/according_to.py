"""Attribution by "according to X"."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.choices import Role
from claimsdb.extraction.attribution.reporting_nouns import find_that_clause
from claimsdb.extraction.attribution.speakers import speakers_in_phrase
from claimsdb.extraction.candidates import ClaimCandidate, Speaker
from claimsdb.extraction.text.dependency_parse import dependents
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon

RELAYING_VERBS = frozenset({"report", "state", "cite", "quote", "publish", "relay", "carry", "obtain"})


def find_candidates(passage: Passage) -> Iterator[ClaimCandidate]:
    for token in passage.doc:
        if token.lower_ != "according" or passage.quotation_at(token):
            continue
        noun = find_source(token)
        content = find_content(token, noun) if noun is not None else None
        if content is not None and noun is not None:
            yield ClaimCandidate(
                content, "according-to", verb=token, cue=token.doc[token.i : token.i + 2], speakers=source_chain(noun)
            )


def find_source(according: Token) -> Token | None:
    to = next((child for child in according.rights if child.lower_ == "to"), None)
    return next(dependents(to, "pobj", "pcomp"), None) if to is not None else None


def source_chain(noun: Token) -> tuple[Speaker, ...]:
    """ "Western intelligence stated by The Times": the outlet that states it relays it."""
    relayers = [
        relayer
        for act in dependents(noun, "acl")
        if act.lemma_ in RELAYING_VERBS
        for by in dependents(act, "agent")
        for outlet in dependents(by, "pobj")
        for relayer in speakers_in_phrase(outlet, role=Role.RELAYER)
    ]
    return (*speakers_in_phrase(noun), *relayers)


def find_content(according: Token, noun: Token) -> Span | None:
    around = find_surrounding_clause(according, noun)
    return around if around is None else skip_existential_there(around)


def skip_existential_there(content: Span) -> Span:
    """ "There is also concern that X": X, for which the concern is but another cue."""
    if content[0].lower_ != "there":
        return content
    noun = next((noun for noun in content if noun.lemma_ in lexicon().content_nouns), None)
    inner = find_that_clause(noun) if noun is not None else None
    return inner if inner is not None and inner.end <= content.end else content


def find_surrounding_clause(according: Token, noun: Token) -> Span | None:
    """The clause that the phrase attributes: the rest of the sentence that it opens, else what stands before it."""
    doc, sentence = according.doc, according.sent
    end = find_phrase_end(noun)
    if according.i - sentence.start <= 2:
        return doc[end : sentence.end] if end < sentence.end else None
    rest = [token for token in doc[end : sentence.end] if token.is_alpha]
    if (
        end < len(doc)
        and doc[end].text == ","
        and len(rest) > 4
        and doc[end + 1 : end + 2].text.lower() not in {"who", "which"}
    ):
        return (
            doc[sentence.start : sentence.end]
            if continues_after_phrase(according, end)
            else doc[sentence.start : according.i]
        )
    return doc[sentence.start : according.i]


def find_phrase_end(noun: Token) -> int:
    """The end of the phrase: at the comma after it, which the parser often attaches wrongly."""
    end = noun.right_edge.i + 1
    for token in noun.doc[noun.i + 1 : end]:
        if (
            token.text == ","
            and token.head.i <= noun.i
            and not any(member.i > token.i for member in iter_coordinated(noun))
        ):
            return token.i
    return end


def iter_coordinated(noun: Token) -> Iterator[Token]:
    for child in noun.subtree:
        if child.dep_ == "conj":
            yield child


def continues_after_phrase(according: Token, end: int) -> bool:
    """The main verb stands after the phrase: "The plan, according to X, will fail"."""
    return according.sent.root.i >= end
