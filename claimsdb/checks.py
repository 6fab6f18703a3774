"""System checks: settings that would fail later and less clearly."""

from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from claimsdb.vocabulary import Status


@register(Tags.security)
def public_statuses_exist(app_configs, **kwargs):
    unknown = sorted(set(settings.CLAIMSDB_PUBLIC_STATUSES) - set(Status))
    if not unknown:
        return []
    return [
        Error(
            f"CLAIMSDB_PUBLIC_STATUSES names no status: {', '.join(unknown)}.",
            hint=f"Statuses are {', '.join(Status)}.",
            id="claimsdb.E001",
        )
    ]


@register()
def language_model_installed(app_configs, **kwargs):
    model = settings.CLAIMSDB_SPACY_MODEL
    if Path(model).is_dir() or find_spec(model) is not None:
        return []
    return [
        Warning(
            f"The language model {model!r} is not installed: articles can be stored, claims cannot be extracted.",
            hint="Install requirements.txt, or set CLAIMSDB_SPACY_MODEL to a model that is installed.",
            id="claimsdb.W001",
        )
    ]
