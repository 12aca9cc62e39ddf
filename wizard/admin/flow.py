"""Guides: list, page, what stands in the way of publishing one, and publishing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ground.admin import PublishedFilter, RoomAdmin
from ground.forms import PlacedForm, TidyField
from wizard.admin.editor import editor_urls
from wizard.admin.fields import (
    AliasFormSet,
    AliasInline,
    StepSelect,
    free_slug,
    inner_widget,
    one_change,
    step_label,
)
from wizard.admin.telling import linked, publish_and_tell
from wizard.editing import Refused, retire_flow
from wizard.models import Alias, Flow, Step
from wizard.publishing import problems_of
from wizard.renaming import rename_flow, require_free_flow_slug


class FlowForm(PlacedForm):
    """A guide; its slug is nobody else's, not even a former one."""

    placed_in = ("group",)

    def clean_slug(self) -> str:
        """Refused where another guide has, or had, it."""
        return free_slug(require_free_flow_slug, self.cleaned_data["slug"], self.instance)


class FlowAliasFormSet(AliasFormSet):
    """Former slugs of a guide."""

    def of_parent(self, alias: Alias) -> None:
        """A former slug of a guide belongs to it alone."""

    def check(self, slug: str) -> None:
        """No guide may have it today, and no other may have had it."""
        require_free_flow_slug(slug, Flow())


class FlowAliasInline(AliasInline):
    """Former slugs of a guide."""

    formset = FlowAliasFormSet

    def get_queryset(self, request: HttpRequest) -> QuerySet[Alias]:
        """Those of the guide itself, not of its steps."""
        return super().get_queryset(request).filter(step=None)


class NoteForm(forms.Form):
    """What an editor may say about a revision."""

    note = TidyField(
        label=_("note"), required=False, max_length=200, help_text=_("What changed, for other editors.")
    )


