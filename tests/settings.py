"""claimsdb's own settings, with what a test run needs to be quick and the same everywhere."""

import os

os.environ.setdefault("SECRET_KEY", "for-tests-only")
os.environ.update(DEBUG="false", HTTPS="false", ENV_FILE=os.devnull, DATABASE_REPLICA_URL="")

from claimsdb.settings import *  # noqa: F403
from claimsdb.settings import MIDDLEWARE, RATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# It looks for the files that collectstatic gathers, which no test does without a server of its own.
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
# An answer that a test does not read to its end would keep its place.
MIDDLEWARE.remove("api.http.exports.ExportLimit")
THROTTLES = dict.fromkeys(RATES)  # a test that is about them sets its own
