"""A snapshot of each version of a claim; 0013 fills them from the histories that were kept before."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("claimsdb", "0011_queued_tasks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClaimVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=16)),
                ('version', models.PositiveIntegerField()),
                ('at', models.DateTimeField(help_text='when it was written here')),
                ('columns', models.JSONField()),
                ('found', models.JSONField(null=True)),
                ('attributions', models.JSONField(null=True)),
                ('quantities', models.JSONField(null=True)),
                ('by', models.ForeignKey(blank=True, db_index=False, help_text='who wrote it; empty for the program', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('claim', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='versions', to='claimsdb.claim')),
            ],
            options={
                'ordering': ['claim_id', 'version'],
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='claimversion',
            constraint=models.UniqueConstraint(fields=('claim', 'version'), name='claim_version_once'),
        ),
        migrations.AddConstraint(
            model_name='claimversion',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='claim_versions_count_from_1', violation_error_message='Versions count from 1.'),
        ),
    ]
