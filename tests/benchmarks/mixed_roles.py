"""Those who write while others read: an editor, an import, and re-extraction; each until its time is over.

    DATABASE_URL=... python -m tests.benchmarks.mixed_roles editor 300 1

prints as JSON what it did, and every error that was not the rules' own.
"""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import django

django.setup()

from django.conf import settings  # noqa: E402  (after the setup)
from django.contrib.auth.models import Group, User  # noqa: E402
from django.core.management import CommandError, call_command  # noqa: E402
from django.db import DatabaseError  # noqa: E402

from claimsdb import review  # noqa: E402
from claimsdb.actors import registry  # noqa: E402
from claimsdb.extraction.spacy_rules import SpacyExtractor  # noqa: E402
from claimsdb.ingest import store  # noqa: E402
from claimsdb.ingest.reextract import re_extract  # noqa: E402
from claimsdb.models import Article, Claim  # noqa: E402
from claimsdb.reading import article_files, read_file  # noqa: E402
from tests.benchmarks.mixed_decisions import EDITED, decide  # noqa: E402

PAUSE = "0.05"  # seconds between two decisions: six hours' worth of an editor's in twenty minutes

Done = Counter[str]


def editor(until: float, number: str, pause: str = PAUSE) -> Done:
    """Decides claims at random, some of which somebody else decides at the same moment."""
    user = User.objects.create_user(f"mixed-editor-{number}")
    user.groups.set(Group.objects.filter(name="Editor"))
    random, done = Random(number), Done()
    while time.monotonic() < until:
        claim = Claim.objects.get(pk=random.randint(1, EDITED))
        try:
            done[decide(claim, by=user, random=random)] += 1
        except (review.Stale, review.IllegalMove):
            done["came second"] += 1
        time.sleep(float(pause))
    return done


def importer(until: float, file: str) -> Done:
    """The same fixture again and again: new the first time, the same afterwards."""
    done = Done()
    while time.monotonic() < until:
        call_command("import_fixture", file, verbosity=0)
        done["imports"] += 1
        time.sleep(1)
    return done


def extractor(until: float, _: str) -> Done:
    """Takes the seeds in, then has them extracted again by ever newer versions."""
    known, reader, done = registry.known_actors(), SpacyExtractor(model=settings.CLAIMSDB_SPACY_MODEL), Done()
    files, _bad = article_files([settings.BASE_DIR / "seeds"])
    taken = [store.take_in(_read(file), extractor=reader, registry=known).article for file in files]
    for article, version in _rounds(taken):
        if time.monotonic() > until:
            return done
        reader.version = version
        done.update(change.value for change in re_extract(article, extractor=reader, registry=known).elements())
    return done


def _read(file: Path):
    return read_file(file, size_limit=settings.CLAIMSDB_ARTICLE_SIZE_LIMIT)


def _rounds(articles: list[Article]) -> Iterator[tuple[Article, str]]:
    version = 1
    while True:
        version += 1
        yield from ((article, f"mixed-{version}") for article in articles)


def main(role: str, seconds: str, *arguments: str) -> None:
    try:
        done = {"editor": editor, "importer": importer, "extractor": extractor}[role](
            time.monotonic() + float(seconds), *arguments
        )
        print(json.dumps({"done": done}))
    except (DatabaseError, CommandError) as error:
        print(json.dumps({"done": {}, "error": f"{type(error).__name__}: {error}"}))


if __name__ == "__main__":
    main(*sys.argv[1:])
