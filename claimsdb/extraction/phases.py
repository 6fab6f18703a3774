"""How far the event of a claim has come: by the tense and mood of its verb, what governs that, and how it is told."""

from spacy.tokens import Span, Token

from claimsdb.choices import Phase, Stance
from claimsdb.extraction.candidates import ClaimCandidate
from claimsdb.extraction.claim_features import find_main_verb, is_denied
from claimsdb.extraction.text.dependency_parse import dependents, is_infinitive, is_verb
from claimsdb.extraction.vocabulary.hedges_and_topics import word_lists
from claimsdb.extraction.vocabulary.quantities import CASUALTIES, FATES, LOST
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon

FUTURE = frozenset({"will", "shall", "’ll", "'ll", "could", "might", "may", "would", "should", "must"})
PAST = frozenset({"was", "were", "did", "had"})
PERFECT = frozenset({"has", "have", "had", "’ve", "'ve"})
TOLD_AS_STATE = frozenset({"call", "describe-as"})
CLAUSES = ("ccomp", "xcomp", "csubj", "csubjpass", "advcl")
GOVERNED = frozenset({"advcl", "conj", "acl", "pcomp", "dep", "ccomp", "xcomp"})
MAX_LINKS = 5


def classify_phase(candidate: ClaimCandidate) -> Phase:
    content, told = candidate.content, candidate.rule
    if candidate.stance is Stance.CALLS_FOR or told == "vow-to" or warns_against(candidate):
        return Phase.PLANNED
    charged = next((verb for verb in content if is_bare_gerund(verb)), None) if told == "accuse-of" else None
    if charged is not None:
        return Phase.UNDER_WAY if charged.lemma_ in word_lists().phases["planned"] else Phase.DONE
    verb = find_main_verb(content)
    if verb is None and told in TOLD_AS_STATE:
        return Phase.UNKNOWN if is_of_words(content) else Phase.UNDER_WAY
    if verb is None:
        return phase_of_noun(content.root)
    if told == "confirm-doing" and is_bare_gerund(verb) and candidate.verb is not None:
        return Phase.PLANNED if candidate.verb.lemma_ in word_lists().phases["before_doing"] else Phase.DONE
    return phase_of_verb(verb, content)


def is_of_words(content: Span) -> bool:
    """ "the company's count a work of fiction", "the report absurd": an opinion of what somebody has said."""
    said = lexicon().content_nouns | lexicon().surveys | {"figure", "number"}
    return any(noun.lemma_.lower() in said for noun in content if noun.pos_ == "NOUN")


def warns_against(candidate: ClaimCandidate) -> bool:
    """ "warned Kenya against sending troops" """
    content, verb = candidate.content, candidate.verb
    before = content.doc[content.start - 1] if content.start > 0 else None
    inside = (word for word in content if word.lower_ == "against" and word.head == verb)
    return verb is not None and any(word.lower_ == "against" for word in (*inside, *([before] if before else [])))


def phase_of_noun(noun: Token) -> Phase:
    """ "3,100 dead", "its deployment of troops", "the need for talks" """
    lists, lemma = word_lists().phases, noun.lemma_.lower()
    if any(word in lists["done_nouns"] for word in (lemma, *modifiers(noun))) or lemma in CASUALTIES:
        return Phase.DONE
    if noun.lower_ in FATES and any(dependents(noun, "nummod")):
        return Phase.DONE
    if lemma in lists["planned_nouns"]:
        return Phase.PLANNED
    return Phase.UNDER_WAY if lemma in lists["lasting_nouns"] else Phase.UNKNOWN


def modifiers(noun: Token) -> list[str]:
    """The "casualty" of "casualty estimates" """
    return [word.lemma_.lower() for word in dependents(noun, "compound", "amod")]


def phase_of_verb(verb: Token, content: Span) -> Phase:
    if any(is_denied(modal) for modal in dependents(verb, "aux")):
        return Phase.DONE
    auxiliaries = {child.lower_ for child in dependents(verb, "aux", "auxpass")}
    if auxiliaries & FUTURE or is_plan(verb):
        return Phase.PLANNED
    inner = what_is_judged(verb, content)
    if inner is not None:
        return phase_of_judged(inner, content)
    if "to" in auxiliaries:
        return Phase.PLANNED
    if is_bare_gerund(verb):
        return phase_of_participle(verb, content)
    return phase_of_tense(verb, auxiliaries)


def is_plan(verb: Token) -> bool:
    """ "plans to", "is ready to", "is going to", "considers a ban"; not "is considered weak"."""
    lists, lemma = word_lists().phases, verb.lemma_
    before_to = lists["planned"] | lists["planned_to"]
    if any(word.lemma_.lower() in before_to and has_infinitive(word) for word in dependents(verb, "acomp")):
        return True
    if any(dependents(verb, "oprd", "acomp")) or (verb.tag_ == "VBN" and lemma in lists["purposes"]):
        return False
    if has_infinitive(verb):
        return lemma in before_to or (lemma == "go" and verb.tag_ == "VBG")
    return lemma in lists["planned_things"] and any(dependents(verb, "dobj", "ccomp", "xcomp", "nsubjpass"))


def has_infinitive(word: Token) -> bool:
    return any(map(is_infinitive, dependents(word, "xcomp", "ccomp", "advcl")))


