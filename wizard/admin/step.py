"""Steps: list, and the page on which an editor writes one with its choices and what stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import transaction
from django.db.models import Count, QuerySet
from django.forms import ChoiceField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.admin import RoomAdmin, RoomInline
from ground.forms import PlacedForm, PlacedFormSet
from ground.targets import is_key
from tools.registry import helper_choices
from wizard.admin.choice import ChoiceInline
from wizard.admin.fields import (
    AliasFormSet,
    AliasInline,
    GuideFilter,
    StepLookup,
    free_slug,
    guide_of_filters,
    one_change,
)
from wizard.editing import Refused, delete_step
from wizard.models import Alias, Choice, Flow, PublishedStep, Step, StepChannel, StepEntry
from wizard.renaming import rename_choice, rename_step, require_free_step_slug
from wizard.validation import MOST_BESIDE


class StepForm(PlacedForm):
    """A step; its slug is no other's of its guide, not even a former one."""

    placed_in = ("flow",)

    def beside(self) -> Any:
        """Its choices, entries and channels are saved with it."""
        step = self.instance
        rows = (step.choices, step.entry_rows, step.channel_rows)
        return [list(related.order_by("pk").values_list()) for related in rows]

    def clean_slug(self) -> str:
        """Refused where another step of the guide has, or had, it."""
        step = self.instance
        if "flow" in self.fields:
            step = Step(flow=self.cleaned_data.get("flow"))
        return free_slug(require_free_step_slug, self.cleaned_data["slug"], step)


class StepEntryInline(RoomInline):
    """The FAQ entries a step shows or names."""

    model = StepEntry
    max_num = MOST_BESIDE
    formset = PlacedFormSet
    fields = ["entry", "related_only", "position"]
    autocomplete_fields = ["entry"]


class StepChannelInline(RoomInline):
    """The contact channels a step offers."""

    model = StepChannel
    max_num = MOST_BESIDE
    formset = PlacedFormSet
    fields = ["channel", "position"]
    autocomplete_fields = ["channel"]


class StepAliasFormSet(AliasFormSet):
    """Former slugs of a step, and slugs of removed steps that it succeeds."""

    def of_parent(self, alias: Alias) -> None:
        """A former slug of a step belongs to its guide too."""
        alias.flow_id = self.instance.flow_id

    def check(self, slug: str) -> None:
        """No step of the guide may have it today, and no other may have had it."""
        require_free_step_slug(slug, Step(flow_id=self.instance.flow_id))


class StepAliasInline(AliasInline):
    """Former slugs of a step."""

    formset = StepAliasFormSet
    verbose_name_plural = _("former slugs, also of removed steps that this one succeeds")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alias]:
        """Those of the step itself, not of its choices."""
        return super().get_queryset(request).filter(choice=None)


