"""The papers of the project, and the examples in them."""

import re
from dataclasses import dataclass

from django.conf import settings

ROOT = settings.BASE_DIR
PAPERS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass
class Example:
    """A command of a paper, where it stands, and the pieces of its answer in their order."""

    place: str
    command: str
    pieces: list[str]


def examples_in(paper):
    text = paper.read_text(encoding="utf-8")
    for block in CONSOLE.finditer(text):
        line = text[: block.start()].count("\n") + 2
        for command, answer in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block[1], re.MULTILINE):
            pieces = [piece.strip("\n") for piece in re.split(r"…\n?|\n…", answer)]
            yield Example(f"{paper.name}:{line}", command, [piece for piece in pieces if piece])
