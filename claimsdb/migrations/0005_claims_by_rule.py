"""The rules that found claims, without looking through the claims."""

from django.db import migrations, models

from claimsdb.db.online_migrations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("claimsdb", "0004_search")]

    operations = [AddIndexOnline("claim", models.Index(fields=["rule"], name="claim_rule"))]
