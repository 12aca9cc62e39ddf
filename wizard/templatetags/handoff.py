"""The hand-off pack on pages of lower rooms."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from contact.packs import pack_html
from ground.pages import first_in_query
from ground.text import LANGUAGES
from wizard.handoff import UnreadableCode, WithdrawnCode, hand_off, read_code

register = template.Library()


@register.simple_tag(takes_context=True)
def hand_off_pack(context: dict[str, Any]) -> SafeString | str:
    """The pack of the way in the query (`?way=<code>`); nothing without one, or with one nobody can read.

    A sentence where it leads through a withdrawn guide.
    """
    request = context["request"]
    try:
        walked = read_code(first_in_query(request, "way"))
    except WithdrawnCode:
        return render_to_string("wizard/pieces/_withdrawn_way.html")
    except UnreadableCode:
        return ""
    language = get_language() or "ja"
    origin = f"{request.scheme}://{request.get_host()}"
    pack = hand_off(walked, origin=origin, now=timezone.now(), code=walked.code)
    languages = sorted(LANGUAGES, key=lambda each: each != language)
    return mark_safe(pack_html(pack, languages, language))  # noqa: S308 - rendered by a template
