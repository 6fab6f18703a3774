"""What is killed: each begins with a database, does something, and may be done again."""

import tempfile
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.contrib.auth.models import User
from django.core.management import call_command

from api.writing import idempotency
from claimsdb.choices import Status
from claimsdb.ingest.queue.backlog import backlog
from claimsdb.models import Actor, Claim
from tests.clients import signed_in
from tests.databases import SEEDS, TABLES
from tests.factories import EditorFactory

MARKED = {"CLAIMSDB_EXTRACTOR": "tests.extractors.Marked"}
EDITOR = "fault"
ARTICLES = ("attack", "bridge", "cargo")


@dataclass(frozen=True)
class Subject:
    """`begin` prepares the database, like one of a kind, once, or something of another one; what it gives is given to
    `work`."""

    name: str
    like: str
    work: callable
    begin: callable = lambda: None
    begins_on: str = ""
    environment: dict = field(default_factory=dict)


MADE = tempfile.TemporaryDirectory(prefix="claimsdb-faults-")  # gone with the process that made it


def folder():
    return Path(MADE.name)


def articles():
    for name in ARTICLES:
        text = f"A report on {name}\n\nIt is said of {name} that it happened.\n\nNobody has confirmed {name} so far.\n"
        (folder() / f"{name}.txt").write_text(text, encoding="utf-8")
    return [str(folder() / f"{name}.txt") for name in ARTICLES]


def nobody():
    """An actor, so that nothing loads the whole registry."""
    Actor.objects.create(slug="nobody", name="Nobody", kind="group")


# --- what is done -----------------------------------------------------------------------------------------------------


def load_seeds(_):
    call_command("load_seeds", verbosity=0)


def load_articles(_):
    call_command("load_articles", *articles(), jobs=1, verbosity=0)


def exported():
    """A fixture of the seeds, which goes into a database that has only tables."""
    path = folder() / "fixture.json"
    call_command("export_fixtures", f"--status={','.join(Status)}", "-o", str(path), verbosity=0)
    return str(path)


def import_fixture(path):
    call_command("import_fixture", path, verbosity=0)


def extract(_):
    call_command("extract_claims", "--all", verbosity=0)


REJECTED = {"reason": "unclear", "note": "killed"}


def an_editor():
    """Who has eight claims to decide; their keys."""
    EditorFactory(username=EDITOR)
    return sorted(Claim.objects.filter(status=Status.ACCEPTED).values_list("key", flat=True))[:8]


def editors_api():
    return signed_in(User.objects.get(username=EDITOR))


def review(keys):
    """As a script does it that goes on where it was: what is rejected already is not looked at again."""
    api = editors_api()
    for key in keys:
        address = f"/api/claims/{key}/"
        claim = api.get(address)
        if claim.json()["status"] != Status.REJECTED:
            seen = {"If-Match": claim["ETag"]}
            moved = api.post(f"{address}reject/", REJECTED, format="json", headers=seen)
            assert moved.status_code == 200, moved.content


def bulk(keys):
    """Sent again it is done once, whatever became of the first: but not while that may be at work, for ten minutes,
    which are over here."""
    idempotency.AT_WORK = timedelta(0)
    body = {"verb": "reject", "keys": keys, **REJECTED}
    moved = editors_api().post("/api/claims/moves/", body, format="json", headers={"Idempotency-Key": '"all"'})
    assert moved.status_code == 200, moved.content


def queued():
    nobody()
    call_command("load_articles", *articles(), queue=True, verbosity=0)


def work_off(_):
    while (left := backlog()).waiting or left.running:
        call_command("db_worker", batch=True, interval=0.05, startup_delay=False, verbosity=0)


SUBJECTS = [
    Subject("load_seeds", TABLES, load_seeds),
    Subject("load_articles", TABLES, load_articles, begin=nobody, environment=MARKED),
    Subject("import", TABLES, import_fixture, begin=exported, begins_on=SEEDS),
    Subject("extract", SEEDS, extract, environment=MARKED),
    Subject("review by API", SEEDS, review, begin=an_editor),
    Subject("bulk", SEEDS, bulk, begin=an_editor),
    Subject("queue workers", TABLES, work_off, begin=queued, environment=MARKED),
]
