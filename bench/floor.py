"""The floor: what an ordinary Django view pays for the page that is measured, with nothing to look up.

Behind the same middlewares it renders the site's own templates to a page of the same size, but everything in
it is a constant: no database, no trail, no guide. What the templates of the pieces would cost is left out, and
its address stands before all others, so it is rather too cheap than too dear.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.utils.safestring import SafeString

from bench import FLOOR, MEASURED, SMALLEST, TRAIL, place
from bench.guides import guide_of
from config.urls import handler404
from config.urls import urlpatterns as site
from faq.markdown import render as render_markdown
from ground.pages import page_context

__all__ = ["handler404", "urlpatterns"]

_PAGE = place(MEASURED)
_HERE = f"{_PAGE}?{TRAIL}".replace("&", "&amp;")


def floor(request: HttpRequest) -> HttpResponse:
    """The page, from constants, as most views would render it."""
    constants = _constants()
    frame = page_context(request, title=constants["title"], description=constants["name"], indexed=False)
    return render(request, "bench/floor.html", {**constants, **frame})


@lru_cache(maxsize=1)
def _constants() -> dict[str, Any]:
    graph = guide_of(SMALLEST)
    step, name = graph.by_slug[MEASURED], graph.title.ja
    passed = [graph.by_slug[pair.partition("=")[0]] for pair in TRAIL.split("&")]
    choices = [
        {
            "label": choice.label.ja,
            "hint": choice.hint.ja,
            "href": SafeString(f"{_HERE}&amp;measured={choice.slug}"),
        }
        for choice in step.choices
    ]
    answered = [
        _piece("answered", href=_HERE, question=before.title.ja, answer=before.choices[0].label.ja)
        for before in passed
    ]
    slots = {
        "title": f"{step.title.ja} — {name}",
        "back": _piece("back", href=_HERE),
        "way": _piece("way", rows=SafeString("".join(answered)), here=step.title.ja, restart=_PAGE),
        "kicker": SafeString('<p class="kicker"><span class="dots" aria-hidden="true"></span>質問3</p>'),
        "link_with_answers": _piece("link", href=_HERE),
        "bare_link": _PAGE,
        "contact": "/ja/contact/",
    }
    return {
        "step": step,
        "kind": step.kind,
        "title": step.title.ja,
        "name": name,
        "html": render_markdown(step.body.ja, "ja"),
        "guide": {"slug": graph.flow, "title": name},
        "choices": choices,
        "slots": slots,
        "switch": {"ja": SafeString(_HERE), "en": SafeString(_HERE)},
        "notice": "",
    }


def _piece(name: str, **slots: str) -> SafeString:
    texts = {key: SafeString(text) for key, text in slots.items()}
    return render_to_string(f"wizard/pieces/_{name}.html", {"slots": texts})


urlpatterns = [path(FLOOR[1:], floor), *site]
