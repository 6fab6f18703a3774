"""What each page offers at its foot: how to cite it, and the same to follow and to take away."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import localtime

from claimsdb.index import data_version
from claimsdb.questions.gathering import NOW, AsOf

Links = Sequence[tuple[str, str]]  # words and addresses


def taking_away(request: HttpRequest, title: str, *, links: Links, as_of: AsOf = NOW) -> Mapping[str, Any]:
    """For the template: the citation, which names the state of the data, and the links."""
    address = request.build_absolute_uri(request.path) + (f"?{urlencode(_asked(as_of))}" if _asked(as_of) else "")
    return {"citation": f"{title} In: claimsdb{_state(as_of)}. {address}", "links": links}


def query_of(as_of: AsOf) -> str:
    """To hang on the address of the same in another form; empty for now."""
    return urlencode(_asked(as_of))


def alternates_of_question(slug: str, as_of: AsOf) -> Links:
    ledger, query = reverse("question-ledger", args=[slug]), query_of(as_of)
    behind = f"&{query}" if query else ""
    return [
        ("JSON", f"{ledger}?format=json{behind}"),
        ("CSV of the figures", f"{ledger}?format=csv{behind}"),
        ("CSV of the statements", f"{ledger}?format=csv&by=statement{behind}"),
        ("Excel", f"{ledger}?format=xlsx{behind}"),
        ("Atom", f"{reverse('claim-feed')}?question={slug}"),
        ("Embed", f"{reverse('question-embed', args=[slug])}{f'?{query}' if query else ''}"),
    ]


def state_now() -> str:
    """The moment of the last change that anybody may see, for an address that goes on showing this state."""
    at = data_version(public=True).at
    return localtime(at).isoformat(timespec="microseconds").replace("+00:00", "Z") if at else ""


def _asked(as_of: AsOf) -> dict[str, str]:
    asked = {"as_of": as_of.day, "undated": "include" if as_of.undated else None, "recorded_as_of": as_of.recorded}
    return {name: str(value) for name, value in asked.items() if value}


def _state(as_of: AsOf) -> str:
    known = f", as known on {as_of.day}" if as_of.day else ""
    at = as_of.recorded.isoformat() if as_of.recorded else state_now()
    return f"{known}, data of {at}" if at else known
