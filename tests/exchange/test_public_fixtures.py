"""What a fixture leaves out, by who gets it; and what fixtures of releases without states become."""

import json

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from claimsdb import review
from claimsdb.choices import ArticleState, DerivationKind, SourceState, Texts
from claimsdb.index import synced
from claimsdb.models import Article, Claim, Decision, Source
from tests.commands import printed
from tests.factories import (
    ArticleFactory,
    AssessmentFactory,
    ClaimFactory,
    DecisionFactory,
    DerivationFactory,
    EvidenceFactory,
    SourceFactory,
)
from tests.fixture_files import empty_the_database, export

pytestmark = [pytest.mark.long, pytest.mark.django_db]

PLACE = "/api/claims/export/?format=fixture"


@pytest.fixture
@synced()
def told(editor):
    """An accepted claim with a past, and around it what is not public."""
    source = SourceFactory(slug="paper", parent=SourceFactory(slug="proposed", state=SourceState.PROPOSED))
    claim = ClaimFactory(
        article=ArticleFactory(source=source, state=ArticleState.DRAFT), found={"text": "The machine's words."}
    )
    DerivationFactory(article=claim.article, source=source.parent, as_written="via somebody")
    draft = ArticleFactory(state=ArticleState.DRAFT, source=source.parent, text="A draft\n\nNobody reads it.")
    DerivationFactory(
        article=claim.article, kind=DerivationKind.REVISION, source=None, original=draft, as_written="corrected"
    )
    review.amend(claim, fields={"text": "A first wording."}, by=editor, note="hush 2")
    review.accept(claim, by=editor, note="hush 3", public_note="Said on the record.")
    review.reject(claim, reason="other", by=editor, note="hush 4")
    review.reopen(claim, by=editor, note="hush 5")
    review.amend(claim, fields={"text": "A wording never seen."}, by=editor, note="hush 6")
    review.amend(claim, fields={"text": "The wording."}, by=editor, note="hush 7")
    review.accept(claim, by=editor, note="hush 8", public_note="Once more.")
    assessment = AssessmentFactory(claim=claim)
    EvidenceFactory(assessment=assessment, url="", article=draft, as_written="Nobody reads it", note="of a draft")
    AssessmentFactory(claim=claim, publisher=source.parent, label="Of nobody known")
    return claim


def of(model, rows):
    return [row["fields"] for row in rows if row["model"] == f"claimsdb.{model}"]


def got(client):
    answer = client.get(PLACE)
    assert answer.status_code == 200, answer.content
    return json.loads(b"".join(answer.streaming_content))


@pytest.fixture
def client_of(editor, reader):
    def make(name):
        client = APIClient()
        if name != "anonymous":
            client.force_authenticate({"editor": editor, "reader": reader}[name])
        return client

    return make


WHO = {  # versions of decisions, notes, the machine's part, articles, sources, assessments
    "anonymous": ([3, 8], False, False, 1, {"paper"}, 1),
    "reader": ([2, 3, 4, 5, 6, 7, 8], False, True, 2, {"paper", "proposed"}, 2),
    "editor": ([2, 3, 4, 5, 6, 7, 8], True, True, 2, {"paper", "proposed"}, 2),
}


@pytest.mark.parametrize("who", WHO)
def test_who_gets_what(told, client_of, who):
    rows = got(client_of(who))
    versions, has_notes, has_found, articles, sources, assessments = WHO[who]
    decisions = of("decision", rows)
    assert [each["version"] for each in decisions] == versions
    assert {bool(each["note"]) for each in decisions} == {has_notes}
    assert {each["version"]: each["public_note"] for each in decisions if each["public_note"]} == {
        3: "Said on the record.", 8: "Once more.",
    }  # fmt: skip
    assert bool(of("claim", rows)[0]["found"]) == has_found
    assert len(of("article", rows)) == articles
    assert sources <= {each["slug"] for each in of("source", rows)}
    assert ("proposed" in json.dumps(rows)) == ("proposed" in sources)
    assert len(of("assessment", rows)) == assessments
    written = json.dumps(rows)
    for secret in ("hush", "The machine's words", "A first wording", "never seen", "Nobody reads it", "via somebody"):
        assert who != "anonymous" or secret not in written


