"""manage.py as an operator meets it: what a command prints, and what it complains of."""

import io

from django.core.management import CommandError, call_command


def printed(command, *arguments, **options):
    """What the command prints. Raises CommandError."""
    out = io.StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return out.getvalue()


def outcome(command, *arguments, **options):
    """What the command prints, and its objection, empty where it has none."""
    out = io.StringIO()
    try:
        call_command(command, *map(str, arguments), stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""
