"""The FAQ room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FaqConfig(AppConfig):
    """FAQ categories and entries, their revisions and their pages."""

    name = "faq"
    verbose_name = _("FAQ")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell search what is live here, the insights what their slugs stand for, and what is withdrawn who links to it."""
        from faq.feedback import entry_names
        from faq.findable import live_entries
        from faq.needs import entries_linking_to_entries, entries_linking_to_guides
        from ground.needs import register_leader
        from insights.subjects import register_names
        from search.documents import register

        register("faq", live_entries)
        register_leader("entry", entries_linking_to_entries)
        register_leader("guide", entries_linking_to_guides)
        register_names("entry", entry_names)
