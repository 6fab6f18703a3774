"""The histories and what undoing went by, as snapshots. It works in batches, and may be cut off and run again.

Undone, it leaves the snapshots where they are: the tables that they came from are dropped by 0015 alone.
"""

from django.db import migrations

from claimsdb.migrations._histories import convert


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("claimsdb", "0012_claim_versions")]

    operations = [migrations.RunPython(convert, migrations.RunPython.noop)]
