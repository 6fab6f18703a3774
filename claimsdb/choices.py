"""Enumerations of the domain, shared by the database, the extractor and the API.

Plain enumerations of strings, so that the extractor can use them without Django. `field_choices` turns one
into what a Django field or filter takes.
"""

from collections.abc import Iterable
from enum import StrEnum

NONE = "none"  # by which filters ask for what has no value


def field_choices(words: Iterable[StrEnum]) -> list[tuple[str, str]]:
    """(value, label) pairs in the order of the list: `("at_least", "at least")`."""
    return [(word.value, word.value.replace("_", " ")) for word in words]


class SourceKind(StrEnum):
    """What kind of publisher a source is."""

    NEWSPAPER = "newspaper"
    BROADCASTER = "broadcaster"
    AGENCY = "agency"
    STATE_MEDIA = "state_media"
    AGGREGATOR = "aggregator"
    BLOG = "blog"
    UNKNOWN = "unknown"


class SourceState(StrEnum):
    """A source that an article named and nobody knew is proposed until an editor confirms it."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"


class Texts(StrEnum):
    """What readers get of articles: the whole text, or the quotes of its claims alone."""

    FULL = "full"
    QUOTES = "quotes"


class SecondFactor(StrEnum):
    """Who shows a code besides the password: nobody, whoever wants to, or whoever may review or administrate."""

    OFF = "off"
    OPTIONAL = "optional"
    REQUIRED = "required"


class ArticleState(StrEnum):
    """Whether readers see an article: with its first public claim or by an editor's word, and no more once it is
    withdrawn."""

    DRAFT = "draft"
    PUBLIC = "public"
    WITHDRAWN = "withdrawn"


class Reliability(StrEnum):
    """The Admiralty scale for sources (NATO AJP-2.1): A is completely reliable, F cannot be judged."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class PublishedBasis(StrEnum):
    """Where an article's date of publication was found."""

    FRONT_MATTER = "front_matter"
    BYLINE = "byline"
    URL = "url"
    EDITOR = "editor"
    UNKNOWN = "unknown"


class DerivationKind(StrEnum):
    """How an article came out of another work, in the terms of W3C PROV-O."""

    DERIVED = "wasDerivedFrom"
    QUOTED = "wasQuotedFrom"
    PRIMARY = "hadPrimarySource"
    REVISION = "wasRevisionOf"


class ActorKind(StrEnum):
    """What an actor is."""

    STATE = "state"
    GOVERNMENT_BODY = "government_body"
    ARMED_FORCE = "armed_force"
    INTELLIGENCE = "intelligence"
    PERSON = "person"
    ORGANISATION = "organisation"
    MEDIA = "media"
    GROUP = "group"


class CodeScheme(StrEnum):
    """Who gave an actor a code. `claimsdb` codes are the project's own: NK, RU, UA, KR, US."""

    CLAIMSDB = "claimsdb"
    ISO_ALPHA2 = "iso3166-1-alpha-2"
    ISO_ALPHA3 = "iso3166-1-alpha-3"
    COW = "cow"
    CAMEO = "cameo"
    WIKIDATA = "wikidata"


class NameKind(StrEnum):
    """What one of the names of an actor is: Kremlin is a metonym of Russia, Russian its demonym."""

    NAME = "name"
    ABBREVIATION = "abbreviation"
    DEMONYM = "demonym"
    METONYM = "metonym"


class AffiliationKind(StrEnum):
    """How one actor belongs to another."""

    OFFICEHOLDER_OF = "officeholder_of"
    SPOKESPERSON_FOR = "spokesperson_for"
    PART_OF = "part_of"
    MEMBER_OF = "member_of"


class Undated(StrEnum):
    """What becomes of claims without a day of publication where claims are asked for as of a day."""

    EXCLUDE = "exclude"
    INCLUDE = "include"


class LedgerRows(StrEnum):
    """What a row of a ledger is."""

    FIGURE = "figure"
    STATEMENT = "statement"


class RollUp(StrEnum):
    """Whose words count as an actor's: those of all who belong to it, of its officials, or its own alone."""

    ALL = "true"
    OFFICIALS = "officials"
    NOBODY = "false"


