"""Editors' reading of how claims hang together, kept as data: questions, the claims that answer them, and how claims
stand to each other, with pairs that only look like it.

A claim goes by the words that it quotes and where they start, as in `seed_decisions`. What is on record here already
is left alone, but for what the machine alone has proposed: loading the same file again changes nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime

from claimsdb.choices import LinkState, LinkVerb, QuestionStatus, ReasonCode, ScopePart
from claimsdb.curation import questions
from claimsdb.index import synced
from claimsdb.models import Actor, Answer, Article, Claim, Question, Relation
from claimsdb.questions import entering, links
from claimsdb.reading import strict_json
from claimsdb.review import ReviewError

Fields = Mapping[str, Any]
Link = Answer | Relation

# What the file says of each thing, beside which claims it is about.
ASKED = {"title", "answer", "measure", "unit", "scope_from", "scope_to", "note"}
ANSWERED = {"figure", "value", "part"}
RELATED = {"kind", "about", "strength"}


class BadReading(ValueError):
    """A file of questions that cannot be used; the message names the file, the place in it and what is wrong."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a claim stands: in the text with this digest, `quote` at `start`."""

    text_sha256: str
    quote: str
    start: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A file of questions: its claims by the names that they have in it, and the rows as they are."""

    path: Path
    at: datetime
    claims: Mapping[str, Place]
    questions: Sequence[Fields]
    relations: Sequence[Fields]
    rejected: Sequence[Fields] = field(default=())


def read_questions(path: Path) -> Reading:
    """Raises BadReading, also where a row names a claim that the file has not."""
    with _named(str(path)):
        document = strict_json.parse(path.read_bytes())
        at = parse_datetime(document["decided_at"])
        if at is None:
            raise ValueError(f"decided_at is {document['decided_at']!r}, not a time such as 2026-11-29T09:00:00Z")
        _check_places(document["articles"])
        places = [
            (claim["id"], Place(article["text_sha256"], claim["quote"], claim["start"]))
            for article in document["articles"]
            for claim in article["claims"]
        ]
        reading = Reading(path, at, dict(places), document["questions"], document["relations"], document["rejected"])
        _check(reading)
    return reading


def apply_reading(reading: Reading) -> Counter[str]:
    """Applies it in one transaction, as far as the claims are accepted here; returns how many questions, answers and
    relations were entered. Raises BadReading."""
    tally: Counter[str] = Counter()
    with synced(), _named(str(reading.path)):
        claims = _claims(reading)
        for number, row in enumerate(reading.questions):
            with _named(f"questions[{number}] ({row['slug']})"):
                tally.update(_apply_question(row, claims, at=reading.at))
        slugs = {each.slug: each for each in Question.objects.exclude(status=QuestionStatus.MERGED)}
        for name, verb in (("relations", LinkVerb.CONFIRM), ("rejected", LinkVerb.REJECT)):
            for number, row in enumerate(getattr(reading, name)):
                with _named(f"{name}[{number}] ({row['a']} {row['kind']} {row['b']})"):
                    tally.update(_apply_relation(row, claims, verb=verb, questions=slugs, at=reading.at))
    return tally


def _check_places(articles: Sequence[Fields]) -> None:
    for number, article in enumerate(articles):
        with _named(f"articles[{number}]"):
            _check_names(article, {"text_sha256", "claims"}, {"file_name"})
            for position, claim in enumerate(article["claims"]):
                with _named(f"claims[{position}]"):
                    _check_names(claim, {"id", "quote", "start"}, set())


def _check(reading: Reading) -> None:
    for number, row in enumerate(reading.questions):
        with _named(f"questions[{number}]"):
            _check_names(row, {"slug", "title", "answer"}, ASKED | {"subjects", "places", "answers"})
            for position, answer in enumerate(row["answers"]):
                with _named(f"answers[{position}]"):
                    _check_names(answer, {"claim"}, ANSWERED | {"note"})
                    _check_known(answer, "claim", reading.claims)
    slugs = {row["slug"] for row in reading.questions}
    for name in ("relations", "rejected"):
        for number, row in enumerate(getattr(reading, name)):
            with _named(f"{name}[{number}]"):
                needed = {"kind", "a", "b", "about", "in_words"} | ({"code"} if name == "rejected" else set())
                _check_names(row, needed, {"strength", "question", "note"})
                _check_known(row, "a", reading.claims)
                _check_known(row, "b", reading.claims)
                if "question" in row:
                    _check_known(row, "question", slugs)
                if "code" in row:
                    ReasonCode(row["code"])


def _check_names(row: Fields, needed: set[str], others: set[str]) -> None:
    if missing := sorted(needed - {*row}):
        raise ValueError(f"{', '.join(missing)} is missing")
    if unknown := sorted({*row} - needed - others):
        raise ValueError(f"{', '.join(unknown)} is unknown; there are {', '.join(sorted(needed | others))}")


def _check_known(row: Fields, name: str, known: Any) -> None:
    if row[name] not in known:
        raise ValueError(f"{name}: {row[name]!r} is not in the file")


@contextmanager
def _named(place: str) -> Iterator[None]:
    """Errors that begin with the place where they were found."""
    try:
        yield
    except KeyError as error:
        raise BadReading(f"{place}: {error.args[0]} is missing") from error
    except ValidationError as error:
        raise BadReading(f"{place}: {' '.join(error.messages)}") from error
    except (OSError, ValueError, TypeError, AttributeError, ReviewError, Actor.DoesNotExist) as error:
        raise BadReading(f"{place}: {error}") from error


def _claims(reading: Reading) -> dict[str, Claim]:
    """The claims that are accepted here, by their names in the file. Raises BadReading for words that do not stand in
    the article at their place."""
    texts = dict(
        Article.objects.filter(text_sha256__in={place.text_sha256 for place in reading.claims.values()}).values_list(
            "text_sha256", "text"
        )
    )
    accepted = Claim.objects.accepted().filter(article__text_sha256__in=texts).select_related("article")
    by_place = {Place(each.article.text_sha256, each.quote, each.start): each for each in accepted}
    for name, place in reading.claims.items():
        text = texts.get(place.text_sha256)
        if text is not None and not text.startswith(place.quote, place.start):
            raise ValueError(f"claim {name}: {place.quote!r} does not stand in the article at {place.start}")
    return {name: by_place[place] for name, place in reading.claims.items() if place in by_place}


def _apply_question(row: Fields, claims: Mapping[str, Claim], *, at: datetime) -> Iterator[str]:
    """Enters the question unless it is here, and answers; yields a word for each thing that was done."""
    answers = [answer for answer in row["answers"] if answer["claim"] in claims]
    if not answers:
        return
    question = Question.objects.filter(slug=row["slug"]).first()
    if question is None:
        question = questions.enter(fields=_asked(row), scope=_scope(row), by=None)
        yield "questions"
    there = {(each.claim_id, each.figure): each for each in Answer.objects.filter(question=question)}
    for answer in answers:
        claim, said = claims[answer["claim"]], {name: answer[name] for name in ANSWERED & {*answer}}
        signature = {"decided_at": at, "note": answer.get("note", "")}
        if known := there.get((claim.pk, answer.get("figure"))):
            changed = _decide(known, LinkVerb.CONFIRM, said, **signature)
        elif changed := question.status in (QuestionStatus.OPEN, QuestionStatus.PROPOSED):
            entering.assign(claim, to=question, by=None, **said, **signature)
        if changed:
            yield "answers"


def _asked(row: Fields) -> dict[str, Any]:
    days = {name: date.fromisoformat(row[name]) for name in ("scope_from", "scope_to") if row.get(name)}
    return {name: row[name] for name in (ASKED | {"slug"}) & {*row}} | days


def _scope(row: Fields) -> dict[ScopePart, list[Actor]]:
    named = {ScopePart.SUBJECT: row.get("subjects", []), ScopePart.PLACE: row.get("places", [])}
    return {part: [_actor(slug) for slug in slugs] for part, slugs in named.items()}


def _actor(slug: str) -> Actor:
    actor = Actor.objects.filter(slug=slug).first() or Actor.objects.filter(merged__slug=slug).first()
    if actor is None:
        raise ValueError(f"there is no actor {slug}")
    return actor


def _apply_relation(
    row: Fields, claims: Mapping[str, Claim], *, verb: LinkVerb, questions: Mapping[str, Question], at: datetime
) -> Iterator[str]:
    if not {row["a"], row["b"]} <= claims.keys():
        return
    a, b = claims[row["a"]], claims[row["b"]]
    said = {name: row[name] for name in RELATED & {*row}} | {"question": questions.get(row.get("question", ""))}
    signature = {"decided_at": at, "note": row.get("note", "")}
    sought = Relation(a=a, b=b, kind=row["kind"])
    entering.put_in_order(sought, keys=(a.key, b.key))
    if known := Relation.objects.filter(a=sought.a_id, b=sought.b_id, kind=sought.kind).first():
        changed = _decide(known, verb, {name: said[name] for name in said if name != "kind"}, **signature)
    else:
        reason = {name: row[name] for name in ("code", "in_words") if name in row}
        entering.relate(a, b, verb=verb, rule={"reason": reason}, by=None, **said, **signature)
        changed = True
    if changed:
        yield "relations"


def _decide(link: Link, verb: LinkVerb, said: Fields, **signature: Any) -> bool:
    """Has the reading decide what the machine alone has proposed; what anybody has decided stays."""
    if link.state != LinkState.PROPOSED or link.decisions.exclude(verb=LinkVerb.PROPOSE, who=None).exists():
        return False
    links.amend(link, fields=said, by=None, decided_at=signature["decided_at"])
    links.take(verb, link, by=None, **signature)
    return True
