"""One proposition a claim: a stretch of text taken apart at clauses that stand on their own feet."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.extraction.text.dependency_parse import children, has_subject, is_finite, is_verbal
from claimsdb.extraction.text.span_trimming import trimmed
from claimsdb.extraction.vocabulary.word_lists import words

TIES = frozenset({"while", "as", "after", "although", "though", "whereas", "before", "since"})
WHO = frozenset({"which", "who", "whom", "whose", "where"})
SHORTEST = 3  # words of a proposition: who does what


def atoms(content: Span) -> list[Span]:
    """The propositions of a content in reading order."""
    main, split = content, []
    for part in sorted(parts_of(content), key=lambda part: -part.start):
        rest = without(main, part)
        if rest is not None:
            main = rest
            split.append(trimmed(part))
    if not split:
        return [main]
    return sorted([trimmed(main), *(atom for part in split for atom in atoms(part))], key=lambda atom: atom.start)


def without(content: Span, part: Span) -> Span | None:
    """The content without a part at its right or left edge; None where it stands in the middle or nothing is left."""
    doc = content.doc
    if not any(token.is_alpha or token.like_num for token in doc[part.end : content.end]):
        rest = doc[content.start : max(content.start, before(part))]
    elif part.start <= content.start + 2:
        rest = doc[part.end : content.end]
    else:
        return None
    rest = trimmed(rest) if len(rest) else rest
    said = [token for token in rest if token.is_alpha or token.like_num]
    return rest if len(said) >= SHORTEST and any(is_verbal(token) for token in rest) else None


def before(part: Span) -> int:
    """Where a part's lead-in begins: its comma, conjunction, "with" or "after"."""
    start = part.start
    while start > 0 and leads_in(part.doc[start - 1]):
        start -= 1
    return start


def leads_in(token: Token) -> bool:
    return token.is_punct or token.dep_ in {"cc", "mark"} or token.lower_ in {"with", "as", "even", "then"}


def parts_of(content: Span) -> Iterator[Span]:
    for token in content:
        part = absolute(token) if token.lower_ == "with" else clause(token, main=content.root)
        if part is not None and len(part) >= SHORTEST and content.start <= part.start and part.end <= content.end:
            yield part


def clause(verb: Token, *, main: Token) -> Span | None:
    if verb.i == main.i or not is_verbal(verb):
        return None
    start, end = verb.left_edge.i, verb.right_edge.i + 1
    after_comma = start > 0 and verb.doc[start - 1].text == ","
    if verb.dep_ == "advcl":
        return adverbial(verb, after_comma=after_comma)
    if verb.dep_ == "conj":
        own = (has_subject(verb) and is_finite(verb)) or is_second_charge(verb)
    elif verb.dep_ == "relcl":
        own = after_comma and verb.doc[start].lower_ in WHO
    else:
        own = after_comma and is_held(verb)
    return verb.doc[start:end] if own else None


def is_held(verb: Token) -> bool:
    """ ", believed to have up to 1.3 million soldiers" """
    return verb.dep_ == "acl" and verb.tag_ == "VBN" and verb.lemma_ in words().hedges["held"]


def is_second_charge(verb: Token) -> bool:
    """ "accused Russia of getting weapons and then utilizing them": each deed is a charge of its own."""
    return verb.tag_ == "VBG" and verb.head.dep_ == "pcomp" and any(children(verb, "dobj", "prep"))


def adverbial(verb: Token, *, after_comma: bool) -> Span | None:
    """ ", playing a role ...", "after Moscow was arranging ..."."""
    start, end = verb.left_edge.i, verb.right_edge.i + 1
    tie = next(children(verb, "mark", "advmod"), None)
    if not has_subject(verb):
        participle = (verb.tag_ == "VBG" and not any(children(verb, "mark"))) or verb.lemma_ in words().hedges["held"]
        return verb.doc[start:end] if participle and after_comma else None
    if tie is None or tie.i > start + 1 or tie.lower_ not in TIES or not is_finite(verb):
        return None
    return verb.doc[tie.i + 1 : end]


def absolute(preposition: Token) -> Span | None:
    """ ", with the military still searching for them"."""
    if preposition.i == 0 or preposition.nbor(-1).text != ",":
        return None
    of_nouns = (act for noun in children(preposition, "pobj") for act in children(noun, "acl"))
    acts = any(act.tag_ in {"VBG", "VBN", "VBD"} for act in (*children(preposition, "pcomp"), *of_nouns))
    return preposition.doc[preposition.i + 1 : preposition.right_edge.i + 1] if acts else None
