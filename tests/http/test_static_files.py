"""What `serve` has collected of static files."""

import json
import os

from django.core.management import call_command


def test_a_changed_static_file_is_collected_whatever_its_time(settings, tmp_path):
    """An upgrade may bring files that are older than what was collected last."""
    style, root = tmp_path / "origin/style.css", tmp_path / "static"
    style.parent.mkdir()
    settings.STATIC_ROOT, settings.STATICFILES_DIRS = str(root), [style.parent]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    for content in ("a{}", "b{}"):
        style.write_text(content)
        os.utime(style, (0, 0))
        call_command("collectstatic", interactive=False, verbosity=0)
        served = json.loads((root / "staticfiles.json").read_text())["paths"]["style.css"]
        assert (root / served).read_text() == content
    assert len(list(root.glob("style.*.css"))) == 2  # a page that is open finds its own
