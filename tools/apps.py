"""The room of the computed helpers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ToolsConfig(AppConfig):
    """Answers that compute: a date or an amount for the customer's own case."""

    name = "tools"
    verbose_name = _("Helpers")
