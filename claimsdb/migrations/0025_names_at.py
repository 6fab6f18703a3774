"""When an actor's name was last written: names are held in memory for as long as that stays the same."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claimsdb", "0024_failed_logins")]

    operations = [
        migrations.AddField(
            "dataversion",
            "names_at",
            models.DateTimeField(help_text="when a name or code of an actor was last written", null=True),
        ),
    ]
