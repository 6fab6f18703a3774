"""Which countries there are by ISO 3166-1, as Babel has them from the Unicode CLDR."""

from functools import cache

from babel import Locale
from babel.core import get_global
from rapidfuzz import fuzz, process

MIN_SIMILARITY = 80  # of 100
# Parts of countries, unions and stand-ins that CLDR gives a code; Kosovo has one of those that ISO leaves to its users.
NO_COUNTRIES = frozenset(("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"))
OWN = {"NK": "KP", "ROK": "KR", "DPRK": "KP"}  # what people, and the project's own codes of actors, have instead


@cache
def countries() -> dict[str, str]:
    """The names of the countries, by their codes of two letters."""
    territories = Locale("en").territories
    return {code: name for code, name in territories.items() if len(code) == 2 and code not in NO_COUNTRIES}


@cache
def country_codes_of_three() -> dict[str, str]:
    """The codes of three letters, with those of two."""
    known = countries()
    aliases = get_global("territory_aliases")
    return {
        code: of[0]
        for code, of in aliases.items()
        if len(code) == 3 and code.isalpha() and len(of) == 1 and of[0] in known
    }


def nearest_countries(given: str) -> list[str]:
    """The codes of the countries that may be meant, by another code, a former one or a name."""
    code = given.strip().upper()
    if code in countries():
        return [code]
    known = OWN.get(code) or country_codes_of_three().get(code)
    if known:
        return [known]
    if len(code) <= 3:
        return [each for each in get_global("territory_aliases").get(code, []) if each in countries()]
    names = {each: name.casefold() for each, name in countries().items()}
    found = process.extract(given.casefold()[:60], names, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY, limit=3)
    return [each for _, score, each in found if score == 100 or found[0][1] < 100]
