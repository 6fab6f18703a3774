"""Who claims what of an actor's troops, page after page."""

import sys
from collections.abc import Iterator

from claimsdb_client import Client
from claimsdb_client.api.claims import claims_list
from claimsdb_client.models import Claim, Problem, Role
from claimsdb_client.types import UNSET, Unset
from httpx import URL


class Refused(Exception):
    def __init__(self, problem: Problem | None):
        super().__init__(problem.detail if problem else "no answer")
        self.problem = problem


def claims(client: Client, *, actor: str) -> Iterator[Claim]:
    """Every claim that matches, page after page."""
    cursor: str | Unset = UNSET
    while True:
        page = claims_list.sync(client=client, actor=[actor], rollup=False, measure=["troops"], limit=5, cursor=cursor)
        if page is None or isinstance(page, Problem):
            raise Refused(page)
        yield from page.results
        if page.next_ is None:
            return
        cursor = URL(page.next_).params["cursor"]


base_url, actor = sys.argv[1:] or ["http://localhost:8000", "NK"]
try:
    for claim in claims(Client(base_url=base_url), actor=actor):
        claimants = [part.name for part in claim.actors if part.role == Role.CLAIMANT]
        print(claim.key, ", ".join(claimants) or "nobody named", claim.text, sep="\t")
except Refused as refused:
    for fault in (refused.problem and refused.problem.errors) or []:
        print(fault.parameter, fault.detail, *(fault.nearest or []), sep="\t", file=sys.stderr)
    sys.exit(1)
