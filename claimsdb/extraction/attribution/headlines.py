"""Speakers before or behind headlines ("Poll: Voters turn away", "Troops on their way – Kyiv", "40 dead, police say"),
and in transcripts."""

from collections import Counter
from collections.abc import Iterable, Iterator

from spacy.tokens import Span, Token

from claimsdb.extraction.attribution.clauses import is_hearing
from claimsdb.extraction.attribution.names import is_person_noun
from claimsdb.extraction.attribution.speakers import can_speak, find_speakers
from claimsdb.extraction.candidates import ClaimCandidate, Speaker
from claimsdb.extraction.text.dependency_parse import cue_span, dependents, is_finite, is_verb
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.quantities import FATES
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon
from claimsdb.reading import BlockKind

MAX_NAME_WORDS = 4  # words before or after the colon that can be a speaker
DASHES = frozenset({"–", "—", "-", "--"})


def find_names_of_turns(passages: Iterable[Passage]) -> frozenset[str]:
    """Who speaks in a transcript: the names in capitals before a colon, where one of them comes back behind another."""
    names = [name.text for passage in passages if (name := find_name_of_turn(passage)) is not None]
    answers = any(name in names[:place] and names[place - 1] != name for place, name in enumerate(names))
    return frozenset(names if answers else (name for name, times in Counter(names).items() if times > 1))


def find_candidates(passage: Passage, *, turns: frozenset[str], heard: frozenset[str]) -> Iterator[ClaimCandidate]:
    """`turns` are the names that come back in a transcript, `heard` the last words of those whom the article's body has
    speak."""
    if passage.kind not in {BlockKind.TITLE, BlockKind.HEADING}:
        yield from find_transcript_turn(passage, turns=turns)
        return
    marks = [token for token in passage.doc if not passage.quotation_at(token)]
    colons = [token for token in marks if token.text == ":"]
    if colons:
        before, after = passage.doc[: colons[0].i], passage.doc[colons[0].i + 1 :]
        if names_speaker(before, heard) and (is_statement(after) or is_speaking_noun(before.root)):
            yield make_candidate(before, after, colons[0], rule="headline-colon")
            return
    yield from find_speaker_behind(passage, marks, heard=heard)


def find_speaker_behind(passage: Passage, marks: list[Token], *, heard: frozenset[str]) -> Iterator[ClaimCandidate]:
    """ "Bank to fire 300: White House", "Taxes must be trusted – Kennedy", "40 dead in blast, officials say" """
    mark = next((token for token in reversed(marks) if token.text in {":", ","} or is_dash(token)), None)
    if mark is None:
        return
    content, after = without_label(passage.doc[: mark.i]), passage.doc[mark.i + 1 :]
    if not len(content) or not tells_something(content):
        return
    if mark.text == ",":
        if (verb := find_final_cue(after)) is not None:
            speakers = find_speakers(verb)
            yield ClaimCandidate(content, "content-first", verb=verb, cue=cue_span(verb), speakers=speakers)
    elif (is_name(after) or is_capitalised(after)) if mark.text == ":" else names_somebody(after, heard):
        yield make_candidate(after, content, mark, rule="headline-colon")


def is_dash(token: Token) -> bool:
    return token.text in DASHES and token.i > 0 and bool(token.nbor(-1).whitespace_)


def without_label(words: Span) -> Span:
    """ "240 flights cancelled" of "Live: 240 flights cancelled" """
    colon = next((token for token in words if token.text == ":"), None)
    labelled = colon is not None and is_label(words.doc[words.start : colon.i])
    return words.doc[colon.i + 1 : words.end] if labelled and colon is not None else words


def find_final_cue(words: Span) -> Token | None:
    """The "say" of "officials say", the last word of a headline; "hears" of "court hears" has no speaker."""
    verb = words[-1] if len(words) > 1 else None
    if verb is None or not is_verb(verb) or len(words) > MAX_NAME_WORDS + 1:
        return None
    is_cue = lexicon().takes(verb.lemma_, "clause") or is_hearing(verb)
    return verb if is_cue and any(dependents(verb, "nsubj", "nsubjpass")) else None


def names_somebody(words: Span, heard: frozenset[str]) -> bool:
    """A person or body behind a dash, where a topic or a site's name may stand, too."""
    if not is_name(words) or is_label(words):
        return False
    known = words.root.lower_ in heard or words.root.ent_type_ == "PERSON"
    return known or is_person_noun(words.root) or is_speaking_noun(words.root)


def tells_something(words: Span) -> bool:
    """A clause; or, as headlines have it, what is to happen or has been done to somebody: "Bank to fire 300"."""
    to_come = any(token.tag_ == "VB" and any(dependents(token, "aux", "nsubj")) for token in words)
    done = any(token.tag_ == "VBN" and token.pos_ == "VERB" for token in words)
    return is_statement(words) or to_come or done or counts_in_headline(words)


def counts_in_headline(words: Span) -> bool:
    """ "Cholera in Haiti: 3,100 dead", "Ferry toll now at 61" """
    for number in (token for token in words if token.like_num):
        counted = number.head if number.dep_ == "nummod" else number
        if counted.lower_ in FATES or counted.lemma_.lower() in FATES:
            return True
        if number.dep_ == "pobj" and number.head.lower_ in {"at", "to"} and number.i == words.end - 1:
            return True
    return False


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
    """A name that the parser does not recognise, by its capitals; no "What We Know"."""
    named = all((word.is_title or word.is_upper) and not word.tag_.startswith("W") for word in words)
    return 0 < len(words) <= MAX_NAME_WORDS and named and not is_label(words)


def is_statement(words: Span) -> bool:
    return any(is_verb(token) and is_finite(token) for token in words)
