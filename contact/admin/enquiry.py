"""Enquiries in admin: read, marked as answered, never written here; and what became of their mail to staff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from contact.addresses import deliverable
from contact.models import Enquiry, MailState
from contact.outbox import mark_mailed, queue_again
from contact.postman import call_postman
from ground.admin import RoomAdmin

# Of how many enquiries a sentence gives the reference.
_NAMED = 5


class MailFilter(admin.SimpleListFilter):
    """What became of the mail."""

    title = _("mail to staff")
    parameter_name = "delivery"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """All there may be."""
        return list(MailState.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Enquiry]) -> QuerySet[Enquiry]:
        """Those of which that is true; anything else leaves the list as it is."""
        enquiries: QuerySet[Any] = queryset  # with what `EnquiryAdmin.get_queryset` adds
        return enquiries.filter(mail_state=self.value()) if self.value() in MailState else enquiries


@admin.register(Enquiry)
class EnquiryAdmin(RoomAdmin):
    """Enquiries."""

    change_form_template = "admin/contact/enquiry/change_form.html"
    list_display = ["reference", "delivery", "state", "created_at", "language"]
    list_filter = [MailFilter, "state", "language"]
    search_fields = ["reference", "mail"]
    search_help_text = _("Reference or mail address")
    ordering = ["-created_at"]
    sortable_by = ()
    actions = ["mail_again", "mark_as_mailed"]
    fields = [
        "reference", "state", "language", "created_at", "name", "answer_by_mail", "text", "pack", "opened_way",
        "delivery", "attempts", "last_error", "expires_at",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Enquiry]:
        """Each with what became of its mail."""
        enquiries: Any = super().get_queryset(request)
        return enquiries.with_mail_state(timezone.now())  # type: ignore[no-any-return]

    @admin.display(description=_("mail to staff"))
    def delivery(self, enquiry: Enquiry) -> str:
        """What became of the mail; what somebody has to look at stands out."""
        words = _mail_in_words(enquiry)
        return (
            format_html("<strong>{}</strong>", words) if enquiry.mail_state == MailState.IN_DOUBT else words
        )

    @admin.display(description=_("mail address"))
    def answer_by_mail(self, enquiry: Enquiry) -> SafeString:
        """The address, as a link that begins the answer."""
        local, _at, domain = deliverable(enquiry.mail).rpartition("@")
        address, subject = f"{quote(local)}@{quote(domain)}", quote(f"[{enquiry.reference}]")
        link = '<a href="mailto:{}?subject={}" translate="no">{}</a>'
        return format_html(link, address, subject, enquiry.mail)

    @admin.display(description=_("short code"))
    def opened_way(self, enquiry: Enquiry) -> SafeString | str:
        """The short code, as a link to the way the customer came."""
        link = '<a href="/h/{}" translate="no">{}</a>'
        return format_html(link, quote(enquiry.way), enquiry.way) if enquiry.way else "—"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only where it stands is for staff to say."""
        return [name for name in self.fields if name != "state"] if self.fields else []

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Customers write them."""
        return False

    @admin.action(description=_("Mail the chosen enquiries again"), permissions=["change"])
    def mail_again(self, request: HttpRequest, queryset: QuerySet[Enquiry]) -> None:
        """For those in doubt that never arrived, and for those that wait."""
        for enquiry in self.few(request, queryset):
            self._mail_again(request, enquiry)

    @admin.action(description=_("Mark the chosen enquiries as mailed"), permissions=["change"])
    def mark_as_mailed(self, request: HttpRequest, queryset: QuerySet[Enquiry]) -> None:
        """For those in doubt that did arrive."""
        for enquiry in self.few(request, queryset):
            self._mark_mailed(request, enquiry)

    def response_change(self, request: HttpRequest, obj: Enquiry) -> HttpResponse:
        """What the buttons beside the mail's state ask for; then the page again."""
        asked: dict[str, Callable[[HttpRequest, Enquiry], None]] = {
            "_mail_again": self._mail_again,
            "_mark_mailed": self._mark_mailed,
        }
        for name in asked.keys() & request.POST.keys():
            asked[name](request, obj)
            return redirect(request.get_full_path())
        return super().response_change(request, obj)

    def _mail_again(self, request: HttpRequest, enquiry: Enquiry) -> None:
        if not queue_again(enquiry):
            self._refuse(request, enquiry)
            return
        transaction.on_commit(call_postman, robust=True)
        self.log_change(request, enquiry, gettext("Queued to be mailed."))
        told = gettext("“%(enquiry)s” is queued to be mailed.")
        self.message_user(request, told % {"enquiry": enquiry}, messages.SUCCESS)

    def _mark_mailed(self, request: HttpRequest, enquiry: Enquiry) -> None:
        if not mark_mailed(enquiry):
            self._refuse(request, enquiry)
            return
        self.log_change(request, enquiry, gettext("Marked as mailed."))
        told = gettext("“%(enquiry)s” is marked as mailed.")
        self.message_user(request, told % {"enquiry": enquiry}, messages.SUCCESS)

    def _refuse(self, request: HttpRequest, enquiry: Enquiry) -> None:
        """Say what its mail is doing now, and that nothing was changed."""
        now = Enquiry.objects.with_mail_state(timezone.now()).filter(pk=enquiry.pk).first()
        if now is None:
            return
        told = gettext("“%(enquiry)s” was left as it is (mail to staff: %(state)s).")
        self.message_user(request, told % {"enquiry": now, "state": _mail_in_words(now)}, messages.WARNING)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """As Django's; before it is done, it is said which of them nobody has read."""
        if "post" not in request.POST:
            self._warn_of_unread(request, [row.pk for row in objs])
        return super().get_deleted_objects(objs, request)

    def _warn_of_unread(self, request: HttpRequest, keys: list[int]) -> None:
        unread = list(Enquiry.objects.waiting().filter(pk__in=keys)[: _NAMED + 1])
        if not unread:
            return
        names = gettext(", ").join(enquiry.reference for enquiry in unread[:_NAMED])
        told = gettext("It is not known whether anybody has read these: %(names)s. Deleted, they are gone.")
        more = "…" if len(unread) > _NAMED else ""
        self.message_user(request, told % {"names": names + more}, messages.WARNING)


def _mail_in_words(enquiry: Enquiry) -> str:
    """What became of the mail, and when it is tried again."""
    if enquiry.mailed_at:
        return gettext("mailed %(time)s") % {"time": _in_words(enquiry.mailed_at)}
    if enquiry.mail_state != MailState.WAITING or not enquiry.try_at:
        return str(MailState(enquiry.mail_state).label)
    return ngettext(
        "waiting; tried %(count)s time, next try %(time)s",
        "waiting; tried %(count)s times, next try %(time)s",
        enquiry.attempts,
    ) % {"count": enquiry.attempts, "time": _in_words(enquiry.try_at)}


def _in_words(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
