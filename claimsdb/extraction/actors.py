"""The registry's actors in a text: longest names first, nobody's homeland inside somebody else's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from claimsdb.extraction.registry import KnownActor, KnownName, Registry
from claimsdb.vocabulary import ActorKind, NameKind


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
        self.by_name = {name.text: actor for actor in registry.actors for name in matchable(actor)}
        self._named: dict[str, tuple[KnownActor, KnownName]] = {}
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        for actor in registry.actors:
            for name in matchable(actor):
                for spelling in spellings(name):
                    self._named.setdefault(spelling, (actor, name))
        for spelling in self._named:
            self._matcher.add(spelling, [nlp.make_doc(spelling)])

    def mentions(self, doc: Doc) -> tuple[Mention, ...]:
        """The actors named in a text, in order, none inside another."""
        found = filter_spans(self._matcher(doc, as_spans=True))
        return tuple(mention for span in found if (mention := self._mention(span)))

    def _mention(self, span: Span) -> Mention | None:
        # The label, not the text: the matcher compares words, whatever white space there is between them.
        actor, name = self._named[span.label_]
        if actor.kind is not ActorKind.PERSON and is_part_of_a_person(span):
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


def matchable(actor: KnownActor) -> Iterator[KnownName]:
    return (name for name in actor.names if name.matchable and name.language.startswith("en"))


def spellings(name: KnownName) -> Iterator[str]:
    """The name with either apostrophe, and in the capitals of headlines; abbreviations as they are."""
    for text in {name.text, name.text.replace("'", "’"), name.text.replace("’", "'")}:
        yield text
        if name.kind is not NameKind.ABBREVIATION and len(text) > 4:
            yield text.upper()


def is_part_of_a_person(span: Span) -> bool:
    entity = next((ent for ent in span.doc.ents if ent.start <= span.start and span.end <= ent.end), None)
    return entity is not None and entity.label_ == "PERSON" and len(entity) > len(span)
