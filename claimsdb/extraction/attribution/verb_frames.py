"""Reporting verbs with complements other than a finite clause.

"denied X", "accused X of Y", "called X Y", "urged X to ...", "called for X". `cues.toml` lists the verbs of each frame.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from spacy.tokens import Span, Token

from claimsdb.choices import Stance, Voice
from claimsdb.extraction.attribution.clauses import extend_to_content_end, find_contents, is_evidence, is_reporting
from claimsdb.extraction.attribution.reporting_nouns import find_of_phrase, find_that_clause
from claimsdb.extraction.attribution.speakers import (
    can_speak,
    find_speakers,
    is_citing,
    is_negative,
    speaks_for_nobody,
)
from claimsdb.extraction.candidates import ClaimCandidate, Speaker
from claimsdb.extraction.text.dependency_parse import (
    cue_span,
    dependents,
    is_finite,
    is_irrealis,
    is_negated,
    is_verb,
)
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.quantities import RATE
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon

NO_CONTENT = frozenset({"what", "himself", "herself", "itself", "themselves"})  # a name, under "calls itself"
GIVING = frozenset({"announce", "offer", "pledge", "promise", "propose"})
MAX_FIGURE = 4  # words: "$160 million", "some 5,000 tents"
CONDITIONS = frozenset({"assuming", "based", "given"})  # on which an estimate rests
POINTING = frozenset({"this", "that", "it", "these", "those", "them"})
Frame = Callable[[Token], Span | None]


def find_candidates(passage: Passage, *, quoting_verbs: frozenset[int]) -> Iterator[ClaimCandidate]:
    for verb in passage.doc:
        if not is_verb(verb) or verb.i in quoting_verbs or passage.quotation_at(verb):
            continue
        if is_reporting(verb) and any(find_contents(verb)) and not lexicon().takes(verb.lemma_, "predicate"):
            continue
        finding = match_frame(verb)
        if finding is not None:
            yield finding


def match_frame(verb: Token) -> ClaimCandidate | None:
    """The candidate of the first frame that the verb takes and whose complement the sentence has."""
    speakers = find_speakers(verb)
    if is_irrealis(verb) or (speakers and is_restrictive_relative(speakers[0].head)):
        return None
    if speakers and (is_negative(speakers[0].head) or speaks_for_nobody(speakers[0].head)):
        return None
    if is_evidence(verb, speakers) and (content := find_object(verb)) is not None:
        return ClaimCandidate(content, "evidence", voice=Voice.ARTICLE, verb=verb, cue=cue_span(verb), whole=True)
    if not speakers or not (can_speak(speakers[0].head) or speakers[0].head.lower_ == "it"):
        return None
    for frame, (rule, content_of) in FRAMES.items():
        if lexicon().takes(verb.lemma_, frame) and (content := content_of(verb)) is not None:
            return make_candidate(verb, content, rule=rule, speakers=speakers)
    for rule, stance, content_under in ONE_WAY:
        if (content := content_under(verb, speakers[0].head)) is not None:
            return replace(make_candidate(verb, content, rule=rule, speakers=speakers), stance=stance)
    if (content := find_announced(verb)) is not None:
        return make_candidate(verb, content, rule="announced", speakers=speakers)
    content = find_prepositional_object(verb)
    return make_candidate(verb, content, rule="call-for", speakers=speakers) if content is not None else None


def is_restrictive_relative(pronoun: Token) -> bool:
    """ "those who question the plan": a restrictive relative clause, which reports nothing."""
    return pronoun.lower_ in {"who", "which", "that"} and pronoun.i > 0 and not pronoun.nbor(-1).is_punct


def make_candidate(verb: Token, content: Span, *, rule: str, speakers: tuple[Speaker, ...]) -> ClaimCandidate:
    return ClaimCandidate(
        content,
        rule,
        stance=classify_stance(verb, rule),
        verb=verb,
        cue=cue_span(verb),
        speakers=speakers,
        whole=rule in {"deny-object", "call-for"},
    )


def classify_stance(verb: Token, rule: str) -> Stance:
    """ "called for a truce" calls for something, "called him a liar" does not."""
    stance = lexicon().stance_of(verb.lemma_, negated=is_negated(verb))
    if rule == "urge-to" or (
        rule == "call-for" and verb.lemma_ == "ask" and any(lead.lower_ == "for" for lead in verb.rights)
    ):
        return Stance.CALLS_FOR
    return Stance.ASSERTS if stance is Stance.CALLS_FOR and rule in {"call", "describe-as"} else stance


def find_accusation(verb: Token) -> Span | None:
    """ "Russia of getting weapons", under "accused" """
    return object_with_preposition(verb, "of")


def find_blame(verb: Token) -> Span | None:
    return object_with_preposition(verb, "for")


def find_description(verb: Token) -> Span | None:
    return object_with_preposition(verb, "as")


def find_estimate(verb: Token) -> Span | None:
    """ "the death toll at 47", under "put" """
    content = object_with_preposition(verb, "at") or find_estimate_inside(verb)
    if content is None or not any(token.like_num for token in content):
        return None
    conditions = (clause for clause in dependents(verb, "advcl", "prep") if clause.lower_ in CONDITIONS)
    end = max((clause.right_edge.i + 1 for clause in conditions), default=0)
    return verb.doc[content.start : max(content.end, end)]


def find_estimate_inside(verb: Token) -> Span | None:
    """ "the number of barges waiting at 50": where the parser attaches "at" to what is counted"""
    whom = next((noun for noun in dependents(verb, "dobj") if noun.i > verb.i), None)
    inside = whom.subtree if whom is not None else ()
    given = any(token.lower_ == "at" and any(number.like_num for number in token.subtree) for token in inside)
    return verb.doc[whom.left_edge.i : whom.right_edge.i + 1] if whom is not None and given else None


def object_with_preposition(verb: Token, preposition: str) -> Span | None:
    """From the verb's object to the end of the phrase with the given preposition."""
    whom = next(dependents(verb, "dobj", "nsubjpass"), None)
    if whom is None or (whom.i < verb.i and whom.dep_ == "dobj"):
        return None
    leads = (child for child in (*verb.rights, *whom.rights) if child.lower_ == preposition and child.i > verb.i)
    how = next(leads, None)
    if how is None:
        return None
    return verb.doc[whom.left_edge.i : extend_to_content_end(verb, how.right_edge.i + 1)]


