"""The ASGI entry, for hosts that want one; the views are synchronous."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application
from django.db import connections

from config.patience import limit_waiting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_asgi_application()
limit_waiting(connections.settings.values(), settings.DATABASE_TIMEOUT)
