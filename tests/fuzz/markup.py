"""The forms of a page, as a browser would send them back."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Control:
    """A field: what it would send, and what a select offers."""

    name: str
    kind: str
    value: str = ""
    offered: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form with its fields in order; `buttons` are the submit buttons that have names."""

    action: str
    method: str
    is_multipart: bool
    controls: list[Control] = field(default_factory=list)
    buttons: list[Control] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._open: Control | None = None  # a select or textarea

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_multipart = "multipart" in given.get("enctype", "")
            action = given.get("action") or given.get("hx-post") or given.get("hx-get") or ""
            method = "post" if "hx-post" in given else given.get("method", "get").lower()
            self._form = Form(action, method, is_multipart)
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "option" and self._open is not None:
            value = given.get("value", "")
            self._open.offered.append(value)
            if "selected" in given or len(self._open.offered) == 1:
                self._open.value = value
        elif given.get("name"):
            self._add(tag, given)

    def _add(self, tag: str, given: dict[str, str]) -> None:
        assert self._form is not None
        kind = (
            given.get("type", "submit" if tag == "button" else "text") if tag in {"input", "button"} else tag
        )
        control = Control(given["name"], kind, given.get("value", ""))
        if kind in {"submit", "image"}:
            self._form.buttons.append(control)
        elif kind not in {"checkbox", "radio"} or "checked" in given:
            self._form.controls.append(control)
        else:
            control.offered, control.value = [control.value or "on"], ""
            self._form.controls.append(control)
        if tag in {"select", "textarea"}:
            self._open = control

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag in {"select", "textarea"}:
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is not None and self._open.kind == "textarea":
            self._open.value += data


def forms_of(html: str) -> list[Form]:
    """All forms of a page."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms
