"""The histories go, once what was written to them since 0013 is converted too.

Undone, it gives the tables back empty: older code then knows no past of the claims, and undoes nothing that was decided
before. The snapshots stay until 0012 is undone.
"""

from django.db import migrations

from claimsdb.migrations._histories import convert


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("claimsdb", "0013_histories_to_versions")]

    operations = [
        migrations.RunPython(convert, migrations.RunPython.noop),
        migrations.DeleteModel(name="Before"),
        migrations.DeleteModel(name="HistoricalAttribution"),
        migrations.DeleteModel(name="HistoricalQuantity"),
        migrations.DeleteModel(name="HistoricalClaim"),
    ]
