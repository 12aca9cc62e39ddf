"""Entries as they were published: looked at and published anew, never changed."""

from __future__ import annotations

import json

from django.contrib import admin, messages
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from faq.admin.editor.desk import restore_and_tell
from faq.models import Entry, EntryRevision
from ground.admin import LookingAdmin, ParentFilter, PublishedFilter


class EntryFilter(ParentFilter):
    """The revisions of one entry."""

    title = _("FAQ entry")
    parameter_name = "entry"
    parent = Entry
    lookup = "entry__slug"


class LiveFilter(PublishedFilter):
    """What customers read today."""

    title = _("live today")
    parameter_name = "live"
    live = Q(entry__live=F("pk"))


@admin.register(EntryRevision)
class EntryRevisionAdmin(LookingAdmin):
    """Entries as they were published."""

    list_display = ["name", "entry", "number", "is_live", "created_at", "author", "note"]
    list_filter = [LiveFilter, EntryFilter]
    list_select_related = ["entry", "author"]
    search_fields = ["entry__slug", "entry__title_ja", "entry__title_en", "note"]
    search_help_text = _("Slug, question or note")
    ordering = ["-pk"]
    sortable_by = ()
    actions = ["restore_chosen"]
    fields = ["entry", "number", "is_live", "created_at", "author", "note", "as_published"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[EntryRevision]:
        """Without the content, which no list shows."""
        revisions: QuerySet[EntryRevision] = super().get_queryset(request)
        return revisions.defer("content")

    @admin.display(description=_("revision"))
    def name(self, revision: EntryRevision) -> str:
        """Entry and number."""
        return str(revision)

    @admin.display(description=_("live today"), boolean=True)
    def is_live(self, revision: EntryRevision) -> bool:
        """Whether customers read it."""
        return revision.entry.live_id == revision.pk

    @admin.display(description=_("content"))
    def as_published(self, revision: EntryRevision) -> str:
        """All it says, with its rendered HTML as text."""
        return format_html("<pre>{}</pre>", json.dumps(revision.content, ensure_ascii=False, indent=2))

    def has_restore_permission(self, request: HttpRequest) -> bool:
        """To restore is to publish."""
        return request.user.has_perm("faq.publish_entry")

    @admin.action(description=_("Publish the chosen revision anew"), permissions=["restore"])
    def restore_chosen(self, request: HttpRequest, queryset: QuerySet[EntryRevision]) -> None:
        """Make customers read it again, under a new number."""
        chosen = list(queryset.select_related("entry")[:2])
        if len(chosen) != 1:
            self.message_user(request, gettext("Choose one revision."), messages.ERROR)
            return
        restore_and_tell(request, chosen[0].entry, chosen[0])
