"""What an older release, at work beside 0013, has written to the histories since. As 0013, it may be cut off and run again.

What that release writes after this is lost with the tables: it has to be stopped before.
"""

from django.db import migrations

from claimsdb.migrations._histories import convert


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("claimsdb", "0013_histories_to_versions")]

    operations = [migrations.RunPython(convert, migrations.RunPython.noop)]
