"""Entity linking: the registry's actors behind the words of an answer, by their names, without a parse."""

from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from claimsdb.choices import ActorKind
from claimsdb.extraction.attribution.actor_matching import ActorMention, actor_matcher
from claimsdb.extraction.registry import KnownActor, Registry

FUNCTION_WORDS = frozenset({"the", "'s", "’s", "'", "’"})


@cache
def load_tokenizer() -> Language:
    return spacy.blank("en")


class ActorLinker:
    """Links words to actors of the registry."""

    def __init__(self, registry: Registry) -> None:
        self._actors = actor_matcher(registry, load_tokenizer())

    def mentions(self, words: str) -> tuple[ActorMention, ...]:
        return self._actors.mentions(load_tokenizer()(words))

    def named(self, words: str) -> KnownActor | None:
        """The actor that the words are, as opposed to one that they contain: "Russia", not "Russian officials"."""
        mentions = self.mentions(words)
        people = [
            mention for mention in mentions if mention.actor.kind is ActorKind.PERSON and not is_possessor(mention)
        ]
        if people:
            return people[-1].actor
        return mentions[-1].actor if mentions and not has_other_words(mentions) else None

    def side(self, words: str) -> str | None:
        """The one state that everybody named in the words belongs to."""
        states = {state for mention in self.mentions(words) for state in self._actors.states_of(mention.actor)}
        return states.pop() if len(states) == 1 else None


def is_possessor(mention: ActorMention) -> bool:
    """ "Kim Jong Un's sister"."""
    doc: Doc = mention.span.doc
    return mention.span.end < len(doc) - 1 and doc[mention.span.end].lower_ in FUNCTION_WORDS


def has_other_words(mentions: tuple[ActorMention, ...]) -> bool:
    inside = {i for mention in mentions for i in range(mention.span.start, mention.span.end)}
    rest = (token for token in mentions[0].span.doc if token.i not in inside and not token.is_punct)
    return any(token.lower_ not in FUNCTION_WORDS and not token.is_space for token in rest)
