"""The WSGI entry: `gunicorn config.wsgi`."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from config.patience import limit_waiting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
limit_waiting(connections.settings.values(), settings.DATABASE_TIMEOUT)
