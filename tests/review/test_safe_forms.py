"""Forms of the desk that come twice, late, or without a cookie, and rows that contradict themselves: nothing is published
that nobody chose, and nothing that was typed is lost."""

import pytest
from django.test import Client

from claimsdb.choices import Role, Voice
from claimsdb.models import Actor, Affiliation, Quantity
from tests.factories import ActorFactory, AttributionFactory
from tests.review.forms import card_data
from tests.review.test_item import now, verbs


@pytest.mark.parametrize(
    ("pressed", "taken"),
    [({"verb": "accept"}, ["accept"]), ({"verb": "accept", "text": "Other words."}, ["amend", "accept"]), ({"reject": "unclear"}, ["reject"])],
)  # fmt: skip
def test_what_comes_twice_is_taken_once(editor_client, other_client, claims, item, pressed, taken):
    first, second, _ = claims
    data = card_data(editor_client.get(item(first)), **pressed)
    answers = [editor_client.post(item(first), data) for _ in range(2)]
    assert [(each.status_code, each.url) for each in answers] == [(302, item(second) + "#claim")] * 2
    assert verbs(first) == taken
    assert other_client.post(item(first), data).status_code == 409  # nobody else's
    own = editor_client.post(item(first), data | {"text": "Typed since."})
    assert (own.status_code, "you, in another window: " in own.text) == (409, True)


@pytest.mark.parametrize("act", ["skip", "take-over", "leave", "dismiss", "assign"])
def test_who_signs_in_again_comes_to_the_claim(editor_client, claim, item, act):
    answer = editor_client.get(f"{item(claim)}{act}/?order=skipped")
    assert (answer.status_code, answer.url) == (302, item(claim, "?order=skipped") + "#claim")


def test_without_its_cookie_a_form_is_answered_in_the_frame(claim, item):
    answer = Client(enforce_csrf_checks=True).post(item(claim), {"text": "Typed <b>", "password": "secret"})
    assert answer.status_code == 403
    assert all(words in answer.text for words in ("Open the page again", "Typed &lt;b&gt;", 'id="site-name"'))
    assert "secret" not in answer.text


def test_a_voice_that_was_chosen_is_not_changed_behind_its_editors_back(editor_client, claim, item):
    data = card_data(editor_client.get(item(claim)), verb="amend") | {"actors-0-kept": "", "voice_is_meant": "on"}
    refused = editor_client.post(item(claim), data)
    assert (refused.status_code, "Nobody says it" in refused.text) == (400, True)
    assert (now(claim).voice, now(claim).version) == (Voice.ATTRIBUTED, claim.version)


def test_words_without_a_number_keep_none(editor_client, claim, item):
    data = card_data(editor_client.get(item(claim)), verb="amend") | {"figures-0-as_written": "Troops"}
    refused = editor_client.post(item(claim), data)
    assert (refused.status_code, "have no number" in refused.text, now(claim).version) == (400, True, claim.version)


def test_who_takes_out_the_last_speaker_makes_it_the_articles_own(editor_client, claim, item):
    page = editor_client.get(item(claim))
    editor_client.post(item(claim), card_data(page, verb="accept") | {"actors-0-kept": ""})
    assert now(claim).voice == Voice.ARTICLE
    assert [part.role for part in claim.attributions.all()] == [Role.SUBJECT]
    told = editor_client.get(item(claim)).text
    assert "Kim Yo Jong" in told
    assert "voice:</strong> attributed → article" in told
    refused = editor_client.post(
        item(claim), card_data(editor_client.get(item(claim)), verb="amend", voice="attributed")
    )
    assert (refused.status_code, "Nobody says it" in refused.text) == (400, True)


FIGURES = [
    ({"best": "1,500", "low": "", "high": ""}, ""),
    ({"best": "1.5k", "low": "", "high": ""}, ""),
    ({"best": "15,000", "low": "", "high": ""}, "are 1500, not 15000"),
    ({"best": "a few", "low": "", "high": ""}, "is no number"),
]


