"""The contact room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactConfig(AppConfig):
    """Contact channels, their opening hours and the page that lists them."""

    name = "contact"
    verbose_name = _("Contact")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell what offers a channel in the place of another, before it is withdrawn."""
        from contact.publishing import channels_offering
        from ground.needs import register_leader

        register_leader("channel", channels_offering)
