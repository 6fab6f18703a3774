"""Every page of the admin opens for those who may see it, and for nobody else."""

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from claimsdb import review
from claimsdb.choices import Qualifier, Role
from claimsdb.models import (
    Actor,
    Affiliation,
    Answer,
    Article,
    Attribution,
    Claim,
    Decision,
    Delivery,
    ExternalCheck,
    Import,
    Quantity,
    Question,
    Relation,
    Source,
    Token,
    Webhook,
)
from tests.admin.rows import MODELS, OURS, make_row
from tests.factories import ActorFactory, UserFactory

pytestmark = pytest.mark.long

VIEWS = ["changelist", "add", "change", "history", "delete"]
SEEN = ["changelist", "change", "history"]
NOT_ADDED = {Answer, Decision, Delivery, DBTaskResult, ExternalCheck, Import, Relation}
NOT_DELETED = {Answer, Claim, Decision, Delivery, ExternalCheck, Import, Question, Relation, Token, DBTaskResult}


OPERATORS = {Delivery, Webhook}
NOTED = {ExternalCheck, Question}  # their histories have the notes of editors
KEPT_BY_EDITORS = {Actor, Affiliation, Source}  # migration 0030


def superuser_sees(model, view):
    return not (view == "add" and model in NOT_ADDED) and not (view == "delete" and model in NOT_DELETED)


def editor_sees(model, view):
    if view == "delete":
        return model in KEPT_BY_EDITORS
    is_theirs = model in OURS and model not in OPERATORS
    return is_theirs and (view in SEEN or (view == "add" and model not in NOT_ADDED))


def reader_sees(model, view):
    if view == "history" and model in NOTED:
        return False
    return model in OURS and model not in OPERATORS and (view in SEEN or (view == "add" and model is Token))


PEOPLE = {"superuser": superuser_sees, "editor": editor_sees, "reader": reader_sees}


@pytest.fixture
def people(admin_user, editor, reader):
    return {"superuser": admin_user, "editor": editor, "reader": reader}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_page_opens_for_those_who_may(client, people, model, view, who):
    row = make_row(model, **({"user": people[who]} if model is Token else {}))
    client.force_login(people[who])
    args = [] if view in ("changelist", "add") else [row.pk]
    response = client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args))
    assert response.status_code == (200 if PEOPLE[who](model, view) else 403)


@pytest.mark.parametrize(
    "model", [model for model in OURS if hasattr(model, "history")], ids=lambda model: model.__name__
)
def test_a_past_version_opens(client, editor, model):
    row = make_row(model)
    client.force_login(editor)
    name = f"admin:claimsdb_{model._meta.model_name}_simple_history"
    assert client.get(reverse(name, args=[row.pk, row.history.first().pk])).status_code == 200


@pytest.fixture
def history(editor, claim):
    """The claim's history in the admin, in which an editor has given it other words, actors and figures."""
    figures = [Quantity(as_written="1,500", low=1500, qualifier=Qualifier.AT_LEAST, measure="recruits")]
    actors = [Attribution(role=Role.CLAIMANT, actor=ActorFactory(name="Choe Son Hui"))]
    review.amend(claim, by=editor, fields={"text": "Reworded."}, attributions=actors, quantities=figures)
    return reverse("admin:claimsdb_claim_history", args=[claim.pk])


def test_the_history_of_a_claim_says_who_and_what(editor_client, editor, claim, history):
    page = editor_client.get(history)
    [(second, changes), (first, at_first)] = page.context["versions"]
    assert (second.version, second.by, first.version, first.by, at_first) == (2, editor, 1, None, [])
    old = claim.versions.get(version=1)
    told = {change.name: (change.then, change.now) for change in changes}
    assert told.keys() == {"text", "actors", "figures"}
    assert told["text"] == (old.columns["text"], "Reworded.")
    assert told["actors"][1] == "claimant: Choe Son Hui"
    assert told["figures"] == ("1,500 troops", "1,500 recruits")
    assert "Choe Son Hui" in page.text
    assert str(editor) in page.text


def test_a_past_version_of_a_claim_is_for_reading(editor_client, claim, history):
    old = claim.versions.get(version=1)
    page = editor_client.get(f"{history}1/").text
    assert claim.quote in page
    assert old.columns["text"] in page
    assert "1,500 troops" in page
    assert [word for word in ("<textarea", "Reworded.", "Choe Son Hui") if word in page] == []


@pytest.mark.parametrize("version", ["", "1/"])
def test_the_past_of_a_claim_is_not_put_back(editor_client, history, version):
    assert editor_client.post(f"{history}{version}", {"text": "Something else."}).status_code == 405


@pytest.mark.parametrize(
    ("version", "user", "status"), [("9/", "reader", 404), ("1/", "reader", 200), ("1/", "guest", 403)]
)
def test_the_past_of_a_claim_is_for_who_may_see_it(client, reader, history, version, user, status):
    client.force_login(reader if user == "reader" else UserFactory(is_staff=True))
    assert client.get(f"{history}{version}").status_code == status


@pytest.mark.parametrize("path", ["admin:index", "admin:claimsdb_claim_changelist"])
def test_nobody_sees_anything_without_signing_in(client, db, path):
    response = client.get(reverse(path))
    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


def test_front_page_says_how_much_waits(editor_client, claim):
    response = editor_client.get(reverse("admin:index"))
    assert f'<a href="{reverse("desk")}">Review: <strong>1</strong> waiting</a>' in response.text
    assert reverse("api-root") in response.text


@pytest.mark.parametrize(
    "model", [Claim, Article, Affiliation, Decision, User, Group], ids=lambda model: model.__name__
)
def test_no_page_holds_inline_scripts_or_styles(admin_client, model):
    row = make_row(model)
    for view, args in [("changelist", []), ("change", [row.pk]), ("history", [row.pk])]:
        page = admin_client.get(
            reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)
        ).text
        assert "<script>" not in page
        assert "<style" not in page
        assert " style=" not in page
        assert " onclick=" not in page


@pytest.mark.parametrize("kept", ["article", "actor"])
def test_what_a_claim_stands_on_is_not_deleted(admin_client, claim, kept):
    row = {"article": claim.article, "actor": claim.attributions.first().actor}[kept]
    url = reverse(f"admin:claimsdb_{kept}_delete", args=[row.pk])
    assert "Are you sure" not in admin_client.get(url).text
    admin_client.post(url, {"post": "yes"})
    assert type(row).objects.filter(pk=row.pk).exists()
