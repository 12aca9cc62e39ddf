"""Staff with certain permissions, and what a browser would send back from a page of admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission, User
from django.db.models import Q
from django.test import Client


def signed_in(*permissions: str, language: str = "en") -> Client:
    """A member of staff with these permissions (`wizard.view_flow`); without any, one who may do everything."""
    name = " ".join(permissions) or "everything"
    user, _ = User.objects.get_or_create(username=name[:150], is_staff=True, is_superuser=not permissions)
    wanted = Q()
    for permission in permissions:
        room, codename = permission.split(".")
        wanted |= Q(content_type__app_label=room, codename=codename)
    if permissions:
        found = list(Permission.objects.filter(wanted))
        assert len(found) == len(permissions)
        user.user_permissions.set(found)
    client = Client(headers={"accept-language": language})
    client.force_login(user)
    return client


def fields_of(response: Any) -> dict[str, Any]:
    """Every field of a form page with its value, the rows beneath too."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    found: dict[str, Any] = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not False:
                found[field.html_name] = "on" if value is True else "" if value is None else value
    return found


def save(client: Client, url: str, **changes: Any) -> Any:
    """Open the form at `url`, change these fields (`__` for a hyphen), and save it."""
    fields = fields_of(client.get(url))
    return client.post(url, fields | {name.replace("__", "-"): value for name, value in changes.items()})


def sentences(response: Any) -> list[str]:
    """What admin says above the page after following its redirects."""
    return [str(message) for message in response.context["messages"]]


def errors_of(response: Any) -> str:
    """What the form and the rows beneath complain of, as one text."""
    found = [str(response.context["adminform"].form.errors)]
    for inline in response.context["inline_admin_formsets"]:
        found += [str(inline.formset.errors), str(inline.formset.non_form_errors())]
    return "\n".join(found)
