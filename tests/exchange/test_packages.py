"""The data package and the file of SQLite: valid for the programs that read them, of what is public alone, and the same
bytes for the same data."""

import asyncio
import io
import json
import sqlite3
import zipfile
from hashlib import sha256

import pytest
from datasette.app import Datasette
from frictionless import Package

from claimsdb import review
from claimsdb.choices import ArticleState, RelationAbout, RelationKind, SourceState
from claimsdb.exchange import data_package, datasette_metadata, write_sqlite
from claimsdb.exchange.packages.tables import TABLES
from claimsdb.models import Claim, Question
from claimsdb.questions import entering
from claimsdb.review import publication
from tests.commands import outcome
from tests.factories import AcceptedClaimFactory, ClaimFactory, QuantityFactory, SourceFactory, StandInFactory

pytestmark = pytest.mark.django_db


def package():
    return zipfile.ZipFile(io.BytesIO(b"".join(data_package(site="https://claims.example/"))))


def lines(name):
    return package().read(f"{name}.csv").decode().splitlines()


@pytest.fixture
def file(tmp_path):
    def write():
        path = tmp_path / "claimsdb.db"
        path.unlink(missing_ok=True)
        write_sqlite(path)
        return path

    return write


def test_frictionless_finds_nothing_wrong(seeded, tmp_path):
    package().extractall(tmp_path)
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "note"])
    assert report.stats["tasks"] == len(TABLES)


def test_croissant_describes_every_file_and_column(seeded):
    """As mlcroissant reads it, which is too heavy to be installed for this."""
    zipped = package()
    described = json.loads(zipped.read("croissant.json"))
    assert (described["conformsTo"], described["url"]) == (
        "http://mlcommons.org/croissant/1.0",
        "https://claims.example/",
    )
    assert [each["name"] for each in described["distribution"]] == [f"{table.name}.csv" for table in TABLES]
    for each in described["distribution"]:
        data = zipped.read(each["contentUrl"])
        assert (each["sha256"], each["contentSize"]) == (sha256(data).hexdigest(), f"{len(data)} B")
    fields = {field["@id"]: field for records in described["recordSet"] for field in records["field"]}
    assert [*fields] == [f"{table.name}/{column.name}" for table in TABLES for column in table.columns]
    for field in fields.values():
        name = field["source"]["fileObject"]["@id"]
        assert field["source"]["extract"]["column"] in zipped.read(name).decode().splitlines()[0].split(",")
    keys = [records["key"] for records in described["recordSet"] if "key" in records]
    assert {each["@id"] for key in keys for each in (key if isinstance(key, list) else [key])} <= fields.keys()


def test_all_that_is_public_is_in_it(seeded, file):
    rows = dict.fromkeys([table.name for table in TABLES])
    found = sqlite3.connect(file())
    for name in rows:
        [[rows[name]]] = found.execute(f'SELECT count(*) FROM "{name}"')
        assert rows[name] == len(lines(name)) - 1 or name in ("claims", "attributions")  # quotes have line breaks
    assert rows["claims"] == Claim.objects.accepted().count()
    assert rows["questions"] == Question.objects.count() == 18
    assert found.execute("PRAGMA foreign_key_check").fetchall() == []
    searched = (
        "SELECT text FROM claims WHERE rowid IN (SELECT rowid FROM claims_fts WHERE claims_fts MATCH 'casualties')"
    )
    assert "1,200" in str(found.execute(searched).fetchall())


def test_the_same_data_gives_the_same_bytes(seeded, file):
    assert b"".join(data_package()) == b"".join(data_package())
    assert file().read_bytes() == file().read_bytes()


def test_what_is_not_public_is_in_neither(editor, file):
    whisper = SourceFactory(slug="whisper", state=SourceState.PROPOSED)
    public = AcceptedClaimFactory(article__source=whisper, text="All may read this.")
    hidden = [
        ClaimFactory(text="Hidden, as nobody has looked at it."),
        AcceptedClaimFactory(text="Hidden with its article.", article__title="Hidden title"),
        AcceptedClaimFactory(text="Hidden, as it was rejected."),
    ]
    publication.set_state(hidden[1].article, ArticleState.WITHDRAWN, by=editor)
    figure = QuantityFactory(claim=hidden[2])
    StandInFactory(claim=public, stands_for=figure)
    relation = {"kind": RelationKind.CONTRADICTS, "about": RelationAbout.VALUE, "by": editor}
    entering.relate(public, hidden[2], **relation)
    review.reject(hidden[2], reason="unclear", by=editor)
    everything = "".join(package().read(name).decode() for name in package().namelist())
    for text in (everything, file().read_bytes().decode("latin-1")):
        assert "All may read this." in text
        assert "idden" not in text
        assert "whisper" not in text
        assert not [claim.key for claim in hidden if claim.key in text]


def test_both_are_downloads_for_anybody(seeded, client):
    answer = client.get("/downloads/claimsdb.zip")
    assert zipfile.ZipFile(io.BytesIO(answer.getvalue())).testzip() is None
    again = client.get("/downloads/claimsdb.zip", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert client.get("/downloads/claimsdb.db").getvalue().startswith(b"SQLite format 3")


def test_commands_write_them_whole(seeded, tmp_path):
    for command, name, *more in (
        ("export_package", "claimsdb.zip"),
        ("export_sqlite", "claimsdb.db", "--metadata", str(tmp_path / "metadata.json")),
    ):
        assert outcome(command, "-o", tmp_path / name, *more) == ("", "")
        assert (tmp_path / name).stat().st_size > 10_000
        assert "cannot be written" in outcome(command, "-o", tmp_path / "nowhere" / name)[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["claimsdb.db", "claimsdb.zip", "metadata.json"]


def test_datasette_serves_it(seeded, file):
    served = Datasette([str(file())], metadata=datasette_metadata())

    async def asked():
        await served.invoke_startup()
        return await served.client.get("/claimsdb/claims.json?_search=casualties&_shape=array")

    found = asyncio.run(asked())
    assert found.status_code == 200
    assert len(json.loads(found.text)) >= 3
