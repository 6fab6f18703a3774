"""Speaker and colon, in headlines ("Poll: Voters turn away", "Troops on their way: Kyiv") and transcripts."""

from collections import Counter
from collections.abc import Iterable, Iterator

from spacy.tokens import Span, Token

from claimsdb.extraction.attribution.speakers import can_speak, is_person_noun
from claimsdb.extraction.candidates import ClaimCandidate, Speaker
from claimsdb.extraction.text.dependency_parse import dependents, is_finite, is_verb
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon
from claimsdb.reading import BlockKind

MAX_NAME_WORDS = 4  # words before or after the colon that can be a speaker


def find_names_of_turns(passages: Iterable[Passage]) -> frozenset[str]:
    """Who speaks in a transcript: the names in capitals before a colon that come back."""
    names = Counter(name.text for passage in passages if (name := find_name_of_turn(passage)) is not None)
    return frozenset(name for name, times in names.items() if times > 1)


def find_candidates(passage: Passage, *, turns: frozenset[str], heard: frozenset[str]) -> Iterator[ClaimCandidate]:
    """`turns` are the names that come back in a transcript, `heard` the last words of those whom the article's body has
    speak."""
    if passage.kind not in {BlockKind.TITLE, BlockKind.HEADING}:
        yield from find_transcript_turn(passage, turns=turns)
        return
    colon = next((token for token in passage.doc if token.text == ":" and not passage.quotation_at(token)), None)
    if colon is None:
        return
    before, after = passage.doc[: colon.i], passage.doc[colon.i + 1 :]
    if names_speaker(before, heard) and (is_statement(after) or is_speaking_noun(before.root)):
        yield make_candidate(before, after, colon, rule="headline-colon")
    elif (is_name(after) or is_capitalised(after)) and is_statement(before):
        yield make_candidate(after, before, colon, rule="headline-colon")


def make_candidate(name: Span, content: Span, colon: Token, *, rule: str) -> ClaimCandidate:
    return ClaimCandidate(content, rule, cue=name.doc[colon.i : colon.i + 1], speakers=(Speaker(name.root, name),))


def find_transcript_turn(passage: Passage, *, turns: frozenset[str]) -> Iterator[ClaimCandidate]:
    """ "WALLACE: ...": a paragraph of an interview, under the speaker's name in capitals.

    A name that does not come back may be a place ("BEIJING: ..."), a label ("UPDATE: ...") or a salutation.
    """
    name = find_name_of_turn(passage)
    if name is None or not (name.text in turns or is_person_in_capitals(name)):
        return
    yield make_candidate(name, passage.doc[name.end + 1 :], passage.doc[name.end], rule="transcript")


def find_name_of_turn(passage: Passage) -> Span | None:
    if passage.kind is not BlockKind.PARAGRAPH:
        return None
    colon = next((token for token in passage.doc[: MAX_NAME_WORDS + 1] if token.text == ":"), None)
    if colon is None or colon.i == 0 or colon.i + 1 >= len(passage.doc):
        return None
    name = passage.doc[: colon.i]
    alphabetic = all(token.is_alpha or token.is_punct for token in name)
    return name if name.text.isupper() and alphabetic and len(name.text) > 1 and not is_label(name) else None


def is_person_in_capitals(name: Span) -> bool:
    return all(token.ent_type_ == "PERSON" for token in name)


def is_label(words: Span) -> bool:
    return words[0].lower_ in lexicon().labels or words.text.lower() in lexicon().labels


def names_speaker(words: Span, heard: frozenset[str]) -> bool:
    """A name of which the body has words, or a noun for who or what speaks; "Brexit: ..." is what it is about."""
    if not is_name(words) or is_label(words):
        return False
    if is_speaking_noun(words.root) or is_person_noun(words.root) or words.root.lower_ in heard:
        return True
    return not heard and words.root.ent_type_ == "PERSON" and words[0].lower_ not in lexicon().labels


def is_speaking_noun(word: Token) -> bool:
    return word.lemma_.lower() in lexicon().speaking_nouns


def find_heard(passages: Iterable[Passage]) -> frozenset[str]:
    """The last words of those who speak in the paragraphs: the subjects of reporting verbs."""
    verbs = (
        verb
        for passage in passages
        if passage.kind is BlockKind.PARAGRAPH
        for verb in passage.doc
        if is_verb(verb) and verb.lemma_ in lexicon().verbs
    )
    return frozenset(subject.lower_ for verb in verbs for subject in dependents(verb, "nsubj"))


def is_name(words: Span) -> bool:
    return 0 < len(words) <= MAX_NAME_WORDS and not any(map(is_verb, words)) and can_speak(words.root)


def is_capitalised(words: Span) -> bool:
    """A name that the parser does not recognise, by its capitals."""
    return 0 < len(words) <= MAX_NAME_WORDS and all(word.is_title or word.is_upper for word in words)


def is_statement(words: Span) -> bool:
    return any(is_verb(token) and is_finite(token) for token in words)
