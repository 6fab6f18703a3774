"""Questions, which claims answer them and how claims stand to each other, with what is decided of it; and, kept beside,
whether answers agree."""

import claimsdb.choices
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claimsdb', '0034_what_a_figure_says_holds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=100, unique=True)),
                ('title', models.CharField(help_text='ends in a question mark', max_length=300)),
                ('answer', models.CharField(choices=[('number', 'number'), ('yes_no', 'yes no'), ('date', 'date'), ('who', 'who'), ('open', 'open')], help_text='what it asks for', max_length=20)),
                ('measure', models.CharField(blank=True, help_text='what is counted: troops', max_length=100)),
                ('unit', models.CharField(blank=True, help_text='of one of them: person, item, percent, USD', max_length=30)),
                ('scope_from', models.DateField(blank=True, null=True)),
                ('scope_to', models.DateField(blank=True, null=True)),
                ('status', models.CharField(choices=[('proposed', 'proposed'), ('open', 'open'), ('closed', 'closed'), ('merged', 'merged')], default=claimsdb.choices.QuestionStatus['OPEN'], max_length=20)),
                ('note', models.TextField(blank=True, help_text='for editors alone')),
                ('rule', models.CharField(blank=True, help_text="by which it was proposed; empty for an editor's", max_length=50)),
                ('version', models.PositiveIntegerField(default=1, help_text='rises with every write of what others see')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='claimsdb.question')),
            ],
            options={
                'ordering': ['slug'],
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn'), ('needs_recheck', 'needs recheck')], default=claimsdb.choices.LinkState['PROPOSED'], max_length=20)),
                ('rule', models.CharField(blank=True, help_text="by which it was proposed; empty for an editor's", max_length=50)),
                ('rule_version', models.CharField(blank=True, max_length=20)),
                ('reason', models.JSONField(blank=True, default=dict)),
                ('compared', models.CharField(blank=True, max_length=32)),
                ('version', models.PositiveIntegerField(default=1, help_text='rises with every write')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('kind', models.CharField(choices=[('contradicts', 'contradicts'), ('denies', 'denies'), ('confirms', 'confirms'), ('supports', 'supports'), ('qualifies', 'qualifies'), ('repeats', 'repeats'), ('updates', 'updates'), ('same_origin', 'same origin')], max_length=20)),
                ('about', models.CharField(choices=[('value', 'value'), ('existence', 'existence'), ('time', 'time'), ('speaker', 'speaker'), ('place', 'place'), ('reading', 'reading')], max_length=20)),
                ('strength', models.CharField(choices=[('certain', 'certain'), ('possible', 'possible')], default=claimsdb.choices.Strength['CERTAIN'], max_length=20)),
                ('a', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations_from', to='claimsdb.claim')),
                ('b', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relations_to', to='claimsdb.claim')),
                ('question', models.ForeignKey(blank=True, help_text='the one to which both answer, if it is one', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='relations', to='claimsdb.question')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='derivation',
            name='proposed',
            field=models.BooleanField(default=False, help_text='by the machine; for editors alone until one confirms it'),
        ),
        migrations.AlterField(
            model_name='lease',
            name='holder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='rowchange',
            name='kind',
            field=models.CharField(choices=[('actor', 'actor'), ('source', 'source'), ('article', 'article'), ('assessment', 'assessment'), ('question', 'question'), ('answer', 'answer'), ('relation', 'relation')], max_length=20),
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn'), ('needs_recheck', 'needs recheck')], default=claimsdb.choices.LinkState['PROPOSED'], max_length=20)),
                ('rule', models.CharField(blank=True, help_text="by which it was proposed; empty for an editor's", max_length=50)),
                ('rule_version', models.CharField(blank=True, max_length=20)),
                ('reason', models.JSONField(blank=True, default=dict)),
                ('compared', models.CharField(blank=True, max_length=32)),
                ('version', models.PositiveIntegerField(default=1, help_text='rises with every write')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('figure', models.PositiveSmallIntegerField(blank=True, help_text="the order of the claim's figure", null=True)),
                ('value', models.CharField(blank=True, help_text='in a word, where it is no figure: yes, no, 2024-06', max_length=100)),
                ('part', models.CharField(choices=[('states', 'states'), ('repeats', 'repeats'), ('presupposes', 'presupposes')], default=claimsdb.choices.AnswerPart['STATES'], max_length=20)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='claimsdb.claim')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='claimsdb.question')),
            ],
            options={
                'ordering': ['question', 'claim__article__file_name', 'claim__start', 'claim__key', 'figure'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalQuestionActor',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('part', models.CharField(choices=[('subject', 'subject'), ('place', 'place')], max_length=20)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('actor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='claimsdb.actor')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('question', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='claimsdb.question')),
            ],
            options={
                'verbose_name': 'historical question actor',
                'verbose_name_plural': 'historical question actors',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalQuestion',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('slug', models.SlugField(max_length=100)),
                ('title', models.CharField(help_text='ends in a question mark', max_length=300)),
                ('answer', models.CharField(choices=[('number', 'number'), ('yes_no', 'yes no'), ('date', 'date'), ('who', 'who'), ('open', 'open')], help_text='what it asks for', max_length=20)),
                ('measure', models.CharField(blank=True, help_text='what is counted: troops', max_length=100)),
                ('unit', models.CharField(blank=True, help_text='of one of them: person, item, percent, USD', max_length=30)),
                ('scope_from', models.DateField(blank=True, null=True)),
                ('scope_to', models.DateField(blank=True, null=True)),
                ('status', models.CharField(choices=[('proposed', 'proposed'), ('open', 'open'), ('closed', 'closed'), ('merged', 'merged')], default=claimsdb.choices.QuestionStatus['OPEN'], max_length=20)),
                ('note', models.TextField(blank=True, help_text='for editors alone')),
                ('rule', models.CharField(blank=True, help_text="by which it was proposed; empty for an editor's", max_length=50)),
                ('version', models.PositiveIntegerField(default=1, help_text='rises with every write of what others see')),
                ('created_at', models.DateTimeField(blank=True, editable=False)),
                ('updated_at', models.DateTimeField(blank=True, editable=False)),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='claimsdb.question')),
            ],
            options={
                'verbose_name': 'historical question',
                'verbose_name_plural': 'historical questions',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='QuestionActor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('subject', 'subject'), ('place', 'place')], max_length=20)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='claimsdb.actor')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scope', to='claimsdb.question')),
            ],
            options={
                'ordering': ['question', 'part', 'actor__slug'],
            },
        ),
        migrations.CreateModel(
            name='RelationLease',
            fields=[
                ('token', models.CharField(max_length=16)),
                ('expires_at', models.DateTimeField()),
                ('relation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='lease', serialize=False, to='claimsdb.relation')),
            ],
            options={
                'ordering': ['expires_at'],
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='RelationDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('verb', models.CharField(choices=[('propose', 'propose'), ('confirm', 'confirm'), ('reject', 'reject'), ('amend', 'amend'), ('reopen', 'reopen'), ('withdraw', 'withdraw'), ('recheck', 'recheck'), ('move', 'move'), ('undo', 'undo')], max_length=20)),
                ('columns', models.JSONField()),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('recorded_at', models.DateTimeField(auto_now_add=True, help_text='when it was written here')),
                ('note', models.TextField(blank=True, help_text='for editors alone')),
                ('public_note', models.TextField(blank=True, help_text='for readers')),
                ('undoes', models.PositiveIntegerField(blank=True, help_text='the version whose decision it takes back', null=True)),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='claimsdb.relation')),
                ('who', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['link', 'version'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AnswerDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('verb', models.CharField(choices=[('propose', 'propose'), ('confirm', 'confirm'), ('reject', 'reject'), ('amend', 'amend'), ('reopen', 'reopen'), ('withdraw', 'withdraw'), ('recheck', 'recheck'), ('move', 'move'), ('undo', 'undo')], max_length=20)),
                ('columns', models.JSONField()),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('recorded_at', models.DateTimeField(auto_now_add=True, help_text='when it was written here')),
                ('note', models.TextField(blank=True, help_text='for editors alone')),
                ('public_note', models.TextField(blank=True, help_text='for readers')),
                ('undoes', models.PositiveIntegerField(blank=True, help_text='the version whose decision it takes back', null=True)),
                ('link', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='claimsdb.answer')),
                ('who', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['link', 'version'],
                'abstract': False,
                'indexes': [models.Index(fields=['who', '-decided_at'], name='answerdecision_by_editor')],
                'constraints': [models.UniqueConstraint(fields=('link', 'version'), name='answerdecision_one_per_version'), models.CheckConstraint(condition=models.Q(models.Q(('undoes__isnull', False), ('undoes__lt', models.F('version')), ('verb', claimsdb.choices.LinkVerb['UNDO'])), models.Q(models.Q(('verb', claimsdb.choices.LinkVerb['UNDO']), _negated=True), ('undoes__isnull', True)), _connector='OR'), name='answerdecision_undo_names_one', violation_error_message='What is undone is an earlier decision, and only an undo names one.'), models.UniqueConstraint(condition=models.Q(('undoes__isnull', False)), fields=('link', 'undoes'), name='answerdecision_undone_once', violation_error_message='A decision is undone once.')],
            },
        ),
        migrations.CreateModel(
            name='QuestionEntry',
            fields=[
                ('question', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='entry', serialize=False, to='claimsdb.question')),
                ('agreement', models.CharField(max_length=20)),
                ('statements', models.PositiveIntegerField()),
                ('articles', models.PositiveIntegerField()),
                ('figures', models.PositiveIntegerField()),
                ('first_day', models.DateField(help_text='on which one of them was published', null=True)),
                ('last_day', models.DateField(null=True)),
            ],
            options={
                'verbose_name_plural': 'question entries',
                'default_permissions': (),
                'indexes': [models.Index(fields=['agreement', 'question'], name='questionentry_by_agreement')],
            },
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['status', 'slug'], name='question_by_status'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(condition=models.Q(('measure', ''), _negated=True), fields=['measure'], name='question_measure'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('title__endswith', '?')), name='question_asks', violation_error_message='A question ends in a question mark.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('scope_from__isnull', True), ('scope_to__isnull', True), ('scope_to__gte', models.F('scope_from')), _connector='OR'), name='question_time_ordered', violation_error_message='The time that it asks about ends before it starts.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('status', claimsdb.choices.QuestionStatus['MERGED'])), models.Q(models.Q(('status', claimsdb.choices.QuestionStatus['MERGED']), _negated=True), ('merged_into__isnull', True)), _connector='OR'), name='question_merged_names_other', violation_error_message='A merged question names the one that it leads to, and only a merged one.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='question_not_merged_into_itself', violation_error_message='A question is not merged into itself.'),
        ),
        migrations.AddConstraint(
            model_name='question',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='question_version_counts_from_1', violation_error_message='Versions count from 1.'),
        ),
        migrations.AddIndex(
            model_name='answer',
            index=models.Index(fields=['claim', 'state'], name='answer_by_claim'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='answer_version_counts_from_1', violation_error_message='Versions count from 1.'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', claimsdb.choices.LinkState['WITHDRAWN']), _negated=True), models.Q(('rule', ''), _negated=True), _connector='OR'), name='answer_machines_has_rule', violation_error_message='Only what a rule has proposed is withdrawn.'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(fields=('question', 'claim', 'figure'), name='answer_once_a_figure', violation_error_message='The claim answers this question by that figure already.'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.UniqueConstraint(condition=models.Q(('figure__isnull', True)), fields=('question', 'claim'), name='answer_once_in_words', violation_error_message='The claim answers this question in words already.'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('figure__isnull', True), ('value', ''), _connector='OR'), name='answer_figure_or_words', violation_error_message='An answer is a figure of the claim, or in words, and not both.'),
        ),
        migrations.AddConstraint(
            model_name='questionactor',
            constraint=models.UniqueConstraint(fields=('question', 'part', 'actor'), name='questionactor_once'),
        ),
        migrations.AddField(
            model_name='relationlease',
            name='holder',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='relation',
            index=models.Index(fields=['state', 'kind', 'id'], name='relation_by_state'),
        ),
        migrations.AddIndex(
            model_name='relation',
            index=models.Index(fields=['b', 'kind'], name='relation_to'),
        ),
        migrations.AddIndex(
            model_name='relation',
            index=models.Index(condition=models.Q(('state__in', (claimsdb.choices.LinkState['PROPOSED'], claimsdb.choices.LinkState['NEEDS_RECHECK']))), fields=['strength', 'id'], name='relation_undecided'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='relation_version_counts_from_1', violation_error_message='Versions count from 1.'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', claimsdb.choices.LinkState['WITHDRAWN']), _negated=True), models.Q(('rule', ''), _negated=True), _connector='OR'), name='relation_machines_has_rule', violation_error_message='Only what a rule has proposed is withdrawn.'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.UniqueConstraint(fields=('a', 'b', 'kind'), name='relation_once', violation_error_message='These claims are related so already.'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Least('a', 'b'), django.db.models.functions.comparison.Greatest('a', 'b'), models.F('kind'), condition=models.Q(('kind__in', (claimsdb.choices.RelationKind['CONTRADICTS'], claimsdb.choices.RelationKind['REPEATS'], claimsdb.choices.RelationKind['SAME_ORIGIN']))), name='relation_once_both_ways', violation_error_message='These claims are related so already.'),
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.CheckConstraint(condition=models.Q(('a', models.F('b')), _negated=True), name='relation_between_two', violation_error_message='A claim is not related to itself.'),
        ),
        migrations.AddIndex(
            model_name='relationdecision',
            index=models.Index(fields=['who', '-decided_at'], name='relationdecision_by_editor'),
        ),
        migrations.AddConstraint(
            model_name='relationdecision',
            constraint=models.UniqueConstraint(fields=('link', 'version'), name='relationdecision_one_per_version'),
        ),
        migrations.AddConstraint(
            model_name='relationdecision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undoes__isnull', False), ('undoes__lt', models.F('version')), ('verb', claimsdb.choices.LinkVerb['UNDO'])), models.Q(models.Q(('verb', claimsdb.choices.LinkVerb['UNDO']), _negated=True), ('undoes__isnull', True)), _connector='OR'), name='relationdecision_undo_names_one', violation_error_message='What is undone is an earlier decision, and only an undo names one.'),
        ),
        migrations.AddConstraint(
            model_name='relationdecision',
            constraint=models.UniqueConstraint(condition=models.Q(('undoes__isnull', False)), fields=('link', 'undoes'), name='relationdecision_undone_once', violation_error_message='A decision is undone once.'),
        ),
    ]
