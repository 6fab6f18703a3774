"""English words in all their forms, as a pattern; for texts that nobody parses."""

import re
from collections.abc import Iterable


def any_form_of(lemmas: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, however it is inflected: "deny" stands for "denies", "plan" for "planned"."""
    return re.compile(rf"\b(?:{'|'.join(sorted(map(_forms, lemmas)))})\b", re.IGNORECASE)


def any_present_of(verbs: Iterable[str]) -> re.Pattern[str]:
    """Any of the verbs, as somebody does it: "deny" and "denies", no "denied" and no "denying"."""
    return re.compile(rf"\b(?:{'|'.join(sorted(map(_present, verbs)))})\b", re.IGNORECASE)


def _present(verb: str) -> str:
    stem, last = verb[:-1], verb[-1]
    if last == "y" and stem[-1] not in "aeiou":
        return rf"{stem}(?:y|ies)"
    return rf"{verb}s?" if last == "e" else rf"{verb}(?:e?s)?"


def _forms(lemma: str) -> str:
    stem, last = lemma[:-1], lemma[-1]
    if last == "e":
        return rf"{stem}(?:e|es|ed|ing)"
    if last == "y" and stem[-1] not in "aeiou":
        return rf"{stem}(?:y|ies|ied|ying)"
    return rf"{lemma}(?:e?s|{last}?(?:ed|ing))?"
