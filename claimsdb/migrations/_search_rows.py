"""The rows of the search index as of 0026: frozen, for that migration.

A claim's words, how the article calls those who have a part in it, and tags for its actors and for the values of its
figures; on SQLite in a table of four columns, on PostgreSQL in one vector.
"""

import json
import re
import unicodedata
from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.db import transaction

BATCH = 500  # claims
MOST_WORDS = 10_000
STATUSES = "extracted accepted rejected duplicate needs_recheck superseded".split()
NUMBERS = {status: number for number, status in enumerate(STATUSES)}
NUMBERS |= {f"closed_{status}": number - 8 for status, number in NUMBERS.items()}  # of articles that are held back
STEMMED = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "da": "danish", "nl": "dutch", "en": "english",
    "fi": "finnish", "fr": "french", "de": "german", "el": "greek", "hi": "hindi", "hu": "hungarian",
    "id": "indonesian", "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali", "no": "norwegian",
    "nb": "norwegian", "nn": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
DIACRITICS = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
VOWEL_SIGNS = "\u0900-\u0963\u0966-\u0dff"
WORD = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}](?:[^\W_{UNSPACED}]|[{DIACRITICS}{VOWEL_SIGNS}])*")
DIACRITIC = re.compile(f"[{DIACRITICS}]")

# On PostgreSQL old releases may write meanwhile: whoever writes a claim holds this lock, and the claim's row.
LOCK = "SELECT pg_advisory_xact_lock_shared(hashtext('claimsdb.feed'))"
OWN = "SELECT id FROM claimsdb_claim WHERE id = ANY(%s::bigint[]) ORDER BY id FOR NO KEY UPDATE"

CLAIMS = """
    SELECT claim.id, entry.status, CAST(entry.day AS text), claim.text, claim.quote, article.language
    FROM claimsdb_claim AS claim JOIN claimsdb_entry AS entry ON entry.claim_id = claim.id
    JOIN claimsdb_article AS article ON article.id = claim.article_id WHERE claim.id IN ({ids}) ORDER BY claim.id"""
PARTS = "SELECT claim_id, actor_id, role FROM claimsdb_part WHERE claim_id IN ({ids}) AND actor_id IS NOT NULL"
CALLED = 'SELECT claim_id, as_written, name FROM claimsdb_attribution WHERE claim_id IN ({ids}) ORDER BY claim_id, "order"'
VALUES = "SELECT claim_id, low, best, high FROM claimsdb_quantity WHERE claim_id IN ({ids})"
IDS = {"sqlite": "SELECT value FROM json_each(%s)", "postgresql": "SELECT unnest(%s::bigint[])"}


def rewrite(connection):
    """Gives every claim its row. It may be cut off and run again: what is right already is written no second time."""
    after = 0
    while ids := _next(connection, after):
        with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(LOCK)
                cursor.execute(OWN, [ids])
            WRITERS[connection.vendor](cursor, list(_rows(cursor, ids, connection.vendor)))
        after = ids[-1]


def _next(connection, after):
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM claimsdb_claim WHERE id > %s ORDER BY id LIMIT %s", [after, BATCH])
        return [pk for (pk,) in cursor.fetchall()]


def _rows(cursor, ids, vendor):
    def found(sql):
        cursor.execute(sql.format(ids=IDS[vendor]), [ids if vendor == "postgresql" else json.dumps(ids)])
        return cursor.fetchall()

    tags, called = defaultdict(set), defaultdict(dict)
    for claim, actor, role in found(PARTS):
        tags[claim] |= {f"#{actor}", f"#{actor}{role}"}
    for claim, *bounds in found(VALUES):
        tags[claim] |= {_value_tag(bound) for bound in bounds if bound is not None}
    for claim, *names in found(CALLED):
        called[claim].update(dict.fromkeys(filter(None, names)))
    for pk, status, day, text, quote, language in found(CLAIMS):
        wording = _words(text)
        quoted = _words(quote)
        is_held = f" {' '.join(quoted)} " in f" {' '.join(wording)} "
        texts = [wording, [] if quote == text or is_held else quoted, _words(" ".join(called[pk]))]
        yield pk, status, day, language, texts, " ".join(sorted(tags[pk]))


def _value_tag(value):
    return f"#v{Decimal(str(value)).normalize():f}".replace(".", "d").replace("-", "m")


def _words(text):
    return WORD.findall(unicodedata.normalize("NFKC", text).lower())[:MOST_WORDS]


def _folded(words):
    decomposed = (unicodedata.normalize("NFKD", word.casefold()) for word in words)
    return " ".join(unicodedata.normalize("NFC", DIACRITIC.sub("", word)) for word in decomposed)


def _write_sqlite(cursor, rows):
    given = [
        ((NUMBERS[status] << 22 | date.fromisoformat(day).toordinal()) << 38 | pk, *map(_folded, texts), tags)
        for pk, status, day, _, texts, tags in rows
    ]
    cursor.executemany(
        "INSERT INTO claimsdb_search (rowid, wording, quote, called, tags) VALUES (%s, %s, %s, %s, %s)", sorted(given)
    )


FOLDED = f"normalize(regexp_replace(normalize({{}}::text, NFKD), '[{DIACRITICS}]', '', 'g'), NFC)"
VECTOR = """
    (CASE WHEN {text} = {text}_folded THEN to_tsvector(configuration::regconfig, {text})
    ELSE ({folded} || ' ' || to_tsvector(configuration::regconfig, {text}_folded)::text)::tsvector END)"""
TEXTS = ("wording", "quote", "called")
VECTORS = " || '#:1' || ".join(
    VECTOR.format(text=text, folded=FOLDED.format(f"to_tsvector(configuration::regconfig, {text})")) for text in TEXTS
)
WRITE = f"""
    INSERT INTO claimsdb_search AS found
    SELECT claim_id, status, day, configuration,
        array_to_tsvector(string_to_array(tags, ' ')) || ts_delete({VECTORS}, '#') AS vector
    FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::text[], {"%s::text[], " * 2 * len(TEXTS)} %s::text[])
    AS line (claim_id, status, day, configuration, {", ".join(f"{text}, {text}_folded" for text in TEXTS)}, tags)
    ON CONFLICT (claim_id) DO UPDATE SET vector = excluded.vector WHERE found.vector IS DISTINCT FROM excluded.vector
"""


def _write_postgresql(cursor, rows):
    if not rows:
        return
    given = [
        (pk, status, day, _configuration(language), *(form for words in texts for form in _forms(words)), tags)
        for pk, status, day, language, texts, tags in rows
    ]
    cursor.execute(WRITE, [list(column) for column in zip(*given, strict=True)])


def _forms(words):
    return " ".join(words), _folded(words)


def _configuration(language):
    stemmed = STEMMED.get(language.split("-")[0].lower())
    return f"claimsdb_{stemmed}" if stemmed else "simple"


WRITERS = {"sqlite": _write_sqlite, "postgresql": _write_postgresql}