def test_the_operator_gets_all_and_on_demand_what_anybody_gets(told, client_of):
    assert json.loads(export()) == got(client_of("editor"))
    assert json.loads(export("--public")) == got(client_of("anonymous"))
    with pytest.raises(CommandError, match="status"):
        export("--public", "--status=rejected")


@pytest.mark.parametrize("command", ["import_fixture", "loaddata"])
def test_the_public_form_goes_round(told, tmp_path, command):
    before = export("--public")
    empty_the_database()
    path = tmp_path / "fixture.json"
    path.write_text(before, encoding="utf-8")
    call_command(command, str(path), verbosity=0)
    assert export("--public") == before


@pytest.mark.parametrize("command", ["import_fixture", "loaddata"])
def test_what_the_public_form_leaves_out_stays_where_it_is(told, tmp_path, command):
    before = export()
    load(command, tmp_path, json.loads(export("--public")))
    assert export() == before
    assert told.decisions.get(version=8).note == "hush 8"


def test_a_rejection_without_its_note_loads(tmp_path, settings):
    settings.CLAIMSDB_PUBLIC_STATUSES = ["accepted", "rejected"]
    claim = ClaimFactory(status="rejected")
    DecisionFactory(claim=claim, verb="reject", reason="other", note="hush", to_status="rejected")
    before = export("--public", "--status=rejected")
    assert "hush" not in before
    assert json.loads(before)
    empty_the_database()
    path = tmp_path / "fixture.json"
    path.write_text(before, encoding="utf-8")
    call_command("import_fixture", str(path), verbosity=0)
    assert export("--public", "--status=rejected") == before


TEXTS = {  # the setting, the source's word, whether anybody gets a fixture
    "all": ("full", "", True),
    "not of this source": ("full", Texts.QUOTES, False),
    "of this source": ("quotes", Texts.FULL, True),
    "none": ("quotes", "", False),
}


@pytest.mark.parametrize("who", ["anonymous", "reader"])
@pytest.mark.parametrize("name", TEXTS)
def test_a_fixture_of_closed_texts_is_refused_before_its_first_byte(told, client_of, settings, who, name):
    settings.CLAIMSDB_PUBLIC_TEXTS, word, is_open = TEXTS[name]
    Source.objects.filter(slug="paper").update(texts=word)
    answer = client_of(who).get(PLACE)
    if is_open or who == "reader":
        assert answer.status_code == 200
        return
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert all(words in answer.json()["detail"] for words in ("format=csv", "format=jsonl", "sign in"))
    assert client_of(who).head(PLACE).status_code == 403
    assert client_of(who).get(PLACE.replace("fixture", "csv")).status_code == 200
    with pytest.raises(CommandError, match="--format csv"):
        export("--public")
    assert export()


def load(command, folder, rows):
    path = folder / "fixture.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return printed(command, path)


STATELESS = {"state", "state_by_editor", "texts", "public_note"}


def of_an_older_release(rows):
    return [
        {**row, "fields": {name: value for name, value in row["fields"].items() if name not in STATELESS}}
        for row in rows
    ]


@pytest.mark.parametrize("command", ["import_fixture", "loaddata"])
def test_a_fixture_without_states(tmp_path, command):
    public = ClaimFactory(status="accepted", article=ArticleFactory(source=SourceFactory(slug="paper")))
    DecisionFactory(claim=public)
    waiting = ClaimFactory()
    rows = of_an_older_release(json.loads(export("--status=accepted,extracted")))
    assert not any(STATELESS & row["fields"].keys() for row in rows)
    empty_the_database()
    load(command, tmp_path, rows)
    states = dict(Claim.objects.values_list("key", "article__state"))
    assert states == {public.key: "public", waiting.key: "draft"}
    assert Source.objects.get(slug="paper").state == "confirmed"
    assert not Article.objects.filter(state_by_editor=True).exists()
    assert not Decision.objects.exclude(public_note="").exists()


HERE = {  # the state here, whether an editor has set it, what the file says, what it is then
    "withdrawn here": ("withdrawn", True, {"state": "public"}, "withdrawn"),
    "withdrawn here, and by an editor there": ("withdrawn", True, {"state": "public", "state_by_editor": True}, "withdrawn"),
    "held back here": ("draft", True, {"state": "public"}, "draft"),
    "published here": ("public", True, {"state": "draft"}, "public"),
    "published here, without states": ("public", True, None, "public"),
    "public here, without states": ("public", False, None, "public"),
    "withdrawn there": ("public", False, {"state": "withdrawn", "state_by_editor": True}, "withdrawn"),
    "public there": ("draft", False, {"state": "public"}, "public"),
}  # fmt: skip


