import tomllib
from pathlib import Path
from typing import Any


def load_table(name: str) -> dict[str, Any]:
    """The content of `name`.toml in this folder."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))
