"""How large a page is, counted before a tree is made of it: libxml2's time for a tree grows with the square of an
element's attributes, trafilatura's with the square of what is directly inside an element."""

from typing import Any

from lxml import etree

MOST_ELEMENTS, MOST_INSIDE, MOST_ATTRIBUTES = 25_000, 5_000, 500
"""Of a page, directly inside one element, and of one element. Live blogs of a week have some 15,000 elements."""


class TooLarge(ValueError):
    """What of the page there is too much of."""


def check_size(page: str) -> None:
    """Raises TooLarge, in a time that grows with the page's length alone."""
    etree.fromstring(page.encode("utf-8", "surrogatepass"), etree.HTMLParser(target=_Count(), encoding="utf-8"))


class _Count:
    """A target for the parser, which tells it of each tag and keeps nothing of the page."""

    def __init__(self) -> None:
        self.elements = 0
        self.inside = [0]

    def start(self, tag: str, attributes: Any) -> None:
        self.elements += 1
        self.inside[-1] += 1
        self.inside.append(0)
        if len(attributes) > MOST_ATTRIBUTES:
            raise TooLarge(f"a <{tag:.20}> has {len(attributes):,} attributes, up to {MOST_ATTRIBUTES:,} are read")
        if self.elements > MOST_ELEMENTS:
            raise TooLarge(f"the page has more than {MOST_ELEMENTS:,} elements")
        if self.inside[-2] > MOST_INSIDE:
            raise TooLarge(f"more than {MOST_INSIDE:,} elements are inside one")

    def end(self, tag: str) -> None:
        if len(self.inside) > 1:
            self.inside.pop()

    def close(self) -> None:
        pass
