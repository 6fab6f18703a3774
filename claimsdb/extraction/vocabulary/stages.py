"""stages.toml as lookup tables, by lemma."""

from collections.abc import Mapping
from typing import Any

from claimsdb.choices import Stage
from claimsdb.extraction.vocabulary.tables import load_table

_DATA: dict[str, Any] = load_table("stages")


def _word_sets(table: str) -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in _DATA[table].items()}


def _stage_by_lemma(listed: Mapping[str, str]) -> dict[str, Stage]:
    return {lemma: Stage(stage) for stage, lemmas in listed.items() for lemma in lemmas.split()}


OF_SUBJECT = _stage_by_lemma(_DATA["subject"])
OF_OBJECT = _stage_by_lemma(_DATA["object"])
OF_NOUN = _stage_by_lemma(_DATA["nouns"])
_WORDS, STAND_INS, PARTS = map(_word_sets, ("words", "stand_ins", "parts"))
WITH_OBJECT, OWN, OF_WHOM, LEAVING = (_WORDS[name] for name in ("with_object", "own", "of_whom", "leaving"))
MOTION, MOTION_STAGES = _WORDS["motion"], frozenset(map(Stage, _WORDS["motion_stages"]))
GIVING = _WORDS["giving"]
CEILING, CEILING_MODALS = _WORDS["ceiling"], _WORDS["ceiling_modals"]
PICTURES, SHOWING = _WORDS["pictures"], _WORDS["showing"]
EVIDENCE = PICTURES | _WORDS["evidence"]
