"""The vote on a page that shows a draft: it looks as customers will see it, and cannot be cast."""

from __future__ import annotations

import re
from html import escape

from django.utils.translation import gettext

_VOTE = re.compile(r'<form class="solved".*?</form>', re.DOTALL)
_SENDS = re.compile(r' (?:method|action|hx-post|hx-swap|hx-sync)="[^"]*"')


def without_vote(page: str) -> str:
    """`page` (HTML) with its vote switched off, and a line that says so in the active language."""
    return _VOTE.sub(lambda found: _still(found[0]), page)


def _still(form: str) -> str:
    note = f'<p class="small soft">{escape(gettext("This is a draft: no vote is counted."))}</p>'
    return _SENDS.sub("", form).replace("<button ", "<button disabled ").replace("</form>", f"{note}</form>")
