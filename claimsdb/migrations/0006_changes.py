from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claimsdb', '0005_claims_by_rule'),
    ]

    operations = [
        migrations.CreateModel(
            name='DataVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('public_number', models.BigIntegerField(default=0)),
                ('public_at', models.DateTimeField(null=True)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('claim', models.BigIntegerField(db_column='claim_id', primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=16)),
                ('number', models.BigIntegerField()),
                ('shown', models.BooleanField()),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['number', 'claim'], name='change_in_order'), models.Index(condition=models.Q(('shown', True)), fields=['number', 'claim'], name='change_shown_in_order')],
            },
        ),
    ]
