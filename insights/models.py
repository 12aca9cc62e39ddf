"""Counts per day, and what readers wrote. Nothing here stands for a person.

Each table of counts has one row for everything that is the same (`KEY`) on a day, and `n`, how often it was.
They are written by `insights.writing` alone.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_SEARCH = 100
LONGEST_COMMENT = 500


class Kind(models.TextChoices):
    """What is counted at a step of a guide."""

    STARTED = "started", _("guide started")
    ENTERED = "entered", _("came in at this step")
    SEEN = "seen", _("step seen")
    CHOSEN = "chosen", _("choice taken")
    REACHED = "reached", _("answer reached")
    RETURNED = "returned", _("came back to change the answer")
    BACK = "back", _("went back from here")
    ASKED = "asked", _("went to the contact channels")
    HANDED_OFF = "handed-off", _("hand-off pack opened")
    YES = "yes", _("“yes, solved”")
    NO = "no", _("“no, not solved”")


class EntryKind(models.TextChoices):
    """What is counted of an FAQ entry."""

    SEEN = "seen", _("entry read on its own page")
    YES = "yes", _("“yes, solved”")
    NO = "no", _("“no, not solved”")


class StepCount(models.Model):
    """How often something happened at a step of a revision of a guide on a day.

    `choice` is the choice taken or reconsidered; for an answer that was reached, its outcome.
    """

    KEY: ClassVar = ("kind", "flow", "revision", "step", "choice")

    day = models.DateField(_("day"))
    kind = models.CharField(_("what"), max_length=12, choices=Kind.choices)
    flow = models.CharField(_("guide"), max_length=80)
    revision = models.PositiveIntegerField(_("revision"))
    step = models.CharField(_("step"), max_length=80, blank=True)
    choice = models.CharField(_("choice"), max_length=80, blank=True)
    n = models.PositiveBigIntegerField(_("how often"))

    class Meta:
        verbose_name = _("insights")
        verbose_name_plural = _("insights")
        default_permissions = ()
        permissions = [("view_insights", _("Can read the insights"))]
        constraints = [
            # A page about one guide reads one stretch of this index.
            models.UniqueConstraint(
                fields=["flow", "day", "kind", "revision", "step", "choice"], name="step_count_once"
            )
        ]
        # The overview of all guides reads a stretch of this one.
        indexes = [models.Index(fields=["kind", "day"], name="step_count_kind_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.flow}/{self.step}"


class EntryCount(models.Model):
    """How often something happened to an FAQ entry on a day."""

    KEY: ClassVar = ("kind", "entry")

    day = models.DateField(_("day"))
    kind = models.CharField(_("what"), max_length=12, choices=EntryKind.choices)
    entry = models.CharField(_("entry"), max_length=80)
    n = models.PositiveBigIntegerField(_("how often"))

    class Meta:
        verbose_name = _("count of an entry")
        verbose_name_plural = _("counts of entries")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["day", "kind", "entry"], name="entry_count_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.entry}"


class SearchCount(models.Model):
    """How often something was searched for on a day, in a language, with or without a result.

    The text is as `insights.words.search_text` leaves it. An empty text stands for all others of that day.
    """

    KEY: ClassVar = ("language", "text", "found")

    day = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=2)
    text = models.CharField(_("searched for"), max_length=LONGEST_SEARCH, blank=True)
    found = models.BooleanField(_("found something"))
    n = models.PositiveBigIntegerField(_("how often"))

    class Meta:
        verbose_name = _("count of a search")
        verbose_name_plural = _("counts of searches")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["day", "language", "text", "found"], name="search_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.text}"


class CommentQuerySet(models.QuerySet["Comment"]):
    """What readers wrote."""

    def unread(self) -> CommentQuerySet:
        """Those nobody has ticked off."""
        return self.filter(is_done=False)


class Comment(models.Model):
    """One line of why something did not help, about a step or an entry; read and ticked off by an editor."""

    day = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=2)
    flow = models.CharField(_("guide"), max_length=80, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    step = models.CharField(_("step"), max_length=80, blank=True)
    entry = models.CharField(_("entry"), max_length=80, blank=True)
    text = models.CharField(_("comment"), max_length=LONGEST_COMMENT)
    is_done = models.BooleanField(_("ticked off"), default=False)
    once = models.UUIDField(null=True, unique=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        default_permissions = ("change",)
        ordering = ["is_done", "-day", "-pk"]
        indexes = [models.Index(fields=["is_done", "-day", "-id"], name="comment_to_read")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(entry="", flow__gt="", step__gt="")
                | models.Q(entry__gt="", flow="", step=""),
                name="comment_about_a_step_or_an_entry",
            )
        ]

    def __str__(self) -> str:
        return self.text
