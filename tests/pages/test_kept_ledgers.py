"""What is kept in memory of ledgers and their pages is what reading them anew comes to, whatever was written."""

from copy import deepcopy
from datetime import date, timedelta
from html import escape

import pytest

from api.views.ledgers import page_of
from claimsdb import review
from claimsdb.choices import AnswerKind, ArticleState, LinkVerb, RelationAbout, RelationKind, Role, SourceState
from claimsdb.curation import questions as asked
from claimsdb.models import ActorCode, Affiliation
from claimsdb.pages import ledgers, plots
from claimsdb.questions import entering, gathering, ledger, links, remembered
from claimsdb.review import publication
from claimsdb.templatetags import parts
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    ArticleFactory,
    AttributionFactory,
    DerivationFactory,
    EditorFactory,
    QuantityFactory,
    SourceFactory,
    StateFactory,
)
from tests.questions.forgetting import forget

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines, pytest.mark.long]

DAY = date(2024, 10, 17)
TITLE = "How many were sent?"
HOSTILE = "<script>alert(\"1\")</script> & 'others'"


class World:
    """Three numbers by four claims: one in two articles, by a minister and by somebody who is not known here."""

    def __init__(self, editor):
        self.editor = editor
        self.state, self.minister = StateFactory(slug="ruritania", name="Ruritania"), ActorFactory(name="The minister")
        self.source = SourceFactory(name="The Wire", state=SourceState.CONFIRMED)
        self.question = asked.enter(fields={"title": TITLE, "answer": AnswerKind.NUMBER}, by=editor)
        numbers = (3000, 3000, 1200, 40)
        self.claims = [self._counting(number, day=DAY + timedelta(days=at)) for at, number in enumerate(numbers)]
        AttributionFactory(claim=self.claims[0], role=Role.CLAIMANT, actor=self.minister, name="")
        AttributionFactory(claim=self.claims[1], role=Role.CLAIMANT, actor=None, name="an official", side=self.state)

    def _counting(self, number, *, day):
        published = {"published_on": day, "published_from": day, "published_to": day, "published_basis": "editor"}
        claim = AcceptedClaimFactory(article=ArticleFactory(source=self.source, **published))
        QuantityFactory(claim=claim, as_written=f"{number:,}", low=number, best=number, high=number)
        entering.assign(claim, to=self.question, figure=0, by=self.editor)
        return claim

    def relate(self, a, b, kind):
        about = RelationAbout.SPEAKER if kind == RelationKind.SAME_ORIGIN else RelationAbout.VALUE
        return entering.relate(self.claims[a], self.claims[b], kind=kind, about=about, by=self.editor)


