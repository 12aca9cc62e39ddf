"""Giving a guide, a step or a choice another slug: the old one is kept, so that its links go on working.

The slug of a guide is the same in its draft and for customers, so a new one shows at once; steps and choices
show theirs once their guide is published.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from ground.fields import SlugTaken
from wizard.findable import index_flow
from wizard.models import Alias, Choice, Flow, Step


def _require_free(slug: str, others: QuerySet[Any], former: QuerySet[Alias], owner: str) -> None:
    taken = others.filter(slug=slug).first()
    if taken is None and (alias := former.filter(slug=slug).select_related(owner).first()):
        taken = getattr(alias, owner)
    if taken is not None:
        raise SlugTaken(slug, taken)


def require_free_flow_slug(slug: str, flow: Flow) -> None:
    """Raises SlugTaken when another guide has, or had, `slug`; `flow` may be one that is not saved yet."""
    former = Alias.objects.filter(step=None).exclude(flow=flow.pk)
    _require_free(slug, Flow.objects.exclude(pk=flow.pk), former, "flow")


def require_free_step_slug(slug: str, step: Step) -> None:
    """Raises SlugTaken when another step of the guide has, or had, `slug`."""
    steps = Step.objects.filter(flow=step.flow_id)
    former = Alias.objects.filter(flow=step.flow_id, step__isnull=False, choice=None).exclude(step=step.pk)
    _require_free(slug, steps.exclude(pk=step.pk), former, "step")


def require_free_choice_slug(slug: str, choice: Choice) -> None:
    """Raises SlugTaken when another choice of the question has, or had, `slug`."""
    choices = Choice.objects.filter(step=choice.step_id)
    former = Alias.objects.filter(step=choice.step_id, choice__isnull=False).exclude(choice=choice.pk)
    _require_free(slug, choices.exclude(pk=choice.pk), former, "choice")


@transaction.atomic
def rename_flow(flow: Flow, slug: str) -> None:
    """Give `flow` the slug `slug`, at once and for customers too. Raises SlugTaken."""
    if slug != flow.slug:
        require_free_flow_slug(slug, flow)
        Alias.objects.filter(flow=flow, step=None, slug=slug).delete()
        Alias.objects.create(flow=flow, slug=flow.slug)
        flow.slug = slug
        flow.save(update_fields=["slug"])
        index_flow(flow)


@transaction.atomic
def rename_step(step: Step, slug: str) -> None:
    """Give the draft of `step` the slug `slug`. Raises SlugTaken."""
    if slug != step.slug:
        require_free_step_slug(slug, step)
        Alias.objects.filter(step=step, choice=None, slug=slug).delete()
        Alias.objects.create(flow_id=step.flow_id, step=step, slug=step.slug)
        step.slug = slug
        step.save(update_fields=["slug"])


@transaction.atomic
def rename_choice(choice: Choice, slug: str) -> None:
    """Give the draft of `choice` the slug `slug`. Raises SlugTaken."""
    if slug != choice.slug:
        require_free_choice_slug(slug, choice)
        Alias.objects.filter(choice=choice, slug=slug).delete()
        Alias.objects.create(
            flow_id=choice.step.flow_id, step_id=choice.step_id, choice=choice, slug=choice.slug
        )
        choice.slug = slug
        choice.save(update_fields=["slug"])
