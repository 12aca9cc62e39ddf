"""FAQ categories and entries as editors keep them, and the revisions customers read."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ground.append_only import AppendOnly, WrittenOnce
from ground.fields import slug_check, slug_field
from ground.text import Text


class CategoryQuerySet(models.QuerySet["Category"]):
    """Categories, in the editor's order."""

    def with_live_entries(self) -> CategoryQuerySet:
        """Those in which a customer finds something."""
        return self.filter(entries__live__isnull=False).distinct()


class Category(models.Model):
    """A shelf of the FAQ."""

    slug = slug_field(unique=True)
    title_ja = models.CharField(_("title (Japanese)"), blank=True)
    title_en = models.CharField(_("title (English)"), blank=True)
    summary_ja = models.CharField(_("summary (Japanese)"), blank=True)
    summary_en = models.CharField(_("summary (English)"), blank=True)
    position = models.PositiveIntegerField(_("position"), default=0)
    loaded = models.CharField(max_length=64, blank=True, editable=False)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("FAQ category")
        verbose_name_plural = _("FAQ categories")
        ordering = ["position", "slug"]
        constraints = [slug_check("category")]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        """Its page, in the active language."""
        return reverse("faq:category", args=[self.slug])

    @property
    def title(self) -> str:
        """Its title in the active language."""
        return Text(self.title_ja, self.title_en).get(get_language() or "ja")

    @property
    def summary(self) -> str:
        """Its summary in the active language."""
        return Text(self.summary_ja, self.summary_en).get(get_language() or "ja")


class EntryQuerySet(models.QuerySet["Entry"]):
    """FAQ entries."""

    def published(self) -> EntryQuerySet:
        """Those with a live revision."""
        return self.filter(live__isnull=False)

    def overdue(self, today: str) -> EntryQuerySet:
        """Those whose next check was before `today` (YYYY-MM-DD)."""
        return self.exclude(next_check="").filter(next_check__lt=today)


class Entry(models.Model):
    """A question with its answer, as the editor has it now; customers read `live`."""

    slug = slug_field(unique=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="entries", verbose_name=_("category"))
    title_ja = models.CharField(_("question (Japanese)"), blank=True)
    title_en = models.CharField(_("question (English)"), blank=True)
    answer_ja = models.TextField(_("answer (Japanese, Markdown)"), blank=True)
    answer_en = models.TextField(_("answer (English, Markdown)"), blank=True)
    notice_ja = models.TextField(
        _("notice (Japanese)"),
        blank=True,
        help_text=_("What may have changed, with a date. Shown above the answer."),
    )
    notice_en = models.TextField(_("notice (English)"), blank=True)
    keywords_ja = models.JSONField(_("keywords (Japanese)"), default=list, blank=True)
    keywords_en = models.JSONField(_("keywords (English)"), default=list, blank=True)
    phrases = models.JSONField(
        _("messages a customer sees"),
        default=list,
        blank=True,
        help_text=_("Mail subjects, error texts and lines of the bill, letter for letter."),
    )
    related: models.ManyToManyField[Entry, RelatedEntry] = models.ManyToManyField(
        "self", through="RelatedEntry", symmetrical=False, verbose_name=_("related entries")
    )
    helper = models.CharField(_("helper"), max_length=80, blank=True)
    most_asked = models.PositiveSmallIntegerField(
        _("rank among the most asked"), null=True, blank=True, unique=True
    )
    facts_as_of = models.CharField(
        _("facts as of"), max_length=10, blank=True, help_text=_("YYYY, YYYY-MM or YYYY-MM-DD")
    )
    last_checked = models.CharField(_("last checked"), max_length=10, blank=True, help_text=_("YYYY-MM-DD"))
    next_check = models.CharField(
        _("next check"), max_length=10, blank=True, db_index=True, help_text=_("YYYY-MM-DD")
    )
    source = models.CharField(_("source"), blank=True)
    editor_note = models.TextField(
        _("note for editors"), blank=True, help_text=_("Never shown to customers.")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    live = models.ForeignKey(
        "EntryRevision",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("live revision"),
    )
    loaded = models.CharField(max_length=64, blank=True, editable=False)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("FAQ entry")
        verbose_name_plural = _("FAQ entries")
        ordering = ["category__position", "position", "slug"]
        constraints = [slug_check("entry")]
        indexes = [models.Index(fields=["category", "position"], name="entry_in_category")]
        permissions = [("publish_entry", _("Can publish FAQ entries"))]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        """Its page, in the active language."""
        return reverse("faq:entry", args=[self.slug])

    @property
    def title(self) -> str:
        """The question in the active language."""
        return Text(self.title_ja, self.title_en).get(get_language() or "ja")


class RelatedEntry(models.Model):
    """An entry named beside another one, in the editor's order."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="related_rows")
    other = models.ForeignKey(Entry, models.CASCADE, related_name="named_by", verbose_name=_("related entry"))
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("related entry")
        verbose_name_plural = _("related entries")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "other"], name="related_entry_once"),
            models.CheckConstraint(
                condition=~models.Q(entry=models.F("other")), name="related_entry_is_another"
            ),
        ]

    def __str__(self) -> str:
        return str(self.other)


class EntryAlias(models.Model):
    """A slug an entry once had; its links go on working."""

    slug = slug_field(unique=True)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="aliases")

    class Meta:
        verbose_name = _("former slug")
        verbose_name_plural = _("former slugs")
        ordering = ["slug"]
        constraints = [slug_check("entryalias")]

    def __str__(self) -> str:
        return self.slug


class EntryRevision(WrittenOnce):
    """An entry as it was published: immutable, numbered per entry, rendered in both languages.

    `content` is `Article.as_dict()` plus `html` and `notice_html`, each `{"ja": …, "en": …}`.
    """

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    content = models.JSONField(_("content"))
    facts_as_of = models.CharField(_("facts as of"), max_length=10, blank=True)
    last_checked = models.CharField(_("last checked"), max_length=10, blank=True)
    note = models.CharField(_("note"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )
    created_at = models.DateTimeField(_("published"), auto_now_add=True)

    objects = AppendOnly["EntryRevision"].as_manager()
    is_new = False  # whether publishing has made it, or found that it was live already

    class Meta:
        verbose_name = _("entry revision")
        verbose_name_plural = _("entry revisions")
        ordering = ["-created_at", "-number"]
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="entry_revision_number")]

    def __str__(self) -> str:
        return f"{self.entry.slug} {self.number}"
