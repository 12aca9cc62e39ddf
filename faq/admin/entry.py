"""Entries: list, page, publishing and withdrawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from faq.admin.editor import editor_urls
from faq.admin.editor.desk import tell, tell_refusal
from faq.admin.editor.seen import SeenTextarea
from faq.article import LAST_RANK, MOST_RELATED, PARTIAL_DATE, TEXTS, Article
from faq.models import Entry, EntryAlias, RelatedEntry
from faq.publishing import publish_entries, withdraw_entries
from faq.renaming import rename_entry, require_free_entry_slug
from faq.validation import DAY, date_problems, markup_problems
from ground.admin import PublishedFilter, RoomAdmin, RoomInline
from ground.fields import SlugTaken
from ground.forms import LinesField, PlacedForm, PlacedFormSet
from ground.needs import StillNeeded
from ground.sentences import Sentence
from ground.text import Text
from ground.wording import said
from tools.registry import helper_choices

LISTS = {"keywords_ja", "keywords_en", "phrases"}
MARKDOWN = {"answer_ja", "answer_en", "notice_ja", "notice_en"}
DATES = {
    "facts_as_of": RegexValidator(f"^{PARTIAL_DATE.pattern}", _("Write YYYY, YYYY-MM or YYYY-MM-DD.")),
    "last_checked": RegexValidator(f"^{DAY.pattern}", _("Write YYYY-MM-DD.")),
    "next_check": RegexValidator(f"^{DAY.pattern}", _("Write YYYY-MM-DD.")),
}


class OverdueFilter(admin.SimpleListFilter):
    """Entries somebody should have looked at again by now."""

    title = _("next check")
    parameter_name = "check"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """One choice beside “all”."""
        return [("overdue", _("past its next check"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Those whose next check was before today."""
        if self.value() == "overdue":
            return queryset.overdue(timezone.localdate().isoformat())
        return queryset


class EntryForm(PlacedForm):
    """An entry; its slug is nobody else's, not even a former one."""

    placed_in = ("category",)

    def beside(self) -> Any:
        """Its related entries are saved with it."""
        return list(self.instance.related_rows.order_by("pk").values_list())

    def clean(self) -> dict[str, Any]:
        """Refused where the next check would be before the last, as it is in a file."""
        data = super().clean()
        last, following = data.get("last_checked") or "", data.get("next_check") or ""
        for problem in date_problems(Article("", "", last_checked=last, next_check=following)):
            if problem.field not in self.errors:
                self.add_error(problem.field, said(problem.message))
        return data

    def clean_slug(self) -> str:
        """Refused where another entry has, or had, it."""
        slug: str = self.cleaned_data["slug"]
        try:
            require_free_entry_slug(slug, self.instance)
        except SlugTaken as refusal:
            raise ValidationError(str(refusal)) from refusal
        return slug


class RelatedEntryFormSet(PlacedFormSet):
    """Related entries: others, each once."""

    def clean(self) -> None:
        """An entry is not related to itself."""
        super().clean()
        for form in [form for form in self.forms if form.has_changed()]:
            other = form.cleaned_data.get("other")
            if other and other.pk == self.instance.pk:
                form.add_error("other", gettext("This is the entry itself. Choose another."))


class RelatedEntryInline(RoomInline):
    """Entries named beside this one."""

    model = RelatedEntry
    max_num = MOST_RELATED
    formset = RelatedEntryFormSet
    fk_name = "entry"
    fields = ["other", "position"]
    autocomplete_fields = ["other"]


class EntryAliasFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """Former slugs of an entry, each checked like a slug of today."""

    def clean(self) -> None:
        """Refuse the slugs that are in use, a sentence at each."""
        super().clean()
        for form in [form for form in self.forms if form.has_changed()]:
            slug = form.cleaned_data.get("slug")
            if slug and "slug" in form.changed_data and form not in self.deleted_forms:
                try:
                    require_free_entry_slug(slug, Entry())
                except SlugTaken as refusal:
                    form.add_error("slug", str(refusal))


class EntryAliasInline(RoomInline):
    """Former slugs: links to them go on working."""

    model = EntryAlias
    formset = EntryAliasFormSet
    fields = ["slug"]
    classes = ["collapse"]