class Voice(StrEnum):
    """Whose word a claim is: somebody's whom the article names, or the article's own."""

    ATTRIBUTED = "attributed"
    ARTICLE = "article"


class Quotation(StrEnum):
    """How the article quotes a claim: in its words, in part, in other words, or not at all."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"
    NONE = "none"


class Stance(StrEnum):
    """How a claim is put. A claim that is denied has the wording of what is denied."""

    ASSERTS = "asserts"
    DENIES = "denies"
    CONFIRMS = "confirms"
    PREDICTS = "predicts"
    ACCUSES = "accuses"
    WARNS = "warns"
    QUESTIONS = "questions"
    CALLS_FOR = "calls_for"


class Phase(StrEnum):
    """How far the claimed event has come, as the claim puts it."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    UNKNOWN = "unknown"


class Topic(StrEnum):
    """What a claim is about. Kept short on purpose; a claim that fits none has no topic."""

    TROOP_DEPLOYMENT = "troop-deployment"
    CASUALTIES = "casualties"
    DESERTION = "desertion"
    RECRUITMENT = "recruitment"
    ARMS_TRANSFER = "arms-transfer"
    TECHNOLOGY_TRANSFER = "technology-transfer"
    TREATY = "treaty"
    SANCTIONS = "sanctions"
    DIPLOMACY = "diplomacy"
    CAPABILITY = "capability"
    MOTIVE = "motive"
    ECONOMY = "economy"
    COMBAT = "combat"
    NUCLEAR = "nuclear"
    INTELLIGENCE = "intelligence"


class Role(StrEnum):
    """The role of an actor in a claim.

    The claimant says it; the origin is whom the claimant has it from; the relayer passes it on (an outlet
    that "reports" without a source under it is a relayer, and the claimant is then absent); the subject is
    whom it is about; the addressee is whom it is said to; the place is where it happens (in Ukraine, near Kursk);
    evidence is what shows it without a person's word (photographs, a video); anyone else in the words is mentioned.
    """

    CLAIMANT = "claimant"
    ORIGIN = "origin"
    RELAYER = "relayer"
    SUBJECT = "subject"
    ADDRESSEE = "addressee"
    MENTIONED = "mentioned"
    PLACE = "place"
    EVIDENCE = "evidence"


class Qualifier(StrEnum):
    """How exactly a figure is given."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    ORDER_OF_MAGNITUDE = "order_of_magnitude"


class Basis(StrEnum):
    """What a figure is counted against: a total, an addition to what there was, a share of a whole, or a rate.

    A partial one counts what somebody saw of the whole: hundreds on photographs of some bases are no total.
    """

    TOTAL = "total"
    ADDITIONAL = "additional"
    SHARE = "share"
    RATE = "rate"
    PARTIAL = "partial"


class Stage(StrEnum):
    """How far what is counted has come: troops that are announced, sent, arrived or fighting, shells that are produced,
    delivered or used. Two figures of different stages count different things."""

    ANNOUNCED = "announced"
    ORDERED = "ordered"
    SENT = "sent"
    ARRIVED = "arrived"
    TRAINING = "training"
    DEPLOYED = "deployed"
    FIGHTING = "fighting"
    LOST = "lost"
    DESERTED = "deserted"
    RETURNED = "returned"
    PRODUCED = "produced"
    DELIVERED = "delivered"
    RECEIVED = "received"
    USED = "used"


class Per(StrEnum):
    """The time for which a figure is counted: 1.5 million shells a year."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


class Status(StrEnum):
    """Where a claim stands in review. Accepted means faithfully recorded, not true."""

    EXTRACTED = "extracted"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"
    NEEDS_RECHECK = "needs_recheck"
    SUPERSEDED = "superseded"


class Verb(StrEnum):
    """What an editor, or a re-extraction, does to a claim."""

    ENTER = "enter"
    ACCEPT = "accept"
    AMEND = "amend"
    REJECT = "reject"
    MARK_DUPLICATE = "mark_duplicate"
    REOPEN = "reopen"
    SUPERSEDE = "supersede"
    UNDO = "undo"


