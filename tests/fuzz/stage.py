"""What there is before anybody sends anything: the small pack, people who sign in, and a row of every kind."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from contact.models import Enquiry
from faq.models import Entry
from insights.models import Comment
from search.models import Synonyms
from tests.fuzz.addresses import World
from tests.packs import load, write_pack
from tools.registry import HELPERS
from wizard.handoff import find_code
from wizard.models import Flow, FlowGroup
from wizard.preview_links import make_token
from wizard.scheduling import schedule_publish

ROLES = ("nobody", "editor", "admin")
ROOMS = ("wizard", "faq", "contact", "insights", "search")


def build(folder: Path) -> World:
    """Fill the empty database; returns what is in it."""
    call_command("migrate", verbosity=0)
    load(write_pack(folder / "pack"), publish=True)
    token = _rows(person("editor"))
    person("admin")
    code = _code()
    types = ContentType.objects.get_for_models(Flow, Entry).values()
    return World(
        helpers=tuple(HELPERS), codes=(code,), tokens=(token,), types=tuple(str(each.pk) for each in types)
    )


def person(role: str) -> User:
    """Who has that role; made anew where a request has deleted them."""
    given = {"is_staff": True, "is_superuser": role == "admin", "is_active": True}
    found, is_new = User.objects.update_or_create(username=role, defaults=given)
    if is_new and role == "editor":
        found.user_permissions.set(Permission.objects.filter(content_type__app_label__in=ROOMS))
    return found


def _rows(editor: User) -> str:
    """Rows that no pack brings; returns the token of a shared preview."""
    now = timezone.now()
    given = {
        "mail": "reader@example.com",
        "text": "Why?",
        "language": "en",
        "way": "abc",
        "expires_at": now + timedelta(days=9),
    }
    Enquiry.objects.create(reference="2345-6789", **given)
    Comment.objects.create(day=now.date(), language="en", flow="payment", revision=1, step="how", text="no")
    Comment.objects.create(day=now.date(), language="ja", entry="dates", text="no")
    Synonyms.objects.create(name="bill", words="bill\ninvoice")
    FlowGroup.objects.create(slug="empty", title_en="Empty")
    flow = Flow.objects.get(slug="payment")
    schedule_publish(flow, now + timedelta(days=9), author=editor, now=now)
    return make_token(flow, editor, now)


def _code() -> str:
    """The short code of a way through a guide, as its page shows it."""
    page = Client(SERVER_NAME="127.0.0.1").get("/en/guides/payment/pay-again/?how=card").content.decode()
    found = page.partition("/h/")[2][:40]
    return find_code(found.partition('"')[0]) or "none"


def cookies(role: str) -> str:
    """The Cookie header of a browser in which somebody of that role is signed in; empty for nobody."""
    if role == "nobody":
        return ""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(person(role))
    return f"sessionid={client.cookies['sessionid'].value}; csrftoken={'a' * 32}"
