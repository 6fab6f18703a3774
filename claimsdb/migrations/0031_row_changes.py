"""The change log of actors, sources, articles and assessments. Those that are there are recorded after `migrate`, in
batches."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("claimsdb", "0030_editors_keep_the_registry")]

    operations = [
        migrations.CreateModel(
            name="RowChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("actor", "actor"),
                            ("source", "source"),
                            ("article", "article"),
                            ("assessment", "assessment"),
                        ],
                        max_length=20,
                    ),
                ),
                ("key", models.CharField(max_length=100)),
                ("row", models.BigIntegerField(db_column="row_id")),
                ("number", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("shown", models.BooleanField()),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["kind", "row"], name="rowchange_of_row"),
                    models.Index(fields=["kind", "at"], name="rowchange_by_time"),
                    models.Index(fields=["kind", "number", "id"], name="rowchange_in_order"),
                    models.Index(
                        condition=models.Q(("shown", True)),
                        fields=["kind", "number", "id"],
                        name="rowchange_shown_in_order",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="rowchange_names_one")],
            },
        ),
    ]
