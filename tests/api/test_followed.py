"""The record of changes of all else than claims, and with the filters of a list."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claimsdb import review
from claimsdb.choices import ArticleState, DerivationKind, SourceState
from claimsdb.index import synced
from claimsdb.models import Actor, ActorName, Article, Source
from claimsdb.review import publication
from tests.api.test_changes import gone, keys, read
from tests.factories import (
    AcceptedClaimFactory,
    ActorCodeFactory,
    ActorFactory,
    ActorNameFactory,
    AffiliationFactory,
    ArticleFactory,
    AssessmentFactory,
    AttributionFactory,
    ClaimFactory,
    DerivationFactory,
    EvidenceFactory,
    SourceFactory,
    StateFactory,
)

pytestmark = [pytest.mark.both_engines, pytest.mark.django_db]
EVERYTHING = "claims,actors,sources,articles,assessments"
DAY = "2024-11-01"


@synced()
def assessment(**fields):
    return AssessmentFactory(published_on=DAY, claim=AcceptedClaimFactory(), **fields)


def renamed(actor):
    ActorName.objects.filter(actor=actor).update(text="Somebody")


def edition(**parent):
    return SourceFactory(parent=SourceFactory(**parent))


def state_of(source, state):
    source.state = state
    source.save()


def renamed_to(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def withdraw(article):
    publication.set_state(article, ArticleState.WITHDRAWN, by=None)


def derived_from(original, **values):
    return DerivationFactory(**{"source": None, "original": original, "as_written": "", **values})


def copied():
    return derived_from(ArticleFactory()).article


def revised():
    return derived_from(ArticleFactory(), kind=DerivationKind.REVISION).original


def revised_by_a_draft():
    draft = ArticleFactory(state=ArticleState.DRAFT)
    return derived_from(ArticleFactory(), kind=DerivationKind.REVISION, article=draft).original


def drafted():
    return ClaimFactory(article__state=ArticleState.DRAFT)


MOVES = {
    "actor renamed": ("actor", ActorFactory, lambda actor: Actor.objects.filter(pk=actor.pk).update(name="B")),
    "name added": ("actor", ActorFactory, lambda actor: ActorNameFactory(actor=actor)),
    "name changed": ("actor", lambda: ActorNameFactory().actor, renamed),
    "name deleted": ("actor", lambda: ActorNameFactory().actor, lambda actor: actor.names.all().delete()),
    "joins another": ("actor", ActorFactory, lambda actor: AffiliationFactory(child=actor)),
    "is joined": ("actor", ActorFactory, lambda actor: AffiliationFactory(parent=actor)),
    "source changed": ("source", SourceFactory, lambda source: source.save()),
    "source of article": (
        "article",
        lambda: ArticleFactory(source=SourceFactory(state=SourceState.PROPOSED)),
        lambda article: article.source.__class__.objects.filter(pk=article.source_id).update(state="confirmed"),
    ),
    "parent proposed": ("source", edition, lambda source: state_of(source.parent, "proposed")),
    "parent confirmed": (
        "source",
        lambda: edition(state=SourceState.PROPOSED),
        lambda source: state_of(source.parent, "confirmed"),
    ),
    "parents proposed together": (
        "source",
        edition,
        lambda source: Source.objects.filter(pk=source.parent_id).update(state="proposed"),
    ),
    "parent renamed": ("source", edition, lambda source: renamed_to(source.parent, name="Other")),
    "parent with another slug": ("source", edition, lambda source: renamed_to(source.parent, slug="other")),
    "source of article renamed": (
        "article",
        lambda: ArticleFactory(source=SourceFactory()),
        lambda article: renamed_to(article.source, name="Other"),
    ),
    "source of origin": (
        "article",
        lambda: DerivationFactory().article,
        lambda article: state_of(article.derivations.get().source, "proposed"),
    ),
    "original withdrawn": ("article", copied, lambda article: withdraw(article.derivations.get().original)),
    "original renamed": (
        "article",
        copied,
        lambda article: renamed_to(article.derivations.get().original, title="Other"),
    ),
    "revision withdrawn": ("article", revised, lambda article: withdraw(article.derived.get().article)),
    "member renamed": (
        "actor",
        lambda: AffiliationFactory().parent,
        lambda actor: renamed_to(actor.members.get().child, name="Other"),
    ),
    "parent of another kind": (
        "actor",
        lambda: AffiliationFactory().child,
        lambda actor: renamed_to(actor.affiliations.get().parent, kind="agency"),
    ),
    "code of parent": (
        "actor",
        lambda: AffiliationFactory().child,
        lambda actor: ActorCodeFactory(actor=actor.affiliations.get().parent, code="QQ"),
    ),
    "publisher renamed": ("assessment", assessment, lambda each: renamed_to(each.publisher, name="Other")),
    "evidence withdrawn": (
        "assessment",
        lambda: EvidenceFactory(assessment=assessment(), url="", article=ArticleFactory()).assessment,
        lambda each: withdraw(each.evidence.get().article),
    ),
    "evidence published": (
        "assessment",
        lambda: EvidenceFactory(assessment=assessment(), url="", article=drafted().article).assessment,
        lambda each: review.accept(each.evidence.get().article.claims.get(), by=None),
    ),
    "derivation": ("article", ArticleFactory, lambda article: DerivationFactory(article=article)),
    "assessment": ("assessment", assessment, lambda each: each.save()),
    "evidence": ("assessment", assessment, lambda each: EvidenceFactory(assessment=each)),
    "claim assessed": ("assessment", assessment, lambda each: each.claim.save()),
}


def name_of(kind, row):
    return str(row.pk) if kind == "article" else getattr(row, "slug", None) or row.key


@pytest.mark.parametrize("move", MOVES)
def test_whatever_a_document_shows_moves_it(api, move):
    kind, make, change = MOVES[move]
    row = make()
    _, since = read(api, of=f"{kind}s")
    change(row)
    found, _ = read(api, since, of=f"{kind}s")
    assert name_of(kind, row) in keys(found)
    assert {each["kind"] for each in found} == {kind}
    assert name_of(kind, row) not in gone(found)


@pytest.mark.parametrize(
    ("make", "change", "told"),
    [
        (edition, lambda source: renamed_to(source.parent, reliability="B"), ["source"]),
        (copied, lambda article: renamed_to(article.derivations.get().original, byline="Kim"), ["article"]),
        (lambda: AffiliationFactory().child, lambda actor: ActorNameFactory(actor=actor), ["actor"]),
        (lambda: edition(state=SourceState.PROPOSED), lambda source: renamed_to(source.parent, name="Other"), []),
        (revised_by_a_draft, lambda article: renamed_to(article.derived.get().article, title="Other"), []),
        (
            revised_by_a_draft,
            lambda article: Article.objects.filter(state=ArticleState.DRAFT).update(title="Other"),
            [],
        ),
    ],
)
def test_what_no_other_page_shows_moves_itself_alone(api, make, change, told):
    row = make()
    _, since = read(api, of=EVERYTHING)
    change(row)
    assert [each["kind"] for each in read(api, since, of=EVERYTHING)[0]] == told


@pytest.mark.parametrize("kind", ["actor", "source", "article", "assessment"])
def test_each_as_its_list_and_its_detail_have_it(api, kind):
    assessment(), SourceFactory(), ActorFactory()
    found, _ = read(api, of=f"{kind}s", documents="true")
    listed = api.get(f"/api/{kind}s/").json()["results"]
    assert sorted([each[kind] for each in found], key=str) == sorted(listed, key=str)
    assert listed
    assert {api.get(each["url"]).status_code for each in found} == {200}


HIDDEN = {
    "draft article": ("article", lambda: ArticleFactory(state=ArticleState.DRAFT)),
    "proposed source": ("source", lambda: SourceFactory(state=SourceState.PROPOSED)),
    "draft of an assessment": (
        "assessment",
        lambda: AssessmentFactory(published_on=None, claim=AcceptedClaimFactory()),
    ),
    "assessment of a claim that waits": (
        "assessment",
        lambda: AssessmentFactory(published_on=DAY, claim=ClaimFactory()),
    ),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_what_was_never_public_is_for_those_who_may_see_it(api, reader_api, name):
    kind, make = HIDDEN[name]
    row = make()
    key = name_of(kind, row)
    assert key not in keys(read(api, of=EVERYTHING)[0])
    assert key in keys(read(reader_api, of=f"{kind}s")[0])
    if kind == "assessment":
        row.evidence.all().delete()
    row.delete()
    assert key not in keys(read(api, of=EVERYTHING)[0])
    assert key in gone(read(reader_api, of=f"{kind}s")[0])


def test_what_is_public_no_more_is_gone(api, reader_api):
    checked = assessment()
    article = checked.claim.article
    _, since = read(api, of=EVERYTHING)
    publication.set_state(article, ArticleState.WITHDRAWN, by=None)
    found, since = read(api, since, of=EVERYTHING)
    assert {(each["kind"], each["gone"]) for each in found} == {
        ("claim", True),
        ("article", True),
        ("assessment", True),
    }
    assert gone(read(reader_api, of=EVERYTHING)[0]) == []
    publication.set_state(article, ArticleState.PUBLIC, by=None)
    found, _ = read(api, since, of=EVERYTHING)
    assert (len(found), gone(found)) == (3, [])


def test_an_article_comes_with_its_first_public_claim(api):
    claim = ClaimFactory(article__state=ArticleState.DRAFT)
    _, since = read(api, of="articles")
    review.accept(claim, by=None)
    assert keys(read(api, since, of="articles")[0]) == [str(claim.article_id)]


def test_who_is_renamed_is_gone_under_the_old_name(api):
    actor = ActorFactory(slug="old")
    _, since = read(api, of="actors")
    actor.slug = "new"
    actor.save()
    found, _ = read(api, since, of="actors", limit=1)
    assert [(each["key"], each["gone"]) for each in sorted(found, key=lambda each: each["key"])] == [
        ("new", False),
        ("old", True),
    ]


def test_all_of_one_transaction_over_any_number_of_pages(api):
    with synced():
        for _ in range(3):
            assessment()
            ActorFactory()
    found, _ = read(api, of=EVERYTHING, limit=1)
    names = [(each["kind"], each["key"]) for each in found]
    assert len(names) == len(set(names))
    whole, _ = read(api, of=EVERYTHING)
    assert names == [(each["kind"], each["key"]) for each in whole]
    assert {each["kind"] for each in found} == {"claim", "actor", "source", "article", "assessment"}


def test_with_filters_of_claims(api):
    nk, _ = StateFactory(code="NK"), [AcceptedClaimFactory() for _ in range(3)]
    mine = AttributionFactory(claim=AcceptedClaimFactory(), actor=nk).claim
    later = AcceptedClaimFactory()
    found, since = read(api, actor="NK", limit=1)
    assert (keys(found), gone(found)) == ([mine.key], [])
    mine.attributions.all().delete()
    AttributionFactory(claim=later, actor=nk)
    found, _ = read(api, since, actor="NK")
    assert {each["key"]: each["gone"] for each in found} == {mine.key: True, later.key: False}
    listed = api.get("/api/claims/?actor=NK").json()["results"]
    assert [each["key"] for each in listed] == [later.key]


FILTERS = [
    "stance=denies",
    "topic=none",
    "measure=none",
    "search=sent",
    "claimant__not=NK",
    "assessed=true",
    "year=none",
]


@pytest.mark.parametrize("query", FILTERS)
def test_a_copy_with_filters_is_what_the_list_has(api, claims, query):
    name, _, value = query.partition("=")
    copy, since = set(), ""
    for step in (None, lambda: review.reopen(claims["sent"], by=None), lambda: review.accept(claims["sent"], by=None)):
        if step:
            step()
        found, since = read(api, since, limit=2, **{name: value})
        for each in found:
            copy = copy - {each["key"]} if each["gone"] else copy | {each["key"]}
        assert copy == {each["key"] for each in api.get(f"/api/claims/?{query}").json()["results"]}


def test_editors_follow_claims_of_every_status(editor_api):
    claim = AttributionFactory(claim=ClaimFactory(), actor=StateFactory(code="NK")).claim
    [change], _ = read(editor_api, actor="NK")
    assert (change["key"], change["status"], change["gone"]) == (claim.key, "extracted", False)


@pytest.mark.parametrize(
    ("query", "status", "parameter"),
    [
        ("of=claim", 400, "of"),
        ("of=actors,articles&source=x", 400, "source"),
        ("of=actors&source=x", 400, "source"),
        ("of=actors,articles&nothing=x", 400, "nothing"),
        ("of=actors&kind=stat", 400, "kind"),
        ("status=extracted", 403, "status"),
        ("since=1.r", 400, "since"),
        ("since=0.0-99999", 400, "since"),
        ("since=0.q1", 400, "since"),
    ],
)
def test_what_cannot_be_understood_is_named(api, query, status, parameter):
    answer = api.get(f"/api/changes/?{query}")
    assert answer.status_code == status
    assert [each["parameter"] for each in answer.json()["errors"]] == [parameter]


def test_as_many_statements_for_twenty_as_for_two(api, django_assert_max_num_queries):
    for _ in range(20):
        assessment(), ActorFactory()
    for query in ("limit=2", "limit=100"):
        with django_assert_max_num_queries(30) as asked:
            api.get(f"/api/changes/?documents=true&of={EVERYTHING}&{query}")
        numbers = len(asked.captured_queries)
    assert numbers <= 22


CHANGED = {"actor": ActorFactory, "source": SourceFactory, "article": ArticleFactory, "assessment": assessment}


@pytest.mark.parametrize("kind", CHANGED)
def test_updated_since(api, kind):
    row = CHANGED[kind]()
    now = timezone.now()
    key = {"actor": "slug", "source": "slug", "article": "id", "assessment": "key"}[kind]
    for moment, there in ((now - timedelta(minutes=5), True), (now + timedelta(minutes=5), False)):
        answer = api.get(f"/api/{kind}s/", {"updated_since": moment.isoformat()}).json()
        assert (str(getattr(row, key)) in {str(each[key]) for each in answer["results"]}) is there


@pytest.mark.parametrize(
    ("query", "refused"),
    [
        ("of=questions&as_of=2024-10-20", ["as_of"]),
        ("of=questions&documents=true&as_of=2024-10-20&undated=include", ["as_of", "undated"]),
        ("of=questions&recorded_as_of=2026-11-22T10:00:00Z", ["recorded_as_of"]),
        ("of=relations&recorded_as_of=2026-11-22T10:00:00Z", ["recorded_as_of"]),
        ("of=relations&as_of=2024-10-20", []),
        ("of=claims&as_of=2024-10-20&undated=include", []),
    ],
)
def test_changes_tell_how_it_is_now(api, db, query, refused):
    answer = api.get(f"/api/changes/?{query}")
    assert answer.status_code == (400 if refused else 200)
    assert [each["parameter"] for each in answer.json().get("errors", [])] == refused
