"""What must hold, three times over: the form refuses it, the database refuses it, and its right neighbour passes."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from claimsdb.choices import Check, PublishedBasis, Reason, Status, Verb
from claimsdb.models import (
    Actor,
    Affiliation,
    Article,
    Assessment,
    Attribution,
    Claim,
    Comment,
    Decision,
    Derivation,
    Dismissal,
    Evidence,
    Mention,
    Quantity,
    SavedQueue,
    SecondOpinion,
    Skip,
    Source,
)
from tests import factories
from tests.factories import (
    AcceptedClaimFactory,
    ActorFactory,
    AffiliationFactory,
    ArticleFactory,
    AssessmentFactory,
    AttributionFactory,
    ClaimFactory,
    DecisionFactory,
    DecisionHereFactory,
    DerivationFactory,
    EvidenceFactory,
    GivenOpinionFactory,
    QuantityFactory,
    SecondOpinionFactory,
    SourceFactory,
    StandInFactory,
)

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
NOBODY = {"actor": None, "as_written": "", "name": ""}


def bounds(low, best, high, qualifier):
    figures = {"low": low, "best": best, "high": high}
    return {name: None if value is None else Decimal(value) for name, value in figures.items()} | {
        "qualifier": qualifier
    }


NO_BOUNDS = bounds(None, None, None, "exact")


def published(on, first, last):
    """Days of October."""
    days = {"published_on": on, "published_from": first, "published_to": last}
    return {name: day and date(2024, 10, day) for name, day in days.items()} | {
        "published_basis": PublishedBasis.EDITOR
    }


def rating(value, worst, best):
    return {"rating_value": value, "worst_rating": worst, "best_rating": best}


# constraint, factory, values that break it, values right beside them
TRIOS = [
    ("claim_span_whole", ClaimFactory, {"end": None}, {}),
    ("claim_span_ordered", ClaimFactory, {"start": 9, "end": 9, "quote": "x"}, {"start": 0, "end": 1, "quote": "T"}),
    ("claim_words_fill_span", ClaimFactory, {"start": 0, "end": 5, "quote": "Troop!"}, {"start": 0, "end": 5, "quote": "Troop"}),
    ("claim_quote_has_span", ClaimFactory, {"quote": ""}, {"start": None, "end": None, "quote": "", "text": "By hand."}),
    ("claim_has_text", ClaimFactory, {"text": ""}, {"text": "A claim."}),
    ("claim_decided_when_decided", ClaimFactory, {"status": Status.ACCEPTED, "decided_at": None}, {"status": Status.ACCEPTED, "decided_at": NOW}),
    ("claim_decided_when_decided", ClaimFactory, {"status": Status.EXTRACTED, "decided_at": NOW}, {"status": Status.EXTRACTED}),
    ("claim_duplicate_names_original", ClaimFactory, {"status": Status.DUPLICATE}, {"status": Status.REJECTED}),
    ("claim_said_ordered", ClaimFactory, {"said_from": date(2024, 10, 2), "said_to": date(2024, 10, 1)}, {"said_from": date(2024, 10, 1), "said_to": date(2024, 10, 1)}),
    ("claim_event_ordered", ClaimFactory, {"event_from": date(2024, 10, 2), "event_to": date(2024, 10, 1)}, {"event_from": date(2024, 10, 1)}),
    ("claim_calibrated_is_share_of_found", ClaimFactory, {"calibrated": 1.01}, {"calibrated": 1.0}),
    ("claim_calibrated_is_share_of_found", ClaimFactory, {"calibrated": 0.5, "confidence": None}, {"calibrated": 0.5}),
    ("claim_confidence_is_share", ClaimFactory, {"confidence": 1.01}, {"confidence": 1.0}),
    ("claim_version_counts_from_1", ClaimFactory, {"version": 0}, {"version": 1}),
    ("source_country_is_iso", SourceFactory, {"country": "kp"}, {"country": "KP"}),
    ("actor_country_is_iso", ActorFactory, {"country": "P"}, {"country": ""}),
    ("article_has_text", ArticleFactory, {"text": "", "text_sha256": "0" * 64}, {}),
    ("article_sha256_whole", ArticleFactory, {"text_sha256": "abc"}, {}),
    ("article_date_has_basis", ArticleFactory, {"published_on": date(2024, 10, 17)}, {"published_on": date(2024, 10, 17), "published_basis": PublishedBasis.BYLINE}),
    ("article_date_has_basis", ArticleFactory, {"published_basis": PublishedBasis.BYLINE}, {"published_basis": PublishedBasis.UNKNOWN}),
    ("article_date_has_basis", ArticleFactory, {"published_to": date(2024, 10, 17)}, {"published_to": date(2024, 10, 17), "published_basis": PublishedBasis.EDITOR}),
    ("article_day_is_interval", ArticleFactory, published(17, 17, 18), published(17, 17, 17)),
    ("article_day_is_interval", ArticleFactory, published(17, None, None), published(None, None, 17)),
    ("article_day_is_interval", ArticleFactory, published(None, 17, 17), published(None, 17, 18)),
    ("article_published_ordered", ArticleFactory, published(None, 18, 17), published(None, 17, 18)),
    ("actorname_not_empty", factories.ActorNameFactory, {"text": ""}, {"text": "Kim"}),
    ("derivation_has_one_target", DerivationFactory, {"url": "https://example.org/a"}, {"source": None, "url": "https://example.org/a"}),
    ("derivation_has_one_target", DerivationFactory, {"source": None}, {}),
    ("affiliation_ends_after_start", AffiliationFactory, {"started_on": date(2024, 2, 1), "ended_on": date(2024, 1, 1)}, {"started_on": date(2024, 1, 1), "ended_on": date(2024, 1, 1)}),
    ("attribution_names_somebody", AttributionFactory, NOBODY, {**NOBODY, "name": "unnamed analyst"}),
    ("quantity_low_to_high", QuantityFactory, bounds(2, None, 1, "between"), bounds(1, None, 2, "between")),
    ("quantity_low_to_high", QuantityFactory, bounds(None, 5, 4, "about"), bounds(None, 4, 5, "about")),
    ("quantity_bounds_fit_qualifier", QuantityFactory, bounds(5, None, 9, "at_least"), bounds(5, None, None, "at_least")),
    ("quantity_bounds_fit_qualifier", QuantityFactory, bounds(5, None, None, "at_most"), bounds(None, None, 5, "at_most")),
    ("quantity_bounds_fit_qualifier", QuantityFactory, bounds(5, 6, 9, "between"), bounds(5, None, 9, "between")),
    ("quantity_bounds_fit_qualifier", QuantityFactory, bounds(5, None, 5, "exact"), bounds(None, None, None, "exact")),
    ("quantity_stands_for_whole", QuantityFactory, {**NO_BOUNDS, "stands_for_order": 0}, NO_BOUNDS),
    ("quantity_stands_for_without_bounds", StandInFactory, {"low": 4000}, {}),
    ("assessment_has_label", AssessmentFactory, {"label": ""}, {"label": "False"}),
    ("assessment_published_has_address", AssessmentFactory, {"url": ""}, {"url": "", "published_on": None}),
    ("assessment_rating_whole", AssessmentFactory, {"rating_value": 2}, rating(2, 1, 5)),
    ("assessment_rating_whole", AssessmentFactory, {"worst_rating": 1, "best_rating": 5}, {}),
    ("assessment_rating_on_scale", AssessmentFactory, rating(0.9, 1, 5), rating(1, 1, 5)),
    ("assessment_rating_on_scale", AssessmentFactory, rating(5.1, 1, 5), rating(5, 1, 5)),
    ("assessment_scale_ordered", AssessmentFactory, rating(1, 1, 1), rating(1, 0, 1)),
    ("assessment_version_counts_from_1", AssessmentFactory, {"version": 0}, {"version": 1}),
    ("evidence_is_somewhere", EvidenceFactory, {"url": ""}, {}),
    ("decision_reject_has_reason", DecisionFactory, {"verb": Verb.REJECT}, {"verb": Verb.REJECT, "reason": Reason.UNCLEAR}),
    ("decision_reject_has_reason", DecisionFactory, {"verb": Verb.ACCEPT, "reason": Reason.UNCLEAR}, {}),
    ("decision_other_has_note", DecisionHereFactory, {"verb": Verb.REJECT, "reason": Reason.OTHER}, {"verb": Verb.REJECT, "reason": Reason.OTHER, "note": "see the talk page"}),
    ("decision_other_has_note", DecisionHereFactory, {"verb": Verb.REJECT, "reason": Reason.OTHER}, {"verb": Verb.REJECT, "reason": Reason.OTHER, "who": None}),
    ("decision_undo_names_one", DecisionFactory, {"verb": Verb.UNDO, "version": 3}, {"verb": Verb.UNDO, "version": 3, "undoes": 2}),
    ("decision_undo_names_one", DecisionFactory, {"verb": Verb.UNDO, "version": 3, "undoes": 3}, {"verb": Verb.UNDO, "version": 3, "undoes": 2}),
    ("decision_undo_names_one", DecisionFactory, {"verb": Verb.ACCEPT, "version": 3, "undoes": 2}, {}),
    ("dismissal_is_not_of_a_block", factories.DismissalFactory, {"check_name": Check.QUOTE_PLACE}, {"check_name": Check.DATE_OUTSIDE}),
    ("comment_has_text", factories.CommentFactory, {"text": ""}, {"text": "Look."}),
    ("saved_queue_has_name", factories.SavedQueueFactory, {"name": ""}, {"name": "NK"}),
    ("opinion_given_whole", SecondOpinionFactory, {"given_at": NOW}, {}),
    ("opinion_given_whole", SecondOpinionFactory, {"verb": Verb.ACCEPT, "given_at": NOW}, {}),
    ("opinion_given_whole", GivenOpinionFactory, {"given_at": None}, {}),
    ("opinion_given_whole", GivenOpinionFactory, {"verb": Verb.AMEND}, {"verb": Verb.ACCEPT}),
    ("opinion_reject_has_reason", GivenOpinionFactory, {"verb": Verb.REJECT}, {"verb": Verb.REJECT, "reason": Reason.UNCLEAR}),
    ("opinion_reject_has_reason", GivenOpinionFactory, {"reason": Reason.UNCLEAR}, {}),
    ("opinion_settled_once_given", SecondOpinionFactory, {"settled_at": NOW}, {}),
    ("opinion_settled_once_given", GivenOpinionFactory, {"settled_at": NOW, "given_at": None}, {"settled_at": NOW}),
    ("token_digest_whole", factories.TokenFactory, {"digest": "abc"}, {"digest": "a" * 64}),
    ("token_has_name", factories.TokenFactory, {"name": ""}, {"name": "import"}),
    ("token_expires_after_creation", factories.TokenFactory, {"created_at": NOW, "expires_at": NOW}, {"created_at": NOW}),
]  # fmt: skip

# The parts of claims and the derivations have spans too, with the same three rules.
TRIOS += [
    (f"{name}_{rule}", factory, {"as_written": "1,500", **wrong}, {"as_written": "1,500", **right})
    for name, factory in [
        ("derivation", DerivationFactory), ("attribution", AttributionFactory), ("quantity", QuantityFactory)
    ]
    for rule, wrong, right in [
        ("span_whole", {"start": 76}, {}),
        ("span_ordered", {"start": 76, "end": 76}, {}),
        ("words_fill_span", {"start": 0, "end": 4}, {}),
    ]
]  # fmt: skip

UNIQUE = [
    ("source_domain_unique", lambda: SourceFactory(domain="example.org")),
    ("derivation_unique", lambda: DerivationFactory(article=Article.objects.first() or ArticleFactory())),
    ("actorcode_names_one_actor", lambda: factories.ActorCodeFactory(code="NK")),
    ("actorcode_one_per_scheme", lambda: factories.ActorCodeFactory(actor=Actor.objects.first() or ActorFactory())),
    ("actorname_unique", lambda: factories.ActorNameFactory(actor=Actor.objects.first() or ActorFactory(), text="Kim")),
    ("attribution_order_unique", lambda: AttributionFactory(claim=Claim.objects.first() or ClaimFactory(), order=0)),
    ("quantity_order_unique", lambda: QuantityFactory(claim=Claim.objects.first() or ClaimFactory(), order=0)),
    ("decision_one_per_version", lambda: DecisionFactory(claim=Claim.objects.first() or ClaimFactory())),
    (
        "decision_undone_once",
        lambda: DecisionFactory(
            claim=Claim.objects.first() or ClaimFactory(),
            version=Decision.objects.count() + 3,
            verb=Verb.UNDO,
            undoes=2,
        ),
    ),
    ("skip_once", lambda: factories.SkipFactory(**_first(Skip, "claim", "user"))),
    ("dismissal_once", lambda: factories.DismissalFactory(**_first(Dismissal, "claim"))),
    ("mention_once", lambda: factories.MentionFactory(**_first(Mention, "comment", "user"))),
    ("saved_queue_once", lambda: factories.SavedQueueFactory(**_first(SavedQueue, "owner"), name="NK")),
    ("token_digest_unique", lambda: factories.TokenFactory(digest="a" * 64)),
    (
        "evidence_order_unique",
        lambda: EvidenceFactory(assessment=Assessment.objects.first() or AssessmentFactory(), order=0),
    ),
    ("assessment_once_at_an_address", lambda: _assessment_at("https://checks.example/a")),
    ("affiliation_unique_without_start", lambda: _same_affiliation(None)),
    ("affiliation_unique", lambda: _same_affiliation(date(2020, 1, 1))),
]

SELF_REFERENCES = {
    "source_not_its_own_parent": (SourceFactory, "parent"),
    "derivation_not_from_itself": (DerivationFactory, "original"),
    "affiliation_not_to_itself": (AffiliationFactory, "parent"),
    "claim_not_its_own_duplicate": (ClaimFactory, "duplicate_of"),
    "quantity_stands_for_another": (StandInFactory, "stands_for_claim"),
}
OTHER_CHANGES = {
    "derivation_not_from_itself": {"original_id": models.F("article_id"), "source": None},
    "quantity_stands_for_another": {"stands_for_claim_id": models.F("claim_id"), "stands_for_order": models.F("order")},
}


def _assessment_at(url):
    return AssessmentFactory(claim=Claim.objects.first() or AcceptedClaimFactory(), url=url)


def _first(model, *names):
    """Whose the model's first row is, if there is one."""
    first = model.objects.first()
    return {name: getattr(first, name) for name in names if first}


