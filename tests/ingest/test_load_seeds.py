"""`load_seeds` as an operator meets it: files good and bad, twice, dry, killed."""

import os
import subprocess
from functools import partial

import pytest
from django.conf import settings

from claimsdb.actors.registry import known_actors
from claimsdb.choices import Status
from claimsdb.ingest.store import take_in
from claimsdb.models import Actor, Article, Claim, Decision
from claimsdb.reading import read_article
from tests.commands import outcome
from tests.factories import ActorFactory
from tests.processes import MANAGE, PATIENCE, rows_in

GOOD = "Troops move east\n\nA general said that Russia had received 1,500 soldiers from North Korea on Monday.\n"
FRENCH = (
    "Des soldats en Russie\n\nLe ministre a déclaré que la Corée du Nord avait envoyé des soldats en Russie pour "
    "soutenir la guerre, et que les pays de la région sont inquiets de cette décision.\n"
)

DECIDED = settings.BASE_DIR / "seeds" / "002_37f6e58378eb413d.txt"  # there are decisions on its claims

load = partial(outcome, "load_seeds")


@pytest.fixture
def somebody(db):
    """An actor, so that nothing loads the whole registry."""
    return ActorFactory()


@pytest.mark.django_db
def test_a_dry_run_shows_all_and_keeps_nothing(tmp_path):
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    out, errors = load(tmp_path, dry_run=True)
    assert (errors, Article.objects.count(), Actor.objects.count()) == ("", 0, 0)
    assert "1 new of 1 article" in out
    assert "dry run" in out


def test_without_decisions_the_claims_wait(somebody):
    load(DECIDED, no_decisions=True)
    assert set(Claim.objects.values_list("status", flat=True)) == {Status.EXTRACTED}
    assert Decision.objects.count() == 0


@pytest.fixture
def mixed_folder(tmp_path):
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "picture.txt").write_bytes(b"\xff\xd8\xff\xe0" + bytes(range(256)))
    (tmp_path / "latin.txt").write_bytes("Der Präsident erklärte, dass …".encode("cp1252"))
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.truncate(50 * 1024 * 1024)
    return tmp_path


def test_bad_files_are_named_and_the_good_one_is_stored(mixed_folder, somebody):
    _, errors = load(mixed_folder)
    assert list(Article.objects.values_list("file_name", flat=True)) == ["good.txt"]
    reasons = {"empty.txt": "empty", "picture.txt": "JPEG", "latin.txt": "UTF-8", "huge.txt": "too large"}
    lines = errors.splitlines()
    assert lines[0].startswith("4 not loaded")
    for name, reason in reasons.items():
        assert any(name in line and reason in line for line in lines), (name, errors)


@pytest.mark.parametrize(("name", "reason"), [("nowhere", "not found"), ("bare", "no articles")])
def test_a_path_without_articles_is_an_error(tmp_path, somebody, name, reason):
    (tmp_path / "bare").mkdir()
    _, errors = load(tmp_path / name)
    assert name in errors
    assert reason in errors


def test_an_article_in_another_language_is_stored_without_claims(tmp_path, somebody):
    (tmp_path / "french.txt").write_text(FRENCH, encoding="utf-8")
    out, errors = load(tmp_path)
    article = Article.objects.get()
    assert (errors, article.language, article.claims.count()) == ("", "fr", 0)
    assert "french.txt has no claims" in " ".join(out.split())


def test_one_text_is_one_article_whatever_its_name(tmp_path, somebody):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    load(tmp_path)
    assert Article.objects.get().file_name == "a.txt"


@pytest.mark.django_db
def test_an_article_is_stored_whole_or_not_at_all():
    class Broken:
        name, version = "broken", "1"

        def extract(self, record, *, registry):
            raise RuntimeError("out of paper")

    with pytest.raises(RuntimeError):
        take_in(read_article(GOOD, file_name="good.txt"), extractor=Broken(), registry=known_actors())
    assert Article.objects.count() == 0


def manage(*arguments, database):
    """manage.py in a process of its own, on a database of its own."""
    return subprocess.Popen(
        [*MANAGE, *arguments],
        env=os.environ | {"DATABASE_URL": database, "SECRET_KEY": "scratch", "HTTPS": "false"},
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def finished(*arguments, database):
    process = manage(*arguments, database=database)
    output, _ = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, output


def articles_in(database):
    """How many articles another process has stored so far."""
    [(number,)] = rows_in(database, "SELECT count(*) FROM claimsdb_article")
    return number
