"""Whether a part in a claim is the actor's own or an official's. It stays null in the rows that are there, which are
filled after `migrate`."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("claimsdb", "0021_mark_editors_words")]

    operations = [
        migrations.AddField(
            model_name="part",
            name="official",
            field=models.BooleanField(null=True),
        ),
    ]
