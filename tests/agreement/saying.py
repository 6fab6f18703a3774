"""Statements in few words: `say("a1", "Police counted 10,000 marchers", by="police", figure=10_000, measure="marchers")`."""

from datetime import date
from decimal import Decimal
from itertools import count

from claimsdb.agreement import Belonging, Days, Figure, KnownActors, Party, Statement
from claimsdb.choices import Placement, Role, Stance, Voice

KNOWN = KnownActors(
    belongings={
        "minister": (Belonging("ministry", speaks=True),),
        "spokeswoman": (Belonging("ministry", speaks=True),),
        "ministry": (Belonging("freedonia"),),
        "police": (Belonging("freedonia"),),
        "agency": (Belonging("sylvania"),),
        "chief": (Belonging("acme", speaks=True),),
    },
    states=frozenset({"freedonia", "sylvania"}),
)
PERSON = {"unit": "person"}
_numbers = count(1)


def day(text):
    """`2025-03-04`, or `2025-03-01/2025-03-31`; nothing where it is empty."""
    if not text:
        return Days()
    start, _, end = text.partition("/")
    return Days(date.fromisoformat(start), date.fromisoformat(end or start))


def party(role, name, **more):
    """An actor by slug, or, with a capital letter or a blank in it, somebody whom the registry does not have."""
    known = name.islower() and " " not in name
    return Party(
        role, slug=name if known else None, name=name.title() if known else name, as_written=name.title(), **more
    )


def fig(value=None, *, low=None, high=None, as_written=None, unit="person", **more):
    bounds = {"low": low if low is not None else value, "best": value, "high": high if high is not None else value}
    if value is None:
        bounds["high"] = high
    decimals = {name: None if each is None else Decimal(str(each)) for name, each in bounds.items()}
    written = as_written if as_written is not None else f"{value:,}" if value is not None else ""
    return Figure(as_written=written, unit=unit, **decimals, **more)


def say(
    article,
    text,
    *,
    by="",
    about="",
    in_="",
    with_="",
    figures=(),
    at=None,
    key=None,
    on="",
    event="",
    side=None,
    **more,
):
    """A statement at place `at` of an article (else after all before it), said `by` claimants, `about` subjects, `in_`
    places and `with_` others, each by name, several with commas."""
    number = next(_numbers)
    roles = ((Role.CLAIMANT, by), (Role.SUBJECT, about), (Role.PLACE, in_), (Role.MENTIONED, with_))
    parties = [
        party(role, name.strip(), side=side if role == Role.CLAIMANT else None)
        for role, names in roles
        for name in names.split(",")
        if name.strip()
    ]
    start = number * 100 if at is None else at
    said = {
        "key": key or f"{article}-{start}",
        "article": article,
        "text": text,
        "quote": text,
        "start": start,
        "end": start + len(text),
        "paragraph": start // 1000,
        "placement": Placement.BODY,
        "published": day(on),
        "event": day(event),
        "voice": Voice.ATTRIBUTED if by else Voice.ARTICLE,
        "stance": Stance.ASSERTS,
        "parties": (*parties, *more.pop("parties", ())),
        "figures": tuple(figures),
    }
    return Statement(**(said | more))
