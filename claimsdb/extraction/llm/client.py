"""HTTP client of the endpoint; retries and Retry-After are left to the client library."""

from typing import Any
from urllib.parse import urlsplit

from openai import BadRequestError, OpenAI, OpenAIError, UnprocessableEntityError

from claimsdb.extraction import ExtractionFailed
from claimsdb.extraction.llm.json_values import (
    TruncatedAnswer,
    UnusableAnswer,
    as_list,
    as_object,
    as_string,
    parse_json,
)
from claimsdb.extraction.llm.prompt import RESPONSE_FORMAT, Messages

REQUEST_OPTIONS = {"response_format": RESPONSE_FORMAT, "temperature": 0}


class EndpointClient:
    """`timeout` is in seconds, for one try; busy, failing and silent servers are tried `retries` times more."""

    def __init__(self, *, url: str, key: str, model: str, timeout: float, retries: int) -> None:
        self.model = model
        self.host = urlsplit(url).netloc.rpartition("@")[2]
        self._options: dict[str, Any] = REQUEST_OPTIONS
        # The client insists on a key; servers of one's own want none.
        self._client = OpenAI(base_url=url, api_key=key or "none", timeout=timeout, max_retries=retries)

    def answer(self, messages: Messages) -> str:
        """The text of the model's answer. Raises ExtractionFailed, UnusableAnswer or TruncatedAnswer."""
        try:
            body = self._ask(messages)
        except OpenAIError as error:
            raise self.failed(str(error)) from error
        choice = as_object(next(iter(as_list(as_object(parse_json(body)).get("choices"))), None))
        message = as_object(choice.get("message"))
        if choice.get("finish_reason") == "length":
            raise TruncatedAnswer
        if refusal := as_string(message.get("refusal")) or content_filter_reason(choice):
            raise self.failed(f"the model refuses: {refusal}")
        if not (content := as_string(message.get("content"))):
            raise UnusableAnswer("a reply without an answer in it")
        return content

    def failed(self, reason: str) -> ExtractionFailed:
        """The error to raise, with the printable characters of the reason, which may come from the server."""
        printable = "".join(letter if letter.isprintable() else " " for letter in reason[:300])
        return ExtractionFailed(f"no claims from {self.model} at {self.host}: {printable}")

    def _ask(self, messages: Messages) -> str:
        """The body of the reply. A server that refuses the schema or the temperature is asked again without either."""
        try:
            return self._post(messages, self._options)
        except (BadRequestError, UnprocessableEntityError):
            if not self._options:
                raise
            body = self._post(messages, {})
            self._options = {}
            return body

    def _post(self, messages: Messages, options: dict[str, Any]) -> str:
        completions: Any = self._client.chat.completions.with_raw_response
        return completions.create(model=self.model, messages=messages, **options).text


def content_filter_reason(choice: dict[str, Any]) -> str:
    return "its content filter" if choice.get("finish_reason") == "content_filter" else ""
