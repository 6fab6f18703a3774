"""Every table that refers to a claim is stated to move it, or here with the reason why it moves none."""

from django.apps import apps

from claimsdb.index.dependencies import DEPENDENCIES
from claimsdb.models import Actor, Article, Assessment, Claim, Source

MOVES_NOTHING = {
    "entry": "written by the index",
    "part": "written by the index",
    "decision": "written together with its claim",
    "claimversion": "written together with its claim",
    "lease": "of the desk alone",
    "skip": "of the desk alone",
    "dismissal": "of the desk alone",
    "comment": "of editors alone",
    "answer": "followed by itself",
    "answerentry": "written by what follows",
    "relation": "followed by itself",
    "externalcheck": "of editors alone; what comes of it is an assessment",
    "historicalexternalcheck": "what was",
    "historicalassessment": "what was",
    "historicalevidence": "what was",
}


def refers_to_claims(model):
    return any(field.related_model in (Claim, Assessment) for field in model._meta.concrete_fields)


def test_every_table_that_refers_to_claims_moves_them_or_is_exempt():
    models = {model for model in apps.get_app_config("claimsdb").get_models() if refers_to_claims(model)}
    assert {model._meta.model_name for model in models - DEPENDENCIES.keys()} == MOVES_NOTHING.keys()


def test_each_way_ends_at_a_claim_an_article_a_source_or_an_actor():
    assert {each.leads_to for each in DEPENDENCIES.values()} == {Claim, Article, Source, Actor}
