"""Indirect speech: finite clauses under a reporting verb, "X said that ...", "..., X said", "..., X said, ..."."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.choices import Voice
from claimsdb.extraction.attribution.speakers import (
    HEARING,
    can_speak,
    find_speakers,
    is_negative,
    speaks_for_nobody,
)
from claimsdb.extraction.candidates import ClaimCandidate, Speaker
from claimsdb.extraction.text.dependency_parse import (
    ACTIVE_SUBJECTS,
    cue_span,
    dependents,
    find_subject,
    has_subject,
    is_finite,
    is_irrealis,
    is_negated,
    is_passive,
    is_verb,
)
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon

LEADING_FIGURE = frozenset({"between", "near", "close"})
BEFORE_FIGURE = frozenset({"prep", "nsubj", "npadvmod", "advmod", "dobj", "quantmod"})
SHOWN_BY_THINGS = frozenset({"mean", "prove"})  # what somebody means or proves, he need not say
BEHIND = frozenset({"allege", "assure", "believe", "estimate", "fear", "find", "hear", "hope", "inform"})
MAX_WORDS_TO_THAT = 25  # words from a cue to its "that"
SUBORDINATORS = frozenset(
    {"because", "if", "unless", "that", "since", "when", "while", "although", "though", "until", "as"}
)
MAX_NAME = 9  # words from a comma to the cue: "the deputy mayor Ann Lee said"


def find_candidates(passage: Passage, *, quoting_verbs: frozenset[int]) -> Iterator[ClaimCandidate]:
    """`quoting_verbs` are the token indexes of verbs that introduce a quotation: that quotation is their content."""
    for verb in passage.doc:
        if not is_reporting(verb) or passage.quotation_at(verb):
            continue
        for rule, content in find_contents(verb):
            if not is_unquoting_verbs(verb) and not (verb.i in quoting_verbs and passage.quotation_at(content[0])):
                yield make_candidate(verb, content, rule)


def is_unquoting_verbs(verb: Token) -> bool:
    """A cue without an act of speech: "to determine whether", "could say", "assuming that"; not "it was said"."""
    if is_irrealis(verb) or (is_passive(verb) and verb.lower_ in lexicon().attitudes):
        return True
    if is_hearing(verb):
        return False
    speakers = find_speakers(verb)
    if speakers and (speaks_for_nobody(speakers[0].head) or verb.lemma_ in SHOWN_BY_THINGS):
        return not is_evidence(verb, speakers)
    return not speakers and not is_passive(verb) and verb.lemma_ not in lexicon().evidence


def is_reporting(verb: Token) -> bool:
    takes = lexicon().takes(verb.lemma_.lower(), "clause") or verb.lemma_ in lexicon().evidence
    return (takes or is_put_it(verb) or is_hearing(verb)) and is_verb(verb) and verb.dep_ != "amod"


def is_hearing(verb: Token) -> bool:
    """ "The court heard that ...", "a jury has heard": somebody said it there"""
    return verb.lemma_ in HEARING and any(
        noun.lemma_.lower() in lexicon().hearers for noun in dependents(verb, "nsubj")
    )


def is_put_it(verb: Token) -> bool:
    """ "as the envoy put it" """
    return (
        verb.lemma_ == "put" and verb.dep_ == "advcl" and any(what.lower_ == "it" for what in dependents(verb, "dobj"))
    )


def make_candidate(verb: Token, content: Span, rule: str) -> ClaimCandidate:
    speakers = find_speakers(verb)
    negated = is_negated(verb) or (bool(speakers) and is_negative(speakers[0].head))
    if is_evidence(verb, speakers):
        return ClaimCandidate(content, "evidence", voice=Voice.ARTICLE, verb=verb, cue=cue_span(verb))
    return ClaimCandidate(
        content,
        rule,
        stance=lexicon().stance_of(verb.lemma_.lower(), negated=negated),
        verb=verb,
        cue=cue_span(verb),
        speakers=speakers,
    )


def is_evidence(verb: Token, speakers: tuple[Speaker, ...]) -> bool:
    """A thing or a whole clause suggests it (", meaning that ..."), so it has no speaker."""
    if verb.lemma_ not in lexicon().evidence:
        return False
    follows = verb.dep_ == "advcl" and verb.tag_ == "VBG" and not has_subject(verb)
    return follows or not speakers or not can_speak(speakers[0].head)


def find_contents(verb: Token) -> Iterator[tuple[str, Span]]:
    complement = find_complement(verb)
    if complement is not None:
        if not any(token.text == ";" for token in verb.doc[complement.i : verb.i]):
            yield complement_content(verb, complement)
    elif verb.dep_ == "parataxis":
        yield "inserted", find_interrupted_content(verb)
    elif (aside := find_as_said_content(verb)) is not None:
        yield "as-said", aside
    elif (far := find_distant_that_clause(verb)) is not None:
        yield "clause-complement", far
    elif (first := find_content_before_cue(verb)) is not None:
        yield "content-first", first


def find_complement(verb: Token) -> Token | None:
    """The clause that is its content. Of one before it and one behind it the latter: "The police put the crowd at 300,
    the organisers say 2,000 came"."""
    clauses = [clause for clause in dependents(verb, "ccomp", "advcl") if is_complement(clause)]
    behind = (clause for clause in clauses if clause.i > verb.i and clause.dep_ == "ccomp")
    return next(behind, clauses[0]) if clauses else None