class Reason(StrEnum):
    """Why a claim was rejected. The desk's digits follow this order."""

    NOT_A_CLAIM = "not_a_claim"
    WRONG_SPAN = "wrong_span"
    DUPLICATE = "duplicate"
    WRONG_ACTOR = "wrong_actor"
    UNCLEAR = "unclear"
    OTHER = "other"


REASON_WITH_NOTE = Reason.OTHER  # says nothing without one


class Check(StrEnum):
    """What the desk looks at before an editor accepts a claim. The first keeps it from being accepted."""

    QUOTE_PLACE = "quote_place"
    FIGURE_ADDED = "figure_added"
    ACTOR_ADDED = "actor_added"
    NEGATION_LOST = "negation_lost"
    PLAN_AS_FACT = "plan_as_fact"
    NOT_A_SENTENCE = "not_a_sentence"
    UNRESOLVED = "unresolved"
    OPEN_QUOTATION = "open_quotation"
    RUN_ON = "run_on"
    LIKELY_DUPLICATE = "likely_duplicate"
    DATE_OUTSIDE = "date_outside"


class Placement(StrEnum):
    """Where in its article a statement stands. All but the body may only repeat what the body says."""

    HEADLINE = "headline"
    LEAD = "lead"
    SUMMARY = "summary"
    HEADING = "heading"
    CAPTION = "caption"
    BODY = "body"


class Verdict(StrEnum):
    """How two figures stand to each other. Those that are not comparable have none."""

    CONTRADICTS = "contradicts"
    AGREES = "agrees"
    UPDATES = "updates"
    NONE = "none"


class ReasonCode(StrEnum):
    """Why two figures, or a denial and a claim, stand to each other as they do: the first test that decides."""

    STANCE = "stance"
    COUNTED = "counted"
    MEASURE = "measure"
    UNIT = "unit"
    TOPIC = "topic"
    BASIS = "basis"
    PARTIAL = "partial"
    PER = "per"
    PHASE = "phase"
    TIME = "time"
    TIME_UNKNOWN = "time_unknown"
    PLACE = "place"
    EVENT = "event"
    STAGE = "stage"
    SPEAKER = "speaker"
    NO_VALUE = "no_value"
    PRECISION = "precision"
    CONTAINMENT = "containment"
    EQUAL = "equal"
    DISJOINT = "disjoint"
    LADDER = "ladder"
    LATER = "later"
    SUBJECT = "subject"
    WORDS = "words"
    DISCOURSE = "discourse"
    ANSWERED = "answered"


class JoinReason(StrEnum):
    """Why two statements have one origin, or may have."""

    SAME_ACTOR = "same_actor"
    SAME_WORDS = "same_words"
    SPOKESMAN_AND_BODY = "spokesman_and_body"
    ARTICLE_VOICE = "article_voice"
    ARTICLE_VOICE_BESIDE_SPEAKER = "article_voice_beside_speaker"
    HEADLINE_OF_TEXT = "headline_of_text"
    COPY = "copy"
    DERIVED_ARTICLE = "derived_article"
    CONFIRMED = "confirmed"
    ONE_SIDE = "one_side"
    JOINT = "joint"
    PROPOSED = "proposed"
    NEAR_COPY = "near_copy"
    OPEN = "open"


class Followed(StrEnum):
    """Of what changes are told."""

    CLAIM = "claim"
    ACTOR = "actor"
    SOURCE = "source"
    ARTICLE = "article"
    ASSESSMENT = "assessment"
    QUESTION = "question"
    ANSWER = "answer"
    RELATION = "relation"


class Happening(StrEnum):
    """What a webhook tells of what is followed: that it is new or says something else, is public no more, or is none of
    those that the webhook's filters ask for."""

    CHANGED = "changed"
    GONE = "gone"
    UNMATCHED = "unmatched"


class Message(StrEnum):
    """What a webhook sends."""

    CHANGES = "changes"
    PING = "ping"


class ImportDoor(StrEnum):
    """How files come in."""

    LOAD_ARTICLES = "load_articles"
    LOAD_SEEDS = "load_seeds"
    IMPORT_FIXTURE = "import_fixture"
    LOADDATA = "loaddata"
    IMPORT_CLAIMREVIEWS = "import_claimreviews"
    API = "api"
    ADMIN = "admin"


