"""The registry's actors in a text: longest names first, nobody's homeland inside somebody else's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from claimsdb.choices import ActorKind, NameKind
from claimsdb.extraction.registry import KnownActor, KnownName, Registry
from claimsdb.extraction.vocabulary.word_lists import words


@dataclass(frozen=True)
class Mention:
    """An actor's name in a text."""

    actor: KnownActor
    kind: NameKind
    span: Span


class Actors:
    """Finds the registry's actors in parsed text."""

    def __init__(self, registry: Registry, nlp: Language) -> None:
        self.by_slug = {actor.slug: actor for actor in registry.actors}
        self.by_name = {name.text: actor for actor in registry.actors for name in actor.matchable}
        self._named: dict[str, tuple[KnownActor, KnownName]] = {}
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        for actor in registry.actors:
            for name in actor.matchable:
                for spelling in name.spellings:
                    self._named.setdefault(spelling, (actor, name))
        for spelling in (*self._named, *words().masked):
            self._matcher.add(spelling, [nlp.make_doc(spelling)])

    def mentions(self, doc: Doc) -> tuple[Mention, ...]:
        """The actors named in a text, in order, none inside another."""
        named = [*self._matcher(doc, as_spans=True), *self._compounded(doc)]
        return tuple(mention for span in filter_spans(named) if (mention := self._mention(span)))

    def _compounded(self, doc: Doc) -> Iterator[Span]:
        """ "U.S.-backed", which the tokenizer leaves whole: the word counts for the name that it begins with."""
        for token in doc:
            name, hyphen, _ = token.text.partition("-")
            if hyphen and name in self._named:
                yield Span(doc, token.i, token.i + 1, label=name)

    def _mention(self, span: Span) -> Mention | None:
        # The label, not the text: the matcher compares words, whatever white space there is between them.
        if span.label_ not in self._named:
            return None
        actor, name = self._named[span.label_]
        if is_part_of_a_person(span, actor):
            return None
        return Mention(actor, name.kind, span)

    def states_of(self, actor: KnownActor) -> frozenset[str]:
        """The states that an actor belongs to, through whatever bodies stand between."""
        states, seen, open_slugs = set(), set(), [actor.slug]
        while open_slugs:
            slug = open_slugs.pop()
            known = self.by_slug.get(slug)
            if known is None or slug in seen:
                continue
            seen.add(slug)
            if known.kind is ActorKind.STATE:
                states.add(slug)
            else:
                open_slugs.extend(link.parent for link in known.affiliations)
        return frozenset(states)


@lru_cache(maxsize=8)
def actors_of(registry: Registry, nlp: Language) -> Actors:
    return Actors(registry, nlp)


def is_part_of_a_person(span: Span, actor: KnownActor) -> bool:
    """The words belong to the name of somebody else: "Jordan" of "Jordan Peterson", "Putin" of "Anna Putin"."""
    entity = next((ent for ent in span.doc.ents if ent.start <= span.start and span.end <= ent.end), None)
    if entity is None or entity.label_ != "PERSON":
        return False
    own = {*actor.name.split(), *span.text.split()} if actor.kind is ActorKind.PERSON else {*span.text.split()}
    return any(token.text not in own for token in entity if token.is_alpha)
