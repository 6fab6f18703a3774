"""What a database holds, comparable with another in which the same was done at other moments; and what is wrong in it."""

import re
import tempfile
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from claimsdb import models
from claimsdb.choices import Status
from claimsdb.questions.integrity import check_questions
from claimsdb.review import check_integrity

COUNTED = ("Actor", "Answer", "Article", "Claim", "ClaimVersion", "Decision", "Entry", "Part", "Question", "Relation")
DIFFERS = re.compile(r'"\d{4}-\d\d-\d\dT[^"]*"|(?<="batch":)"[0-9a-f]+"')  # moments, and names made up


def contents():
    """All that a fixture carries, without what differs from run to run, and how many rows there are."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "all.json")
        call_command("export_fixtures", f"--status={','.join(Status)}", "-o", str(path), verbosity=0)
        exported = DIFFERS.sub('""', path.read_text(encoding="utf-8"))
    return [sorted(exported.splitlines()), {name: getattr(models, name).objects.count() for name in COUNTED}]


def faults():
    """What is not as it should be, in words; the file itself is looked at, too."""
    found = [*check_integrity().findings, *check_questions().findings]
    wrong = [f"{each.what}: {each.wrong}" for each in found if each.wrong]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            [state] = cursor.execute("PRAGMA integrity_check").fetchone()
            wrong += [state] if state != "ok" else []
            wrong += [f"refers to nothing: {row}" for row in cursor.execute("PRAGMA foreign_key_check").fetchall()]
    return wrong


def lost(found, expected):
    """Words on what is there and should not be, or the other way round."""
    if found == expected:
        return ""
    (rows, numbers), (expected_rows, expected_numbers) = found, expected
    more, fewer = sorted(set(rows) - set(expected_rows)), sorted(set(expected_rows) - set(rows))
    odd = {name: (numbers[name], number) for name, number in expected_numbers.items() if numbers[name] != number}
    return f"rows {odd}; first of {len(fewer)} that lack {fewer[:1]}; first of {len(more)} too many {more[:1]}"
