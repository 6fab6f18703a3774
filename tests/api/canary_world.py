"""The world of the table of docs/public.md: all that is public of a claim, and something of each kind that is not."""

from datetime import date
from types import SimpleNamespace

from claimsdb.choices import (
    ActorKind,
    AffiliationKind,
    AnswerKind,
    AnswerPart,
    ArticleState,
    Basis,
    Bearing,
    Check,
    CodeScheme,
    Conclusion,
    DerivationKind,
    ImportState,
    LinkState,
    LinkVerb,
    MatchRule,
    MergedKind,
    Message,
    NameKind,
    Phase,
    PublishedBasis,
    Qualifier,
    QuestionStatus,
    Quotation,
    Reason,
    RelationAbout,
    RelationKind,
    Role,
    Scope,
    ScopePart,
    SourceKind,
    SourceState,
    Stance,
    Status,
    Strength,
    Texts,
    Topic,
    Verb,
    Voice,
)
from claimsdb.models import (
    KEY_LENGTH,
    Actor,
    ActorCode,
    ActorName,
    Affiliation,
    Answer,
    AnswerDecision,
    Article,
    Assessment,
    Attribution,
    Calibration,
    Claim,
    ClaimVersion,
    Comment,
    Decision,
    Delivery,
    DeliveryAttempt,
    Derivation,
    Dismissal,
    Evidence,
    ExternalCheck,
    ExtractionCut,
    Import,
    ImportedFile,
    Lease,
    Mention,
    Merge,
    MergedActor,
    MergedSource,
    Quantity,
    Question,
    QuestionActor,
    RefusedDerivation,
    Relation,
    RelationDecision,
    RelationLease,
    SavedQueue,
    SecondOpinion,
    Skip,
    Source,
    Token,
    Webhook,
)
from claimsdb.review import snapshots
from tests.api.canaries import SMALL_NUMBERS, WORDS, Canaries
from tests.factories import AcceptedClaimFactory, ArticleFactory, QuantityFactory, StateFactory, UserFactory

# Rows for what is not, or not yet, or no longer public.
WAITING = "a claim that waits"
MERGED = "a claim that was merged into another"
KEY_OF_MERGED = "the key of a claim that was merged into another"
REFUSED = "a decision that left the claim not public"
BEFORE = "what a claim said before it was public"
DRAFT = "a draft article, and its claims"
WITHDRAWN = "a withdrawn article, and its claims"
KEY_OF_WITHDRAWN = "the key of a claim of a withdrawn article"
CLOSED = "the text of which readers get quotes alone"
PROPOSED = "a proposed source"
UNPUBLISHED = "a draft assessment, or of a claim that waits"
OWN_QUESTION = "a proposed question"
OWN_LINK = "an answer or a relation that is proposed, or of a claim that waits"
REFUSED_LINK = "a decision that left an answer or a relation not confirmed"
MERGED_QUESTION = "a question that was merged into another"
COPY = "a proposed derivation"
CORRECTED = "what a source, an actor or an article was before it was corrected"


# Where a word is not of one field alone, what stands beside it: in a list, in a fixture.
SOURCE_STATE = r'"state":\s*"confirmed",\s*("name"|"texts")'
LINK_STATE = r'("{beside}"|"rule_version":\s*"{version}"),\s*"state":\s*"confirmed"'


def somebody():
    return UserFactory(username=next(WORDS))


def make_world():
    """What there is, by name, and the canaries in it."""
    it = Canaries()
    world = SimpleNamespace(canaries=it.rows)
    _public(it, world)
    _desk(it, world)
    _hidden(it, world)
    _questions(it, world)
    _learned(it)
    return world


def _learned(it):
    """From decisions, of claims in general."""
    it.add(
        Calibration,
        weights={"of": next(WORDS)},
        report={"of": next(WORDS)},
        accepted=1,
        by_key=["accepted", "in_force"],
    )


