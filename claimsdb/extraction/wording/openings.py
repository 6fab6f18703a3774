"""What a wording begins with where the content does not begin as a sentence."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.choices import Phase, Stance
from claimsdb.extraction.attribution.names import find_relative_antecedent
from claimsdb.extraction.phases import phase_of_noun
from claimsdb.extraction.text.dependency_parse import (
    dependents,
    find_doer,
    has_subject,
    is_finite,
    iter_conjuncts,
    noun_phrase_span,
    subject_left_out,
)
from claimsdb.extraction.vocabulary.hedges_and_topics import word_lists
from claimsdb.extraction.vocabulary.reporting_lexicon import lexicon
from claimsdb.extraction.vocabulary.verb_forms import past_of
from claimsdb.extraction.wording.draft import Material, Opening
from claimsdb.extraction.wording.names import known_again, name_phrase, worded
from claimsdb.extraction.wording.predicates import find_predicate
from claimsdb.extraction.wording.verbs import be, finite_form, has_predicate, is_plural

SUBJECTIVE = {"him": "he", "her": "she", "them": "they", "me": "I", "us": "we"}
PAST = {"is": "was", "are": "were"}
LINKS = {
    "call": ("", "is", "are"),
    "describe-as": ("as", "is", "are"),
    "put-at": ("at", "is", "are"),
    "blame-for": ("for", "is to blame for", "are to blame for"),
    "accuse-of": ("of", "has been", "have been"),
    "urge-to": ("to", "should", "should"),
}
OF_NOUNS = frozenset({"call-for", "confirm-doing", "deny-object", "reporting-noun", "evidence"})
RELATIVES = frozenset({"which", "who", "that"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})


def find_opening(material: Material) -> Opening | None:
    openers = (
        open_opinion,
        open_accusation,
        open_with_copula,
        open_clause_of_cue,
        open_relative_clause,
        open_warning,
        open_with_subject,
        open_participle,
        open_promise,
        open_gerund,
        open_existence,
    )
    return next((opening for opener in openers for opening in opener(material)), None)


def open_with_copula(material: Material) -> Iterator[Opening]:
    """ "The plan is a farce" of "called the plan a farce", "Moscow has been shelling ..." of "accused Moscow of"."""
    content, verb, rule = material.content, material.candidate.verb, material.candidate.rule
    if verb is None or rule not in LINKS or verb.doc is not content.doc:
        return
    preposition, singular, plural = LINKS[rule]
    whom = find_object(content, verb)
    if whom is None:
        return
    whole = [*iter_conjuncts(whom)]
    end = noun_phrase_end(whole[-1]) if preposition == "" else find_preposition(content, preposition, after=whom.i)
    if end is None or not content.start < end < content.end:
        return
    negated = rule == "urge-to" and content.doc[end - 1].lower_ == "not"
    said = worded(material, content.doc[content.start : end - negated])
    end = verb.i + 1 if end < verb.i < content.end else end  # "The chairman has been called a crook"
    several = len(whole) > 1 or is_plural(whom)
    link = plural if several else singular
    dated = any(token.ent_type_ == "DATE" for token in content) and not any(
        token.lower_ == "since" for token in content
    )
    skipped = end - content.start + (preposition != "")
    act = content.doc[content.start + skipped]
    if rule == "accuse-of":
        if not is_gerund(act):
            return
        link, skipped = (past_of(act.lemma_), skipped + 1) if dated and act.lemma_ != "be" else (link, skipped)
    elif dated:
        link = PAST.get(link, link)
    named = f"[{material.name_behind(whom)}]" if whom.lower_ in {"him", "her"} and is_named(material, whom) else ""
    yield Opening(f"{named or SUBJECTIVE.get(said.lower(), said)} {link}{' not' if negated else ''}", skipped)


def is_named(material: Material, pronoun: Token) -> bool:
    """ "the mayor told him": he is hardly the mayor."""
    name, speaker = material.name_behind(pronoun), material.speaker
    return (
        bool(name)
        and speaker is not None
        and name != material.coreference.resolve(speaker, noun_phrase_span(speaker)).name
    )


def noun_phrase_end(noun: Token) -> int:
    """ "this development" of "this development a threat": a complement is no part of the object."""
    return noun_phrase_span(noun).end


def is_gerund(word: Token) -> bool:
    """A "lying" that the parser takes for a noun, too."""
    return word.tag_ == "VBG" or (word.tag_ == "NN" and word.text.endswith("ing") and not any(word.lefts))


def find_object(content: Span, verb: Token) -> Token | None:
    """The noun of which something is said: the cue's object, or the subject of the complement."""
    for noun in content:
        of_cue = noun.head.i == verb.i and noun.dep_ in {"dobj", "dative", "nsubjpass"}
        of_complement = noun.dep_ == "nsubj" and noun.head.head.i == verb.i
        called_on = noun.dep_ == "pobj" and noun.head.head.i == verb.i and noun.head.lower_ in {"on", "upon"}
        if of_cue or of_complement or called_on:
            return noun
    return None


def find_preposition(content: Span, word: str, *, after: int) -> int | None:
    return next((token.i for token in content if token.lower_ == word and token.i > after), None)


