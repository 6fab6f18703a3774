"""Reporting verbs whose content is no finite clause: denied X, accused X of Y, called X Y, urged X to, called for X."""

from collections.abc import Callable, Iterator

from spacy.tokens import Span, Token

from claimsdb.choices import Stance, Voice
from claimsdb.extraction.attribution.clauses import contents, is_evidence, is_reporting, with_rest
from claimsdb.extraction.attribution.speakers import can_speak, is_citing, speakers_of
from claimsdb.extraction.candidates import Finding, Speaker
from claimsdb.extraction.text.dependency_parse import children, cue_of, is_negated, is_unreal, is_verbal
from claimsdb.extraction.text.passages import Passage
from claimsdb.extraction.vocabulary.lexicon import lexicon

Frame = Callable[[Token], Span | None]


def findings(passage: Passage, *, spoken: frozenset[int]) -> Iterator[Finding]:
    for verb in passage.doc:
        if not is_verbal(verb) or verb.i in spoken or passage.quotation_at(verb):
            continue
        if is_reporting(verb) and any(contents(verb)) and not lexicon().takes(verb.lemma_, "predicate"):
            continue
        finding = framed(verb)
        if finding is not None:
            yield finding


def framed(verb: Token) -> Finding | None:
    """The finding of the first frame that the verb takes and the sentence fills."""
    speakers = speakers_of(verb)
    if is_unreal(verb) or (speakers and picks_out(speakers[0].head)):
        return None
    if is_evidence(verb, speakers) and (content := denied(verb)) is not None:
        return Finding(content, "evidence", voice=Voice.ARTICLE, verb=verb, cue=cue_of(verb), whole=True)
    if not speakers or not (can_speak(speakers[0].head) or speakers[0].head.lower_ == "it"):
        return None
    for frame, (rule, content_of) in FRAMES.items():
        if lexicon().takes(verb.lemma_, frame) and (content := content_of(verb)) is not None:
            return found(verb, content, rule=rule, speakers=speakers)
    content = prepositional(verb)
    return found(verb, content, rule="call-for", speakers=speakers) if content is not None else None


def picks_out(pronoun: Token) -> bool:
    """ "those who question the plan": the clause tells which ones are meant, not what they say now."""
    return pronoun.lower_ in {"who", "which", "that"} and pronoun.i > 0 and not pronoun.nbor(-1).is_punct


def found(verb: Token, content: Span, *, rule: str, speakers: tuple[Speaker, ...]) -> Finding:
    return Finding(
        content,
        rule,
        stance=stance_of(verb, rule),
        verb=verb,
        cue=cue_of(verb),
        speakers=speakers,
        whole=rule in {"deny-object", "call-for"},
    )


def stance_of(verb: Token, rule: str) -> Stance:
    """ "called for a truce" calls for something, "called him a liar" does not."""
    stance = lexicon().stance_of(verb.lemma_, negated=is_negated(verb))
    if rule == "urge-to" or (
        rule == "call-for" and verb.lemma_ == "ask" and any(lead.lower_ == "for" for lead in verb.rights)
    ):
        return Stance.CALLS_FOR
    return Stance.ASSERTS if stance is Stance.CALLS_FOR and rule in {"call", "describe-as"} else stance


def accused(verb: Token) -> Span | None:
    """Russia of getting weapons"""
    return reaching(verb, "of")


def blamed(verb: Token) -> Span | None:
    return reaching(verb, "for")


def described(verb: Token) -> Span | None:
    return reaching(verb, "as")


def reaching(verb: Token, preposition: str) -> Span | None:
    """From the object to the end of the phrase with the given preposition."""
    whom = next(children(verb, "dobj", "nsubjpass"), None)
    if whom is None or (whom.i < verb.i and whom.dep_ == "dobj"):
        return None
    leads = (child for child in (*verb.rights, *whom.rights) if child.lower_ == preposition and child.i > verb.i)
    how = next(leads, None)
    if how is None:
        return None
    return verb.doc[whom.left_edge.i : with_rest(verb, how.right_edge.i + 1)]


def called(verb: Token) -> Span | None:
    """his opponent a liar"""
    what = next(children(verb, "oprd"), None)
    if what is None:
        what = next((clause for clause in children(verb, "ccomp") if not is_verbal(clause)), None)
    if what is None:
        return called_in_quotes(verb)
    if what.i < verb.i:
        return None
    whom = next(children(verb, "dobj"), what)
    if whom.lower_ == "what":
        return None
    return verb.doc[min(whom.left_edge.i, what.left_edge.i) : with_rest(verb, what.right_edge.i + 1)]


