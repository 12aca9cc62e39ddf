"""Guides: list, page, what stands in the way of publishing one, and publishing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ground.admin import SEEN_AT_ONCE, PublishedFilter, RoomAdmin
from ground.forms import PlacedForm
from ground.needs import StillNeeded
from wizard.admin.editor import editor_urls
from wizard.admin.editor.tree.workbench import Workbench
from wizard.admin.fields import (
    AliasFormSet,
    AliasInline,
    StepSelect,
    free_slug,
    inner_widget,
    one_change,
    step_label,
)
from wizard.admin.telling import SHOWN, publish_and_tell
from wizard.editing import NotLive, retire_flows
from wizard.models import Alias, Choice, Flow, Step
from wizard.problems import Where
from wizard.renaming import rename_flow, require_free_flow_slug


class FlowForm(PlacedForm):
    """A guide; its slug is nobody else's, not even a former one."""

    placed_in = ("group",)

    class Meta:
        help_texts = {
            "slug": _(
                "The slug is part of the address. It changes at once, for customers too; links to the former one lead to the new one."
            )
        }

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
        (_("On home"), {"fields": [("group", "position")], "description": SEEN_AT_ONCE}),
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
        """A guide that was ever published stays: its old addresses are answered from its revisions.

        So does one that drafts of others lead to: their choices would lead nowhere, and nobody would know.
        """
        doomed = [row.pk for row in rows]
        published = Flow.objects.filter(pk__in=doomed, revisions__isnull=False)
        text = gettext(
            "“%(guide)s” has been published, so it cannot be deleted: its revisions are kept. Withdraw it instead."
        )
        return [*(text % {"guide": flow} for flow in published.distinct()), *_led_to(doomed)]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """The form of the guide itself stands where the panel of a step would, beside the outline."""
        if flow := kwargs.get("obj"):
            bench = Workbench(Flow.objects.select_related("live").get(pk=flow.pk))
            context = {**context, **bench.context(request), "tab": "tree"}
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> Any:
        """A new guide is opened at once, since its steps come next."""
        if {"_addanother", "_popup"} & set(request.POST):
            return super().response_add(request, obj, post_url_continue)
        text = gettext("“%(guide)s” is made. Add its first question.")
        self.message_user(request, text % {"guide": obj}, messages.SUCCESS)
        return redirect("admin:wizard_flow_new_step", obj.slug)

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
        """Take them off the site together; drafts and revisions stay."""
        flows = self.few(request, queryset)
        try:
            retired = retire_flows(flows)
        except StillNeeded as refusal:
            self.tell_needed(request, refusal)
            return
        for flow in flows:
            if flow in retired:
                self.log_change(request, flow, gettext("Withdrawn from the site."))
                text = gettext("“%(guide)s” is withdrawn from the site.")
                self.message_user(request, text % {"guide": flow}, messages.SUCCESS)
            else:
                self.message_user(request, f"{flow}: {NotLive()}", messages.ERROR)

    def get_urls(self) -> list[URLPattern]:
        """With the editor's own pages."""
        return [*editor_urls(self), *super().get_urls()]


def _led_to(doomed: list[int]) -> Iterator[str]:
    """A sentence for each of those guides, never published, that drafts of guides which stay lead to."""
    arrivals = Choice.objects.filter(next_flow__in=doomed, next_flow__revisions=None)
    steps: dict[Any, set[str]] = {}
    for choice in arrivals.exclude(step__flow__in=doomed).select_related("next_flow", "step__flow"):
        place = Where(choice.step.flow.slug, choice.step.slug)
        steps.setdefault(choice.next_flow, set()).add(str(place))
    for flow, places in steps.items():
        named = ", ".join(sorted(places)[:SHOWN])
        text = gettext(
            "“%(guide)s” cannot be deleted: choices of other guides lead to it (%(steps)s). Lead them elsewhere first."
        )
        yield text % {"guide": flow, "steps": named}


def steps_url(flow: Flow) -> str:
    """The list of the steps of `flow`."""
    return f"{reverse('admin:wizard_step_changelist')}?{urlencode({'guide': flow.slug})}"
