"""Articles that wait in the queue name the function that reads them by its module, which has moved."""

from django.db import migrations

OLD, NEW = "claimsdb.loading.tasks.take_in_article", "claimsdb.ingest.queue.tasks.take_in_article"


def rename(old, new):
    def run(apps, schema_editor):
        tasks = apps.get_model("django_tasks_database", "DBTaskResult")
        tasks.objects.using(schema_editor.connection.alias).filter(task_path=old).update(task_path=new)

    return run


class Migration(migrations.Migration):
    dependencies = [
        ("claimsdb", "0010_desk_queues"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
    ]
    operations = [migrations.RunPython(rename(OLD, NEW), rename(NEW, OLD))]