def find_predicate(verb: Token) -> Span | None:
    """ "his opponent a liar", under "called" """
    what = next(dependents(verb, "oprd"), None)
    if what is None:
        what = next((clause for clause in dependents(verb, "ccomp") if not is_verb(clause)), None)
    if what is None:
        return find_quoted_predicate(verb) or find_list_predicate(verb)
    if what.i < verb.i:
        return None
    if (called := next(dependents(verb, "nsubjpass"), None)) is not None:
        return find_passive_predicate(called, what)
    whom = next(dependents(verb, "dobj"), what)
    if whom.lower_ in NO_CONTENT:
        return None
    return verb.doc[min(whom.left_edge.i, what.left_edge.i) : extend_to_content_end(verb, what.right_edge.i + 1)]


def find_passive_predicate(called: Token, what: Token) -> Span | None:
    """ "The chairman has been called a crook" of "The chairman has been called a crook by fellow lawyers" """
    by = next(dependents(what.head, "agent"), None)
    relative = called.lower_ in {"who", "which", "that"}
    if by is None or relative or by.i < what.i:
        return None
    return what.doc[called.left_edge.i : min(what.right_edge.i + 1, by.i)]


def find_list_predicate(verb: Token) -> Span | None:
    """ "the citation and the demand a ploy", where the parser takes the predicate for one of the things called so"""
    whom = next(dependents(verb, "dobj"), None)
    ends = [what for what in whom.subtree if what.dep_ == "appos"] if whom is not None else []
    if whom is None or not ends or whom.i < verb.i:
        return None
    named = next((word for word in ends[0].lefts if word.dep_ == "det"), None)
    parted = named is None or ends[0].doc[named.i - 1].text == ","
    return None if parted else verb.doc[whom.left_edge.i : extend_to_content_end(verb, whom.right_edge.i + 1)]


def find_quoted_predicate(verb: Token) -> Span | None:
    """'his opponent a "liar"', under "called": shown by the marks where the parse lacks the predicate."""
    whom = next(dependents(verb, "dobj"), None)
    if whom is None or whom.i < verb.i:
        return None
    end = extend_to_content_end(verb, whom.right_edge.i + 1)
    rest = verb.doc[whom.i + 1 : end]
    return verb.doc[whom.left_edge.i : end] if any(token.text in {'"', "“", "''"} for token in rest) else None


