"""What the newsroom's decisions say of the machine's confidence, and the queue that goes by it."""

import django.utils.timezone
from django.db import migrations, models
from django.db.models.functions import Coalesce

from claimsdb.db.online_migrations import AddConstraintOnline, AddIndexOnline


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('claimsdb', '0042_imports'),
    ]

    operations = [
        migrations.CreateModel(
            name='Calibration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fitted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('who', models.CharField(help_text="the name of the machine's account that ran the command", max_length=200)),
                ('decisions', models.PositiveIntegerField()),
                ('accepted', models.PositiveIntegerField()),
                ('articles', models.PositiveIntegerField()),
                ('weights', models.JSONField()),
                ('report', models.JSONField()),
                ('in_force', models.BooleanField(default=True)),
                ('applied_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-pk'],
                'default_permissions': (),
                'constraints': [
                    models.UniqueConstraint(condition=models.Q(('in_force', True)), fields=('in_force',), name='calibration_one_in_force'),
                    models.CheckConstraint(condition=models.Q(('accepted__lte', models.F('decisions'))), name='calibration_accepts_of_its_decisions'),
                ],
            },
        ),
        migrations.AddField(
            model_name='claim',
            name='calibrated',
            field=models.FloatField(blank=True, editable=False, help_text='how likely editors here accept it, by what they decided of others; empty where that is not known', null=True),
        ),
        AddConstraintOnline(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('calibrated__isnull', True), models.Q(('calibrated__gte', 0), ('calibrated__lte', 1), ('confidence__isnull', False)), _connector='OR'), name='claim_calibrated_is_share_of_found', violation_error_message='What is calibrated is a confidence, and lies between 0 and 1 as that does.'),
        ),
        AddIndexOnline(
            model_name='claim',
            index=models.Index(Coalesce('calibrated', 'confidence'), models.F('key'), condition=models.Q(('status__in', ['accepted', 'rejected', 'duplicate', 'superseded']), _negated=True), name='claim_least_sure'),
        ),
        migrations.RemoveIndex(
            model_name='claim',
            name='claim_least_certain',
        ),
    ]
