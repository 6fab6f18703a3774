"""Fixtures in by the quick way: what `loaddata` makes of them, all of it or nothing, and what is wrong by its line."""

import gzip
import io
import json
from collections import defaultdict
from contextlib import nullcontext

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils.dateparse import parse_datetime

from claimsdb.choices import ActorKind
from claimsdb.exchange import BadFixture, import_fixture
from claimsdb.models import (
    Actor,
    ActorCode,
    ActorName,
    Affiliation,
    Article,
    Claim,
    Entry,
    Source,
    claim_key,
    sha256,
)
from tests.commands import printed
from tests.factories import (
    ActorFactory,
    AffiliationFactory,
    AttributionFactory,
    SourceFactory,
    StateFactory,
)
from tests.fixture_files import TABLES, load_fixture
from tests.index.expected import is_consistent

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def import_file(folder, content, *, name="fixture.json"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return printed("import_fixture", path)


COLUMNS = {  # all that is known of actors and sources, without the ids
    Actor: ("slug", "name", "kind", "country"),
    ActorName: ("actor", "text", "kind", "language", "matchable"),
    ActorCode: ("actor", "scheme", "code"),
    Affiliation: ("child", "parent", "kind", "started_on", "ended_on"),
    Source: ("slug", "name", "domain", "kind", "country", "reliability", "parent"),
}
SEVERAL = 12  # of as many actors, one is loaded by Django, which takes ten seconds for all


def shipped():
    return [
        row
        for name in ("sources.json", "actors.json")
        for row in json.loads((settings.BASE_DIR / "fixtures" / name).read_text(encoding="utf-8"))
    ]


def test_the_registry_of_fixtures_is_imported_as_it_stands_there(tmp_path):
    rows = shipped()
    import_file(tmp_path, json.dumps(rows))
    assert registry() == {model: sorted(told(model, rows), key=str) for model in COLUMNS}


def test_the_registry_of_fixtures_is_as_loaddata_loads_it(tmp_path):
    content = json.dumps(few_of(shipped()))
    with transaction.atomic():
        load_fixture(tmp_path, content)
        loaded = registry()
        transaction.set_rollback(True)
    import_file(tmp_path, content)
    assert registry() == loaded
    assert all(loaded.values())


def registry():
    return {
        model: sorted(model.objects.order_by().values_list(*map(path_of, columns)), key=str)
        for model, columns in COLUMNS.items()
    }


def path_of(column):
    return f"{column}__slug" if column in ("actor", "child", "parent") else column


def told(model, rows):
    """What the file says of each row of the model."""
    for fields in (row["fields"] for row in rows if row["model"] == model._meta.label_lower):
        given = (fields.get(column, model._meta.get_field(column).get_default()) for column in COLUMNS[model])
        yield tuple(
            value_of(*each)
            for each in zip((model._meta.get_field(name) for name in COLUMNS[model]), given, strict=True)
        )


def value_of(field, given):
    return given[0] if field.is_relation and given else field.to_python(given)


def few_of(rows):
    """All sources, and some actors of each kind with all that they have, and with those to whom they belong."""
    kinds = defaultdict(list)
    for fields in (row["fields"] for row in rows if row["model"] == "claimsdb.actor"):
        kinds[fields["kind"]].append(fields["slug"])
    few = {slug for slugs in kinds.values() for slug in slugs[::SEVERAL]}
    belonging = [row["fields"] for row in rows if row["model"] == "claimsdb.affiliation"]
    few |= {each["parent"][0] for each in belonging if each["child"][0] in few}
    return [row for row in rows if {*ends_of(row)} <= few or row["model"] == "claimsdb.source"]


def ends_of(row):
    """The actors without whom the row is not there."""
    fields = row["fields"]
    return (
        [fields["slug"]]
        if "slug" in fields
        else [fields[end][0] for end in ("actor", "child", "parent") if end in fields]
    )


def row(model, **fields):
    return {"model": f"claimsdb.{model}", "fields": fields}


@pytest.mark.parametrize("kind", [ActorKind.STATE, ActorKind.PERSON])
def test_claims_that_are_not_in_the_file_follow_its_actors(tmp_path, kind):
    minister, ministry = ActorFactory(slug="minister"), ActorFactory(slug="ministry", kind=ActorKind.GOVERNMENT_BODY)
    state = StateFactory(slug="state")
    AffiliationFactory(child=minister, parent=ministry)
    AttributionFactory(actor=minister)
    rows = [
        row("affiliation", child=["ministry"], parent=["state"], kind="part_of"),
        row("actor", slug="minister", name="The minister", kind=kind, country=""),
    ]
    import_file(tmp_path, json.dumps(rows))
    assert is_consistent()
    assert state.members.get().child == ministry


TEXT = "A headline\n\nHe said so, twice."
KEY = claim_key(sha256(TEXT), 12, 22)
MOMENT = "2026-11-22T09:00:00Z"
GOOD = {
    "source": row("source", slug="paper", name="The Paper"),
    "actor": row("actor", slug="speaker", name="The speaker", kind="person"),
    "article": row(
        "article", title="A headline", text=TEXT, text_sha256=sha256(TEXT), source=["paper"], created_at=MOMENT
    ),
    "claim": row(
        "claim", key=KEY, article=[sha256(TEXT)], start=12, end=22, quote="He said so", text="So.", voice="attributed",
        created_at=MOMENT, updated_at=MOMENT, confidence=0.5,
    ),
    "attribution": row("attribution", claim=[KEY], role="claimant", actor=["speaker"]),
    "quantity": row("quantity", claim=[KEY], as_written="twice", start=24, end=29, best=2),
}  # fmt: skip


def lines(**changes):
    """The good rows as JSON lines, with other fields in some."""
    rows = [{**each, "fields": each["fields"] | changes.get(name, {})} for name, each in GOOD.items()]
    return "".join(f"{json.dumps(each)}\n" for each in rows)


def without(model, field):
    rows = {**GOOD, model: row(model, **{k: v for k, v in GOOD[model]["fields"].items() if k != field})}
    return "".join(f"{json.dumps(each)}\n" for each in rows.values())


def test_the_good_rows_are_good(tmp_path):
    import_file(tmp_path, lines())
    assert Claim.objects.get().attributions.get().actor.slug == "speaker"
    assert is_consistent()


@pytest.mark.parametrize(
    ("changes", "stays"),
    [
        ({"text": "So, so."}, 0.7),
        ({"confidence": 0.6}, None),
        ({"confidence": None}, None),
        ({"rule": "other"}, None),
        ({"confidence": 0.6, "version": 2}, None),
    ],
)
def test_what_was_learned_of_what_the_machine_found_goes_with_it(changes, stays, tmp_path):
    import_file(tmp_path, lines())
    Claim.objects.update(calibrated=0.7)
    import_file(tmp_path, lines(claim=changes))
    assert Claim.objects.get().calibrated == stays


BAD_FILES = {
    "not UTF-8": (lines().encode().replace(b"A headline", b"A h\xe9adline"), "line 3: It is not UTF-8 at byte"),
    "indented, not UTF-8": (b'[{\n"model": "\xff"}]', "line 2: It is not UTF-8 at byte 11"),
    "gzip cut short": (gzip.compress(lines().encode(), mtime=0)[:-20], "gzip, and damaged or cut short"),
    "broken line": (lines() + '{"model": \n', "line 7: It is not JSON: unexpected end of data"),
    "list cut short": (f"[\n{json.dumps(GOOD['source'])},\n", "line 2: The list does not end"),
    "comma missing": (f"[\n{json.dumps(GOOD['source'])}\n{json.dumps(GOOD['actor'])}\n]", "line 3: .* comma missing"),
    "indented list cut short": (json.dumps([GOOD["source"]], indent=1)[:-4], "line 8: It is not JSON"),
    "indented comma missing": ('[\n{\n"a": 1\n}\n{"b"\n: 2}]', "line 5: It is not JSON"),
    "a name twice": ('{"model": "claimsdb.source", "model": "claimsdb.actor", "fields": {}}', "line 1: It is ambiguous: an object has 'model' more than once"),
    "more after the list": ("[]\n[]", "line 2: It is not JSON"),
    "indented row": (json.dumps([GOOD["source"], row("nothing")], indent=2), 'line 9: model: It is "claimsdb.nothing", not one of'),
    "row on one line of many": (json.dumps([GOOD["source"], row("nothing")]), 'line 1: model: It is "claimsdb.nothing", not one of'),
    "no row": ("[1]", 'line 1: It is 1, not a row such as {"model"'),
    "other model": (lines() + '{"model": "auth.user", "fields": {}}', 'line 7: model: It is "auth.user", not one of'),
    "id": ('{"model": "claimsdb.source", "pk": 1, "fields": {}}', "line 1: pk: Rows go by their natural keys"),
    "model of another kind": ('{"model": ["claimsdb.source"], "fields": {}}', "line 1: model: It is .* not one of"),
    "id beside every field": (json.dumps(row("actorcode", actor=["x"], scheme="claimsdb", code="X") | {"pk": 1}), "line 1: pk: Rows go by"),
    "unknown field": (lines(source={"nmae": "x"}), "line 1: claimsdb.source: nmae: There is no such field. Did you mean name?"),
    "user": (lines(claim={"entered_by": ["me"]}), "line 4: claimsdb.claim: entered_by: There is no such field"),
    "missing field": (without("claim", "voice"), "line 4: claimsdb.claim: voice: It is missing"),
    "missing moment": (without("article", "created_at"), "line 3: claimsdb.article: created_at: It is missing"),
    "null": (lines(claim={"text": None}), "line 4: claimsdb.claim: text: It is null, not a text"),
    "number for a text": (lines(source={"name": 7}), "name: It is 7, not a text"),
    "text for a number": (lines(claim={"start": "12"}), 'start: It is "12", not a whole number from 0 to'),
    "number too great": (lines(attribution={"hop": 40000}), "hop: It is 40000, not a whole number from 0 to 32767"),
    "too long": (lines(source={"name": "x" * 201}), "name: It has 201 characters; 200 fit"),
    "unseen": (lines(source={"name": "The\u00ad Paper"}), r"line 1: claimsdb.source: name: Has a character that cannot be seen \(U\+00AD\)"),
    "HTML": (lines(actor={"name": "<b>He</b>"}), "line 2: claimsdb.actor: name: Has <b>, which is HTML"),
    "no country": (lines(actor={"country": "NK"}), "line 2: claimsdb.actor: country: 'NK' is not .* Did you mean KP"),
    "no language": (json.dumps(row("actorname", actor=["x"], text="x", language="english!")), "language: .*not a BCP 47 tag"),
    "NUL": (lines(claim={"text": "a\0b"}), "text: It has a NUL character"),
    "NUL within": (lines(claim={"found": {"text": "\0"}}), "found: It has a NUL character"),
    "no object": (lines(claim={"found": [1]}), r"found: It is \[1\], not a JSON object"),
    "unknown word": (lines(claim={"stance": "yells"}), 'stance: It is "yells", not one of asserts, denies'),
    "no day": (lines(claim={"said_from": "2024-02-30"}), 'said_from: It is "2024-02-30", not a day such as'),
    "no time": (lines(claim={"updated_at": "2026-11-22T09:00:00"}), "updated_at: .* not a time such as"),
    "no figure": (lines(quantity={"best": "many"}), 'best: It is "many", not a number of up to 18 digits'),
    "fine figure": (lines(quantity={"best": "0.0000001"}), "not a number of up to 18 digits and 6 decimal places"),
    "no flag": (json.dumps([row("actorname", actor=["x"], text="x", matchable=1)]), "matchable: It is 1, not true or false"),
    "no share": (lines(claim={"confidence": "high"}), 'confidence: It is "high", not a number'),
    "id for a key": (lines(claim={"article": 7}), r"article: It is 7, not the natural key of an article: \[\"text_sha256\"\]"),
    "other text": (lines(article={"text": "Other."}), "line 3: claimsdb.article: text_sha256: It is not that of the text"),
    "claim key": (lines(claim={"key": "k1"}), 'key: It is "k1", not 16 of the characters a-z and 2-7'),
    "quote elsewhere": (lines(claim={"start": 13, "end": 23}), 'line 4: quote: It is "He said so", and the article has "e said so,"'),
    "words elsewhere": (lines(quantity={"start": 0, "end": 5}), 'line 6: as_written: It is "twice", and the article has "A hea"'),
    "words elsewhere in the claim": (lines(quantity={"start": 14, "end": 19}), 'as_written: It is "twice", and the article has " said'),
    "no such actor": (lines(attribution={"actor": ["nobody"]}), 'line 5: actor: There is no actor with the slug "nobody", here or in the file'),
    "no such claim": (lines(quantity={"claim": ["a" * 16]}), 'line 6: claim: There is no claim with the key "aaaa'),
    "no such original": (lines(claim={"status": "duplicate", "decided_at": MOMENT, "duplicate_of": ["b" * 16]}), "line 4: duplicate_of: There is no claim"),
    "duplicate row": (lines() + json.dumps(GOOD["actor"]), "line 7: claimsdb.actor: It has the same slug as the row on line 2"),
    "constraint": (lines(claim={"confidence": 2}), r"line 4: claimsdb.claim: Confidence lies between 0 and 1. \(claim_confidence_is_share\)"),
    "its own duplicate": (lines(claim={"status": "duplicate", "decided_at": MOMENT, "duplicate_of": [KEY]}), "line 4: .*A claim does not repeat itself"),
    "unique": (
        lines(source={"domain": "x.org"}) + json.dumps(row("source", slug="other", name="Other", domain="x.org")),
        "claimsdb.source: It has the same domain as",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_named_with_what_is_wrong_and_leaves_nothing(tmp_path, name):
    content, words = BAD_FILES[name]
    with pytest.raises(CommandError, match=words) as error:
        import_file(tmp_path, content)
    assert "fixture.json is not imported" in str(error.value)
    assert not any(model.objects.exists() for model in [*TABLES, Entry])


INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY indexname",
}
WHOLE = {"sqlite": "PRAGMA integrity_check", "postgresql": "SELECT 'ok'"}
CACHE = {"sqlite": "PRAGMA cache_size", "postgresql": "SELECT 0"}


def rows_of(statements):
    with connection.cursor() as cursor:
        cursor.execute(statements[connection.vendor])
        return cursor.fetchall()


TWO_SOURCES = lines(source={"domain": "x.org"}) + json.dumps(row("source", slug="other", name="Other"))
OUTCOMES = {
    "nothing wrong": (lines(), ""),
    "more rows than are here": (TWO_SOURCES.replace("x.org", "y.org"), ""),
    "wrong by itself": (lines(claim={"confidence": 2}), "Confidence lies between 0 and 1"),
    "no such actor": (lines(attribution={"actor": ["nobody"]}), "There is no actor"),
    "what another has": (lines(source={"domain": "x.org"}), "The database refuses the rows: .*domain"),
    "what another has, among more": (TWO_SOURCES, "The database refuses the rows: .*domain"),
}


@pytest.mark.parametrize("name", OUTCOMES)
def test_whatever_comes_of_it_each_index_is_there_and_whole(tmp_path, name):
    SourceFactory(domain="x.org")
    content, objection = OUTCOMES[name]
    before = rows_of(INDEXES), rows_of(CACHE)
    with pytest.raises(CommandError, match=objection) if objection else nullcontext():
        import_file(tmp_path, content)
    assert (rows_of(INDEXES), rows_of(CACHE)) == before
    assert rows_of(WHOLE) == [("ok",)]
    assert Claim.objects.exists() != bool(objection)
    assert is_consistent()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-22T09:00:00Z", "2026-11-22T09:00:00+00:00"),
        ("2026-11-22T09:00:00.120Z", "2026-11-22T09:00:00.120000+00:00"),
        ("2026-11-22T09:00:00.000Z", "2026-11-22T09:00:00+00:00"),
        ("2026-11-22 09:00:00+00:00", "2026-11-22T09:00:00+00:00"),
        ("2026-11-22T01:00:00+02:00", "2026-11-21T23:00:00+00:00"),
        ("2026-W01-1T00:00:00Z", "2025-12-29T00:00:00+00:00"),
    ],
)
def test_moments_are_kept_in_one_form(tmp_path, written, meant):
    import_file(tmp_path, lines(article={"created_at": written}))
    article = Article.objects.get(created_at=parse_datetime(meant))  # which SQLite finds by its text
    assert article.created_at.isoformat() == meant