@admin.register(Entry)
class EntryAdmin(RoomAdmin):
    """Entries of the FAQ."""

    form = EntryForm
    list_display = ["__str__", "slug", "category", "state", "next_check", "site_link"]
    list_filter = [PublishedFilter, OverdueFilter, "category"]
    search_fields = ["slug", "title_ja", "title_en"]
    search_help_text = _("Slug or question")
    ordering = ["category_id", "position", "pk"]
    sortable_by = ["slug"]
    prepopulated_fields = {"slug": ["title_en"]}
    readonly_fields = ["state"]
    inlines = [RelatedEntryInline, EntryAliasInline]
    actions = ["publish_chosen", "withdraw_chosen"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("title_ja", "title_en"),
                    ("answer_ja", "answer_en"),
                    ("notice_ja", "notice_en"),
                    "slug",
                    ("category", "position", "most_asked"),
                    "state",
                ]
            },
        ),
        (_("Found by"), {"fields": [("keywords_ja", "keywords_en"), "phrases"]}),
        (
            _("Facts and checks"),
            {"fields": [("facts_as_of", "last_checked", "next_check"), "source", "helper", "editor_note"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        """With what the list shows of their category and their live revision."""
        entries: QuerySet[Entry] = super().get_queryset(request)
        return entries.select_related("category", "live").defer("live__content")

    @admin.display(description=_("state"))
    def state(self, entry: Entry) -> str:
        """Which revision customers read."""
        if entry.live is None:
            return gettext("not published")
        return gettext("revision %(number)s") % {"number": entry.live.number}

    @admin.display(description="")
    def site_link(self, entry: Entry) -> str:
        """Where customers meet it."""
        url = self.get_view_on_site_url(entry)
        return format_html('<a href="{}">{}</a>', url, gettext("View on site")) if url else ""

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Its page, when it is live."""
        return obj.get_absolute_url() if obj and obj.live_id else None

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """A new entry has no former slugs."""
        return super().get_inlines(request, obj) if obj else [RelatedEntryInline]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Lists are written one a line, helpers are chosen, dates keep their form, Markdown is shown as it is read."""
        words = {"label": capfirst(db_field.verbose_name), "help_text": db_field.help_text}
        if db_field.name in LISTS:
            hint = format_html("{} {}", db_field.help_text, _("One a line."))
            return LinesField(required=False, label=words["label"], help_text=hint)
        if db_field.name == "helper":
            choices = [("", "---------"), *helper_choices()]
            return forms.ChoiceField(choices=choices, required=False, **words)
        if db_field.name in MARKDOWN:
            kwargs["widget"] = SeenTextarea(db_field.name[-2:])
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in DATES:
            field.validators.append(DATES[db_field.name])
        if field is not None and db_field.name == "most_asked":
            field.validators += [MinValueValidator(1), MaxValueValidator(LAST_RANK)]
        return field

    def advice(self, row: Any) -> Iterator[Sentence]:
        """How its texts read, which the pages of publishing say too."""
        texts = {name: Text.of(row, name) for name in TEXTS}
        return (problem.message for problem in markup_problems(texts))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Saved; a new slug goes through `rename_entry`."""
        if change and "slug" in form.changed_data:
            rename_entry(Entry.objects.get(pk=obj.pk), obj.slug)
        super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        """With the editor's own pages."""
        return [*editor_urls(self), *super().get_urls()]

    def reasons_to_keep(self, rows: Iterable[Any]) -> list[str]:
        """An entry that was ever published stays; it can be withdrawn."""
        published = Entry.objects.filter(pk__in=[row.pk for row in rows], revisions__isnull=False)
        text = gettext(
            "“%(entry)s” has been published, so it cannot be deleted: its revisions are kept. Withdraw it instead."
        )
        return [text % {"entry": entry} for entry in published.distinct()]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Publishing has a permission of its own."""
        return request.user.has_perm("faq.publish_entry")

    @admin.action(description=_("Publish the chosen entries"), permissions=["publish"])
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet[Entry]) -> None:
        """Publish them, since they may link to each other; those that cannot be published say why."""
        done = publish_entries(self.few(request, queryset), author=request.user)  # type: ignore[arg-type]
        for entry, revision in done.revisions:
            tell(request, entry, revision)
        for entry, refusal in done.refused:
            tell_refusal(request, entry, refusal)

    @admin.action(description=_("Withdraw the chosen entries from the site"), permissions=["publish"])
    def withdraw_chosen(self, request: HttpRequest, queryset: QuerySet[Entry]) -> None:
        """Take them off the site; drafts and revisions stay."""
        if entries := self.few(request, queryset):
            try:
                count = withdraw_entries(entries)
            except StillNeeded as refusal:
                self.tell_needed(request, refusal)
                return
            text = ngettext("%(count)s entry was withdrawn.", "%(count)s entries were withdrawn.", count)
            if not count:
                text = gettext("Nothing was left to withdraw: the chosen entries are off the site.")
            self.message_user(request, text % {"count": count}, messages.SUCCESS)
