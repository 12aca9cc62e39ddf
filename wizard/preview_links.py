"""Links that show a draft to somebody without a login: signed, for seven days, revocable one by one.

A token is the key of a `PreviewLink` with a signature; what it may show and until when is asked of the row. A link is
its author's: it shows nothing as long as that account could not make it.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.translation import gettext

from ground.once import TWICE
from wizard.models import Flow, PreviewLink
from wizard.staff import may_share_drafts

if TYPE_CHECKING:
    from django.contrib.auth.models import User

LIFETIME = timedelta(days=7)
_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


class LinkRefused(Exception):
    """The link shows nothing; the message says why, to whoever follows it."""


@transaction.atomic
def make_token(flow: Flow, author: User, now: datetime) -> str:
    """A token that shows the draft of `flow` for seven days from `now`; that of a moment ago for a second click."""
    Flow.objects.select_for_update(no_key=True).get(pk=flow.pk)
    own = PreviewLink.objects.filter(flow=flow, author=author, revoked_at=None)
    if last := own.filter(created_at__gt=now - TWICE).first():
        return token_of(last)
    link = PreviewLink.objects.create(
        flow=flow, key=token_urlsafe(24), author=author, created_at=now, expires_at=now + LIFETIME
    )
    return token_of(link)


def token_of(link: PreviewLink) -> str:
    """The token of a link that was made before: the same each time."""
    return _signer().sign(link.key)


def clean_token(text: str) -> str:
    """The token that `text` begins with, without what stuck to it on its way; all of it where that is none."""
    found = _TOKEN.match(text)
    return found[0] if found else text


def read_token(token: str, now: datetime) -> PreviewLink:
    """The link `token` stands for, with its guide; one query, and two for what its author may. Raises LinkRefused."""
    try:
        key = _signer().unsign(token)
    except BadSignature as error:
        raise LinkRefused(gettext("This preview link is not complete. Copy all of it.")) from error
    link = PreviewLink.objects.select_related("flow", "author").filter(key=key).first()
    if link is None or link.revoked_at is not None:
        raise LinkRefused(gettext("This preview link has been revoked. Ask for a new one."))
    if link.expires_at <= now:
        raise LinkRefused(gettext("This preview link worked for 7 days and has expired. Ask for a new one."))
    if not _has_its_author(link):
        raise LinkRefused(
            gettext(
                "This preview link is over: whoever made it may no longer share drafts. Ask for a new one."
            )
        )
    return link


def _has_its_author(link: PreviewLink) -> bool:
    """Whether the account that made it is there, in use, and might make it today."""
    return link.author is not None and may_share_drafts(link.author)


def working_links(flow: Flow, now: datetime) -> list[PreviewLink]:
    """The links to the draft of `flow` that work at `now`, the newest first."""
    links = PreviewLink.objects.filter(flow=flow, revoked_at=None, expires_at__gt=now)
    return [link for link in links.select_related("author") if _has_its_author(link)]


def revoke(link: PreviewLink, now: datetime) -> None:
    """Make a link show nothing from now on."""
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=now)


def _signer() -> Signer:
    return Signer(salt="wizard.preview", sep=".")