def _public(it, world):
    world.source = it.add(
        Source,
        kind=SourceKind.BLOG,
        state=SourceState.CONFIRMED,
        reliability="B",
        texts=Texts.FULL,
        parent=None,
        by_key=["reliability", "texts"],
        beside={"state": SOURCE_STATE},
    )
    world.article = it.add(
        Article, source=world.source, state=ArticleState.PUBLIC, published_basis=PublishedBasis.FRONT_MATTER,
        state_by_editor=True, by_key=["state", "state_by_editor"],
    )  # fmt: skip
    it.add(Derivation, article=world.article, kind=DerivationKind.QUOTED, proposed=False, by_key=["proposed"])
    world.actor = it.add(Actor, kind=ActorKind.ARMED_FORCE)
    it.add(ActorCode, actor=world.actor, scheme=CodeScheme.CAMEO)
    it.add(ActorName, actor=world.actor, kind=NameKind.METONYM, matchable=False, by_key=["matchable"])
    state = StateFactory(slug="elsewhere", code="EW")
    it.add(Affiliation, child=world.actor, parent=state, kind=AffiliationKind.SPOKESPERSON_FOR)
    world.claim = claim = it.add(
        Claim, article=world.article, status=Status.ACCEPTED, voice=Voice.ATTRIBUTED, quotation=Quotation.MIXED,
        stance=Stance.WARNS, phase=Phase.PLANNED, topic=Topic.DESERTION, entered_by=somebody(), found=it.word("Claim.found"),
        amended=["hedge"], editors_words=["hedge"], by_key=["amended", "editors_words"],
    )  # fmt: skip
    it.add(Attribution, claim=claim, actor=world.actor, role=Role.ADDRESSEE, name="", by_key=["role"])
    it.add(
        Attribution,
        claim=claim,
        side=state,
        role=Role.CLAIMANT,
        hop=0,
        as_written="",
        start=None,
        end=None,
        own=["name"],
    )
    it.add(Quantity, claim=claim, qualifier=Qualifier.ABOUT, basis=Basis.RATE, by_key=["qualifier"])
    meant = QuantityFactory(claim=claim, order=next(SMALL_NUMBERS))
    nothing = {**dict.fromkeys(Quantity.BOUNDS), "as_written": "as much", "start": None, "end": None}
    named = {"stands_for_claim": claim, "stands_for_order": meant.order}
    it.add(
        Quantity, claim=claim, own=["stands_for_order"], qualifier=Qualifier.EXACT, basis=Basis.RATE, **nothing, **named
    )
    world.decision = it.add(
        Decision, claim=claim, verb=Verb.UNDO, undoes=70_003, from_status=Status.NEEDS_RECHECK,
        to_status=Status.ACCEPTED, reason="", who=somebody(), by_key=["from_status", "to_status"],
        beside={"verb": r'"verb":\s*"undo",\s*"from_status"|"undoes":\s*70003,\s*"verb":\s*"undo"'},
    )  # fmt: skip
    it.rows["Decision.undoes"] = {"70003"}
    world.assessment = it.add(Assessment, claim=claim, publisher=world.source, normalized=Conclusion.CONFLICTING)
    it.add(Evidence, assessment=world.assessment, bearing=Bearing.CONTEXT, by_key=["bearing"])
    _versions(it, claim)


def _versions(it, claim):
    """What it said in its first version, then in public, and says now."""
    now = snapshots.record(claim, by=None)
    first, then = {}, {}
    for version, row in ((first, lambda name: BEFORE), (then, "ClaimVersion.{}".format)):
        version["columns"] = now.columns | {"text": it.word(row("columns"))}
        version["attributions"] = [now.attributions[0] | {"as_written": it.word(row("attributions"))}]
        version["quantities"] = [now.quantities[0] | {"measure": it.word(row("quantities"))}]
        version["found"] = it.word(row("found"))
    first["columns"]["status"] = Status.EXTRACTED
    it.add(ClaimVersion, row=BEFORE, by=somebody(), version=1, claim=claim, **first)
    own = ["key", "version", "at", "by"]
    it.add(ClaimVersion, own=own, by=somebody(), version=claim.version - 1, claim=claim, **then)


