"""What the production server serves: `gunicorn claimsdb.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "claimsdb.settings")
application = get_wsgi_application()
