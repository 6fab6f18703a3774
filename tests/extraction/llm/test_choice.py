"""The extractor that asks a model, where the settings choose it: before the first question, and in the database."""

import subprocess
import sys

import pytest
from django.conf import settings

from claimsdb.actors.registry import known_actors
from claimsdb.exchange.actor_registry import load_if_missing
from claimsdb.extraction import ModelMissing
from claimsdb.extraction.spacy_rules import SpacyExtractor
from claimsdb.ingest.extractors import default_extractor
from claimsdb.ingest.seeds import load
from claimsdb.ingest.store import take_in
from claimsdb.models import Article, Claim, Quantity
from claimsdb.reading import read_article
from tests.extraction.llm.answers import FIGURES, GOOD, QUOTE, TEXT, actor, claim, extractor, quantity
from tests.extraction.llm.server import completion


@pytest.fixture
def chosen(settings):
    """Changes the settings, for an extractor that is made anew."""

    def choose(**changes):
        for name, value in changes.items():
            setattr(settings, f"CLAIMSDB_{name}", value)

    default_extractor.cache_clear()
    yield choose
    default_extractor.cache_clear()


def test_spacy_is_the_default(chosen):
    assert isinstance(default_extractor(), SpacyExtractor)


@pytest.mark.processes
def test_the_default_never_loads_the_client():
    code = (
        "import django, sys; django.setup(); from claimsdb.ingest.extractors import default_extractor; "
        "print(default_extractor().name, 'openai' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=settings.BASE_DIR, env={"DJANGO_SETTINGS_MODULE": "tests.settings"})  # fmt: skip
    assert done.stdout == "spacy-rules False\n", done.stderr


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"EXTRACTOR": "magic"}, "CLAIMSDB_EXTRACTOR is 'magic'; it may be spacy or endpoint"),
        ({"EXTRACTOR": "endpoint"}, "CLAIMSDB_ENDPOINT_URL and CLAIMSDB_ENDPOINT_MODEL"),
        ({"EXTRACTOR": "endpoint", "ENDPOINT_URL": "http://127.0.0.1/v1"}, "CLAIMSDB_ENDPOINT_MODEL"),
        ({"EXTRACTOR": "endpoint", "ENDPOINT_URL": "127.0.0.1:80", "ENDPOINT_MODEL": "m"}, "'127.0.0.1:80'"),
        ({"EXTRACTOR": "endpoint", "ENDPOINT_URL": "http://[", "ENDPOINT_MODEL": "m"}, "'http://['"),
    ],
)
def test_a_setting_that_is_wrong_is_named(chosen, changes, message):
    chosen(**changes)
    with pytest.raises(ModelMissing) as missing:
        default_extractor()
    assert message in str(missing.value)


def test_a_missing_package_is_named_with_the_way_to_get_it(endpoint, monkeypatch):
    monkeypatch.setitem(sys.modules, "openai", None)
    monkeypatch.delitem(sys.modules, "claimsdb.extraction.llm.client", raising=False)
    with pytest.raises(ModelMissing, match=r"the package openai, .*`pip install -r claimsdb/extraction/llm/req"):
        extractor(endpoint)


def test_the_name_fits_its_column(endpoint):
    assert extractor(endpoint, model="x" * 99).name == "endpoint:" + "x" * 41
    assert Claim._meta.get_field("extractor").max_length == 50


@pytest.mark.django_db
def test_the_database_takes_whatever_is_kept(endpoint):
    load_if_missing()
    long = f"Officials said that {'many ' * 110}3,000 soldiers had left."
    record = read_article(f"Troops move\n\n{TEXT}\n{long}\n", file_name="long.txt")
    quantities = [quantity("3,000", **told) for told, _ in FIGURES]
    endpoint.replies[:] = [
        completion(
            {
                "claims": [
                    *(claim(quantities=[each]) for each in quantities),
                    claim(
                        "3,000 soldiers had left", hedges=[long], actors=[actor(long), actor("Officials", name=long)]
                    ),
                    claim(long, quantities=[quantity(long, measure=long)]),
                    *(claim(f"{'many ' * n}3,000 soldiers", quantities=[each]) for n, each in enumerate(quantities)),
                ]
            }
        )
    ]
    outcome = take_in(record, extractor=extractor(endpoint), registry=known_actors())
    assert outcome.claims == Claim.objects.filter(article=outcome.article).count() > len(FIGURES)
    assert Quantity.objects.filter(low=3000).exists()
    assert set(Claim.objects.values_list("extractor", "extractor_version", "rule")) == {("endpoint:m", "1", "endpoint")}


@pytest.mark.django_db
def test_a_file_without_an_answer_is_an_error_of_its_own(endpoint, chosen, tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"{name.upper()}. {TEXT}", encoding="utf-8")
    endpoint.replies[:] = [completion(None, refusal="no"), GOOD]
    chosen(EXTRACTOR="endpoint", ENDPOINT_URL=endpoint.url, ENDPOINT_MODEL="m")
    report = load([tmp_path], verdicts={})
    (failed,) = report.errors
    assert failed.startswith(f"{tmp_path / 'a.txt'}: no claims from m at 127.0.0.1:")
    assert [article.file_name for article in Article.objects.all()] == ["b.txt"]
    assert Claim.objects.get().quote == QUOTE
