"""One proposition a claim: a stretch of text taken apart at clauses that stand on their own feet."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.extraction.borders import trimmed
from claimsdb.extraction.grammar import children, has_subject, is_finite, is_verbal
from claimsdb.extraction.words import words

TIES = frozenset({"while", "as", "after", "although", "though", "whereas", "before", "since", "when"})
WHO = frozenset({"which", "who", "whom", "whose", "where"})
SHORTEST = 3  # words of a proposition: who does what


def atoms(content: Span) -> list[Span]:
    """The propositions of a content in reading order."""
    parts = [part for part in parts_of(content) if content.start <= part.start and part.end <= content.end]
    main, kept = content, []
    for part in sorted(parts, key=lambda part: -part.start):
        rest = without(main, part)
        if rest is not None:
            main = rest
            kept.append(part)
    return (
        [main]
        if not kept
        else sorted(
            [trimmed(main), *(piece for part in kept for piece in atoms(trimmed(part)))], key=lambda span: span.start
        )
    )


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
    while start > 0 and (
        part.doc[start - 1].is_punct
        or part.doc[start - 1].dep_ in {"cc", "mark"}
        or part.doc[start - 1].lower_ in {"with", "as", "even", "then"}
    ):
        start -= 1
    return start


def parts_of(content: Span) -> Iterator[Span]:
    for token in content:
        part = absolute(token) if token.lower_ == "with" else clause(token, main=content.root)
        if part is not None and len(part) >= SHORTEST:
            yield part


def clause(verb: Token, *, main: Token) -> Span | None:
    if verb.i == main.i or not is_verbal(verb):
        return None
    start, end = verb.left_edge.i, verb.right_edge.i + 1
    if verb.dep_ == "conj" and ((has_subject(verb) and is_finite(verb)) or is_second_charge(verb)):
        return verb.doc[start:end]
    if (
        verb.dep_ in {"advcl", "acl"}
        and verb.tag_ == "VBN"
        and verb.lemma_ in words().hedges["held"]
        and verb.doc[max(0, start - 1)].text == ","
    ):
        return verb.doc[start:end]
    if verb.dep_ == "advcl":
        return adverbial(verb)
    if verb.dep_ == "relcl" and start > 0 and verb.doc[start - 1].text == "," and verb.doc[start].lower_ in WHO:
        return verb.doc[start:end]
    return None


def is_second_charge(verb: Token) -> bool:
    """ "accused Russia of getting weapons and then utilizing them": each deed is a charge of its own."""
    return verb.tag_ == "VBG" and verb.head.dep_ == "pcomp" and any(children(verb, "dobj", "prep"))


def adverbial(verb: Token) -> Span | None:
    """ ", playing a role ...", "after Moscow was arranging ..."."""
    start, end = verb.left_edge.i, verb.right_edge.i + 1
    if has_subject(verb):
        tie = next(children(verb, "mark", "advmod"), None)
        tied = tie is not None and tie.i <= start + 1 and tie.lower_ in TIES and is_finite(verb)
        return verb.doc[tie.i + 1 : end] if tie is not None and tied else None
    participle = (
        verb.tag_ == "VBG" and start > 0 and verb.doc[start - 1].text == "," and not any(children(verb, "mark"))
    )
    return verb.doc[start:end] if participle else None


def absolute(preposition: Token) -> Span | None:
    """ ", with the military still searching for them"."""
    if preposition.i == 0 or preposition.nbor(-1).text != ",":
        return None
    acts = [
        *children(preposition, "pcomp"),
        *(act for noun in children(preposition, "pobj") for act in children(noun, "acl")),
    ]
    acts = [act for act in acts if act.tag_ in {"VBG", "VBN", "VBD"}]
    return preposition.doc[preposition.i + 1 : preposition.right_edge.i + 1] if acts else None
