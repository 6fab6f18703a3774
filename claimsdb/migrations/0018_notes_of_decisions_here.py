"""A rejection for another reason needs a note of whoever decides here: what a fixture brings for readers has none."""

from django.db import migrations
from django.db.models import CheckConstraint, Q

from claimsdb.db.online_migrations import AddConstraintOnline, RemoveConstraintOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("claimsdb", "0017_draft_articles")]

    operations = [
        RemoveConstraintOnline(model_name="decision", name="decision_other_has_note"),
        AddConstraintOnline(
            model_name="decision",
            constraint=CheckConstraint(
                condition=~Q(reason="other") | ~Q(note="") | Q(who__isnull=True),
                name="decision_other_has_note",
                violation_error_message="The reason 'other' needs a note of whoever decides here.",
            ),
        ),
    ]
