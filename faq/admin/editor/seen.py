"""A text as customers would read it, beneath the field in which it is typed: as it is saved, and while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse_lazy
from django.utils.safestring import SafeString, mark_safe

from faq.admin.editor.desk import DESK, VIEW
from faq.markdown import render
from ground.text import LANGUAGES, tidy

MOST = 20_000


def urls(model_admin: Any) -> list[URLPattern]:
    """The address that renders what is typed."""
    view = model_admin.admin_site.admin_view(DESK.guarded(markdown, VIEW, ("POST",)))
    return [path("markdown/", view, name="faq_markdown")]


def markdown(request: HttpRequest, of: Sequence[str] = ("answer", "notice")) -> HttpResponse:
    """The first text `of` an entry that was sent, in the language of its field, as customers would read it."""
    for language, name in product(LANGUAGES, of):
        if text := request.POST.get(f"{name}_{language}"):
            return HttpResponse(render(tidy(text)[:MOST], language))
    return HttpResponse("")


class SeenTextarea(AdminTextareaWidget):
    """A field for Markdown in `language` with what comes of it."""

    def __init__(self, language: str) -> None:
        super().__init__(
            {
                "lang": language,
                "hx-post": reverse_lazy("admin:faq_markdown"),
                "hx-trigger": "input changed delay:300ms",
                "hx-target": "next .seen",
                "hx-swap": "innerHTML",
                "hx-sync": "this:replace",
            }
        )
        self.language = language

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """As Django's; of the whole form only this field is sent."""
        return super().get_context(name, value, {**(attrs or {}), "hx-params": f"csrfmiddlewaretoken,{name}"})

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The field, and beneath it the text."""
        # Sanitised by the code that serves customers.
        html = mark_safe(render(tidy(value or ""), self.language))  # noqa: S308
        context = {"html": html, "language": self.language}
        field = super().render(name, value, attrs, renderer)
        return field + mark_safe(render_to_string("admin/faq/editor/_seen.html", context))  # noqa: S308
