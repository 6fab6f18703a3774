"""Language detection by script, and within a script by a vote of common words or letters.

Without a clear majority the language is "und", undetermined in BCP 47.
"""

import re
from collections import Counter

UNDETERMINED = "und"
SAMPLE_LENGTH = 20_000
"""Characters of a text that are looked at."""

MIN_VOTES = 2
MIN_SHARE = 0.15
"""The least share of words that must vote; in running text a third or more do."""

MIN_LEAD = 1.5
"""The winner needs this many times the votes of the next, as Spanish and Portuguese share words."""

SCRIPTS = {
    "latin": "a-zß-öø-ɏḁ-ỿ",
    "cyrillic": "а-ӿ",
    "arabic": "ء-ي\u0671-\u06d3",
    "kana": "ぁ-ヿ",
    "han": "一-鿿",
    "hangul": "가-힣",
    "greek": "ά-ώ",
    "hebrew": "א-ת",
    "thai": "ก-ฮ",
}
LANGUAGE_OF_SCRIPT = {"kana": "ja", "han": "zh", "hangul": "ko", "greek": "el", "hebrew": "he", "thai": "th"}

# Letters that one language of the script has and its neighbours do without.
LETTERS = {
    "cyrillic": {"ru": "ыэё", "uk": "іїєґ", "bg": "ъ", "sr": "ђћ", "mk": "ѓќѕ", "kk": "әғқңөұү"},
    "arabic": {"ar": "ةىأإؤ", "fa": "پچژگ", "ur": "ٹڈڑےں"},
}

# The commonest words of each language, without those that are a letter of the Latin alphabet.
WORDS = {
    "en": "the of and to in that is was for on with as by at from it he she his her they their be are were been has "
    "have had not but an this which who will would could should may might can its after before about against said "
    "says over more than into out up new no what when where how why we you if all also there other some only first "
    "two between during while because under according amid through our your my do does did so these those such most "
    "people year years day time world country state government president war north south east west back make take go",
    "fr": "le la les des du de un une et est en que qui dans pour par sur au aux avec ce cette ces il elle ils ne pas "
    "plus sont ont été être avait fait mais ou où leur leurs son sa ses nous vous se dont selon après entre comme",
    "de": "der die das und ist in den von zu mit sich des auf für dem ein eine einen einem einer nicht es im auch als "
    "an hat haben war wurde werden wird sind aus bei nach um er sie wie über oder aber noch nur bis vor zum zur durch",
    "es": "el la los las de del que en un una por con para se no es su al lo como más pero sus le ya este esta entre "
    "cuando muy sin sobre ser tiene también hasta hay donde desde todo durante según contra fue han ha son años",
    "it": "il lo la gli le di del della dei delle che è un una per con non si da in sono ha al alla come anche più ma "
    "nel nella dal dalla sul sulla su questo questa essere stato hanno suo sua loro dopo tra fra contro secondo",
    "nl": "de het een en van in is dat op te zijn voor met die niet aan er om ook als maar bij uit door naar heeft "
    "hebben wordt worden was werd dan nog over tot zich deze dit hij zij ze wij kan geen meer tegen volgens na",
    "pl": "na do nie się że jest to jak po przez od za dla ale są oraz który która które tym tego był była być było "
    "ich jego jej przed także ze już tylko pod może by przeciwko według między gdy czy roku",
    "pt": "os as de do da dos das que em um uma por com para se não no na nos nas ao à mais como mas foi ser são seu "
    "sua seus ou quando muito já também até entre sobre depois sem pelo pela tem está isso contra segundo após anos",
    "ro": "și de la în al ale cu pe că nu este un să din pentru care mai sunt au fost se ce prin după dar sau lui",
    "sv": "och att det en som är på för med den av till inte har om ett var de han men från kan vid så sig ska efter",
    "da": "og at det en som er på for med den af til ikke har om et var de han men fra kan ved så sig skal efter",
    "cs": "na se je že do to jako pro by ve si za jsou od po není který která které byl byla bylo podle také ale při",
    "hu": "az és hogy nem is egy ez meg volt már csak de mint vagy el ki még szerint után ellen között lesz ezt azt",
    "tr": "ve bir bu da de için ile olarak olan daha çok gibi en sonra ancak ama karşı göre arasında olduğu var ise",
    "fi": "ja on ei että se oli hän mutta myös kuin ovat sen jos tai joka mukaan jälkeen vastaan välillä ole olla",
    "id": "yang dan di ke dari untuk dengan pada ini itu adalah dalam tidak akan telah oleh sebagai juga atau karena",
}

_SCRIPTS = {script: re.compile(f"[{letters}]") for script, letters in SCRIPTS.items()}
_LATIN_WORD = re.compile(f"[{SCRIPTS['latin']}]+")


def _languages_by_word(table: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """For each word of the table the languages that it votes for."""
    lists = {language: frozenset(words.split()) for language, words in table.items()}
    return {word: tuple(name for name in lists if word in lists[name]) for word in frozenset().union(*lists.values())}


_VOTERS = _languages_by_word(WORDS)
_LETTER_VOTERS = {
    script: _languages_by_word({language: " ".join(letters) for language, letters in table.items()})
    for script, table in LETTERS.items()
}


def detect_language(text: str) -> str:
    """The BCP 47 tag of the text's language, "und" if it cannot be told."""
    sample = text[:SAMPLE_LENGTH].lower()
    script = _detect_script(sample)
    if script == "latin":
        words = _LATIN_WORD.findall(sample)
        return _elect(words, _VOTERS, quorum=len(words) * MIN_SHARE)
    if script in LETTERS:
        return _elect(sample, _LETTER_VOTERS[script], quorum=0)
    return LANGUAGE_OF_SCRIPT.get(script, UNDETERMINED)


def _detect_script(sample: str) -> str:
    """The script of most letters; Japanese is known by its kana, of which there may be fewer than of its han."""
    counts = Counter({script: len(letters.findall(sample)) for script, letters in _SCRIPTS.items()})
    if counts["kana"] * 10 > counts["han"] > 0:
        counts["kana"] += counts["han"]
    script, count = counts.most_common(1)[0]
    return script if count else ""


def _elect(words: list[str] | str, voters: dict[str, tuple[str, ...]], *, quorum: float) -> str:
    votes = Counter(language for word in words for language in voters.get(word, ()))
    (winner, most), (_, next_most), *_ = [*votes.most_common(2), (UNDETERMINED, 0), (UNDETERMINED, 0)]
    return winner if most >= max(MIN_VOTES, quorum, next_most * MIN_LEAD) else UNDETERMINED
