"""claimsdb's settings for the idiomatic API: Django REST framework as it comes."""

from claimsdb.settings import *  # noqa: F403
from claimsdb.settings import DATABASES

ROOT_URLCONF = "tests.benchmarks.idiomatic"
REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.DjangoModelPermissionsOrAnonReadOnly"]}
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "django.middleware.common.CommonMiddleware"]
MIDDLEWARE += ["django.contrib.sessions.middleware.SessionMiddleware"]
MIDDLEWARE += ["django.contrib.auth.middleware.AuthenticationMiddleware"]
if "options" in DATABASES["default"]["OPTIONS"]:
    del DATABASES["default"]["OPTIONS"]["options"]  # its statements take longer than ours may