def open_opinion(material: Material) -> Iterator[Opening]:
    """ "They will come" of "I think they will come": whose opinion it is, the claim tells."""
    content, verb = material.content, material.content.root
    own = content[0].lower_ in {"i", "we"} and content[0].head == verb and not any(dependents(verb, "neg"))
    held = next((act for act in dependents(verb, "ccomp") if has_subject(act) and act in content), None)
    if own and held is not None and verb.lemma_ in word_lists().wording["opinion"]:
        start = held.left_edge.i + (held.left_edge.dep_ == "mark")
        if content.start < start < content.end - 1:
            yield Opening("", start - content.start)


def open_accusation(material: Material) -> Iterator[Opening]:
    """ "It had released water" of "rejected accusations that it had released water" """
    content, noun = material.content, material.content.root
    if noun.pos_ != "NOUN" or noun.lemma_.lower() not in lexicon().content_nouns:
        return
    clauses = (act for act in dependents(noun, "acl", "ccomp", "relcl") if act in content and has_subject(act))
    marks = (mark for act in clauses for mark in dependents(act, "mark") if mark.lower_ == "that")
    if (that := next(marks, None)) is not None and that.i + 1 < content.end:
        yield Opening("", that.i + 1 - content.start)


def open_clause_of_cue(material: Material) -> Iterator[Opening]:
    """ "She expects ..." of "that she expects"; "crew members fled" of "told how crew members fled"."""
    content, verb = material.content, material.candidate.verb
    first = content[0]
    conjunction = first.lower_ == "that" and first.dep_ == "mark"
    told = first.lower_ == "how" and first.dep_ == "advmod" and verb is not None and is_finite(first.head)
    recalled = told and verb is not None and verb.lemma_ in word_lists().wording["recalling"]
    if (conjunction or recalled) and len(content) > 1 and has_predicate(content[1:]):
        yield Opening("", 1)


def open_relative_clause(material: Material) -> Iterator[Opening]:
    """ "The visit was marked by ..." of ", which was marked by ..." """
    pronoun = material.content[0]
    antecedent = find_relative_antecedent(pronoun) if pronoun.lower_ in {"which", "who", "where"} else None
    if antecedent is None:
        return
    if pronoun.lower_ == "where":
        yield Opening(f"In {known_again(name_phrase(material, antecedent))},", 1)
    elif pronoun.dep_ in {"nsubj", "nsubjpass"} and (pronoun.lower_ == "who" or is_meant(antecedent, pronoun)):
        yield Opening(known_again(name_phrase(material, antecedent)), 1)


def is_meant(antecedent: Token, pronoun: Token) -> bool:
    """ "which" may be of the whole clause before it: then its verb is in the singular, or tells what events do."""
    if antecedent.dep_ in {"nsubj", "nsubjpass"}:
        return True
    verb = pronoun.head
    number = next((word for word in (*dependents(verb, "aux", "auxpass"), verb) if is_finite(word)), verb)
    near = all(word.is_punct for word in pronoun.doc[noun_phrase_span(antecedent).end : pronoun.i])
    shows = {"VBZ": False, "VBP": True}.get(number.tag_)
    by_event = verb.lemma_ in word_lists().parts["done_by_events"] | {"take"}
    agreeing = [noun for noun in nouns_around(antecedent) if is_plural(noun) == shows]
    return near and not by_event and agreeing == [antecedent]


def nouns_around(noun: Token) -> Iterator[Token]:
    """The noun, and those of whose phrase it is a part: "Peru" and "trade" of "its trade with Peru"."""
    yield noun
    while noun.dep_ == "pobj" and noun.head.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head.head
        yield noun


def open_warning(material: Material) -> Iterator[Opening]:
    """ "Seoul should not send arms" of "warned Seoul against sending arms" """
    content, verb = material.content, material.candidate.verb
    against = next((word for word in content if word.lower_ == "against" and word.head == verb), None)
    act = next(dependents(against, "pcomp"), None) if against is not None else None
    warned = next(dependents(verb, "dobj"), None) if verb is not None else None
    if act is not None and warned is not None and against is not None and act.i == against.i + 1:
        yield Opening(f"{name_phrase(material, warned)} should not {act.lemma_}", act.i + 1 - content.start)


def open_with_subject(material: Material) -> Iterator[Opening]:
    """ "The trucks have contaminated two springs" of "... have killed 27 llamas and contaminated two springs"."""
    content = material.content
    subject, verb = subject_left_out(content, cue=material.candidate.verb), content.root
    if subject is None:
        return
    of_charge = material.candidate.rule == "accuse-of"
    phrase = subject.doc[subject.left_edge.i : subject.i + 1] if of_charge else None
    words = material.text_of(phrase) if phrase else name_phrase(material, subject)
    if of_charge:
        then = int(content[0].lower_ == "then")
        yield Opening(f"{words} {'have' if is_plural(subject) else 'has'} been", then)
    elif verb.tag_ == "VBG" and verb.i == content.start and not any(dependents(verb, "aux")):
        yield Opening(f"{words} {finite_form(verb, plural=is_plural(subject))}", 1)
    else:
        yield Opening(f"{words} {left_out_auxiliaries(verb, subject)}".strip())


