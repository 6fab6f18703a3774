"""The extractor that asks a language model, window by window."""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from claimsdb.extraction import ModelMissing
from claimsdb.extraction.llm.answer_reader import Reader
from claimsdb.extraction.llm.json_values import CutShort, Unusable, fields, parsed
from claimsdb.extraction.llm.prompt import messages
from claimsdb.extraction.llm.validation import Lost
from claimsdb.extraction.llm.windows import PromptWindow, windows
from claimsdb.extraction.registry import Registry
from claimsdb.extraction.results import FoundClaim
from claimsdb.extraction.spacy_rules import distinct
from claimsdb.reading import ArticleRecord

LONGEST_NAME = 50  # characters that the database keeps of an extractor's name
TRIES = 2  # for an answer that cannot be read

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Harvest:
    """The claims of an article in reading order, and how much of the answers was dropped, by what it was."""

    claims: tuple[FoundClaim, ...]
    dropped: Counter[Lost]


class EndpointExtractor:
    """Sends the article's text to `url`, the base of an OpenAI-compatible API, `timeout` in seconds for one try.

    Raises ModelMissing where it cannot be set up.
    """

    version = "1"

    def __init__(self, *, url: str, key: str = "", model: str, timeout: float = 60, retries: int = 2) -> None:
        if not is_http(url) or not model:
            raise ModelMissing(
                f"The extractor endpoint needs an address such as http://127.0.0.1:11434/v1 and the name of a model, "
                f"not {url!r} and {model!r}: set CLAIMSDB_ENDPOINT_URL and CLAIMSDB_ENDPOINT_MODEL."
            )
        try:
            from claimsdb.extraction.llm.client import Conversation
        except ModuleNotFoundError as error:
            raise ModelMissing(
                f"The extractor endpoint needs the package {error.name}, which is not installed; "
                "`pip install -r claimsdb/extraction/llm/requirements.txt` installs it."
            ) from None
        self.name = f"endpoint:{model}"[:LONGEST_NAME]
        self._conversation = Conversation(url=url, key=key, model=model, timeout=timeout, retries=retries)

    def extract(self, record: ArticleRecord, *, registry: Registry) -> tuple[FoundClaim, ...]:
        """The claims in reading order; what is dropped is logged. Raises ExtractionFailed."""
        harvest = self.harvest(record, registry=registry)
        if harvest.dropped:
            counts = ", ".join(f"{count} {lost}" for lost, count in sorted(harvest.dropped.items()))
            logger.warning("%s: dropped from the answers of %s: %s", record.file_name, self.name, counts)
        return harvest.claims

    def harvest(self, record: ArticleRecord, *, registry: Registry) -> Harvest:
        """The claims, and counts of what was dropped. Raises ExtractionFailed, and then gives nothing at all."""
        reader = Reader(record.text, registry=registry)
        found = [
            claim
            for window in windows(record)
            for part, answer in self._answers(window, record.text)
            for claim in reader.claims(answer, window=part)
        ]
        return Harvest(distinct(iter(found)), reader.dropped)

    def _answers(self, window: PromptWindow, text: str) -> Iterator[tuple[PromptWindow, object]]:
        """The answer about a window; about each half of it where the whole is too much for the model."""
        try:
            answer = self._answer(window, text)
        except CutShort:
            halves = window.halves()
            if len(halves) == 1:
                raise self._conversation.failed("the answer is cut short, even about a single paragraph") from None
            for half in halves:
                yield from self._answers(half, text)
        else:
            yield window, answer

    def _answer(self, window: PromptWindow, text: str) -> object:
        """The JSON of an answer, asked for again where it is none."""
        reason = ""
        for _ in range(TRIES):
            try:
                return claims_in(self._conversation.answer(messages(window, text=text)))
            except Unusable as error:
                reason = str(error)
        raise self._conversation.failed(f"{TRIES} unusable answers; the last was {reason}")


def is_http(url: str) -> bool:
    try:
        return urlsplit(url).scheme in {"http", "https"} and bool(urlsplit(url).hostname)
    except ValueError:
        return False


def claims_in(content: str) -> object:
    """The object in an answer, whatever stands around it. Raises Unusable unless it has a list of claims."""
    answer = parsed(content[max(content.find("{"), 0) : content.rfind("}") + 1 or None])
    if not isinstance(fields(answer).get("claims"), list):
        raise Unusable("JSON without a list of claims")
    return answer
