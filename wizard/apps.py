"""The room of the guides."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WizardConfig(AppConfig):
    """Guides: edited as rows, published as revisions, walked as pages."""

    name = "wizard"
    verbose_name = _("Guides and home")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell the rooms beneath what is live here, what it needs of them, and how a way is worded."""
        from contact.ways import register_noter, register_worder
        from faq.links import register_guides
        from ground import needs
        from insights import subjects
        from search.documents import register
        from search.shortcuts import register_shortcut
        from wizard.feedback import entry_subject, flow_names, step_subject
        from wizard.findable import live_guides
        from wizard.handoff import page_of_code, text_of_code
        from wizard.needs import (
            answers_of_channels,
            answers_of_entries,
            steps_leading_to_guides,
            steps_linking_to_entries,
        )
        from wizard.publishing import published_guides
        from wizard.tally import count_asked

        register("wizard", live_guides)
        register_shortcut(page_of_code)
        register_guides(published_guides)
        register_worder(text_of_code)
        register_noter(count_asked)
        subjects.register("step", step_subject)
        subjects.register("entry", entry_subject)
        subjects.register_names("flow", flow_names)
        needs.register("entry", answers_of_entries)
        needs.register("channel", answers_of_channels)
        needs.register_leader("guide", steps_leading_to_guides)
        needs.register_leader("entry", steps_linking_to_entries)
