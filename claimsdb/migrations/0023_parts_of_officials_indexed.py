"""What the filters of officials, hedges, units and languages look into."""

from django.db import migrations, models

from claimsdb.db.online_migrations import AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("claimsdb", "0022_parts_of_officials")]

    operations = [
        AddIndexOnline(
            "part",
            models.Index(
                fields=["actor", "role", "status", "day", "claim"],
                name="part_by_official",
                condition=models.Q(("official", True)),
            ),
        ),
        AddIndexOnline("claim", models.Index(fields=["hedge"], name="claim_hedge")),
        AddIndexOnline("quantity", models.Index(fields=["unit"], name="quantity_unit")),
        AddIndexOnline("article", models.Index(fields=["language"], name="article_language")),
    ]
