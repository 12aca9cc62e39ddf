"""Interface texts without a system gettext: collecting them, comparing with the catalogue, compiling it.

Texts are written in English in code and templates; `locale/ja/LC_MESSAGES/django.po` holds the Japanese.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

MessageId = str | tuple[str, str]
_KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
_ROOMS = ("config", "ground", "wizard", "faq", "search", "contact", "insights", "tools")
# What templatize leaves of a template: calls to gettext with Python string literals.
_CALL = re.compile(
    r"\b(n?gettext)\(((?:u?(?:'''.*?'''|\"\"\".*?\"\"\"|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")(?:,\s*)?)+)",
    re.DOTALL,
)


def texts_used(base: Path) -> dict[MessageId, list[str]]:
    """Every text the project asks gettext for, with the files that do."""
    found: dict[MessageId, list[str]] = {}
    for path, message in [*_in_python(base), *_in_templates(base)]:
        places = found.setdefault(message, [])
        if path not in places:
            places.append(path)
    return found


def _in_python(base: Path) -> Iterator[tuple[str, MessageId]]:
    for room in _ROOMS:
        for path in sorted((base / room).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            with path.open("rb") as file:
                for _, _, message, _ in extract_python(file, _KEYWORDS, [], {}):
                    if any(message if isinstance(message, (tuple, list)) else [message]):
                        yield str(path.relative_to(base)), _message_id(message)


def _message_id(message: object) -> MessageId:
    parts = [part for part in message if part] if isinstance(message, (tuple, list)) else [message]
    return (str(parts[0]), str(parts[1])) if len(parts) > 1 else str(parts[0])


def _in_templates(base: Path) -> Iterator[tuple[str, MessageId]]:
    for path in sorted((base / "templates").rglob("*.html")):
        for name, literals in _CALL.findall(templatize(path.read_text(encoding="utf-8"))):
            values = ast.literal_eval(f"({literals.rstrip(', ')},)")
            message = (values[0], values[1]) if name == "ngettext" else values[0]
            yield str(path.relative_to(base)), message


def catalogue_path(base: Path) -> Path:
    """Where the Japanese texts are."""
    return base / "locale" / "ja" / "LC_MESSAGES" / "django.po"


def read_catalogue(base: Path) -> Catalog:
    """The Japanese texts."""
    with catalogue_path(base).open("rb") as file:
        return read_po(file, locale="ja")


def update_catalogue(base: Path) -> None:
    """Bring the catalogue up to date: new texts are added empty, unused ones leave."""
    old = read_catalogue(base) if catalogue_path(base).exists() else Catalog(locale="ja")
    new = Catalog(locale="ja", project="Michishirube", charset="utf-8", fuzzy=False)
    for message, places in sorted(texts_used(base).items(), key=lambda item: (item[1][0], str(item[0]))):
        known = old.get(message)
        translated = (
            known.string if known and not known.fuzzy else ("" if isinstance(message, str) else ("",))
        )
        flags = ["python-format"] if "%(" in str(message) else []
        new.add(message, translated, locations=[(place, 0) for place in places], flags=flags)
    output = io.BytesIO()
    write_po(output, new, width=0, omit_header=True, include_lineno=False)
    header = b'msgid ""\nmsgstr ""\n"Language: ja\\n"\n"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    catalogue_path(base).parent.mkdir(parents=True, exist_ok=True)
    catalogue_path(base).write_bytes(header + output.getvalue())


def catalogue_problems(base: Path) -> list[str]:
    """What is missing, unused or broken in the catalogue, a sentence each."""
    catalogue, used = read_catalogue(base), texts_used(base)
    found = []
    for message, places in used.items():
        entry = catalogue.get(message)
        if entry is None:
            found.append(f"{places[0]}: not in the catalogue: {message!r}")
        elif not entry.string or not all([entry.string] if isinstance(entry.string, str) else entry.string):
            found.append(f"{places[0]}: not translated: {message!r}")
        elif _placeholders(message) != _placeholders(entry.string):
            found.append(f"{places[0]}: other placeholders in the translation of {message!r}")
    for entry in catalogue:
        key = tuple(entry.id) if isinstance(entry.id, (list, tuple)) else entry.id
        if key and key not in used:
            found.append(f"django.po: not used any more: {key!r}")
    return found


def _placeholders(message: object) -> set[str]:
    text = " ".join(message) if isinstance(message, (tuple, list)) else str(message)
    return set(re.findall(r"%\(\w+\)s", text))


def compile_catalogue(base: Path) -> bool:
    """Write the `.mo` that Django reads; False when it was up to date."""
    source = catalogue_path(base)
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
        return False
    with target.open("wb") as file:
        write_mo(file, read_catalogue(base))
    return True
