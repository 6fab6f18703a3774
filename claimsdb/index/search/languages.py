"""The text search configurations of PostgreSQL, one for each language whose words it can reduce to their stems.

They are our own, made by a migration, because PostgreSQL's leave out the commonest words: "who" would not find the WHO.
"""

STEMMED = {
    "ar": "arabic", "hy": "armenian", "eu": "basque", "ca": "catalan", "da": "danish", "nl": "dutch", "en": "english",
    "fi": "finnish", "fr": "french", "de": "german", "el": "greek", "hi": "hindi", "hu": "hungarian",
    "id": "indonesian", "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali", "no": "norwegian",
    "nb": "norwegian", "nn": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
UNSTEMMED = "simple"


def configuration(language: str) -> str:
    """The configuration for a text in this language, as BCP 47 has it."""
    stemmed = STEMMED.get(language.split("-")[0].lower())
    return f"claimsdb_{stemmed}" if stemmed else UNSTEMMED
