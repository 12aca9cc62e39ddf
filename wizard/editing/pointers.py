"""What leads to a step, or to a guide: what an editor has to know before taking it away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from faq.markdown import links_of
from ground.text import LANGUAGES
from wizard.graph import Step as StepValue
from wizard.graph import step_from_dict
from wizard.models import Alias, Choice, Flow, PublishedStep, Step
from wizard.problems import Where


@dataclass(frozen=True, slots=True)
class Pointers:
    """What leads to a step of a draft (to the guide itself, for a step without a slug).

    `choices` are those of the same draft, `texts` the steps of any draft whose body links to it. `drafts` and
    `live` are choices and texts of other guides, as edited and as customers walk them. `aliases` are its former
    slugs. `is_live` says whether customers can open it today, `is_start` whether the draft begins with it.
    """

    choices: tuple[Where, ...]
    aliases: tuple[str, ...]
    texts: tuple[Where, ...]
    drafts: tuple[Where, ...]
    live: tuple[Where, ...]
    is_start: bool
    is_live: bool

    def __bool__(self) -> bool:
        return bool(self.choices or self.texts or self.drafts or self.live or self.is_start or self.is_live)


def what_points_to(flow: Flow, slug: str = "") -> Pointers:
    """What leads to the step `slug` of the draft of `flow`, or to the guide as a whole."""
    arrivals = Choice.objects.filter(_leads_to(flow, slug)).order_by(
        "step__flow__slug", "step__position", "position"
    )
    places = [Where(*row) for row in arrivals.values_list("step__flow__slug", "step__slug", "slug")]
    former = Alias.objects.filter(flow=flow, choice=None)
    former = former.filter(step__slug=slug) if slug else former.filter(step=None)
    aliases = tuple(former.order_by("slug").values_list("slug", flat=True))
    own = PublishedStep.objects.live().filter(revision__flow=flow)
    return Pointers(
        choices=tuple(place for place in places if place.flow == flow.slug),
        aliases=aliases,
        texts=tuple(_linking_drafts(flow, slug, aliases)),
        drafts=tuple(place for place in places if place.flow != flow.slug),
        live=tuple(_leading_live(flow, slug, aliases)),
        is_start=bool(slug) and Flow.objects.filter(pk=flow.pk, start__slug=slug).exists(),
        is_live=own.filter(slug=slug).exists() if slug else own.exists(),
    )


def _leads_to(flow: Flow, slug: str) -> Q:
    if slug:
        return Q(next_step__flow=flow, next_step__slug=slug)
    return Q(next_flow=flow) & ~Q(step__flow=flow)


def _links(flow: Flow, slug: str, aliases: tuple[str, ...]) -> set[str]:
    """What a link to it looks like in a text."""
    if slug:
        return {f"guide:{flow.slug}/{name}" for name in (slug, *aliases)}
    return {f"guide:{name}" for name in (flow.slug, *aliases)}


def _links_there(step: StepValue, links: set[str], *, whole: bool) -> bool:
    found = (link for language in LANGUAGES for link in links_of(getattr(step.body, language)))
    return any(link in links or (whole and link.partition("/")[0] in links) for link in found)


def _linking_drafts(flow: Flow, slug: str, aliases: tuple[str, ...]) -> Iterator[Where]:
    links = _links(flow, slug, aliases)
    mentioned = Q()
    for link in links:
        mentioned |= Q(body_ja__contains=link) | Q(body_en__contains=link)
    steps = Step.objects.filter(mentioned).select_related("flow").order_by("flow__slug", "position", "pk")
    for row in steps if slug else steps.exclude(flow=flow):
        value = step_from_dict({"slug": row.slug, "body": {"ja": row.body_ja, "en": row.body_en}})
        if _links_there(value, links, whole=not slug):
            yield Where(row.flow.slug, row.slug)


def _leading_live(flow: Flow, slug: str, aliases: tuple[str, ...]) -> Iterator[Where]:
    """Choices and texts of other live guides; only published steps that name it at all are read."""
    names = {slug, *aliases} if slug else {flow.slug, *aliases}
    links = _links(flow, slug, aliases)
    steps = (
        PublishedStep.objects.live()
        .exclude(revision__flow=flow)
        .holding([*(f'"{name}"' for name in names), *links])
        .order_by("revision__flow__slug", "position")
    )
    for guide, content in steps.values_list("revision__flow__slug", "content"):
        step = step_from_dict(content or {})
        for choice in step.choices:
            target = choice.next
            if target and (
                (target.flow == flow.slug and target.step in names) if slug else target.flow in names
            ):
                yield Where(guide, step.slug, choice.slug)
        if _links_there(step, links, whole=not slug):
            yield Where(guide, step.slug)
