"""The index by the machine's confidence alone, which no queue goes by any more."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('claimsdb', '0044_calibrated_queue'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='claim',
            name='claim_least_certain',
        ),
    ]
