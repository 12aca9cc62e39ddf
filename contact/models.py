"""Contact channels with their opening hours, and enquiries."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ground.fields import slug_check, slug_field
from ground.lookups import Shape
from ground.text import Text


class Method(models.TextChoices):
    """How one reaches a channel."""

    WEB = "web", _("web form, signed in")
    CHAT = "chat", _("chat")
    PHONE = "phone", _("phone")
    FORM = "form", _("public form")
    MAIL = "mail", _("mail")
    PAGE = "page", _("page to look at")
    FORUM = "forum", _("forum")
    PERSON = "person", _("another party")


class Holidays(models.TextChoices):
    """On whose public holidays a channel is closed."""

    NONE = "none", _("none known")
    JP = "jp", _("Japan")


class ChannelQuerySet(models.QuerySet["Channel"]):
    """Contact channels."""

    def published(self) -> ChannelQuerySet:
        """Those customers may be shown."""
        return self.exclude(card={})


class Channel(models.Model):
    """One way to reach somebody. Customers see `card`: `contact.channel.Channel.as_dict()` as last published."""

    slug = slug_field(unique=True)
    name_ja = models.CharField(_("name (Japanese)"), blank=True)
    name_en = models.CharField(_("name (English)"), blank=True)
    purpose_ja = models.TextField(_("purpose (Japanese)"), blank=True)
    purpose_en = models.TextField(_("purpose (English)"), blank=True)
    method = models.CharField(_("method"), max_length=10, choices=Method.choices, default=Method.WEB)
    japanese = models.BooleanField(_("in Japanese"), default=True)
    english = models.BooleanField(_("in English"), default=False)
    timezone = models.CharField(_("time zone"), max_length=40, default="Asia/Tokyo")
    always = models.BooleanField(_("open round the clock"), default=False)
    holidays = models.CharField(
        _("closed on public holidays of"), max_length=10, choices=Holidays.choices, default=Holidays.NONE
    )
    hours_note_ja = models.CharField(_("note on the hours (Japanese)"), blank=True)
    hours_note_en = models.CharField(_("note on the hours (English)"), blank=True)
    entry_ja = models.TextField(_("how to get there (Japanese)"), blank=True)
    entry_en = models.TextField(_("how to get there (English)"), blank=True)
    needs_account = models.BooleanField(_("needs an account"), default=False)
    needs_signed_in = models.BooleanField(_("needs to be signed in"), default=False)
    needs_paid_plan = models.BooleanField(_("needs a paid support plan"), default=False)
    needs_root_user = models.BooleanField(_("only for the root user"), default=False)
    needs_note_ja = models.CharField(_("note on what is needed (Japanese)"), blank=True)
    needs_note_en = models.CharField(_("note on what is needed (English)"), blank=True)
    bring_ja = models.TextField(_("what to have ready (Japanese)"), blank=True)
    bring_en = models.TextField(_("what to have ready (English)"), blank=True)
    url = models.URLField(_("address"), blank=True, max_length=500)
    alternative = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("alternative while closed"),
    )
    editor_note = models.TextField(
        _("note for editors"), blank=True, help_text=_("Never shown to customers.")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    card = models.JSONField(default=dict, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    loaded = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = ChannelQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact channel")
        verbose_name_plural = _("contact channels")
        ordering = ["position", "slug"]
        constraints = [
            slug_check("channel"),
            models.CheckConstraint(condition=models.Q(method__in=Method.values), name="channel_method_known"),
            models.CheckConstraint(
                condition=models.Q(holidays__in=Holidays.values), name="channel_holidays_known"
            ),
        ]
        permissions = [("publish_channel", _("Can publish contact channels"))]

    def __str__(self) -> str:
        return Text(self.name_ja, self.name_en).get(get_language() or "ja") or self.slug

    def get_absolute_url(self) -> str:
        """Its place on the contact page, in the active language."""
        return f"{reverse('contact:channels')}#{self.slug}"


def _is_time(field: str) -> models.Q:
    """A time of a day, from 00:00 to 23:59."""
    shape = f"{field}__{Shape.lookup_name}"
    return models.Q(**{shape: "[01][0-9]:[0-5][0-9]"}) | models.Q(**{shape: "2[0-3]:[0-5][0-9]"})


_TIMES = _is_time("opens") & (_is_time("closes") | models.Q(closes="24:00"))


class SpecialDay(models.Model):
    """A day on which a channel keeps other hours than usual, or is closed."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="special_days")
    day = models.DateField(_("day"))
    opens = models.CharField(_("opens"), max_length=5, blank=True, help_text=_("Empty: closed all day."))
    closes = models.CharField(_("closes"), max_length=5, blank=True)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        ordering = ["day", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(opens="", closes="") | (_TIMES & models.Q(opens__lt=models.F("closes"))),
                name="special_day_is_closed_or_a_span",
            ),
            models.UniqueConstraint(fields=["channel", "day", "opens"], name="special_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class OpeningHours(models.Model):
    """A span in which a channel is open, on one or more days of the week."""

    channel = models.ForeignKey(Channel, models.CASCADE, related_name="hours")
    mon = models.BooleanField(_("Mon"), default=False)
    tue = models.BooleanField(_("Tue"), default=False)
    wed = models.BooleanField(_("Wed"), default=False)
    thu = models.BooleanField(_("Thu"), default=False)
    fri = models.BooleanField(_("Fri"), default=False)
    sat = models.BooleanField(_("Sat"), default=False)
    sun = models.BooleanField(_("Sun"), default=False)
    opens = models.CharField(_("opens"), max_length=5, help_text="09:00")
    closes = models.CharField(_("closes"), max_length=5, help_text=_("18:00; midnight is 24:00"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=_TIMES, name="opening_hours_are_times"),
            models.CheckConstraint(
                condition=models.Q(opens__lt=models.F("closes")), name="opening_hours_end_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opens}–{self.closes}"


class EnquiryState(models.TextChoices):
    """Where an enquiry stands."""

    NEW = "new", _("new")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


class MailState(models.TextChoices):
    """What became of the mail to staff."""

    WAITING = "waiting", _("waiting to be mailed")
    SENDING = "sending", _("being sent")
    IN_DOUBT = "doubt", _("sent?")
    MAILED = "mailed", _("mailed")
    NEEDLESS = "needless", _("not mailed: answered or closed before")


LONG_WAIT = timedelta(minutes=15)  # after that a mail is no longer merely on its way
_MAILED = models.Q(mailed_at__isnull=False)
# Staff know of it: by mail, or because they have answered or closed it here.
_DELIVERED = _MAILED | ~models.Q(state=EnquiryState.NEW)


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """Enquiries."""

    def delivered(self) -> EnquiryQuerySet:
        """Those staff know of: mailed for certain, or answered or closed here."""
        return self.filter(_DELIVERED)

    def waiting(self) -> EnquiryQuerySet:
        """All others: to be mailed, being sent, or in doubt."""
        return self.filter(mailed_at=None, state=EnquiryState.NEW)

    def overdue(self, now: datetime) -> EnquiryQuerySet:
        """Those that have waited `LONG_WAIT` or longer."""
        return self.waiting().filter(created_at__lte=now - LONG_WAIT)

    def queued(self, due_at: datetime | None = None) -> EnquiryQuerySet:
        """Those that wait to be mailed; with `due_at`, those to be tried by then."""
        rows = self.waiting().filter(mailing_until=None)
        return rows.filter(models.Q(try_at=None) | models.Q(try_at__lte=due_at)) if due_at else rows

    def in_doubt(self, now: datetime) -> EnquiryQuerySet:
        """Those that may or may not have been mailed: whoever sent them is dead, or had no answer from the mail server."""
        return self.waiting().filter(mailing_until__lte=now)

    def with_mail_state(self, now: datetime) -> EnquiryQuerySet:
        """Each with its `mail_state`."""
        added = {
            "mail_state": models.Case(
                models.When(_MAILED, then=models.Value(MailState.MAILED)),
                models.When(_DELIVERED, then=models.Value(MailState.NEEDLESS)),
                models.When(mailing_until__gt=now, then=models.Value(MailState.SENDING)),
                models.When(mailing_until__lte=now, then=models.Value(MailState.IN_DOUBT)),
                default=models.Value(MailState.WAITING),
            )
        }
        return self.annotate(**added)

    def expired(self, now: datetime) -> EnquiryQuerySet:
        """Those whose personal data may be kept no longer."""
        return self.filter(expires_at__lte=now)


class Enquiry(models.Model):
    """A question somebody sent, with the way they came. The only personal data there is; it expires."""

    reference = models.CharField(_("reference"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=100, blank=True)
    mail = models.EmailField(_("mail address"))
    text = models.TextField(_("question"), max_length=4000)
    pack = models.TextField(_("way travelled"), blank=True)
    way = models.CharField(_("short code"), max_length=1000, blank=True)
    language = models.CharField(_("language"), max_length=2)
    state = models.CharField(
        _("state"), max_length=10, choices=EnquiryState.choices, default=EnquiryState.NEW, db_index=True
    )
    created_at = models.DateTimeField(_("received"), auto_now_add=True, db_index=True)
    mailed_at = models.DateTimeField(_("mailed to staff"), null=True, editable=False)
    attempts = models.PositiveIntegerField(_("attempts to mail"), default=0, editable=False)
    last_error = models.CharField(_("last error"), blank=True, editable=False)
    # Not before then is it tried again; none: at once.
    try_at = models.DateTimeField(null=True, editable=False)
    # Claimed by whoever sends it. Over and still there: nobody knows whether it was sent.
    mailing_until = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(_("deleted on"), db_index=True)
    once = models.UUIDField(null=True, unique=True, editable=False)

    mail_state: str  # of those fetched `with_mail_state`

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["created_at"], condition=models.Q(mailed_at__isnull=True), name="enquiry_not_mailed"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=EnquiryState.values), name="enquiry_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.reference