def _same_affiliation(started_on):
    known = Affiliation.objects.first()
    pair = {"child": known.child, "parent": known.parent} if known else {}
    return AffiliationFactory(started_on=started_on, **pair)


def test_every_constraint_is_tried():
    ours = [
        Source,
        Article,
        Derivation,
        Actor,
        Affiliation,
        Claim,
        Attribution,
        Quantity,
        Decision,
        Assessment,
        Evidence,
        Skip,
        Dismissal,
        Comment,
        Mention,
        SavedQueue,
        SecondOpinion,
    ]
    ours += [factories.Token, factories.ActorCode, factories.ActorName]
    named = {constraint.name for model in ours for constraint in model._meta.constraints}
    tried = {trio[0] for trio in TRIOS} | {name for name, _ in UNIQUE} | set(SELF_REFERENCES)
    assert named == tried


@pytest.mark.django_db
@pytest.mark.parametrize(("constraint", "factory", "wrong", "right"), TRIOS)
def test_form_and_database_refuse_it_and_its_neighbour_passes(constraint, factory, wrong, right):
    row = factory.build(**wrong, **_saved_parents(factory, wrong))
    with pytest.raises(ValidationError) as refused:
        row.validate_constraints()
    assert _message(type(row), constraint) in str(refused.value)
    with transaction.atomic(), pytest.raises(IntegrityError):
        models.Model.save(row)
    factory(**right).full_clean(exclude=["text_sha256"])