def _desk(it, world):
    """What editors have beside the claims."""
    claim = world.claim
    it.add(Lease, claim=claim, holder=somebody())
    it.add(Skip, claim=claim, user=somebody())
    it.add(Dismissal, claim=claim, user=somebody(), check_name=Check.NEGATION_LOST)
    comment = it.add(Comment, claim=claim, author=somebody())
    it.add(Mention, comment=comment, user=somebody())
    it.add(SavedQueue, owner=somebody(), by_key=["shared"])
    it.add(SecondOpinion, decision=world.decision, by=somebody(), verb=Verb.MARK_DUPLICATE, reason="", by_key=["verb"])
    brought = it.add(
        Import, user=somebody(), state=ImportState.PARTLY, change_before=7, by_key=["state", "door", "change_before"]
    )
    it.add(ImportedFile, of=brought)
    it.add(ExtractionCut, article=world.article, beside={"at": r"up to character \S+ alone"})
    it.add(RefusedDerivation, article=world.article, original=ArticleFactory(), who=somebody())
    webhook = it.add(
        Webhook, address=f"https://{next(WORDS)}.example/", events={"of": next(WORDS)}, after_rank=next(SMALL_NUMBERS)
    )
    delivery = it.add(Delivery, webhook=webhook, message=Message.CHANGES, next_try_at=None, by_key=["message"])
    it.add(Delivery, webhook=webhook, message=Message.CHANGES, delivered_at=None, own=["next_try_at"])
    it.add(DeliveryAttempt, delivery=delivery)
    it.add(MergedActor, into=world.actor)
    merge = {"kind": MergedKind.ACTOR, "into": world.actor.pk, "by": somebody(), "moved": {"of": next(WORDS)}}
    it.add(Merge, undone_by=somebody(), by_key=["into"], beside={"kind": r'"kind": "actor",\s*"was"'}, **merge)
    it.add(MergedSource, into=world.source)
    it.add(
        ExternalCheck, claim=world.claim, publisher=world.source, assessment=None, rule=MatchRule.ADDRESS_AND_WORDING,
        is_rejected=False, by_key=["wrote_assessment", "is_changed", "is_rejected"],
    )  # fmt: skip
    it.add(Token, user=somebody(), scope=Scope.EDIT, by_key=["scope"])


def _questions(it, world):
    """A question that is answered, a relation, and what is not public of these."""
    world.question = it.add(
        Question, answer=AnswerKind.NUMBER, status=QuestionStatus.CLOSED, title=f"{it.word('Question.title')}?",
        by_key=["answer", "status"],
    )  # fmt: skip
    it.add(
        QuestionActor, question=world.question, actor=world.actor, part=ScopePart.PLACE,
        beside={"part": r'"places":\s*\[\s*{|"part":\s*"place"'},
    )  # fmt: skip
    other = AcceptedClaimFactory(article=world.article, start=None, end=None, quote="", text="Other.")
    figure = QuantityFactory(claim=other, order=next(SMALL_NUMBERS))
    hidden = it.add(Quantity, row=WAITING, claim=world.waiting, qualifier=Qualifier.EXACT, basis=Basis.TOTAL)
    nothing = {**dict.fromkeys(Quantity.BOUNDS), "as_written": "as much", "start": None, "end": None}
    meant = {"stands_for_claim": world.waiting, "stands_for_order": hidden.order}
    stands = QuantityFactory(claim=other, order=next(SMALL_NUMBERS), **nothing, **meant)
    world.answer = it.add(
        Answer, question=world.question, claim=world.claim, figure=None, part=AnswerPart.PRESUPPOSES,
        **_confirmed(beside="presupposes"), by_key=["part"],
    )  # fmt: skip
    it.add(
        Answer, question=world.question, claim=other, figure=figure.order, value="", part=AnswerPart.STATES, reason={},
        compared="", own=["figure"], **CONFIRMED,
    )  # fmt: skip
    world.relation = it.add(
        Relation, question=world.question, a=other, b=world.claim, kind=RelationKind.QUALIFIES,
        about=RelationAbout.READING, strength=Strength.POSSIBLE, by_key=["kind", "about", "strength"],
        **_confirmed(beside=world.question.slug),
    )  # fmt: skip
    Answer.objects.create(question=world.question, claim=other, figure=stands.order, **CONFIRMED)
    _link_decisions(it, AnswerDecision, world.answer, verb=LinkVerb.CONFIRM)
    _link_decisions(it, RelationDecision, world.relation, verb=LinkVerb.AMEND)
    it.add(RelationLease, relation=world.relation, holder=somebody())
    _hidden_questions(it, world, other=other, figure=hidden)


