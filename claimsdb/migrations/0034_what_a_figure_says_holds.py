"""What holds of figures that stand for others, and by what figures and articles are found."""

from django.db import migrations, models

from claimsdb.db.online_migrations import AddConstraintOnline, AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("claimsdb", "0033_published_between")]

    operations = [
        AddIndexOnline(
            model_name="article",
            index=models.Index(fields=["published_from"], name="article_published_from"),
        ),
        AddIndexOnline(
            model_name="article",
            index=models.Index(fields=["published_to"], name="article_published_to"),
        ),
        AddIndexOnline(
            model_name="quantity",
            index=models.Index(fields=["of"], name="quantity_of"),
        ),
        AddIndexOnline(
            model_name="quantity",
            index=models.Index(
                condition=models.Q(("stands_for_claim__isnull", False)),
                fields=["stands_for_claim", "stands_for_order"],
                name="quantity_stands_for",
            ),
        ),
        AddConstraintOnline(
            model_name="quantity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stands_for_claim__isnull", True), ("stands_for_order__isnull", True)),
                    models.Q(("stands_for_claim__isnull", False), ("stands_for_order__isnull", False)),
                    _connector="OR",
                ),
                name="quantity_stands_for_whole",
                violation_error_message="A figure that others stand for is named by its claim and its place there.",
            ),
        ),
        AddConstraintOnline(
            model_name="quantity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stands_for_claim__isnull", True), ("stands_for_order__isnull", True)),
                    models.Q(("best__isnull", True), ("high__isnull", True), ("low__isnull", True)),
                    _connector="OR",
                ),
                name="quantity_stands_for_without_bounds",
                violation_error_message="A figure that stands for another has no bounds of its own.",
            ),
        ),
        AddConstraintOnline(
            model_name="quantity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stands_for_claim__isnull", True), ("stands_for_order__isnull", True)),
                    models.Q(
                        ("stands_for_claim", models.F("claim")), ("stands_for_order", models.F("order")), _negated=True
                    ),
                    _connector="OR",
                ),
                name="quantity_stands_for_another",
                violation_error_message="A figure does not stand for itself.",
            ),
        ),
    ]
