"""A desk with a little of everything in by the quick way: what `loaddata` makes of it, whatever its form, and whatever is
there already."""

import gzip
import json
import random
import re
import subprocess
from types import SimpleNamespace

import pytest
from django.core.management import CommandError
from django.db import transaction

from claimsdb.curation import merge_actors, merge_sources
from claimsdb.exchange import incoming, moved_claims, reading
from claimsdb.exchange.json_lines import json_lines
from claimsdb.index import bulk, counts, documents
from claimsdb.index.changes import data_version
from claimsdb.index.dependencies import DEPENDENCIES, claims_moved
from claimsdb.models import (
    ALL_VISIBLE,
    Actor,
    Article,
    Change,
    Claim,
    ClaimVersion,
    Decision,
    Source,
    TallyChange,
)
from tests import databases
from tests.exchange.test_import import import_file
from tests.factories import (
    ActorFactory,
    AffiliationFactory,
    AttributionFactory,
    ClaimFactory,
    SourceFactory,
)
from tests.fixture_files import EVERYTHING, TABLES, empty_the_database, export, load_fixture
from tests.index.expected import is_consistent
from tests.processes import MANAGE, PATIENCE, environment_of

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def shuffled(text):
    rows = json.loads(text)
    random.Random(4).shuffle(rows)
    return "".join(f"{json.dumps(row)}\n" for row in rows)


