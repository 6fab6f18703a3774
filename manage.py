#!/usr/bin/env python
"""Django's command line for claimsdb."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import Error

from claimsdb.db.troubles import IN_WORDS, trouble_of

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "claimsdb.settings")
    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except ImproperlyConfigured as error:
        sys.exit(f"{error}. docs/operators.md lists the settings; `make install` writes a first .env.")
    except BrokenPipeError:  # whoever read what a command wrote has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (Error, OSError) as error:
        trouble = trouble_of(error)
        if not trouble:
            raise
        sys.exit(f"{IN_WORDS[trouble]} ({str(error).strip()}) What was done before stays; run it again for the rest.")
