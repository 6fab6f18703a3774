"""Digests of what of claims was looked at when they were linked: another one, and the link is to be looked at again.

They are the same in every installation, as they are made of keys, slugs and words.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from claimsdb.agreement import Figure, Statement
from claimsdb.choices import RelationAbout, Role
from claimsdb.models import Answer, Relation
from claimsdb.questions.statements import statements_by_claim

AnyLink = Answer | Relation

OF_VALUES = (RelationAbout.VALUE, RelationAbout.TIME)  # relations in which the wording counts for nothing


def digest(link: AnyLink) -> str:
    """Of what its claims say now."""
    return digests([link])[0]


def digests(links: Sequence[AnyLink]) -> list[str]:
    """Of what the claims of each of these links say now, in a fixed number of statements."""
    said = statements_by_claim({pk for link in links for pk in claims_of(link)}, placed=False)
    return [_digest_of(link, *(said[pk] for pk in claims_of(link))) for link in links]


def claims_of(link: AnyLink) -> tuple[int, ...]:
    return (link.claim_id,) if isinstance(link, Answer) else (link.a_id, link.b_id)


def _digest_of(link: AnyLink, *statements: Statement) -> str:
    if isinstance(link, Answer):
        return digest_of_answer(*statements, figure=link.figure)
    return digest_of_relation(link.about, *statements)


def digest_of_relation(about: str, *statements: Statement) -> str:
    """Of claims, whichever comes first."""
    said = (_said(each, worded=about not in OF_VALUES) for each in sorted(statements, key=lambda each: each.key))
    return _digest(said)


def digest_of_answer(statement: Statement, *, figure: int | None) -> str:
    """Of a claim as far as it bears on whether it, or one of its figures, answers a question: not how large that is."""
    parties = _parties(statement, Role.SUBJECT, Role.PLACE)
    if figure is None:
        return _digest([statement.key, statement.text, statement.stance, parties])
    counted = [[each.measure, each.unit, each.of] for each in statement.figures if each.order == figure]
    return _digest([statement.key, counted, parties])


def _said(statement: Statement, *, worded: bool) -> list[Any]:
    days = [*_ends(statement.event), *_ends(statement.said)]
    told = [statement.stance, statement.phase, statement.topic, *days]
    words = [statement.text, statement.quote] if worded else []
    return [statement.key, told, words, _parties(statement, *Role), [_figure(each) for each in statement.figures]]


def _parties(statement: Statement, *roles: Role) -> list[Sequence[Any]]:
    return [[each.role, each.id, each.side, each.hop] for each in statement.parties if each.role in roles]


def _figure(figure: Figure) -> list[Any]:
    bounds = [None if bound is None else f"{bound.normalize():f}" for bound in (figure.low, figure.best, figure.high)]
    counted = [figure.measure, figure.unit, figure.basis, figure.of, figure.stage, figure.per]
    return [figure.order, *bounds, figure.qualifier, *counted, figure.stands_for]


def _ends(days: Any) -> list[Any]:
    return [days.start and days.start.isoformat(), days.end and days.end.isoformat()]


def _digest(said: Iterable[Any]) -> str:
    return hashlib.blake2b(repr(_plain(said)).encode(), digest_size=16).hexdigest()


def _plain(said: Any) -> Any:
    """Without what another version of Python may write in another way: words, numbers, None and lists of them."""
    if isinstance(said, str):
        return str(said)
    if said is None or isinstance(said, (int, bool)):
        return said
    return [_plain(each) for each in said]
