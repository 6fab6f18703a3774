"""Masking of numbers that count nothing: names, calibres, ordinals, times, ages, addresses."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from claimsdb.extraction.dates.time_expressions import find_dates
from claimsdb.extraction.vocabulary import quantities as vocabulary

_BLANK = "\N{OBJECT REPLACEMENT CHARACTER}"
_NUMBER_WORD = "|".join(sorted(vocabulary.SIMPLE))
_LABEL = "|".join(sorted(vocabulary.LABELS))
_NAMED_LABEL = "|".join(word.capitalize() for word in sorted(vocabulary.LABELS))
_LABELLED = rf"(?:\d{{1,4}}(?:\.\d+)*\b(?![,.]?\d)|(?:{_NUMBER_WORD}|{_NUMBER_WORD.title()})\b)"
_SIGNS = sorted(sign[0] for sign in vocabulary.CURRENCY_SIGNS if sign[0].isalpha() and len(sign) == 1)
_CODES = "|".join(sign for sign in _SIGNS if sign not in vocabulary.TOUCHING["signs"])
# R400m and N500 billion are money, where R400 and N500 are roads.
_LETTERS = "".join(sign.upper() for sign in _SIGNS if sign in vocabulary.TOUCHING["signs"])
_SCALED = r"\d[\d,.]*\s?(?:m|bn|[mb]illion|trillion|tn|crore)\b"

# Every pattern begins at a fixed place (a word's first letter, a sign), so that none is quadratic in the text's length.
_MASKS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<!\S)(?:https?://|www\.)\S+",
        r"(?<!\S)\S+@\S+",
        r"[@#]\w+",
        # Su-35, KN-23, F16, mid-2022
        rf"(?<![\w$])(?!(?i:{_CODES})\d|[{_LETTERS}]{_SCALED})[^\W\d_]+[-‐‑]?\d\w*(?:-\d\w*)*",
        r"(?<![\w.,])\d+[A-Za-z]+\d\w*",  # 9M723
        r"(?<![\w.,])\d+(?:st|nd|rd|th|['’]?s)\b",
        r"(?<![\w.,])\d[GD]\b",  # 5G, 3D
        r"(?<![\w.,])\d+(?:\.\d+)?[ -]?(?:[Cc]alib(?:er|re)|inch)\b",
        # 122-mm guns, but 20 mm of rain
        r"(?<![\w.,])(?<!ain of )(?<!fall of )(?<!now of )\d+(?:\.\d+)?[ -]?(?:mm|millimet(?:er|re)s?)\b"
        r"(?!\s(?:of\b|rain|snow|thick|deep|wide|long|high))",
        r"(?<![\w.,])\d+-(?=,|\s(?:and|or|to)\b)",  # the first of "122- and 152-mm"
        r"(?<![\w.,:])\d{1,2}:\d{2}(?::\d{2})?\b",
        r"(?<![\w.,])\d{1,2}\s?(?:[ap]\.\s?m\b\.?|[ap]m\b|o['’]clock\b)",
        r"(?<![\w.,])\d{4}\s(?:GMT|UTC|hours\b)",
        r"(?<![\w.,])\d+(?:/\d+)+(?!\s+(?:of|hundred|thousand|[mb]illion|trillion)\b)",
        r"(?<![\w-])[\w-]+[- ](?:day|week|month|year)s?[- ]olds?\b",
        r"(?<![\w-])[\w-]+[- ](?:second|minute|hour|day|week|month|year|decade)s?\s(?:earlier|later)\b",
        r"\b[Aa]ge[ds]?\s+(?:of\s+|between\s+|from\s+)?\d+(?:(?:,\s*(?:and\s+|or\s+)?|\s*(?:to|and|or|-|–)\s*)\d+)*",
        r"(?<=\bper )\d[\d,]*\b",  # 42 deaths per 100,000 people
        r"(?<=[a-z]),\s\d{2}(?=,\s|\.$)",  # Lee Min-ho, 35, said
        r"(?<![\w.,])\+\d[\d ().-]{6,}\d",
        r"(?<![\w.,-])(?:\(\d{3}\)\s?|\d{3}-)\d{3,4}-\d{4}\b",
        r"(?:^|(?<=\n))\s{0,8}\(?\d{1,2}[.)](?=\s)",
        r"[(\[]\d{1,2}[)\]]",
        rf"\b(?:{_NAMED_LABEL})\.?\s+{_LABELLED}",
        rf"(?<!very )(?<!ach )\b(?:{_LABEL})\.?\s+{_LABELLED}(?!\s+[a-z]+s\b)",
        r"№\s?\d+",
        r"\b[Oo]ne of\b",
        rf"(?i:\b(?:{'|'.join(map(re.escape, vocabulary.NAMES))})\b)",
    )
)


def mask_non_quantities(doc: Doc) -> str:
    """The text with such numbers blanked out, same length."""
    text = doc.text
    kept = list(text)
    for start, end in _find_masks(doc, text):
        kept[start:end] = _BLANK * (end - start)
    return "".join(kept)


def _find_masks(doc: Doc, text: str) -> Iterator[tuple[int, int]]:
    for pattern in _MASKS:
        for match in pattern.finditer(text):
            yield match.span()
    for time in find_dates(doc, offset=0, published_on=None):
        yield time.span.start, time.span.end
    for token in doc:
        if _is_part_of_name(token):
            yield token.idx, token.idx + len(token)


def _is_part_of_name(token: Token) -> bool:
    """Whether the number belongs to the name before it: "Leopard 2", "a Hwasong 18 missile"."""
    if token.i == 0 or token.nbor(-1).pos_ != "PROPN" or not token.text.isdecimal():
        return False
    follows_name = token.head.i == token.i - 1 and token.dep_ == "nummod" and len(token) < 5
    return follows_name or (token.head.i > token.i and token.head.tag_ == "NN" and len(token) < 3)
