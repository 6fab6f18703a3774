"""The desk's ways through what waits, an editor's last decisions, and what an undoing is."""

import claimsdb.choices
from django.db import migrations, models

from claimsdb.db.online_migrations import AddConstraintOnline, AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("claimsdb", "0009_desk")]

    operations = [
        AddIndexOnline(
            model_name='claim',
            index=models.Index(condition=models.Q(('status__in', (claimsdb.choices.Status['ACCEPTED'], claimsdb.choices.Status['REJECTED'], claimsdb.choices.Status['DUPLICATE'], claimsdb.choices.Status['SUPERSEDED'])), _negated=True), fields=['article', 'start'], name='claim_waiting'),
        ),
        AddIndexOnline(
            model_name='claim',
            index=models.Index(condition=models.Q(('status__in', (claimsdb.choices.Status['ACCEPTED'], claimsdb.choices.Status['REJECTED'], claimsdb.choices.Status['DUPLICATE'], claimsdb.choices.Status['SUPERSEDED'])), _negated=True), fields=['confidence', 'key'], name='claim_least_certain'),
        ),
        AddIndexOnline(
            model_name='claim',
            index=models.Index(condition=models.Q(('status__in', (claimsdb.choices.Status['ACCEPTED'], claimsdb.choices.Status['REJECTED'], claimsdb.choices.Status['DUPLICATE'], claimsdb.choices.Status['SUPERSEDED'])), _negated=True), fields=['key'], name='claim_at_random'),
        ),
        AddIndexOnline(
            model_name='decision',
            index=models.Index(fields=['who', '-decided_at'], name='decision_by_editor'),
        ),
        AddIndexOnline(
            model_name='decision',
            index=models.Index(condition=models.Q(('batch', ''), _negated=True), fields=['batch'], name='decision_batch'),
        ),
        AddConstraintOnline(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undoes__isnull', False), ('undoes__lt', models.F('version')), ('verb', claimsdb.choices.Verb['UNDO'])), models.Q(models.Q(('verb', claimsdb.choices.Verb['UNDO']), _negated=True), ('undoes__isnull', True)), _connector='OR'), name='decision_undo_names_one', violation_error_message='What is undone is an earlier decision, and only an undo names one.'),
        ),
        AddConstraintOnline(
            model_name='decision',
            constraint=models.UniqueConstraint(condition=models.Q(('undoes__isnull', False)), fields=('claim', 'undoes'), name='decision_undone_once', violation_error_message='A decision is undone once.'),
        ),
    ]
