"""What tests of questions and relations need: two claims that count the same troops, and forms as a browser has them."""

from lxml import html

from claimsdb.choices import Qualifier, Role
from claimsdb.index import synced
from tests.factories import AcceptedClaimFactory, ArticleFactory, AttributionFactory, QuantityFactory


def counting(count, *, actor, factory=AcceptedClaimFactory):
    """A claim that so many troops of the actor were sent."""
    with synced():
        text = f"Seoul said that {count} troops were sent to Russia. Nobody else was asked."
        start = text.index(f"{count}")
        article = ArticleFactory(text=text)
        said = {"start": start, "end": text.index(". N"), "text": f"{count} troops were sent to Russia."}
        claim = factory(article=article, **said)
        AttributionFactory(claim=claim, role=Role.SUBJECT, actor=actor, as_written="")
        value = int(f"{count}".replace(",", ""))
        QuantityFactory(
            claim=claim, start=start, end=start + len(f"{count}"), as_written=f"{count}", measure="troops",
            unit="person", low=value, best=value, high=value, qualifier=Qualifier.EXACT,
        )  # fmt: skip
        return claim


def sent_by(response, form="card-form", **typed):
    """What a browser would send of a form; `typed` replaces some of it by name."""
    page = html.fromstring(response.content)
    fields = page.xpath(f"//form[@id='{form}']//*[@name] | //*[@form='{form}'][@name]")
    values = {each.get("name"): _value(each) for each in fields if each.tag != "button" and not _is_left(each)}
    return {name: value for name, value in {**values, **typed}.items() if value is not None}


def _value(field):
    return field.value.removeprefix("\n") if field.tag == "textarea" else field.value or ""


def _is_left(field):
    return field.get("type") == "checkbox" and not field.checked


def keys_of(response):
    """Which key presses what, by its words."""
    page = html.fromstring(response.content)
    return {each.get("data-key"): " ".join(each.text_content().split()) for each in page.xpath("//*[@data-key]")}
