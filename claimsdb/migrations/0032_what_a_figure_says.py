"""Whose things a figure counts, how far they have come, for which time and for which other figure it stands; of articles
the days between which they were published. What is there of both is filled by the next."""

from django.db import migrations, models
import django.db.models.deletion


class Migration(migrations.Migration):
    dependencies = [("claimsdb", "0031_row_changes")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="published_from",
            field=models.DateField(blank=True, help_text="not before this day", null=True),
        ),
        migrations.AddField(
            model_name="article",
            name="published_to",
            field=models.DateField(blank=True, help_text="by this day", null=True),
        ),
        migrations.AddField(
            model_name="historicalarticle",
            name="published_from",
            field=models.DateField(blank=True, help_text="not before this day", null=True),
        ),
        migrations.AddField(
            model_name="historicalarticle",
            name="published_to",
            field=models.DateField(blank=True, help_text="by this day", null=True),
        ),
        migrations.AddField(
            model_name="quantity",
            name="of",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                help_text="whose things are counted: North Korea's troops",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="quantities",
                to="claimsdb.actor",
            ),
        ),
        migrations.AddField(
            model_name="quantity",
            name="per",
            field=models.CharField(
                blank=True,
                choices=[("year", "year"), ("month", "month"), ("day", "day")],
                default="",
                help_text="so many in each: year",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="quantity",
            name="stage",
            field=models.CharField(
                blank=True,
                choices=[
                    ("announced", "announced"),
                    ("ordered", "ordered"),
                    ("sent", "sent"),
                    ("arrived", "arrived"),
                    ("training", "training"),
                    ("deployed", "deployed"),
                    ("fighting", "fighting"),
                    ("lost", "lost"),
                    ("deserted", "deserted"),
                    ("returned", "returned"),
                    ("produced", "produced"),
                    ("delivered", "delivered"),
                    ("received", "received"),
                    ("used", "used"),
                ],
                default="",
                help_text="how far they have come: sent",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="quantity",
            name="stands_for_claim",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                help_text="of the figure that its words stand for",
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="stood_for_by",
                to="claimsdb.claim",
            ),
        ),
        migrations.AddField(
            model_name="quantity",
            name="stands_for_order",
            field=models.PositiveSmallIntegerField(blank=True, help_text="of that figure in its claim", null=True),
        ),
        migrations.AlterField(
            model_name="article",
            name="published_on",
            field=models.DateField(blank=True, help_text="empty where only an interval is known", null=True),
        ),
        migrations.AlterField(
            model_name="attribution",
            name="role",
            field=models.CharField(
                choices=[
                    ("claimant", "claimant"),
                    ("origin", "origin"),
                    ("relayer", "relayer"),
                    ("subject", "subject"),
                    ("addressee", "addressee"),
                    ("mentioned", "mentioned"),
                    ("place", "place"),
                    ("evidence", "evidence"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="historicalarticle",
            name="published_on",
            field=models.DateField(blank=True, help_text="empty where only an interval is known", null=True),
        ),
        migrations.AlterField(
            model_name="quantity",
            name="basis",
            field=models.CharField(
                choices=[
                    ("total", "total"),
                    ("additional", "additional"),
                    ("share", "share"),
                    ("rate", "rate"),
                    ("partial", "partial"),
                ],
                default="total",
                max_length=20,
            ),
        ),
        migrations.SeparateDatabaseAndState(  # it has no column of its own, and SQLite cannot take such a one away
            state_operations=[
                migrations.AddField(
                    model_name="quantity",
                    name="stands_for",
                    field=models.ForeignObject(
                        blank=True,
                        editable=False,
                        from_fields=["stands_for_claim", "stands_for_order"],
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="stand_ins",
                        to="claimsdb.quantity",
                        to_fields=["claim", "order"],
                    ),
                ),
            ],
        ),
        migrations.RemoveIndex(
            model_name="article",
            name="article_published",
        ),
    ]