def called_in_quotes(verb: Token) -> Span | None:
    """his opponent a "liar", where the parser lost the name but the marks show it"""
    whom = next(children(verb, "dobj"), None)
    if whom is None or whom.i < verb.i:
        return None
    end = with_rest(verb, whom.right_edge.i + 1)
    rest = verb.doc[whom.i + 1 : end]
    return verb.doc[whom.left_edge.i : end] if any(token.text in {'"', "“", "''"} for token in rest) else None


def urged(verb: Token) -> Span | None:
    """its allies to send weapons"""
    act = next((clause for clause in children(verb, "xcomp", "ccomp", "advcl") if has_to(clause)), None)
    whom = next(children(verb, "dobj", "dative"), None) or called_on(verb)
    if act is None or act.i < verb.i:
        return None
    whom = whom if whom is not None else next(children(act, "nsubj"), None)
    if whom is None or not verb.i < whom.i < act.i:
        return None
    return verb.doc[whom.left_edge.i : with_rest(verb, act.right_edge.i + 1)]


def called_on(verb: Token) -> Token | None:
    """Whom it goes to in "called on them to ..."."""
    leads = (lead for lead in verb.rights if lead.lower_ in {"on", "upon", "to", "for", "with"})
    return next((whom for lead in leads for whom in children(lead, "pobj")), None)


def vowed(verb: Token) -> Span | None:
    """to respond"""
    act = next((clause for clause in children(verb, "xcomp") if has_to(clause)), None)
    return (
        verb.doc[act.left_edge.i : with_rest(verb, act.right_edge.i + 1)]
        if act is not None and act.i > verb.i
        else None
    )


def has_to(clause: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in clause.children)


def confirmed_doing(verb: Token) -> Span | None:
    """sending troops"""
    act = next((clause for clause in children(verb, "xcomp") if clause.tag_ == "VBG"), None)
    return verb.doc[act.left_edge.i : act.right_edge.i + 1] if act is not None and act.i > verb.i else None


def denied(verb: Token) -> Span | None:
    """North Korean collaboration"""
    what = next((noun for noun in children(verb, "dobj") if noun.i > verb.i and noun.pos_ not in {"PRON", "DET"}), None)
    if what is None or is_citing(verb):
        return None
    return verb.doc[what.left_edge.i : with_complement(what, verb)]


def with_complement(what: Token, verb: Token) -> int:
    """The end of an object with the phrase that belongs to it, though the parser hangs it on the verb."""
    end = what.right_edge.i + 1
    for child in verb.rights:
        leads = child.lower_ in {"for", "of", "against", "between", "toward", "towards"}
        if child.left_edge.i == end and (leads or (child.left_edge.lower_ == "to" and child.dep_ == "xcomp")):
            end = child.right_edge.i + 1
    return end


def prepositional(verb: Token) -> Span | None:
    """a cease-fire, of "called for a cease-fire" """
    if verb.dep_ == "pcomp":
        return None
    leads = lexicon().prepositions.get(verb.lemma_, frozenset())
    lead = next((child for child in verb.rights if child.lower_ in leads and child.dep_ in {"prep", "prt"}), None)
    what = next(children(lead, "pobj", "pcomp"), None) if lead is not None else None
    if what is None:
        return demanded(verb, leads)
    return verb.doc[what.left_edge.i : what.right_edge.i + 1]


def demanded(verb: Token, leads: frozenset[str]) -> Span | None:
    """the money to be returned, of "called for the money to be returned" """
    for act in children(verb, "ccomp", "advcl"):
        mark = next(children(act, "mark"), None)
        if mark is not None and mark.lower_ in leads and mark.i > verb.i:
            return verb.doc[mark.i + 1 : act.right_edge.i + 1]
    return None


FRAMES: dict[str, tuple[str, Frame]] = {
    "of": ("accuse-of", accused),
    "object_for": ("blame-for", blamed),
    "as": ("describe-as", described),
    "predicate": ("call", called),
    "object_infinitive": ("urge-to", urged),
    "infinitive": ("vow-to", vowed),
    "gerund": ("confirm-doing", confirmed_doing),
    "object": ("deny-object", denied),
}