@pytest.mark.django_db
@pytest.mark.parametrize(("constraint", "make"), UNIQUE)
def test_a_second_one_is_refused(constraint, make):
    first = make()
    assert constraint in {each.name for each in first._meta.constraints}
    with transaction.atomic(), pytest.raises(IntegrityError):
        make()


@pytest.mark.django_db
@pytest.mark.parametrize("constraint", SELF_REFERENCES)
def test_nothing_refers_to_itself(constraint):
    factory, field = SELF_REFERENCES[constraint]
    row = factory()
    change = OTHER_CHANGES.get(
        constraint, {f"{field}_id": models.F("child_id" if factory is AffiliationFactory else "id")}
    )
    with transaction.atomic(), pytest.raises(IntegrityError):
        type(row).objects.filter(pk=row.pk).update(**change)


def _saved_parents(factory, given):
    """The related rows that the factory would make, saved, for a row that is only built."""
    model = factory._meta.model
    declared = factory._meta.base_declarations
    return {
        field.name: declared[field.name].get_factory()()
        for field in model._meta.fields
        if field.is_relation and field.name in declared and field.name not in given
        and hasattr(declared[field.name], "get_factory")
    }  # fmt: skip


def _message(model, name):
    return next(each.violation_error_message for each in model._meta.constraints if each.name == name)
