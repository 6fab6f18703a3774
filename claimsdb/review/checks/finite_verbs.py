"""Words that can be the verb of a sentence, as far as a list tells; for texts that nobody parses."""

import re
from functools import cache

from claimsdb.extraction.vocabulary import lexicon
from claimsdb.review.checks.inflection import any_form_of

_AUXILIARY = re.compile(
    r"\b(?:am|is|are|was|were|has|have|had|do|does|did|will|would|can|could|may|might|shall|should|must|cannot|isn['’]t)\b"
    r"|(?:n['’]t|['’](?:ll|re|ve|d))\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b[a-z]{2,}ed\b(?! by\b)")  # "troops trained by" whom has none
# A past that is written as its own present, or as nothing else is.
_IRREGULAR = frozenset(
    "became began bled blew bore bought broke brought built burnt came caught chose cost crept cut dealt drew drove "
    "fed fell felt fled flew forbade forced forgave forgot fought found froze gave got grew held hid hit hurt kept "
    "knew laid led left lent let lost made meant met overcame overthrew paid put quit ran rang read rode rose said "
    "sang sank sat saw sent set shook shot shrank shut slept sold sought spent split spoke spread stood stole stuck "
    "struck swam swept swore taught thought threw told took tore understood undertook underwent wept went withdrew "
    "woke won wore wrote".split()
)
_COMMON = (
    "accept account accuse achieve acquire act add admit advance affect agree aid aim allow announce appear apply "
    "approach argue arrest arrive ask assist attack attempt attend avoid back ban bar be become begin believe "
    "belong benefit block bolster bomb boost break bring build burn buy call carry cause cease challenge change "
    "charge check claim close collaborate collapse come command compete complain concern condemn conduct consider "
    "consist constitute contain continue contribute control cooperate cost count cover cross cut damage deal decide "
    "decline decrease defend delay deliver demand depend deploy describe deserve design destroy detain determine "
    "develop die differ disagree discuss dispatch do double draw drive drop earn emerge employ enable encourage end "
    "endanger engage enjoy enter equip escalate establish evacuate exceed exist expand expect explain export "
    "express extend face fail fall favour favor fear feed feel fight find fire flee fly follow form free fuel fund "
    "gain get give go govern grow guard guarantee happen harm hate have help hide hit hold hope hurt ignore imply "
    "import impose improve include increase indicate inform insist intend intensify invade invest investigate "
    "involve join keep kill know lack land last launch lead leave let lie like limit link live look lose love "
    "maintain make manage march mark matter mean meet monitor mount move name need negotiate number obtain occupy "
    "occur offer open operate oppose order originate own participate pass pay perform permit pierce place plan play "
    "point pose possess prefer prepare prevent produce prohibit promise promote protect prove provide pull punish "
    "push put question raise range reach react read receive recognise recognize recruit reduce refer refuse reject "
    "release rely remain render renew repair replace represent request require rescue resemble resist restore "
    "result resume retain return reveal rise risk rule run save say see seek seem seize sell send serve set share "
    "shoot show sign sink speak spend split spread stand start state stay stem steal stop store stretch strike "
    "strengthen struggle suffer suggest supply symbolise symbolize support suppose surpass surrender surround "
    "suspend sustain take talk target teach tell tend test threaten train transfer transport travel treat try turn "
    "undermine understand use value view violate visit vote wage wait want warn watch weaken wear win wish withdraw "
    "work worry wound yield"
)
# What "to", an article or a preposition stands before is no verb of the sentence: "to fight", "the attack", "of talks".
_NO_VERB_AFTER = (
    r"(?<!\bto )(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bof )(?<!\bin )(?<!\bfor )(?<!\bon )(?<!\bwith )(?<!\bits )"
    r"(?<!\bhis )(?<!\btheir )(?<!['’]s )(?<!\bby )(?<!\bfrom )(?<!\bno )(?<!\bat )"
)


def finite_verb_in(text: str) -> str:
    """A word by which the text may be a sentence; empty where none can be one. The first word is none: somebody or
    something stands before the verb."""
    _, _, rest = text.strip().partition(" ")
    if found := _AUXILIARY.search(text):
        return found[0]
    past = next((each for each in re.findall(r"[a-z]+(?! by\b)\b", rest) if each in _IRREGULAR), "")
    found = _PAST.search(rest) or _verbs().search(rest)
    return past or (found[0] if found else "")


@cache
def _verbs() -> re.Pattern[str]:
    forms = any_form_of({*_COMMON.split(), *(verb for verb in lexicon().verbs if verb.isalpha())})
    present = forms.pattern.replace("(?:e|es|ed|ing)", "(?:e|es)").replace("|ied|ying", "").replace("(?:ed|ing)", "ed")
    return re.compile(_NO_VERB_AFTER + present)
