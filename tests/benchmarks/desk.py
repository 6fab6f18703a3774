"""The review desk: an editor's next claim, and a decision with all that follows, without HTTP.

DATABASE_URL=... python -m tests.benchmarks.desk      # milliseconds and statements, as JSON; nothing stays
"""

import json
from collections.abc import Callable

import django

django.setup()

from django.conf import settings  # noqa: E402  (after the setup)
from django.contrib.auth.models import Group, User  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from claimsdb.models import Claim  # noqa: E402
from claimsdb.review.queue_orders import OrderName  # noqa: E402
from tests.benchmarks.timing import Figures, in_turns  # noqa: E402


class Desk:
    """An editor at work, whose browser follows where the desk leads."""

    def __init__(self) -> None:
        editor = User.objects.create_user("benchmark", is_staff=True)
        editor.groups.add(Group.objects.get(name="Editor"))
        self.client = Client(SERVER_NAME="localhost")
        self.client.force_login(editor)
        self.item = self.next_address()

    def next_address(self, query: str = "") -> str:
        return self.client.get(reverse("desk") + query).url  # type: ignore[attr-defined]

    def open(self) -> None:
        assert self.client.get(self.item).status_code == 200

    def reject(self) -> None:
        claim = Claim.objects.get(key=self.item.split("/")[3])
        answer = self.client.post(self.item, {"reject": "unclear", "seen_version": claim.version, **NO_ROWS})
        self.item = answer.url  # type: ignore[attr-defined]


PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # none are gathered
NO_ROWS = {f"{rows}-{what}_FORMS": 0 for rows in ("actors", "figures") for what in ("TOTAL", "INITIAL")}


def measured() -> Figures:
    desk = Desk()
    tasks: dict[str, Callable[[], object]] = {"desk: an item": desk.open, "desk: reject and find the next": desk.reject}
    for order in (OrderName.READING, OrderName.UNCERTAIN, OrderName.RANDOM):
        tasks[f"desk: the next, {order.label}"] = lambda query=f"?order={order}": desk.next_address(query)  # type: ignore[misc]
    counted = {"an item": desk.open, "a decision": desk.reject}
    return in_turns(tasks) | {f"desk: statements of {name}": [_statements(task)] for name, task in counted.items()}


def _statements(task: Callable[[], object]) -> float:
    with CaptureQueriesContext(connection) as asked:
        task()
    return len(asked)


if __name__ == "__main__":
    with override_settings(STORAGES=settings.STORAGES | PLAIN), transaction.atomic():
        print(json.dumps(measured()))
        transaction.set_rollback(True)
