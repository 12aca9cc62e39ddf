"""Guides as customers walk them: immutable revisions, a row for each published step."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from ground.append_only import AppendOnly, WrittenOnce
from ground.fields import slug_field
from wizard.models.authoring import Flow


class Revision(WrittenOnce):
    """A guide as it was published. `header` is `{"title": {…}, "summary": {…}, "aliases": […]}`."""

    flow = models.ForeignKey(Flow, models.PROTECT, related_name="revisions", verbose_name=_("guide"))
    number = models.PositiveIntegerField(_("number"))
    header = models.JSONField(_("header"))
    start = slug_field()
    note = models.CharField(_("note"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )
    created_at = models.DateTimeField(_("published"), auto_now_add=True)

    objects = AppendOnly["Revision"].as_manager()
    is_new = False  # whether publishing has made it, or found that it was live already

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-created_at", "-number"]
        constraints = [models.UniqueConstraint(fields=["flow", "number"], name="revision_number_in_flow")]

    def __str__(self) -> str:
        return f"{self.flow.slug} {self.number}"


class PublishedStepQuerySet(AppendOnly["PublishedStep"]):
    """Published steps."""

    def live(self) -> PublishedStepQuerySet:
        """Those customers can open today."""
        return self.filter(revision__flow__live=F("revision"), content__isnull=False)

    def findable(self) -> PublishedStepQuerySet:
        """Those whose addresses lead to a step today, the former slugs of steps too."""
        return self.filter(Q(content__isnull=False) | ~Q(moved_to=""), revision__flow__live=F("revision"))

    def of(self, revision: Revision) -> PublishedStepQuerySet:
        """The steps of `revision` in their order, without its pointers."""
        return self.filter(revision=revision, content__isnull=False).order_by("position")

    def holding(self, texts: Iterable[str]) -> PublishedStepQuerySet:
        """Those whose content holds one of `texts` as it is stored: far fewer to be read than all."""
        held = Q(pk__in=())
        for text in texts:
            held |= Q(stored__contains=text)
        return self.annotate(stored=Cast("content", models.TextField())).filter(held)


class PublishedStep(WrittenOnce):
    """A step of a revision, found by (revision, slug).

    `content` is `step_to_dict` plus rendered HTML. A slug that is no step of the revision has no content:
    `moved_to` names the step it is an alias of; where that is empty too, the step was removed.
    """

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="steps")
    slug = slug_field()
    position = models.PositiveIntegerField(default=0)
    content = models.JSONField(null=True)
    moved_to = models.CharField(max_length=80, blank=True)

    objects = PublishedStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("published step")
        verbose_name_plural = _("published steps")
        ordering = ["revision", "position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "slug"], name="published_step_slug"),
            models.CheckConstraint(
                condition=Q(content__isnull=True) | Q(moved_to=""), name="published_step_or_pointer"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class MentionQuerySet(AppendOnly["Mention"]):
    """Mentions of entries in revisions."""

    def live(self) -> MentionQuerySet:
        """Those customers meet today."""
        return self.filter(revision__flow__live=F("revision"))


class Mention(WrittenOnce):
    """An FAQ entry that a published step shows, or only names as related: which guides lead to an entry."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="mentions")
    step = slug_field()
    entry = slug_field()
    related_only = models.BooleanField(default=False)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention of an entry")
        verbose_name_plural = _("mentions of entries")
        indexes = [models.Index(fields=["entry", "revision"], name="mention_of_entry")]

    def __str__(self) -> str:
        return f"{self.step}: {self.entry}"
