"""Collects static files where that is needed: hashing and compressing them takes seconds at each start."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

STAMP = ".collected"


def collect() -> None:
    """Does what `collectstatic` does, unless that was done for the same files by the same programs."""
    stamp = Path(settings.STATIC_ROOT) / STAMP
    wanted = fingerprint()
    if stamp.exists() and stamp.read_text() == wanted and (stamp.parent / "staticfiles.json").exists():
        return
    stamp.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)


def fingerprint() -> str:
    """Changes where a static file is added, removed or written, and with each version of what processes them."""
    return hashlib.sha256("\n".join(sorted(origins())).encode()).hexdigest()


def origins() -> Iterator[str]:
    yield f"Django {version('Django')}, whitenoise {version('whitenoise')}, {settings.STORAGES['staticfiles']}"
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            yield f"{storage.path(path)} {state.st_size} {state.st_mtime_ns}"
