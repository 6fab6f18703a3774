"""What is public: the state of articles and sources, whether texts are shown, notes for readers.

What is there was public as it was taken in; 0017 makes drafts of those articles that have no public claim.
"""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('claimsdb', '0015_drop_histories'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='state',
            field=models.CharField(choices=[('draft', 'draft'), ('public', 'public'), ('withdrawn', 'withdrawn')], default='public', help_text='readers see public ones, and are told of withdrawn ones that they are gone', max_length=20),
        ),
        migrations.AddField(
            model_name='article',
            name='state_by_editor',
            field=models.BooleanField(default=False, help_text='whether an editor has set the state; else it is public with its first public claim'),
        ),
        migrations.AddField(
            model_name='decision',
            name='public_note',
            field=models.TextField(blank=True, help_text='for readers'),
        ),
        migrations.AddField(
            model_name='historicalarticle',
            name='state',
            field=models.CharField(choices=[('draft', 'draft'), ('public', 'public'), ('withdrawn', 'withdrawn')], default='public', help_text='readers see public ones, and are told of withdrawn ones that they are gone', max_length=20),
        ),
        migrations.AddField(
            model_name='historicalarticle',
            name='state_by_editor',
            field=models.BooleanField(default=False, help_text='whether an editor has set the state; else it is public with its first public claim'),
        ),
        migrations.AddField(
            model_name='historicalsource',
            name='state',
            field=models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed')], default='confirmed', help_text='proposed by an article until an editor confirms it; readers see confirmed ones alone', max_length=20),
        ),
        migrations.AddField(
            model_name='historicalsource',
            name='texts',
            field=models.CharField(blank=True, choices=[('full', 'full'), ('quotes', 'quotes')], help_text='what readers get of its articles; empty as the setting CLAIMSDB_PUBLIC_TEXTS has it', max_length=20),
        ),
        migrations.AddField(
            model_name='source',
            name='state',
            field=models.CharField(choices=[('proposed', 'proposed'), ('confirmed', 'confirmed')], default='confirmed', help_text='proposed by an article until an editor confirms it; readers see confirmed ones alone', max_length=20),
        ),
        migrations.AddField(
            model_name='source',
            name='texts',
            field=models.CharField(blank=True, choices=[('full', 'full'), ('quotes', 'quotes')], help_text='what readers get of its articles; empty as the setting CLAIMSDB_PUBLIC_TEXTS has it', max_length=20),
        ),
        migrations.AlterField(
            model_name='decision',
            name='note',
            field=models.TextField(blank=True, help_text='for editors alone'),
        ),
    ]
