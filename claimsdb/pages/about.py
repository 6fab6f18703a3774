"""What the words on the pages mean, and how it is worked out, for whoever was sent here."""

from collections.abc import Mapping
from typing import Any

from claimsdb.pages.page import ReaderPage


class AboutPage(ReaderPage):
    template_name = "pages/about.html"

    def context(self) -> Mapping[str, Any]:
        return {"title": "How this works"}
