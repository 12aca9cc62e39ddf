"""Guides as editors have them now: rows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contact.models import Channel
from faq.models import Entry
from ground.fields import slug_check, slug_field
from ground.text import Text


def _in_language(ja: str, en: str) -> str:
    return Text(ja, en).get(get_language() or "ja")


class FlowGroup(models.Model):
    """A heading on home under which guides stand together."""

    slug = slug_field(unique=True)
    title_ja = models.CharField(_("title (Japanese)"), blank=True)
    title_en = models.CharField(_("title (English)"), blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    loaded = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("group of guides")
        verbose_name_plural = _("groups of guides")
        ordering = ["position", "slug"]
        constraints = [slug_check("flowgroup")]

    def __str__(self) -> str:
        return self.title or self.slug

    @property
    def title(self) -> str:
        """Its title in the active language."""
        return _in_language(self.title_ja, self.title_en)


class SiteNotice(models.Model):
    """The line at the foot of every page: where the content comes from, and what it is not."""

    text_ja = models.TextField(_("text (Japanese)"), blank=True)
    text_en = models.TextField(_("text (English)"), blank=True)
    loaded = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("notice on every page")
        verbose_name_plural = _("notice on every page")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_site_notice")]

    def __str__(self) -> str:
        return _in_language(self.text_ja, self.text_en)


class LoadedPack(models.Model):
    """A content pack as it was loaded and published last: unchanged files need not be read again."""

    folder = models.CharField(unique=True)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("loaded content pack")
        verbose_name_plural = _("loaded content packs")

    def __str__(self) -> str:
        return self.folder


class FlowQuerySet(models.QuerySet["Flow"]):
    """Guides."""

    def published(self) -> FlowQuerySet:
        """Those with a live revision."""
        return self.filter(live__isnull=False)


class Flow(models.Model):
    """A guide as the editor has it now; customers walk `live`."""

    slug = slug_field(unique=True)
    group = models.ForeignKey(
        FlowGroup, models.SET_NULL, null=True, blank=True, related_name="flows", verbose_name=_("group")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    title_ja = models.CharField(_("title (Japanese)"), blank=True)
    title_en = models.CharField(_("title (English)"), blank=True)
    summary_ja = models.TextField(_("summary (Japanese)"), blank=True)
    summary_en = models.TextField(_("summary (English)"), blank=True)
    start = models.ForeignKey(
        "Step", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("first question")
    )
    live = models.ForeignKey(
        "Revision",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("live revision"),
    )
    loaded = models.CharField(max_length=64, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = FlowQuerySet.as_manager()

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")
        ordering = ["group__position", "position", "slug"]
        constraints = [slug_check("flow")]
        permissions = [("publish_flow", _("Can publish guides"))]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        """Its first page, in the active language."""
        return reverse("wizard:guide", args=[self.slug])

    @property
    def title(self) -> str:
        """Its title in the active language."""
        return _in_language(self.title_ja, self.title_en)


class Outcome(models.TextChoices):
    """What an answer amounts to."""

    ANSWER = "answer", _("an answer")
    SOLVED = "solved", _("solved")
    CONTACT = "contact", _("contact somebody")


class Step(models.Model):
    """A question, a remedy to try, or an answer."""

    flow = models.ForeignKey(Flow, models.CASCADE, related_name="steps", verbose_name=_("guide"))
    slug = slug_field()
    position = models.PositiveIntegerField(_("position"), default=0)
    title_ja = models.CharField(_("question or heading (Japanese)"), blank=True)
    title_en = models.CharField(_("question or heading (English)"), blank=True)
    body_ja = models.TextField(_("body (Japanese, Markdown)"), blank=True)
    body_en = models.TextField(_("body (English, Markdown)"), blank=True)
    tried_ja = models.CharField(
        _("tried line (Japanese)"), blank=True, help_text=_("What it leaves for the support agent.")
    )
    tried_en = models.CharField(_("tried line (English)"), blank=True)
    wait_ja = models.CharField(_("how long it takes (Japanese)"), blank=True)
    wait_en = models.CharField(_("how long it takes (English)"), blank=True)
    deadline_ja = models.CharField(_("deadline (Japanese)"), blank=True)
    deadline_en = models.CharField(_("deadline (English)"), blank=True)
    caution_ja = models.CharField(_("caution (Japanese)"), blank=True)
    caution_en = models.CharField(_("caution (English)"), blank=True)
    helper = models.CharField(_("helper"), max_length=80, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True)
    editor_note = models.TextField(
        _("note for editors"), blank=True, help_text=_("Never shown to customers.")
    )

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["flow", "position", "pk"]
        constraints = [
            slug_check("step"),
            models.UniqueConstraint(fields=["flow", "slug"], name="step_slug_in_flow"),
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome.values]), name="step_outcome_known"),
        ]
        indexes = [models.Index(fields=["flow", "position"], name="step_in_flow")]

    def __str__(self) -> str:
        return self.title or self.slug

    @property
    def title(self) -> str:
        """The question or heading in the active language."""
        return _in_language(self.title_ja, self.title_en)


class Choice(models.Model):
    """One answer to a question, and where it leads: a step of the same guide, or another guide."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="choices", verbose_name=_("question"))
    slug = slug_field()
    position = models.PositiveIntegerField(_("position"), default=0)
    label_ja = models.CharField(_("label (Japanese)"), blank=True)
    label_en = models.CharField(_("label (English)"), blank=True)
    hint_ja = models.CharField(_("hint (Japanese)"), blank=True)
    hint_en = models.CharField(_("hint (English)"), blank=True)
    next_step = models.ForeignKey(
        Step, models.SET_NULL, null=True, blank=True, related_name="arrivals", verbose_name=_("leads to step")
    )
    next_flow = models.ForeignKey(
        Flow,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="arrivals",
        verbose_name=_("leads to guide"),
    )

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["position", "pk"]
        constraints = [
            slug_check("choice"),
            models.UniqueConstraint(fields=["step", "slug"], name="choice_slug_in_step"),
        ]

    def __str__(self) -> str:
        return _in_language(self.label_ja, self.label_en) or self.slug


