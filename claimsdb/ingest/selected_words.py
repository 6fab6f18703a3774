"""A claim that an editor enters from words selected in an article, with what the extractor proposes of them."""

import logging
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from claimsdb import review
from claimsdb.actors import known_actors
from claimsdb.choices import Status, Voice
from claimsdb.extraction import ExtractionFailed, FoundClaim, ModelMissing, TextSpan, UnsupportedLanguage
from claimsdb.ingest import claim_rows, extractors
from claimsdb.ingest.reextract import record_of
from claimsdb.models import Article, Claim, Span
from claimsdb.reading import BadArticle
from claimsdb.review import splitting, undo_stack

PATIENCE = 3  # seconds that an editor waits while the extractor reads an article, which may take it minutes

logger = logging.getLogger(__name__)


class Entered(NamedTuple):
    """The claim of the words; whether it `was_there` already, and why nothing was proposed for it, if nothing was."""

    claim: Claim
    was_there: bool = False
    unproposed: str = ""


def enter_selected(article: Article, words: Span, *, by: User) -> Entered:
    """Enters a claim at the place, to be reviewed as any that is entered by hand: one step, which can be undone.

    Its speaker, parts, figures, stance, times and wording are the extractor's reading of the words and their sentence;
    the words alone where it has none, or one that does not fit. Raises what `review.enter` does.
    """
    found, unproposed = propose(article, words)
    place = (found.span.start, found.span.end) if found else words
    if there := _standing_at(article, place) or _standing_at(article, words):
        return Entered(there, was_there=True)
    batch = undo_stack.new_batch()
    if found:
        try:
            return Entered(review.enter(article, by=by, batch=batch, **_proposed(article, found)))
        except ValidationError as error:
            logger.info("Article %s, %s: the proposal does not fit: %s", article.pk, place, error)
            unproposed = "what the extractor reads in these words does not fit"
    return Entered(review.enter(article, by=by, batch=batch, fields=_bare(article, words)), unproposed=unproposed)


def split_at(claim: Claim, words: Span, *, by: User, version: int | None) -> Claim:
    """Splits the claim at the words, as `review.splitting` has it, each part in the extractor's wording or else in its
    own words. Returns the second claim."""
    first, second = splitting.parts_at(claim, words)
    wordings = _wording(claim.article, first), _wording(claim.article, second)
    return splitting.split(claim, (first, second), wordings, by=by, version=version)


def _wording(article: Article, part: Span) -> str:
    found, _ = propose(article, part)
    if found and (found.span.start, found.span.end) == part:
        return found.text
    words = " ".join(article.text[slice(*part)].split())
    return f"{words[0].upper()}{words[1:]}".rstrip(".") + "."


def propose(article: Article, words: Span) -> tuple[FoundClaim | None, str]:
    """How the extractor of the settings reads the words, and why it has nothing to say of them, where it has not: also
    where it is at work elsewhere for more than PATIENCE. The first time in a process it loads the language model."""
    if not extractors.one_at_a_time.acquire(timeout=PATIENCE):
        return None, "the extractor is at work on an article"
    try:
        read = getattr(extractors.default_extractor(), "read_selected", None)
        if read is None:
            return None, "the extractor reads whole articles only"
        found = read(record_of(article), TextSpan(*words), registry=known_actors())
    except (ModelMissing, UnsupportedLanguage, ExtractionFailed, BadArticle) as error:
        return None, str(error).rstrip(".")
    finally:
        extractors.one_at_a_time.release()
    return found, "" if found else "the words stand outside of the article's paragraphs"


def _standing_at(article: Article, place: Span) -> Claim | None:
    start, end = place
    return article.claims.filter(start=start, end=end).exclude(status=Status.SUPERSEDED).order_by("pk").first()


def _proposed(article: Article, found: FoundClaim) -> dict[str, Any]:
    rows = claim_rows.unsaved_rows(Claim(article=article), found)
    place = {"start": found.span.start, "end": found.span.end}
    return {"fields": claim_rows.proposed_values(found) | place, **rows}


def _bare(article: Article, words: Span) -> dict[str, Any]:
    start, end = words
    text = " ".join(article.text[start:end].split())
    return {"text": text, "voice": Voice.ARTICLE, "start": start, "end": end}
