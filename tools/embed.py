"""The form of a helper inside another page: static HTML, so that it may live in parts that are rendered once."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import override

from ground.skeleton import remember
from tools.registry import HELPERS


@remember(256)
def embedded_form(slug: str, language: str, at: str, at_in_query: str, *, unfolded: bool) -> str:
    """The form of the helper `slug`, or nothing when there is no such helper (any more).

    `at` says where it stands (an entry's slug, or flow/step with the trail), `at_in_query` the same as a part
    of an address; both are safe HTML and may be slots. A private helper is only linked: its own page has the
    token that a post needs.
    """
    helper = HELPERS.get(slug)
    if helper is None:
        return ""
    with override(language):
        context = {
            "helper": helper,
            "form": helper.form(helper.slug),
            "at": at,
            "at_in_query": at_in_query,
            "unfolded": unfolded and not helper.folded,
        }
        return render_to_string("tools/_tool_embedded.html", context)
