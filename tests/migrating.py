"""Migrations run one by one, or cut off at a statement, on databases of a test's own; and what such a database holds."""

import json
from contextlib import contextmanager, suppress
from copy import copy
from itertools import count
from pathlib import Path

from django.core.management.color import no_style
from django.db import connection

from claimsdb.db.whole_migrations import WholeMigrationExecutor
from tests.databases import create, drop, place_of

# Rows of some claims with a past, as they are at migration 0011.
ROWS = json.loads((Path(__file__).parent / "system" / "histories.json").read_text())["rows"]
# PostgreSQL gives no number of an attempt that failed to another, and these say when they were written.
COUNTED = {"auth_permission", "auth_group_permissions", "django_content_type"}
COUNTED |= {"claimsdb_dataversion", "claimsdb_rowchange"}
NUMBERED_ANEW = {
    "auth_group",
    "claimsdb_claimversion",
    "claimsdb_tallychange",
}  # compared without the numbers of the rows
PREPARED = {}  # migrations by name
LAID_OUT_ANEW = "claimsdb_search_"  # how SQLite keeps the words of the search


@contextmanager
def connected_to(url):
    """Django's default connection goes to that database meanwhile."""
    own = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = place_of(url)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = own


class Upgrade:
    """A database, empty at first, that is migrated step by step and filled on the way."""

    def __init__(self, url):
        self.url, self.filled = url, set()
        with connected_to(url):
            self.executor = WholeMigrationExecutor(connection)
            self.executor.recorder.ensure_schema()
            loader = self.executor.loader
            self.state = loader.project_state([])
            self.plan = self.executor.migration_plan(loader.graph.leaf_nodes())

    def migrations(self):
        """One after the other; who asks for the next has made the step of this one. They serve all upgrades."""
        for migration, _ in self.plan:
            name = (migration.app_label, migration.name)
            if name not in PREPARED:
                PREPARED[name] = prepared(migration, self.state)
            yield PREPARED[name]

    def put_into(self, url):
        """That database becomes a copy of this one."""
        drop(url)
        create(url, like=self.url)

    def run(self, migration):
        """Applies it to the database that is connected to, as the first of a run; the state after it."""
        self.executor.first = True
        return self.executor.apply_migration(self.state, migration)

    def is_recorded(self, migration):
        return (migration.app_label, migration.name) in self.executor.recorder.applied_migrations()

    def step(self, migration):
        with connected_to(self.url):
            self.state = self.run(migration)

    def fill(self):
        """Puts rows into the tables for which there are some, as soon as these have all their columns."""
        with connected_to(self.url):
            for label in [label for label in ROWS if label not in self.filled]:
                try:
                    model = self.state.apps.get_model(label)
                except LookupError:
                    continue
                if {*ROWS[label]["columns"]} <= columns_of(model):
                    self.filled.add(label)
                    fill(model, ROWS[label])


def prepared(migration, state):
    """The migration with the states between its operations, which take most of the time, made once for all its runs."""
    states = [state]
    _ = state.apps
    for operation in migration.operations:
        states.append(states[-1].clone())
        operation.state_forwards(migration.app_label, states[-1])

    def apply(_, schema_editor, **options):
        for operation, old, new in zip(migration.operations, states, states[1:], strict=False):
            operation.database_forwards(migration.app_label, schema_editor, old, new)
        return states[-1]

    def unapply(_, schema_editor, **options):
        steps = [*zip(migration.operations, states, states[1:], strict=False)]
        for operation, old, new in reversed(steps):
            operation.database_backwards(migration.app_label, schema_editor, new, old)
        return states[0]

    migration = copy(migration)
    migration.apply, migration.unapply = apply, unapply
    migration.mutate_state = lambda *_, **options: states[-1]
    return migration


def columns_of(model):
    return {field.attname for field in model._meta.fields}


def fill(model, table):
    rows = (dict(zip(table["columns"], row, strict=True)) for row in table["rows"])
    model._base_manager.bulk_create(model(**row) for row in rows)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)


# --- cutting off ------------------------------------------------------------------------------------------------------