def what_is_judged(verb: Token, content: Span) -> Token | None:
    """The verb of what somebody thinks, of what seems so, or of what is likely or unclear."""
    lists = word_lists().phases
    adjectives = [word for word in dependents(verb, "acomp") if word.lemma_.lower() in lists["judging_adjectives"]]
    if verb.lemma_ not in lists["judging"] and not adjectives:
        return None
    clauses = [clause for above in (verb, *adjectives) for clause in dependents(above, *CLAUSES) if is_verb(clause)]
    told = (clause for clause in clauses if clause in content and clause.lower_ != "seen")
    return next((clause for clause in told if clause.dep_ != "advcl" or is_embedded_question(clause)), None)


def is_embedded_question(clause: Token) -> bool:
    """ "unclear how they will come" """
    return clause.left_edge.tag_ in {"WRB", "WP", "WDT"} or clause.left_edge.lower_ in {"whether", "if"}


def phase_of_judged(inner: Token, content: Span) -> Phase:
    """ "appears to be building", "seems to have left": "to" is no plan here."""
    auxiliaries = {child.lower_ for child in dependents(inner, "aux", "auxpass")}
    if "to" not in auxiliaries:
        return phase_of_verb(inner, content)
    return Phase.DONE if auxiliaries & PERFECT else Phase.UNDER_WAY


def is_bare_gerund(verb: Token) -> bool:
    return verb.tag_ == "VBG" and not any(dependents(verb, "aux", "auxpass"))


def phase_of_participle(verb: Token, content: Span) -> Phase:
    """ "..., killing five" is as far as what it follows, "potentially killing five" has not come."""
    if any(word.lower_ in word_lists().hedges["adverbs"] for word in dependents(verb, "advmod")):
        return Phase.PLANNED
    above = verb.head
    for _ in range(MAX_LINKS):
        if verb.dep_ not in GOVERNED or above.i == verb.i:
            return Phase.UNDER_WAY
        if is_verb(above) and above.tag_ != "VBG" and above not in content and verb.dep_ in {"advcl", "conj"}:
            return phase_of_tense(above, {child.lower_ for child in dependents(above, "aux", "auxpass")})
        if not is_verb(above) or above.tag_ != "VBG":
            return Phase.UNDER_WAY
        verb, above = above, above.head
    return Phase.UNDER_WAY


def depends_on_what_may_be(verb: Token) -> bool:
    """ "may be useful, freeing up troops"; "potentially freeing up troops" """
    possibly = any(word.lower_ in word_lists().hedges["adverbs"] for word in dependents(verb, "advmod"))
    return is_bare_gerund(verb) and verb.dep_ == "advcl" and (possibly or may_be_above(verb) is not None)


def may_be_above(participle: Token) -> Token | None:
    """The verb with "may", "could" or "will" that a participle follows."""
    above = participle.head
    follows = is_bare_gerund(participle) and participle.dep_ == "advcl" and above.i < participle.i
    modals = {modal.lower_ for modal in dependents(above, "aux") if not is_denied(modal)}
    return above if follows and modals & FUTURE else None


def phase_of_tense(verb: Token, auxiliaries: set[str]) -> Phase:
    lists = word_lists().phases
    if auxiliaries & FUTURE:
        return Phase.PLANNED
    if auxiliaries & PERFECT:
        over = "had" in auxiliaries
        lasts = not over and (verb.tag_ == "VBG" or verb.lemma_ in lists["lasting"] or is_lasting(verb))
        return Phase.UNDER_WAY if lasts and not any(dependents(verb, "auxpass")) else Phase.DONE
    if verb.tag_ == "VBG":
        return Phase.DONE if auxiliaries & PAST else Phase.UNDER_WAY
    if auxiliaries & PAST or verb.tag_ == "VBD":
        return Phase.UNDER_WAY if verb.tag_ == "VBN" and verb.lemma_ in lists["purposes"] else Phase.DONE
    if verb.tag_ == "VBN":
        return phase_of_passive(verb, auxiliaries)
    if verb.lemma_ in LOST | {"kill", "die", "injure", "wound"}:
        return Phase.DONE  # "Floods kill 200"
    return Phase.UNKNOWN if tells_property(verb) else Phase.UNDER_WAY


def phase_of_passive(verb: Token, auxiliaries: set[str]) -> Phase:
    """ "are deployed" is a state, "is regarded as weak" an opinion, "killed in a fire" an event."""
    if not auxiliaries or verb.lemma_ in LOST | {"kill", "injure", "wound"}:
        return Phase.DONE
    return Phase.UNKNOWN if verb.lemma_ in word_lists().phases["opinions"] else Phase.UNDER_WAY


def is_lasting(verb: Token) -> bool:
    return any(word.lower_ in word_lists().phases["lasting_adverbs"] for word in dependents(verb, "advmod"))


def tells_property(verb: Token) -> bool:
    """ "is no threat", "is one of the largest": no event."""
    if verb.lemma_ != "be":
        return False
    nouns = [*dependents(verb, "attr")]
    no = any(word.lower_ == "no" for noun in nouns for word in dependents(noun, "det"))
    negated = no or any(dependents(verb, "neg"))
    superlative = any(word.tag_ in {"JJS", "RBS"} for noun in nouns for word in noun.subtree)
    return negated or superlative
