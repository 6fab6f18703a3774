"""Marks words of claims that editors set before anybody looked whether the article has them; and gives words of speakers
and figures that the article has the place that they lacked, by which they are told from an editor's own. What is on
record of the claim's version says the same then. It works in batches, and may be cut off and run again: what is done already comes out the same.
"""

from django.db import migrations, models, transaction

BATCH = 200  # claims in memory, with the texts of their articles
COLUMNS = {"hedge": "hedge", "said_on": "said_as_written", "event_on": "event_as_written"}


def mark(apps, schema_editor):
    alias = schema_editor.connection.alias
    claims = apps.get_model("claimsdb", "Claim")._base_manager.using(alias)
    versions = apps.get_model("claimsdb", "ClaimVersion")._base_manager.using(alias)
    set_by_editors = claims.exclude(amended=[]).order_by("pk").select_related("article")
    beyond = 0
    while found := list(set_by_editors.filter(pk__gt=beyond).defer("found")[:BATCH]):
        with transaction.atomic(using=alias):
            for claim in found:
                if words := own_words(claim):
                    claims.filter(pk=claim.pk).update(editors_words=words)
                    for version in versions.filter(claim=claim.pk, version=claim.version):
                        version.columns["editors_words"] = words
                        version.save(update_fields=["columns"])
        beyond = found[-1].pk


def place(apps, schema_editor):
    alias = schema_editor.connection.alias
    versions = apps.get_model("claimsdb", "ClaimVersion")._base_manager.using(alias)
    for name, listed in (("Attribution", "attributions"), ("Quantity", "quantities")):
        rows = apps.get_model("claimsdb", name)._base_manager.using(alias)
        without = rows.filter(start__isnull=True).exclude(as_written="").order_by("pk")
        beyond = 0
        while found := list(without.filter(pk__gt=beyond).select_related("claim__article")[:BATCH]):
            with transaction.atomic(using=alias):
                placed = set()
                for row in found:
                    if (start := nearest_start(row)) is not None:
                        rows.filter(pk=row.pk).update(start=start, end=start + len(row.as_written))
                        placed.add(row.claim_id)
                for version in versions.filter(claim__in=placed, version=models.F("claim__version")):
                    put_on_record(version, listed, rows.filter(claim=version.claim_id).order_by("order"))
            beyond = found[-1].pk


def put_on_record(version, listed, rows):
    """Gives what the version has in that list the places of the rows, where it is the same rows."""
    kept, now = getattr(version, listed), list(rows)
    if kept is None or [row["as_written"] for row in kept] != [row.as_written for row in now]:
        return
    for said, row in zip(kept, now, strict=True):
        said["start"], said["end"] = row.start, row.end
    version.save(update_fields=[listed])


def nearest_start(row):
    """Where the words stand: in the claim, or else nearest to it."""
    text, near = row.claim.article.text, row.claim.start or 0
    after, before = text.find(row.as_written, near), text.rfind(row.as_written, 0, near)
    starts = [start for start in (after, before) if start >= 0]
    return min(starts, key=lambda start: abs(start - near), default=None)


def own_words(claim):
    """The names of what an editor set and the article does not have, in whatever case; hedges one by one."""
    text = " ".join(claim.article.text.split()).casefold()
    return [
        name
        for name, column in sorted(COLUMNS.items())
        if column in claim.amended
        and not all(" ".join(part.split()).casefold() in text for part in getattr(claim, column).split(", "))
    ]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("claimsdb", "0020_editors_words")]

    operations = [
        migrations.RunPython(mark, migrations.RunPython.noop),
        migrations.RunPython(place, migrations.RunPython.noop),
    ]