def save(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


WRITTEN = {
    "a claim says something else": lambda world: review.amend(
        world.claims[0], fields={"text": "Said otherwise."}, by=world.editor
    ),
    "a claim is taken back": lambda world: review.reopen(world.claims[1], by=world.editor),
    "the first row is gone": lambda world: review.reopen(world.claims[3], by=world.editor),
    "a figure counts something else": lambda world: save(world.claims[2].quantities.get(), stage="lost"),
    "somebody else says it": lambda world: AttributionFactory(claim=world.claims[2], role=Role.CLAIMANT, name="a colonel"),
    "an actor has another name": lambda world: save(world.minister, name="Minister Zenda"),
    "an actor speaks for a state": lambda world: Affiliation.objects.create(
        child=world.minister, parent=world.state, kind="spokesperson_for"
    ),
    "an actor has a code": lambda world: ActorCode.objects.create(actor=world.minister, scheme="claimsdb", code="MZ"),
    "an article has another title": lambda world: save(world.claims[0].article, title="Another title"),
    "an article has another day": lambda world: save(
        world.claims[0].article, published_on=date(2024, 10, 1), published_from=date(2024, 10, 1), published_to=date(2024, 10, 1)
    ),
    "an article is withdrawn": lambda world: publication.set_state(
        world.claims[2].article, ArticleState.WITHDRAWN, by=world.editor
    ),
    "a source has another name": lambda world: save(world.source, name="Another wire"),
    "a source is nobody's business yet": lambda world: save(world.source, state=SourceState.PROPOSED),
    "two contradict each other": lambda world: world.relate(0, 2, RelationKind.CONTRADICTS),
    "one is denied": lambda world: world.relate(2, 0, RelationKind.DENIES),
    "two are of one origin": lambda world: world.relate(0, 1, RelationKind.SAME_ORIGIN),
    "one article came out of another": lambda world: DerivationFactory(
        article=world.claims[1].article, original=world.claims[0].article, source=None
    ),
    "an answer is rejected": lambda world: links.take(
        LinkVerb.REJECT, world.claims[0].answers.get(), by=world.editor
    ),
    "an answer takes it for granted": lambda world: links.amend(
        world.claims[0].answers.get(), fields={"part": "presupposes"}, by=world.editor
    ),
    "the question is another": lambda world: asked.amend(
        world.question, fields={"title": "How many came?"}, version=None, by=world.editor
    ),
}  # fmt: skip


def told(client, world):
    """All that is shown of the question, but for the moment of the data."""
    page, ledger = f"/questions/{world.question.slug}/", f"/api/questions/{world.question.slug}/ledger/"
    paths = (page, f"/embed{page}", ledger, f"{ledger}?by=statement", f"{page}?as_of=2024-10-18")
    read = [client.get(path).content.decode() for path in paths]
    return [text.partition('<p class="cite">')[0] + text.partition("</p>\n<p><a")[2] for text in read]


@pytest.fixture(scope="module")
def lasting_world(lasting):
    return World(EditorFactory())


@pytest.fixture
def world(db, lasting_world):
    """As it is put: a test may change what it has of it."""
    return deepcopy(lasting_world)


@pytest.mark.parametrize("what", WRITTEN)
def test_what_was_written_is_shown(client, world, what):
    forget()
    before = told(client, world)
    WRITTEN[what](world)
    now = told(client, world)
    forget()
    assert now == told(client, world)
    assert now != before


def test_words_stay_words_in_what_is_kept(client, world):
    save(world.source, name=f"Wire {HOSTILE}")
    save(world.claims[0].article, title=f"Title {HOSTILE}")
    save(world.claims[0], text=f"Text {HOSTILE}", hedge=f"hedge {HOSTILE}")  # no editor could: it is refused
    save(world.minister, name=f"Minister {HOSTILE}")
    for _ in range(2):
        page = client.get(f"/questions/{world.question.slug}/").content.decode()
        assert "<script" not in page
        for what in ("Wire", "Title", "Text", "hedge", "Minister"):
            assert f"{what} {escape(HOSTILE)}" in page
        review.reopen(world.claims[2], by=world.editor)
        review.accept(world.claims[2], by=world.editor)


KEPT = (remembered.readings, gathering._by_itself, ledger._row, ledgers._shown, ledgers._support, ledgers._plotted,
        plots._mark, parts.kept_parts, page_of)  # fmt: skip


def test_what_nobody_asks_for_again_is_not_kept(client, world):
    told(client, world)
    client.get(f"/actors/{world.minister.code}/")
    before = [*map(len, KEPT)]
    for second in range(3):
        moment = f"2099-01-01T00:00:0{second}Z"
        for path in (f"/questions/{world.question.slug}/", f"/api/questions/{world.question.slug}/ledger/"):
            for query in ({"recorded_as_of": moment}, {"recorded_as_of": moment, "as_of": "2024-10-18"}):
                assert client.get(path, query).status_code == 200
        gathering.gather([world.question])
    assert [*map(len, KEPT)] == before


def test_another_day_keeps_no_answer_again(client, world):
    told(client, world)
    before = len(gathering._by_itself), len(remembered.readings)
    client.get(f"/questions/{world.question.slug}/?as_of=2024-10-19")
    assert (len(gathering._by_itself), len(remembered.readings)) == before
