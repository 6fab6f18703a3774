"""Claims in the article's own voice, outside what is attributed: clauses with a figure or a name, and plain deeds."""

from collections.abc import Callable, Iterator

from spacy.tokens import Span, Token

from claimsdb.choices import Stance, Voice
from claimsdb.extraction.attribution.headlines import counts_in_headline
from claimsdb.extraction.attribution.speakers import ISSUING_VERBS, is_citing
from claimsdb.extraction.candidates import ClaimCandidate
from claimsdb.extraction.text.dependency_parse import (
    dependents,
    find_doer,
    has_subject,
    is_finite,
    is_passive,
    is_verb,
    noun_phrase_span,
)
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.text.propositions import find_other_fate, split_propositions
from claimsdb.extraction.text.span_trimming import end_before, start_of_other_voice, trim_punctuation
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon
from claimsdb.reading import BlockKind

PARTICIPLES = frozenset({"VBG", "VBN"})
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
ANAPHORIC_WORDS = frozenset({"he", "she", "they", "their", "both", "it", "its", "this", "these", "such"})
FIRST_AND_SECOND_PERSON = frozenset({"i", "we", "you", "our", "your", "my", "us", "me"})
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC", "LOC"})
SPEECHES = frozenset({"announcement", "comment", "interview", "remark", "speech", "statement"})
PAST = frozenset({"has", "have", "had", "was", "were"})
SILENT = frozenset({"comment", "decline", "refuse", "remain", "respond", "seem"})  # "declined to comment"
SPEAKING = frozenset({"add", "answer", "comment", "refer", "reply", "respond", "say", "speak", "talk", "tell", "write"})
MAX_LABEL = 5  # words of a label and its colon
MIN_WORDS = 4  # words of a statement
CHARGING = frozenset({"accuse", "blame", "allege"})  # "is accused of": whoever does so is left out
UNCERTAIN_WORDS = frozenset({"uncertain", "unclear", "unknown"})


def find_candidates(
    passage: Passage, *, taken: list[Span], mentions_actor: Callable[[Span], bool]
) -> Iterator[ClaimCandidate]:
    """`taken` are the contents and cues of attributed claims; `mentions_actor` tells whether words name an actor."""
    for sentence in split_sentences(passage):
        for proposition in split_propositions(sentence):
            rest = find_unattributed_rest(proposition, taken)
            if rest is None:
                continue
            rest = trim_punctuation(strip_aside(strip_lead_in(rest)))
            if is_claim(rest, passage, lambda words: mentions_actor(words) or mentions_actor(subject_phrase(words))):
                yield ClaimCandidate(
                    rest, rule_of(passage), stance=classify_stance(rest), voice=Voice.ARTICLE, whole=True
                )


def split_sentences(passage: Passage) -> Iterator[Span]:
    """The passage's sentences, split at semicolons, where somebody else begins to speak, and in headlines at "as":
    "Troops leave as Kim visits Moscow"."""
    doc, start = passage.doc, 0
    voices = {begins for token in doc if (begins := start_of_other_voice(token)) is not None}
    for token in doc:
        if token.i in voices and (end := end_before(doc, token.i)) > start:
            yield doc[start:end]
            start = token.i
        parts = token.text == ";" or (passage.kind is BlockKind.TITLE and is_headline_conjunction(token))
        if parts or token.i + 1 == len(doc) or doc[token.i + 1].is_sent_start:
            if token.i + (not parts) > start:
                yield doc[start : token.i + (not parts)]
            start = token.i + 1


def is_headline_conjunction(token: Token) -> bool:
    return token.lower_ == "as" and 2 < token.i < len(token.doc) - 3 and token.nbor(1).pos_ == "PROPN"


def find_unattributed_rest(proposition: Span, taken: list[Span]) -> Span | None:
    """A proposition up to an attributed part ("..., calling him a friend"); None if no clause of its own is left."""
    overlapping = [words for words in taken if words.start < proposition.end and proposition.start < words.end]
    if not overlapping:
        return proposition
    first = min(overlapping, key=lambda words: words.start)
    cue = first[0]
    follows = cue.tag_ == "VBG" and cue.dep_ in {"acl", "advcl"}
    second = first.root.dep_ == "conj" and not has_subject(first.root)
    stands = (follows or second) and first.start >= proposition.start + MIN_WORDS
    return trim_punctuation(proposition.doc[proposition.start : first.start]) if stands else None


def strip_lead_in(proposition: Span) -> Span:
    """Without a discourse marker such as "In addition,", a label such as "UPDATE:" or a time, which the claim
    has beside its words; a condition stays."""
    colon = next((token.i for token in proposition[:MAX_LABEL] if token.text == ":"), None)
    if colon is not None and proposition.start < colon < proposition.end - 1:
        label = proposition.doc[proposition.start : colon]
        if label.text.isupper() or label.text.lower() in lexicon().labels:
            return strip_lead_in(proposition.doc[colon + 1 : proposition.end])
    subject = next(dependents(proposition.root, *SUBJECTS), None)
    if subject is None or subject.left_edge.i <= proposition.start or subject.left_edge.i >= proposition.end:
        return proposition
    lead = proposition.doc[proposition.start : subject.left_edge.i]
    conditional = any(is_verb(token) and not sets_scene(token) for token in lead)
    if conditional or lead[-1].text != ",":
        return proposition
    return proposition.doc[subject.left_edge.i : proposition.end]


