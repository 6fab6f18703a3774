"""One question to the endpoint and the text of its answer; retries and Retry-After are the client library's."""

from typing import Any
from urllib.parse import urlsplit

from openai import BadRequestError, OpenAI, OpenAIError, UnprocessableEntityError

from claimsdb.extraction import ExtractionFailed
from claimsdb.extraction.llm.json_values import CutShort, Unusable, fields, items, parsed, string
from claimsdb.extraction.llm.prompt import RESPONSE_FORMAT, Messages

ASKED_FOR = {"response_format": RESPONSE_FORMAT, "temperature": 0}


class Conversation:
    """`timeout` is in seconds, for one try; busy, failing and silent servers are tried `retries` times more."""

    def __init__(self, *, url: str, key: str, model: str, timeout: float, retries: int) -> None:
        self.model = model
        self.host = urlsplit(url).netloc.rpartition("@")[2]
        self._options: dict[str, Any] = ASKED_FOR
        # The client insists on a key; servers of one's own want none.
        self._client = OpenAI(base_url=url, api_key=key or "none", timeout=timeout, max_retries=retries)

    def answer(self, messages: Messages) -> str:
        """What the model says. Raises ExtractionFailed, Unusable or CutShort."""
        try:
            body = self._ask(messages)
        except OpenAIError as error:
            raise self.failed(str(error)) from error
        choice = fields(next(iter(items(fields(parsed(body)).get("choices"))), None))
        message = fields(choice.get("message"))
        if choice.get("finish_reason") == "length":
            raise CutShort
        if refusal := string(message.get("refusal")) or filtered(choice):
            raise self.failed(f"the model refuses: {refusal}")
        if not (content := string(message.get("content"))):
            raise Unusable("a reply without an answer in it")
        return content

    def failed(self, reason: str) -> ExtractionFailed:
        """The error to raise; the reason may be somebody else's words."""
        printable = "".join(letter if letter.isprintable() else " " for letter in reason[:300])
        return ExtractionFailed(f"no claims from {self.model} at {self.host}: {printable}")

    def _ask(self, messages: Messages) -> str:
        """The reply as it came. A server that refuses the schema or the temperature is asked without either."""
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


def filtered(choice: dict[str, Any]) -> str:
    return "its content filter" if choice.get("finish_reason") == "content_filter" else ""
