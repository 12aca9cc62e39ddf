"""The FAQ room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FaqConfig(AppConfig):
    """FAQ categories and entries, their revisions and their pages."""

    name = "faq"
    verbose_name = _("FAQ")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell search what is live here, and the insights what their slugs stand for."""
        from faq.feedback import entry_names
        from faq.findable import live_entries
        from insights.subjects import register_names
        from search.documents import register

        register("faq", live_entries)
        register_names("entry", entry_names)
