"""A day of publication begins and ends its interval, in articles and in what they were. It works in batches, and may be
cut off and run again: what is filled is left."""

from django.db import migrations, models
from django.db.models import F

from claimsdb.db.online_migrations import AddConstraintOnline, RemoveConstraintOnline

BATCH = 1000


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    for name in ("Article", "HistoricalArticle"):
        rows = apps.get_model("claimsdb", name)._base_manager.using(alias)
        missing = rows.filter(published_on__isnull=False, published_from__isnull=True).order_by("pk")
        beyond = 0
        while pks := list(missing.filter(pk__gt=beyond).values_list("pk", flat=True)[:BATCH]):
            rows.filter(pk__in=pks).update(published_from=F("published_on"), published_to=F("published_on"))
            beyond = pks[-1]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("claimsdb", "0032_what_a_figure_says")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        RemoveConstraintOnline(
            model_name="article",
            name="article_date_has_basis",
        ),
        AddConstraintOnline(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("published_from__isnull", True), ("published_to__isnull", True), ("published_basis", "unknown")
                    ),
                    models.Q(
                        models.Q(("published_from__isnull", True), ("published_to__isnull", True), _negated=True),
                        models.Q(("published_basis", "unknown"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="article_date_has_basis",
                violation_error_message="A date of publication says where it comes from; no date, no basis.",
            ),
        ),
        AddConstraintOnline(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("published_on__isnull", True),
                        models.Q(
                            ("published_from__isnull", True),
                            ("published_to__isnull", True),
                            ("published_to__gt", models.F("published_from")),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        models.Q(
                            ("published_from", models.F("published_on")),
                            ("published_from__isnull", False),
                            ("published_to", models.F("published_on")),
                            ("published_to__isnull", False),
                        ),
                        ("published_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="article_day_is_interval",
                violation_error_message="A day of publication is an interval of that day, and such an interval a day.",
            ),
        ),
        AddConstraintOnline(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_from__isnull", True),
                    ("published_to__isnull", True),
                    ("published_to__gte", models.F("published_from")),
                    _connector="OR",
                ),
                name="article_published_ordered",
                violation_error_message="The interval of publication ends before it starts.",
            ),
        ),
    ]
