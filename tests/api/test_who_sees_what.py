"""Who sees which field through which door: as the table of docs/public.md says, which is the data of this test.

Where it fails because a field or an endpoint is new, decide who sees what there, and write the row or the column.
"""

import re
from collections import defaultdict
from functools import reduce
from uuid import UUID

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.urls import resolve
from django.utils import timezone
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from claimsdb.choices import Followed, LinkState, QuestionStatus, Status
from claimsdb.exchange import XLSX_TYPE
from claimsdb.index import FIRST_CHANGE, FacetName
from claimsdb.models import EVENTS, Actor, Quantity, Question, Relation, Webhook
from claimsdb.pages.sitemaps import SITEMAPS
from claimsdb.webhooks.drawing import draw, message_of, put_at
from tests.api.canaries import seen
from tests.api.canary_world import make_world
from tests.clients import signed_in
from tests.factories import EditorFactory, ReaderFactory
from tests.papers import ROOT
from tests.workbooks import words_of

pytestmark = pytest.mark.long

# Whom a letter of the table stands for; each sees what those before it see.
LETTERS = {"": [], "E": ["editor"], "R": ["reader", "editor"], "A": ["anybody", "reader", "editor"]}

# Made of other rows, or in nobody's words: the read model, counters, logins.
TECHNICAL = set(
    "AnswerEntry Change CountedClaims QuestionEntry RelationEntry DataVersion Entry FailedLogin Fingerprint KeptAnswer KnownAddress Part RowChange SampleBand Tally TallyChange".split()
)

SEARCH = "/?q="
JSON = "application/json"
EXPANDED = "expand=article,source,actors,attributions,decisions,assessments"

EXPORTS = ("fixture", "csv", "jsonl", "xlsx")
OF_QUESTION = ("", "ledger/", "ledger/?format=xlsx", "origins/")
STATES = f"state={','.join(LinkState)}"
ASKED = f"status={','.join(QuestionStatus)}"