@admin.register(Step)
class StepAdmin(RoomAdmin):
    """Steps of guides."""

    form = StepForm
    list_display = ["__str__", "slug", "flow_link", "kind", "position"]
    list_filter = [GuideFilter, "outcome"]
    list_select_related = ["flow"]
    search_fields = ["slug", "title_ja", "title_en"]
    search_help_text = _("Slug, question or heading")
    ordering = ["flow_id", "position", "pk"]
    sortable_by = ()
    autocomplete_fields = ["flow"]
    prepopulated_fields = {"slug": ["title_en"]}
    inlines = [ChoiceInline, StepEntryInline, StepChannelInline, StepAliasInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "flow",
                    ("title_ja", "title_en"),
                    ("body_ja", "body_en"),
                    ("slug", "position", "outcome"),
                ]
            },
        ),
        (
            _("What it takes"),
            {
                "fields": [
                    ("wait_ja", "wait_en"),
                    ("deadline_ja", "deadline_en"),
                    ("caution_ja", "caution_en"),
                ],
                "description": _("Shown in plain sight: time, dates, money, what cannot be undone."),
            },
        ),
        (
            _("A remedy"),
            {
                "fields": [("tried_ja", "tried_en"), "helper"],
                "description": _("For a step that asks the customer to try something."),
            },
        ),
        (_("For editors"), {"fields": ["editor_note"]}),
    ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The helper is one of those there are."""
        if db_field.name == "helper":
            choices = [("", "---------"), *helper_choices()]
            return ChoiceField(choices=choices, required=False, label=capfirst(db_field.verbose_name))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def complete(self, rows: Sequence[Any]) -> None:
        """The number of choices of each step of the page; one query."""
        choices = Choice.objects.filter(step__in=[row.pk for row in rows]).order_by()
        counts = dict(choices.values_list("step").annotate(Count("pk")))
        for row in rows:
            row.choice_count = counts.get(row.pk, 0)

    @admin.display(description=_("guide"))
    def flow_link(self, step: Step) -> SafeString:
        """Its guide, leading to all its steps."""
        return format_html('<a href="?{}">{}</a>', urlencode({"guide": step.flow.slug}), step.flow)

    @admin.display(description=_("kind"))
    def kind(self, step: Any) -> str:
        """A question with so many choices, or what the answer amounts to."""
        if step.choice_count:
            return gettext("question, choices: %(count)s") % {"count": step.choice_count}
        return step.get_outcome_display() or gettext("an answer")

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Its page, when it is part of the live revision."""
        if obj is None or not obj.flow.live_id:
            return None
        live = PublishedStep.objects.filter(revision=obj.flow.live_id, slug=obj.slug, content__isnull=False)
        return reverse("wizard:step", args=[obj.flow.slug, obj.slug]) if live.exists() else None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A step stays in its guide: its former slugs and the ways to it are there."""
        return ["flow"] if obj else []

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """A new step has no former slugs."""
        inlines = super().get_inlines(request, obj)
        return inlines if obj else [inline for inline in inlines if inline is not StepAliasInline]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new step belongs to the guide whose steps were listed."""
        given = super().get_changeform_initial_data(request)
        guide = None if "flow" in given else guide_of_filters(request)
        return {**given, "flow": guide.pk} if guide else given

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Saved; a new slug goes through `rename_step`."""
        if change and "slug" in form.changed_data:
            rename_step(Step.objects.get(pk=obj.pk), obj.slug)
        super().save_model(request, obj, form, change)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """As Django's; what is saved is one change of the draft of its guide."""
        step = self.get_object(request, unquote(object_id)) if object_id else None
        given = request.POST.get("flow", "")
        flow = step.flow if step else Flow.objects.filter(pk=given).first() if is_key(given) else None
        subject = step.slug if step else request.POST.get("slug", "")[:80]
        with one_change(request, flow, "edited", subject):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Deleted as in the outline: what leads to it is led elsewhere, and it can be undone."""
        flow = Flow.objects.get(pk=obj.flow_id)
        delete_step(flow, obj.slug, expected_version=flow.version, author=request.user)  # type: ignore[arg-type]

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Step]) -> None:
        """Deleted one by one."""
        for step in queryset:
            self.delete_model(request, step)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """As Django's; why a step was not deleted is said above the list."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return redirect("admin:wizard_step_changelist")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list; what is done from it is done to all chosen steps or none."""
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        try:
            with transaction.atomic():
                return super().changelist_view(request, extra_context)
        except Refused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return redirect(request.get_full_path())

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Saved; a new slug of a choice goes through `rename_choice`."""
        if formset.model is Choice:
            for row in formset.initial_forms:
                if "slug" in row.changed_data and row not in formset.deleted_forms:
                    rename_choice(Choice.objects.get(pk=row.instance.pk), row.cleaned_data["slug"])
        super().save_formset(request, form, formset, change)

    def get_urls(self) -> list[URLPattern]:
        """With the look-up of steps by what is typed."""
        lookup = self.admin_site.admin_view(StepLookup.as_view(admin_site=self.admin_site))
        return [path("autocomplete/", lookup, name="wizard_step_autocomplete"), *super().get_urls()]