def find_object_infinitive(verb: Token) -> Span | None:
    """ "its allies to send weapons", under "urged" """
    act = next((clause for clause in dependents(verb, "xcomp", "ccomp", "advcl") if is_to_infinitive(clause)), None)
    whom = find_addressee(verb)
    if whom is None and verb.lemma_ != "call":  # who is called without "on" is called by telephone
        whom = next(dependents(verb, "dobj", "dative"), None)
    if act is None or act.i < verb.i:
        return None
    whom = whom if whom is not None else next(dependents(act, "nsubj"), None)
    if whom is None or not verb.i < whom.i < act.i:
        return None
    return verb.doc[whom.left_edge.i : extend_to_content_end(verb, act.right_edge.i + 1)]


def find_addressee(verb: Token) -> Token | None:
    """The addressee in "called on them to ..."."""
    leads = (lead for lead in verb.rights if lead.lower_ in {"on", "upon", "to", "for", "with"})
    return next((whom for lead in leads for whom in dependents(lead, "pobj")), None)


def find_infinitive(verb: Token) -> Span | None:
    """ "to respond", under "vowed" """
    act = next((clause for clause in dependents(verb, "xcomp") if is_to_infinitive(clause)), None)
    if verb.dep_ == "relcl" and not any(who.lower_ in {"who", "which", "that"} for who in dependents(verb, "nsubj")):
        return None  # "the target it pledged to reach"
    return (
        verb.doc[act.left_edge.i : extend_to_content_end(verb, act.right_edge.i + 1)]
        if act is not None and act.i > verb.i
        else None
    )


def is_to_infinitive(clause: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in clause.children)


def find_gerund(verb: Token) -> Span | None:
    """ "sending troops", under "confirmed" """
    act = next((clause for clause in dependents(verb, "xcomp") if clause.tag_ == "VBG"), None)
    return verb.doc[act.left_edge.i : act.right_edge.i + 1] if act is not None and act.i > verb.i else None


def find_object(verb: Token) -> Span | None:
    """ "North Korean collaboration", under "denied"; "this" only there, as it points at what was said before"""
    points = lexicon().stance_of(verb.lemma_) is Stance.DENIES
    objects = (noun for noun in dependents(verb, "dobj") if noun.i > verb.i)
    what = next(
        (noun for noun in objects if noun.pos_ not in {"PRON", "DET"} or (points and noun.lower_ in POINTING)), None
    )
    if what is None or is_citing(verb):
        return None
    content = verb.doc[what.left_edge.i : extend_to_complement(what, verb)]
    return None if verb.lemma_ in GIVING and is_only_figure(content) else content


def find_ruled_out(verb: Token, speaker: Token) -> Span | None:
    """ "a return to work" in "ruled out a return to work" """
    out = verb.lemma_ == "rule" and any(particle.lower_ == "out" for particle in dependents(verb, "prt"))
    return find_object(verb) if out else None


def find_denied_before(verb: Token, speaker: Token) -> Span | None:
    """What is denied in a relative clause behind it: "involvement in the sale, which Lisbon denies"."""
    denies = lexicon().takes(verb.lemma_, "object") and lexicon().stance_of(verb.lemma_) is Stance.DENIES
    what = verb.head
    if not denies or verb.dep_ != "relcl" or what.pos_ not in {"NOUN", "PROPN"} or is_negated(verb):
        return None
    objects = [*dependents(verb, "dobj")]
    if speaker.i == what.i or any(each.lower_ not in {"which", "that"} for each in objects):
        return None
    while what.dep_ == "pobj" and what.head.dep_ == "prep" and what.head.head.pos_ == "NOUN":
        what = what.head.head  # "involvement in the sale, which ..."
    if what.lemma_ in lexicon().content_nouns:
        return find_that_clause(what) or find_of_phrase(what) or find_clause_before(what)
    return verb.doc[what.left_edge.i : verb.left_edge.i]


def find_clause_before(noun: Token) -> Span | None:
    """ "China has shipped engines" of "China has shipped engines, a charge that Beijing rejects" """
    start, end = noun.sent.start, noun.left_edge.i
    comma = end - 1 > start and noun.doc[end - 1].text in {",", "—", "–"}
    clause = noun.doc[start : end - 1] if comma else None
    return clause if clause is not None and any(is_verb(token) and is_finite(token) for token in clause) else None


def find_measured(verb: Token, speaker: Token) -> Span | None:
    """ "a majority in favour" in "The poll showed a majority in favour" """
    measures = verb.lemma_ in {"show", "find", "record", "register"} and speaker.lemma_.lower() in lexicon().surveys
    return find_object(verb) if measures else None


ONE_WAY: tuple[tuple[str, Stance, Callable[[Token, Token], Span | None]], ...] = (
    ("deny-object", Stance.DENIES, find_ruled_out),
    ("deny-object", Stance.DENIES, find_denied_before),
    ("deny-object", Stance.ASSERTS, find_measured),
)