CONFIRMED = {"state": LinkState.CONFIRMED}


def _confirmed(*, beside):
    """What a link has whose state is known by what stands beside it."""
    version = next(WORDS)
    known = {"state": LINK_STATE.format(beside=beside, version=version)}
    return {**CONFIRMED, "rule_version": version, "reason": {"in_words": next(WORDS)}, "beside": known}


def _link_decisions(it, model, link, *, verb):
    confirmed = {"state": "confirmed", "question": None, "own": next(WORDS)}
    it.add(model, link=link, verb=verb, who=somebody(), undoes=None, columns=confirmed, by_key=["verb"])
    undone = {"verb": LinkVerb.UNDO, "undoes": next(SMALL_NUMBERS), "who": None, "own": ["undoes"]}
    it.add(model, link=link, columns=confirmed, **undone)
    rejected = {"verb": LinkVerb.REJECT, "undoes": None, "columns": {"state": "rejected"}, "note": "no"}
    it.add(model, row=REFUSED_LINK, link=link, who=somebody(), **rejected)


def _hidden_questions(it, world, *, other, figure):
    """`figure` is one of the claim that waits."""
    asked = {"row": OWN_QUESTION, "answer": AnswerKind.NUMBER, "status": QuestionStatus.PROPOSED}
    world.own_question = it.add(Question, title=f"{it.word(OWN_QUESTION)}?", **asked)
    merged = {"row": MERGED_QUESTION, "answer": AnswerKind.NUMBER, "status": QuestionStatus.MERGED}
    for into in (world.question, world.own_question):
        it.add(Question, title=f"{it.word(MERGED_QUESTION)}?", merged_into=into, **merged)
    known = {"rule": it.word(OWN_LINK), **CONFIRMED}
    words = [it.word(OWN_LINK), it.word(OWN_LINK)]
    answers = [
        Answer.objects.create(question=world.question, claim=world.waiting, figure=figure.order, **known),
        Answer.objects.create(question=world.own_question, claim=other, value=words[0], **CONFIRMED),
        Answer.objects.create(question=world.question, claim=world.claim_under_proposed, value=words[1]),
    ]
    ends = {"kind": RelationKind.DENIES, "about": RelationAbout.TIME}
    relations = [
        Relation.objects.create(a=world.waiting, b=world.claim, **ends, **known),
        Relation.objects.create(a=other, b=world.claim, rule=it.word(OWN_LINK), **ends),
        Relation.objects.create(a=world.claim, b=other, question=world.own_question, **ends, **CONFIRMED),
    ]
    world.links = [
        *(f"/api/answers/{each.pk}/" for each in (world.answer, *answers)),
        *(f"/api/relations/{each.pk}/" for each in (world.relation, *relations)),
    ]


