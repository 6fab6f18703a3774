"""What the newsroom's decisions say of the machine's confidence."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

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
    ]