def find_announced(verb: Token) -> Span | None:
    """What follows in "The survivors told a different story: ..." """
    told = lexicon().announcing.get(verb.lemma_, frozenset())
    what = next((noun for noun in dependents(verb, "dobj") if noun.lemma_ in told), None)
    if what is None:
        return None
    colon = next((token for token in verb.doc[what.i + 1 : verb.sent.end] if token.text == ":"), None)
    start = colon.i + 1 if colon is not None else verb.sent.end
    end = verb.doc[min(start, len(verb.doc) - 1)].sent.end
    return verb.doc[start:end] if colon is not None and colon.i <= what.i + 2 and start < end else None


def extend_to_complement(what: Token, verb: Token) -> int:
    """The end of an object, with the phrase after it that belongs to it but that the parser attaches to the verb."""
    end = what.right_edge.i + 1
    denies = lexicon().stance_of(verb.lemma_) is Stance.DENIES
    for child in verb.rights:
        leads = child.lower_ in {"for", "of", "against", "between", "toward", "towards"}
        leads |= denies and child.lower_ in ({"by", "from", "in"} if what.lemma_ in PARTS else {"by", "from"})
        leads |= counts_over_period(child, what) or (not denies and child.lower_ in ABOUT_OBJECT)
        is_clause = child.dep_ == "xcomp" and child.left_edge.lower_ == "to"
        is_clause |= denies and child.dep_ in {"ccomp", "acl", "relcl"} and child.left_edge.lower_ == "that"
        if child.left_edge.i == end and (leads or is_clause):
            end = child.right_edge.i + 1
    return end


def counts_over_period(preposition: Token, what: Token) -> bool:
    """ "in a week" behind "112 deaths": over which time the figure counts"""
    over = next(dependents(preposition, "pobj"), None) if preposition.lower_ in {"in", "within", "over"} else None
    return over is not None and over.lemma_ in RATE["periods"] and any(token.like_num for token in what.subtree)


ABOUT_OBJECT = frozenset({"among", "as", "behind", "by", "from", "out", "with"})  # "crass behaviour by the host"
PARTS = frozenset({"role", "part", "hand", "involvement", "interest"})  # in something


def find_prepositional_object(verb: Token) -> Span | None:
    """ "a cease-fire", under "called for" """
    if verb.dep_ == "pcomp" or (
        verb.lemma_ == "point" and verb.tag_ == "VBG"
    ):  # ", pointing to the boxes on the floor"
        return None
    leads = lexicon().prepositions.get(verb.lemma_, frozenset())
    lead = next((child for child in verb.rights if child.lower_ in leads and child.dep_ in {"prep", "prt"}), None)
    what = next(dependents(lead, "pobj", "pcomp"), None) if lead is not None else None
    if what is None:
        return find_prepositional_clause(verb, leads)
    warned = next(dependents(verb, "dobj"), None) if lead is not None and lead.lower_ == "against" else None
    begins = warned if warned is not None and what.tag_ == "VBG" and warned.i < what.i else what
    content = verb.doc[begins.left_edge.i : what.right_edge.i + 1]
    return None if is_only_figure(content) else content


def is_only_figure(content: Span) -> bool:
    """ "$160 million" of "asked donors for $160 million": the sentence says it, not its object."""
    figure = any(token.like_num for token in content)
    return figure and len(content) <= MAX_FIGURE and not any(map(is_verb, content))


def find_prepositional_clause(verb: Token, leads: frozenset[str]) -> Span | None:
    """ "the money to be returned", under "called for" """
    for act in dependents(verb, "ccomp", "advcl"):
        mark = next(dependents(act, "mark"), None)
        if mark is not None and mark.lower_ in leads and mark.i > verb.i:
            return verb.doc[mark.i + 1 : act.right_edge.i + 1]
        lead = verb.doc[act.left_edge.i - 1]
        if lead.lower_ in leads and lead.head.i == verb.i and not any(dependents(lead, "pobj")):
            return verb.doc[act.left_edge.i : act.right_edge.i + 1]
    return None


FRAMES: dict[str, tuple[str, Frame]] = {
    "of": ("accuse-of", find_accusation),
    "object_for": ("blame-for", find_blame),
    "as": ("describe-as", find_description),
    "at": ("put-at", find_estimate),
    "predicate": ("call", find_predicate),
    "object_infinitive": ("urge-to", find_object_infinitive),
    "infinitive": ("vow-to", find_infinitive),
    "gerund": ("confirm-doing", find_gerund),
    "object": ("deny-object", find_object),
}