def left_out_auxiliaries(verb: Token, subject: Token) -> str:
    if any(dependents(verb, "aux", "auxpass")):
        return ""
    if verb.tag_ == "VB":
        return " ".join(modal.text for modal in dependents(verb.head, "aux") if modal.tag_ == "MD")
    if verb.tag_ in {"VBN", "VBD"}:
        shared = " ".join(word.text for word in shared_auxiliaries(verb))
        return shared or (be(plural=is_plural(subject), past=False) if verb.dep_ == "acl" else "")
    return (
        be(plural=is_plural(subject), past=any(above.tag_ == "VBD" for above in verb.ancestors))
        if verb.tag_ == "VBG"
        else ""
    )


def shared_auxiliaries(verb: Token) -> list[Token]:
    """Those of the first predicate: "have" in "have killed 27 and polluted two", whose second verb may look like a
    past tense."""
    first = verb
    while first.dep_ == "conj":
        first = first.head
    if verb.dep_ != "conj" or first.tag_ != "VBN" or (verb.tag_ == "VBD" and any(dependents(first, "auxpass"))):
        return []
    return [*dependents(first, "aux", "auxpass")]


def open_participle(material: Material) -> Iterator[Opening]:
    """ "The drones killed two" of "launched drones, killing two": by the subject of what it follows, unless a whole
    event does so."""
    content, verb = material.content, material.content.root
    held = verb.tag_ in {"VBN", "VBD"} and verb.lemma_ in word_lists().hedges["held"]  # "believed to have 300"
    loose = verb.dep_ in {"advcl", "acl", "conj"} and (verb.tag_ in {"VBG", "VBN"} or held) and not has_subject(verb)
    if not loose or has_predicate(content) or verb.lemma_ in word_lists().parts["done_by_events"]:
        return
    doer = find_doer(verb)
    before = content.doc[content.start : verb.i]
    if doer is None or doer in content or any(word.pos_ not in {"ADV"} for word in before):
        return
    if verb.tag_ != "VBG":
        yield Opening(f"{name_phrase(material, doer)} {be(plural=is_plural(doer), past=False)}")
    elif not any(dependents(verb, "aux", "auxpass")):
        adverb = material.text_of(before).lower()
        words = f"{name_phrase(material, doer)} {adverb}".strip()
        yield Opening(f"{words} {finite_form(verb, plural=is_plural(doer))}", len(before) + 1)


def open_promise(material: Material) -> Iterator[Opening]:
    """ "The general will hold the town" of "The general vowed to hold the town"."""
    candidate = material.candidate
    if candidate.rule == "vow-to" and material.speaker is not None and candidate.content[0].lower_ == "to":
        yield Opening(f"{name_phrase(material, material.speaker)} will", 1)


def open_gerund(material: Material) -> Iterator[Opening]:
    """ "Oslo sent troops" of "Oslo confirmed sending troops", "Oslo is considering sending troops"."""
    act, verb, speaker = material.content[0], material.candidate.verb, material.speaker
    if material.candidate.rule != "confirm-doing" or act.tag_ != "VBG" or verb is None or speaker is None:
        return
    if verb.lemma_ in word_lists().wording["weighing"]:
        yield Opening(f"{name_phrase(material, speaker)} {be(plural=is_plural(speaker), past=False)} {gerund_of(verb)}")
    elif verb.lemma_ not in word_lists().phases["before_doing"]:
        yield Opening(f"{name_phrase(material, speaker)} {past_of(act.lemma_)}", 1)


def gerund_of(verb: Token) -> str:
    return verb.lemma_.removesuffix("e") + "ing"


def open_existence(material: Material) -> Iterator[Opening]:
    """ "There should be compensation" of "demanded compensation", "There was a leak" of "denied a leak"."""
    content, noun, verb = material.content, material.content.root, material.candidate.verb
    money = any(word.is_currency for word in noun_phrase_span(noun))
    named = noun.pos_ in {"NOUN", "PROPN"} and not money and not has_predicate(content)
    if material.candidate.rule not in OF_NOUNS or verb is None or not named or find_predicate(material):
        return
    first, lists = content[0], word_lists().wording
    definite = first.lower_ in DEFINITE or any(dependents(noun, "poss")) or noun.tag_ == "NNP"
    need = noun.lemma_.lower() in lists["needs"]
    if definite and not (need and first.lower_ == "the"):
        return
    skipped = int(first.lower_ == "any" or definite)
    if (link := link_of_existence(material, noun, verb.lemma_)) is not None:
        yield Opening(f"There {link}{' a' if definite else ''}", skipped)


def link_of_existence(material: Material, noun: Token, cue: str) -> str | None:
    lists, several = word_lists().wording, is_plural(noun)
    if cue in lists["should"] or material.candidate.stance is Stance.CALLS_FOR:
        return "should be"
    if cue in lists["coming"]:
        return "will be"
    if cue not in lists["being"]:
        return None
    done = phase_of_noun(noun) is Phase.DONE
    return ("have been" if several else "has been") if done else be(plural=several, past=False)
