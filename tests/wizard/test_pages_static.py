"""The weight of the pages, and nothing inline in any of their templates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
PUBLIC = sorted(
    path
    for path in [*(BASE / "templates").glob("**/*.html"), *BASE.glob("*/templates/**/*.html")]
    if "admin" not in path.relative_to(BASE).parts and ".venv" not in path.parts
)
LINKED = re.compile(r"""{% static ["'](?P<name>[^"']+\.(?P<kind>css|js))["']""")


def public_files(kind: str) -> set[Path]:
    """The own style sheets (`css`) or scripts (`js`) that customers load; what editors see besides is not counted."""
    found = {
        match["name"]
        for path in PUBLIC
        for match in LINKED.finditer(path.read_text())
        if match["kind"] == kind and not match["name"].startswith("admin/")
    }
    return {BASE / "static" / name for name in found}


@pytest.mark.parametrize(("kind", "budget"), [("css", 16_000), ("js", 3_000)])
def test_the_own_files_of_public_pages_are_small(kind: str, budget: int) -> None:
    files = public_files(kind)
    assert files
    assert sum(path.stat().st_size for path in files) < budget


@pytest.mark.parametrize("path", PUBLIC, ids=[str(path.relative_to(BASE)) for path in PUBLIC])
def test_no_template_holds_an_inline_script_or_style(path: Path) -> None:
    text = path.read_text()
    assert not re.search(
        r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:|\shx-on|\shx-vals", text, re.IGNORECASE
    )
    for attributes in re.findall(r"<script\b([^>]*)>", text):
        assert "src=" in attributes or 'type="application/ld+json"' in attributes


@pytest.mark.parametrize(
    ("tag", "asked", "plain"),
    [("a", "hx-get", "href"), ("form", "hx-post", "action"), ("form", "hx-get", "action")],
)
def test_what_htmx_asks_for_works_without_it_too(tag: str, asked: str, plain: str) -> None:
    for path in PUBLIC:
        for found in re.findall(rf"<{tag}\b[^>]*\b{asked}=[^>]*>", path.read_text()):
            address = re.search(rf'{asked}="([^"]*)"', found)
            assert address
            assert f'{plain}="{address[1]}"' in found, f"{path.name}: {found}"
            assert tag != "a" or 'hx-push-url="true"' in found, f"{path.name}: {found}"