class StepEntry(models.Model):
    """An FAQ entry a step shows, or only names as related."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="entry_rows")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="step_rows", verbose_name=_("FAQ entry"))
    related_only = models.BooleanField(_("only named"), default=False)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("FAQ entry of the step")
        verbose_name_plural = _("FAQ entries of the step")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["step", "entry", "related_only"], name="step_entry_once"),
        ]

    def __str__(self) -> str:
        return str(self.entry)


class StepChannel(models.Model):
    """A contact channel a step offers."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="channel_rows")
    channel = models.ForeignKey(
        Channel, models.PROTECT, related_name="step_rows", verbose_name=_("contact channel")
    )
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("contact channel of the step")
        verbose_name_plural = _("contact channels of the step")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["step", "channel"], name="step_channel_once")]

    def __str__(self) -> str:
        return str(self.channel)


class Alias(models.Model):
    """A slug a guide, a step or a choice once had, or the slug of a removed step whose successor this is.

    It belongs to the guide alone, to one of its steps, or to a choice of one of its steps.
    """

    slug = slug_field()
    flow = models.ForeignKey(Flow, models.CASCADE, related_name="aliases", verbose_name=_("guide"))
    step = models.ForeignKey(
        Step, models.CASCADE, null=True, blank=True, related_name="aliases", verbose_name=_("step")
    )
    choice = models.ForeignKey(
        Choice, models.CASCADE, null=True, blank=True, related_name="aliases", verbose_name=_("choice")
    )

    class Meta:
        verbose_name = _("former slug")
        verbose_name_plural = _("former slugs")
        ordering = ["slug"]
        constraints = [
            slug_check("alias"),
            models.UniqueConstraint(fields=["slug"], condition=Q(step=None), name="alias_of_flow"),
            models.UniqueConstraint(
                fields=["flow", "slug"], condition=Q(choice=None, step__isnull=False), name="alias_of_step"
            ),
            models.UniqueConstraint(
                fields=["step", "slug"], condition=Q(choice__isnull=False), name="alias_of_choice"
            ),
            models.CheckConstraint(
                condition=Q(choice=None) | Q(step__isnull=False), name="alias_of_choice_names_step"
            ),
        ]

    def __str__(self) -> str:
        return self.slug
