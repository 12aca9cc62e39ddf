"""What readers do to a site in trouble, and whether it answers them in words."""

from __future__ import annotations

import re

from tests.faults.site import Answer, Site

AWAY = {"en": "Our database does not answer.", "ja": "データベースが応答していません。"}
FULL = {"en": "Our server cannot store anything at the moment."}
BUSY = {"en": "Our server was too busy with something else."}


def is_said(answer: Answer, words: str) -> bool:
    """Whether it is a refusal in the site's own design that says `words` and when to come again."""
    told = answer.headers
    return (
        (answer.status, told.get("Retry-After"), told.get("Vary", "").count("HX-Request")) == (503, "30", 1)
        and "no-store" in told["Cache-Control"]
        and words in answer.text
        and 'class="brand"' in answer.text
        and "/static/site." in answer.text
    )


def comment(site: Site, text: str = "It did not help.") -> Answer:
    """What comes of a line about the entry `dates`; 303 once it is kept."""
    return site.post("/en/feedback/", {"about": "dates", "comment": text, "key": text})


def sign_in(site: Site, password: str) -> Answer:
    """What comes of signing in to admin as `hanako`; 302 when she is let in, 200 with the form when not."""
    return send_form(site, "/admin/login/", {"username": "hanako", "password": password})


def send_form(site: Site, path: str, given: dict[str, str], *, timeout: float = 30, **headers: str) -> Answer:
    """What comes of the form at `path`, with the token it has for whoever opens it."""
    form = site.get(path)
    token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', form.text)
    assert token
    cookie = form.headers["Set-Cookie"].partition(";")[0]
    sent = {**given, "csrfmiddlewaretoken": token[1]}
    return site.post(path, sent, timeout=timeout, Cookie=cookie, **headers)
