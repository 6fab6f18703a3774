"""Speaker and colon, in headlines ("Poll: Voters turn away", "Troops on their way: Kyiv") and transcripts."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.extraction.attribution.speakers import can_speak
from claimsdb.extraction.candidates import ClaimCandidate, Speaker
from claimsdb.extraction.text.dependency_parse import is_finite, is_verb
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon
from claimsdb.reading import BlockKind

MAX_NAME_WORDS = 4  # words before or after the colon that can be a speaker


def find_candidates(passage: Passage) -> Iterator[ClaimCandidate]:
    if passage.kind not in {BlockKind.TITLE, BlockKind.HEADING}:
        yield from find_transcript_turn(passage)
        return
    colon = next((token for token in passage.doc if token.text == ":" and not passage.quotation_at(token)), None)
    if colon is None:
        return
    before, after = passage.doc[: colon.i], passage.doc[colon.i + 1 :]
    if is_name(before) and (is_statement(after) or before.root.lemma_.lower() in lexicon().speaking_nouns):
        yield make_candidate(before, after, colon, rule="headline-colon")
    elif (is_name(after) or is_capitalised(after)) and is_statement(before):
        yield make_candidate(after, before, colon, rule="headline-colon")


def make_candidate(name: Span, content: Span, colon: Token, *, rule: str) -> ClaimCandidate:
    return ClaimCandidate(content, rule, cue=name.doc[colon.i : colon.i + 1], speakers=(Speaker(name.root, name),))


def find_transcript_turn(passage: Passage) -> Iterator[ClaimCandidate]:
    """ "WALLACE: ...": a paragraph of an interview, under the speaker's name in capitals."""
    colon = next((token for token in passage.doc[: MAX_NAME_WORDS + 1] if token.text == ":"), None)
    if colon is None or colon.i == 0 or colon.i + 1 >= len(passage.doc):
        return
    name = passage.doc[: colon.i]
    if name.text.isupper() and all(token.is_alpha or token.is_punct for token in name):
        yield make_candidate(name, passage.doc[colon.i + 1 :], colon, rule="transcript")


def is_name(words: Span) -> bool:
    return 0 < len(words) <= MAX_NAME_WORDS and not any(map(is_verb, words)) and can_speak(words.root)


def is_capitalised(words: Span) -> bool:
    """A name that the parser does not recognise, by its capitals."""
    return 0 < len(words) <= MAX_NAME_WORDS and all(word.is_title or word.is_upper for word in words)


def is_statement(words: Span) -> bool:
    return any(is_verb(token) and is_finite(token) for token in words)
