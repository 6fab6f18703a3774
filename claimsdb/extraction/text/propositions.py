"""Splitting a content into propositions: each independent clause becomes a claim of its own."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.extraction.text.dependency_parse import (
    FINITE_TAGS,
    dependents,
    has_subject,
    is_finite,
    is_passive,
    is_verb,
)
from claimsdb.extraction.text.span_trimming import CLOSING_MARKS, trim_punctuation
from claimsdb.extraction.vocabulary.hedges_and_topics import word_lists
from claimsdb.extraction.vocabulary.quantities import FATES

GERUND_TIES = frozenset({"before", "after", "while"})
LEAD_INS = frozenset({"with", "as", "even", "then", *GERUND_TIES})
SUBORDINATORS = frozenset({"while", "as", "after", "although", "though", "whereas", "before", "since"})
RELATIVE_PRONOUNS = frozenset({"which", "who", "whom", "whose", "where"})
COMPLEMENTS = ("dobj", "prep", "xcomp", "ccomp", "attr", "acomp", "advmod", "npadvmod", "agent", "oprd", "advcl")
NAMING = frozenset({"NOUN", "PROPN", "PRON"})
MIN_WORDS = 3  # words of a proposition: who does what


def split_propositions(content: Span) -> list[Span]:
    """The propositions of a content in reading order."""
    main, split = content, []
    for part in sorted(find_clauses(content), key=lambda part: -part.start):
        # Without what was split off behind it: a clause reaches over those that hang on it; each is to be read once.
        part = part.doc[part.start : max(part.start, min(part.end, main.end))]
        rest = remove_clause(main, part) if len(part) >= MIN_WORDS else None
        if rest is not None:
            main = rest
            split.append(trim_punctuation(part))
    if not split:
        return [main]
    return sorted(
        [trim_punctuation(main), *(atom for part in split for atom in split_propositions(part))],
        key=lambda atom: atom.start,
    )


def remove_clause(content: Span, part: Span) -> Span | None:
    """The content without a clause at its right or left edge; None if it stands in the middle or no clause is left."""
    doc = content.doc
    if not any(token.is_alpha or token.like_num for token in doc[part.end : content.end]):
        rest = doc[content.start : max(content.start, lead_in_start(part))]
    elif part.start <= content.start + 2 and not any(token.pos_ in NAMING for token in doc[content.start : part.start]):
        rest = doc[part.end : content.end]
    else:
        return None
    rest = trim_punctuation(rest) if len(rest) else rest
    said = [token for token in rest if token.is_alpha or token.like_num]
    return rest if len(said) >= MIN_WORDS and any(is_verb(token) for token in rest) else None


def lead_in_start(part: Span) -> int:
    """The start of a clause with its comma, conjunction, "with" or "as"."""
    start = part.start
    while start > 0 and is_lead_in(part.doc[start - 1]):
        start -= 1
    return start


def is_lead_in(token: Token) -> bool:
    if token.text in {"%", "$"} or closes_quotation(token):
        return False
    return token.is_punct or token.dep_ in {"cc", "mark"} or token.lower_ in LEAD_INS


def closes_quotation(token: Token) -> bool:
    return token.text in CLOSING_MARKS and token.i > 0 and not token.nbor(-1).whitespace_ and bool(token.whitespace_)


def find_clauses(content: Span) -> Iterator[Span]:
    for token in content:
        part = find_absolute_clause(token) if token.lower_ == "with" else find_clause(token, main=content.root)
        if part is not None and content.start <= part.start < content.end:
            part = content.doc[part.start : min(part.end, content.end)]
            if len(part) >= MIN_WORDS:
                yield part


def find_clause(verb: Token, *, main: Token) -> Span | None:
    if verb.i == main.i:
        return None
    if not is_verb(verb):
        return find_other_fate(verb)
    if (tie := tie_of_gerund(verb)) is not None:
        return verb.doc[tie.i + 1 : verb.right_edge.i + 1]
    start, end = verb.left_edge.i, verb.right_edge.i + 1
    after_comma = start > 0 and verb.doc[start - 1].text == ","
    if verb.dep_ == "advcl":
        return find_adverbial_clause(verb, after_comma=after_comma)
    if verb.dep_ == "conj":
        own = is_clause_of_its_own(verb) or is_second_predicate(verb, main=main) or is_coordinated_charge(verb)
    elif verb.dep_ == "relcl":
        own = after_comma and verb.doc[start].lower_ in RELATIVE_PRONOUNS
    else:
        own = after_comma and is_belief_participle(verb)
    return verb.doc[start:end] if own else None


def tie_of_gerund(verb: Token) -> Token | None:
    """ "before" in "hid the leak before destroying its records" """
    if verb.tag_ != "VBG" or not any(dependents(verb, "dobj")):
        return None
    ties = dependents(verb, "mark") if verb.dep_ == "advcl" else iter([verb.head] if verb.dep_ == "pcomp" else [])
    tie = next(ties, None)
    return tie if tie is not None and tie.lower_ in GERUND_TIES and tie.i < verb.i else None


def find_other_fate(noun: Token) -> Span | None:
    """ "up to 90 dead pilots" in "lists 400 wounded sailors and up to 90 dead pilots" """
    head = noun.head
    counted = noun.dep_ == "conj" and _has_number(noun) and _has_number(head)
    if not counted or head.dep_ not in {"dobj", "nsubj", "pobj"}:
        return None
    fates = {_fate_of(noun), _fate_of(head)}
    return noun.doc[noun.left_edge.i : noun.right_edge.i + 1] if "" not in fates and len(fates) == 2 else None


def _has_number(noun: Token) -> bool:
    return noun.like_num or any(dependents(noun, "nummod"))


def _fate_of(noun: Token) -> str:
    words = [noun, *dependents(noun, "amod")]
    return next((fate for word in words if (fate := FATES.get(word.lower_) or FATES.get(word.lemma_.lower()))), "")


def is_clause_of_its_own(verb: Token) -> bool:
    """A conjunct with its own subject; it may share the auxiliary: "20 were killed and 30 others injured"."""
    gapped = verb.tag_ in {"VBN", "VBD"} and is_passive(verb.head)
    return has_subject(verb) and (is_finite(verb) or gapped)


def is_second_predicate(verb: Token, *, main: Token) -> bool:
    """ "set up a panel" in "rejected the report and set up a panel": finite, or under the auxiliary of the first.

    The predicates of a relative clause or an infinitive stay together, and so do those that share an object or an "or".
    """
    first = verb
    while first.dep_ == "conj" and is_verb(first.head):
        first = first.head
    if has_subject(verb) or not (first.i == main.i or first.dep_ in {"ccomp", "parataxis"}):
        return False
    before = verb.head
    tie = next((tie for tie in dependents(before, "cc") if before.i < tie.i < verb.i), None)
    if tie is not None and tie.lower_ not in {"and", "but", "then", "&"}:
        return False
    if verb.tag_ == first.tag_ == "VBG" and first.i == main.i:
        return any(dependents(verb, "dobj")) and any(dependents(first, "dobj"))
    told = (child for child in before.rights if child.dep_ not in {"cc", "conj", "punct", "prt"} and child.i < verb.i)
    under_auxiliary = verb.tag_ == "VBN" and any(dependents(first, "aux", "auxpass"))
    under_modal = verb.tag_ == "VB" and any(word.tag_ == "MD" for word in dependents(first, "aux"))
    finite = verb.tag_ in FINITE_TAGS or is_finite(verb) or (verb.tag_ == "VB" and first.tag_ == "VBP")  # mistaken tag
    return any(told) and (finite or under_auxiliary or under_modal) and any(dependents(verb, *COMPLEMENTS))


def is_belief_participle(verb: Token) -> bool:
    """ ", believed to have up to 1.3 million soldiers" """
    return verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.lemma_ in word_lists().hedges["held"]


def is_coordinated_charge(verb: Token) -> bool:
    """ "accused Russia of getting weapons and then utilizing them": each deed is a charge of its own."""
    return verb.tag_ == "VBG" and verb.head.dep_ == "pcomp" and any(dependents(verb, "dobj", "prep"))


def find_adverbial_clause(verb: Token, *, after_comma: bool) -> Span | None:
    """ ", playing a role ...", "after Moscow was arranging ..."."""
    start, end = verb.left_edge.i, verb.right_edge.i + 1
    tie = next(dependents(verb, "mark", "advmod"), None)
    if not has_subject(verb):
        participle = (verb.tag_ == "VBG" and not any(dependents(verb, "mark"))) or verb.lemma_ in word_lists().hedges[
            "held"
        ]
        return verb.doc[start:end] if participle and after_comma else None
    if tie is None or tie.i > start + 1 or tie.lower_ not in SUBORDINATORS or not is_finite(verb):
        return None
    if tie.lower_ == "before" and any(word.tag_ == "MD" for word in dependents(verb, "aux")):
        return None  # "before they can be picked" tells of what has not come
    return verb.doc[tie.i + 1 : end]


def find_absolute_clause(preposition: Token) -> Span | None:
    """ ", with the military still searching for them"."""
    if preposition.i == 0 or preposition.nbor(-1).text != ",":
        return None
    of_nouns = (act for noun in dependents(preposition, "pobj") for act in dependents(noun, "acl"))
    acts = any(act.tag_ in {"VBG", "VBN", "VBD"} for act in (*dependents(preposition, "pcomp"), *of_nouns))
    return preposition.doc[preposition.i + 1 : preposition.right_edge.i + 1] if acts else None
