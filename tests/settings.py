"""claimsdb's own settings, with what a test run needs to be quick and the same everywhere."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "for-tests-only")
os.environ.update(DEBUG="false", HTTPS="false", ENV_FILE=os.devnull, DATABASE_REPLICA_URL="")

from claimsdb.settings import *  # noqa: F403
from claimsdb.settings import DATABASES, MIDDLEWARE, RATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# It looks for the files that collectstatic gathers, which no test does without a server of its own.
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
THROTTLES = dict.fromkeys(RATES)  # a test that is about them sets its own
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, because threads share it; of this process alone, because other test runs have theirs.
    file_name = f"claimsdb-test-{os.getpid()}.sqlite3"
    DATABASES["default"]["TEST"] = {"NAME": str(Path(tempfile.gettempdir()) / file_name)}
