"""The dashboard: who sees it, that it says what it knows and no more, and that it costs the same for many as for few."""

import re
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claimsdb import review
from claimsdb.admin.review import charts, dashboard
from claimsdb.choices import Reason, Status
from claimsdb.index import synced
from claimsdb.review.statistics import by_week
from tests.factories import ClaimFactory, EditorFactory, GivenOpinionFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db

PAGE = "/admin/desk/dashboard/"


@synced()
def some_days_of_work(number):
    """So many sources, rules, editors and opinions, with claims of each status."""
    for each in range(number):
        claims = ClaimFactory.create_batch(4, article__source=SourceFactory(), rule=f"rule-{each}")
        editor = EditorFactory()
        decision = review.accept(claims[0], by=editor)
        review.reject(claims[1], by=editor, reason=list(Reason)[each % 5])
        review.mark_duplicate(claims[2], original=claims[0], by=editor)
        GivenOpinionFactory(decision=decision)


def test_an_empty_database_has_a_dashboard(reader_client):
    EditorFactory.create_batch(2)
    page = reader_client.get(PAGE).text
    assert page.count("not defined: none was compared") == 2
    for words in ("No rule has proposed a claim.", "Nobody has decided anything here yet.", "No claim is rejected."):
        assert words in page
    assert "<rect" not in page.partition("</defs>")[2].partition("</svg>")[0]


def test_who_sees_it(client):
    client.force_login(UserFactory(is_staff=True))
    assert client.get(PAGE).status_code == 403
    client.logout()
    assert reverse("admin:login") in client.get(PAGE).url


def test_it_links_to_the_desk_for_those_who_may_review(editor_client, reader_client):
    some_days_of_work(1)
    waiting = ClaimFactory(text="Troops & tanks")
    links = [reverse("desk-opinions"), reverse("desk-disagreements")]
    for client, is_there in ((editor_client, True), (reader_client, False)):
        page = client.get(PAGE)
        assert all((link in page.text) is is_there for link in [*links, f"/admin/desk/{page.context['oldest'].key}/"])
    assert waiting.text not in page.text
    assert "not defined: every verdict is the same" in page.text


def test_rules_come_with_what_they_are_rejected_for(reader_client):
    some_days_of_work(2)
    ClaimFactory(status=Status.REJECTED, rule="unrecorded")
    page = reader_client.get(PAGE)
    assert [(rule.rule, reason) for rule, reason in page.context["rules"]] == [
        ("unrecorded", ""),
        ("rule-0", "not a claim"),
        ("rule-1", "wrong span"),
    ]
    assert page.text.count("50 %") == 2


@pytest.mark.parametrize(("sources", "last"), [(2, "Source"), (3, "Source"), (4, "2 others")])
def test_sources_beyond_the_first_have_one_row(reader_client, monkeypatch, sources, last):
    monkeypatch.setattr(dashboard, "SOURCES", 2)
    some_days_of_work(sources)
    context = reader_client.get(PAGE).context
    names = [source.name for source in context["sources"]]
    assert (len(names), names[-1].startswith(last)) == (min(sources, 3), True)
    assert context["total"].counts == [sources] * 4
    assert [sum(column) for column in zip(*(each.counts for each in context["sources"]), strict=True)] == [sources] * 4


def test_as_many_queries_for_ten_of_each_as_for_two(reader_client):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            reader_client.get(PAGE)
        return len(captured)

    some_days_of_work(2)
    few = queries()
    some_days_of_work(8)
    assert queries() == few <= 16


def test_the_picture_is_whole_and_has_no_style_of_its_own(reader_client):
    some_days_of_work(3)
    page = reader_client.get(PAGE).text.partition('id="content"')[2]
    assert not re.search(r'<style|style="|\son\w+="', page)
    for picture in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        ElementTree.fromstring(picture)
    [described] = re.findall(r'role="img" aria-labelledby="([^"]+)"', page)
    assert all(f'id="{name}"' in page for name in described.split())
    filled = set(re.findall(r'fill="url\(#([^)]+)\)"', page))
    assert filled == {"fill-accepted", "fill-rejected", "fill-duplicate"} <= set(re.findall(r'id="([^"]+)"', page))


def test_bars_stand_on_the_floor_and_the_highest_reaches_the_top():
    some_days_of_work(2)
    ClaimFactory(status=Status.EXTRACTED)
    weeks = by_week()
    weeks[0].by_status[Status.REJECTED] = 3
    chart = charts.of_weeks(weeks)
    first, last = chart.bars[0], chart.bars[-1]
    assert (chart.highest, len(chart.bars), last.name) == (6, 12, weeks[-1].name[-3:])
    assert [segment.status for segment in last.segments] == ["accepted", "rejected", "duplicate"]
    assert sum(segment.height for segment in last.segments) == pytest.approx(charts.HEIGHT)
    assert last.segments[-1].y == pytest.approx(charts.TOP)
    assert first.segments[0].height == charts.HEIGHT / 2
    assert first.segments[0].y + first.segments[0].height == chart.floor
    assert {bar.segments == [] for bar in chart.bars[1:-1]} == {True}
