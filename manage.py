#!/usr/bin/env python
"""Django's command line for claimsdb."""

import os
import select
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import Error, connection

from claimsdb.db.missing_migrations import missing_migrations
from claimsdb.db.troubles import IN_WORDS, trouble_of


def has_no_reader() -> bool:
    """Whether whoever read what the command writes has gone: of its pipe there is an error to tell before a write."""
    output = select.poll()
    output.register(sys.stdout, 0)
    return bool(output.poll(0))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "claimsdb.settings")
    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except ImproperlyConfigured as error:
        sys.exit(f"{error}. docs/operators.md lists the settings; `make install` writes a first .env.")
    except (Error, OSError) as error:
        if isinstance(error, BrokenPipeError) and has_no_reader():
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)
        trouble = trouble_of(error)
        if not trouble and isinstance(error, Error) and missing_migrations(connection):
            sys.exit("The database is older than this version: `manage.py migrate` brings it up to date.")
        if not trouble:
            raise
        sys.exit(f"{IN_WORDS[trouble]} ({str(error).strip()}) What was done before stays; run it again for the rest.")