def test_all_that_is_wrong_is_told_up_to_twenty_faults(tmp_path):
    with pytest.raises(CommandError) as error:
        import_file(tmp_path, lines(source={"name": 7, "kind": "x"}, claim={"text": None}))
    assert str(error.value).count("\n") == 3
    with pytest.raises(CommandError, match=r"line 1: .*name(?s:.*)line 7: It is not JSON"):
        import_file(tmp_path, lines(source={"name": 7}) + '{"model": \n')
    many = "".join(f'{{"model": "claimsdb.source", "fields": {{"slug": {n}, "name": "x"}}}}\n' for n in range(30))
    with pytest.raises(CommandError) as error:
        import_file(tmp_path, many)
    assert str(error.value).count("\n") == 20


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(CommandError, match=r"nothing\.json cannot be read: No such file"):
        call_command("import_fixture", str(tmp_path / "nothing.json"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"[" * 100_000, "depth limit"),
        (b'{"model": ' * 100_000, "depth limit"),
        (b'{"model": "claimsdb.quantity", "fields": {"low": ' + b"1" * 1_000_000 + b"}}", "number is infinity"),
        (b'{"model": "claimsdb.source", "fields": {"slug": "' + b"a" * (33 << 20) + b'"}}', "longer than 32 MiB"),
    ],
    ids=["lists", "objects", "number", "text"],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_a_row_that_would_take_the_memory_is_a_named_fault(text, words, pack):
    with pytest.raises(BadFixture, match=rf"line 1: .*{words}"):
        import_fixture(io.BufferedReader(io.BytesIO(pack(text))))
