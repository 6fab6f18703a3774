"""Who has a pair of claims before them at the relations desk; indexes for its queue, and for the last decisions of an
editor."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from claimsdb.choices import LinkState

HOLDER = models.ForeignKey(
    settings.AUTH_USER_MODEL, on_delete=django.db.models.deletion.CASCADE, related_name="%(class)ss"
)


class Migration(migrations.Migration):
    dependencies = [
        ("claimsdb", "0035_questions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RelationLease",
            fields=[
                ("token", models.CharField(max_length=16)),
                ("expires_at", models.DateTimeField()),
                (
                    "relation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="lease",
                        serialize=False,
                        to="claimsdb.relation",
                    ),
                ),
                ("holder", HOLDER),
            ],
            options={"ordering": ["expires_at"], "abstract": False, "default_permissions": ()},
        ),
        migrations.AlterField(model_name="lease", name="holder", field=HOLDER.clone()),
        migrations.AddIndex(
            model_name="relation",
            index=models.Index(
                fields=["strength", "id"],
                condition=models.Q(state__in=(LinkState.PROPOSED, LinkState.NEEDS_RECHECK)),
                name="relation_undecided",
            ),
        ),
        migrations.AddIndex(
            model_name="answerdecision",
            index=models.Index(fields=["who", "-decided_at"], name="answerdecision_by_editor"),
        ),
        migrations.AddIndex(
            model_name="relationdecision",
            index=models.Index(fields=["who", "-decided_at"], name="relationdecision_by_editor"),
        ),
    ]