def doors(world, statuses):
    """The addresses behind each door, by its name in the table; `statuses` asks for claims that are not public."""
    claims = [
        *(world.claim, world.waiting, world.merged, world.claim_closed, world.claim_under_proposed),
        *(world.claim_of_draft, world.claim_of_withdrawn),
    ]
    articles = [world.article, world.under_proposed, world.closed, world.draft, world.withdrawn]
    listed = f"/api/claims/?{statuses}"
    exported = statuses or f"&article__not={world.closed.pk}"  # a fixture with its text is refused
    quantities = Quantity.objects.filter(claim__in=claims)
    questions = [each.slug for each in Question.objects.all()]
    misspelt = {
        "claims/?source": [world.source.slug, world.proposed.slug],
        "articles/?source": [world.source.slug, world.proposed.slug],
        "assessments/?publisher": [world.source.slug, world.proposed.slug],
        "articles/?language": [article.language for article in articles],
        "claims/?actor": [world.actor.slug],
        "claims/?rule": [claim.rule for claim in claims],
        "claims/?measure": [each.measure for each in quantities],
        "claims/?unit": [each.unit for each in quantities],
        "claims/?question": questions,
        "answers/?question": questions,
        "relations/?question": questions,
        "relations/?rule": [each.rule for each in Relation.objects.all()],
        "questions/?measure": [each.measure for each in Question.objects.all()],
    }
    return {
        "detail": [f"/api/claims/{claim.key}/" for claim in claims],
        "list": [listed],
        "expand": [f"{listed}&{EXPANDED}", f"{listed}&search={world.claim.text}&expand=hits"],
        "history": [f"/api/claims/{claim.key}/history/" for claim in claims],
        "changes": [
            f"/api/changes/?of={kind}s&documents=true" for kind in Followed
        ],
        "feed": [f"/api/claims/feed/?{statuses}"],
        **{name: [f"/api/claims/export/?format={name}{exported}"] for name in EXPORTS},
        "facets": [f"/api/claims/facets/?facets={','.join(FacetName)}{statuses}"],
        "articles": ["/api/articles/", "/api/articles/?expand=source"],
        "article": [f"/api/articles/{article.pk}/" for article in articles],
        "sources": [
            *("/api/sources/", "/api/sources/?expand=parent"),
            *(f"/api/sources/{source.slug}/" for source in (world.source, world.proposed)),
        ],
        "actors": ["/api/actors/?expand=names,belongs_to,members", f"/api/actors/{world.actor.slug}/"],
        "checks": [
            "/api/assessments/?expand=claim,publisher,evidence",
            *(f"/api/assessments/{each.key}/" for each in world.assessments),
        ],
        "questions": [
            f"/api/questions/?expand=answers,relations&{statuses and ASKED}",
            f"/api/answers/?expand=claim&{statuses and STATES}",
            f"/api/relations/?expand=a,b&{statuses and STATES}",
            *(f"/api/questions/{each}/{of}" for each in questions for of in OF_QUESTION),
            *(f"/api/questions/export/?format={name}&{statuses and ASKED}" for name in ("csv", "jsonl", "xlsx")),
            *(f"/api/{kind}/export/?{statuses and STATES}" for kind in ("answers", "relations")),
            "/api/questions/facets/", *world.links,
        ],
        "reviews": [
            *(f"/api/claims/{claim.key}/?format=ld" for claim in claims),
            *(f"/api/factcheck/v1alpha1/claims:search?query={claim.text}" for claim in claims),
        ],
        "pages": [
            *("/", "/sitemap.xml", *(f"/sitemap-{name}.xml" for name in SITEMAPS)),
            *(f"/{form}/{each}/" for form in ("questions", "embed/questions") for each in questions),
            *(f"/claims/{claim.key}/" for claim in claims),
            *(f"/articles/{article.pk}/{of}" for article in articles for of in ("", "annotations/")),
            *(f"/sources/{source.slug}/" for source in (world.source, world.proposed)),
            *(f"/actors/{actor.code}/" for actor in Actor.objects.all()),
            *(f"{SEARCH}{claim.text}" for claim in claims), "/feeds/contradictions.atom",
        ],
        "hints": [
            *("/api/", "/api/schema/?format=json"),
            *(f"/api/{place}={word}x" for place, words in misspelt.items() for word in words),
        ],
    }  # fmt: skip


@pytest.fixture(scope="module")
def world(lasting):
    return make_world()


@pytest.fixture(scope="module")
def observed(world):
    """Who sees what: persons, by door and row."""
    found = defaultdict(set)
    clients = {"anybody": APIClient(), "reader": signed_in(ReaderFactory()), "editor": signed_in(EditorFactory())}
    for person, client in clients.items():
        statuses = "" if person == "anybody" else f"&status={','.join(Status)}"
        for door, addresses in doors(world, statuses).items():
            for row in seen("\n".join(_read(client, each) for each in addresses), world.canaries):
                if door != "hints" or not is_of_a_list(world.canaries[row]):
                    found[door, row].add(person)
        for row in _found_by_search(client, world.canaries):
            found["search", row].add(person)
        for row in seen("\n".join(_told_to_webhooks()), world.canaries):
            found["webhooks", row].add(person)
    return found


def is_of_a_list(canaries):
    """Whether they are of a closed list, which everybody knows."""
    return not any(isinstance(each, str) and each.startswith("zq") for each in canaries)


def _read(client, address):
    """What is answered; a refusal, and a page of what is found, without its echo of what was asked."""
    answer = client.get(address)
    assert answer.status_code in (200, 308, 400, 403, 404, 406, 410), answer.content
    echo = "" if answer.status_code == 200 else address.partition("?")[0]
    echo = address.removeprefix(SEARCH) if address.startswith(SEARCH) else echo
    content = answer.getvalue()
    body = words_of(content) if answer.get("Content-Type") == XLSX_TYPE else content.decode()
    return reduce(lambda body, part: body.replace(part, ""), filter(None, echo.split("/")), body)


