"""A guide that comes in as one file: looked at as a whole first, then written into the draft of its guide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from ground.documents import Complaint, Source, parse_document
from ground.fields import SlugTaken
from wizard.comparison import Comparison, compare
from wizard.compiler import compile_flow, write_graph
from wizard.editing import replace_graph
from wizard.fingerprints import graph_fingerprint
from wizard.graph import Graph
from wizard.interchange import read_flow
from wizard.loading import NotLoadable, load_pack
from wizard.models import Flow
from wizard.pack import Pack
from wizard.packnames import PackNames
from wizard.problems import Problem
from wizard.publishing import world_for
from wizard.renaming import require_free_flow_slug
from wizard.validation import validate

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST_BYTES = 1_500_000


class NotImportable(Exception):
    """The file cannot be taken in; `complaints` say why, as the command line does."""

    def __init__(self, complaints: list[Complaint]) -> None:
        super().__init__("\n".join(str(complaint) for complaint in complaints))
        self.complaints = complaints


class GuideMoved(Exception):
    """Somebody changed the guide after the report was read."""


@dataclass(frozen=True)
class Upload:
    """A file that may be taken in: what it says, the guide it changes (None: a new one), and what would change.

    `mark` stands for the state of the guide the report is about.
    """

    name: str
    graph: Graph
    flow: Flow | None
    before: Graph | None
    changes: Comparison
    problems: list[Problem]
    mark: str


def look_into(name: str, data: bytes) -> Upload:
    """What taking in the file `name` with the content `data` would do. Raises NotImportable."""
    pack = _pack(PurePosixPath(name).name or "upload.yaml", data)
    _require_loadable(pack)
    graph, flow, before = _meant(pack)
    _require_free_slugs(pack, graph, flow)
    return Upload(
        name=name,
        graph=graph,
        flow=flow,
        before=before,
        changes=compare(before, graph) if before else Comparison(),
        problems=validate(graph, world_for([graph]), drafting=True),
        mark=graph_fingerprint(before)[:16] if before else "new",
    )


@transaction.atomic
def take_in(upload: Upload, mark: str, *, author: User | None) -> Flow:
    """Make the draft of the guide say what the file says.

    Raises GuideMoved when the guide is not as it was in the report with that `mark`, or Refused.
    """
    # By its key, since PostgreSQL locks no row with the group it is else ordered by.
    flow = Flow.objects.select_for_update().filter(slug=upload.graph.flow).order_by("pk").first()
    if upload.mark != mark or _version(flow) != _version(upload.flow):
        raise GuideMoved
    if flow is None:
        try:
            with transaction.atomic():
                return write_graph(upload.graph)
        except IntegrityError as error:
            raise GuideMoved from error
    replace_graph(
        flow, upload.graph, expected_version=flow.version, author=author, kind="imported", detail=upload.name
    )
    return flow


def _version(flow: Flow | None) -> int | None:
    return flow.version if flow else None


def _pack(name: str, data: bytes) -> Pack:
    """The file as a content pack of one guide, so that it is read and checked as any other."""
    pack = Pack(Path())
    source = Source(name)
    document = parse_document(data, source)
    if document is not None:
        read = read_flow(document)
        pack.flows.append(read)
        pack.files[f"flow {read.graph.flow}"] = name
    pack.complaints += source.complaints
    return pack


def _require_loadable(pack: Pack) -> None:
    try:
        load_pack(pack, overwrite=True, dry_run=True)
    except NotLoadable as refusal:
        raise NotImportable(refusal.complaints) from refusal


def _meant(pack: Pack) -> tuple[Graph, Flow | None, Graph | None]:
    """The guide in the file, in slugs of today; the row it means by a slug of today or a former one, and its draft."""
    (graph,) = pack.graphs
    names = PackNames(pack)
    bond = names.guides.get(graph.flow)
    if bond is None or bond.word != graph.flow:
        return graph, None, None
    flow = Flow.objects.get(slug=bond.row)
    before = compile_flow(flow)
    names.look_up({graph.flow: before})
    return names.graph(graph, before, strict=flow.slug == graph.flow), flow, before


def _require_free_slugs(pack: Pack, graph: Graph, flow: Flow | None) -> None:
    (name,) = pack.files.values()
    if taken := list(_taken_slugs(graph, flow)):
        raise NotImportable([Complaint(name, 1, "duplicate-slug", message) for message in taken])


def _taken_slugs(graph: Graph, flow: Flow | None) -> Iterator[str]:
    """What another guide has, or had; a file that is loaded with its pack takes it, an upload does not."""
    for slug in (graph.flow, *graph.aliases):
        try:
            require_free_flow_slug(slug, flow or Flow())
        except SlugTaken as refusal:
            yield str(refusal)
