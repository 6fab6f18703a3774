"""`propose`: what is new, known and withdrawn, and that nothing is touched that an editor has decided."""

import pytest
from django.core.management import CommandError, call_command

from claimsdb import agreement, review
from claimsdb.choices import LinkVerb, RelationAbout, RelationKind, Role
from claimsdb.models import Derivation, Relation
from claimsdb.questions import entering, links, proposing
from claimsdb.questions.digests import digest
from claimsdb.questions.proposing import propose
from tests.factories import AcceptedClaimFactory, ActorFactory, ArticleFactory, AttributionFactory, QuantityFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]

POLICE, UNION = (
    "Police counted 4,000 marchers in Lyon on Tuesday.",
    "The union counted 12,000 marchers in Lyon on Tuesday.",
)
TEXT = f"March in Lyon\n\nThe march went on for hours, and nobody was hurt.\n\n{POLICE} {UNION}"


@pytest.fixture
def march(db):
    """Two counts of one march, by the police and by the union."""
    article = ArticleFactory(text=TEXT, title="March in Lyon")
    claims = []
    for words, number, slug in ((POLICE, 4000, "police"), (UNION, 12000, "union")):
        start = TEXT.index(words)
        claim = AcceptedClaimFactory(article=article, start=start, end=start + len(words), phase="done", topic="")
        AttributionFactory(claim=claim, role=Role.CLAIMANT, actor=ActorFactory(slug=slug, name=slug.title()), name="")
        figure = {"as_written": f"{number:,}", "low": number, "best": number, "high": number}
        QuantityFactory(claim=claim, **figure, measure="marchers", unit="person")
        claims.append(claim)
    return claims


def test_it_is_proposed_once_with_its_reason(march):
    report = propose()
    assert (report.new.total(), report.known.total()) == (1, 0)
    relation = Relation.objects.get()
    assert (relation.kind, relation.about, relation.state) == ("contradicts", "value", "proposed")
    assert "4,000" in relation.in_words
    again = propose()
    assert (again.new.total(), again.known.total(), again.withdrawn.total()) == (0, 1, 0)
    relation.refresh_from_db()
    assert (relation.version, relation.decisions.count()) == (1, 1)


def test_a_count_of_none_is_compared(march):
    march[0].quantities.update(as_written="0", low=0, best=0, high=0)
    assert propose().new.total() == 1


def test_what_is_rejected_is_proposed_again_only_once_its_claims_say_something_else(march, editor):
    propose()
    relation = Relation.objects.get()
    links.take(LinkVerb.REJECT, relation, by=editor)
    assert propose().new.total() == 0
    [figure] = march[1].quantities.all()
    figure.qualifier = "about"
    review.amend(march[1], quantities=[figure], by=editor)
    assert propose().new.total() == 1
    relation.refresh_from_db()
    assert (relation.state, [each.verb for each in relation.decisions.all()]) == (
        "proposed", ["propose", "reject", "propose"],
    )  # fmt: skip


@pytest.mark.parametrize(("verb", "state"), [(None, "withdrawn"), (LinkVerb.CONFIRM, "confirmed")])
def test_what_is_no_longer_found_is_withdrawn_unless_an_editor_has_decided_it(march, editor, verb, state):
    propose()
    relation = Relation.objects.get()
    if verb:
        links.take(verb, relation, by=editor)
    review.reopen(march[1], by=editor)
    assert propose().withdrawn.total() == (0 if verb else 1)
    relation.refresh_from_db()
    assert relation.state == state


def test_what_an_editor_decides_meanwhile_stands(march, editor, monkeypatch):
    propose()
    relation = Relation.objects.get()
    review.reopen(march[1], by=editor)  # it is to be withdrawn
    found = agreement.examine_corpus

    def decided_meanwhile(corpus):
        links.take(LinkVerb.CONFIRM, relation, by=editor)
        return found(corpus)

    monkeypatch.setattr(agreement, "examine_corpus", decided_meanwhile)
    monkeypatch.setattr(proposing, "_known", stale(proposing._known, relation))
    assert propose().withdrawn.total() == 0
    relation.refresh_from_db()
    assert relation.state == "confirmed"


def stale(known, relation):
    """As it was read before the editor decided."""

    def read(on_record):
        rows = known(on_record)
        return {key: each._replace(state="proposed", version=1) for key, each in rows.items()}

    return read


@pytest.mark.parametrize("undone", ["reopened", "related"])
def test_what_comes_meanwhile_is_not_proposed(march, editor, monkeypatch, undone):
    found = agreement.examine_corpus

    def examined(corpus):
        findings = found(corpus)
        if undone == "reopened":
            review.reopen(march[0], by=editor)
        else:
            entering.relate(*march, kind=RelationKind.CONTRADICTS, about=RelationAbout.VALUE, by=editor)
        return findings

    monkeypatch.setattr(agreement, "examine_corpus", examined)
    monkeypatch.setattr(proposing, "_known", lambda on_record: {})
    assert propose().new.total() == 0
    assert {*Relation.objects.values_list("state", flat=True)} == ({"confirmed"} if undone == "related" else set())


def test_many_are_written_in_batches_with_as_many_statements_each(march, monkeypatch):
    monkeypatch.setattr(proposing, "BATCH", 1)
    written = []
    propose_all = links.propose_all
    monkeypatch.setattr(links, "propose_all", lambda batch: written.append(len(batch)) or propose_all(batch))
    assert (propose().new.total(), written) == (1, [1])
    relation = Relation.objects.get()
    assert relation.compared == digest(relation)
    assert [each.verb for each in relation.decisions.all()] == ["propose"]


def test_an_article_with_paragraphs_of_another_is_proposed_to_come_out_of_it(db):
    paragraphs = [
        f"This is a rather long paragraph, number {each}, of more than a dozen words in all." for each in "abcd"
    ]
    original = ArticleFactory(text="\n\n".join(["One", *paragraphs]))
    copy = ArticleFactory(text="\n\n".join(["Two", *paragraphs[:3]]))
    assert propose().new["near_copy"] == 1
    derivation = Derivation.objects.get()
    assert (derivation.article, derivation.original, derivation.proposed) == (copy, original, True)
    assert propose().new.total() == 0


def test_the_command_explains_any_two_claims(march, capsys):
    call_command("propose", "--explain", *(claim.key for claim in march))
    out = capsys.readouterr().out
    assert "figures: contradicts (disjoint)" in out
    assert Relation.objects.count() == 0


@pytest.mark.parametrize(("keys", "words"), [(["nothing", "{0}"], "no claim 'nothing'"), (["{0}", "{0}"], "name two")])
def test_the_command_says_which_claim_there_is_not(march, keys, words):
    with pytest.raises(CommandError, match=words):
        call_command("propose", "--explain", *(key.format(march[0].key) for key in keys))
