"""Strict YAML: every scalar is text, every key must be known, every error names file, line and key.

Reading collects complaints instead of stopping at the first one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from ground.markup import Severity
from ground.nodes import Node, Refused, compose
from ground.text import LANGUAGES, MAX_SLUG, Text, is_slug, tidy

MOST_NUMBER = 999_999
# What a text in every language looks like.
TEXT_FORM = "{%s}" % ", ".join(f"{language}: …" for language in LANGUAGES)  # noqa: UP031 - braces
_QUOTES = "Put a text with “: ” or “ #” in it, or marks at its start, in quotes; indent with spaces."
MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, order=True)
class Complaint:
    """One thing wrong in a file; `str()` gives `file:line: code: message`. A warning is advice."""

    file: str
    line: int
    code: str
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        advice = "advice: " if self.severity == "warning" else ""
        return f"{self.file}:{self.line}: {self.code}: {advice}{self.message}"


@dataclass
class Source:
    """A file being read, with the complaints found so far."""

    name: str
    complaints: list[Complaint] = field(default_factory=list)

    def complain(self, line: int, code: str, message: str) -> None:
        """Note that something is wrong on `line`."""
        self.complaints.append(Complaint(self.name, line, code, message))


def read_document(path: Path, source: Source) -> Fields | None:
    """The mapping at the top of the YAML file `path`; None, with a complaint, when there is none to be had."""
    try:
        if path.stat().st_size > MAX_BYTES:
            source.complain(1, "too-large", f"is larger than {MAX_BYTES // 1024 // 1024} MB; split it.")
            return None
        data = path.read_bytes()
    except OSError as error:
        source.complain(1, "unreadable", f"cannot be read: {error.strerror}.")
        return None
    return parse_document(data, source)


def parse_document(data: bytes, source: Source) -> Fields | None:
    """As `read_document`, from bytes."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        source.complain(line, "encoding", "is not UTF-8. Save it as UTF-8 and load it again.")
        return None
    try:
        node = compose(text)
    except Refused as refusal:
        source.complain(refusal.line, refusal.code, refusal.message)
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        source.complain(
            mark.line + 1 if mark else 1, "yaml", f"is not valid YAML: {error.problem}. {_QUOTES}"
        )
        return None
    except yaml.YAMLError as error:
        reason = str(getattr(error, "reason", "") or error).splitlines()[0]
        unprintable = yaml.reader.Reader.NON_PRINTABLE.search(text)
        line = text.count("\n", 0, unprintable.start()) + 1 if unprintable else 1
        source.complain(line, "yaml", f"is not valid YAML: {reason}. {_QUOTES}")
        return None
    if node.value == "":
        source.complain(node.line, "empty", "is empty; a mapping is needed, which begins with format: 1.")
        return None
    if not isinstance(node.value, dict):
        message = f"holds {node.kind} where a mapping is needed, which begins with format: 1."
        source.complain(node.line, "type", message)
        return None
    return Fields(source, "", node.line, node.value)


