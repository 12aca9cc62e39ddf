"""The index: a row for each document and language, the words it knows, and the synonyms editors keep.

The engine's own structures stand beside the rows (see `search.engine`); the database keeps them in step.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class IndexedDocument(models.Model):
    """A document in one language, as it is searched.

    `owner` is what is replaced as one (a guide with its steps). `title_terms`, `key_terms` (keywords and messages) and `body_terms` are terms separated by spaces, in order;
    `title_places` and `body_places` say where they stand in `title` and `body` (`start-end`, in the same order).
    """

    owner = models.CharField(max_length=100)
    kind = models.CharField(max_length=10)
    slug = models.CharField(max_length=161)
    language = models.CharField(max_length=2)
    path = models.CharField(max_length=200)
    title = models.TextField()
    body = models.TextField(blank=True)
    keywords = models.JSONField(default=list)
    messages = models.JSONField(default=list)
    rank = models.PositiveSmallIntegerField(null=True)
    title_terms = models.TextField()
    key_terms = models.TextField(blank=True)
    body_terms = models.TextField(blank=True)
    title_places = models.TextField(blank=True)
    body_places = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind", "slug", "language"], name="document_once_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug} ({self.language})"


class Vocable(models.Model):
    """A word that stands in the documents of a language: a term, or a whole word as people type it.

    `head` and `tail` are its first and last two letters: one mistyped letter leaves one of them as it was.
    """

    language = models.CharField(max_length=2)
    text = models.CharField(max_length=200)
    head = models.CharField(max_length=2)
    tail = models.CharField(max_length=2)
    documents = models.IntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["language", "text"], name="vocable_once")]
        indexes = [
            models.Index(fields=["language", "head"], name="vocable_head"),
            models.Index(fields=["language", "tail"], name="vocable_tail"),
        ]

    def __str__(self) -> str:
        return self.text


class Reading(models.Model):
    """How a Japanese word or keyword is said, in hiragana; `term` is how it is written, `head` the first two letters."""

    text = models.CharField(max_length=200)
    head = models.CharField(max_length=2)
    term = models.CharField(max_length=200)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["text", "term"], name="reading_once")]
        indexes = [models.Index(fields=["head"], name="reading_head")]

    def __str__(self) -> str:
        return f"{self.text}: {self.term}"


class Synonyms(models.Model):
    """Words for one thing. `words` find each other; with `finds`, they find those, and not the other way round.

    `name` is the word the group began with; it goes by it however its words change.
    """

    name = models.CharField(_("name"), max_length=100, unique=True, editable=False)
    words = models.TextField(
        _("words"),
        help_text=_("One a line, as customers type them: a word, a few words, or a short sentence."),
    )
    finds = models.TextField(
        _("find only"),
        blank=True,
        help_text=_(
            "One a line. Empty: the words above find each other. Otherwise they find these, and these do not find them."
        ),
    )
    loaded = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class IndexState(models.Model):
    """What a search has to know before it begins, a row for each language.

    `synonyms` is another text whenever the synonyms are not what they were.
    """

    language = models.CharField(max_length=2, unique=True)
    documents = models.PositiveIntegerField(default=0)
    title_length = models.PositiveBigIntegerField(default=0)
    body_length = models.PositiveBigIntegerField(default=0)
    synonyms = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["language"]

    def __str__(self) -> str:
        return self.language
