"""Home and the list of guides."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from faq.models import Category, Entry
from ground.pages import page_context, reads_page, site_name
from wizard.overview import groups_of_guides


@reads_page
def home(request: HttpRequest) -> HttpResponse:
    """What is the trouble? The guides in their groups, the most-asked questions, the subjects of the FAQ."""
    asked = (
        Entry.objects.published().exclude(most_asked=None).select_related("live").order_by("most_asked")[:5]
    )
    title = site_name()
    description = gettext(
        "Answer one short question at a time and arrive at the answer for your case, or at the right person."
    )
    context = page_context(request, title=title, description=description)
    categories = Category.objects.with_live_entries()
    return TemplateResponse(
        request,
        "wizard/home.html",
        {**context, "groups": groups_of_guides(), "asked": asked, "categories": categories},
    )


@reads_page
def guides(request: HttpRequest) -> HttpResponse:
    """All guides, each with what it leads to."""
    title = gettext("Guides")
    description = gettext(
        "All guides: each asks a few short questions and leads to the answer for your case."
    )
    context = page_context(request, title=title, description=description)
    return TemplateResponse(request, "wizard/guides.html", {**context, "groups": groups_of_guides()})
