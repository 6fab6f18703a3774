"""English verbs in the forms that a wording needs, from verbs.toml."""

from functools import cache

from claimsdb.extraction.vocabulary.tables import load_table

VOWELS = frozenset("aeiou")


@cache
def _irregular_pasts() -> dict[str, str]:
    listed = load_table("verbs")["past"]["irregular"].split()
    return {lemma: past for lemma, _, past in (pair.partition("=") for pair in listed)}


@cache
def _doubling() -> frozenset[str]:
    return frozenset(load_table("verbs")["past"]["doubling"].split())


def past_of(lemma: str) -> str:
    """ "sent" of "send", "planned" of "plan" """
    if (past := _irregular_pasts().get(lemma)) is not None:
        return past
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in VOWELS:
        return lemma[:-1] + "ied"
    return lemma + lemma[-1] + "ed" if _doubles(lemma) else lemma + "ed"


def third_person(lemma: str) -> str:
    """ "sends", "goes", "carries" """
    if lemma in {"be", "have"}:
        return {"be": "is", "have": "has"}[lemma]
    if lemma.endswith("y") and lemma[-2:-1] not in VOWELS:
        return lemma[:-1] + "ies"
    return lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _doubles(lemma: str) -> bool:
    """A short verb that ends in one vowel and one consonant, "plan", or one that is listed."""
    if lemma in _doubling():
        return True
    groups = sum(1 for at, letter in enumerate(lemma) if letter in VOWELS and lemma[at - 1 : at] not in VOWELS)
    ends_short = len(lemma) > 2 and lemma[-1] not in VOWELS | set("wxy") and lemma[-2] in VOWELS
    return groups == 1 and ends_short and lemma[-3] not in VOWELS
