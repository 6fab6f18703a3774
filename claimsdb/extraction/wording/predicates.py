"""Whether a content is a sentence, and the verb that it lacks to be one: "300 soldiers [were] killed"."""

from spacy.tokens import Span, Token

from claimsdb.choices import Stance
from claimsdb.extraction.text.dependency_parse import dependents, is_finite, is_infinitive, is_verb
from claimsdb.extraction.vocabulary.hedges_and_topics import word_lists
from claimsdb.extraction.wording.draft import Material
from claimsdb.extraction.wording.verbs import be, has_predicate, is_past, is_plural, predicate_above

DANGLING = frozenset(
    {"which", "who", "whom", "whose", "where", "whether", "what", "because", "than", "how", "why", "that"}
)
HEADLINES = ("headline", "headline-colon")
NAMING = frozenset({"NOUN", "PROPN", "PRON", "NUM"})


def is_sentence(material: Material) -> bool:
    content = material.content
    if content.text.rstrip("”\"'’").endswith("?"):
        return True
    first = content[0]
    dangles = first.lower_ in DANGLING and first.dep_ not in {"det", "csubj"} and not _is_question_as_subject(content)
    return not dangles and (has_predicate(content) or _has_unseen_subject(content))


def _has_unseen_subject(content: Span) -> bool:
    """A finite verb behind a noun that the parser takes for something else: "In 2011 floods killed 500"."""
    verb = content.root
    finite = is_verb(verb) and is_finite(verb) and verb.i > content.start
    return finite and any(word.pos_ in NAMING for word in content.doc[content.start : verb.i])


def _is_question_as_subject(content: Span) -> bool:
    """ "How adaptable they will prove remains to be seen", "That took time" """
    first = content[0]
    stands = first.lower_ == "that" and first.dep_ in {"nsubj", "nsubjpass"}
    return stands or any(dependents(content.root, "csubj", "csubjpass"))


def find_predicate(material: Material) -> dict[int, str]:
    """ "is" or "were" before the participle of a content that has its subject and no finite verb; "should" for the "to"
    of what is demanded."""
    content, root = material.content, material.content.root
    lost = is_absolute(content) and root.tag_ == "VBD" and not any(dependents(root, "dobj"))  # "with 300 killed"
    if has_predicate(content) and not lost:
        return {}
    verb = find_bare_verb(material)
    subject = subject_of(verb, content) if verb is not None else None
    if verb is None or subject is None:
        return {}
    if is_infinitive(verb):
        to = next(word for word in dependents(verb, "aux") if word.lower_ == "to")
        return {to.i: "should" if is_demanded(material) else f"{be(plural=is_plural(subject), past=False)} to"}
    past = verb.tag_ in {"VBN", "VBD"} or is_past(predicate_above(verb))
    first = next((word for word in verb.lefts if word.dep_ == "advmod" and word.i > subject.i), verb)
    if any(word.dep_ in {"aux", "auxpass"} and is_finite(word) for word in verb.children):
        return {}
    return {first.i: f"{be(plural=is_plural(subject), past=past)} {material.text_of(first.doc[first.i : first.i + 1])}"}


def is_absolute(content: Span) -> bool:
    """ "with 300 soldiers dispatched" """
    return content.start > 0 and content.doc[content.start - 1].lower_ == "with"


def find_bare_verb(material: Material) -> Token | None:
    """The participle or infinitive that is all of the content's predicate."""
    content, root = material.content, material.content.root
    if is_verb(root):
        return root if root.tag_ in {"VBG", "VBN", "VBD", "VB"} else None
    absolute = is_absolute(content)
    shown = material.candidate.rule == "evidence" or material.candidate.rule in HEADLINES
    acts = (act for act in dependents(root, "acl") if act.tag_ in {"VBG", "VBN", "VBD"} and act in content)
    return next(acts, None) if absolute or shown else None


def subject_of(verb: Token, content: Span) -> Token | None:
    """The noun that does it, or before the verb where the parser sees no subject: "around 10,000 dispatched"."""
    subject = next((noun for noun in dependents(verb, "nsubj", "nsubjpass") if noun in content), None)
    if subject is not None:
        return subject
    if verb.dep_ == "acl" and verb.head in content:
        return verb.head
    before = [word for word in content if word.i < verb.i and word.pos_ in NAMING and word.dep_ != "pobj"]
    absolute = is_absolute(content)
    return before[0] if before and absolute else None


def is_demanded(material: Material) -> bool:
    verb = material.candidate.verb
    asked = verb is not None and verb.lemma_ in word_lists().wording["should"]
    return asked or material.candidate.stance is Stance.CALLS_FOR