@admin.register(Flow)
class FlowAdmin(RoomAdmin):
    """Guides."""

    form = FlowForm
    list_display = ["__str__", "slug", "group", "steps_link", "state", "site_link"]
    list_filter = [PublishedFilter, "group"]
    search_fields = ["slug", "title_ja", "title_en"]
    search_help_text = _("Slug or title")
    ordering = ["slug"]
    sortable_by = ["slug"]
    autocomplete_fields = ["start"]
    prepopulated_fields = {"slug": ["title_en"]}
    readonly_fields = ["state"]
    inlines = [FlowAliasInline]
    actions = ["publish_chosen", "withdraw_chosen"]
    fieldsets = [
        (
            None,
            {"fields": [("title_ja", "title_en"), ("summary_ja", "summary_en"), "slug", "start", "state"]},
        ),
        (_("On home"), {"fields": [("group", "position")]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Flow]:
        """With what the list shows of their group and their live revision."""
        flows: QuerySet[Flow] = super().get_queryset(request)
        return flows.select_related("group", "live").defer("live__header")

    def complete(self, rows: Sequence[Any]) -> None:
        """The number of steps of each guide of the page; one query."""
        steps = Step.objects.filter(flow__in=[row.pk for row in rows]).order_by()
        counts = dict(steps.values_list("flow").annotate(Count("pk")))
        for row in rows:
            row.step_count = counts.get(row.pk, 0)

    @admin.display(description=_("steps"))
    def steps_link(self, flow: Any) -> SafeString:
        """The number of its steps, leading to them."""
        count: int = flow.step_count
        text = ngettext("%(count)s step", "%(count)s steps", count) % {"count": count}
        return format_html('<a href="{}">{}</a>', steps_url(flow), text)

    @admin.display(description=_("state"))
    def state(self, flow: Flow) -> str:
        """Which revision customers walk."""
        if flow.live is None:
            return gettext("not published")
        return gettext("revision %(number)s") % {"number": flow.live.number}

    @admin.display(description="")
    def site_link(self, flow: Flow) -> SafeString | str:
        """Where customers meet it."""
        url = self.get_view_on_site_url(flow)
        return format_html('<a href="{}">{}</a>', url, gettext("View on site")) if url else ""

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Its first page, when it is live."""
        return obj.get_absolute_url() if obj and obj.live_id else None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new guide has no steps to choose the first question from."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            return fieldsets
        (name, first), *others = fieldsets
        fields = [field for field in first["fields"] if field not in {"start", "state"}]
        return [(name, {**first, "fields": fields}), *others]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        """A new guide has no former slugs."""
        return super().get_inlines(request, obj) if obj else []

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The start is found among its own steps."""
        if db_field.name == "start":
            kwargs["widget"] = StepSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """The form, its start limited to the steps of `obj`."""
        form = super().get_form(request, obj, change, **kwargs)
        fields: dict[str, Any] = form.base_fields
        if obj is not None and (start := fields.get("start")):
            start.queryset = Step.objects.filter(flow=obj)
            start.label_from_instance = step_label
            select = inner_widget(start)
            select.guide, select.only = obj.pk, True
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Saved; a new slug goes through `rename_flow`."""
        if change and "slug" in form.changed_data:
            rename_flow(Flow.objects.get(pk=obj.pk), obj.slug)
        super().save_model(request, obj, form, change)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """As Django's; what is saved is one change of the draft."""
        flow = self.get_object(request, unquote(object_id)) if object_id else None
        with one_change(request, flow, "header-changed"):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def reasons_to_keep(self, rows: Iterable[Any]) -> list[str]:
        """A guide that was ever published stays: its old addresses are answered from its revisions."""
        published = Flow.objects.filter(pk__in=[row.pk for row in rows], revisions__isnull=False)
        text = gettext(
            "“%(guide)s” has been published, so it cannot be deleted: its revisions are kept. Withdraw it instead."
        )
        return [text % {"guide": flow} for flow in published.distinct()]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Publishing has a permission of its own."""
        return request.user.has_perm("wizard.publish_flow")

    @admin.action(description=_("Publish the chosen guides, all or none"), permissions=["publish"])
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet[Flow]) -> None:
        """Publish them together, since guides may lead into each other."""
        if flows := self.few(request, queryset):
            publish_and_tell(request, flows)

    @admin.action(description=_("Withdraw the chosen guides from the site"), permissions=["publish"])
    def withdraw_chosen(self, request: HttpRequest, queryset: QuerySet[Flow]) -> None:
        """Take them off the site; drafts and revisions stay."""
        for flow in self.few(request, queryset):
            try:
                retire_flow(flow)
            except Refused as refusal:
                self.message_user(request, f"{flow}: {refusal}", messages.ERROR)
            else:
                self.log_change(request, flow, gettext("Withdrawn from the site."))
                text = gettext("“%(guide)s” is withdrawn from the site.")
                self.message_user(request, text % {"guide": flow}, messages.SUCCESS)

    def get_urls(self) -> list[URLPattern]:
        """With the page of problems and the editor's own pages."""
        page = self.admin_site.admin_view(self.problems_view)
        problems = path("<path:object_id>/problems/", page, name="wizard_flow_problems")
        return [problems, *editor_urls(self), *super().get_urls()]

    def problems_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What stands in the way of publishing a guide, and its publishing (POST)."""
        flow = self.get_object(request, unquote(object_id))
        if not self.has_view_or_change_permission(request, flow):
            raise PermissionDenied
        if flow is None:
            self.message_user(request, gettext("There is no such guide"), messages.WARNING)
            return redirect("admin:wizard_flow_changelist")
        if request.method == "POST":
            return self._publish_one(request, flow)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        found = problems_of(flow, drafting=False)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Problems"),
            "subtitle": str(flow),
            "opts": self.opts,
            "original": flow,
            "state": self.state(flow),
            "faults": linked(problem for problem in found if problem.severity == "error"),
            "warnings": linked(problem for problem in found if problem.severity == "warning"),
            "note_form": NoteForm(),
            "may_publish": self.has_publish_permission(request),
        }
        return TemplateResponse(request, "admin/wizard/flow/problems.html", context)

    def _publish_one(self, request: HttpRequest, flow: Flow) -> HttpResponse:
        if not self.has_publish_permission(request):
            raise PermissionDenied(gettext("Publishing needs a permission that your account does not have."))
        form = NoteForm(request.POST)
        if form.is_valid():
            publish_and_tell(request, [flow], note=form.cleaned_data["note"])
        else:
            self.message_user(request, " ".join(map(str, form.errors["note"])), messages.ERROR)
        return redirect("admin:wizard_flow_problems", flow.pk)


def steps_url(flow: Flow) -> str:
    """The list of the steps of `flow`."""
    return f"{reverse('admin:wizard_step_changelist')}?{urlencode({'guide': flow.slug})}"
