"""The contact room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactConfig(AppConfig):
    """Contact channels, their opening hours and the page that lists them."""

    name = "contact"
    verbose_name = _("Contact")
    default_auto_field = "django.db.models.BigAutoField"
