"""What the pages about an entry share: permissions, finding it by its slug, the frame, and how changes read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from faq.comparison import FieldChange
from faq.models import Entry, EntryRevision
from faq.publishing import EntryNotPublishable, restore_entry
from ground.admin import is_second_click, log_revision
from ground.desk import READS, Desk, Row, View, show_page
from ground.wording import said

VIEW, CHANGE, PUBLISH = "faq.view_entry", "faq.change_entry", "faq.publish_entry"
DESK = Desk(
    {
        VIEW: _("Seeing FAQ entries in admin needs a permission that your account does not have."),
        PUBLISH: _("Publishing needs a permission that your account does not have."),
    },
    view=VIEW,
    change=CHANGE,
)
require = DESK.require


def of_entry(view: View) -> View:
    """`view(request, entry, …)` from the slug in the address; one that names no entry leads to the list."""

    @wraps(view)
    def found(request: HttpRequest, slug: str, **named: Any) -> HttpResponse:
        entry = Entry.objects.select_related("live", "category").filter(slug=slug).first()
        if entry is None:
            messages.warning(request, gettext("There is no such FAQ entry."))
            return redirect("admin:faq_entry_changelist")
        return view(request, entry, **named)

    return found


def page(
    model_admin: Any, route: str, name: str, view: View, *, methods: Sequence[str] = READS
) -> URLPattern:
    """An address of one entry: `<slug>/<route>`, named `faq_entry_<name>`."""
    wrapped: View = model_admin.admin_site.admin_view(DESK.guarded(of_entry(view), VIEW, methods))
    return path(f"<slug:slug>/{route}", wrapped, name=f"faq_entry_{name}")


def show(
    request: HttpRequest, template: str, entry: Entry, context: dict[str, Any], *, title: str
) -> HttpResponse:
    """A page of the editor; `title` is its heading."""
    frame = {
        "title": title,
        "entry": entry,
        "tab": template,
        "may_publish": request.user.has_perm(PUBLISH),
    }
    return show_page(request, f"admin/faq/editor/{template}.html", Entry, entry, {**frame, **context})


def rows_of(changes: Iterable[FieldChange]) -> list[Row]:
    """A row for each field, under the name it has in the form."""
    return [
        Row(label_of(change), change.pieces, isinstance(change.new, tuple), change.language)
        for change in changes
    ]


def label_of(change: FieldChange) -> str:
    """The name of the field in the form."""
    if change.name == "aliases":
        return gettext("former slugs")
    name = f"{change.name}_{change.language}" if change.language else change.name
    return str(getattr(Entry._meta.get_field(name), "verbose_name", name))


def tell_refusal(request: HttpRequest, entry: Entry, refusal: EntryNotPublishable) -> None:
    """Say that nothing of `entry` was published, and why."""
    text = gettext("“%(entry)s” was not published.")
    messages.error(request, text % {"entry": entry})
    url = reverse("admin:faq_entry_change", args=[entry.pk])
    for problem in refusal.found:
        line = format_html('<a href="{}">{}</a>: {}', url, entry.slug, said(problem.message))
        messages.error(request, line)


def restore_and_tell(request: HttpRequest, entry: Entry, revision: EntryRevision) -> None:
    """Publish an old revision of `entry` anew and say what came of it."""
    try:
        restored = restore_entry(revision, author=request.user)  # type: ignore[arg-type]
    except EntryNotPublishable as refusal:
        tell_refusal(request, entry, refusal)
    else:
        tell(request, entry, restored)


def tell(request: HttpRequest, entry: Entry, revision: EntryRevision) -> None:
    """Say what publishing or restoring came to, and keep it in the history of `entry`."""
    names = {"entry": entry, "number": revision.number}
    if not revision.is_new:
        text = gettext("“%(entry)s” has not changed: revision %(number)s stays live.")
        if is_second_click(request, revision):
            text = gettext(
                "Revision %(number)s of “%(entry)s” is live already: it was published a moment ago."
            )
        messages.info(request, text % names)
    else:
        log_revision(request, entry, revision.number)
        text = gettext("“%(entry)s” is published: revision %(number)s is live.")
        messages.success(request, text % names)
