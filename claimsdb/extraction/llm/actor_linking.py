"""The registry's actors behind words that a model points at; needs no language model of its own."""

from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from claimsdb.choices import ActorKind
from claimsdb.extraction.attribution.actor_matching import Mention, actors_of
from claimsdb.extraction.registry import KnownActor, Registry

BESIDE_A_NAME = frozenset({"the", "'s", "’s", "'", "’"})


@cache
def tokenizer() -> Language:
    return spacy.blank("en")


class Naming:
    """Whom words name."""

    def __init__(self, registry: Registry) -> None:
        self._actors = actors_of(registry, tokenizer())

    def mentions(self, words: str) -> tuple[Mention, ...]:
        return self._actors.mentions(tokenizer()(words))

    def named(self, words: str) -> KnownActor | None:
        """The actor that the words are, as opposed to one that they contain: "Russia", not "Russian officials"."""
        mentions = self.mentions(words)
        people = [one for one in mentions if one.actor.kind is ActorKind.PERSON and not owns_the_rest(one)]
        if people:
            return people[-1].actor
        return mentions[-1].actor if mentions and not words_beside(mentions) else None

    def side(self, words: str) -> str | None:
        """The one state that everybody named in the words belongs to."""
        states = {state for mention in self.mentions(words) for state in self._actors.states_of(mention.actor)}
        return states.pop() if len(states) == 1 else None


def owns_the_rest(mention: Mention) -> bool:
    """ "Kim Jong Un's sister"."""
    doc: Doc = mention.span.doc
    return mention.span.end < len(doc) - 1 and doc[mention.span.end].lower_ in BESIDE_A_NAME


def words_beside(mentions: tuple[Mention, ...]) -> bool:
    inside = {i for mention in mentions for i in range(mention.span.start, mention.span.end)}
    rest = (token for token in mentions[0].span.doc if token.i not in inside and not token.is_punct)
    return any(token.lower_ not in BESIDE_A_NAME and not token.is_space for token in rest)
