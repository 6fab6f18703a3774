"""Mails as files (EML), such as newsletters: the article is their body, what is known of it their head."""

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

from claimsdb.reading.addresses import registered_domain, web_address
from claimsdb.reading.bylines import writers_in
from claimsdb.reading.doors.fragments import text_of_fragment
from claimsdb.reading.doors.records import BadRecord, Fields, day_of, filled, line_of, under_title
from claimsdb.reading.web.size import TooLarge
from claimsdb.reading.web_pages import page_text

KINDS = ("html", "plain")  # as many newsletters have a bare list of links for their plain text


def fields_of(data: bytes) -> Fields:
    """The fields of the article. Raises BadRecord."""
    try:
        mail = BytesParser(policy=policy.default).parsebytes(data)
        title, (name, address) = line_of(str(mail["subject"] or "")), parseaddr(str(mail["from"] or ""))
        sent, text = str(mail["date"] or ""), _text(mail)
    except BadRecord:
        raise
    except (LookupError, ValueError, ArithmeticError, AttributeError, TypeError, RecursionError) as error:
        raise BadRecord(f"no mail that can be read: {type(error).__name__}: {error}") from None
    host = address.rpartition("@")[2].lower()
    return filled(
        {
            "text": under_title(text, title),
            "title": title,
            "byline": writers_in(name),
            "url": web_address(str(mail["archived-at"] or "").strip("<> ")),
            "published_on": sent and day_of(sent, field="date"),
            "source": registered_domain(host) or host or line_of(name),
        }
    )


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(preferencelist=KINDS)
    if body is None:
        raise BadRecord("text: the mail has none")
    words = str(body.get_content())
    if body.get_content_subtype() == "html":
        words = _page_text(words) or text_of_fragment(words)
    if not words.strip():
        raise BadRecord("text: the mail has none")
    return words


def _page_text(html: str) -> str:
    try:
        return page_text(html.encode())
    except TooLarge as error:
        raise BadRecord(f"text: its HTML is too large to be read: {error}") from None
