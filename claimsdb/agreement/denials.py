"""What a denial answers: a pointer ("these assertions") what was said before it, any other denial what has its words.

A confirmation answers in the second way.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from claimsdb.agreement.measures import is_same_measure, told
from claimsdb.agreement.negated_words import is_negated
from claimsdb.agreement.readings import ACTOR, Reading, same_voice, share_subject, topic_of
from claimsdb.agreement.sentences import is_next
from claimsdb.agreement.statements import NOBODY, Registry
from claimsdb.agreement.wording import ACTS, WORDS, as_written, content_words, stems, words_of
from claimsdb.choices import Basis, Phase, Placement, ReasonCode, Stance, Strength, Voice

FEWEST_WORDS = 2  # of content; a denial with fewer points at what was said before
FEWEST_ACROSS = 3  # where the claim stands in another article, or is the article's own
FEWEST_FOR_POSSIBLE = 3  # one of which may be missing
PARAGRAPHS_BACK = 2  # that a pointer reaches where nothing stands before it in its own
DAYS_LATER = 30  # that a denial in another article may come after the claim
_POINTING = re.compile(r"\b[a-z]\w+")  # a name alone points at nothing
_OWN_DEED = re.compile(r"(?:that )?(?:it|he|she|they|we|i|its|his|her|their|having|being)\b", re.IGNORECASE)
_INDEFINITE = re.compile(r"(?:an?|some|several|many|at least|about|around|more than|\d[\d,.]*)\b", re.IGNORECASE)
ACCUSING = frozenset(stems(WORDS["accusing"]))
NAMED = frozenset(stems(f"{WORDS['counting_pointers']} {WORDS['pointing_at_one']}"))
POINTERS = frozenset(words_of(WORDS["pointers"]))
BESIDE = frozenset(stems(WORDS["beside_pointers"]))
COUNTING = frozenset(words_of(f"{WORDS['counting_pointers']} figures numbers counts tolls totals estimates"))
_ONE_NOUN = "|".join(f"{WORDS['counting_pointers']} {WORDS['pointing_at_one']}".split())
_ONE = re.compile(rf"\A\W*(?:this|that|it)\b|\b(?:{_ONE_NOUN})\b", re.IGNORECASE)
_REFUSED = re.compile(
    rf"\A\W*(?:(?!(?:that|there)\b)[\w’'-]+\s+){{0,4}}?(?:{'|'.join(WORDS['refused'].split())})s?\b", re.IGNORECASE
)
_IT = re.compile(r"\b(?:of|about|for|on|to|with|by|\w+ed)\s+(?:it|them|this|that|him|her)\b", re.IGNORECASE)
_DEFINITE = re.compile(r"\W*(?:the|this|that|these|those|such|both|all)\b", re.IGNORECASE)
_HAD_SAID = re.compile(WORDS["had_said"], re.IGNORECASE)
_PRONOUN = re.compile(r"it|this|that|them|these|those", re.IGNORECASE)
LETTERS_BETWEEN = 60  # to what a pronoun stands for
_ALLEGING = re.compile(r"\b(?:claim|alleg|accus)\w*\b", re.IGNORECASE)
_PART = re.compile(WORDS["part"], re.IGNORECASE)
BEFORE = "said before it, where it points to"
DEED_NAMES = frozenset(ACTS.values())


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """Whether a denial answers a claim, and why; `missing` are the words that the claim would need."""

    claim: Reading
    code: ReasonCode
    in_words: str
    strength: Strength = Strength.CERTAIN
    missing: frozenset[str] = frozenset()

    @property
    def is_given(self) -> bool:
        return self.code == ReasonCode.ANSWERED


def is_pointer(denial: Reading) -> bool:
    """Whether what is denied was said elsewhere: "these assertions", "the reports", "it"."""
    asked = denial.asked - (BESIDE if COUNTING & {*words_of(denial.denied)} else frozenset())
    if not asked:
        words = words_of(denial.denied)
        return not words or bool(POINTERS & {*words, *(word.removesuffix("s") for word in words)})
    return len(asked) < FEWEST_WORDS and (not asked or bool(_POINTING.search(denial.denied)))


def is_of_a_part(denial: Reading) -> bool:
    """Whether it points at some of what was said, and leaves open at which: "one of three accusations"."""
    return bool(_PART.match(denial.said))


def is_refusal(denial: Reading) -> bool:
    """Whether it is no word on what is so: a request, an offer or a plan that is rejected."""
    return denial.statement.stance == Stance.DENIES and bool(_REFUSED.match(denial.denied))


def answered(denial: Reading, article: Sequence[Reading], registry: Registry) -> list[Answer]:
    """What of its own article a denial answers. `article` has all statements of it, in their order."""
    if is_of_a_part(denial) or is_refusal(denial):
        return []
    if is_pointer(denial):
        return [_given(claim, BEFORE) for claim in _pointed_at(denial, article, registry)]
    topic = topic_of(article)
    answers = [answers_by_words(denial, claim, registry, topic=topic) for claim in article if claim is not denial]
    return [each for each in answers if each.is_given]


def same_denial(denial: Reading, article: Sequence[Reading], registry: Registry) -> Reading | None:
    """The denial that a pointer repeats: the one before it in its paragraph, by a speaker for the same body."""
    if not is_pointer(denial):
        return None
    before = [
        each for each in article if each.denies and _is_before(each, denial) and _paragraphs_apart(each, denial) == 0
    ]
    return next((each for each in reversed(before) if denial.speakers and same_voice(each, denial, registry)), None)


def explain_answer(denial: Reading, claim: Reading, article: Sequence[Reading], registry: Registry) -> Answer:
    """Whether the denial answers this claim, with the reason either way."""
    if is_refusal(denial):
        return Answer(claim, ReasonCode.STANCE, "Not answered: what is rejected is no claim.")
    if not is_pointer(denial):
        return answers_by_words(denial, claim, registry, topic=topic_of(article))
    if any(each.claim is claim for each in answered(denial, article, registry)):
        return _given(claim, BEFORE)
    first = same_denial(denial, article, registry)
    if first is not None:
        return explain_answer(first, claim, article, registry)
    if is_of_a_part(denial):
        return Answer(
            claim, ReasonCode.DISCOURSE, "The denial is of a part of what was said, and leaves open of which."
        )
    words = "The denial points at what was said just before it of who denies, and this is not that."
    return Answer(claim, ReasonCode.DISCOURSE, words)


def answers_by_words(denial: Reading, claim: Reading, registry: Registry, *, topic: frozenset[str] = NOBODY) -> Answer:
    """A denial answers the affirmations that share its subject and have all its content words; those of the `topic` of
    their article go without saying near it."""
    if _is_told_in(claim, denial) and not same_voice(denial, claim, registry):
        return _given(claim, "it is what is denied, as the denial tells it")
    refused = _not_answerable(denial, claim, registry)
    if refused:
        return Answer(claim, *refused)
    missing = claim.lacks_affirmed(denial.asked)
    if (
        missing <= topic
        and missing < denial.asked - topic | missing
        and 0 <= _paragraphs_apart(claim, denial) <= PARAGRAPHS_BACK
    ):
        missing = NOBODY
    if _figures_differ(denial, claim):
        return Answer(claim, ReasonCode.WORDS, "Not answered: another figure is denied.", missing=missing)
    if not missing:
        return _given(claim, f"it has all that is denied: {spelled(denial.asked, denial)}")
    words = f"Not answered: it lacks {spelled(missing, denial)}."
    if _is_retort(denial, claim, missing=missing):
        told = f"Possibly: it comes right after it, and lacks only {spelled(missing, denial)}."
        return Answer(claim, ReasonCode.ANSWERED, told, Strength.POSSIBLE, missing)
    if _may_be_meant(denial, claim, missing=missing):
        return Answer(
            claim,
            ReasonCode.ANSWERED,
            f"Possibly: it lacks only {spelled(missing, denial)}.",
            Strength.POSSIBLE,
            missing,
        )
    return Answer(claim, ReasonCode.WORDS, words, missing=missing)


def confirmed(confirmation: Reading, others: Sequence[Reading], registry: Registry) -> Iterator[Answer]:
    """What somebody confirms who is the subject of it: that it is so, not how many."""
    if is_pointer(confirmation):
        return
    for claim in others:
        about = claim.subjects & (confirmation.bodies | confirmation.far_above)
        added = any(figure.basis == Basis.ADDITIONAL for figure in claim.statement.figures)
        if about and not added and claim.statement.voice == Voice.ATTRIBUTED:
            answer = answers_by_words(confirmation, claim, registry)
            if answer.is_given and answer.strength == Strength.CERTAIN:
                yield answer


def _given(claim: Reading, why: str) -> Answer:
    return Answer(claim, ReasonCode.ANSWERED, f"Answered: {why}.")


def _not_answerable(denial: Reading, claim: Reading, registry: Registry) -> tuple[ReasonCode, str] | None:
    """Why it is no claim that this speaker could answer, whatever its words."""
    if not _is_affirmed(denial, claim):
        return ReasonCode.STANCE, "Not answered: it is no affirmation of what is."
    if is_negated(claim, denial.asked) and not is_negated(denial):
        return ReasonCode.STANCE, "Not answered: it says itself that it is not so."
    if denial.speakers and same_voice(denial, claim, registry):
        return ReasonCode.SPEAKER, "Not answered: it is the speaker's own word."
    if not share_subject(denial, claim) or _is_of_nobody(denial, claim):
        return ReasonCode.SUBJECT, "Not answered: it is about somebody else."
    if len(denial.asked) < FEWEST_WORDS:
        return ReasonCode.EVENT, "Not answered: too little says what is denied."
    if claim.statement.article == denial.statement.article:
        if is_within(denial, claim):
            return ReasonCode.DISCOURSE, "Not answered: the denial is a part of it."
        if (
            denial.denies
            and not claim.is_copy
            and not _is_before(claim, denial)
            and not is_next(claim.statement, denial.statement)
        ):
            return ReasonCode.DISCOURSE, "Not answered: it comes after the denial."
        too_few = claim.statement.voice == Voice.ARTICLE and len(denial.asked) < FEWEST_ACROSS
        return (ReasonCode.EVENT, "Not answered: too little says that it is of one matter.") if too_few else None
    claimed, denied = claim.statement.published, denial.statement.published
    if claimed.end is None or denied.start is None:
        return ReasonCode.TIME_UNKNOWN, "Not answered: which of them came first is not told."
    if not claimed.end <= denied.start <= claimed.end + timedelta(days=DAYS_LATER):
        return ReasonCode.TIME, "Not answered: it was not said in the days before the denial."
    if len(denial.asked) < FEWEST_ACROSS or not denial.subjects & (claim.subjects | claim.actors):
        return ReasonCode.EVENT, "Not answered: too little says that they are of one matter."
    return None


def _is_affirmed(denial: Reading, claim: Reading) -> bool:
    forecast = claim.statement.stance == Stance.PREDICTS or claim.statement.phase == Phase.PLANNED
    if forecast and denial.statement.phase != Phase.PLANNED:
        return False
    if claim.statement.voice == Voice.ARTICLE and claim.statement.placement != Placement.BODY:
        return False
    return claim.affirms or claim.statement.stance == Stance.PREDICTS


def _may_be_meant(denial: Reading, claim: Reading, *, missing: frozenset[str]) -> bool:
    """One word of several may be missing shortly before the denial, if it is neither the deed nor somebody."""
    return (
        len(denial.asked) >= FEWEST_FOR_POSSIBLE
        and len(missing) == 1
        and not any(word.startswith(ACTOR) or word in DEED_NAMES for word in missing)
        and claim.statement.article == denial.statement.article
        and _is_before(claim, denial)
        and _paragraphs_apart(claim, denial) <= PARAGRAPHS_BACK
    )


def _is_retort(denial: Reading, claim: Reading, *, missing: frozenset[str]) -> bool:
    """Whether it is said in the next sentence, with half of its words, to what somebody else has said; or with one of
    them where that had been said before."""
    if denial.statement.stance != Stance.DENIES or claim.statement.voice != Voice.ATTRIBUTED:
        return False
    if _is_told_after(claim, denial) and missing < denial.asked:
        return True
    return (
        (len(missing) <= len(denial.asked) / 2 or (bool(_IT.search(claim.said)) and not missing & DEED_NAMES))
        and len(missing) < len(denial.asked)
        and not any(word.startswith(ACTOR) for word in missing)
        and is_next(claim.statement, denial.statement)
    )


def _is_told_after(claim: Reading, denial: Reading) -> bool:
    """Whether it was said before, though it is told right after the denial: "A former cook had said ..."."""
    said = claim.statement.sentence.replace(claim.statement.quote, " ")
    known = denial.speakers and claim.speakers and not _is_before(claim, denial)
    return bool(known) and is_next(claim.statement, denial.statement) and bool(_HAD_SAID.search(said))


def _pointed_at(denial: Reading, article: Sequence[Reading], registry: Registry) -> list[Reading]:
    """The attributed affirmations before it in its paragraph, else in the nearest of those before that has some; of the
    kind that it points at, and with the word that it has beside."""
    before = [each for each in article if _is_before(each, denial) and _is_pointed_at(denial, each, registry)]
    if COUNTING & {*words_of(denial.denied)}:
        before = [each for each in before if each.statement.figures]
    if _PRONOUN.fullmatch(denial.denied.strip(" .,;:")):
        in_paragraph = any(_is_before(each, denial) and _paragraphs_apart(each, denial) == 0 for each in article)
        before = [each for each in before if _is_close(each, denial)] if in_paragraph else before
    for distance in range(PARAGRAPHS_BACK + 1):
        found = [each for each in before if _paragraphs_apart(each, denial) == distance]
        asked = denial.asked - BESIDE
        with_words = [each for each in found if not asked - each.words - content_words(" ".join(each.who))]
        meant = with_words or [each for each in found if _concerns(denial, each)]
        if meant:
            meant = _of_its_kind(denial, meant)
            return _last(denial, meant) if _is_of_one(denial) else meant
        if same_denial(denial, article, registry) is not None:
            return []
    return []


def _is_close(claim: Reading, denial: Reading) -> bool:
    return is_next(claim.statement, denial.statement, letters_between=LETTERS_BETWEEN)


def _is_of_one(denial: Reading) -> bool:
    """Whether it points at one thing that was said: "this", "the accusation"."""
    return bool(_ONE.search(denial.denied))


def _of_its_kind(denial: Reading, claims: list[Reading]) -> list[Reading]:
    """Where an accusation is meant, or a report, those that accuse, or are of a report, if some are."""
    named = {*stems(denial.denied)} & NAMED
    of_such = [each for each in claims if named & {*stems(" ".join(each.who))}]
    if not named & ACCUSING:
        return of_such or claims
    accusing = [each for each in claims if each.statement.stance == Stance.ACCUSES]
    alleging = {speaker for each in claims if _ALLEGING.search(each.statement.sentence) for speaker in each.speakers}
    return of_such or accusing or [each for each in claims if each.speakers & alleging] or claims


def _last(denial: Reading, claims: list[Reading]) -> list[Reading]:
    """Those of the last sentence, of who denies if some are."""
    last = claims[-1].statement
    same = (each for each in claims if last.sentence and each.statement.sentence == last.sentence)
    found = [*same] or claims[-1:]
    return [each for each in found if _concerns(denial, each) or _is_named_in(denial, each)] or found


def _is_pointed_at(denial: Reading, claim: Reading, registry: Registry) -> bool:
    is_count = bool(claim.statement.figures and COUNTING & {*words_of(denial.denied)})
    return (
        (claim.statement.voice == Voice.ATTRIBUTED or claim.statement.stance == Stance.ACCUSES or is_count)
        and _is_affirmed(denial, claim)
        and not same_voice(denial, claim, registry)
        and _may_be_about(denial, claim)
    )


def _may_be_about(denial: Reading, claim: Reading) -> bool:
    """Whether it concerns the denier; or accuses somebody, where an accusation is denied; else where no actors tell."""
    if claim.statement.stance == Stance.ACCUSES or _concerns(denial, claim):
        return True
    if ACCUSING & set(stems(denial.denied)) and not _DEFINITE.match(denial.denied):
        return False
    return _is_named_in(denial, claim) or not denial.actors or not claim.actors


def _is_named_in(denial: Reading, claim: Reading) -> bool:
    """Whether the claim has a name of who denies."""
    names = content_words(" ".join(denial.who))
    return bool(names & content_words(f"{claim.statement.text} {claim.statement.quote}"))


def _is_of_nobody(denial: Reading, claim: Reading) -> bool:
    """Whether somebody denies a deed of their own ("it had attacked"), and the claim is of a deed without a doer."""
    denied, claimed = denial.said, claim.said
    return (
        bool(_OWN_DEED.match(denied))
        and bool(_INDEFINITE.match(claimed))
        and not _concerns(denial, claim)
        and not _is_named_in(denial, claim)
    )


def _concerns(denial: Reading, claim: Reading) -> bool:
    """Whether the claim is about the denier, his body or state, or about somebody of whom the denial speaks."""
    return bool((denial.actors | denial.bodies | denial.far_above | denial.sides) & claim.actors)


def _figures_differ(denial: Reading, claim: Reading) -> bool:
    pairs = (
        (told(denial, one), told(claim, other)) for one in denial.statement.figures for other in claim.statement.figures
    )
    same = ((one.span, other.span) for one, other in pairs if is_same_measure(one, other))
    return any(one.is_apart_from(other) for one, other in same if one and other)


def is_within(denial: Reading, claim: Reading) -> bool:
    """Whether the words of the denial are some of the claim's."""
    one, other = denial.statement, claim.statement
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start < other.end and other.start < one.end


def _is_told_in(claim: Reading, denial: Reading) -> bool:
    """Whether a claim is told within the words that deny it: "allegations by workers that it had paid bribes"."""
    if denial.statement.stance != Stance.DENIES or claim.statement.voice != Voice.ATTRIBUTED or not claim.affirms:
        return False
    one, other = claim.statement, denial.statement
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.article == other.article and other.start < one.start and one.end <= other.end


def _is_before(one: Reading, other: Reading) -> bool:
    return one is not other and one.place_in_article < other.place_in_article


def _paragraphs_apart(one: Reading, other: Reading) -> int:
    """How many paragraphs lie between; many where it is not known."""
    first, second = one.statement.paragraph, other.statement.paragraph
    return PARAGRAPHS_BACK + 1 if first is None or second is None else second - first


def spelled(words: Collection[str], denial: Reading) -> str:
    """Words as the denial has them, for people to read."""
    written = as_written(words, denial.said)
    actors = [word.removeprefix(ACTOR).replace("-", " ") for word in sorted(words) if word.startswith(ACTOR)]
    return ", ".join([*written, *actors])
