"""Articles without a public claim become drafts, in batches; run again, it finds what is left."""

from django.conf import settings
from django.db import migrations, models
from django.db.models import Exists, Max, OuterRef

BATCH = 5000  # articles


def hide_articles_without_public_claims(apps, schema_editor):
    Article, Claim = (apps.get_model("claimsdb", name) for name in ("Article", "Claim"))
    public = Claim.objects.filter(article=OuterRef("pk"), status__in=settings.CLAIMSDB_PUBLIC_STATUSES)
    hidden = Article.objects.filter(~Exists(public), state="public", state_by_editor=False)
    last = Article.objects.aggregate(last=Max("pk"))["last"] or 0
    for start in range(0, last, BATCH):
        hidden.filter(pk__gt=start, pk__lte=start + BATCH).update(state="draft")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("claimsdb", "0016_publication")]

    operations = [
        migrations.RunPython(hide_articles_without_public_claims, migrations.RunPython.noop),
        *(
            migrations.AlterField(
                model_name=model,
                name="state",
                field=models.CharField(
                    choices=[("draft", "draft"), ("public", "public"), ("withdrawn", "withdrawn")],
                    default="draft",
                    help_text="readers see public ones, and are told of withdrawn ones that they are gone",
                    max_length=20,
                ),
            )
            for model in ("article", "historicalarticle")
        ),
    ]
