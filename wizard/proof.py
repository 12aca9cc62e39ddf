"""What publishing a draft would mean, as an editor must see it first, and publishing what was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from wizard.comparison import (
    BrokenLink,
    Comparison,
    FellBehind,
    OutcomeChanges,
    broken_links,
    compare,
    outcome_changes,
    stale_translations,
)
from wizard.compiler import compile_flow
from wizard.editing import in_todays_slugs, name_successor
from wizard.entering import with_entries
from wizard.fingerprints import graph_fingerprint
from wizard.graph import Graph
from wizard.models import CheckedTranslation, Flow, Revision, ScheduledPublish
from wizard.problems import Problem
from wizard.publishing import graph_of, problems_in, publish
from wizard.scheduling import schedule_publish

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# Ways that end otherwise; former revisions looked at for translations that fell behind, and steps of all of them.
MOST_WAYS = 50
MOST_REVISIONS = 20
MOST_FORMER_STEPS = 10_000


class DraftMoved(Exception):
    """Somebody changed the draft, or published, after the editor looked."""


@dataclass(frozen=True)
class Proof:
    """A draft beside what is live: `outcomes` is None for a guide that is not live. `mark` stands for both."""

    draft: Graph
    live: Graph | None
    changes: Comparison
    outcomes: OutcomeChanges | None
    broken: tuple[BrokenLink, ...]
    behind: tuple[FellBehind, ...]
    problems: list[Problem]
    mark: str

    @property
    def removed_links(self) -> tuple[BrokenLink, ...]:
        """The addresses of steps that stop working: each may be given a successor."""
        return tuple(link for link in self.broken if not link.choice)

    @property
    def removed_choices(self) -> tuple[BrokenLink, ...]:
        """The choices that trails and links no longer find."""
        return tuple(link for link in self.broken if link.choice)


def proof_of(flow: Flow) -> Proof:
    """What publishing `flow` now would mean. The number of queries does not depend on the size of the guide."""
    draft = with_entries(compile_flow(flow))
    live = _live_graph(flow.live, draft) if flow.live else None
    checked = set(CheckedTranslation.objects.filter(flow=flow).values_list("fingerprint", flat=True))
    return Proof(
        draft=draft,
        live=live,
        changes=compare(live, draft) if live else Comparison(),
        outcomes=outcome_changes(live, draft, limit=MOST_WAYS) if live else None,
        broken=broken_links(live, draft) if live else (),
        behind=stale_translations(_former_states(flow, draft), draft, checked=checked),
        problems=problems_in(draft, drafting=False),
        mark=mark_of(flow, draft),
    )


def _live_graph(revision: Revision, draft: Graph) -> Graph:
    """The guide as it is live, naming others as `draft` does, so that what was only renamed is no difference."""
    (live,) = in_todays_slugs([with_entries(graph_of(revision))], known=draft)
    return live


def _former_states(flow: Flow, draft: Graph) -> list[Graph]:
    """Former states of the guide, the oldest first: as many as can be looked at in a moment, one at least."""
    number = max(1, min(MOST_REVISIONS, MOST_FORMER_STEPS // max(len(draft.steps), 1)))
    former = Revision.objects.filter(flow=flow).select_related("flow").order_by("-number")
    return [graph_of(revision) for revision in reversed(former[:number])]


def mark_of(flow: Flow, draft: Graph) -> str:
    """Stands for a draft beside its live revision: another one means that somebody changed either."""
    return f"{flow.live_id or 0}-{graph_fingerprint(draft)[:16]}"


@transaction.atomic
def publish_as_seen(
    flow: Flow, mark: str, *, successors: Mapping[str, str], note: str, author: User | None
) -> Revision:
    """Publish the draft that `mark` stands for, after naming `successors` (removed slug: slug of a step).

    Raises DraftMoved, Refused, SlugTaken or NotPublishable; nothing is changed then.
    """
    row = _as_seen(flow, mark, successors, author)
    return publish(row, author=author, note=note)


@transaction.atomic
def schedule_as_seen(
    flow: Flow,
    mark: str,
    at: datetime,
    *,
    successors: Mapping[str, str],
    note: str,
    author: User | None,
    now: datetime,
) -> ScheduledPublish:
    """As `publish_as_seen`, at the time `at`. Raises NotInFuture (a Refused) too."""
    row = _as_seen(flow, mark, successors, author)
    return schedule_publish(row, at, author=author, now=now, note=note)


def _as_seen(flow: Flow, mark: str, successors: Mapping[str, str], author: User | None) -> Flow:
    """The locked row of the draft that `mark` stands for, its successors named."""
    row = Flow.objects.select_for_update().get(pk=flow.pk)
    if mark_of(row, compile_flow(row)) != mark:
        raise DraftMoved
    for removed, step in successors.items():
        name_successor(row, removed, step, expected_version=row.version, author=author)
    return row


def accept_translation(flow: Flow, fingerprint: str, author: User | None) -> bool:
    """Note that a text that fell behind is good as it is, until either language changes; False if there is none."""
    known = CheckedTranslation.objects.filter(flow=flow, fingerprint=fingerprint)
    if known.exists():
        return True
    if fingerprint not in {text.fingerprint for text in proof_of(flow).behind}:
        return False
    CheckedTranslation.objects.get_or_create(flow=flow, fingerprint=fingerprint, defaults={"author": author})
    return True
