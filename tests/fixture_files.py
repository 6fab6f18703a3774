"""What tests of fixtures share: a desk with a little of everything, its export, and a database without it."""

from django.core.management import call_command

from claimsdb import review
from claimsdb.choices import DerivationKind, LinkVerb, PublishedBasis, Reason, RelationKind, Role, ScopePart
from claimsdb.curation import questions
from claimsdb.exchange import tables
from claimsdb.index import bulk, consistency, synced
from claimsdb.models import Claim, Question, QuestionEntry, Source
from claimsdb.questions import entering, links
from tests.commands import printed
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    ActorNameFactory,
    AffiliationFactory,
    ArticleFactory,
    AssessmentFactory,
    AttributionFactory,
    ClaimFactory,
    DerivationFactory,
    EvidenceFactory,
    QuantityFactory,
    SourceFactory,
    StandInFactory,
    StateFactory,
)

EVERYTHING = "--status=accepted,duplicate,rejected,extracted"

# Parts before wholes, so that each delete finds nothing that refers to it.
TABLES = [table.model for table in reversed(tables.TABLES)]


def export(*arguments):
    return printed("export_fixtures", *arguments)


def load_fixture(folder, text, *, name="fixture.json"):
    """Has Django load it, from a file of that name in the folder."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    call_command("loaddata", path, verbosity=0)


def empty_the_database():
    with synced():
        Claim.objects.update(duplicate_of=None, status="rejected", decided_at="2026-01-01T00:00Z")
        Source.objects.update(parent=None)
        Question.objects.update(merged_into=None, status="open")
        for model in TABLES:
            model.objects.all()._raw_delete(model.objects.db)
    QuestionEntry.objects.all().delete()
    bulk.refresh_in_batches(consistency.batches())


@synced()
def busy_desk(editor):
    """A little of everything that a fixture has to carry."""
    edition = SourceFactory(parent=SourceFactory(), domain="example.org")
    old = ArticleFactory(
        text="Old\n\nHe said “no” — twice.",
        source=edition,
        published_to="2024-10-18",
        published_basis=PublishedBasis.EDITOR,
    )
    article = ArticleFactory(source=edition, published_on="2024-10-17", published_basis=PublishedBasis.BYLINE)
    DerivationFactory(article=article)
    DerivationFactory(article=article, kind=DerivationKind.REVISION, source=None, original=old, as_written="corrected")
    state = StateFactory(slug="north-korea", name="North Korea", code="NK")
    person = ActorFactory(slug="kim-jong-un")
    ActorNameFactory(actor=person, text="Kim")
    AffiliationFactory(child=person, parent=state)
    accepted = AcceptedClaimFactory(article=article, found={"zeta": 1, "alpha": [1.0, "ä"]})
    AttributionFactory(claim=accepted, actor=person)
    AttributionFactory(claim=accepted, actor=None, name="US officials", role=Role.ORIGIN, side=StateFactory(code="US"))
    share = QuantityFactory(claim=accepted, low="0.5", best="0.5", high="0.5", unit="percent", of=state, stage="sent")
    StandInFactory(claim=accepted, stands_for=share)
    assessment = AssessmentFactory(claim=accepted, rating_value=1.5, worst_rating=1, best_rating=5)
    EvidenceFactory(assessment=assessment)
    EvidenceFactory(assessment=assessment, url="", article=ArticleFactory(), as_written="A spokesman said")
    AssessmentFactory(claim=accepted, published_on=None, label="A draft, which stays here.")
    repeat = ClaimFactory(article=article)
    review.undo(review.reject(repeat, reason=Reason.UNCLEAR, by=editor, batch="together"), by=editor, batch="together")
    review.mark_duplicate(repeat, original=accepted, by=editor)
    asked(accepted, repeat, actor=state, by=editor)
    return accepted


def asked(claim, other, *, actor, by):
    """Questions in every status, and answers and relations in some states."""
    names = {"title": "How many were sent?", "note": "For us.", "answer": "number"}
    question, merged, _ = (
        questions.enter(fields={"slug": slug, **names}, scope={ScopePart.SUBJECT: [actor]}, by=by)
        for slug in ("sent", "a-merged-one", "unanswered")
    )
    answer = entering.assign(claim, to=merged, figure=0, by=by, note="For us.", public_note="For all.")
    questions.merge(merged, into=question, version=None, by=by)
    rejected = entering.assign(other, to=question, verb=LinkVerb.PROPOSE, by=None, rule={"rule": "words"})
    links.take(LinkVerb.REJECT, rejected, by=by)
    links.undo(links.amend(answer, fields={"part": "repeats"}, by=by), by=by)
    for kind in (RelationKind.CONTRADICTS, RelationKind.DENIES):
        entering.relate(claim, other, kind=kind, about="value", question=question, by=by)
