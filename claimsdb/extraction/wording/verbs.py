"""Which form a verb takes where a wording makes it the predicate of a sentence."""

from collections.abc import Iterable

from spacy.tokens import Span, Token

from claimsdb.extraction.text.dependency_parse import dependents, is_finite, is_verb
from claimsdb.extraction.vocabulary.verb_forms import past_of, third_person

MODALS = frozenset({"will", "would", "may", "might", "could", "can", "should", "must"})
PAST = frozenset({"was", "were", "had"})
BODIES = frozenset({"ORG", "GPE"})  # "Jadran Lines", "the United States": one, whatever the ending
PLURAL_WORDS = frozenset({"they", "them", "these", "those", "both", "some", "others", "we"})
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
ASIDE = frozenset({"relcl", "acl"})


def is_plural(noun: Token) -> bool:
    number = next((word.lower_ for word in dependents(noun, "nummod")), "")
    joined = any(other.i > noun.i for other in dependents(noun, "conj"))
    counted = noun.like_num and noun.lower_ not in {"one", "1"}
    return (
        noun.tag_ == "NNS"
        or (noun.tag_ == "NNPS" and noun.ent_type_ not in BODIES)
        or noun.lower_ in PLURAL_WORDS
        or joined
        or counted
        or (number not in {"", "one", "1"} and noun.tag_ != "NN")
    )


def be(*, plural: bool, past: bool) -> str:
    return {(False, False): "is", (True, False): "are", (False, True): "was", (True, True): "were"}[(plural, past)]


def is_past(verb: Token) -> bool:
    return verb.tag_ == "VBD" or any(word.lower_ in PAST for word in dependents(verb, "aux", "auxpass"))


def finite_form(participle: Token, *, plural: bool) -> str:
    """ "killed" of "Russia launched drones, killing two", "may free" of "may guard the border, freeing troops": a
    participle in the tense of what it follows."""
    main = predicate_above(participle)
    auxiliaries = [word.lower_ for word in dependents(main, "aux", "auxpass")]
    modal = next((word for word in auxiliaries if word in MODALS), None)
    if modal:
        return f"{modal} {participle.lemma_}"
    if is_past(main):
        return past_of(participle.lemma_)
    if main.tag_ == "VBN" and not {"has", "have"}.isdisjoint(auxiliaries):
        return f"{'have' if plural else 'has'} been {participle.text}"
    if main.tag_ == "VBG" and auxiliaries:
        return f"{be(plural=plural, past=False)} {participle.text}"
    return participle.lemma_ if plural else third_person(participle.lemma_)


def predicate_above(participle: Token) -> Token:
    """The finite verb that a participle hangs on, past other participles."""
    verb = participle
    while verb.head.i != verb.i and not is_finite(verb):
        verb = verb.head
    return verb


def has_predicate(content: Span) -> bool:
    """Whether the content has a finite verb with its subject, outside of relative clauses."""
    return any(_is_predicate(verb, content) for verb in content if is_verb(verb))


def _is_predicate(verb: Token, content: Span) -> bool:
    subjects = (noun for noun in dependents(verb, *SUBJECTS) if noun in content)
    return is_finite(verb) and any(subjects) and not any(above.dep_ in ASIDE for above in _line(verb, content))


def _line(verb: Token, content: Span) -> Iterable[Token]:
    """The verb and what it hangs on inside the content."""
    while verb in content and verb != content.root:
        yield verb
        verb = verb.head
