"""Writing the drafts out as a content pack: what `wizard.loading` reads in again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from contact.compiler import compile_channel
from contact.interchange import write_directory
from contact.models import Channel
from faq.compiler import compile_entries
from faq.interchange import Shelf, write_shelf
from faq.models import Category
from ground.documents import Source, parse_document, write_document
from ground.text import Text
from search.interchange import write_synonyms
from search.thesaurus import all_groups
from wizard.compiler import compile_flow
from wizard.interchange import write_flow
from wizard.models import Flow, FlowGroup, SiteNotice


def export_pack(folder: Path, *, flows: Iterable[str] | None = None) -> list[Path]:
    """Write the drafts (all, or only the guides `flows`) into `folder` as a content pack; returns the files.

    Reading what was written gives the same values; writing those gives the same bytes. The words to avoid, which
    no draft holds, stay as they are in the folder. `stale_files` names what an export of all leaves behind.
    """
    chosen = Flow.objects.order_by("slug")
    written: dict[str, dict[str, Any]] = {}
    if flows is None:
        written |= _shared_files()
        if avoided := _avoided(folder):
            written["pack.yaml"] |= {"avoid": avoided}
    else:
        chosen = chosen.filter(slug__in=list(flows))
    for flow in chosen:
        written[f"flows/{flow.slug}.yaml"] = write_flow(compile_flow(flow))
    paths = []
    for name, data in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(write_document(data))
        paths.append(path)
    return paths


def stale_files(folder: Path, written: Iterable[Path]) -> list[Path]:
    """The guides and entries in `folder` that an export of all, which wrote `written`, does not have any more."""
    found = (path for name in ("faq", "flows") for path in sorted((folder / name).glob("*.yaml")))
    return [path for path in found if path not in set(written) and path.read_bytes().startswith(b"format:")]


def _avoided(folder: Path) -> list[dict[str, str]]:
    path = folder / "pack.yaml"
    document = parse_document(path.read_bytes(), Source(str(path))) if path.is_file() else None
    rows = document.items("avoid") if document else ()
    return [{"word": row.string("word"), "use": row.string("use")} for row in rows]


def _shared_files() -> dict[str, dict[str, Any]]:
    files: dict[str, dict[str, Any]] = {"pack.yaml": _arrangement()}
    channels = Channel.objects.select_related("alternative").prefetch_related("hours", "special_days")
    if channels:
        files["channels.yaml"] = write_directory(tuple(compile_channel(channel) for channel in channels))
    if synonyms := all_groups():
        files["synonyms.yaml"] = write_synonyms(synonyms)
    for category in Category.objects.all():
        slugs = list(category.entries.order_by("position", "slug").values_list("slug", flat=True))
        articles = compile_entries(slugs)
        shelf = Shelf(
            category.slug,
            Text.of(category, "title"),
            Text.of(category, "summary"),
            category.position,
            tuple(articles[slug] for slug in slugs),
        )
        files[f"faq/{category.slug}.yaml"] = write_shelf(shelf)
    return files


def _arrangement() -> dict[str, Any]:
    data: dict[str, Any] = {"format": "1"}
    notice = SiteNotice.objects.first()
    if notice and (text := Text.of(notice, "text")):
        data["notice"] = text.as_dict()
    groups = [
        {
            "group": group.slug,
            "title": Text.of(group, "title").as_dict(),
            "flows": list(group.flows.order_by("position", "slug").values_list("slug", flat=True)),
        }
        for group in FlowGroup.objects.all()
    ]
    return {**data, "groups": groups} if groups else data
