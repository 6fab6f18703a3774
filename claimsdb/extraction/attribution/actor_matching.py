"""Names of the registry's actors in parsed text: the longest match counts, and none inside somebody else's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from claimsdb.choices import ActorKind, NameKind
from claimsdb.extraction.registry import KnownActor, KnownName, Registry
from claimsdb.extraction.vocabulary.hedges_and_topics import word_lists


@dataclass(frozen=True)
class ActorMention:
    """An actor's name in a text."""

    actor: KnownActor
    kind: NameKind
    span: Span


class ActorMatcher:
    """Finds the registry's actors in parsed text."""

    def __init__(self, registry: Registry, nlp: Language) -> None:
        self.by_slug = {actor.slug: actor for actor in registry.actors}
        self.by_name = {name.text: actor for actor in registry.actors for name in actor.matchable}
        self._names_by_spelling: dict[str, tuple[KnownActor, KnownName]] = {}
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        for actor in registry.actors:
            for name in actor.matchable:
                for spelling in name.spellings:
                    self._names_by_spelling.setdefault(spelling, (actor, name))
        for spelling in (*self._names_by_spelling, *word_lists().masked):
            self._matcher.add(spelling, [nlp.make_doc(spelling)])

    def mentions(self, doc: Doc) -> tuple[ActorMention, ...]:
        """The actors named in a text, in order, without overlaps."""
        spans = [*self._matcher(doc, as_spans=True), *self._hyphenated(doc)]
        return tuple(mention for span in filter_spans(spans) if (mention := self._mention_of(span)))

    def _hyphenated(self, doc: Doc) -> Iterator[Span]:
        """ "U.S.-backed", which the tokenizer leaves whole: the word counts for the name that it begins with."""
        for token in doc:
            name, hyphen, _ = token.text.partition("-")
            if hyphen and name in self._names_by_spelling:
                yield Span(doc, token.i, token.i + 1, label=name)

    def _mention_of(self, span: Span) -> ActorMention | None:
        # The label, not the text: the matcher compares words, whatever white space there is between them.
        if span.label_ not in self._names_by_spelling:
            return None
        actor, name = self._names_by_spelling[span.label_]
        if is_part_of_person_name(span, actor):
            return None
        return ActorMention(actor, name.kind, span)

    def states_of(self, actor: KnownActor) -> frozenset[str]:
        """The states that an actor belongs to, through whatever bodies stand between."""
        states, seen, pending = set(), set(), [actor.slug]
        while pending:
            slug = pending.pop()
            known = self.by_slug.get(slug)
            if known is None or slug in seen:
                continue
            seen.add(slug)
            if known.kind is ActorKind.STATE:
                states.add(slug)
            else:
                pending.extend(link.parent for link in known.affiliations)
        return frozenset(states)


@lru_cache(maxsize=8)
def actor_matcher(registry: Registry, nlp: Language) -> ActorMatcher:
    return ActorMatcher(registry, nlp)


def is_part_of_person_name(span: Span, actor: KnownActor) -> bool:
    """The span is part of another person's name: "Jordan" in "Jordan Peterson", "Putin" in "Anna Putin"."""
    entity = next((ent for ent in span.doc.ents if ent.start <= span.start and span.end <= ent.end), None)
    if entity is None or entity.label_ != "PERSON":
        return False
    name_words = {*actor.name.split(), *span.text.split()} if actor.kind is ActorKind.PERSON else {*span.text.split()}
    return any(token.text not in name_words for token in entity if token.is_alpha)
