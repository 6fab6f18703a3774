"""A database as an older release left it, brought up to date in a process of its own: `python -m tests.system.histories`.

`histories.json` has the rows of some claims with a past at migration 0011, and what that release's API told of each.
"""

import json
import os
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
TOLD = json.loads(Path(__file__).with_suffix(".json").read_text())
OLD = ["claimsdb_before", *(f"claimsdb_historical{name}" for name in ("attribution", "claim", "quantity"))]


def main():
    migrate("0011_queued_tasks")
    fill()
    converted = migrate_and_be_cut_off(after=2)
    migrate("0013_histories_to_versions")
    from claimsdb.models import ClaimVersion

    ClaimVersion.objects.all()._raw_delete("default")  # as if the older release had written all of it since
    following = ("0014_histories_written_meanwhile", "0015_drop_histories")
    left = {name: list(migrate_and_be_cut_off_at_each_statement(name)) for name in following}
    migrate()
    gone = ClaimVersion.objects.filter(key=TOLD["gone"])
    report = {
        "converted before it was cut off": converted,
        "old tables after each cut": left,
        "history": {key: history_of(key) for key in TOLD["history"]},
        "gone": [[each.version, each.found["hedge"], len(each.attributions), len(each.quantities)] for each in gone],
        "undone": list(undone()),
        "old tables": old_tables(),
    }
    number = versions()
    migrate("0012_claim_versions")
    report["old tables when it is undone"] = old_tables()
    migrate()
    report["kept meanwhile"] = versions() == number
    json.dump(report, sys.stdout)


def migrate(name=None):
    from django.core.management import call_command

    call_command("migrate", *(["claimsdb", name] if name else []), verbosity=0)


def fill():
    """The old rows go into the old tables."""
    from django.core.management.color import no_style
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    apps = MigrationExecutor(connection).loader.project_state([("claimsdb", "0011_queued_tasks")]).apps
    models = {apps.get_model(label): table for label, table in TOLD["rows"].items()}
    for model, table in models.items():
        rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
        model._base_manager.bulk_create(model(**row) for row in rows)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def migrate_and_be_cut_off(*, after):
    """How many versions there are when the conversion is cut off after so many batches."""
    from claimsdb.migrations import _histories
    from claimsdb.models import ClaimVersion

    convert, _histories.BATCH = _histories._Conversion.convert, 3

    batches = []

    def cut_off(conversion, claims):
        if len(batches) == after:
            raise KeyboardInterrupt
        batches.append(claims)
        convert(conversion, claims)

    _histories._Conversion.convert = cut_off
    with suppress(KeyboardInterrupt):
        migrate("0013_histories_to_versions")
    _histories._Conversion.convert = convert
    return ClaimVersion.objects.count()


def migrate_and_be_cut_off_at_each_statement(name):
    """Begins again after each cut, which comes a statement later each time; the old tables that each cut left."""
    from django.db import connection

    from claimsdb.db.whole_migrations import WholeMigrationExecutor
    from tests.migrating import cut_off_before

    for statements in count():
        try:
            with connection.execute_wrapper(cut_off_before(statements)):
                WholeMigrationExecutor(connection).migrate([("claimsdb", name)])
            return
        except KeyboardInterrupt:
            connection.close()
            connection.connect()  # what was open is rolled back, as when a process is gone
            yield old_tables()


def history_of(key):
    return editor_api().get(f"/api/claims/{key}/history/").json()


def editor_api():
    from django.contrib.auth.models import Group

    from tests.clients import signed_in

    editor().groups.add(Group.objects.get(name="Editor"))
    return signed_in(editor())


def editor():
    from django.contrib.auth.models import User

    return User.objects.get(username="editor")


def undone():
    """What the editor decided before the upgrade, taken back step by step: what the claims are then."""
    from claimsdb.models import Claim
    from claimsdb.review import undo_stack

    while step := undo_stack.last_step(editor()):
        done = undo_stack.undo(step, by=editor()).done
        claim = Claim.objects.get(pk=step.claim_id)
        rows = [claim.attributions.count(), claim.quantities.count()]
        yield [claim.quote or claim.article.title, done, claim.status, claim.text, *rows]


def versions():
    """How many there are, whatever columns they have by now."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM claimsdb_claimversion")
        return cursor.fetchone()


def old_tables():
    from django.db import connection

    return [table for table in OLD if table in connection.introspection.table_names()]


if __name__ == "__main__":
    import django
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    django.setup()
    main()
