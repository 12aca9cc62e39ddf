"""The ASGI entry, for hosts that want one; the views are synchronous."""

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import connections

from config.bodies import AsyncRequest
from config.patience import limit_waiting
from config.start import start_or_stop

start_or_stop()
application = get_asgi_application()
limit_waiting(connections.settings.values(), settings.DATABASE_TIMEOUT)
application.request_class = AsyncRequest
