"""The ASGI entry, for hosts that want one; the views are synchronous."""

import os

from django.core.asgi import get_asgi_application

from config.bodies import AsyncRequest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_asgi_application()
application.request_class = AsyncRequest