def is_complement(clause: Token) -> bool:
    """A clause that can be the content; the parser sometimes labels one without "that" as adverbial."""
    if clause.dep_ == "ccomp":
        return has_subject(clause) or is_finite(clause)
    tied = any(dependents(clause, "mark", "advmod"))
    return clause.i > clause.head.i and has_subject(clause) and is_finite(clause) and not tied


def complement_content(verb: Token, complement: Token) -> tuple[str, Span]:
    doc, start, end = verb.doc, clause_start(complement), complement.right_edge.i + 1
    if start > verb.i:
        start = start_before_figure(verb, complement, start)
        return "clause-complement", doc[start : end_of_relative(verb, start, extend_to_content_end(verb, end))]
    subject = find_subject(verb)
    edge = min(verb.i, subject.left_edge.i if subject is not None and subject.i > start else verb.i)
    if end <= verb.i:
        end = min(end, edge) if edge > start else end
        start = after_semicolon(doc[extend_to_sentence_start(start, verb) : end]).start
        goes_on = end_of_continuation(verb)
        return ("content-first", doc[start:end]) if goes_on is None else ("inserted", doc[start:goes_on])
    return "inserted", doc[start:end]


def after_semicolon(content: Span) -> Span:
    """ "they showed nothing" of "The mine has samples; they showed nothing, it says" """
    parts = [token.i for token in content[1:-1] if token.text == ";"]
    return content.doc[parts[-1] + 1 : content.end] if parts else content


def end_of_continuation(verb: Token) -> int | None:
    """The end of a content that a cue between commas interrupts: "A fifth paid 8.9 percent, the agency said in a
    report, and those above paid more"."""
    for act in dependents(verb, "conj"):
        start = act.left_edge.i
        tied = verb.doc[start - 1].lower_ in {"and", "but"} and verb.doc[start - 2].text == ","
        other = is_reporting(act) or any(map(is_reporting, act.subtree))
        if tied and start > verb.i + 1 and has_subject(act) and is_finite(act) and not other:
            return act.right_edge.i + 1
    return None


def start_before_figure(verb: Token, complement: Token, start: int) -> int:
    """ "between 20 and 30 people" belongs to what is said, where the parser gives it to "said"."""
    between = verb.doc[verb.i + 1 : start]
    if len(between) and between[0].lower_ == "that" and between[0].dep_ == "det" and not has_subject(complement):
        return between[1].i if len(between) > 1 else start  # "denied that money was missing"
    if has_subject(complement) and not (len(between) and between[0].lower_ in LEADING_FIGURE):
        return start
    counts = any(token.text[0].isdigit() or token.like_num for token in verb.doc[verb.i + 2 : start + 1])
    parted = any(
        token.text in {",", ":"} or token.lower_ in {"that", "on"} for token in verb.doc[verb.i + 1 : start + 1]
    )
    return verb.i + 1 if len(between) and counts and not parted and between[0].dep_ in BEFORE_FIGURE else start


def end_of_relative(verb: Token, start: int, end: int) -> int:
    """What somebody says in a relative clause ends with it: "The agency, which said that 300 were lost, closed"."""
    if verb.dep_ != "relcl":
        return end
    for token in verb.doc[start + 1 : end - 1]:
        following = token.nbor(1)
        if token.text == "," and following.tag_ in {"VBD", "VBZ", "VBP", "MD", "VBN"} and not has_subject(following):
            return token.i
    return end


def extend_to_sentence_start(start: int, verb: Token) -> int:
    """The start of a content before its cue: the sentence's, unless a clause before it has a cue of its own."""
    before = verb.doc[verb.sent.start : start]
    own = any(is_verb(token) and is_finite(token) for token in before)
    return before.start if own and not any(map(is_reporting, before)) else start


def clause_start(clause: Token) -> int:
    """The start of a clause, after a time that belongs to the cue: "said this weekend he would"."""
    first = next(clause.lefts, clause)
    second = next((child for child in clause.lefts if child.i > first.i), clause)
    return second.left_edge.i if first.dep_ == "npadvmod" and second.dep_ in ACTIVE_SUBJECTS else clause.left_edge.i


def find_as_said_content(verb: Token) -> Span | None:
    """The main clause around "As experts have pointed out, ..." or "..., as police have said"."""
    tie = next((mark for mark in verb.children if mark.lower_ == "as" and mark.dep_ in {"mark", "advmod"}), None)
    weighty = any(dependents(verb, "dobj", "xcomp", "acomp")) and not is_put_it(verb)
    if tie is None or verb.dep_ != "advcl" or weighty:
        return None
    doc, sentence, start, end = verb.doc, verb.sent, verb.left_edge.i, verb.right_edge.i + 1
    if start <= sentence.start + 1:
        return doc[end : sentence.end] if end < sentence.end and doc[end].text == "," else None
    before = doc[sentence.start : start]
    tells = any(is_verb(token) and is_finite(token) for token in before)
    return before if doc[start - 1].text == "," and tells else None


