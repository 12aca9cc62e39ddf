"""The content pack: a folder of YAML, read whole, checked whole, loaded all or nothing.

pack.yaml           the site's notice and the groups of guides on home (optional)
channels.yaml       contact channels
synonyms.yaml       words for one thing, for search
faq/*.yaml          a category with its entries each
flows/*.yaml        a guide each
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from contact.channel import channel_problems
from contact.interchange import read_directory
from faq.article import Article
from faq.interchange import read_shelf
from faq.validation import article_problems
from ground.documents import TEXT_FORM, Complaint, Fields, Source, read_document
from ground.markup import Severity
from ground.text import Text
from search.interchange import read_synonyms
from wizard.interchange import ReadFlow, read_flow
from wizard.pack import Group, Pack
from wizard.packtexts import advice_on
from wizard.problems import Problem
from wizard.validation import World, validate

_DATA = frozenset({".yaml", ".yml", ".json", ".csv", ".tsv", ".xls", ".xlsx", ".ods"})
_AVOID = "{word: this one, use: that one}"


def read_pack(folder: Path) -> Pack:
    """The content pack in `folder`, with everything that is wrong in how it is written."""
    pack = Pack(folder)
    if not folder.is_dir():
        pack.complaints.append(
            Complaint(str(folder), 1, "unreadable", "is no folder; name the content folder.")
        )
        return pack
    for path in _files(folder):
        source = Source(str(path))
        document = read_document(path, source)
        if document is not None:
            _take(pack, path, document)
        pack.complaints += source.complaints
    pack.complaints += _passed_over(folder)
    if not pack.files and not faults(pack.complaints):
        message = "holds no content: faq/*.yaml, flows/*.yaml, channels.yaml or pack.yaml is needed."
        pack.complaints.append(Complaint(str(folder), 1, "empty", message))
    return pack


def pack_fingerprint(folder: Path) -> str:
    """A short name for what the files of a pack say, without reading them as YAML."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    single = [
        folder / name for name in ("pack.yaml", "channels.yaml", "synonyms.yaml") if (folder / name).exists()
    ]
    return [*single, *sorted((folder / "faq").glob("*.yaml")), *sorted((folder / "flows").glob("*.yaml"))]


def _passed_over(folder: Path) -> Iterator[Complaint]:
    """Files that look like content and stand elsewhere, in folders of any name; the folders that hold none of them."""
    places = [folder, *_folders(folder)]
    files = {
        path
        for place in places
        for path in place.iterdir()
        if path.suffix.lower() in _DATA and path.name[0] != "."
    }
    left = sorted(path for path in files - set(_files(folder)) if path.is_file())
    read = "content is faq/*.yaml, flows/*.yaml, channels.yaml, synonyms.yaml and pack.yaml"
    for path in left:
        message = f"is not read: {read}. Write it as one of those, or move it."
        yield Complaint(str(path), 1, "unknown-file", message)
    for place in _folders(folder, 1):
        if place.name not in {"faq", "flows"} and not any(place in path.parents for path in left):
            message = f"is not read: {read}. Rename or move it."
            yield Complaint(str(place), 1, "unknown-folder", message, "warning")


