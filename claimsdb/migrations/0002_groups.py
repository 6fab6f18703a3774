"""The two groups of people: editors, who review, and readers, who see what is not yet public."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

EDITOR_CHANGES = ["source", "article", "derivation", "actor", "actorcode", "actorname", "affiliation", "claim"]


def create_groups(apps, schema_editor):
    _create_permissions_now(apps)
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ours = Permission.objects.filter(content_type__app_label="claimsdb")
    reading = ours.filter(codename__startswith="view_")
    changing = [f"{verb}_{model}" for verb in ("add", "change") for model in EDITOR_CHANGES]
    editing = ours.filter(codename__in=[*changing, "review_claim"])
    Group.objects.get_or_create(name="Reader")[0].permissions.add(*reading)
    Group.objects.get_or_create(name="Editor")[0].permissions.add(*reading, *editing)


def _create_permissions_now(apps):
    """Django creates permissions after the last migration; the groups need them before."""
    config = apps.get_app_config("claimsdb")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None


def delete_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=["Reader", "Editor"]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("claimsdb", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create_groups, delete_groups)]
