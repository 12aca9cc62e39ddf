"""What the forms of guides, steps and choices share: finding a step by typing, keeping former slugs apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, QuerySet, Value, When
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from ground.admin import ParentFilter, RoomInline
from ground.fields import SlugTaken
from ground.targets import TargetSelect, is_key
from wizard.editing import recorded
from wizard.models import Alias, Flow, Step


class GuideFilter(ParentFilter):
    """What belongs to one guide."""

    title = Flow._meta.verbose_name or ""
    parameter_name = "guide"
    parent = Flow
    lookup = "flow__slug"


class StepSelect(TargetSelect):
    """A step, found by typing: those of the guide `guide` (a key) first, or `only` those."""

    guide: int | None = None
    only = False

    def get_url(self) -> str:
        """Where the steps are looked up."""
        url = reverse(f"{self.admin_site.name}:wizard_step_autocomplete")
        query = {"guide": self.guide, **({"only": 1} if self.only else {})} if self.guide else {}
        return f"{url}?{urlencode(query)}" if query else url


class StepLookup(AutocompleteJsonView):
    """Answers a `StepSelect`: without a word typed the guide's own steps, then all that match, its own first."""

    def process_request(self, request: HttpRequest) -> Any:
        """What is asked for; refused for a field that holds no step."""
        term, model_admin, source, to_field = super().process_request(request)
        if source.remote_field.model is not Step:
            raise PermissionDenied
        return term, model_admin, source, to_field

    def get_queryset(self) -> QuerySet[Step]:
        """The steps that match."""
        steps: QuerySet[Step] = super().get_queryset().select_related("flow")
        given = self.request.GET.get("guide", "")
        if not is_key(given):
            return steps
        guide = int(given)
        if "only" in self.request.GET or not self.term:
            return steps.filter(flow=guide)
        own_first = Case(When(flow=guide, then=Value(0)), default=Value(1))
        return steps.order_by(own_first, "flow_id", "position", "pk")

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        """The step with its slug, and with its guide when that is another one."""
        own = str(obj.flow_id) == self.request.GET.get("guide", "")
        text = step_label(obj) if own else f"{obj.flow.slug}/{step_label(obj)}"
        return {"id": str(obj.pk), "text": text}


def step_label(step: Step) -> str:
    """A step as it is told apart from others of its guide."""
    return f"{step.slug}: {step.title}" if step.title else step.slug


def free_slug(check: Any, slug: str, row: Any) -> str:
    """`slug`, for a form; raises ValidationError where `check(slug, row)` raises SlugTaken."""
    try:
        check(slug, row)
    except SlugTaken as refusal:
        raise ValidationError(str(refusal)) from refusal
    return slug


class AliasFormSet(BaseInlineFormSet):  # type: ignore[type-arg]
    """Former slugs of one guide or one step, each checked like a slug of today."""

    def of_parent(self, alias: Alias) -> None:
        """Make a new former slug belong to its guide."""
        raise NotImplementedError

    def check(self, slug: str) -> None:
        """Raises SlugTaken where the slug means something else."""
        raise NotImplementedError

    def clean(self) -> None:
        """Refuse the slugs that are in use, a sentence at each."""
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            slug = form.cleaned_data.get("slug")
            if not slug or form in self.deleted_forms:
                continue
            if slug in seen:
                form.add_error("slug", gettext("This slug stands here already. Take one of the two out."))
            elif form.has_changed() and "slug" in form.changed_data:
                self._refuse_taken(form, slug)
            seen.add(slug)

    def _refuse_taken(self, form: Any, slug: str) -> None:
        try:
            self.check(slug)
        except SlugTaken as refusal:
            form.add_error("slug", str(refusal))

    def save_new(self, form: Any, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        """A new former slug, with its guide."""
        self.of_parent(form.instance)
        return super().save_new(form, commit)


class AliasInline(RoomInline):
    """Former slugs: links to them go on working."""

    model = Alias
    fields = ["slug"]
    classes = ["collapse"]


def guide_of_filters(request: HttpRequest) -> Flow | None:
    """The guide by which the list that the editor comes from was filtered."""
    slug = parse_qs(request.GET.get("_changelist_filters", "")).get("guide", [""])[-1]
    return Flow.objects.filter(slug=slug.replace("\0", "")).first() if slug else None


@contextmanager
def one_change(request: HttpRequest, flow: Flow | None, kind: str, subject: str = "") -> Iterator[None]:
    """Record what is saved inside as one change of the draft of `flow`, which can be undone."""
    if flow is None or request.method != "POST":
        yield
        return
    with recorded(flow, kind=kind, author=request.user, subject=subject):  # type: ignore[arg-type]
        yield


def inner_widget(field: Any) -> Any:
    """The widget of a form field, inside the frame that adds “add” and “change” to it."""
    return getattr(field.widget, "widget", field.widget)
