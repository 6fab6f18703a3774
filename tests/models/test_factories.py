import pytest
from django.apps import apps
from factory.django import DjangoModelFactory

from claimsdb.models.natural_keys import NaturalKeyModel
from tests import factories

MODELS = [model for model in apps.get_app_config("claimsdb").get_models() if issubclass(model, NaturalKeyModel)]
FACTORIES = {
    factory._meta.model: factory
    for factory in vars(factories).values()
    if isinstance(factory, type) and issubclass(factory, DjangoModelFactory) and factory._meta.model
}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_has_a_factory_whose_rows_are_valid(db, model):
    row = FACTORIES[model]()
    row.full_clean()
    assert model.objects.get_by_natural_key(*row.natural_key()) == row
