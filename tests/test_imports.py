"""Imports run down the rooms: nobody imports from above, and where a package states its public names, only those."""

import ast
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("imports")  # read once

ROOT = Path(__file__).parent.parent

# From the ground up; the rooms of a floor may import each other, unless they are APART.
FLOORS = [
    {"choices", "db"},
    {"models", "reading", "agreement"},
    {"actors", "extraction"},
    {"index"},
    {"review"},
    {"questions"},
    {"ingest", "exchange", "filters", "curation", "webhooks"},
    {"admin", "management", "api", "pages"},
]
APART = FLOORS[-1]
TAGS_OF = {"parts": "pages"}  # template tags by their module; others are the desk's
BESIDE_ALL = {"http"}
# Rooms that know less than their floor would let them.
ALONE = {
    "db": set(),
    "reading": {"choices"},
    "agreement": {"choices"},
    "extraction": {"choices", "reading"},
    "http": {"choices", "models", "db"},
}
# Rooms whose `__init__` states the public names. What is heavy is imported by its module: a parser, a language model.
STATED = {
    "models",
    "reading",
    "agreement",
    "actors",
    "extraction",
    "index",
    "review",
    "exchange",
    "filters",
    "curation",
}
BY_MODULE = {"claimsdb.reading.input_files", "claimsdb.extraction.spacy_rules"}
WITHOUT_DJANGO = {"extraction", "reading", "agreement", "choices"}
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
API_FLOORS = [{"http"}, {"documents"}, {"schema", "writing"}, {"lists"}, {"factcheck"}, {"views"}]
API_FLOOR = {room: number for number, rooms in enumerate(API_FLOORS) for room in rooms}


def modules():
    for path in sorted([*ROOT.glob("claimsdb/**/*.py"), *ROOT.glob("api/**/*.py")]):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        if not name.startswith("claimsdb.migrations"):
            yield name.removesuffix(".__init__"), ast.parse(path.read_text())


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def room_of(name):
    """The room in which a module stands; empty for the few at the root of claimsdb, and for libraries."""
    first, *rest = name.split(".")
    room = "api" if first == "api" else rest[0] if first == "claimsdb" and rest else ""
    room = TAGS_OF.get(rest[-1], "admin") if room == "templatetags" else room
    return room if room in FLOOR or room in BESIDE_ALL else ""


@pytest.fixture(scope="module")
def imports():
    return [
        (module, room_of(module), name, room_of(name))
        for module, tree in modules()
        for name in imported(tree)
        if room_of(module)
    ]


def is_upwards(room, other):
    if {room, other} & BESIDE_ALL or room == other:
        return False
    return FLOOR[other] > FLOOR[room] or {room, other} <= APART


def test_imports_run_down(imports):
    upwards = [f"{module}: {name}" for module, room, name, other in imports if other and is_upwards(room, other)]
    assert upwards == []


def test_some_rooms_import_only_few(imports):
    further = [
        f"{module}: {name}"
        for module, room, name, other in imports
        if room in ALONE and other and other not in {room, *ALONE[room]}
    ]
    assert further == []


def test_imports_in_the_api_run_down(imports):
    """Rooms of one floor do not import each other here."""
    within = [(module, name) for module, _, name, other in imports if module.startswith("api.") and other == "api"]
    rooms = [(module, module.split(".")[1], name, name.split(".")[1]) for module, name in within]
    upwards = [
        f"{module}: {name}"
        for module, room, name, other in rooms
        if room != other and room in API_FLOOR and API_FLOOR[other] >= API_FLOOR[room]
    ]
    assert upwards == []
    assert {path.parent.name for path in ROOT.glob("api/*/__init__.py")} == API_FLOOR.keys()


def is_stated(name):
    """Whether it is a name, a module or a package of the room, or the same of a package in it."""
    folder = ROOT.joinpath(*name.split(".")).parent
    return name.rpartition(".")[0] in BY_MODULE or (folder / "__init__.py").exists()


def test_other_rooms_import_what_a_room_states(imports):
    deeper = [
        f"{module}: {name}"
        for module, room, name, other in imports
        if other in STATED and other != room and not is_stated(name)
    ]
    assert deeper == []


def test_extraction_reading_and_agreement_do_without_django(imports):
    with_django = [
        f"{module}: {name}"
        for module, room, name, _ in imports
        if room in WITHOUT_DJANGO and name.split(".")[0] in ("django", "rest_framework")
    ]
    assert with_django == []


@pytest.mark.parametrize("folder", ["claimsdb", "api"])
def test_at_the_root_stand_only_names_that_django_gives(folder):
    known = {"__init__", "apps", "checks", "choices", "settings", "urls", "wsgi"}
    assert {path.stem for path in (ROOT / folder).glob("*.py")} <= known
