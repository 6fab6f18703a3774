"""Names for what only points to them: "it", "their", "both nations", the "Kim" of an article that has his full name.

What is added stands in square brackets: it is not in the quotation.
"""

import re
from collections.abc import Iterator

from spacy.tokens import Span, Token

from claimsdb.choices import ActorKind
from claimsdb.extraction.attribution.coreference import Entity, is_collective
from claimsdb.extraction.attribution.names import is_person_noun, is_trade
from claimsdb.extraction.attribution.speakers import firm_of
from claimsdb.extraction.results import FoundDate
from claimsdb.extraction.text.dependency_parse import dependents, has_subject, is_finite, is_verb, noun_phrase_span
from claimsdb.extraction.vocabulary.hedges_and_topics import word_lists
from claimsdb.extraction.vocabulary.verb_forms import third_person
from claimsdb.extraction.wording.draft import Material, pieces
from claimsdb.extraction.wording.verbs import is_plural

PERSONAL = frozenset({"he", "she", "his", "her"})
THINGS = frozenset({"it", "its"})
SEVERAL = frozenset({"they", "their"})
OWN = {"i": "am have do", "my": ""}
POSSESSIVE = frozenset({"his", "her", "its", "their", "my"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
MEASURED = frozenset({"CARDINAL", "DATE", "MONEY", "ORDINAL", "PERCENT", "QUANTITY", "TIME"})
OPEN_CLAUSES = ("ccomp", "xcomp", "csubj", "csubjpass", "advcl")
SEEMING = frozenset({"be", "seem", "appear", "remain", "become", "take", "happen", "turn"})
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
OF_A_YEAR = re.compile(rf"\b(?:year|spring|summer|autumn|winter|{MONTHS})\b")
MAX_WORDS = 8  # of a phrase that stands for a pronoun


def name_first_word(material: Material, first: Token) -> dict[int, str]:
    """The name for a pronoun, or the two names for "both nations", that the sentence begins with."""
    pair = name_pair(material, first)
    if pair or first.lower_ not in PERSONAL | THINGS | SEVERAL | OWN.keys():
        return pair
    owns = first.dep_ == "poss" and first.lower_ in POSSESSIVE
    if not owns and first.dep_ not in SUBJECTS:
        return {}
    name = find_own_name(material, first) or find_other_name(material, first)
    if not name:
        return {}
    words = {first.i: possessive(material, name) if owns else f"[{name}]"}
    return words | (agree_with_name(first) if first.lower_ == "i" else {})


def possessive(material: Material, name: str) -> str:
    return f"[{name}]{material.coreference.apostrophe}" + ("" if name.endswith("s") else "s")


def name_phrase(material: Material, noun: Token) -> str:
    """The noun phrase as written, or in brackets the name behind a pronoun."""
    if noun.pos_ != "PRON":
        return worded(material, noun_phrase_span(noun))
    name = find_own_name(material, noun) or find_other_name(material, noun)
    return f"[{name}]" if name else material.phrase(noun)


def worded(material: Material, phrase: Span) -> str:
    """The words as written, short names completed."""
    names, passage = complete_names(material, phrase), material.coreference.passage_of(phrase.doc)
    return "".join(pieces(passage, phrase, names)).strip()


def name_pair(material: Material, first: Token) -> dict[int, str]:
    """ "[Iran and Russia]" for "both countries", where the sentence before names two and no third."""
    noun = next((word for word in first.doc[first.i : first.i + 4] if word.pos_ == "NOUN"), None)
    if noun is None or first.lower_ not in {"both", "the"} or noun_phrase_span(noun).start != first.i:
        return {}
    two = [mention.actor for mention in reversed(material.coreference.actors_behind(noun))]
    said_by = {material.coreference.resolve(each.head, each.span).side for each in material.candidate.claimants}
    if said_by & {actor.slug for actor in two}:
        return {}  # who speaks of "the two countries" may be of one of them, or speak of others
    if len(two) != 2 or {actor.slug for actor in two} not in slugs_before(material, first, kind=two[0].kind):
        return {}
    names, behind = " and ".join(actor.name for actor in two), noun.doc[noun.i + 1 : noun.i + 2]
    owns = bool(behind) and behind[0].tag_ == "POS"
    words = dict.fromkeys(range(first.i, noun.i), "") | {noun.i: f"[{names}]"}
    return words | ({noun.i + 1: material.coreference.apostrophe + "s"} if owns else {})


def slugs_before(material: Material, first: Token, *, kind: ActorKind) -> list[set[str]]:
    """The actors of a kind that are named before a word in its sentence, and in that or the one before."""
    doc, start = first.doc, first.sent.start
    earlier = doc[start - 1].sent.start if start > 0 else start
    spans = [doc[begin : first.i] for begin in (start, earlier) if begin < first.i]
    named = [material.coreference.actors_in(span) for span in spans]
    return [{mention.actor.slug for mention in mentions if mention.actor.kind is kind} for mentions in named]


def agree_with_name(pronoun: Token) -> dict[int, str]:
    """ "[Anna Berg] has" of "I have" """
    verb = next((word for word in pronoun.head.children if word.dep_ in {"aux", "auxpass"}), pronoun.head)
    plain = verb.tag_ in {"VBP", "VB"} or verb.lower_ in {"'m", "'ve"}
    return {verb.i: third_person(verb.lemma_)} if plain and verb.i > pronoun.i and verb.tag_ != "MD" else {}


def find_own_name(material: Material, pronoun: Token) -> str:
    """The speaker's name, who speaks of himself: "the firm said it had", "Berg said she had", "I have"."""
    speaker, word = material.speaker, pronoun.lower_
    if owner_beside(pronoun) is not None:
        return ""
    if speaker is None:
        return find_joint_name(material) if word in SEVERAL else ""
    entity = material.coreference.resolve(speaker, material.candidate.claimants[0].span)
    if word in OWN:
        return entity.name if entity.is_person and entity.name[:1].isupper() else ""
    if not is_alone(material, speaker, pronoun):
        return ""
    if word in PERSONAL:
        same = material.coreference.resolve(pronoun, pronoun.doc[pronoun.i : pronoun.i + 1]).name == entity.name
        quoted = material.passage.quotation_at(pronoun) is not None  # where nobody calls himself "he"
        return display_name(material, speaker, entity) if same and entity.is_person and not quoted else ""
    if speaker.pos_ == "PRON" or material.coreference.is_surname(speaker):
        return ""  # a person is neither "it" nor "they"
    several = entity.is_plural or is_plural(speaker)
    agrees = several or is_collective(speaker) if word in SEVERAL else not several
    person = entity.is_person and (speaker.pos_ == "PROPN" or is_trade(speaker))
    named = agrees and not person and not is_empty_subject(pronoun)  # a regulator is no person where it is "it"
    return display_name(material, speaker, entity) if named and not is_of_another(material, pronoun) else ""


def is_alone(material: Material, noun: Token, pronoun: Token) -> bool:
    """Whether nobody and nothing else can be meant, from the sentence of the noun to the pronoun. Of persons nobody in
    the sentence before either, and nobody whom the article calls "she" where the pronoun is "he": a wrong name would
    put one's words into another's mouth."""
    doc, start, personal = pronoun.doc, noun.sent.start, pronoun.lower_ in PERSONAL
    if noun.doc is not doc or noun.i > pronoun.i or (personal and len(material.coreference.genders) > 1):
        return False
    if personal and start > 0:
        start = doc[start - 1].sent.start
    own = material.coreference.resolve(noun, noun_phrase_span(noun)).name
    between = (word for word in doc[start : pronoun.i] if word != noun and is_rival(word, pronoun))
    return all(is_part_of(word, noun, own) for word in between)


def is_rival(word: Token, pronoun: Token) -> bool:
    """Whether the pronoun may stand for the word: a person for "he", what is one for "it", and several for "they"."""
    if word.pos_ not in {"NOUN", "PROPN"} or word.dep_ in {"compound", "npadvmod", "nmod"}:
        return False
    person = word.ent_type_ == "PERSON" or (word.pos_ == "NOUN" and is_person_noun(word))
    if pronoun.lower_ in PERSONAL:
        return person and not is_plural(word)
    told_in = word.dep_ == "pobj" and word.lemma_.lower() in word_lists().wording["told_in"]
    counts = is_plural(word) == (pronoun.lower_ in SEVERAL) and word.ent_type_ not in MEASURED
    return counts and not told_in and (pronoun.lower_ in SEVERAL or not person)


def is_part_of(word: Token, noun: Token, name: str) -> bool:
    """Whether it is of the noun's own name, office or apposition: "police chief Hans Weber"."""
    around = next((ent for ent in word.doc.ents if ent.start <= noun.i < ent.end), None)
    named = around is not None and around.start <= word.i < around.end
    beside = (word.dep_ == "appos" and word.head == noun) or (noun.dep_ == "appos" and noun.head == word)
    return named or beside or word.text in name.split()


def is_of_another(material: Material, pronoun: Token) -> bool:
    """Whether somebody else than the speaker was last spoken of: "experts warn that their", after "soldiers are"; of
    what "its" owns, in the sentence before too."""
    doc, start, several = pronoun.doc, pronoun.sent.start, pronoun.lower_ in SEVERAL
    if pronoun.dep_ == "poss" and start > 0:
        start = doc[start - 1].sent.start
    beside = [noun for noun in doc[start : pronoun.i] if noun.dep_ in SUBJECTS and noun.pos_ in {"NOUN", "PROPN"}]
    certain = several or pronoun.dep_ == "poss"
    others = [subject_before(pronoun), *(beside if certain else ())]
    speaker = material.speaker
    return any(
        noun is not None and noun != speaker and noun.text != (speaker and speaker.text) and is_plural(noun) == several
        for noun in others
    )


def find_joint_name(material: Material) -> str:
    claimants = material.candidate.claimants
    names = [
        display_name(material, each.head, material.coreference.resolve(each.head, each.span)) for each in claimants
    ]
    return " and ".join(names) if len(names) == 2 and all(names) else ""


def find_other_name(material: Material, pronoun: Token) -> str:
    """The subject of the clause before, if it agrees: that is whom most sentences go on to speak of."""
    by_pronoun = material.speaker is not None and material.speaker.pos_ == "PRON"  # "Its figures, it says, are"
    if (
        pronoun.lower_ in OWN
        or by_pronoun
        or is_empty_subject(pronoun)
        or material.passage.quotation_at(pronoun) is not None
    ):
        return ""
    spoken_of = owner_beside(pronoun) or subject_before(pronoun)
    by_speaker = spoken_of in [each.head for each in material.candidate.claimants] and pronoun.lower_ not in PERSONAL
    if spoken_of is None or by_speaker:
        return ""
    if owner_beside(pronoun) is None and not is_alone(material, spoken_of, pronoun):
        return ""
    entity = material.coreference.resolve(spoken_of, noun_phrase_span(spoken_of))
    if pronoun.lower_ in PERSONAL:
        described = spoken_of.pos_ == "NOUN" and spoken_of.sent == pronoun.sent
        same = described or material.name_behind(pronoun) == entity.name
        agrees = same and entity.is_person and not entity.is_plural
    elif is_divided(spoken_of):
        return ""
    else:
        several = is_plural(spoken_of)
        agrees = several if pronoun.lower_ in SEVERAL else not several and not entity.is_person
    return display_name(material, spoken_of, entity) if agrees else ""


def owner_beside(pronoun: Token) -> Token | None:
    """ "the harbour and its two cranes": what is owned is named beside its owner, whatever the subject is."""
    owned = pronoun.head
    joined = pronoun.dep_ == "poss" and owned.dep_ == "conj" and owned.head.pos_ in {"NOUN", "PROPN"}
    return owned.head if joined and owned.head.i < pronoun.i else None


def is_divided(noun: Token) -> bool:
    """ "the price of the ferry": which of the two is meant is open."""
    return any(lead.lower_ == "of" for lead in dependents(noun, "prep")) and not noun.like_num


def subject_before(pronoun: Token) -> Token | None:
    """The last subject before the pronoun in its sentence, or else the one before, that agrees in number."""
    doc, start = pronoun.doc, pronoun.sent.start
    before = [*reversed(doc[start : pronoun.i])]
    if not any(map(is_finite_clause, before)) and start > 0:
        before = [*reversed(doc[doc[start - 1].sent.start : start])]
    subjects = (noun for verb in before if is_finite_clause(verb) for noun in dependents(verb, *SUBJECTS))
    several, personal = pronoun.lower_ in SEVERAL, pronoun.lower_ in PERSONAL
    return next((each for each in subjects if each.pos_ != "PRON" and (personal or is_plural(each) == several)), None)


def is_finite_clause(verb: Token) -> bool:
    return is_verb(verb) and is_finite(verb) and has_subject(verb) and verb.dep_ != "relcl"


def is_empty_subject(pronoun: Token) -> bool:
    """ "It is clear that", "it took years to": nobody is meant."""
    verb = pronoun.head
    if pronoun.lower_ not in THINGS or pronoun.dep_ == "poss":
        return False
    adjectives = dependents(verb, "acomp", "attr", "oprd")
    told = any(any(dependents(word, *OPEN_CLAUSES)) for word in (verb, *adjectives))
    return pronoun.dep_ == "expl" or (verb.lemma_ in SEEMING and told)


def display_name(material: Material, noun: Token, entity: Entity) -> str:
    """The name, or the phrase as the article has it; nothing for a phrase that points elsewhere itself."""
    if entity.name[:1].isupper() and (entity.actor is not None or entity.is_person):
        return entity.name
    if noun.pos_ == "PRON":
        return entity.name if entity.name[:1].isupper() else ""
    phrase = noun_phrase_span(noun)
    points = any(word.pos_ == "PRON" or word.lower_ in {"this", "that", "these", "those"} for word in phrase)
    if noun.pos_ == "PROPN":
        phrase = proper_name(noun)
    if len(phrase) > MAX_WORDS and phrase[0].lower_ == "the":
        phrase = phrase.doc[phrase.start : noun.i + 1]
    if points or len(phrase) > MAX_WORDS:
        return ""
    return known_again(" ".join(material.text_of(phrase).split()))


def known_again(phrase: str) -> str:
    """ "the deal" for the "a deal" that was told of before"""
    return re.sub(r"^an? ", "the ", phrase, flags=re.IGNORECASE)


def proper_name(noun: Token) -> Span:
    """ "Carmel Foods" of "its rival Carmel Foods", with its article if that is all that is before it"""
    start, end = noun.i, noun.i + 1
    while start > noun.sent.start and noun.nbor(start - 1 - noun.i).pos_ == "PROPN":
        start -= 1
    firm = firm_of(noun)
    end = firm.end if firm is not None else end
    return noun.doc[start - (start > noun.sent.start and noun.doc[start - 1].lower_ == "the") : end]


def complete_names(material: Material, content: Span) -> dict[int, str]:
    """ "[Vladimir] Putin", "Kim [Jong Un]": the first time that a short name stands in the content."""
    words: dict[int, str] = {}
    done: set[str] = set()
    for token in content:
        full = material.coreference.full_name_of(token) if token.text not in done else ""
        if full:
            done.add(token.text)
            before, _, behind = f" {full} ".partition(f" {token.text} ")
            written = [
                f"[{before.strip()}]" if before.strip() else "",
                token.text,
                f"[{behind.strip()}]" if behind.strip() else "",
            ]
            words[token.i] = " ".join(filter(None, written))
    return words


def complete_years(material: Material, content: Span, dates: tuple[FoundDate, ...]) -> Iterator[tuple[int, str]]:
    """ "last year [2024]", where the article's day tells which."""
    offset = material.passage.offset
    for date in dates:
        if date.earliest is None or date.latest is None or date.earliest.year != date.latest.year:
            continue
        if not OF_A_YEAR.search(date.as_written) or str(date.earliest.year) in date.as_written:
            continue
        last = next((word for word in content if word.idx + len(word) == date.span.end - offset), None)
        if last is not None and date.span.start - offset >= content.start_char:
            yield last.i, f"{material.passage.text_of(content.doc[last.i : last.i + 1])} [{date.earliest.year}]"
