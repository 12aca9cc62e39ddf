"""The live guides as home and the list of guides show them."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language

from faq.models import EntryAlias
from ground.text import Text
from wizard.models import Flow, Mention


@dataclass(frozen=True)
class Guide:
    """A live guide by name."""

    slug: str
    title: str
    summary: str

    @property
    def url(self) -> str:
        """Its first page, in the active language."""
        return reverse("wizard:guide", args=[self.slug])


@dataclass
class GuideGroup:
    """A heading with its guides; without a title, the guides that have no group."""

    slug: str
    title: str
    guides: list[Guide] = field(default_factory=list)


def guide_of(flow: Flow) -> Guide:
    """The live guide of `flow`, in the active language; `live` should have been selected with it."""
    language = get_language() or "ja"
    header = flow.live.header if flow.live else {}
    return Guide(
        flow.slug,
        Text.from_dict(header.get("title")).get(language),
        Text.from_dict(header.get("summary")).get(language),
    )


def groups_of_guides() -> list[GuideGroup]:
    """All live guides in their groups, in the editor's order; one query."""
    groups: dict[str, GuideGroup] = {}
    flows = Flow.objects.published().select_related("live", "group")
    for flow in flows.order_by("group__position", "group__slug", "position", "slug"):
        slug, title = (flow.group.slug, flow.group.title) if flow.group else ("", "")
        groups.setdefault(slug, GuideGroup(slug, title)).guides.append(guide_of(flow))
    ungrouped = groups.pop("", None)
    return [*groups.values(), *([ungrouped] if ungrouped else [])]


def guides_answering(entry: str) -> list[Guide]:
    """The live guides that show the entry of this slug on one of their steps; two queries.

    A revision published before the entry was renamed names it by its former slug.
    """
    former = EntryAlias.objects.filter(entry__slug=entry).values("slug")
    named = Q(entry=entry) | Q(entry__in=former)
    flows = Mention.objects.live().filter(named, related_only=False).values("revision__flow")
    return [guide_of(flow) for flow in Flow.objects.filter(pk__in=flows).select_related("live")]
