"""Publishing put off to a time: what was looked at when it was decided goes live then, whatever is edited since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext

from wizard.compiler import compile_flow
from wizard.editing.parts import graph_from_dict, graph_to_dict
from wizard.editing.refusals import Refused
from wizard.graph import Graph
from wizard.models import Flow, Revision, ScheduledPublish
from wizard.models.editing import Plan
from wizard.problems import Problem, Where, errors
from wizard.publishing import NotPublishable, Publication, publish_graphs, require_valid, under_todays_name

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class NotInFuture(Refused):
    """The time has passed already."""

    def __init__(self) -> None:
        super().__init__(gettext("This time has passed already. Choose a later one, or publish now."))


@dataclass
class Due:
    """What became of the publications that were due."""

    published: list[ScheduledPublish] = field(default_factory=list)
    refused: list[ScheduledPublish] = field(default_factory=list)


@transaction.atomic
def schedule_publish(
    flow: Flow, at: datetime, *, author: User | None, now: datetime, note: str = ""
) -> ScheduledPublish:
    """Let the draft of `flow`, as it is now, go live at `at`; what was to go live before is cancelled.

    Where the same was decided already, that is it.
    Raises NotInFuture, or NotPublishable when it could not be published now.
    """
    row = Flow.objects.select_for_update().get(pk=flow.pk)
    if at <= now:
        raise NotInFuture
    graph = compile_flow(row)
    require_valid([graph])
    plan = scheduled(row)
    if plan and (plan.at, draft_of(plan), plan.note, plan.author) == (at, graph, note, author):
        return plan
    cancel_scheduled(row)
    return ScheduledPublish.objects.create(
        flow=row, at=at, graph=graph_to_dict(graph), version=row.version, note=note, author=author
    )


def scheduled(flow: Flow) -> ScheduledPublish | None:
    """What waits to go live for `flow`."""
    return ScheduledPublish.objects.waiting().filter(flow=flow).select_related("author").first()


def draft_of(plan: ScheduledPublish) -> Graph:
    """The state of the guide that `plan` makes live, under the guide's slug of today."""
    return under_todays_name(plan.flow, graph_from_dict(plan.graph))


def cancel_scheduled(flow: Flow) -> bool:
    """Let nothing go live by itself for `flow`; whether something was waiting."""
    return bool(ScheduledPublish.objects.waiting().filter(flow=flow).update(state=Plan.CANCELLED))


def cancelled_by(revision: Revision) -> ScheduledPublish | None:
    """What was to go live and does not, because `revision` went live before."""
    return ScheduledPublish.objects.filter(revision=revision, state=Plan.CANCELLED).first()


@transaction.atomic
def publish_due(now: datetime) -> Due:
    """Publish what is due at `now`: together, since guides may lead into each other.

    What cannot be published is refused, with its problems, and does not hold up the others.
    """
    due = ScheduledPublish.objects.due(now)
    # The guides first, as everybody else does who touches a plan: two never wait for each other.
    flows = list(Flow.objects.select_for_update().filter(pk__in=due.values("flow")).order_by("pk"))
    plans = due.filter(flow__in=flows).select_related("flow", "author")
    waiting = list(plans.select_for_update(of=("self",)))
    done = Due()
    while waiting:
        try:
            _publish(waiting)
        except NotPublishable as refusal:
            by_flow: dict[str, list[Problem]] = {}
            for problem in errors(refusal.problems):
                by_flow.setdefault(problem.where.flow, []).append(problem)
            for plan in waiting:
                if plan.flow.slug in by_flow:
                    _refuse(plan, by_flow[plan.flow.slug])
                    done.refused.append(plan)
            waiting = [plan for plan in waiting if plan.flow.slug not in by_flow]
        else:
            done.published, waiting = waiting, []
    return done


def _publish(plans: Iterable[ScheduledPublish]) -> None:
    plans = list(plans)
    publications = [Publication(plan.flow, draft_of(plan), plan.author, plan.note) for plan in plans]
    for plan, revision in zip(plans, publish_graphs(publications), strict=True):
        plan.state, plan.revision = Plan.PUBLISHED, revision
        plan.save(update_fields=["state", "revision"])


def _refuse(plan: ScheduledPublish, problems: Iterable[Problem]) -> None:
    plan.state, plan.problems = Plan.REFUSED, [_to_json(problem) for problem in problems]
    plan.save(update_fields=["state", "problems"])


def refusal_of(plan: ScheduledPublish) -> list[Problem]:
    """Why a publication was refused."""
    return [
        Problem(each["code"], Where(*each["where"]), tuple((name, value) for name, value in each["details"]))
        for each in plan.problems
    ]


def _to_json(problem: Problem) -> dict[str, Any]:
    where = [problem.where.flow, problem.where.step, problem.where.choice]
    return {"code": problem.code, "where": where, "details": [list(detail) for detail in problem.details]}
