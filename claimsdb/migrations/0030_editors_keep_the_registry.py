"""Editors may take out of the registry what nothing refers to: a name that was mistyped, an actor entered twice."""

from django.db import migrations

MODELS = ["actor", "actorcode", "actorname", "affiliation", "source"]


def allow(apps, schema_editor):
    """The permissions are there since 0002, which gives editors those to add and to change."""
    Permission, Group = apps.get_model("auth", "Permission"), apps.get_model("auth", "Group")
    deleting = [f"delete_{model}" for model in MODELS]
    permissions = Permission.objects.filter(content_type__app_label="claimsdb", codename__in=deleting)
    for group in Group.objects.filter(name="Editor"):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [("claimsdb", "0029_kept_answers")]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]