def _folders(folder: Path, depth: int = 3) -> Iterator[Path]:
    """The folders in `folder`, so many levels down."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name[0] != "." and not path.is_symlink():
            yield path
            if depth > 1:
                yield from _folders(path, depth - 1)


def _take(pack: Pack, path: Path, document: Fields) -> None:
    if path.parent.name == "flows" and path.parent.parent == pack.folder:
        flow = read_flow(document)
        pack.flows.append(flow)
        pack.files.setdefault(f"flow {flow.graph.flow}", str(path))
        for slug in (flow.graph.flow, *flow.graph.aliases):
            _meet(pack, document, "guide", slug, document.line)
    elif path.parent.name == "faq" and path.parent.parent == pack.folder:
        shelf = read_shelf(document)
        pack.shelves.append(shelf)
        pack.files.setdefault(f"category {shelf.slug}", str(path))
        _meet(pack, document, "category", shelf.slug, document.line)
        for article in shelf.articles:
            for slug in (article.slug, *article.aliases):
                _meet(pack, document, "entry", slug, shelf.lines[article.slug])
            if article.most_asked is not None:
                rank = str(article.most_asked)
                _meet(pack, document, "rank among the most asked", rank, shelf.lines[article.slug])
    elif path.name == "channels.yaml":
        pack.directory = read_directory(document)
        pack.files["channels"] = str(path)
    elif path.name == "synonyms.yaml":
        pack.synonyms = read_synonyms(document)
        pack.files["synonyms"] = str(path)
    else:
        _take_arrangement(pack, document)
        pack.files["pack"] = str(path)


def _take_arrangement(pack: Pack, document: Fields) -> None:
    document.require_format()
    pack.notice = document.text("notice")
    for row in document.items("groups", f"{{group: some-name, title: {TEXT_FORM}, flows: [some-guide]}}"):
        slug, title = row.slug("group", required=True), row.text("title", required=True)
        pack.groups.append(Group(slug, title, row.slugs("flows"), row.line))
        _meet(pack, document, "group", slug, row.line)
        for flow in pack.groups[-1].flows:
            _meet(pack, document, "guide of a group", flow, row.line)
        row.finish()
    for row in document.items("avoid", _AVOID):
        pack.avoid[row.string("word", required=True)] = row.string("use", required=True)
        row.finish()
    document.finish()


def _meet(pack: Pack, document: Fields, kind: str, slug: str, line: int) -> None:
    """Complain when `slug`, present or former, already names another one of its kind."""
    if slug and (kind, slug) in pack.seen:
        message = f"the {kind} “{slug}” is in {pack.seen[kind, slug]} already; keep one."
        document.source.complain(line, "duplicate-slug", message)
    pack.seen.setdefault((kind, slug), document.source.name)


def check_pack(pack: Pack, outside: World | None = None) -> list[Complaint]:
    """Everything that is wrong with `pack`, in how it is written and in what it says, file by file; advice too.

    Publishing all of it would succeed when there is nothing of severity `error`.
    """
    if faults(pack.complaints):
        return sorted(pack.complaints)
    world = pack.world(outside)
    found = [
        *pack.complaints,
        *_entry_complaints(pack, world),
        *_channel_complaints(pack, world),
        *_group_complaints(pack, world),
    ]
    for flow in pack.flows:
        found += [complaint_of(pack, flow, problem) for problem in validate(flow.graph, world)]
    return sorted({*found, *advice_on(pack)})


def faults(complaints: Iterable[Complaint]) -> list[Complaint]:
    """Those that are more than advice."""
    return [complaint for complaint in complaints if complaint.severity == "error"]


def complaint_of(pack: Pack, flow: ReadFlow, problem: Problem) -> Complaint:
    """`problem` of a guide of `pack`, with the file and the line it stands on."""
    file = pack.files[f"flow {flow.graph.flow}"]
    message = f"{problem.where}: {problem.message}"
    return Complaint(file, flow.line(problem.where), problem.code, message, problem.severity)


def _entry_complaints(pack: Pack, world: World) -> list[Complaint]:
    found: list[Complaint] = []
    for shelf in pack.shelves:
        file = pack.files[f"category {shelf.slug}"]
        found += _untranslated(file, 1, shelf.slug, {"title": shelf.title, "summary": shelf.summary})
        for article in shelf.articles:
            line = shelf.lines[article.slug]
            for code, message, severity in _article_faults(article, world):
                found.append(Complaint(file, line, code, f"{article.slug}: {message}", severity))
    return list(dict.fromkeys(found))


def _article_faults(article: Article, world: World) -> Iterator[tuple[str, str, Severity]]:
    for problem in article_problems(article, world.helpers, world):
        yield problem.code, str(problem), problem.severity
    for slug in article.related:
        if slug not in world.entries or slug == article.slug:
            yield "entry-unpublished", f"the related entry “{slug}” does not exist (or is itself).", "error"


def _channel_complaints(pack: Pack, world: World) -> list[Complaint]:
    file = pack.files.get("channels", "")
    found = []
    for channel in pack.directory.channels:
        line, other = pack.directory.lines[channel.slug], channel.alternative
        for problem in channel_problems(channel):
            found.append(Complaint(file, line, "missing-text", f"{channel.slug}: {problem}"))
        if other and (other not in world.channels or other == channel.slug):
            message = f"{channel.slug}: the alternative “{other}” does not exist (or is itself)."
            found.append(Complaint(file, line, "channel-missing", message))
    return found


def _group_complaints(pack: Pack, world: World) -> list[Complaint]:
    file = pack.files.get("pack", "")
    found = list(_untranslated(file, 1, "notice", {"text": pack.notice}))
    for group in pack.groups:
        found += _untranslated(file, group.line, f"groups.{group.slug}", {"title": group.title})
        for flow in group.flows:
            if flow not in world.flows:
                message = f"groups.{group.slug}: the guide “{flow}” does not exist."
                found.append(Complaint(file, group.line, "guide-missing", message))
    return found


def _untranslated(file: str, line: int, name: str, texts: Mapping[str, Text]) -> Iterator[Complaint]:
    for key, text in texts.items():
        for language in text.missing() if text or key == "title" else ():
            message = f"{name}: The {key} is not written in {language}. Write it."
            yield Complaint(file, line, "missing-text", message)
