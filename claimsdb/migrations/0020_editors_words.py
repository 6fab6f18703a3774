"""Which of a claim's words are an editor's, and not the article's. What was amended before is marked by the next."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claimsdb", "0019_search_closed")]

    operations = [
        migrations.AddField(
            model_name='claim',
            name='editors_words',
            field=models.JSONField(blank=True, default=list, help_text='of hedge, said_on and event_on those whose words the article has not'),
        ),
    ]
