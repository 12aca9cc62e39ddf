"""What happens to a draft: its changes one by one, publishing put off to a time, links that show it to others."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wizard.models.authoring import Flow
from wizard.models.revision import Revision


class State(models.TextChoices):
    """Where a change stands between undo and redo. `dropped`: undone, and then something else was done."""

    DONE = "done", _("done")
    UNDONE = "undone", _("undone")
    DROPPED = "dropped", _("dropped")


class DraftChange(models.Model):
    """One change of a draft: what it touched, before and after, by whom and when.

    `number` is the version of the guide it led to, so the changes after a version an editor saw are those with
    a higher number. An undo or a redo is a change too: it names in `reverts` the one it took back or did
    again, and holds no values of its own (see `wizard.editing.log`).
    """

    flow = models.ForeignKey(Flow, models.CASCADE, related_name="changes", verbose_name=_("guide"))
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(_("subject"), max_length=80, blank=True)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    reverts = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="reversals", verbose_name=_("change it reverts")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DONE)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("changed by")
    )
    created_at = models.DateTimeField(_("changed"), auto_now_add=True)

    class Meta:
        verbose_name = _("change of a draft")
        verbose_name_plural = _("changes of drafts")
        ordering = ["flow", "-number"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["flow", "number"], name="draft_change_number"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="draft_change_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.flow_id} {self.number} {self.kind} {self.subject}".strip()


class Plan(models.TextChoices):
    """What has become of a publication put off to a time."""

    WAITING = "waiting", _("waiting")
    PUBLISHED = "published", _("gone live")
    REFUSED = "refused", _("refused")
    CANCELLED = "cancelled", _("cancelled")


class ScheduledPublishQuerySet(models.QuerySet["ScheduledPublish"]):
    """Publications put off to a time."""

    def waiting(self) -> ScheduledPublishQuerySet:
        """Those still to come."""
        return self.filter(state=Plan.WAITING)

    def due(self, now: datetime) -> ScheduledPublishQuerySet:
        """Those whose time has come, the earliest first."""
        return self.waiting().filter(at__lte=now).order_by("at", "pk")


class ScheduledPublish(models.Model):
    """A draft that goes live at a given time, as it was when that was decided.

    `graph` is that draft: what is edited afterwards was not part of the decision, and stays a draft. `revision`
    is what it went live as, or else what went live before and so cancelled it.
    """

    flow = models.ForeignKey(Flow, models.CASCADE, related_name="schedule", verbose_name=_("guide"))
    at = models.DateTimeField(_("goes live at"))
    graph = models.JSONField(_("draft"))
    version = models.PositiveIntegerField(_("version of the draft"))
    note = models.CharField(_("note"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    created_at = models.DateTimeField(_("decided"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=Plan.choices, default=Plan.WAITING)
    revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, related_name="+", verbose_name=_("revision")
    )
    problems = models.JSONField(_("problems"), default=list)

    objects = ScheduledPublishQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheduled publication")
        verbose_name_plural = _("scheduled publications")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["flow"], condition=Q(state="waiting"), name="one_publication_waits_per_flow"
            ),
            models.CheckConstraint(condition=Q(state__in=Plan.values), name="scheduled_publish_state_known"),
        ]
        indexes = [models.Index(fields=["state", "at"], name="scheduled_publish_due")]

    def __str__(self) -> str:
        return f"{self.flow_id} {self.at:%Y-%m-%d %H:%M}"


class PreviewLink(models.Model):
    """Permission to see a draft without signing in, for whoever holds the link made from `key`."""

    flow = models.ForeignKey(Flow, models.CASCADE, related_name="preview_links", verbose_name=_("guide"))
    key = models.CharField(_("key"), max_length=32, unique=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.flow_id} {self.expires_at:%Y-%m-%d}"


class CheckedTranslation(models.Model):
    """A text somebody looked at and found good in both languages, although only one of them had changed.

    `fingerprint` stands for the place and both texts, so that it no longer counts once either changes.
    """

    flow = models.ForeignKey(
        Flow, models.CASCADE, related_name="checked_translations", verbose_name=_("guide")
    )
    fingerprint = models.CharField(_("fingerprint"), max_length=64)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("checked by")
    )
    created_at = models.DateTimeField(_("checked"), auto_now_add=True)

    class Meta:
        verbose_name = _("checked translation")
        verbose_name_plural = _("checked translations")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["flow", "fingerprint"], name="checked_translation_once")
        ]

    def __str__(self) -> str:
        return self.fingerprint