@pytest.mark.parametrize(("typed", "problem"), FIGURES)
def test_numbers_are_typed_as_people_write_them(editor_client, claim, item, typed, problem):
    columns = {f"figures-0-{name}": value for name, value in typed.items()}
    data = card_data(editor_client.get(item(claim)), verb="amend", **columns, **{"figures-0-qualifier": "about"})
    answer = editor_client.post(item(claim), data)
    assert (answer.status_code, problem in answer.text) == (400 if problem else 302, True)


@pytest.mark.parametrize(
    ("words", "problem", "read"),
    [
        ("Seoul", "have no number", None),
        ("1,500", "has a figure for the words", None),
        ("Nobody", "stands in the article, but not in the quote", None),
    ],
)
def test_a_figure_without_sense_is_meant_or_refused(editor_client, claim, item, words, problem, read):
    given = {"figures-1-as_written": words} | ({"figures-1-best": "3"} if words == "Nobody" else {})
    data = card_data(editor_client.get(item(claim)), verb="amend", **given)
    answer = editor_client.post(item(claim), data)
    assert (answer.status_code, problem in answer.text, "Tick “On purpose”" in answer.text) == (400, True, True)
    assert editor_client.post(item(claim), data | {"meant": "on"}).status_code == 302
    assert claim.quantities.count() == 2


def test_words_alone_give_the_number(editor_client, claim, item):
    Quantity.objects.all().delete()
    data = card_data(editor_client.get(item(claim)), verb="amend", **{"figures-0-as_written": "1,500 troops"})
    editor_client.post(item(claim), data)
    figure = claim.quantities.get()
    assert (figure.low, figure.best, figure.high, figure.measure, figure.unit) == (1500, 1500, 1500, "troops", "person")


@pytest.mark.parametrize(("others", "status"), [(1, 302), (2, 400)])
def test_nobody_is_made_whose_name_is_known(editor_client, claims, item, others, status):
    """Of one it is that one's part, of several it is asked whose."""
    for number in range(others):
        ActorFactory(slug=f"berger-{number}", name="Anna Berger")
    known = Actor.objects.count()
    row = {"role": "claimant", "who": "anna-BERGER", "unknown": "person"}
    typed = {f"actors-3-{name}": value for name, value in row.items()}
    answer = editor_client.post(item(claims[0]), card_data(editor_client.get(item(claims[0])), verb="accept", **typed))
    assert (answer.status_code, Actor.objects.count()) == (status, known)
    if status == 302:
        assert claims[0].attributions.last().actor.slug == "berger-0"
    else:
        assert "may be Anna Berger (berger-0) or Anna Berger (berger-1): say which" in answer.text


@pytest.mark.parametrize(
    ("unknown", "problem", "named"),
    [
        ("", "Choose to keep the name, or what it is", None),
        ("name", "", (None, "Anna Berger")),
        ("person", "", ("anna-berger", "")),
    ],
)
def test_somebody_whom_the_registry_lacks_is_named_or_made(editor_client, claims, item, unknown, problem, named):
    first, second, _ = claims
    waiting = AttributionFactory(claim=second, actor=None, name="Anna Berger", as_written="")
    row = {"role": "claimant", "who": "Anna Berger", "side": "north-korea", "unknown": unknown}
    typed = {f"actors-3-{name}": value for name, value in row.items()}  # behind two of the claim's and one at hand
    data = card_data(editor_client.get(item(first)), verb="accept", **typed)
    answer = editor_client.post(item(first), data)
    assert (answer.status_code, problem in answer.text) == (400 if problem else 302, True)
    if problem:
        assert 'name="actors-3-unknown"' in answer.text
        return
    part = first.attributions.last()
    assert ((part.actor and part.actor.slug), part.name) == named
    assert part.side.slug == "north-korea"
    waiting.refresh_from_db()
    assert (waiting.actor_id is not None) is (unknown == "person")
    assert [each.parent.slug for each in Affiliation.objects.all()] == (["north-korea"] if unknown == "person" else [])