class Fields:
    """A mapping that is read key by key; `finish` complains of the keys nobody asked for.

    Complaints show what to write: `form` is that of a value that is no plain text, as it stands behind its key.
    """

    def __init__(self, source: Source, path: str, line: int, entries: dict[str, Node]) -> None:
        self.source, self.path, self.line = source, path, line
        self._left = dict(entries)
        self._known: dict[str, None] = {}
        self._lines = {key: node.line for key, node in entries.items()}

    def line_of(self, key: str) -> int:
        """The line on which `key` stands, read or not; of the mapping itself where there is none."""
        return self._lines.get(key, self.line)

    def complain(self, code: str, message: str, line: int | None = None) -> None:
        """Note that something is wrong with this mapping."""
        at = f"{self.path}: " if self.path else ""
        self.source.complain(line or self.line, code, at + message)

    def finish(self) -> None:
        """Complain of every key that was not read."""
        for key, node in self._left.items():
            alike = get_close_matches(key.lower(), self._known, n=1)
            known = f"did you mean “{alike[0]}”" if alike else f"known here are {', '.join(self._known)}"
            mend = f"; {known}" if self._known else ""
            self.complain("unknown-key", f"unknown key “{key}”{mend}. Correct it or take it out.", node.line)

    def __contains__(self, key: str) -> bool:
        self._known[key] = None
        return key in self._left

    def _take(self, key: str, kind: type, form: str, *, required: bool = False) -> Node | None:
        self._known[key] = None
        node = self._left.pop(key, None)
        if node is None or (kind is not str and node.value == ""):
            if required:
                lack = "is missing" if node is None else "is empty"
                message = f"the key “{key}” {lack}; write {key}: {form}."
                self.complain("missing-key", message, node.line if node else None)
            return None
        if not isinstance(node.value, kind):
            wanted = Node(0, kind()).kind
            message = f"“{key}” is {node.kind}; {wanted} is needed: write {key}: {form}."
            self.complain("type", message, node.line)
            return None
        return node

    def string(self, key: str, *, required: bool = False, default: str = "", form: str = "some text") -> str:
        """The text under `key`."""
        node = self._take(key, str, form, required=required)
        return tidy(str(node.value)) if node else default

    def slug(self, key: str, *, required: bool = False, blank: bool = False) -> str:
        """The text under `key`, which must be a slug or, with `blank`, empty."""
        node = self._take(key, str, "some-name", required=required)
        if node is None or (blank and node.value == ""):
            return ""
        return self._slug(tidy(str(node.value)), key, node.line)

    def choice(self, key: str, allowed: tuple[str, ...], *, default: str = "") -> str:
        """The text under `key`, which must be one of `allowed`."""
        node = self._take(key, str, allowed[0])
        if node is None:
            return default
        value = tidy(str(node.value))
        if value not in allowed:
            self.complain("value", f"“{key}” is “{value}”; use one of {', '.join(allowed)}.", node.line)
        return value

    def number(self, key: str) -> int | None:
        """The whole number under `key`."""
        node = self._take(key, str, "1")
        if node is None:
            return None
        if not re.fullmatch(r"\d{1,6}", str(node.value)):
            message = f"“{key}” is “{node.value}”; a whole number is needed, from 0 to {MOST_NUMBER}."
            self.complain("value", message, node.line)
            return None
        return int(str(node.value))

    def text(self, key: str, *, required: bool = False) -> Text:
        """The bilingual text under `key`: a mapping with `ja` and `en`."""
        node = self._take(key, dict, TEXT_FORM, required=required)
        if node is None or not isinstance(node.value, dict):
            return Text()
        inner = Fields(self.source, f"{self.path}.{key}".lstrip("."), node.line, node.value)
        text = Text(**{language: inner.string(language) for language in LANGUAGES})
        inner.finish()
        return text

    def strings(self, key: str) -> tuple[str, ...]:
        """The list of texts under `key`, each of which is one line that says something."""
        found = []
        for text, line in self._strings(key, "[one text, another text]"):
            if not text or "\n" in text:
                fault = "holds a text of several lines" if text else "holds an empty text"
                self.complain("value", f"“{key}” {fault}; write each on a line of its own.", line)
            found.append(text)
        return tuple(found)

    def slugs(self, key: str) -> tuple[str, ...]:
        """The list of slugs under `key`; a repeated one is an error."""
        found: list[str] = []
        for text, line in self._strings(key, "[some-name, another-name]"):
            slug = self._slug(text, key, line)
            if slug in found:
                self.complain("duplicate", f"“{key}” names “{slug}” twice; keep one.", line)
            elif slug:
                found.append(slug)
        return tuple(found)

    def _strings(self, key: str, form: str) -> Iterator[tuple[str, int]]:
        for item in self._list(key, form):
            if isinstance(item.value, str):
                yield tidy(item.value), item.line
            else:
                message = f"“{key}” holds {item.kind}; a list of texts is needed: write {key}: {form}."
                self.complain("type", message, item.line)

    def _list(self, key: str, form: str) -> list[Node]:
        node = self._take(key, list, form)
        return node.value if node and isinstance(node.value, list) else []

    def fields(self, key: str, form: str = "{…}", *, required: bool = False) -> Fields | None:
        """The mapping under `key`."""
        node = self._take(key, dict, form, required=required)
        if node is None or not isinstance(node.value, dict):
            return None
        return Fields(self.source, f"{self.path}.{key}".lstrip("."), node.line, node.value)

    def each(self, key: str, form: str = "{…}", *, required: bool = False) -> Iterator[tuple[str, Fields]]:
        """The mappings under the mapping `key`, with their slugs; a complaint for what is none. `form` is of one."""
        inner = self.fields(key, f"{{some-name: {form}}}", required=required)
        for slug, node in inner._left.items() if inner else ():
            path = f"{inner.path}.{slug}" if inner else slug
            self._slug(slug, key, node.line)
            if isinstance(node.value, dict):
                yield slug, Fields(self.source, path, node.line, node.value)
            else:
                self.source.complain(
                    node.line, "type", f"{path}: is {node.kind}; a mapping is needed: write {slug}: {form}."
                )

    def items(self, key: str, form: str = "{…}") -> Iterator[Fields]:
        """The mappings in the list under `key`; `form` is of one."""
        for number, item in enumerate(self._list(key, f"[{form}]"), 1):
            path = f"{self.path}.{key}[{number}]".lstrip(".")
            if isinstance(item.value, dict):
                yield Fields(self.source, path, item.line, item.value)
            else:
                self.source.complain(
                    item.line, "type", f"{path}: is {item.kind}; a mapping is needed: write - {form}."
                )

    def is_text(self, key: str) -> bool:
        """Whether the value under `key`, not yet read, is a plain text."""
        return key in self and isinstance(self._left[key].value, str)

    def require_format(self, supported: str = "1") -> None:
        """Complain unless `format` says the version this program reads."""
        found = self.string("format", required=True, form=supported)
        if found and found != supported:
            self.complain(
                "format",
                f"format {found} is not known; this program reads format {supported}.",
                self.line_of("format"),
            )

    def _slug(self, value: str, key: str, line: int) -> str:
        if not is_slug(value):
            alike = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")[:MAX_SLUG]
            such = f", such as {alike}" if alike else ""
            message = f"“{key}”: “{value}” is no slug; use a-z, 0-9 and hyphens, {MAX_SLUG} at most{such}."
            self.complain("slug", message, line)
        return value


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    pass


def _represent_text(dumper: Any, text: str) -> Any:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)


def write_document(data: Mapping[str, Any]) -> bytes:
    """`data` (mappings, lists and texts) as YAML: keys in the order given, the same bytes every time."""
    text = yaml.dump(
        data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000, default_flow_style=False
    )
    return str(text).encode()
