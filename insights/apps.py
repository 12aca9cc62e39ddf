"""The room of the counts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    """Counts without people: guides, steps, choices, searches, votes."""

    name = "insights"
    verbose_name = _("Insights")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """See to it that a normal stop loses no counts."""
        from insights.counting import write_before_stop

        write_before_stop()