class ImportState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    PARTLY = "partly"
    FAILED = "failed"


class MergedKind(StrEnum):
    """What is merged into another of its kind, by the name of its model."""

    ACTOR = "actor"
    SOURCE = "source"


class Scope(StrEnum):
    """What a token lets its holder do, within what its user may."""

    READ = "read"
    EDIT = "edit"


class Conclusion(StrEnum):
    """What an assessment comes to, whatever its publisher calls it: the four labels of AVeriTeC."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"
    CONFLICTING = "conflicting"


class MatchRule(StrEnum):
    """By what a fact check of others is known, for certain, to be about a claim."""

    CLAIMS_ADDRESS = "claims_address"
    ADDRESS_AND_WORDING = "address_and_wording"


class Bearing(StrEnum):
    """What a piece of evidence does to the claim."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    CONTEXT = "context"


class AnswerKind(StrEnum):
    """What a question asks for."""

    NUMBER = "number"
    YES_NO = "yes_no"
    DATE = "date"
    WHO = "who"
    OPEN = "open"


class QuestionStatus(StrEnum):
    """Where a question stands: proposed by the machine until an editor opens it, closed to further claims, or merged
    into another."""

    PROPOSED = "proposed"
    OPEN = "open"
    CLOSED = "closed"
    MERGED = "merged"


class ScopePart(StrEnum):
    """What an actor is in the scope of a question."""

    SUBJECT = "subject"
    PLACE = "place"


class AnswerPart(StrEnum):
    """What a claim does to a question: "3000 soldiers is not much" presupposes a figure and states none."""

    STATES = "states"
    REPEATS = "repeats"
    PRESUPPOSES = "presupposes"


class LinkState(StrEnum):
    """Where an answer or a relation stands in review. The machine's own is withdrawn when no rule proposes it any more;
    a decided one is looked at again when what was compared has changed."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    NEEDS_RECHECK = "needs_recheck"


class LinkVerb(StrEnum):
    """What an editor, or the machine, does to an answer or a relation."""

    PROPOSE = "propose"
    CONFIRM = "confirm"
    REJECT = "reject"
    AMEND = "amend"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    RECHECK = "recheck"
    MOVE = "move"
    UNDO = "undo"


class RelationKind(StrEnum):
    """How one claim stands to another. Those in SYMMETRIC say the same both ways."""

    CONTRADICTS = "contradicts"
    DENIES = "denies"
    CONFIRMS = "confirms"
    SUPPORTS = "supports"
    QUALIFIES = "qualifies"
    REPEATS = "repeats"
    UPDATES = "updates"
    SAME_ORIGIN = "same_origin"


SYMMETRIC = (RelationKind.CONTRADICTS, RelationKind.REPEATS, RelationKind.SAME_ORIGIN)
SAID_OF_ONE = (RelationKind.REPEATS, RelationKind.SAME_ORIGIN)  # what they join counts once

# How the other claim stands to it, where that is not said by the same word.
PASSIVE = {
    RelationKind.DENIES: "denied_by",
    RelationKind.CONFIRMS: "confirmed_by",
    RelationKind.SUPPORTS: "supported_by",
    RelationKind.QUALIFIES: "qualified_by",
    RelationKind.UPDATES: "updated_by",
}


class RelationAbout(StrEnum):
    """Of what in them two claims are related."""

    VALUE = "value"
    EXISTENCE = "existence"
    TIME = "time"
    SPEAKER = "speaker"
    PLACE = "place"
    READING = "reading"


class Strength(StrEnum):
    """Whether a relation follows from what the claims say, or may be one."""

    CERTAIN = "certain"
    POSSIBLE = "possible"


class Agreement(StrEnum):
    """Whether the claims that answer a question agree, as far as editors have confirmed them."""

    UNASSESSED = "unassessed"
    ONE_ANSWER = "one_answer"
    COMPATIBLE = "compatible"
    DENIED = "denied"
    CONFLICT = "conflict"
    OPEN = "open"
