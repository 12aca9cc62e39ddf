"""The WSGI entry: `gunicorn config.wsgi`."""

from django.core.wsgi import get_wsgi_application

from config.start import start_or_stop

start_or_stop()
application = get_wsgi_application()
