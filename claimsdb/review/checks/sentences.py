"""Whether a wording is one sentence that stands alone: it has a verb, its pronouns and quotation marks are whole, and
no second statement hangs on it. Each finding has the wording that would mend it, where there is one to propose.

Told from words alone, as all checks are: a page could not wait for a parser. What is doubtful is let pass.
"""

import re
from collections.abc import Callable, Iterator

from claimsdb.choices import Check, Phase, Role
from claimsdb.extraction import FRAGMENT
from claimsdb.models import Attribution, Claim
from claimsdb.review.checks.finding import CheckFinding
from claimsdb.review.checks.finite_verbs import finite_verb_in

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_RELATIVE = re.compile(r"(?:which|who|whose|whom|where|that)\b(?!['’])", re.IGNORECASE)
_GERUND = re.compile(
    r"(?:[A-Za-z]+ly\s)?(?!during\b|according\b|everything\b|nothing\b|something\b|Beijing\b)[A-Za-z]{2,}ing\b", re.I
)
_POSSESSIVE = re.compile(r"(?:the|[\w.’' -]{2,40}['’]s?)\s", re.IGNORECASE)
_PERSONAL = re.compile(
    r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]e|I|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y)\b(?!['’]s\b)"
)
_I_THINK = re.compile(r"(?:I|We|we) (?:do |really )?(?:think|believe|guess|hope|know)(?: that)? ")
_DOING = re.compile(r"((?:(?! of )[\w’' -]){3,60}?) ((?:still|currently|now|also) )?([a-z]{2,}ing) ")
_POINTING = re.compile(r"(this|these|those)(\s+[a-z][\w-]+)?", re.IGNORECASE)
_OWNERS = frozenset({"his", "her", "its", "their", "our", "my"})
_SPEAKERS = frozenset({"we", "our", "my"})
# "It is likely that", "it was not easy to", "it took days to": nobody is meant.
_EMPTY_IT = re.compile(
    r"it(?:['’]s| (?:\w+ )?be| is| was| wasn['’]t| isn['’]t| remains| seems| appears| has been)"
    r"(?:(?: [\w’-]+){0,4} (?:that|how|whether|if|who|when|why|what)"
    r"|(?: (?:not|even|also|still|too|so|very|that))* "
    r"(?:easy|hard|difficult|possible|impossible|necessary|important|early|late|time|clear|unclear|safe|enough)"
    r" (?:to|for))\b"
    r"|it (?:takes|took|will take|would take) ",
    re.IGNORECASE,
)
# A full stop inside of one: abbreviations end with a capital or are short; a list goes on in small letters.
_SENTENCE_END = re.compile(
    r"(?<![A-Z])(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bGen)(?<!\bOct)[.!?][”\"]?\s+(?=[“\"]?[A-Z])|;\s+"
)
_CONJOINED = re.compile(r",\s+(?:and|but|while|whereas)\s+(?=(?:the\s+)?(?:[A-Z]|he\b|she\b|they\b|it\b))")
_SEVERAL = re.compile(r",(?!\d)|;|\band\b|\bor\b")
_BEHIND_NOUN = re.compile(r"\s(?:of|for|to|in|on|among|from|with|by|between|against|at|near|that|which)\s")
_COUNTED = re.compile(
    r"(?:an?|another|no|some|several|many|few|more|at least|about|around|over|nearly|\d[\d,.]*) ", re.I
)
_OWNED = re.compile(r"(?!(?:it|that|there|he|she|what|who|here|let)\b)[\w.’' -]{2,40}['’]s?\s", re.IGNORECASE)
_NOMINAL = re.compile(r"(?:ment|[ts]ion|ance|ence|ity|ities|ship|ness|ism|ure|age|al)s?$")  # "involvement"
NEAR = 4  # words between a second subject and its verb


def stands_alone(claim: Claim) -> Iterator[CheckFinding]:
    """Of wordings in English, or in a language that is not known."""
    if claim.text.strip() and claim.article.language.split("-")[0].lower() in ("en", "und"):
        for check in (_no_sentence, _unresolved, _open_quotation, _run_on):
            yield from check(claim)


# --- a sentence -------------------------------------------------------------------------------------------------------


def _no_sentence(claim: Claim) -> Iterator[CheckFinding]:
    """What the extractor has marked as none is none, whatever words it has."""
    said = claim.text.removeprefix(FRAGMENT)
    is_marked = said != claim.text
    text = _QUOTED.sub(_as_noun, said)
    first = text.split()[0]
    if _RELATIVE.match(text):
        if text.rstrip().endswith("?") or (first.lower() == "that" and finite_verb_in(" ".join(text.split()[2:]))):
            return
        rest = said[len(first) :].strip()
        message = f"It begins with “{first}”: of whom or what, only the article says."
        yield _finding(
            claim, Check.NOT_A_SENTENCE, first.lower(), message, _of_subject(claim, lambda name: f"{name} {rest}")
        )
    elif _GERUND.match(text) and not finite_verb_in(text):
        mended = _of_subject(claim, lambda name: f"{name} {_be(name)} {said[:1].lower()}{said[1:]}")
        yield _finding(
            claim, Check.NOT_A_SENTENCE, first.lower(), f"It begins with “{first}”, and has no verb of its own.", mended
        )
    elif not finite_verb_in(text):
        message = "It has no verb: a sentence says what is."
        yield _finding(claim, Check.NOT_A_SENTENCE, "no verb", message, "" if is_marked else _that_is(claim))
    elif is_marked:
        yield _finding(claim, Check.NOT_A_SENTENCE, FRAGMENT.strip(), "No sentence could be made of these words.", "")


def _as_noun(quoted: re.Match[str]) -> str:
    """What is quoted may be a whole sentence, whose verb is one of this."""
    verb = finite_verb_in(quoted[0].strip('“”"'))
    return f"“{verb}”" if verb else "“X”"


def _that_is(claim: Claim) -> str:
    """The thing as a sentence: what it is doing; that there is one or, of a certain one, when it takes place. Nothing
    where there is more than one, and where it may not be a thing at all."""
    owned = _PERSONAL.match(claim.text)
    resolved = _resolved(claim, owned[0]) if owned else ""
    thing = (resolved or claim.text).rstrip(" .")
    noun = _BEHIND_NOUN.split(thing)[0]
    if _SEVERAL.search(thing) or (owned and not resolved):
        return ""
    if doing := _DOING.match(thing):
        return f"{doing[1]} {_be(doing[1])} {thing[doing.start(2) if doing[2] else doing.start(3) :]}"
    if not (_COUNTED.match(thing) or _OWNED.match(thing) or _NOMINAL.search(noun)):
        return ""
    if _POSSESSIVE.match(thing):
        happens = {Phase.PLANNED: "is planned", Phase.DONE: "took place"}.get(Phase(claim.phase), "takes place")
        return f"{thing} {happens}"
    are = "are" if _is_plural(noun) or re.match(r"(?:around |about |some |over )?\d", thing) else "is"
    return f"There {are} {_small(claim, thing)}"


# --- pronouns ---------------------------------------------------------------------------------------------------------


def _unresolved(claim: Claim) -> Iterator[CheckFinding]:
    """A pronoun before whatever it could stand for, in the wording, which is therefore at its beginning."""
    text = claim.text
    personal, pointing = _PERSONAL.match(text), _POINTING.match(text)
    if personal and not _EMPTY_IT.match(text):
        yield _unnamed(claim, personal[0], _resolved(claim, personal[0]))
    elif pointing and _is_pointer(pointing):
        yield _unnamed(claim, pointing[0], _pointed(claim, pointing))


def _unnamed(claim: Claim, words: str, mended: str) -> CheckFinding:
    message = f"Whom or what “{words}” means, the wording does not say."
    return _finding(claim, Check.UNRESOLVED, words.lower(), message, mended)


def _resolved(claim: Claim, pronoun: str) -> str:
    """With the name of the subject; of who says it, for "we" and "our". Of what "I" do the verb would be another."""
    if thought := _I_THINK.match(claim.text):
        thing = claim.text[thought.end() :]
        return thing if finite_verb_in(thing) else ""
    if pronoun == "I":
        return ""
    rest = claim.text[len(pronoun) :]
    role = Role.CLAIMANT if pronoun.lower() in _SPEAKERS else Role.SUBJECT
    owns = pronoun.lower() in _OWNERS
    return _of_subject(claim, lambda name: f"{_owner(name) if owns else name}{rest}", role)


def _is_pointer(pointing: re.Match[str]) -> bool:
    """Not "those who": these are told."""
    return (pointing[2] or "").strip() not in {"who", "that", "which"}


def _pointed(claim: Claim, pointing: re.Match[str]) -> str:
    """ "These troops" are somebody's; of "this" alone nobody can say what it is."""
    noun = (pointing[2] or "").strip()
    if not noun or finite_verb_in(f"it {noun}"):
        return ""
    rest = claim.text[pointing.end() :]
    return _of_subject(claim, lambda name: f"{_owner(name)} {noun}{rest}")


# --- quotation marks, and second statements ---------------------------------------------------------------------------


def _open_quotation(claim: Claim) -> Iterator[CheckFinding]:
    text = claim.text
    opened, closed, straight = text.count("“"), text.count("”"), text.count('"') % 2
    if opened == closed and not straight:
        return
    marks = '"' if straight else "“”"
    lone = text.rfind('"') if straight else text.rfind("“" if opened > closed else "”")
    begins = lone == 0 or text[lone - 1] in " (" if straight else opened > closed
    end = text.rstrip().removesuffix(".").rstrip()
    mended = f"{end}{marks[-1]}." if begins and lone < len(end) - 1 else text[:lone] + text[lone + 1 :]
    message = "A quotation mark is open: where the quotation begins or ends, it does not say."
    yield _finding(claim, Check.OPEN_QUOTATION, text[max(0, lone - 20) : lone + 20], message, mended)


def _run_on(claim: Claim) -> Iterator[CheckFinding]:
    """Where the words after a full stop, or after "and" with somebody else, are a statement too."""
    plain = _QUOTED.sub(lambda quoted: "x" * len(quoted[0]), claim.text)
    for pattern in (_SENTENCE_END, _CONJOINED):
        for end in pattern.finditer(plain):
            first, second = plain[: end.start()], plain[end.end() :]
            near = second if pattern is _SENTENCE_END else " ".join(second.split()[: NEAR + 1])
            if finite_verb_in(first) and finite_verb_in(near):
                rest = claim.text[end.end() :]
                message = f"It runs on into a second statement: “{rest[:60]}{'…' if len(rest) > 60 else ''}”."
                yield _finding(claim, Check.RUN_ON, rest[:100], message, claim.text[: end.start()])
                return


# --- the mended wording -----------------------------------------------------------------------------------------------


def _finding(claim: Claim, check: Check, about: str, message: str, mended: str) -> CheckFinding:
    proposal = _sentence(mended)
    return CheckFinding(check, about[:200], message, proposal="" if proposal == claim.text else proposal)


def _sentence(text: str) -> str:
    text = _large(" ".join(text.split()).rstrip(" ,;"))
    return text if not text or text.endswith((".", "?", "!", ".”", '."')) else f"{text}."


def _of_subject(claim: Claim, word: Callable[[str], str], role: Role = Role.SUBJECT) -> str:
    """The words of the first whom the claim has in this role, an unnamed one too; empty for nobody, and for whom the
    wording names already."""
    parts: list[Attribution] = [part for part in claim.attributions.all() if part.role == role]
    name = next((part.actor.name if part.actor else part.name for part in parts if part.actor or part.name), "")
    return word(name) if name and name not in claim.text else ""


def _owner(name: str) -> str:
    return f"{name}’" if _is_plural(name) else f"{name}’s"


def _be(name: str) -> str:
    return "are" if _is_plural(name) else "is"


def _is_plural(name: str) -> bool:
    """As "troops" and "US officials" are; a name of which every word is large is one thing: "United States"."""
    *_, last = name.split() or [""]
    return last.endswith("s") and not last.endswith(("ss", "us", "is")) and last.islower()


def _large(text: str) -> str:
    return text[:1].upper() + text[1:]


def _small(claim: Claim, text: str) -> str:
    """With a small letter, where the article writes the word so: a name is written large anywhere."""
    first, *_ = text.split() or [""]
    is_word = first[1:].islower() and re.search(rf"\b{re.escape(first.lower())}\b", claim.article.text)
    return text[:1].lower() + text[1:] if is_word or first == "A" else text
