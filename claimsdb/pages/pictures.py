"""Pictures of the pages that are shared, for whoever shows a link as a card (Open Graph): PNG of 1200 by 630 pixels.
They say what their pages say, to anybody, as of the same day. Letters that are neither Latin, Greek nor Cyrillic are
drawn in the fonts of the machine, if it has some for them."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from textwrap import shorten, wrap
from typing import Any

import font_source_sans_pro as fonts
from django.template.loader import render_to_string
from resvg_py import svg_to_bytes

from claimsdb.pages.claims import ClaimPage
from claimsdb.pages.ledgers import plotted
from claimsdb.pages.page import ReaderPage
from claimsdb.pages.plots import Plot, Plotted, plots_of
from claimsdb.pages.questions import QuestionPage

WIDTH = 1200  # pixels; the templates count in halves of them, 600 by 315
PLOT_WIDTH, PLOT_HEIGHT = 552, 132  # that the template has room for; a taller one is drawn smaller
MOST = 3  # figures that can be read on the card of a telephone
OTHER_LETTERS = re.compile("[^\\u0000-\\u052f\\u1e00-\\u2bff]")  # than the font has: Latin, Greek, Cyrillic, signs
STYLE = Path(__file__).parents[1] / "static" / "claimsdb" / "pictures.css"


class Picture(ReaderPage):
    content_type = "image/png"

    def rendered(self, context: Mapping[str, Any]) -> bytes:
        return png(render_to_string(self.template_name, dict(context)))


class QuestionPicture(Picture, QuestionPage):
    template_name = "pages/pictures/question.svg"
    view_name = "question-picture"

    def context(self, *, slug: str) -> Mapping[str, Any]:
        context = super().context(slug=slug)
        plot, left_out = most_telling([*plotted(context["gathered"])])
        return {
            **context,
            "title_lines": lines(context["title"], most=2, letters=46),
            "sentence_lines": lines(
                f"{context['as_known']}{context['ledger'].sentence}", most=3, letters=76 if plot else 58
            ),
            "plot": plot,
            "plot_width": round(PLOT_WIDTH * max(1, plot.height / PLOT_HEIGHT)) if plot else 0,
            "left_out": left_out,
        }


class ClaimPicture(Picture, ClaimPage):
    template_name = "pages/pictures/claim.svg"

    def context(self, *, key: str) -> Mapping[str, Any]:
        context = super().context(key=key)
        return {**context, "title_lines": lines(context["title"], most=5, letters=42)}


def lines(text: str, *, most: int, letters: int) -> list[str]:
    """A text in so many lines at most; what is left out is told by an ellipsis."""
    letters //= 2 if OTHER_LETTERS.search(text) else 1  # which are wider
    return wrap(shorten(text, width=most * letters - letters // 4, placeholder=" …"), width=letters)[:most]


def png(svg: str) -> bytes:
    picture: bytes = svg_to_bytes(
        svg_string=svg,
        width=WIDTH,
        style_sheet=_style(),
        font_files=[fonts.SourceSansPro, fonts.SourceSansProSemibold],
        skip_system_fonts=not OTHER_LETTERS.search(svg),
    )
    return picture


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")


def most_telling(figures: Sequence[Plotted]) -> tuple[Plot | None, int]:
    """The plot of the figures to show, and how many are left out: those of the unit that most have, what contradicts
    before the rest, and the latest before the earlier."""
    if not (plots := plots_of(figures)):
        return None, 0
    names = {mark.name for mark in max(plots, key=lambda plot: len(plot.marks)).marks}
    alike = [figure for figure in figures if figure.name in names]
    chosen = sorted(alike, key=lambda each: (each.contradicts, each.day or date.min), reverse=True)[:MOST]
    return plots_of(chosen, with_days=False)[0], len(figures) - len(chosen)
