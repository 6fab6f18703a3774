"""Articles in which claims were not looked for to the end, as a limit was reached."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claimsdb', '0039_claim_reviews'),
    ]

    operations = [
        migrations.CreateModel(
            name='ExtractionCut',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='extraction_cut', serialize=False, to='claimsdb.article')),
                ('at', models.PositiveIntegerField(help_text='the code point up to which they were')),
                ('reason', models.CharField(help_text='which limit, and the setting that has it', max_length=200)),
            ],
            options={
                'default_permissions': (),
            },
        ),
    ]
