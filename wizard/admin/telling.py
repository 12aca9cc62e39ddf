"""How publishing speaks in admin: what came of it, and each problem as a sentence with the way to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from ground.admin import is_second_click, log_revision
from wizard.models import Flow, Revision, Step
from wizard.problems import Problem
from wizard.publishing import NotPublishable, publish_together
from wizard.scheduling import cancelled_by
from wizard.wording import sentence

SHOWN = 20


def linked(problems: Iterable[Problem]) -> list[SafeString]:
    """Each problem as a sentence behind a link to its step, or to its guide; one query."""
    found = list(problems)
    rows = Step.objects.filter(
        flow__slug__in={problem.where.flow for problem in found},
        slug__in={problem.where.step for problem in found},
    )
    steps = set(rows.values_list("flow__slug", "slug")) if found else set()
    lines = []
    for problem in found:
        place = (problem.where.flow, problem.where.step)
        url = (
            reverse("admin:wizard_flow_step", args=place)
            if place in steps
            else reverse("admin:wizard_flow_edit", args=[problem.where.flow])
        )
        lines.append(format_html('<a href="{}">{}</a>: {}', url, str(problem.where), sentence(problem)))
    return lines


def publish_and_tell(request: HttpRequest, flows: Sequence[Flow], *, note: str = "") -> bool:
    """Publish `flows` together and say what came of it; False when nothing was published."""
    try:
        revisions = publish_together(flows, author=request.user, note=note)  # type: ignore[arg-type]
    except NotPublishable as refusal:
        tell_refusal(request, refusal)
        return False
    for flow, revision in zip(flows, revisions, strict=True):
        tell(request, flow, revision)
    return True


def tell(request: HttpRequest, flow: Flow, revision: Revision) -> None:
    """Say what publishing or restoring came to, and keep it in the history."""
    names = {"guide": flow, "number": revision.number}
    if not revision.is_new:
        text = gettext("“%(guide)s” has not changed: revision %(number)s stays live.")
        if is_second_click(request, revision):
            text = gettext(
                "Revision %(number)s of “%(guide)s” is live already: it was published a moment ago."
            )
        messages.info(request, text % names)
        return
    log_revision(request, flow, revision.number)
    text = gettext("“%(guide)s” is published: revision %(number)s is live.")
    messages.success(request, text % names)
    if plan := cancelled_by(revision):
        text = gettext("What was to go live at %(time)s is called off, so that it does not replace this.")
        time = formats.date_format(timezone.localtime(plan.at), "Y-m-d H:i")
        messages.warning(request, text % {"time": time})


def tell_refusal(request: HttpRequest, refusal: NotPublishable) -> None:
    """Say that nothing was published, and why."""
    faults = [problem for problem in refusal.problems if problem.severity == "error"]
    text = ngettext(
        "Nothing was published: %(count)s problem stands in the way.",
        "Nothing was published: %(count)s problems stand in the way.",
        len(faults),
    )
    messages.error(request, text % {"count": len(faults)})
    for line in linked(faults[:SHOWN]):
        messages.error(request, line)
    if len(faults) > SHOWN:
        messages.error(request, gettext("The page “Publish” of each guide lists the others."))
