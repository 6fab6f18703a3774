"""What actors and sources went by that were merged into others."""

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claimsdb', '0027_fingerprints'),
    ]

    operations = [
        migrations.CreateModel(
            name='MergedActor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=100, unique=True)),
                ('was', models.BigIntegerField(unique=True)),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merged', to='claimsdb.actor')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(django.db.models.functions.text.Upper('slug'), name='mergedactor_slug_any_case')],
            },
        ),
        migrations.CreateModel(
            name='MergedSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=100, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('domain', models.CharField(blank=True, max_length=253)),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merged', to='claimsdb.source')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(condition=models.Q(('domain', ''), _negated=True), fields=('domain',), name='mergedsource_domain_unique')],
            },
        ),
    ]
