"""One row of every model that the admin shows."""

from django.contrib import admin
from django.contrib.auth.models import Group

from tests import factories

MODELS = sorted(admin.site._registry, key=lambda model: model.__name__)
OURS = [model for model in MODELS if model._meta.app_label == "claimsdb"]


def make_row(model, **fields):
    if model is Group:
        return Group.objects.create(name="Guests")
    return getattr(factories, f"{model.__name__}Factory")(**fields)