def _found_by_search(client, canaries):
    """The rows to whose words a search leads: many words at once, and where there is something each by itself."""
    rows = {word: row for row, words in canaries.items() for word in words if not is_of_a_list([word])}
    words = sorted(rows)
    for some in (words[start : start + 8] for start in range(0, len(words), 8)):
        if _finds(client, some):
            yield from {rows[word] for word in some if _finds(client, [word])}


def _told_to_webhooks():
    """The messages of a webhook that takes every event, from the first change on; whoever gets them, they are the same."""
    webhook = Webhook(events=[*EVENTS])
    put_at(webhook, FIRST_CHANGE)
    while (drawn := draw(webhook)).told:
        yield message_of(webhook, drawn.told, at=timezone.now()).body
        put_at(webhook, drawn.reached)


def _finds(client, words):
    answer = client.get("/api/search/", {"search": " OR ".join(words), "limit": 1})
    assert answer.status_code == 200, answer.content
    return any(group["count"] for name, group in answer.json().items() if name != "meta")


# --- the table --------------------------------------------------------------------------------------------------------


def table():
    """(door, row) -> letter, as docs/public.md has it; an empty cell is nobody."""
    text = (ROOT / "docs/public.md").read_text(encoding="utf-8")
    lines = [
        [cell.strip() for cell in line.strip("| \n").split(" | ")]
        for line in text.splitlines()
        if line.startswith("| ")
    ]
    names, *rows = lines[lines.index(next(line for line in lines if line[0] == "what")) :]
    return {
        (door, row): letter
        for what, *letters in rows
        for row in _rows(what)
        for door, letter in zip(names[1:], letters, strict=True)
    }


def _rows(what):
    """`Claim`: `text`, `stance` -> Claim.text, Claim.stance; anything else is a row by itself."""
    model, *names = re.findall(r"`(\w+)`", what) or [""]
    return [f"{model}.{name}" for name in names] or [what]


def test_everybody_sees_what_the_table_says(observed, world):
    said = {place: LETTERS[letter.strip("·")] for place, letter in table().items()}
    everywhere = {(door, row) for door in [*doors(world, ""), "search", "webhooks"] for row in world.canaries}
    wrong = {
        place: f"seen by {sorted(observed[place])}, the table has {said.get(place, 'no such cell')}"
        for place in sorted(everywhere | said.keys())
        if observed[place] != {*said.get(place, ["no such cell"])}
    }
    assert wrong == {}


def test_every_field_has_a_row_and_a_canary(world):
    """But for those that lead to another row of the database, which is shown there, or not."""
    fields = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("claimsdb").get_models()
        if model.__module__.startswith("claimsdb.models.") and model.__name__ not in TECHNICAL
        for field in model._meta.concrete_fields
        if field.name != "id" and (not field.is_relation or field.related_model is User)
    }
    rows = {row for door, row in table() if re.fullmatch(r"[A-Z]\w+\.\w+", row)}
    assert rows == fields
    assert {row for row in world.canaries if "." in row} == fields


def test_every_endpoint_that_reads_is_a_door(world):
    asked = {resolve(address.partition("?")[0]).view_name for some in doors(world, "").values() for address in some}
    paths = SchemaGenerator().get_schema(public=True)["paths"]
    places = {
        "task": UUID(int=1),
        "key": world.claim.key,
        "id": world.article.pk,
        "name": world.source.slug,
        "slug": "x",
    }
    reading = {resolve(path.format(**places)).view_name for path, methods in paths.items() if "get" in methods}
    of_who_asks = {"me", "article-handed-in"}
    assert reading - {"search", "vocabularies"} - of_who_asks <= asked  # vocabularies are words
