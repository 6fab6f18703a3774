"""Rows under another one come in their order under it, without a look at that one. Changes no table."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("claimsdb", "0036_kept_of_questions"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="actorcode",
            options={"ordering": ["actor_id", "scheme"]},
        ),
        migrations.AlterModelOptions(
            name="actorname",
            options={"ordering": ["actor_id", "text"]},
        ),
        migrations.AlterModelOptions(
            name="answerdecision",
            options={"ordering": ["link_id", "version"]},
        ),
        migrations.AlterModelOptions(
            name="assessment",
            options={"ordering": ["claim_id", "published_on", "key"]},
        ),
        migrations.AlterModelOptions(
            name="attribution",
            options={"ordering": ["claim_id", "order"]},
        ),
        migrations.AlterModelOptions(
            name="decision",
            options={"ordering": ["claim_id", "version"]},
        ),
        migrations.AlterModelOptions(
            name="evidence",
            options={"ordering": ["assessment_id", "order"], "verbose_name_plural": "evidence"},
        ),
        migrations.AlterModelOptions(
            name="quantity",
            options={"ordering": ["claim_id", "order"], "verbose_name_plural": "quantities"},
        ),
        migrations.AlterModelOptions(
            name="questionactor",
            options={"ordering": ["question_id", "part", "actor__slug"]},
        ),
        migrations.AlterModelOptions(
            name="relationdecision",
            options={"ordering": ["link_id", "version"]},
        ),
    ]
