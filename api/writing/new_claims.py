"""A claim that an editor enters by hand, by the names and in the shapes in which a claim is shown."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError

from api.writing.assessments import ArticleField
from api.writing.bodies import ChoiceField, TextField, misfits
from api.writing.moves import PLACES, AmendBody, WholeSpanBody, amendment
from claimsdb.choices import Role, Voice
from claimsdb.filters import Fault, InvalidBody
from claimsdb.models import SPEAKER_ROLES, Article, Claim
from claimsdb.reading import reads_alike
from claimsdb.review import entries

SPEAKING = {*SPEAKER_ROLES, Role.ORIGIN}


class NewClaimBody(AmendBody):
    """A statement in an article, checked as an amendment is. It has its place by `quote` or `span`, or none."""

    article = ArticleField()
    text = TextField(trim_whitespace=True)
    voice = ChoiceField(Voice, required=False, help_text="if left out, attributed where somebody says it")
    quote = TextField(
        required=False, allow_null=True, help_text="the article's words, which stand in it once, or at `span`"
    )
    span = WholeSpanBody(required=False, allow_null=True)  # type: ignore[assignment]


def entry(given: Mapping[str, Any], *, by: Any) -> dict[str, Any]:
    """What NewClaimBody has read, as `review.enter` takes it of a user. Raises InvalidBody."""
    article = Article.objects.get(pk=given["article"].pk)  # with its text
    span = _place(article, given.get("quote"), given.get("span"))
    says_who = any(each["role"] in SPEAKING for each in given.get("attributions", ()))
    voice = given.get("voice", (Voice.ATTRIBUTED if says_who else Voice.ARTICLE).value)
    values = {name: value for name, value in given.items() if name not in ("article", "quote", "span")}
    values |= {"voice": voice} | ({"span": span} if span else {})
    return {"article": article, "by": by, **amendment(values, Claim(article=article))}


def _place(article: Article, quote: str | None, span: Mapping[str, int] | None) -> dict[str, int] | None:
    if span is None and not quote:
        return None
    if span is None:
        try:
            start, end = entries.only_place_of(quote or "", article.text)
        except ValidationError as error:
            raise InvalidBody(misfits(error, PLACES, within="/quote")) from error
        return {"start": start, "end": end}
    words = article.text[span["start"] : span["end"]]
    if quote and not reads_alike(quote, words):
        detail = f"The article has {words!r:.100} at {span['start']}-{span['end']}, not these words."
        raise InvalidBody([Fault("/quote", detail)])
    return dict(span)