@pytest.mark.parametrize("command", ["import_fixture", "loaddata"])
def test_texts_that_are_closed_here_stay_closed(tmp_path, command):
    source = SourceFactory(slug="paper", texts="full")
    ClaimFactory(article__source=source)
    rows = json.loads(export("--status=extracted"))
    Source.objects.update(state=SourceState.PROPOSED, texts="quotes", name="Another")
    load(command, tmp_path, rows)
    source.refresh_from_db()
    assert (source.state, source.texts, source.name) == ("proposed", "quotes", "Paper")


@pytest.mark.parametrize("command", ["import_fixture", "loaddata"])
@pytest.mark.parametrize("name", HERE)
def test_what_an_editor_here_said_of_an_article_stands(tmp_path, editor, command, name):
    state, by_editor, given, expected = HERE[name]
    article = ClaimFactory().article
    rows = json.loads(export("--status=extracted"))
    rows = of_an_older_release(rows) if given is None else rows
    of("article", rows)[0].update(given or {})
    Article.objects.filter(pk=article.pk).update(state=state, state_by_editor=by_editor)
    load(command, tmp_path, rows)
    article.refresh_from_db()
    assert article.state == expected


CORRECTIONS = {  # of what: what an editor here said of it, and what of it stays
    "an article": (Article, {"title": "Right", "byline": "By me", **dict.fromkeys(Article.DAYS, "2024-02-01"), "published_basis": "editor"}),
    "its interval": (Article, {"published_on": None, "published_from": "2024-02-01", "published_to": "2024-03-01", "published_basis": "editor"}),
    "by when it came": (Article, {"published_on": None, "published_from": None, "published_to": "2024-03-01", "published_basis": "editor"}),
    "its address and language": (Article, {"url": "https://example.org/right", "language": "en-GB"}),
    "its source": (Article, {"source": lambda: SourceFactory(slug="another")}),
    "no source": (Article, {"source": None}),
    "a source": (Source, {"name": "Right", "country": "KP", "domain": "right.example"}),
    "its parent": (Source, {"parent": lambda: SourceFactory(slug="another")}),
}  # fmt: skip


@pytest.mark.parametrize("command", ["import_fixture", "loaddata"])
@pytest.mark.parametrize("name", CORRECTIONS)
def test_what_an_editor_here_corrected_stays(tmp_path, editor, command, name):
    model, values = CORRECTIONS[name]
    values = {field: value() if callable(value) else value for field, value in values.items()}
    day = {"article__published_on": "2024-01-15", "article__published_basis": "byline"}
    ClaimFactory(article__source=SourceFactory(slug="paper"), article__title="Wrong", **day)
    rows = json.loads(export("--status=extracted"))
    row = model.objects.get(slug="paper") if model is Source else model.objects.get()
    corrected(row, values, by=editor)
    out = load(command, tmp_path, rows)
    row = model.objects.get(pk=row.pk)
    assert {field: str(getattr(row, field)) for field in values} == {
        field: str(value) for field, value in values.items()
    }
    assert f"{row._meta.verbose_name} {row.pk} (" in out
    assert all(field in out for field in values)
    assert "stays" not in load(command, tmp_path, rows_of(row, json.loads(export("--status=extracted"))))


@pytest.mark.parametrize("command", ["import_fixture", "loaddata"])
def test_what_nobody_corrected_follows_the_file(tmp_path, editor, command):
    """Neither what a program said last, nor the other fields of what an editor corrected."""
    article = ClaimFactory(article__title="There", article__byline="There").article
    rows = json.loads(export("--status=extracted"))
    corrected(article, {"title": "Here", "byline": "Here"}, by=editor)
    corrected(article, {"byline": "Of a program"}, by=None)
    corrected(article, {"url": "https://example.org/of-a-program"}, by=None)
    load(command, tmp_path, rows)
    article.refresh_from_db()
    assert (article.title, article.byline, article.url) == ("Here", "There", of("article", rows)[0]["url"])


def corrected(row, values, *, by):
    for field, value in values.items():
        setattr(row, field, value)
    row._history_user = by
    row.save()


def rows_of(row, rows):
    return [each for each in rows if each["model"] == row._meta.label_lower]
