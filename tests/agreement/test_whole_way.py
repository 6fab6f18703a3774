"""Articles of our own the whole way: read, extracted, every claim taken as accepted, and what the rules then propose.

Each round was scored before any rule was changed for it; docs/architecture.md has those figures. The floors here are of
the rules as they are now, which have all rounds in sight.
"""

import json
from pathlib import Path

import pytest

from claimsdb.actors import known_actors
from claimsdb.agreement import propose
from claimsdb.choices import RelationKind
from claimsdb.extraction.spacy_rules import SpacyExtractor
from claimsdb.ingest.store import take_in
from claimsdb.models import Claim
from claimsdb.questions.statements import iter_statements, load_registry
from claimsdb.reading import read_article

ARTICLES = Path(__file__).parent / "articles"
KINDS = (RelationKind.CONTRADICTS, RelationKind.DENIES)
# Certain contradictions and denials that have to be found, at least.
FLOORS = {
    "early": 11,
    "late": 10,
    "unseen": 18,
    "round_1": 19,
    "round_2": 20,
    "round_3": 16,
    "round_4": 17,
    "round_5": 20,
    "round_6": 27,
    "round_7": 29,
    "round_8": 35,
    "round_9": 30,
    "round_10": 33,
    "round_11": 16,
    "round_12": 28,
    "round_13": 32,
    "round_14": 28,
    "round_15": 18,
    "round_16": 15,
    "round_17": 31,
    "round_18": 18,
    "round_19": 13,
}
# Those that are proposed and are not so, at most.
WRONG = {"early": 2, "unseen": 1, "round_18": 2} | {f"round_{number}": 1 for number in (3, 9, 11, 12, 14, 15, 16)}

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.mark.parametrize(("group", "floor"), FLOORS.items(), ids=FLOORS)
def test_what_is_found_and_that_hardly_anything_else_is(seeded, group, floor):
    extractor, registry = SpacyExtractor(), known_actors()
    found, wrong = 0, []
    for path in sorted((ARTICLES / group).glob("*.json")):
        reading = json.loads(path.read_text(encoding="utf-8"))
        statements = statements_of(path.with_suffix(".txt"), extractor=extractor, registry=registry)
        hits, others = compared(statements, reading["relations"])
        found += len(hits)
        wrong += others
    assert found >= floor
    assert len(wrong) <= WRONG.get(group, 0), wrong


def statements_of(path, *, extractor, registry):
    take_in(read_article(path.read_text(encoding="utf-8"), file_name=path.name), extractor=extractor, registry=registry)
    return list(iter_statements(Claim.objects.filter(article__file_name=path.name).values_list("pk", flat=True)))


def compared(statements, relations):
    """Which of the relations that must be there are proposed, and what else is: repetitions are given with the rest."""
    by_key = {each.key: each for each in statements}
    read = [each for each in relations if each["kind"] in KINDS]
    hits, wrong = set(), []
    for each in propose(statements, load_registry()):
        if each.kind in KINDS:
            fitting = [place for place, one in enumerate(read) if fits(each, one, by_key)]
            hits |= {place for place in fitting if not read[place].get("optional")}
            wrong += [] if fitting else [(each.kind, by_key[each.a].quote, by_key[each.b].quote)]
        elif each.kind == RelationKind.REPEATS:
            wrong.append((each.kind, by_key[each.a].quote, by_key[each.b].quote))
    return hits, wrong


def fits(proposal, relation, by_key):
    if proposal.kind != relation["kind"]:
        return False
    a, b = by_key[proposal.a], by_key[proposal.b]
    turned = proposal.kind == RelationKind.CONTRADICTS and overlap(a, relation["b"]) and overlap(b, relation["a"])
    return turned or (overlap(a, relation["a"]) and overlap(b, relation["b"]))


def overlap(statement, place):
    return statement.start < place["start"] + len(place["quote"]) and place["start"] < statement.end