FORMS = {
    "as exported": str.encode,
    "JSON lines": lambda text: "".join(f"{json.dumps(row)}\n" for row in json.loads(text)).encode(),
    "indented": lambda text: json.dumps(json.loads(text), indent=1).encode(),
    "on one line": lambda text: json.dumps(json.loads(text), ensure_ascii=False).encode(),
    "Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "packed": lambda text: gzip.compress(text.encode()),
    "in any order": lambda text: shuffled(text).encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_fixture_gives_the_same_database(kept_desk, tmp_path, form):
    before = export(EVERYTHING)
    empty_the_database()
    import_file(tmp_path, FORMS[form](before))
    assert export(EVERYTHING) == before
    assert is_consistent()


def test_a_little_at_a_time_comes_to_the_same(kept_desk, tmp_path, monkeypatch):
    before = export(EVERYTHING)
    empty_the_database()
    for module, size in ((reading, "BLOCK"), (incoming, "BATCH"), (moved_claims, "BATCH"), (bulk, "MOST_COUNTS")):
        monkeypatch.setattr(module, size, 1)
    import_file(tmp_path, before)
    assert export(EVERYTHING) == before
    assert is_consistent()
    counted = counts.counts_by_facet(statuses=["accepted", "duplicate"])
    counts.add_up()
    assert counts.counts_by_facet(statuses=["accepted", "duplicate"]) == counted
    assert is_consistent()
    assert not TallyChange.objects.exists()


def test_importing_again_changes_nothing(kept_desk, lasting_editor, tmp_path):
    before, rows = export(EVERYTHING), [model.objects.count() for model in TABLES]
    versions = list(ClaimVersion.objects.values_list())
    import_file(tmp_path, before)
    printed = import_file(tmp_path, before)
    assert export(EVERYTHING) == before
    assert [model.objects.count() for model in TABLES] == rows
    assert list(ClaimVersion.objects.values_list()) == versions
    assert Decision.objects.get(verb="mark_duplicate").who == lasting_editor
    assert [line.split()[1:] for line in printed.splitlines() if "claims" in line] == [["·", "·", "2"]]
    assert is_consistent()


def outcome(load, folder, content):
    """What stands in the database when the file is loaded; it is taken back."""
    with transaction.atomic():
        load(folder, content)
        after = export(EVERYTHING), list(Decision.objects.order_by("claim", "version").values_list("who", flat=True))
        after += (is_consistent(),)
        transaction.set_rollback(True)
    return after


def test_a_filled_database_is_as_loaddata_would_leave_it(kept_desk, tmp_path):
    rows = [json.loads(line.rstrip(",")) for line in export(EVERYTHING).splitlines()[1:-1]]
    content = json.dumps([changed(row) for row in rows])
    Claim.objects.filter(pk=kept_desk.pk).update(hedge="reportedly")
    quantities = kept_desk.quantities.all()
    quantities._raw_delete(quantities.db)  # unseen by the answers, which would be put up for another look
    assert timeless(outcome(import_file, tmp_path, content)) == timeless(outcome(load_fixture, tmp_path, content))


def timeless(outcome):
    """Without when links were put up for another look."""
    rows, *others = outcome
    return re.sub(r'"(decided_at|updated_at)":"[^"]*"', "", rows), *others


def changed(row):
    """The row with other values here and there, and without some that have defaults. The duplicate was decided here."""
    fields = row["fields"]
    match row["model"]:
        case "claimsdb.claim" if fields["status"] != "duplicate":
            fields |= {"text": f"{fields['text']} Really.", "stance": "denies", "version": fields["version"] + 1}
        case "claimsdb.attribution" if not fields["order"]:
            fields |= {"role": "subject"}
        case "claimsdb.article":
            fields |= {**dict.fromkeys(Article.DAYS, "2024-10-18"), "published_basis": "editor"}
        case "claimsdb.affiliation":
            fields |= {"ended_on": "2024-01-01"}
        case "claimsdb.source":
            del fields["reliability"], fields["domain"]
    return row


@pytest.mark.parametrize("model", DEPENDENCIES, ids=lambda model: model.__name__)
def test_rows_that_come_alone_move_the_claims_to_which_they_lead(kept_desk, tmp_path, model):
    rows = [each for each in json.loads(export(EVERYTHING)) if each["model"] == model._meta.label_lower]
    dependency, before = DEPENDENCIES[model], data_version().number
    ends = set(dependency.ends(model.objects.values_list("pk", flat=True)))
    import_file(tmp_path, json.dumps(rows))
    moved = set(Change.objects.filter(number__gt=before).values_list("claim", flat=True))
    nowhere = {Claim: set(), Article: set(), Source: set(), Actor: set()}
    expected = set() if dependency.leads_to in (Actor, Source) else claims_moved(nowhere | {dependency.leads_to: ends})
    assert (
        moved == expected
    )  # actors belong to whom they belonged, sources are confirmed as they were: they move nothing
    assert rows


def without(document, *names):
    return {name: value for name, value in document.items() if name not in names}


def test_json_lines_are_the_documents_of_the_api(kept_desk):
    ClaimFactory()
    claims = SimpleNamespace(scan=None, queryset=Claim.objects.order_by("pk"), visibility=ALL_VISIBLE)
    written = [json.loads(line) for lines in json_lines(claims, base="") for line in lines]
    shown = documents.lines(claims.queryset.values_list("pk", flat=True), base="", visibility=ALL_VISIBLE)
    assert any(each["questions"] for each in written)
    assert [without(each, "questions", "relations") for each in written] == [*map(json.loads, shown)]
    assert (
        list(json_lines(SimpleNamespace(scan=None, queryset=Claim.objects.none(), visibility=ALL_VISIBLE), base=""))
        == []
    )


IN_AND_OUT = f"""
from django.core.management import call_command
call_command("import_fixture", "-", verbosity=0)
call_command("export_fixtures", "{EVERYTHING}")
"""


@pytest.mark.processes
def test_another_database_exports_the_same_bytes(kept_desk, tmp_path):
    """On PostgreSQL the other one is SQLite."""
    content = export(EVERYTHING).encode()
    with databases.new_database(tmp_path, like=databases.TABLES, engine=databases.SQLITE) as other:
        done = subprocess.run(
            [*MANAGE, "shell", "-v0", "-c", IN_AND_OUT],
            env=environment_of(other, tmp_path),
            check=True, input=content, capture_output=True, timeout=PATIENCE,
        )  # fmt: skip
    assert done.stdout == content


@pytest.fixture
def merged_since(kept_desk, admin_user):
    """A fixture from before an actor and a source were merged into others."""
    kim, twin = Actor.objects.get(slug="kim-jong-un"), ActorFactory(slug="kim", name="Kim")
    state = Actor.objects.get(slug="north-korea")
    AffiliationFactory(child=twin, parent=state)
    claim = kept_desk
    for order, actor in ((5, twin), (6, kim)):
        AttributionFactory(claim=claim, actor=actor, role="subject", order=order)
    edition = Source.objects.get(domain="example.org")
    SourceFactory(slug="local", parent=SourceFactory(slug="inner", parent=edition))
    ClaimFactory(article__source=Source.objects.get(slug="local"))
    before = export(EVERYTHING)
    merge_actors(kim, into=twin, seen=None, by=admin_user)
    merge_sources(edition, into=Source.objects.get(slug="local"), seen=None, by=admin_user)
    return before


def test_what_was_merged_since_stays_merged(merged_since, tmp_path):
    after = export(EVERYTHING)
    import_file(tmp_path, merged_since)
    assert export(EVERYTHING) == after
    with pytest.raises(CommandError, match="was merged into"):
        load_fixture(tmp_path, merged_since)
    assert export(EVERYTHING) == after