def each_cut(upgrade, migration, *, url, migrated):
    """Leaves that database as if the process that migrates it had been killed, before each statement in turn.

    A transaction of PostgreSQL is cut off in its middle and before its end alone. `migrated` is a context in which the
    run that is cut off takes place.
    """
    upgrade.put_into(url)
    cuts = {"sqlite": _images, "postgresql": _exceptions}[connection.vendor]
    yield from cuts(upgrade, migration, url=url, migrated=migrated)


def _images(upgrade, migration, *, url, migrated):
    """A kill leaves what is in the files: they are copied before each statement of one run."""
    files = [Path(place_of(url)), Path(f"{place_of(url)}-wal")]
    images = []

    def copied(execute, *arguments):
        image = [file.read_bytes() if file.exists() else b"" for file in files]
        if image not in images:
            images.append(image)
        return execute(*arguments)

    with connected_to(url), migrated(), connection.execute_wrapper(copied):
        upgrade.run(migration)
    for image in images:
        for file, found in zip(files, image, strict=True):
            file.write_bytes(found)
        yield


def _exceptions(upgrade, migration, *, url, migrated):
    """A kill has the server roll back what is not committed, as an exception does."""
    statements = count()
    with connected_to(url):
        before = contents()
        with migrated(), connection.execute_wrapper(cut_off_before(None, statements)):
            upgrade.run(migration)
    number = next(statements)
    for statement in (number // 2, number - 1) if migration.atomic else range(number):
        with connected_to(url):
            if upgrade.is_recorded(migration):
                upgrade.executor.unapply_migration(upgrade.state, migration)
            again = contents() != before
        if again:  # it cannot be undone without a trace
            upgrade.put_into(url)
        with connected_to(url), migrated():
            with suppress(KeyboardInterrupt), connection.execute_wrapper(cut_off_before(statement)):
                upgrade.run(migration)
            connection.connect()  # Django would go on in the transaction that is gone
        yield


def cut_off_before(statement, numbers=None):
    """Executes neither that statement nor any after it."""
    numbers = numbers or count()

    def execute_or_cut_off(execute, *arguments):
        number = next(numbers)
        if statement is not None and number >= statement:
            raise KeyboardInterrupt
        return execute(*arguments)

    return execute_or_cut_off


# --- what a database holds --------------------------------------------------------------------------------------------

SCHEMA = {
    "sqlite": ["SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL"],
    "postgresql": [
        """SELECT attrelid::regclass::text, attname, format_type(atttypid, atttypmod), attnotnull,
            pg_get_expr(adbin, adrelid), attidentity
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped""",
        """SELECT pg_get_indexdef(indexrelid), indisvalid FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
        WHERE relnamespace = 'public'::regnamespace""",
        """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
        "SELECT cfgname FROM pg_ts_config",
    ],
}


def contents():
    """Schema and rows, comparable with those of another database."""
    with connection.cursor() as cursor:
        schema = [sorted(asked(cursor, statement), key=repr) for statement in SCHEMA[connection.vendor]]
        tables = sorted(connection.introspection.table_names(cursor))
        filled = [table for table, is_filled in asked(cursor, which_are_filled(tables)) if is_filled]
        return schema, {table: [] for table in tables} | {table: rows_of(cursor, table) for table in filled}


def which_are_filled(tables):
    """Most are empty."""
    return " UNION ALL ".join(f"""SELECT '{table}', EXISTS (SELECT 1 FROM "{table}")""" for table in tables)


def rows_of(cursor, table):
    if table == "django_migrations":
        return sorted(asked(cursor, "SELECT app, name FROM django_migrations"))
    rows = asked(cursor, f'SELECT * FROM "{table}"')
    if table in COUNTED:
        return len(rows)
    if table.startswith(LAID_OUT_ANEW):
        return None
    if table in NUMBERED_ANEW:
        rows = [row[1:] for row in rows]
    return sorted(rows, key=repr)


def asked(cursor, statement):
    cursor.execute(statement)
    return cursor.fetchall()
