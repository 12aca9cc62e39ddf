"""What was published: looked at and published anew, never changed."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.admin import LookingAdmin, PublishedFilter
from ground.text import Text
from wizard.admin.fields import GuideFilter
from wizard.admin.telling import tell, tell_refusal
from wizard.models import Mention, PublishedStep, Revision
from wizard.publishing import NotPublishable, restore


def pretty(data: Any) -> SafeString:
    """JSON values as somebody can read them."""
    return format_html("<pre>{}</pre>", json.dumps(data, ensure_ascii=False, indent=2))


class LiveFilter(PublishedFilter):
    """What customers walk today."""

    title = _("live today")
    parameter_name = "live"
    live = Q(flow__live=F("pk"))


class OfLiveFilter(LiveFilter):
    """What belongs to a revision that customers walk today."""

    live = Q(revision__flow__live=F("revision"))


class OfGuideFilter(GuideFilter):
    """What belongs to the revisions of one guide."""

    lookup = "revision__flow__slug"


@admin.register(Revision)
class RevisionAdmin(LookingAdmin):
    """Revisions of guides."""

    list_display = ["name", "flow", "number", "is_live", "created_at", "author", "note"]
    list_filter = [GuideFilter, LiveFilter]
    list_select_related = ["flow", "author"]
    search_fields = ["flow__slug", "flow__title_ja", "flow__title_en", "note"]
    search_help_text = _("Guide or note")
    ordering = ["-pk"]
    sortable_by = ()
    actions = ["restore_chosen"]
    fields = [
        "flow",
        "number",
        "is_live",
        "created_at",
        "author",
        "note",
        "title",
        "summary",
        "start",
        "steps",
    ]

    @admin.display(description=_("revision"))
    def name(self, revision: Revision) -> str:
        """Guide and number."""
        return str(revision)

    @admin.display(description=_("live today"), boolean=True)
    def is_live(self, revision: Revision) -> bool:
        """Whether customers walk it."""
        return revision.flow.live_id == revision.pk

    @admin.display(description=_("title"))
    def title(self, revision: Revision) -> SafeString:
        """The title it was published with."""
        return _both(revision.header.get("title"))

    @admin.display(description=_("summary"))
    def summary(self, revision: Revision) -> SafeString:
        """The summary it was published with."""
        return _both(revision.header.get("summary"))

    @admin.display(description=_("published steps"))
    def steps(self, revision: Revision) -> SafeString:
        """The way to its steps."""
        query = urlencode({"revision__id__exact": revision.pk})
        url = f"{reverse('admin:wizard_publishedstep_changelist')}?{query}"
        return format_html('<a href="{}">{}</a>', url, gettext("Show them"))

    def has_restore_permission(self, request: HttpRequest) -> bool:
        """To restore is to publish."""
        return request.user.has_perm("wizard.publish_flow")

    @admin.action(description=_("Publish the chosen revision anew"), permissions=["restore"])
    def restore_chosen(self, request: HttpRequest, queryset: QuerySet[Revision]) -> None:
        """Make customers walk it again, under a new number."""
        chosen = list(queryset.select_related("flow__live")[:2])
        if len(chosen) != 1:
            self.message_user(request, gettext("Choose one revision."), messages.ERROR)
            return
        flow = chosen[0].flow
        try:
            revision = restore(chosen[0], author=request.user)  # type: ignore[arg-type]
        except NotPublishable as refusal:
            tell_refusal(request, refusal)
            return
        tell(request, flow, revision)


def _both(data: dict[str, str] | None) -> SafeString:
    text = Text.from_dict(data)
    return format_html("{}<br>{}", text.ja, text.en)


@admin.register(PublishedStep)
class PublishedStepAdmin(LookingAdmin):
    """Steps as they were published."""

    list_display = ["slug", "revision", "position", "moved_to"]
    list_filter = [OfGuideFilter, OfLiveFilter]
    list_select_related = ["revision__flow"]
    search_fields = ["slug"]
    search_help_text = _("Slug")
    ordering = ["-revision_id", "position", "pk"]
    sortable_by = ()
    fields = ["slug", "revision", "position", "moved_to", "as_published"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PublishedStep]:
        """Without the content, which no list shows."""
        steps: QuerySet[PublishedStep] = super().get_queryset(request)
        return steps.defer("content", "revision__header")

    @admin.display(description=_("content"))
    def as_published(self, step: PublishedStep) -> SafeString:
        """All it says, with its rendered HTML as text."""
        return pretty(step.content)


@admin.register(Mention)
class MentionAdmin(LookingAdmin):
    """Which published steps show or name which FAQ entry."""

    list_display = ["entry", "step", "revision", "related_only"]
    list_filter = [OfGuideFilter, OfLiveFilter]
    list_select_related = ["revision__flow"]
    search_fields = ["=entry", "=step"]
    search_help_text = _("The slug of an entry or a step, in full")
    ordering = ["-pk"]
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mention]:
        """Without the texts of the revision."""
        mentions: QuerySet[Mention] = super().get_queryset(request)
        return mentions.defer("revision__header")
