"""A guide as a whole: copied, renamed, withdrawn. None of these is undone by `undo`: each has its inverse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext, override

from ground.needs import Place, places_leading, require_unneeded
from ground.text import LANGUAGES, Text, is_slug
from wizard.compiler import compile_flow, write_graph
from wizard.editing.refusals import NotWritable, Refused
from wizard.findable import index_flow
from wizard.graph import Choice, Graph, Step, Target
from wizard.models import Alias, Flow, ScheduledPublish
from wizard.models.editing import Plan
from wizard.problems import Problem, Where
from wizard.renaming import rename_flow as rename_row
from wizard.renaming import require_free_flow_slug


class NotLive(Refused):
    """The guide is not before customers, so it cannot be withdrawn."""

    def __init__(self) -> None:
        super().__init__(gettext("This guide is not published, so there is nothing to retire."))


@transaction.atomic
def duplicate_flow(flow: Flow, new_slug: str) -> Flow:
    """A copy of the draft of `flow` under another slug and a title that says so, not published.

    It has no former slugs: their links lead to the original. One that is there already, just as it would be made
    now and never published, is that copy. Raises NotWritable or SlugTaken.
    """
    Flow.objects.select_for_update().get(pk=flow.pk)
    copied = _copy_of(flow, new_slug)
    there = Flow.objects.filter(slug=new_slug, revisions=None).first()
    if there and compile_flow(there) == copied:
        return there
    _require_slug(new_slug, Flow())
    copy = write_graph(copied)
    copy.group_id, copy.position = flow.group_id, flow.position
    copy.save(update_fields=["group", "position"])
    return copy


def _copy_of(flow: Flow, new_slug: str) -> Graph:
    source = compile_flow(flow)
    titles = {}
    for language in LANGUAGES:
        with override(language):
            text = getattr(source.title, language)
            titles[language] = gettext("%(title)s (copy)") % {"title": text} if text else ""
    steps = tuple(_copied(step, flow.slug, new_slug) for step in source.steps)
    return replace(source, flow=new_slug, title=Text(**titles), steps=steps, aliases=())


def _copied(step: Step, old: str, new: str) -> Step:
    choices = tuple(replace(choice, aliases=(), next=_target(choice, old, new)) for choice in step.choices)
    return replace(step, aliases=(), choices=choices)


def _target(choice: Choice, old: str, new: str) -> Target | None:
    if choice.next is None or choice.next.flow != old:
        return choice.next
    return Target(choice.next.step, "" if choice.next.step else new)


@transaction.atomic
def rename_flow(flow: Flow, new_slug: str) -> None:
    """Give a guide another slug, at once and for customers too; its old addresses lead to the new ones.

    Raises NotWritable or SlugTaken.
    """
    row = Flow.objects.select_for_update().get(pk=flow.pk)
    _require_slug(new_slug, row)
    rename_row(row, new_slug)
    flow.slug = row.slug


@transaction.atomic
def retire_flow(flow: Flow) -> None:
    """As `retire_flows`, for one guide. Raises NotLive or StillNeeded."""
    if not retire_flows([flow]):
        raise NotLive


@transaction.atomic
def retire_flows(flows: Iterable[Flow]) -> list[Flow]:
    """Take guides off the site: their addresses answer that they are gone, with the way on. Gives those that were live.

    Drafts and revisions stay; publishing or restoring brings them back. What was to be published later is cancelled.
    Raises StillNeeded when customers are led to one of them from elsewhere; all of them stay then.
    """
    wanted = {flow.pk: flow for flow in flows}
    live = Flow.objects.published().filter(pk__in=wanted)
    retired = {row.pk: row for row in live.select_for_update().order_by("pk")}
    require_unneeded("guide", _names_of(retired.values()))
    for pk, row in retired.items():
        row.live = wanted[pk].live = None
        row.save(update_fields=["live"])
        ScheduledPublish.objects.waiting().filter(flow=row).update(state=Plan.CANCELLED)
        index_flow(row)
    return [wanted[pk] for pk in wanted if pk in retired]


def places_leading_to(flow: Flow) -> list[Place]:
    """What leads customers to a guide from outside it: while there is any, it is not retired."""
    return places_leading("guide", _names_of([flow]))


def _names_of(flows: Iterable[Flow]) -> set[str]:
    """Their slugs, and those former ones that lead to them."""
    rows = list(flows)
    former = set(Alias.objects.filter(flow__in=rows, step=None).values_list("slug", flat=True))
    others = Flow.objects.published().exclude(pk__in=[row.pk for row in rows]).filter(slug__in=former)
    return {row.slug for row in rows} | (former - set(others.values_list("slug", flat=True)))


def _require_slug(slug: str, flow: Flow) -> None:
    if not is_slug(slug):
        raise NotWritable([Problem("bad-slug", Where(flow.slug or slug), (("slug", slug),))])
    require_free_flow_slug(slug, flow)
