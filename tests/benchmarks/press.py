"""A made-up press: articles, claims and actors, skewed as real ones are; the same size and seed give the same rows.

Rows are tuples in the order of COLUMNS, days and moments as text, so that an engine takes them as they are.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from claimsdb.choices import Phase, Role, Stance, Status, Topic
from claimsdb.models.articles import sha256
from claimsdb.models.claims import CONTEXT_LENGTH, claim_key
from tests.benchmarks.vocabulary import RARE_WORD, words

CLAIMS_PER_ARTICLE = 20
SOURCES, STATES, PERSONS = 50, 60, 139
NORTH_KOREA, WITNESS = 1, STATES + PERSONS + 1  # ids; the witness is the rare actor
RARE = 3_000  # one claim in so many has the rare actor, and one the rare word
KOREAN = 0.3  # the share of claims in which North Korea has a part, by itself or by one of its own
FIRST_DAY, DAYS = date(2023, 11, 1), 1_100
FIRST_MOMENT = datetime(2026, 1, 1)

ACCEPTED, EXTRACTED, REJECTED = Status.ACCEPTED.value, Status.EXTRACTED.value, Status.REJECTED.value
STATUSES = [*[ACCEPTED] * 20, *[EXTRACTED] * 3, *[REJECTED] * 2]
STANCES, PHASES, TOPICS = ([word.value for word in words] for words in (Stance, Phase, Topic))
OTHER_ROLES = [Role.CLAIMANT.value, Role.SUBJECT.value, Role.MENTIONED.value, Role.ADDRESSEE.value]

COLUMNS = {
    table: columns.split()
    for table, columns in {
        "source": "id slug name domain kind country reliability state texts",
        "actor": "id slug name kind country",
        "actorcode": "id actor_id scheme code",
        "affiliation": "id child_id parent_id kind",
        "article": "id source_id title byline url file_name text text_sha256 language published_on published_from"
        " published_to published_basis created_at state state_by_editor",
        "claim": "id key article_id start end quote prefix suffix text voice quotation stance hedge phase topic"
        " said_from said_to said_as_written event_as_written status decided_at extractor extractor_version rule"
        " confidence found amended editors_words version created_at updated_at",
        "attribution": "id claim_id order role actor_id name as_written hop",
        "quantity": "id claim_id order as_written low best high qualifier measure unit basis stage per",
        "decision": "id claim_id version verb from_status to_status decided_at reason note public_note batch",
    }.items()
}

Rows = dict[str, list[tuple[Any, ...]]]


def registry() -> Rows:
    """Sources, states with their codes, and persons who hold an office of one."""
    states = [(NORTH_KOREA, "north-korea", "North Korea", "state", "KP")]
    states += [(pk, f"state-{pk}", f"State {pk}", "state", "") for pk in range(2, STATES + 1)]
    persons = [(pk, f"person-{pk}", f"Person {pk}", "person", "") for pk in range(STATES + 1, WITNESS)]
    codes = [(pk, pk, "claimsdb", "NK" if pk == NORTH_KOREA else f"S{pk}") for pk in range(1, STATES + 1)]
    return {
        "source": [
            (pk, f"source-{pk}", f"Source {pk}", f"source-{pk}.example", "newspaper", "", "F", "confirmed", "")
            for pk in range(1, SOURCES + 1)
        ],
        "actor": [*states, *persons, (WITNESS, "rare-witness", "Rare Witness", "person", "")],
        "actorcode": codes,
        "affiliation": [(pk, pk, state_of(pk), "officeholder_of") for pk in range(STATES + 1, WITNESS)],
    }


def state_of(person: int) -> int:
    return (person - 1) % STATES + 1


KOREANS = [pk for pk in range(STATES + 1, WITNESS) if state_of(pk) == NORTH_KOREA]
OTHERS = [pk for pk in range(2, WITNESS) if pk not in KOREANS]
FAME = list(accumulate(1 / rank for rank in range(1, len(OTHERS) + 1)))


@dataclass
class Press:
    claims: int
    seed: int = 4
    random: Random = field(init=False)
    ids: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self.random, self.ids = Random(self.seed), defaultdict(int)

    def batches(self, *, articles: int = 500) -> Iterator[Rows]:
        """The rows of so many articles at a time, each after those that it refers to."""
        rows: Rows = defaultdict(list)
        for number in range(0, self.claims, CLAIMS_PER_ARTICLE):
            self._article(rows, claims=min(CLAIMS_PER_ARTICLE, self.claims - number))
            if len(rows["article"]) == articles:
                yield rows
                rows = defaultdict(list)
        if rows:
            yield rows

    def _article(self, rows: Rows, *, claims: int) -> None:
        pk, random = self._next("article"), self.random
        title = " ".join(words(random, number=8)).capitalize()
        sentences = [self._sentence() for _ in range(claims)]
        text = "\n\n".join([title, *sentences])
        digest = sha256(text)
        day = str(FIRST_DAY + timedelta(days=random.randrange(DAYS))) if random.random() < 0.95 else None
        file_name = f"{pk:06d}_{digest[:16]}.txt"
        of_article = (pk, random.randint(1, SOURCES), title, "", "", file_name, text, digest)
        dated = ("en", day, day, day, "byline" if day else "unknown", _moment(pk), "public", False)
        rows["article"].append(of_article + dated)
        start = len(title) + 2
        for sentence in sentences:
            self._claim(rows, article=pk, text=text, digest=digest, start=start, quote=sentence, day=day)
            start += len(sentence) + 2

    def _sentence(self) -> str:
        chosen = words(self.random, number=self.random.randint(10, 24))
        if self._is_rare(5):
            chosen[3] = RARE_WORD
        self.ids["sentence"] += 1
        return f"{' '.join(chosen).capitalize()}."

    def _is_rare(self, place: int) -> bool:
        return self.ids["sentence"] % RARE == place

    def _claim(
        self, rows: Rows, *, article: int, text: str, digest: str, start: int, quote: str, day: str | None
    ) -> None:
        pk, random, end = self._next("claim"), self.random, start + len(quote)
        actors = self._actors(pk)
        status = ACCEPTED if WITNESS in actors else random.choice(STATUSES)
        decided_at = _moment(pk) if status != EXTRACTED else None
        stance, phase, topic = map(random.choice, (STANCES, PHASES, TOPICS))
        found = f'{{"text": "{quote}", "stance": "{stance}", "phase": "{phase}", "topic": "{topic}"}}'
        confidence = round(0.5 + random.random() / 2, 2)
        rows["claim"].append(
            (
                *(pk, claim_key(digest, start, end), article, start, end, quote),
                *(text[max(0, start - CONTEXT_LENGTH) : start], text[end : end + CONTEXT_LENGTH], quote),
                *("attributed", "indirect", stance, "", phase, topic),
                *(day, day, "that day" if day else "", "", status, decided_at),
                *("spacy-rules", "1", "clause-complement", confidence, found, "[]", "[]"),
                *(2 if decided_at else 1, _moment(pk), _moment(pk)),
            )
        )
        self._parts(rows, claim=pk, actors=actors)
        if decided_at:
            self._decision(rows, claim=pk, status=status, decided_at=decided_at)

    def _actors(self, claim: int) -> list[int]:
        """One to four, each once; the first is North Korea or one of its own in the share of claims that is theirs."""
        random = self.random
        actors = random.choices(OTHERS, cum_weights=FAME, k=random.randint(1, 4))
        if random.random() < KOREAN:
            actors[0] = NORTH_KOREA if random.random() < 0.8 else random.choice(KOREANS)
        if claim % RARE == 7:
            actors[-1] = WITNESS
        return list(dict.fromkeys(actors))

    def _parts(self, rows: Rows, *, claim: int, actors: list[int]) -> None:
        for order, actor in enumerate(actors):
            role = Role.CLAIMANT.value if order == 0 else self.random.choice(OTHER_ROLES)
            rows["attribution"].append((self._next("attribution"), claim, order, role, actor, "", f"actor {actor}", 0))
        if self.random.random() < 0.4:
            number = self.random.randint(1, 500) * 100
            figures = (f"{number:,}", None, number, None, "exact", "troops", "person", "total", "", "")
            rows["quantity"].append((self._next("quantity"), claim, 0, *figures))

    def _decision(self, rows: Rows, *, claim: int, status: str, decided_at: str) -> None:
        verb, reason = ("accept", "") if status == ACCEPTED else ("reject", "unclear")
        change = (verb, EXTRACTED, status, decided_at, reason, "", "", "")
        rows["decision"].append((self._next("decision"), claim, 2, *change))

    def _next(self, table: str) -> int:
        self.ids[table] += 1
        return self.ids[table]


def _moment(number: int) -> str:
    return str(FIRST_MOMENT + timedelta(seconds=number))