def _hidden(it, world):
    refused = it.add(
        Decision, claim=world.claim, verb=Verb.REJECT, undoes=None, from_status=Status.ACCEPTED, note="no",
        to_status=Status.REJECTED, reason=Reason.UNCLEAR, who=somebody(), version=70_001, row=REFUSED,
    )  # fmt: skip
    it.rows["Decision.reason"] = {refused.reason}
    it.add(SecondOpinion, decision=refused, by=somebody(), verb=Verb.REJECT, reason=Reason.WRONG_ACTOR, own=["reason"])
    world.waiting = _claim(it, WAITING, article=world.article)
    world.merged = AcceptedClaimFactory(article=world.article, start=None, end=None, quote="", text=it.word(MERGED))
    world.merged.status, world.merged.duplicate_of = Status.DUPLICATE, world.claim
    world.merged.save()
    it.rows[KEY_OF_MERGED] = {world.merged.key}
    for row, state, status in (
        (DRAFT, ArticleState.DRAFT, Status.EXTRACTED),
        (WITHDRAWN, ArticleState.WITHDRAWN, Status.ACCEPTED),
    ):
        article = it.add(
            Article, row=row, state=ArticleState.PUBLIC, state_by_editor=False, published_basis=PublishedBasis.EDITOR
        )
        claim = _claim(it, row, article=article, status=status, key=next(WORDS).ljust(KEY_LENGTH, "a"))
        it.rows[KEY_OF_WITHDRAWN if state == ArticleState.WITHDRAWN else row].add(claim.key)
        Article.objects.filter(pk=article.pk).update(state=state)
        setattr(world, state, article)
        setattr(world, f"claim_of_{state}", claim)
        Derivation.objects.create(article=world.article, kind=DerivationKind.QUOTED, original=article, as_written=state)
        Evidence.objects.create(
            assessment=world.assessment, order=len(state), bearing=Bearing.SUPPORTS, article=article
        )
    world.proposed = it.add(
        Source,
        row=PROPOSED,
        state=SourceState.PROPOSED,
        kind=SourceKind.UNKNOWN,
        reliability="F",
        texts="",
        parent=None,
    )
    world.under_proposed = ArticleFactory(source=world.proposed)
    world.claim_under_proposed = AcceptedClaimFactory(article=world.under_proposed)
    Derivation.objects.create(
        article=world.article, kind=DerivationKind.DERIVED, source=world.proposed, as_written="Via"
    )
    it.add(Derivation, row=COPY, article=world.article, kind=DerivationKind.QUOTED, proposed=True)
    Source.objects.filter(pk=world.source.pk).update(parent=world.proposed)
    world.assessments = [
        *(world.assessment, _assessment(claim=world.claim, publisher=world.proposed)),
        _assessment(claim=world.claim_under_proposed, publisher=world.source),
    ]
    for claim, day in ((world.claim, None), (world.waiting, date(2024, 1, 1))):
        options = {"claim": claim, "publisher": world.source, "normalized": Conclusion.REFUTED, "published_on": day}
        world.assessments.append(it.add(Assessment, row=UNPUBLISHED, **options))
    quotes = Source.objects.create(slug="quotes", name="Quotes", texts=Texts.QUOTES)
    prefix, quote, suffix = f"{it.word(CLOSED)} ", "Closed.", f" {it.word(CLOSED)}"
    world.closed = ArticleFactory(source=quotes, text=prefix + quote + suffix)
    world.claim_closed = AcceptedClaimFactory(
        article=world.closed,
        start=len(prefix),
        end=len(prefix + quote),
        quote=quote,
        text=quote,
        prefix=prefix,
        suffix=suffix,
    )
    for thing, name in ((world.source, "name"), (world.actor, "name"), (world.article, "title")):
        thing.refresh_from_db()
        now = getattr(thing, name)
        setattr(thing, name, it.word(CORRECTED))
        thing.save()
        setattr(thing, name, now)
        thing.save()


def _claim(it, row, *, article, status=Status.EXTRACTED, **given):
    given |= {} if status == Status.ACCEPTED else {"decided_at": None}
    words = ("voice", "quotation", "stance", "phase", "topic")
    judged = dict(zip(words, (Voice.ARTICLE, Quotation.NONE, Stance.ASSERTS, Phase.UNKNOWN, ""), strict=True))
    claim = it.add(
        Claim, row=row, article=article, status=status, entered_by=somebody(), found=it.word(row), amended=[],
        editors_words=[], **judged, **given,
    )  # fmt: skip
    it.add(Attribution, row=row, claim=claim, role=Role.CLAIMANT)
    it.add(Quantity, row=row, claim=claim, qualifier=Qualifier.ABOUT, basis=Basis.TOTAL)
    return claim


def _assessment(**columns):
    return Assessment.objects.create(
        key=next(WORDS).ljust(KEY_LENGTH, "a"), label="False", normalized=Conclusion.REFUTED,
        url=f"https://checks.example/{next(WORDS)}", published_on=date(2024, 1, 1), **columns,
    )  # fmt: skip