def find_distant_that_clause(verb: Token) -> Span | None:
    """A "that" clause some words after the cue that the parser attaches elsewhere: "told a meeting of ... that"."""
    if not any(dependents(verb, "nsubj")):
        return None
    for token in verb.doc[verb.i + 1 : min(verb.i + MAX_WORDS_TO_THAT, verb.sent.end)]:
        if token.lower_ == "that" and token.dep_ == "mark" and has_subject(token.head):
            return verb.doc[token.i + 1 : extend_to_content_end(verb, token.head.right_edge.i + 1)]
        if is_verb(token) or token.text in {";", ":"}:
            return None
    return None


def extend_to_content_end(verb: Token, end: int) -> int:
    """The end of the content: the sentence's, unless something after the complement ends the content."""
    before_main = verb.dep_ == "advcl" and verb.head.i > verb.i  # "While Oslo says so, Rome denies it"
    main = verb.dep_ in {"ROOT", "conj", "advcl", "ccomp"} and not before_main
    last = verb.sent.end if main else min(verb.sent.end, verb.right_edge.i + 1)
    rest = verb.doc[end : max(end, last)]
    return end if any(ends_content(token, verb) for token in rest) else max(end, last)


def ends_content(token: Token, verb: Token) -> bool:
    """A token after a complement that belongs to the article: another cue, or a second act of the speaker."""
    tied = any(mark.lower_ in SUBORDINATORS for mark in dependents(token, "mark", "advmod"))
    if is_reporting(token) and not is_passive(token) and not tied and token.dep_ != "relcl":
        return True
    if token.dep_ in {"conj", "advcl"} and token.head.i == verb.i:
        modal = any(child.tag_ == "MD" and child.lower_ != "will" for child in token.children)
        return not tied and not modal
    return token.dep_ == "npadvmod" and token.head.i == verb.i


def find_interrupted_content(verb: Token) -> Span:
    """The content around an inserted cue, "X, he said, Y"; only what precedes it where nothing follows."""
    head, doc = verb.head, verb.doc
    end = head.right_edge.i + 1
    last = verb.right_edge.i + 1
    rest = [token for token in doc[last:end] if not token.is_punct]
    subject = find_subject(verb)
    edge = min(verb.left_edge.i, subject.left_edge.i if subject is not None else verb.i)
    if edge <= head.left_edge.i:
        return doc[last:end]
    return doc[head.left_edge.i : end if rest else edge]


def find_content_before_cue(verb: Token) -> Span | None:
    """The content in "CONTENT, X said", where the parser took the verb for a coordinated one."""
    if not speaks_behind(verb):
        return None
    subjects = [*dependents(verb, "nsubj")]
    subject = next((each for each in reversed(subjects) if each.i < verb.i), next(iter(subjects), None))
    if subject is None:
        return find_content_before_name(verb)
    if verb.tag_ not in {"VBD", "VBZ", "VBP", "VBN"}:
        return None
    start, edge = verb.sent.start, min(verb.i, subject.left_edge.i)
    weighty = [token for token in verb.rights if token.dep_ in {"dobj", "xcomp", "prep", "ccomp", "attr"}]
    if edge - 1 <= start or verb.doc[edge - 1].text != "," or weighty or any(dependents(verb.head, "cc")):
        return None
    content = verb.doc[start : edge - 1]
    acts = filter(is_verb, content)
    return content if any(is_finite(act) or is_misread(act, verb) for act in acts) else None


def find_content_before_name(verb: Token) -> Span | None:
    """ "CONTENT, the mayor Ann Lee said in a letter", where the parser takes her for a part of the content."""
    name, doc, start = verb.nbor(-1) if verb.i else verb, verb.doc, verb.sent.start
    told = verb.lemma_ == "say" and verb.tag_ == "VBD" and name.ent_type_ == "PERSON"
    commas = (place for place in range(verb.i - 2, max(start, verb.i - MAX_NAME), -1) if doc[place].text == ",")
    comma = next(commas, None) if told and not any(dependents(verb, "ccomp")) else None
    content = doc[start:comma] if comma is not None else None
    return content if content and any(is_verb(act) and is_finite(act) and has_subject(act) for act in content) else None


def speaks_behind(verb: Token) -> bool:
    """A verb that may follow what is said: nobody writes "..., the two learned"."""
    behind = lexicon().takes(verb.lemma_, "quotation") or verb.lemma_ in lexicon().evidence | BEHIND
    return behind or is_hearing(verb)


def is_misread(token: Token, verb: Token) -> bool:
    """The verb of "residents protested, police said", taken for a participle that tells of a subject of the cue."""
    return token.tag_ == "VBN" and token.dep_ == "acl" and token.head.dep_ == "nsubj" and token.head.head.i == verb.i
