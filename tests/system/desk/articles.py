"""Articles to review in a browser. Tests that decide take one each, and so may run in any order."""

import json
from typing import Any

from django.contrib.auth.models import User

from claimsdb import review
from claimsdb.choices import Role
from claimsdb.index import synced
from claimsdb.models import Actor, Claim
from tests.factories import (
    ActorFactory,
    ArticleFactory,
    AttributionFactory,
    ClaimFactory,
    GivenOpinionFactory,
    SecondOpinionFactory,
)

QUOTES = [
    "North Korea might send 1,500 troops to Russia",
    "Russia would pay for them with oil",
    "the talks in Pyongyang had gone well",
    "the talks in Pyongyang had gone very well",
    "nobody had been asked",
    "more was to come",
]
REPEATED, REPEATING = 2, 3  # of them: one says what the other does
TO_TAKE = 53
SHARED = [[f"{number} guns would be sent" for number in range(start, start + 20)] for start in range(100, 140, 20)]


def claims_of(number: int, quotes: list[str]) -> list[Claim]:
    """Those of an article with signs before them that are one code point and two units of a script's strings. The
    speaker is the article's own, so that its claims repeat no other's."""
    text = f"Part {number} 🛰🛰\n\n" + "\n\n".join(
        f"On day {day} a speaker said that {quote}." for day, quote in enumerate(quotes)
    )
    article = ArticleFactory(title=f"Part {number}", text=text)
    places = [text.index(f"{quote}.") for quote in quotes]
    claims = [
        ClaimFactory(article=article, start=start, end=start + len(quote), found={"text": quote, "stance": "asserts"})
        for start, quote in zip(places, quotes, strict=True)
    ]
    speaker, subject = ActorFactory(), Actor.objects.get(slug="north-korea")
    for claim in claims:
        AttributionFactory(claim=claim, actor=speaker)
        AttributionFactory(claim=claim, actor=subject, role=Role.SUBJECT)
    return claims


def opinions_on(asked: Claim, disputed: Claim) -> dict[str, Any]:
    """A question that waits for `editor`, and the batch of a rejection with which `colleague` disagrees."""
    owner, colleague = (User.objects.get(username=name) for name in ("owner", "colleague"))
    question = SecondOpinionFactory(decision=review.accept(asked, by=owner))
    disagreement = GivenOpinionFactory(
        decision=review.reject(disputed, reason="unclear", batch="together", by=owner), by=colleague
    )
    return {"question": question.pk, "batch": disagreement.decision.batch}


@synced()
def make() -> None:
    """Prints the ids of the articles to take and of those that two editors share, and what there is of opinions."""
    asked, disputed, *_ = claims_of(TO_TAKE, QUOTES)
    articles = {
        "to_take": [claims_of(number, QUOTES)[0].article_id for number in range(TO_TAKE)],
        "shared": [claims_of(TO_TAKE + 1, quotes)[0].article_id for quotes in SHARED],
    }
    print(json.dumps(articles | opinions_on(asked, disputed)))
