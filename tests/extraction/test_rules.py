"""The table of rules in docs/extraction.md: complete, and each example found by the rule beside it."""

import re

import pytest
from django.conf import settings

from claimsdb.extraction.confidence import CONFIDENCE

PAPER = (settings.BASE_DIR / "docs" / "extraction.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", PAPER, re.MULTILINE)


def test_every_rule_has_its_example():
    assert sorted(rule for rule, _ in EXAMPLES) == sorted(CONFIDENCE)


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_the_rule_finds_a_claim_in_its_example(claims_in, rule, example):
    found = claims_in(title=example) if rule.startswith("headline") else claims_in(example)
    assert rule in {claim.rule for claim in found}