def sets_scene(verb: Token) -> bool:
    """ "As tensions rise, ...", "Based on reports, ..." """
    if verb.dep_ == "prep":
        return True
    return verb.dep_ == "advcl" and any(mark.lower_ in {"as", "while"} for mark in dependents(verb, "mark"))


def strip_aside(proposition: Span) -> Span:
    """Without an apposition or "amid growing fears" at the end, which say something else."""
    end = trim_punctuation(proposition).end
    for token in proposition[MIN_WORDS:]:
        aside = proposition.doc[token.left_edge.i : token.right_edge.i + 1]
        explains = token.dep_ == "appos" and token.pos_ == "NOUN" and token.doc[aside.start - 1].text == ","
        amid = token.lower_ in {"amid", "amidst"} and token.dep_ == "prep"
        if (explains or amid) and trim_punctuation(aside).end == end and not has_figure(aside):
            return proposition.doc[proposition.start : aside.start]
    return proposition


def subject_phrase(proposition: Span) -> Span:
    """Who does it, where the words leave that to the clause before: "and suspended its dividend"."""
    subject = find_doer(proposition.root) if is_second_deed(proposition) else None
    return noun_phrase_span(subject) if subject is not None else proposition


def is_second_deed(proposition: Span) -> bool:
    verb = proposition.root
    return verb.dep_ == "conj" and not has_subject(verb) and not is_passive(verb)


def rule_of(passage: Passage) -> str:
    return "statement" if passage.kind is BlockKind.PARAGRAPH else "headline"


def is_claim(proposition: Span, passage: Passage, mentions_actor: Callable[[Span], bool]) -> bool:
    words = [token for token in proposition if token.is_alpha or token.like_num]
    if (
        len(words) < MIN_WORDS - (is_second_deed(proposition) or has_figure(proposition))
        or passage.quotation_at(proposition.root)
        or is_citing(proposition.root)
        or addresses_reader(proposition)
        or comes_amid(proposition.root)
        or (only_speaks(proposition.root) and not has_figure(proposition))
    ):
        return False
    states = any(is_verb(token) and (is_finite(token) or token.tag_ in PARTICIPLES) for token in proposition)
    if passage.kind is BlockKind.TITLE and counts_in_headline(proposition):
        return True
    return counts_fate(proposition.root) or (
        states
        and (
            has_figure(proposition)
            or any(token.lower_ in ANAPHORIC_WORDS for token in proposition)
            or mentions_actor(proposition)
            or any(token.ent_type_ in NAMED for token in proposition)
            or tells_deed(proposition)
        )
    )


def comes_amid(verb: Token) -> bool:
    """ "The statement comes amid growing tensions": how articles lead over to what they have said before."""
    return verb.lemma_ == "come" and any(lead.lower_ in {"amid", "amidst"} for lead in dependents(verb, "prep"))


def only_speaks(verb: Token) -> bool:
    """ "wrote in a paper", "issued a statement": what was said there is another claim."""
    says = any(noun.lemma_ in SPEECHES for noun in dependents(verb, "dobj"))
    return verb.lemma_ in SPEAKING or (verb.lemma_ in ISSUING_VERBS and says)


def tells_deed(proposition: Span) -> bool:
    """A main clause in which something named by a noun did, or was done: "Bosses brushed off the complaints"."""
    verb = proposition.root
    if verb.dep_ not in {"ROOT", "conj"} or verb.lemma_ in SILENT or verb.pos_ != "VERB":
        return False
    past = verb.tag_ in {"VBD", "VBN"} or any(tense.lower_ in PAST for tense in dependents(verb, "aux", "auxpass"))
    doer = find_doer(verb) if has_subject(verb) or is_second_deed(proposition) else None
    return past and doer is not None and doer.pos_ == "NOUN"


def counts_fate(noun: Token) -> bool:
    """ "and up to 90 dead pilots", told apart from the wounded before them"""
    return noun.dep_ == "conj" and find_other_fate(noun) is not None


def has_figure(proposition: Span) -> bool:
    return any(token.like_num for token in proposition)


def addresses_reader(proposition: Span) -> bool:
    """A question, a command, an aside in brackets, or a sentence with "we" or "you"."""
    command = proposition.root.tag_ == "VB" and proposition.root.i == trim_punctuation(proposition).start
    address = any(token.lower_ in FIRST_AND_SECOND_PERSON and token.pos_ != "PROPN" for token in proposition)
    return command or address or proposition[-1].text == "?" or proposition[0].text in {"(", "["}


def classify_stance(proposition: Span) -> Stance:
    if any(token.lower_ in UNCERTAIN_WORDS for token in proposition):
        return Stance.QUESTIONS
    if is_passive(proposition.root) and lexicon().stance_of(proposition.root.lemma_) is Stance.ACCUSES:
        return Stance.ACCUSES if proposition.root.lemma_ in CHARGING else Stance.ASSERTS
    expected = proposition.root.lemma_ == "expect" and proposition.root.tag_ == "VBN"
    return Stance.PREDICTS if expected else Stance.ASSERTS
