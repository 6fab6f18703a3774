"""Webhooks in the admin: for who manages them, and what is entered is read as strictly as by the API."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from claimsdb.models import Delivery, Webhook
from claimsdb.webhooks import drawing, entering
from claimsdb.webhooks.signing import secrets_of
from tests.factories import AcceptedClaimFactory, DeliveryFactory, UserFactory, WebhookFactory

pytestmark = pytest.mark.django_db

LIST, ADD = "/admin/claimsdb/webhook/", "/admin/claimsdb/webhook/add/"
FORM = {
    "name": "bot",
    "address": "https://93.184.215.14/hook?key=1",
    "events": ["claim.gone", "claim.changed"],
    "filters": "",
}
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")


def test_a_new_one_shows_its_secret_once_and_is_told_of_what_comes(admin_client):
    AcceptedClaimFactory()
    page = admin_client.post(ADD, FORM, follow=True)
    webhook = Webhook.objects.get()
    [secret] = SECRET.findall(page.text)
    assert "no-store" in page["Cache-Control"]
    assert secret not in f"{[*admin_client.session.items()]}"
    assert secrets_of(webhook, at=timezone.now()) == [secret]
    assert secret not in f"{webhook.secret} {[*LogEntry.objects.values()]}"
    assert webhook.events == ["claim.changed", "claim.gone"]
    assert drawing.place_of(webhook) == drawing.now_in_the_record()
    for each in ("", "change/", "history/", "secret/"):
        page = admin_client.get(f"{LIST}{webhook.pk}/{each}" if each else LIST, follow=True)
        assert not SECRET.search(page.text)


def test_the_same_form_twice_makes_one(admin_client):
    assert admin_client.post(ADD, FORM).status_code == 302
    again = admin_client.post(ADD, FORM)
    assert "There is such a webhook already" in f"{again.context['adminform'].form.errors}"
    assert Webhook.objects.count() == 1
    assert SECRET.search(admin_client.post(ADD, FORM | {"name": "other"}, follow=True).text)


def test_a_button_that_is_pressed_twice_rolls_once(admin_client):
    webhook = WebhookFactory()
    first = secrets_of(webhook, at=timezone.now())
    pressed = {"deed": "roll", "seen": entering.tag_of(webhook, *entering.SECRET)}
    for _ in range(2):
        page = admin_client.post(f"{LIST}{webhook.pk}/deed/", pressed)
        assert page.url == f"{LIST}{webhook.pk}/secret/"
    shown = SECRET.findall(admin_client.get(page.url).text)
    assert secrets_of(Webhook.objects.get(), at=timezone.now()) == shown + first
    assert not SECRET.search(admin_client.get(page.url, follow=True).text)
    assert secrets_of(Webhook.objects.get(), at=timezone.now()) == shown + first


def test_a_secret_is_shown_to_who_made_it_while_it_is_the_one(admin_client, client):
    webhook = WebhookFactory()
    page = deed(admin_client, webhook, "roll").url
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    assert not SECRET.search(client.get(page, follow=True).text)
    deed(client, webhook, "roll")
    assert not SECRET.search(admin_client.get(page, follow=True).text)


FAULTS = [
    ({"address": "http://93.184.215.14/"}, "address", "has to begin with https://"),
    ({"address": "https://sam:x@93.184.215.14/"}, "address", "no user and no password"),
    ({"address": "https://127.0.0.1/"}, "address", "127.0.0.1 is not out on the internet. CLAIMSDB_WEBHOOK_ALLOW"),
    ({"address": "https://localhost/"}, "address", "localhost is 127.0.0.1, which is not out"),
    ({"address": "https://[::1]/"}, "address", "::1 is not out on the internet."),
    ({"address": "https://[::ffff:a9fe:a9fe]/"}, "address", "which is not out on the internet"),
    ({"address": ""}, "address", "required"),
    ({"name": ""}, "name", "required"),
    ({"name": "<b>bot</b>"}, "name", "HTML"),
    ({"events": []}, "events", "required"),
    ({"events": ["claim.born"]}, "events", "claim.born is not one of the available choices"),
    ({"filters": "actr=NK"}, "filters", "actr: There is no such parameter. Did you mean actor"),
    ({"filters": "actor=nobody"}, "filters", "actor: "),
    ({"filters": "status=extracted"}, "filters", "status: "),
    ({"filters": "recorded_as_of=2024-01-01"}, "filters", "leave it out"),
    ({"filters": "limit=3"}, "filters", "limit: There is no such parameter."),
    ({"filters": "said_after=soon"}, "filters", "said_after: "),
    ({"filters": "stance=denies", "events": ["claim.gone", "actor.gone"]}, "filters", "choose events of one kind, not of claim, actor"),
    ({"filters": "stance=denies", "events": ["actor.gone"]}, "filters", "stance: There is no such parameter"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "field", "said"), FAULTS)
def test_what_may_not_be_entered(admin_client, given, field, said):
    page = admin_client.post(ADD, FORM | given)
    assert said in " ".join(page.context["adminform"].form.errors[field])
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(("plain", "said"), [(False, "with https:// and"), (True, "with https:// or http:// and")])
def test_how_an_address_begins_is_as_the_settings_have_it(admin_client, settings, plain, said):
    settings.CLAIMSDB_WEBHOOK_HTTP = plain
    page = admin_client.post(ADD, FORM | {"address": "ftp://93.184.215.14/"})
    assert said in page.context["adminform"].form.errors["address"][0]


@pytest.mark.parametrize("filters", ["?stance=denies&stance=warns", "hedged=true", ""])
def test_what_may_be_entered(admin_client, filters):
    assert SECRET.search(admin_client.post(ADD, FORM | {"filters": filters}, follow=True).text)
    assert Webhook.objects.get().filters == filters.removeprefix("?")


def shown(client, webhook):
    """What the form of a webhook holds, as a browser sends it back."""
    form = client.get(f"{LIST}{webhook.pk}/change/").context["adminform"].form
    return {name: form[name].value() for name in form.fields}


def test_a_form_of_what_another_has_changed_is_refused(admin_client):
    webhook = WebhookFactory(address=FORM["address"])
    page, mine, theirs = f"{LIST}{webhook.pk}/change/", shown(admin_client, webhook), shown(admin_client, webhook)
    assert admin_client.post(page, theirs | {"filters": "hedged=true"}).status_code == 302
    refused = admin_client.post(page, mine | {"name": "other"})
    assert "changed this webhook since you opened it" in refused.text
    assert admin_client.post(page, mine | {"name": "other", "seen": ""}).status_code == 200
    webhook.refresh_from_db()
    assert (webhook.name, webhook.filters) == (mine["name"], "hedged=true")
    Webhook.objects.update(after_number=99, off_at=timezone.now(), off_why="Because.")
    assert admin_client.post(page, shown(admin_client, webhook) | {"name": "other"}).status_code == 302


def test_a_change_leaves_alone_what_a_worker_writes(admin_client):
    webhook, until = WebhookFactory(address=FORM["address"]), timezone.now()
    given = shown(admin_client, webhook)

    def meanwhile(webhook):
        Webhook.objects.update(after_number=99, leased_until=until)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entering, "check", meanwhile)
        assert admin_client.post(f"{LIST}{webhook.pk}/change/", given | {"name": "other"}).status_code == 302
    webhook.refresh_from_db()
    assert (webhook.name, webhook.after_number, webhook.leased_until) == ("other", 99, until)


def deed(client, webhook, name):
    webhook.refresh_from_db()
    seen = entering.tag_of(webhook, *entering.SECRET)
    return client.post(f"{LIST}{webhook.pk}/deed/", {"deed": name, "seen": seen})


def test_what_is_done_with_one(admin_client, admin_user):
    webhook = WebhookFactory()
    first = secrets_of(webhook, at=timezone.now())
    assert deed(admin_client, webhook, "ping").status_code == 302
    assert deed(admin_client, webhook, "off").status_code == 302
    assert Webhook.objects.get().off_why == f"Switched off by {admin_user.username}."
    assert "is off since" in admin_client.get(reverse("admin:index")).text
    assert deed(admin_client, webhook, "on").status_code == 302
    rolled = deed(admin_client, webhook, "roll")
    assert (
        secrets_of(Webhook.objects.get(), at=timezone.now())
        == SECRET.findall(admin_client.get(rolled.url).text) + first
    )
    assert deed(admin_client, webhook, "explode").status_code == 400
    assert admin_client.get(f"{LIST}{webhook.pk}/deed/").status_code == 405
    assert Delivery.objects.get().message == "ping"
    assert LogEntry.objects.count() == 4


def test_one_is_deleted_with_its_messages(admin_client):
    delivery = DeliveryFactory()
    page = f"{LIST}{delivery.webhook.pk}/delete/"
    assert "Are you sure" in admin_client.get(page).text
    assert admin_client.post(page, {"post": "yes"}).status_code == 302
    assert not Delivery.objects.exists()


def test_the_list_says_how_each_does(admin_client):
    now = timezone.now()
    DeliveryFactory(webhook__name="well")
    DeliveryFactory(webhook__name="badly", delivered_at=None, tried_since=now, next_try_at=now)
    WebhookFactory(name="not", off_at=now, off_why="Because.")
    page = " ".join(admin_client.get(LIST).text.split())
    assert re.findall(r'class="field-state">([a-z ]+since|on)', page) == ["fails since", "off since", "on"]


def test_a_message_tells_of_its_tries_in_words(admin_client):
    at = timezone.now().replace(hour=0, minute=29, second=5)
    delivery = DeliveryFactory(status=302, created_at=at)
    delivery.attempts.create(at=at, milliseconds=1, status=302)
    for page in ("", f"{delivery.pk}/change/"):
        text = admin_client.get(f"/admin/claimsdb/delivery/{page}").text
        assert "HTTP 302: a redirect is not followed" in text
        assert ", 00:29" in text
        assert not re.search(r"a\.m\.|DeliveryAttempt object", text)


@pytest.mark.parametrize("waits", [False, True])
@pytest.mark.parametrize("is_off", [False, True])
def test_a_message_is_sent_again(admin_client, waits, is_off):
    now = timezone.now()
    off = {"webhook__off_at": now, "webhook__off_why": "Because."} if is_off else {}
    waiting = {"delivered_at": None, "next_try_at": now + timedelta(days=1)} if waits else {}
    delivery = DeliveryFactory(**off, **waiting)
    page = f"/admin/claimsdb/delivery/{delivery.pk}"
    assert ("Send now" if waits else "Send again") in admin_client.get(f"{page}/change/").text
    done = admin_client.post(f"{page}/again/", follow=True)
    assert ("when its webhook is on again" if is_off else "It goes out") in done.text
    assert Delivery.objects.due(timezone.now()).get() == delivery


@pytest.mark.parametrize(
    ("state", "found"), [("waiting", [1]), ("failed", [1, 2]), ("delivered", [3]), ("", [1, 2, 3])]
)
def test_messages_by_state(admin_client, state, found):
    now = timezone.now()
    waits = DeliveryFactory(delivered_at=None, next_try_at=now)
    given_up, delivered = DeliveryFactory(delivered_at=None), DeliveryFactory()
    rows = {1: waits, 2: given_up, 3: delivered}
    page = admin_client.get("/admin/claimsdb/delivery/", {"state": state} if state else {})
    assert {*page.context["cl"].result_list} == {rows[number] for number in found}


def test_it_says_that_no_worker_is_running(admin_client):
    webhook = WebhookFactory()
    page = f"{LIST}{webhook.pk}/change/"
    assert "is a worker running" not in admin_client.get(page).text
    DeliveryFactory(webhook=webhook, delivered_at=None, next_try_at=timezone.now() - timedelta(minutes=5))
    assert "is a worker running" in admin_client.get(page).text


@pytest.mark.parametrize("permitted", [False, True])
def test_they_are_for_who_manages_them(client, editor, permitted):
    webhook, delivery = WebhookFactory(), DeliveryFactory()
    WebhookFactory(name="to-a-partner", off_at=timezone.now(), off_why="Because.")
    somebody = UserFactory(is_staff=True)
    if permitted:
        somebody.user_permissions.add(Permission.objects.get(codename="manage_webhook"))
    pages = [
        LIST,
        ADD,
        f"{LIST}{webhook.pk}/change/",
        "/admin/claimsdb/delivery/",
        f"/admin/claimsdb/delivery/{delivery.pk}/change/",
    ]
    client.force_login(somebody if permitted else editor)
    assert {client.get(page).status_code for page in pages} == {200 if permitted else 403}
    assert deed(client, webhook, "on").status_code == (302 if permitted else 403)
    assert client.post(f"/admin/claimsdb/delivery/{delivery.pk}/again/").status_code == (302 if permitted else 403)
    front_page = client.get(reverse("admin:index")).text
    assert "is off since" in front_page
    assert ("Because." in front_page) == ("to-a-partner" in front_page) == permitted
    for nothing in (f"{LIST}0/deed/", "/admin/claimsdb/delivery/0/again/"):  # nor whether there is one
        assert client.post(nothing, {"deed": "on"}).status_code == (404 if permitted else 403)
