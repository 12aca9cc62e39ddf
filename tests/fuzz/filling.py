"""Real forms with their fields made worse, sent through the whole of Django with a token that is right."""

from __future__ import annotations

import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from types import FrameType
from typing import Any
from urllib.parse import quote_plus, urljoin

from django.core.signals import got_request_exception
from django.test import Client

from tests.fuzz.markup import Control, Form, forms_of
from tests.fuzz.report import Failure, Report
from tests.fuzz.values import FILES, aimed, hostile, plausible, worse

PATIENCE = 20  # seconds without an answer that are a hang
_HOST = "127.0.0.1"
_READ_MOST = {"slug", "seen", "typed", "new", "version", "start", "next"}
Pairs = list[tuple[str, str | bytes]]


class Browser:
    """Somebody who looks at pages and sends forms; notes in `report` what came of it."""

    def __init__(self, part: str, report: Report, client: Client) -> None:
        self.part, self.report, self.client = part, report, client

    def look(self, path: str, **headers: str) -> Any:
        """GET a page."""
        return self._asked(f"GET {path}", lambda: self.client.get(path, headers=headers))

    def send(self, method: str, path: str, body: bytes, kind: str, headers: dict[str, str]) -> Any:
        """Send a form."""
        if method == "get":
            return self.look(path.partition("?")[0] + "?" + body.decode("latin-1"), **headers)
        sent = f"POST {path} {kind} {headers} {body!r}"
        return self._asked(sent, lambda: self.client.post(path, body, content_type=kind, headers=headers))

    def _asked(self, sent: str, ask: Any) -> Any:
        traces: list[str] = []

        def note(**_given: Any) -> None:
            traces.append(traceback.format_exc())

        got_request_exception.connect(note, weak=False)
        response = None
        try:
            with _patience():
                response = ask()
                status = int(response.status_code)
        except Exception:
            traces.append(traceback.format_exc())
            status = 599
        finally:
            got_request_exception.disconnect(note)
        self.report.count(status)
        if status >= 500:
            what = "no answer" if "_TooLong" in "".join(traces[-1:]) else str(status)
            self.report.failures.append(Failure(self.part, what, sent, traces[-1] if traces else ""))
        return response


class _TooLong(Exception):
    pass


@contextmanager
def _patience() -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TooLong

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def submit(browser: Browser, rng: Random, path: str, form: Form) -> Any:
    """Send `form`, found at `path`, once, with some of its fields made worse."""
    pairs = _filled(rng, form)
    for _ in range(rng.choice((0, 1, 1, 1, 2, 3))):
        pairs = _worse_fields(rng, pairs)
    headers = {"HX-Request": "true"} if rng.random() < 0.25 else {}
    headers["Sec-Fetch-Site"] = "same-origin"
    headers["Referer"] = f"http://{_HOST}{path}"
    headers["X-Forwarded-For"] = f"10.{rng.randrange(256)}.{rng.randrange(256)}.{rng.randrange(256)}"
    is_multipart = form.method == "post" and (form.is_multipart or rng.random() < 0.1)
    body, kind = _multipart(pairs) if is_multipart else _urlencoded(pairs)
    return browser.send(form.method, urljoin(path, form.action), body, kind, headers)


def _filled(rng: Random, form: Form) -> Pairs:
    """What somebody would send who means it: what is there, what is empty filled in, or not, and one button."""
    pairs: Pairs = []
    is_diligent = rng.random() < 0.6
    for control in form.controls:
        value = _value(rng, control, is_diligent=is_diligent)
        if value is not None:
            pairs.append((control.name, value))
    if form.buttons and rng.random() < 0.8:
        button = rng.choice(form.buttons)
        pairs.append((button.name, button.value))
    return pairs


def _value(rng: Random, control: Control, *, is_diligent: bool) -> str | bytes | None:
    if control.kind == "file":
        return rng.choice(FILES)
    if control.offered:
        if control.kind in {"checkbox", "radio"} and not control.value:
            return rng.choice(control.offered) if rng.random() < 0.3 else None
        return rng.choice(control.offered) if rng.random() < 0.2 else control.value
    if control.value or control.kind == "hidden" or not is_diligent:
        return control.value
    return plausible(rng, control.name, control.kind)


def _worse_fields(rng: Random, pairs: Pairs) -> Pairs:
    """With one thing done to one of them; the token stays."""
    places = [place for place, (name, _) in enumerate(pairs) if name != "csrfmiddlewaretoken"]
    if not places:
        return [*pairs, ("more", hostile(rng))]
    # What pages carry hidden, and what becomes part of addresses, is read by the most code.
    places += [place for place in places if pairs[place][0].rpartition("-")[2] in _READ_MOST] * 12
    place, kind = rng.choice(places), rng.randrange(10)
    name, value = pairs[place]
    if kind == 0:
        return [*pairs[:place], *pairs[place + 1 :]]
    if kind == 1:
        return [*pairs, (name, hostile(rng))]
    if kind == 2:
        return [*pairs[:place], (worse(rng, name), value), *pairs[place + 1 :]]
    if kind == 3:
        return [*pairs, *((f"more{number}", "") for number in range(rng.choice((3, 5000))))]
    made = (
        rng.choice(FILES)
        if isinstance(value, bytes)
        else worse(rng, value)
        if kind < 6
        else aimed(rng, name, value)
    )
    return [*pairs[:place], (name, made), *pairs[place + 1 :]]


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")


def _urlencoded(pairs: Pairs) -> tuple[bytes, str]:
    body = "&".join(f"{quote_plus(_bytes(name))}={quote_plus(_bytes(value))}" for name, value in pairs)
    return body.encode(), "application/x-www-form-urlencoded"


def _multipart(pairs: Pairs) -> tuple[bytes, str]:
    parts = []
    for name, value in pairs:
        file = '; filename="guide.yaml"' if isinstance(value, bytes) else ""
        called = _bytes(name).replace(b'"', b"%22").replace(b"\r", b"").replace(b"\n", b"")
        parts.append(
            b'--edge\r\nContent-Disposition: form-data; name="'
            + called
            + b'"'
            + file.encode()
            + b"\r\n\r\n"
            + _bytes(value)
            + b"\r\n"
        )
    return b"".join(parts) + b"--edge--\r\n", "multipart/form-data; boundary=edge"


def forms_at(response: Any) -> list[Form]:
    """The forms of an answer, where it is a page."""
    if response is None or "html" not in response.get("Content-Type", "") or response.streaming:
        return []
    return [
        form for form in forms_of(response.content.decode(errors="replace")) if "logout" not in form.action
    ]
