"""What the admin pages of all rooms share: lists that stay fast, rows nobody changes, inputs that cannot break.

A list is counted only as far as anybody turns pages, filters never list more than a page of names, and what
comes in by an address is checked before it reaches the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ERROR_FLAG, ChangeList
from django.core.paginator import Paginator
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.doomed import first_of_each
from ground.forms import CarefulForm
from ground.needs import StillNeeded
from ground.once import TWICE
from ground.sentences import Sentence
from ground.targets import Targets, is_key
from ground.wording import said

# How many rows an action takes at a time, and how many names a filter offers.
AT_ONCE = 100
NAMES = 50
_LONGEST_SEARCH = 200
# Stands above the fields of rows that have no draft.
SEEN_AT_ONCE = _("Customers see what you save here at once: it needs no publishing.")


class BoundedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts no further than `limit` rows and offers no pages beyond; `exceeded` says that there are more."""

    limit = 10_000

    @cached_property
    def _counted(self) -> int:
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return rows.order_by()[: self.limit + 1].count()

    @cached_property
    def count(self) -> int:
        """How many rows can be turned to."""
        return min(self._counted, self.limit)

    @property
    def exceeded(self) -> bool:
        """Whether there are rows that only a search or a filter finds."""
        return self._counted > self.limit


class RoomChangeList(ChangeList):
    """A list whose address may say anything: what cannot be understood leads back to the whole list."""

    def get_filters(self, request: HttpRequest) -> Any:
        """As Django's, but a look-up that is not allowed is a wrong address, not an attack."""
        try:
            return super().get_filters(request)
        except DisallowedModelAdminLookup as error:
            raise IncorrectLookupParameters from error

    def get_results(self, request: HttpRequest) -> None:
        """The rows of the page, with what stands beside them."""
        super().get_results(request)
        self.model_admin.complete(list(self.result_list))  # type: ignore[attr-defined]


class RoomInline(Targets, admin.TabularInline):  # type: ignore[type-arg]
    """Rows edited on the page of their parent, each as carefully as the parent."""

    form = CarefulForm
    extra = 0

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """With what a row was when the page was made."""
        fieldsets = super().get_fieldsets(request, obj)
        may_change = self.has_change_permission(request, obj)
        return [*fieldsets, (None, {"fields": ["seen"]})] if may_change else fieldsets


