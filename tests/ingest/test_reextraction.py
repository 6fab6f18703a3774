"""Extraction again over stored articles: what follows the extractor, and what stays as editors decided."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from claimsdb import review
from claimsdb.choices import Basis, Per, Qualifier, Quotation, Reason, Role, Stage, Stance, Status, Verb, Voice
from claimsdb.extraction import ExtractionFailed, FoundAttribution, FoundQuantity, Registry, TextSpan
from claimsdb.ingest.reextract import ClaimChange, re_extract, re_extract_each
from claimsdb.models import Article, Attribution, Claim, ClaimVersion, Decision, Quantity
from tests.commands import outcome
from tests.extractors import found_claim
from tests.factories import ArticleFactory, ClaimFactory, StateFactory

pytestmark = [pytest.mark.both_engines, pytest.mark.django_db]

WORDS = "North Korea had sent 1,500 troops to Russia"
NOBODY = Registry.of([])


class Finder:
    """An extractor that finds what it is told to, in the articles that it is told of."""

    name = "finder"

    def __init__(self, found, version="1", meanwhile=lambda: None):
        self.found, self.version, self.meanwhile = found, version, meanwhile

    def extract(self, record, *, registry):
        self.record = record
        self.meanwhile()
        if isinstance(self.found, Exception):
            raise self.found
        return tuple(self.found.get(record.file_name, ()) if isinstance(self.found, dict) else self.found)


def finding(article, words=WORDS, **values):
    """What an extractor makes of the words: North Korea is the subject, and the number a figure of troops."""
    usual = {
        "text": f"{words}.",
        "voice": Voice.ATTRIBUTED,
        "quotation": Quotation.INDIRECT,
        "attributions": (named(article, "A spokesman", Role.CLAIMANT), named(article, "North Korea", Role.SUBJECT)),
        "quantities": (figure(article),),
        "rule": "clause-complement",
        "confidence": 0.9,
    }
    return found_claim(words, start=article.text.index(words), **usual | values)


def place(article, words):
    start = article.text.index(words)
    return TextSpan(start, start + len(words))


def named(article, words, role):
    actor = "north-korea" if words == "North Korea" else None
    return FoundAttribution(role, place(article, words), words, words, actor)


def figure(article, **values):
    whole = dict.fromkeys(("low", "best", "high"), Decimal(1500))
    values = {"qualifier": Qualifier.EXACT, **whole, **values}
    return FoundQuantity(place(article, "1,500"), "1,500", measure="troops", unit="person", basis=Basis.TOTAL, **values)


def run(article, *found, version="1", **options):
    return re_extract(article, extractor=Finder(found, version), registry=NOBODY, **options)


def everything():
    """Every row of a claim, with its moments, and its versions."""
    models = (Claim, Attribution, Quantity, Decision)
    rows = {model: list(model.objects.order_by("pk").values_list()) for model in models}
    return rows, list(ClaimVersion.objects.order_by("pk").values_list())


@pytest.fixture
def article():
    StateFactory(slug="north-korea", name="North Korea", code="NK")
    return ArticleFactory()


@pytest.fixture
def claim(article):
    """The claim that version 1 finds."""
    assert run(article, finding(article)) == {ClaimChange.ADDED: 1}
    return article.claims.get()


def accepted_then_reopened(claim, editor):
    review.accept(claim, by=editor)
    review.reopen(claim, by=editor)


def superseded_then_found(claim, editor):
    run(claim.article)
    run(claim.article, finding(claim.article))


def superseded_then_reopened(claim, editor):
    run(claim.article)
    review.reopen(claim, by=editor)


WAYS = {
    "extracted": lambda claim, editor: None,
    "accepted": lambda claim, editor: review.accept(claim, by=editor),
    "rejected": lambda claim, editor: review.reject(claim, by=editor, reason=Reason.UNCLEAR),
    "duplicate": lambda claim, editor: review.mark_duplicate(claim, original=ClaimFactory(), by=editor),
    "amended": lambda claim, editor: review.amend(claim, by=editor, fields={"phase": "planned"}),
    "original": lambda claim, editor: review.mark_duplicate(ClaimFactory(), original=claim, by=editor),
    "reopened": accepted_then_reopened,
    "superseded": lambda claim, editor: run(claim.article),
    "found again": superseded_then_found,
    "superseded, reopened": superseded_then_reopened,
}
FOUND = {
    "same": lambda article: [finding(article)],
    "changed": lambda article: [finding(article, stance=Stance.DENIES, rule="deny-object")],
    "vanished": lambda article: [],
}
KEPT = dict.fromkeys(FOUND, ClaimChange.KEPT)
CHANGES = {
    "extracted": {"same": ClaimChange.UNCHANGED, "changed": ClaimChange.REFRESHED, "vanished": ClaimChange.SUPERSEDED},
    "accepted": KEPT,
    "rejected": KEPT,
    "duplicate": KEPT,
    "amended": KEPT,
    "original": KEPT,
    "reopened": KEPT,
    "superseded": {"same": ClaimChange.REOPENED, "changed": ClaimChange.REOPENED, "vanished": None},
    "found again": {
        "same": ClaimChange.UNCHANGED,
        "changed": ClaimChange.REFRESHED,
        "vanished": ClaimChange.SUPERSEDED,
    },
    "superseded, reopened": KEPT,
}
BECOMES = {ClaimChange.SUPERSEDED: Status.SUPERSEDED, ClaimChange.REOPENED: Status.NEEDS_RECHECK}


@pytest.mark.parametrize(("way", "now"), list(product(WAYS, FOUND)))
def test_truth_table(claim, editor, way, now):
    WAYS[way](claim, editor)
    claim.refresh_from_db()
    before, change = Claim.objects.get(pk=claim.pk), CHANGES[way][now]
    assert run(claim.article, *FOUND[now](claim.article)) == Counter([change] if change else [])
    claim.refresh_from_db()
    assert claim.status == BECOMES.get(change, before.status)
    machines, editors = Stance(claim.found["stance"]), Stance(claim.stance)
    assert machines == (Stance.DENIES if now == "changed" else Stance.ASSERTS)
    assert editors == (Stance.ASSERTS if change is ClaimChange.KEPT else machines)
    assert claim.rule == ("deny-object" if now == "changed" else "clause-complement")
    assert (claim.decided_at, claim.amended) == (before.decided_at, before.amended)
    writes = [change in BECOMES, now == "changed"].count(True)
    assert claim.version == before.version + writes
    assert list(claim.versions.values_list("version", flat=True)) == list(range(1, claim.version + 1))
    assert (claim.updated_at == before.updated_at) is (writes == 0)


def test_what_the_program_decides_says_by_whom_and_why(claim):
    run(claim.article, version="2")
    run(claim.article, finding(claim.article), version="3")
    assert list(claim.decisions.values_list("version", "verb", "to_status", "who", "note")) == [
        (2, Verb.SUPERSEDE, Status.SUPERSEDED, None, "finder 2 does not find it."),
        (3, Verb.REOPEN, Status.NEEDS_RECHECK, None, "finder 3 finds it again."),
    ]
    claim.refresh_from_db()
    assert (claim.version, claim.extractor_version) == (4, "3")


def test_a_refreshed_claim_has_new_parts_and_remembers_the_old(claim):
    article = claim.article
    speaker = named(article, "North Korea", Role.CLAIMANT)
    at_least = figure(article, qualifier=Qualifier.AT_LEAST, best=None, high=None)
    run(article, finding(article, attributions=(speaker,), quantities=(at_least,)), version="2")
    assert [(row.role, str(row)) for row in claim.attributions.all()] == [("claimant", "claimant: North Korea")]
    assert list(claim.quantities.values_list("qualifier", "low", "high")) == [("at_least", 1500, None)]
    old, new = claim.versions.all()
    assert [[row["role"] for row in version.attributions] for version in (old, new)] == [
        ["claimant", "subject"],
        ["claimant"],
    ]
    assert [[row["qualifier"] for row in version.quantities] for version in (old, new)] == [["exact"], ["at_least"]]


def test_the_parts_stay_where_only_the_version_is_new(claim):
    before = [list(rows.values_list()) for rows in (claim.attributions.all(), claim.quantities.all())]
    assert run(claim.article, finding(claim.article), version="2") == {ClaimChange.REFRESHED: 1}
    assert [list(rows.values_list()) for rows in (claim.attributions.all(), claim.quantities.all())] == before


def test_times_that_are_not_found_any_more_go(claim):
    Claim.objects.filter(pk=claim.pk).update(said_from="2026-11-01", said_as_written="in November", topic="treaty")
    run(claim.article, finding(claim.article), version="2")
    claim.refresh_from_db()
    assert (claim.said_from, claim.said_as_written, claim.topic) == (None, "", "")


def test_a_second_run_writes_nothing(claim, editor):
    article = claim.article
    found = [
        finding(article, "North Korea"),
        finding(article, quantities=(figure(article, best=Decimal(1) / 3, low=None, high=None),)),
    ]
    review.accept(claim, by=editor)
    assert run(article, *found, version="2") == {ClaimChange.ADDED: 1, ClaimChange.KEPT: 1}
    with CaptureQueriesContext(connection) as captured:
        assert run(article, *found, version="2") == {ClaimChange.UNCHANGED: 1, ClaimChange.KEPT: 1}
    assert not [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_one_span_may_hold_several_claims(article):
    two = [finding(article), finding(article, stance=Stance.DENIES)]
    assert run(article, *two) == {ClaimChange.ADDED: 2}
    assert run(article, *two) == {ClaimChange.UNCHANGED: 2}
    assert run(article, two[0]) == {ClaimChange.UNCHANGED: 1, ClaimChange.SUPERSEDED: 1}
    assert article.claims.get(status=Status.EXTRACTED).stance == Stance.ASSERTS


@pytest.mark.parametrize("found_at", [["North Korea"], [WORDS], ["North Korea", WORDS]])
def test_a_claim_that_an_editor_moved_is_the_claim_of_both_places(claim, editor, found_at):
    article = claim.article
    start = article.text.index("North Korea")
    claim.quantities.all().delete()  # or the quote would leave its figure behind
    review.amend(claim, by=editor, fields={"start": start, "end": start + len("North Korea")})
    found = [finding(article, words, rule="headline") for words in found_at]
    assert run(article, *found, version="2") == {ClaimChange.KEPT: 1}
    claim.refresh_from_db()
    assert (claim.quote, claim.rule, article.claims.count()) == ("North Korea", "headline", 1)


def test_a_claim_entered_by_hand_stays_an_editors(article, editor):
    at = place(article, WORDS)
    fields = {"text": "By hand.", "voice": Voice.ARTICLE, "start": at.start, "end": at.end}
    review.enter(article, by=editor, fields=fields)
    review.enter(article, by=None, fields={"text": "Nowhere.", "voice": Voice.ARTICLE})
    before = everything()
    assert run(article, finding(article)) == {ClaimChange.KEPT: 2}
    assert everything() == before


def test_what_an_editor_took_out_stays_out(article, editor):
    at = place(article, WORDS)
    fields = {"text": "By hand.", "voice": Voice.ARTICLE, "start": at.start, "end": at.end}
    claim = review.enter(article, by=editor, fields=fields, batch="step")
    review.undo(claim.decisions.get(), by=editor)
    before = everything()
    assert run(article, finding(article)) == {ClaimChange.KEPT: 1}
    assert everything() == before
    review.reopen(claim, by=editor)
    assert run(article, finding(article)) == {ClaimChange.KEPT: 1}


@pytest.mark.parametrize(
    ("flaw", "error", "words"),
    [
        ({"confidence": 7}, IntegrityError, "claim_confidence_is_share"),
        ({"attributions": (FoundAttribution(Role.CLAIMANT, None, "he", "he", "atlantis"),)}, KeyError, "atlantis"),
    ],
)
def test_an_article_is_written_whole_or_not_at_all(claim, flaw, error, words):
    article = claim.article
    run(article, finding(article), finding(article, "troops"))
    before = everything()
    with pytest.raises(error, match=words):
        run(article, finding(article, hedge="might"), finding(article, "Russia", **flaw), version="2")
    assert everything() == before


def test_an_article_that_fails_is_named_and_the_others_go_on(article):
    bad, good = article, ArticleFactory()
    finder = Finder({bad.file_name: [finding(bad, confidence=7)], good.file_name: [finding(good)]})
    report = re_extract_each([bad.pk, good.pk], extractor=finder, registry=NOBODY, dry_run=False)
    assert [error.split(": ")[:2] for error in report.errors] == [[bad.file_name, "the database refuses it"]]
    assert report.changes == {ClaimChange.ADDED: 1}
    assert Claim.objects.get().article == good


@pytest.mark.parametrize(
    ("values", "failure", "words"),
    [
        ({"text": "Only a title", "title": "Only a title"}, None, "no body"),
        (
            {"file_name": ""},
            ExtractionFailed("the endpoint does not answer"),
            "article 7: the endpoint does not answer",
        ),
    ],
)
def test_an_article_that_cannot_be_read_is_an_error(values, failure, words):
    article = ArticleFactory(pk=7, **values)
    report = re_extract_each([article.pk], extractor=Finder(failure or ()), registry=NOBODY, dry_run=False)
    assert len(report.errors) == 1
    assert words in report.errors[0]


def test_the_extractor_is_told_what_an_editor_knows_of_the_article(article):
    article = ArticleFactory(language="en-GB", published_on=date(2024, 10, 17), published_basis="editor")
    finder = Finder(())
    re_extract(article, extractor=finder, registry=NOBODY)
    told = (finder.record.language, finder.record.published_on, finder.record.published_basis)
    assert told == ("en-GB", date(2024, 10, 17), "editor")


def test_a_decision_taken_while_the_extractor_reads_counts(claim, editor):
    finder = Finder((), version="2", meanwhile=lambda: review.accept(claim, by=editor))
    assert re_extract(claim.article, extractor=finder, registry=NOBODY) == {ClaimChange.KEPT: 1}
    assert Claim.objects.get().status == Status.ACCEPTED


def test_a_dry_run_says_what_a_run_does(claim):
    article = claim.article
    run(article, finding(article), finding(article, "troops"))
    found = [finding(article, hedge="might"), finding(article, "Russia")]
    before = everything()
    promised = run(article, *found, dry_run=True)
    assert everything() == before
    assert (
        run(article, *found) == promised == {ClaimChange.REFRESHED: 1, ClaimChange.SUPERSEDED: 1, ClaimChange.ADDED: 1}
    )


# --- the command, with the extractor of the settings ---------------------------------------------------------------


def extract(*articles, **options):
    """What the command prints, on one line, and what it complains of."""
    out, errors = outcome("extract_claims", *articles, **options)
    return " ".join(out.split()), errors


def test_articles_go_by_id_and_file_name(article):
    by_name, other = ArticleFactory(), ArticleFactory()
    out, errors = extract(article.pk, by_name.file_name, article.pk)
    assert (out[-27:], errors) == ("2 articles; 2 claims added.", "")
    assert [each.claims.count() for each in (article, by_name, other)] == [1, 1, 0]
    assert set(Claim.objects.values_list("extractor", flat=True)) == {"spacy-rules"}


def test_a_dry_run_keeps_nothing(article):
    out, _ = extract("--all", dry_run=True)
    assert "1 claims added" in out
    assert out.endswith("Nothing was kept: this was a dry run.")
    assert Claim.objects.count() == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere.txt", "99"], ["'nowhere.txt'", "'99'", "id (1) or file name"]),
        ([], ["--all ARTICLE is required"]),
        (["--all", "1"], ["ARTICLE: not allowed with argument --all"]),
    ],
)
def test_what_to_extract_is_said_rightly(arguments, words):
    out, errors = extract(*arguments)
    assert out == ""
    assert [word for word in words if word not in errors] == []


def test_a_language_that_is_not_read_is_named_and_no_error(claim):
    Article.objects.filter(pk=claim.article_id).update(language="fr")
    before = everything()
    out, errors = extract("--all")
    assert f"{claim.article.file_name} was left as it is" in out
    assert "'fr'" in out
    assert (everything(), errors) == (before, "")


def test_what_cannot_be_read_makes_the_command_fail(article):
    ArticleFactory(text="Only a title", title="Only a title", file_name="bare.txt")
    out, errors = extract("--all")
    assert "1 claims added" in out
    assert errors.splitlines()[0] == "1 not extracted:"
    assert "bare.txt: no body" in errors


def stand_in(article, words, order=0, **values):
    """A figure that stands for one of the claim at these words."""
    return replace(figure(article), low=None, best=None, high=None, stands_for=(place(article, words), order), **values)


@pytest.mark.parametrize("words", ["It had sent 1,500 again", WORDS], ids=["another claim", "its own"])
def test_a_figure_says_what_was_found_of_it(words):
    """Of the actor, by slug; of the figure that it stands for, wherever its claim is found."""
    korea = StateFactory(slug="north-korea", code="NK")
    article = ArticleFactory(text=f"Troops\n\nA spokesman said {WORDS}. It had sent 1,500 again.")
    counted = replace(figure(article), of="north-korea", stage=Stage.SENT, per=Per.YEAR)
    first = finding(article, quantities=(counted, stand_in(article, words)))
    second = finding(article, "It had sent 1,500 again", quantities=(counted,), attributions=())
    for _ in range(2):  # stored at first, found again later
        re_extract(article, extractor=Finder([replace(first, text="Other.")]), registry=NOBODY)
        re_extract(article, extractor=Finder([first, second]), registry=NOBODY)
        figure_one, figure_two = Quantity.objects.filter(claim__text=first.text)
        assert (figure_one.of, figure_one.stage, figure_one.per, figure_one.stands_for) == (korea, "sent", "year", None)
        assert figure_two.stands_for == Quantity.objects.get(claim__quote=words, order=0)


def test_what_an_editors_figure_stands_for_is_kept():
    StateFactory(slug="north-korea", code="NK")
    article = ArticleFactory(text=f"Troops\n\nA spokesman said {WORDS}. It had sent 1,500 again.")
    found = [finding(article), finding(article, "It had sent 1,500 again", attributions=())]
    re_extract(article, extractor=Finder(found), registry=NOBODY)
    meant, other = Claim.objects.order_by("start")
    rows = [Quantity(as_written="1,500", stands_for_claim=meant, stands_for_order=0)]
    review.amend(other, quantities=rows, by=None)
    changes = re_extract(article, extractor=Finder([replace(each, quantities=()) for each in found]), registry=NOBODY)
    assert changes[ClaimChange.KEPT] == 2
    assert other.quantities.get().stands_for == meant.quantities.get()
