"""The histories go, all in one transaction: who is cut off finds them whole.

Undone, it gives the tables back empty: older code then knows no past of the claims, and undoes nothing that was decided
before. The snapshots stay until 0012 is undone.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("claimsdb", "0014_histories_written_meanwhile")]

    operations = [
        migrations.DeleteModel(name="Before"),
        migrations.DeleteModel(name="HistoricalAttribution"),
        migrations.DeleteModel(name="HistoricalQuantity"),
        migrations.DeleteModel(name="HistoricalClaim"),
    ]
