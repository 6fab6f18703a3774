"""Fact checks of others, as their ClaimReviews say it, to be placed at claims by editors."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claimsdb', '0038_webhooks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ExternalCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('identity', models.CharField(editable=False, help_text='by what it is known again', max_length=64, unique=True)),
                ('found', models.JSONField(help_text='as it was found')),
                ('found_in', models.CharField(help_text='in which file, and where', max_length=500)),
                ('faults', models.JSONField(blank=True, default=list, help_text='what of it could not be read, and why')),
                ('wording', models.TextField(blank=True, help_text='the claim as it was reviewed')),
                ('url', models.URLField(blank=True, max_length=600)),
                ('label', models.CharField(blank=True, max_length=200)),
                ('published_on', models.DateField(blank=True, null=True)),
                ('rule', models.CharField(blank=True, choices=[('claims_address', 'claims address'), ('address_and_wording', 'address and wording')], max_length=30)),
                ('wrote_assessment', models.BooleanField(default=False, help_text='whether attaching it wrote the assessment')),
                ('is_changed', models.BooleanField(default=False, help_text='whether it says something else since it was attached')),
                ('is_rejected', models.BooleanField(default=False)),
                ('note', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1, help_text='rises with every write')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'external fact check',
                'ordering': ['-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='HistoricalExternalCheck',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('identity', models.CharField(db_index=True, editable=False, help_text='by what it is known again', max_length=64)),
                ('found', models.JSONField(help_text='as it was found')),
                ('found_in', models.CharField(help_text='in which file, and where', max_length=500)),
                ('faults', models.JSONField(blank=True, default=list, help_text='what of it could not be read, and why')),
                ('wording', models.TextField(blank=True, help_text='the claim as it was reviewed')),
                ('url', models.URLField(blank=True, max_length=600)),
                ('label', models.CharField(blank=True, max_length=200)),
                ('published_on', models.DateField(blank=True, null=True)),
                ('rule', models.CharField(blank=True, choices=[('claims_address', 'claims address'), ('address_and_wording', 'address and wording')], max_length=30)),
                ('wrote_assessment', models.BooleanField(default=False, help_text='whether attaching it wrote the assessment')),
                ('is_changed', models.BooleanField(default=False, help_text='whether it says something else since it was attached')),
                ('is_rejected', models.BooleanField(default=False)),
                ('note', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1, help_text='rises with every write')),
                ('created_at', models.DateTimeField(blank=True, editable=False)),
                ('updated_at', models.DateTimeField(blank=True, editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical external fact check',
                'verbose_name_plural': 'historical external fact checks',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name='externalcheck',
            name='assessment',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='external_check', to='claimsdb.assessment'),
        ),
        migrations.AddField(
            model_name='externalcheck',
            name='claim',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='external_checks', to='claimsdb.claim'),
        ),
        migrations.AddField(
            model_name='externalcheck',
            name='publisher',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='external_checks', to='claimsdb.source'),
        ),
        migrations.AddField(
            model_name='historicalexternalcheck',
            name='assessment',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='claimsdb.assessment'),
        ),
        migrations.AddField(
            model_name='historicalexternalcheck',
            name='claim',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='claimsdb.claim'),
        ),
        migrations.AddField(
            model_name='historicalexternalcheck',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalexternalcheck',
            name='publisher',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='claimsdb.source'),
        ),
        migrations.AddIndex(
            model_name='externalcheck',
            index=models.Index(condition=models.Q(('assessment__isnull', True), ('is_rejected', False)), fields=['id'], name='external_check_to_place'),
        ),
        migrations.AddConstraint(
            model_name='externalcheck',
            constraint=models.CheckConstraint(condition=models.Q(('assessment__isnull', True), models.Q(('claim__isnull', False), ('is_rejected', False)), _connector='OR'), name='external_check_attached_to_claim', violation_error_message='What is attached is so to a claim, and not rejected.'),
        ),
        migrations.AddConstraint(
            model_name='externalcheck',
            constraint=models.CheckConstraint(condition=models.Q(('rule', ''), ('claim__isnull', False), _connector='OR'), name='external_check_rule_names_claim', violation_error_message='A rule says which claim it is.'),
        ),
        migrations.AddConstraint(
            model_name='externalcheck',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='external_check_version_counts_from_1', violation_error_message='Versions count from 1.'),
        ),
    ]
