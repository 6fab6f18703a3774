"""What the review desk keeps; which decisions were taken together, and which took another back."""

import claimsdb.choices
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claimsdb', '0008_assessments'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Before',
            fields=[
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='before', serialize=False, to='claimsdb.decision')),
                ('columns', models.JSONField()),
                ('attributions', models.JSONField(null=True)),
                ('quantities', models.JSONField(null=True)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Dismissal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_name', models.CharField(choices=[('quote_place', 'quote place'), ('figure_added', 'figure added'), ('actor_added', 'actor added'), ('negation_lost', 'negation lost'), ('plan_as_fact', 'plan as fact'), ('likely_duplicate', 'likely duplicate'), ('date_outside', 'date outside')], max_length=30)),
                ('about', models.CharField(max_length=200)),
                ('dismissed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['dismissed_at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Lease',
            fields=[
                ('claim', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='lease', serialize=False, to='claimsdb.claim')),
                ('token', models.CharField(max_length=16)),
                ('expires_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['expires_at'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SavedQueue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('query', models.CharField(blank=True, max_length=2000)),
                ('shared', models.BooleanField(default=False, help_text='every editor sees it')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['name', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SecondOpinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('verb', models.CharField(blank=True, choices=[('accept', 'accept'), ('reject', 'reject'), ('mark_duplicate', 'mark duplicate')], max_length=20)),
                ('reason', models.CharField(blank=True, choices=[('not_a_claim', 'not a claim'), ('wrong_span', 'wrong span'), ('duplicate', 'duplicate'), ('wrong_actor', 'wrong actor'), ('unclear', 'unclear'), ('other', 'other')], max_length=20)),
                ('note', models.TextField(blank=True)),
                ('given_at', models.DateTimeField(blank=True, null=True)),
                ('settled_at', models.DateTimeField(blank=True, help_text='when nothing was left to look into: at once where both agree', null=True)),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Skip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('skipped_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'ordering': ['skipped_at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='decision',
            name='batch',
            field=models.CharField(blank=True, help_text='of decisions that were taken together, and are undone together', max_length=16),
        ),
        migrations.AddField(
            model_name='decision',
            name='undoes',
            field=models.PositiveIntegerField(blank=True, help_text='the version whose decision it takes back', null=True),
        ),
        migrations.AlterField(
            model_name='decision',
            name='verb',
            field=models.CharField(choices=[('enter', 'enter'), ('accept', 'accept'), ('amend', 'amend'), ('reject', 'reject'), ('mark_duplicate', 'mark duplicate'), ('reopen', 'reopen'), ('supersede', 'supersede'), ('undo', 'undo')], max_length=20),
        ),
        migrations.AddField(
            model_name='dismissal',
            name='claim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dismissals', to='claimsdb.claim'),
        ),
        migrations.AddField(
            model_name='dismissal',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='lease',
            name='holder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='leases', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='savedqueue',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_queues', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='secondopinion',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='second_opinions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='secondopinion',
            name='decision',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='second_opinion', to='claimsdb.decision'),
        ),
        migrations.AddField(
            model_name='skip',
            name='claim',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skips', to='claimsdb.claim'),
        ),
        migrations.AddField(
            model_name='skip',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skips', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='dismissal',
            constraint=models.UniqueConstraint(fields=('claim', 'check_name', 'about'), name='dismissal_once'),
        ),
        migrations.AddConstraint(
            model_name='dismissal',
            constraint=models.CheckConstraint(condition=models.Q(('check_name', claimsdb.choices.Check['QUOTE_PLACE']), _negated=True), name='dismissal_is_not_of_a_block', violation_error_message='A quote that is not at its place is put right, not dismissed.'),
        ),
        migrations.AddConstraint(
            model_name='savedqueue',
            constraint=models.UniqueConstraint(fields=('owner', 'name'), name='saved_queue_once', violation_error_message='You have a queue of that name.'),
        ),
        migrations.AddConstraint(
            model_name='savedqueue',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_queue_has_name', violation_error_message='A queue has a name.'),
        ),
        migrations.AddIndex(
            model_name='secondopinion',
            index=models.Index(condition=models.Q(('given_at__isnull', True)), fields=['asked_at'], name='opinion_asked'),
        ),
        migrations.AddIndex(
            model_name='secondopinion',
            index=models.Index(condition=models.Q(('given_at__isnull', False), ('settled_at__isnull', True)), fields=['given_at'], name='opinion_open'),
        ),
        migrations.AddConstraint(
            model_name='secondopinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', True), ('given_at__isnull', True), ('verb', '')), models.Q(('by__isnull', False), ('given_at__isnull', False), ('verb__in', (claimsdb.choices.Verb['ACCEPT'], claimsdb.choices.Verb['REJECT'], claimsdb.choices.Verb['MARK_DUPLICATE']))), _connector='OR'), name='opinion_given_whole', violation_error_message='An opinion is a verdict with who gave it and when.'),
        ),
        migrations.AddConstraint(
            model_name='secondopinion',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('verb', claimsdb.choices.Verb['REJECT']), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('verb', claimsdb.choices.Verb['REJECT']), _negated=True), ('reason', '')), _connector='OR'), name='opinion_reject_has_reason', violation_error_message='A rejection has a reason, and only a rejection.'),
        ),
        migrations.AddConstraint(
            model_name='secondopinion',
            constraint=models.CheckConstraint(condition=models.Q(('settled_at__isnull', True), ('given_at__isnull', False), _connector='OR'), name='opinion_settled_once_given', violation_error_message='Only what was said can be settled.'),
        ),
        migrations.AddConstraint(
            model_name='skip',
            constraint=models.UniqueConstraint(fields=('user', 'claim'), name='skip_once'),
        ),
    ]
