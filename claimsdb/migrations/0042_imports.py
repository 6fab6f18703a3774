"""What was imported, on record."""

import claimsdb.choices
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claimsdb', '0041_extraction_cuts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Import',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('door', models.CharField(choices=[('load_articles', 'load articles'), ('load_seeds', 'load seeds'), ('import_fixture', 'import fixture'), ('loaddata', 'loaddata'), ('import_claimreviews', 'import claimreviews'), ('api', 'api')], help_text='the command, or the API', max_length=30)),
                ('who', models.CharField(help_text='the name of the user, or of the account of the machine', max_length=200)),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('state', models.CharField(choices=[('running', 'running'), ('done', 'done'), ('partly', 'partly'), ('failed', 'failed')], default=claimsdb.choices.ImportState['RUNNING'], max_length=10)),
                ('reason', models.TextField(blank=True, help_text='why it failed, or what of it was not taken in')),
                ('counts', models.JSONField(blank=True, default=dict, help_text='by kind of row, how many were new, changed or as they were')),
                ('change_before', models.PositiveBigIntegerField(help_text='the number of the last change before it')),
                ('change_after', models.PositiveBigIntegerField(blank=True, help_text='and at its end; what others changed meanwhile lies between them too', null=True)),
                ('user', models.ForeignKey(blank=True, help_text='whose request it was; none for a command', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='ImportedFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='as it was given; - is standard input', max_length=1000)),
                ('sha256', models.CharField(blank=True, help_text='empty where it could not be read, or only once', max_length=64)),
                ('size', models.PositiveBigIntegerField(blank=True, help_text='bytes', null=True)),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='claimsdb.import')),
            ],
            options={
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='import',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('change_after__isnull', True), ('ended_at__isnull', True), ('state', claimsdb.choices.ImportState['RUNNING'])), models.Q(models.Q(('state', claimsdb.choices.ImportState['RUNNING']), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='import_ends_once'),
        ),
        migrations.AddConstraint(
            model_name='import',
            constraint=models.CheckConstraint(condition=models.Q(('change_after__isnull', True), ('change_after__gte', models.F('change_before')), _connector='OR'), name='import_changes_ordered'),
        ),
        migrations.AddIndex(
            model_name='importedfile',
            index=models.Index(fields=['sha256'], name='importedfile_sha256', opclasses=['varchar_pattern_ops']),
        ),
    ]
