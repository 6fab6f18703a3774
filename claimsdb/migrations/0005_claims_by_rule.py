"""The rules that found claims, without looking through the claims."""

from django.db import migrations, models

from claimsdb.databases.schema import AddIndexMeanwhile


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("claimsdb", "0004_search")]

    operations = [AddIndexMeanwhile("claim", models.Index(fields=["rule"], name="claim_rule"))]