class RoomAdmin(Targets, admin.ModelAdmin):  # type: ignore[type-arg]
    """Stock admin, made safe for 100,000 rows and for absurd addresses."""

    paginator = BoundedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    list_max_show_all = 200

    def complete(self, rows: Sequence[Any]) -> None:
        """Fetch, for the rows of one page of the list, what no column of theirs holds."""

    def reasons_to_keep(self, rows: Iterable[Any]) -> list[str]:
        """Why some of `rows` cannot be deleted, a sentence each."""
        return []

    def advice(self, row: Any) -> Iterable[Sentence]:
        """What its readers would not see of the saved `row`, or not as it is meant."""
        return []

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list that forgives."""
        return RoomChangeList

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Equality and absence only: other look-ups can fail in the database or cost a full scan."""
        _name, _sep, kind = lookup.partition("__")
        kind = kind.rpartition("__")[2]
        return (
            kind in {"", "exact", "isnull"}
            and "\0" not in str(value)
            and super().lookup_allowed(lookup, value, request)
        )

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row; an empty name of a field is none."""
        return super().get_object(request, object_id, from_field or None)

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        """As Django's, for fields of the row's own: it knows no answer for a relation that leads to the row."""
        own = {name for field in self.opts.concrete_fields for name in (field.name, field.attname)}
        return to_field in own and super().to_field_allowed(request, to_field)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """What is searched for, without what no text holds and no longer than a sentence."""
        term = search_term.replace("\0", " ")[:_LONGEST_SEARCH]
        return super().get_search_results(request, queryset, term)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address fills in on a new row; a target must look like a key."""
        given = super().get_changeform_initial_data(request)
        targets = {field.name for field in self.opts.get_fields() if field.is_relation}
        return {name: value for name, value in given.items() if name not in targets or is_key(value)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Saved; of a row that was there, only what the editor changed, so that a publishing meanwhile stands."""
        columns = {field.name for field in self.opts.concrete_fields if field.name in form.changed_data}
        stamps = {field.name for field in self.opts.concrete_fields if getattr(field, "auto_now", False)}
        if not change:
            super().save_model(request, obj, form, change)
        elif columns:
            obj.save(update_fields=columns | stamps)
        for sentence in self.advice(obj):
            self.message_user(request, said(sentence), messages.WARNING)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """As Django's; a row is locked before its form compares it, so that of two saves one sees the other's."""
        if request.method != "POST" or not is_key(object_id):
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            # `no_key`: what refers to the row may still be saved meanwhile.
            rows = self.model._default_manager.select_for_update(no_key=True)
            rows.filter(pk=object_id).order_by("pk").first()
            return super().changeform_view(request, object_id, form_url, extra_context)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list; what cannot be done from it is said in a sentence."""
        if ERROR_FLAG in request.GET and len(request.GET) > 1:
            return redirect(f"{request.path}?{ERROR_FLAG}=1")
        if ERROR_FLAG in request.GET and request.method == "GET":
            self.message_user(
                request,
                gettext("That address cannot be understood. This is the whole list."),
                messages.WARNING,
            )
        if refusals := self._refusals(request):
            for refusal in refusals:
                self.message_user(request, refusal, messages.ERROR)
            return redirect(request.get_full_path())
        return super().changelist_view(request, extra_context)

    def _refusals(self, request: HttpRequest) -> list[str]:
        """Why the action that was asked for cannot run."""
        name = request.POST.get("action")
        if not name or not self.has_view_or_change_permission(request):
            return []
        if name not in self.get_actions(request):
            return [
                gettext("Your account is not allowed to do this. An administrator can give the permission.")
            ]
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(map(is_key, chosen)):
            return [gettext("Some of the chosen rows do not exist. Choose them again.")]
        if name == "delete_selected":
            if request.POST.get("select_across") == "1":
                return [_too_many()]
            return self.reasons_to_keep(self.model._default_manager.filter(pk__in=chosen))
        return []

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """As Django's, but what speaks against it is said on the page of the row."""
        row = self.get_object(request, unquote(object_id))
        reasons = self.reasons_to_keep([row]) if row and self.has_delete_permission(request, row) else []
        if row is None or not reasons:
            return super().delete_view(request, object_id, extra_context)
        for reason in reasons:
            self.message_user(request, reason, messages.ERROR)
        return redirect(admin_urlname(self.opts, "change"), row.pk)  # type: ignore[arg-type]

    def tell_needed(self, request: HttpRequest, refusal: StillNeeded, *rows: Any) -> None:
        """Say why nothing was withdrawn, of which `rows` where that is not plain."""
        names = ", ".join(map(str, rows))
        for words in refusal.sentences():
            told = format_html("{}: {}", names, words) if names else words
            self.message_user(request, told, messages.ERROR)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """As Django's; of what goes with them as much is named as can be read."""
        doomed, *others = super().get_deleted_objects(objs, request)
        return (first_of_each(doomed), *others)

    def few(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[Any]:
        """The chosen rows, or none and a sentence when they are too many to handle at once."""
        rows = list(queryset[: AT_ONCE + 1])
        if len(rows) <= AT_ONCE:
            return rows
        self.message_user(request, _too_many(), messages.ERROR)
        return []


def _too_many() -> str:
    return gettext("At most %(count)s can be handled at a time. Choose fewer.") % {"count": AT_ONCE}


class LookingAdmin(RoomAdmin):
    """Rows that are looked at: nobody adds, changes or deletes them here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


class PublishedFilter(admin.SimpleListFilter):
    """Whether customers meet it; `live` says when they do."""

    title = _("on the site")
    parameter_name = "published"
    live = Q(live__isnull=False)

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Yes or no."""
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Those that are, or are not; anything else leaves the list as it is."""
        known = {"yes": self.live, "no": ~self.live}
        return queryset.filter(known[self.value()]) if self.value() in known else queryset  # type: ignore[index]


class ParentFilter(admin.SimpleListFilter):
    """The rows of one parent, named by its slug; offers the first parents and the chosen one, never all."""

    parent: type[models.Model]
    lookup: str

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Slugs with names; two queries at most."""
        names = self.parent._default_manager.only("slug", "title_ja", "title_en").order_by("slug")
        rows: list[Any] = list(names[:NAMES])
        chosen = self.value() or ""
        if chosen and "\0" not in chosen and chosen not in {row.slug for row in rows}:
            rows += names.filter(slug=chosen)
        return [(row.slug, str(row)) for row in rows]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The rows of the chosen parent; none for one that does not exist."""
        return queryset.filter(**{self.lookup: self.value()}) if self.value() else queryset


def is_second_click(request: HttpRequest, revision: Any) -> bool:
    """Whether whoever asks for `revision` to go live has published it a moment ago: a second click."""
    is_own: bool = revision.author_id == request.user.pk
    return is_own and timezone.now() - revision.created_at < TWICE


def log_revision(request: HttpRequest, row: models.Model, number: int) -> None:
    """Keep in the history of `row` that its revision `number` went live; read in either language."""
    LogEntry.objects.log_actions(  # type: ignore[call-overload]
        user_id=request.user.pk,
        queryset=[row],
        action_flag=CHANGE,
        change_message=[{"added": {"name": "revision", "object": str(number)}}],
        single_object=True,
    )
