"""The WSGI entry: `gunicorn config.wsgi`."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

from config.bodies import Request
from config.patience import limit_waiting
from config.start import start_or_stop

start_or_stop()
application = get_wsgi_application()
limit_waiting(connections.settings.values(), settings.DATABASE_TIMEOUT)
application.request_class = Request
