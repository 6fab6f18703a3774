"""The extractor that prompts a language model, one window of the article at a time."""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from claimsdb.extraction import ModelMissing
from claimsdb.extraction.limits import DEFAULT_LIMITS, Findings, Limits
from claimsdb.extraction.llm.answer_reader import AnswerReader
from claimsdb.extraction.llm.json_values import TruncatedAnswer, UnusableAnswer, as_object, parse_json
from claimsdb.extraction.llm.prompt import build_messages
from claimsdb.extraction.llm.validation import DroppedPart
from claimsdb.extraction.llm.windows import PromptWindow, split_into_windows
from claimsdb.extraction.registry import Registry
from claimsdb.extraction.spacy_rules import deduplicate
from claimsdb.reading import ArticleRecord

MAX_NAME_LENGTH = 50  # characters that the database keeps of an extractor's name
MAX_TRIES = 2  # for an answer that cannot be read

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ExtractionResult:
    """The claims of an article in reading order, and how many parts of the answers were dropped, by kind."""

    claims: Findings
    dropped: Counter[DroppedPart]


class EndpointExtractor:
    """Sends the article's text to `url`, the base of an OpenAI-compatible API, `timeout` in seconds for one try.

    Raises ModelMissing where it cannot be set up.
    """

    version = "1"

    def __init__(
        self,
        *,
        url: str,
        key: str = "",
        model: str,
        timeout: float = 60,
        retries: int = 2,
        limits: Limits = DEFAULT_LIMITS,
    ) -> None:
        if not is_http_url(url) or not model:
            raise ModelMissing(
                f"The extractor endpoint needs an address such as http://127.0.0.1:11434/v1 and the name of a model, "
                f"not {url!r} and {model!r}: set CLAIMSDB_ENDPOINT_URL and CLAIMSDB_ENDPOINT_MODEL."
            )
        try:
            from claimsdb.extraction.llm.client import EndpointClient
        except ModuleNotFoundError as error:
            raise ModelMissing(
                f"The extractor endpoint needs the package {error.name}, which is not installed; "
                "`pip install -r claimsdb/extraction/llm/requirements.txt` installs it."
            ) from None
        self.name = f"endpoint:{model}"[:MAX_NAME_LENGTH]
        self.limits = limits
        self._client = EndpointClient(url=url, key=key, model=model, timeout=timeout, retries=retries)

    def extract(self, record: ArticleRecord, *, registry: Registry) -> Findings:
        """The claims in reading order; what is dropped is logged. Raises ExtractionFailed."""
        result = self.extract_with_counts(record, registry=registry)
        if result.dropped:
            counts = ", ".join(f"{count} {part}" for part, count in sorted(result.dropped.items()))
            logger.warning("%s: dropped from the answers of %s: %s", record.file_name, self.name, counts)
        return result.claims

    def extract_with_counts(self, record: ArticleRecord, *, registry: Registry) -> ExtractionResult:
        """The claims, and counts of what was dropped. Raises ExtractionFailed, and then gives nothing at all."""
        reader = AnswerReader(record.text, registry=registry)
        found = self.limits.keep(
            (part.whole.end, reader.claims(answer, window=part))
            for window in split_into_windows(record)
            for part, answer in self._answers(window, record.text)
        )
        return ExtractionResult(Findings(deduplicate(found), cut=found.cut), reader.dropped)

    def _answers(self, window: PromptWindow, text: str) -> Iterator[tuple[PromptWindow, object]]:
        """The answer about a window, or about each half of it if the answer about the whole is truncated."""
        try:
            answer = self._answer(window, text)
        except TruncatedAnswer:
            halves = window.halves()
            if len(halves) == 1:
                raise self._client.failed("the answer is cut short, even about a single paragraph") from None
            for half in halves:
                yield from self._answers(half, text)
        else:
            yield window, answer

    def _answer(self, window: PromptWindow, text: str) -> object:
        """The parsed answer, requested again if it is unusable. Raises ExtractionFailed."""
        reason = ""
        for _ in range(MAX_TRIES):
            try:
                return parse_answer(self._client.answer(build_messages(window, text=text)))
            except UnusableAnswer as error:
                reason = str(error)
        raise self._client.failed(f"{MAX_TRIES} unusable answers; the last was {reason}")


def is_http_url(url: str) -> bool:
    try:
        return urlsplit(url).scheme in {"http", "https"} and bool(urlsplit(url).hostname)
    except ValueError:
        return False


def parse_answer(content: str) -> object:
    """The JSON object in an answer, without text around it. Raises UnusableAnswer unless it has a list of claims."""
    answer = parse_json(content[max(content.find("{"), 0) : content.rfind("}") + 1 or None])
    if not isinstance(as_object(answer).get("claims"), list):
        raise UnusableAnswer("JSON without a list of claims")
    return answer
