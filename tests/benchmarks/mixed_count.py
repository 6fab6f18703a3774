"""How many decisions the editors of the mixed load have in the database.

DATABASE_URL=... python -m tests.benchmarks.mixed_count
"""

import django

django.setup()

from claimsdb.models import Decision  # noqa: E402  (after the setup)

if __name__ == "__main__":
    print(Decision.objects.filter(who__username__startswith="mixed-editor").count())
