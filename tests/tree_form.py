"""The panel of the tree editor as a browser has it: its fields with what stands in them, to be sent back."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.html import Element, Response, read
from tests.staff import signed_in

GUIDE = "/admin/wizard/flow/guide/"
HTMX = {"HX-Request": "true"}
Fields = dict[str, list[str]]


def editor() -> Client:
    """Somebody who may change guides."""
    return signed_in("wizard.view_flow", "wizard.change_flow")


def step_url(slug: str, after: str = "") -> str:
    """The page of a step."""
    return f"{GUIDE}steps/{slug}/{after}"


def form_of(source: Response | str) -> Fields:
    """Every field of the form of a step, with its values in order."""
    page = read(source)
    form = page.one("form.step-form")
    fields: Fields = {}
    for element in form.walk():
        if element.tag in {"input", "textarea", "select"} and element.get("name"):
            if element.get("type") == "radio" and "checked" not in element.attributes:
                continue
            fields.setdefault(element["name"], []).append(_value(element))
    fields.pop("csrfmiddlewaretoken", None)
    return fields


def _value(element: Element) -> str:
    if element.tag == "textarea":
        return "".join(child for child in element.children if isinstance(child, str))
    if element.tag == "select":
        chosen = [option for option in element.all("option") if "selected" in option.attributes]
        return chosen[0]["value"] if chosen else element.all("option")[0]["value"]
    return element.get("value")


def typed(fields: Fields, **changes: str | list[str]) -> Fields:
    """`fields` with some of them typed anew (a list for one that stands there several times)."""
    return fields | {name: [value] if isinstance(value, str) else value for name, value in changes.items()}


def set_row(fields: Fields, at: int, **columns: str) -> Fields:
    """`fields` with columns of the choice in row `at` typed anew."""
    made = {name: list(values) for name, values in fields.items()}
    for name, value in columns.items():
        made[f"choice_{name}"][at] = value
    return made


def save(client: Client, slug: str, fields: Fields, **headers: Any) -> Any:
    """Send the form of a step by htmx."""
    return client.post(step_url(slug), fields, headers={**HTMX, **headers})
