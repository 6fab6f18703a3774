"""claimsdb's own settings, with what a test run needs to be quick and the same everywhere."""

import os

os.environ.setdefault("SECRET_KEY", "for-tests-only")
os.environ.update(DEBUG="false", HTTPS="false")

from claimsdb.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
