"""What is kept of questions beside them: what each answer says, and the relations that decide whether answers agree; and
which derivations editors have refused. `migrate` fills the first two at its end."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claimsdb', '0035_questions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerEntry',
            fields=[
                ('answer', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='claimsdb.answer')),
                ('day', models.DateField(help_text='by which its article was published', null=True)),
                ('says', models.CharField(max_length=200)),
                ('is_figure', models.BooleanField()),
                ('states', models.BooleanField()),
                ('several', models.BooleanField()),
                ('article', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='claimsdb.article')),
                ('claim', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='claimsdb.claim')),
                ('question', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='claimsdb.question')),
            ],
            options={
                'verbose_name_plural': 'answer entries',
                'default_permissions': (),
                'indexes': [models.Index(fields=['claim', 'question'], name='answerentry_by_claim'), models.Index(fields=['question', 'article'], name='answerentry_by_article'), models.Index(fields=['question', 'day'], name='answerentry_by_day'), models.Index(fields=['question', 'says', 'states'], name='answerentry_by_says'), models.Index(condition=models.Q(('several', True)), fields=['question'], name='answerentry_of_several')],
            },
        ),
        migrations.CreateModel(
            name='RefusedDerivation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refused_derivations', to='claimsdb.article')),
                ('original', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='claimsdb.article')),
                ('who', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('article', 'original'), name='refusedderivation_once')],
            },
        ),
        migrations.CreateModel(
            name='RelationEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('question', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='claimsdb.question')),
                ('relation', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='claimsdb.relation')),
            ],
            options={
                'verbose_name_plural': 'relation entries',
                'default_permissions': (),
                'indexes': [models.Index(fields=['question', 'kind'], name='relationentry_by_kind'), models.Index(fields=['relation'], name='relationentry_relation')],
            },
        ),
    ]
