"""The ASGI entry, for hosts that want one; the views are synchronous."""

from django.core.asgi import get_asgi_application

from config.start import start_or_stop

start_or_stop()
application = get_asgi_application()
