"""By what articles are found again. Those that are there wait for their fingerprint: `manage.py take_fingerprints`."""

import django.db.models.deletion
from django.db import migrations, models

# Ids alone, of a table that others go on using: a second for a million articles.
AWAIT = "INSERT INTO claimsdb_fingerprint (article_id) SELECT id FROM claimsdb_article"


class Migration(migrations.Migration):

    dependencies = [
        ('claimsdb', '0026_search_speakers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Fingerprint',
            fields=[
                ('article', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='fingerprint', serialize=False, to='claimsdb.article')),
                ('words', models.BigIntegerField(null=True)),
                ('address', models.BigIntegerField(null=True)),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['words'], name='fingerprint_words'), models.Index(condition=models.Q(('address__isnull', False)), fields=['address'], name='fingerprint_address'), models.Index(condition=models.Q(('words__isnull', True)), fields=['article'], name='fingerprint_untaken')],
            },
        ),
        migrations.CreateModel(
            name='SampleBand',
            fields=[
                ('pk', models.CompositePrimaryKey('band', 'article_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('band', models.BigIntegerField()),
                ('article', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='claimsdb.article')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AlterField(
            model_name='derivation',
            name='as_written',
            field=models.TextField(blank=True, help_text="the article's own words for it"),
        ),
        *(
            migrations.AlterField(
                model_name=model,
                name='published_on',
                field=models.DateField(blank=True, help_text='empty for a draft; readers see it from this day on', null=True),
            )
            for model in ('assessment', 'historicalassessment')
        ),
        migrations.RunSQL(AWAIT, migrations.RunSQL.noop),
    ]
