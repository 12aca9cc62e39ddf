"""Contact channels in admin: rows are edited freely, customers see a channel as it was last published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contact.channel import (
    CLOSING_TIME,
    DAYS,
    FIELDS,
    LINES,
    MOST_HOURS,
    MOST_SPECIAL_DAYS,
    TEXTS,
    is_time_zone,
    is_web_address,
)
from contact.compiler import compile_channel
from contact.models import Channel, OpeningHours, SpecialDay
from contact.publishing import ChannelNotPublishable, publish_channel, withdraw_channels
from ground.admin import PublishedFilter, RoomAdmin, RoomInline
from ground.forms import CarefulForm, PlacedForm
from ground.markup import plain_advice
from ground.needs import StillNeeded, require_unneeded
from ground.sentences import Sentence
from ground.text import Text
from ground.wording import said

_TIME = RegexValidator(rf"^{CLOSING_TIME}\Z", _("Write a time as 09:00."))


class ChannelForm(PlacedForm):
    """A channel whose zone exists and whose alternative is another one."""

    def beside(self) -> Any:
        """Its hours and special days are saved with it."""
        channel = self.instance
        return [list(rows.order_by("pk").values_list()) for rows in (channel.hours, channel.special_days)]

    def clean_timezone(self) -> str:
        """Refused when no such zone is known."""
        zone: str = self.cleaned_data["timezone"]
        if not is_time_zone(zone):
            raise forms.ValidationError(
                gettext("“%(zone)s” is no time zone. Write one such as Asia/Tokyo.") % {"zone": zone}
            )
        return zone

    def clean_url(self) -> str:
        """Refused when customers could not be sent there."""
        url: str = self.cleaned_data["url"]
        if url and not is_web_address(url):
            raise forms.ValidationError(
                gettext("“%(url)s” is no web address. Write https://….") % {"url": url}
            )
        return url

    def clean_alternative(self) -> Channel | None:
        """Refused when it is the channel itself."""
        other: Channel | None = self.cleaned_data["alternative"]
        if other and other.pk == self.instance.pk:
            raise forms.ValidationError(gettext("This is the channel itself. Choose another."))
        return other


class SpanForm(CarefulForm):
    """A span of time that ends after it starts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in {"opens", "closes"} & set(self.fields):
            self.fields[name].validators.append(_TIME)
            self.fields[name].widget.attrs["size"] = 5

    def clean(self) -> dict[str, Any]:
        """Say which of the two times is wrong."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        opens, closes = data.get("opens"), data.get("closes")
        if opens is not None and closes is not None and not self._is_span(opens, closes):
            self.add_error(
                "closes",
                gettext(
                    "It must close after it opens. Midnight at the end of a day is 24:00; hours that go on past it are"
                    " two: until 24:00, and from 00:00 on the next day."
                ),
            )
        return data

    def _is_span(self, opens: str, closes: str) -> bool:
        return opens < closes


class HoursForm(SpanForm):
    """Opening hours, on one day of the week at least."""

    def clean(self) -> dict[str, Any]:
        """Hours on no day are a slip."""
        data = super().clean()
        if not any(data.get(day) for day in DAYS):
            self.add_error(None, gettext("Choose the days of the week on which these hours hold."))
        return data


class SpecialDayForm(SpanForm):
    """A day with other hours, or with none: then it is closed."""

    def _is_span(self, opens: str, closes: str) -> bool:
        return opens < closes or opens == closes == ""


class HoursInline(RoomInline):
    """Spans in which it is open in an ordinary week."""

    model = OpeningHours
    form = HoursForm
    max_num = MOST_HOURS
    fields = [*DAYS, "opens", "closes"]


class SpecialDayInline(RoomInline):
    """Days on which other hours hold."""

    model = SpecialDay
    form = SpecialDayForm
    max_num = MOST_SPECIAL_DAYS
    fields = ["day", "opens", "closes"]


class OnSiteFilter(PublishedFilter):
    """Whether customers see it."""

    live = ~Q(card={})


@admin.register(Channel)
class ChannelAdmin(RoomAdmin):
    """Contact channels."""

    form = ChannelForm
    list_display = ["__str__", "slug", "method", "position", "state"]
    list_filter = [OnSiteFilter, "method"]
    list_select_related = ["alternative"]
    search_fields = ["slug", "name_ja", "name_en"]
    search_help_text = _("Slug or name")
    ordering = ["position", "slug"]
    sortable_by = ["slug"]
    autocomplete_fields = ["alternative"]
    inlines = [HoursInline, SpecialDayInline]
    actions = ["publish_chosen", "withdraw_chosen"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name_ja", "name_en"),
                    ("purpose_ja", "purpose_en"),
                    ("slug", "position"),
                    "method",
                    ("japanese", "english"),
                    "url",
                    ("entry_ja", "entry_en"),
                ]
            },
        ),
        (
            _("When it is open"),
            {
                "fields": [
                    ("timezone", "always", "holidays"),
                    ("hours_note_ja", "hours_note_en"),
                    "alternative",
                ]
            },
        ),
        (
            _("What a customer needs"),
            {
                "fields": [
                    ("needs_account", "needs_signed_in"),
                    ("needs_paid_plan", "needs_root_user"),
                    ("needs_note_ja", "needs_note_en"),
                    ("bring_ja", "bring_en"),
                ]
            },
        ),
        (_("For editors"), {"fields": ["editor_note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Channel]:
        """With what the list compares with the published card."""
        channels: QuerySet[Channel] = super().get_queryset(request)
        return channels.prefetch_related("hours", "special_days")

    @admin.display(description=_("what customers see"))
    def state(self, channel: Channel) -> str:
        """Whether it is what stands here."""
        if not channel.card:
            return gettext("not published")
        if compile_channel(channel).as_dict() == channel.card:
            return gettext("as it stands here")
        return gettext("an older state: publish it to show the changes")

    def advice(self, row: Any) -> Iterator[Sentence]:
        """How its texts read."""
        return (
            sentence
            for _fault, sentence in plain_advice(
                {name: Text.of(row, name) for name in TEXTS}, FIELDS, lines=LINES
            )
        )

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Its place on the contact page, when it is there."""
        return obj.get_absolute_url() if obj and obj.card else None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The slug stays: published guides name the channel by it."""
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new channel is named after its name."""
        return {} if obj else {"slug": ["name_en"]}

    def reasons_to_keep(self, rows: Iterable[Any]) -> list[str]:
        """A channel stays while customers would miss it."""
        try:
            require_unneeded("channel", [row.slug for row in rows])
        except StillNeeded as refusal:
            return [*refusal.sentences()]
        return []

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Publishing has a permission of its own."""
        return request.user.has_perm("contact.publish_channel")

    @admin.action(description=_("Publish the chosen channels"), permissions=["publish"])
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet[Channel]) -> None:
        """Publish each by itself; those that cannot be published say why."""
        for channel in self.few(request, queryset):
            self._publish(request, channel)

    def _publish(self, request: HttpRequest, channel: Channel) -> None:
        names = {"channel": channel}
        try:
            changed = publish_channel(channel)
        except ChannelNotPublishable as refusal:
            self.message_user(request, gettext("“%(channel)s” was not published.") % names, messages.ERROR)
            url = reverse("admin:contact_channel_change", args=[channel.pk])
            for problem in refusal.found:
                line = format_html('<a href="{}">{}</a>: {}', url, channel.slug, said(problem))
                self.message_user(request, line, messages.ERROR)
            return
        if changed:
            self.log_change(request, channel, gettext("Published."))
            text = gettext("“%(channel)s” is published.")
            self.message_user(request, text % names, messages.SUCCESS)
        else:
            text = gettext("“%(channel)s” has not changed since it was published.")
            self.message_user(request, text % names, messages.INFO)

    @admin.action(description=_("Withdraw the chosen channels from the site"), permissions=["publish"])
    def withdraw_chosen(self, request: HttpRequest, queryset: QuerySet[Channel]) -> None:
        """Take them off the site together; their rows stay."""
        channels = self.few(request, queryset)
        try:
            withdrawn = withdraw_channels(channels)
        except StillNeeded as refusal:
            self.tell_needed(request, refusal, *channels)
            return
        for channel in channels:
            if channel in withdrawn:
                self.log_change(request, channel, gettext("Withdrawn from the site."))
            text = gettext("“%(channel)s” is withdrawn from the site.")
            self.message_user(request, text % {"channel": channel}, messages.SUCCESS)
