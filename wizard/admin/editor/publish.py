"""Publish with proof: what would change for customers, and one button."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ground.desk import ACTS, few
from ground.fields import SlugTaken
from ground.forms import TidyField
from ground.text import tidy
from wizard.admin.editor.desk import CHANGE, PUBLISH, page, require, show
from wizard.admin.editor.words import behind_of, named, rows_of, sections_of, suggestions_of, ways_of
from wizard.admin.telling import linked, tell, tell_refusal
from wizard.comparison import BrokenLink
from wizard.editing import Refused
from wizard.models import Flow, ScheduledPublish
from wizard.models.editing import Plan
from wizard.proof import (
    DraftMoved,
    Proof,
    accept_translation,
    proof_of,
    publish_as_seen,
    schedule_as_seen,
)
from wizard.publishing import NotPublishable
from wizard.scheduling import cancel_scheduled, draft_of, refusal_of, scheduled

# Above this many steps a successor is typed and not chosen from a list; so many sections are shown at once.
MOST_OPTIONS, MOST_OPTIONS_IN_ALL = 300, 5000
MOST_LINES, MOST_LINKS, MOST_BEHIND = 200, 100, 100


def urls(model_admin: Any) -> list[URLPattern]:
    """The page of publishing, and telling that a translation still fits."""
    return [
        page(model_admin, "publish/", "publish", publishing, methods=ACTS),
        page(model_admin, "publish/fits/", "fits", fits, permission=CHANGE, methods=("POST",)),
    ]


class PublishForm(forms.Form):
    """The state that was looked at, a note, and a successor for each removed step whose links would break."""

    mark = forms.CharField(widget=forms.HiddenInput)
    note = TidyField(
        label=_("note"), required=False, max_length=200, help_text=_("What changed, for other editors.")
    )

    at = forms.DateTimeField(
        label=_("goes live at"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("What is edited after you decide stays a draft."),
    )

    def __init__(self, proof: Proof, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proof = proof
        self.initial["mark"] = proof.mark
        self.removed = few(proof.removed_links, MOST_LINKS)
        for link in self.removed.shown:
            self.fields[f"successor-{link.step}"] = _successor_field(proof, link, len(self.removed.shown))

    def clean(self) -> dict[str, Any]:
        """A successor that was typed must be a step of the draft."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.is_scheduling and not data.get("at") and "at" not in self.errors:
            self.add_error("at", gettext("Choose a day and a time."))
        for name, slug in list(data.items()):
            if name.startswith("successor-") and slug and slug not in self.proof.draft.by_slug:
                self.add_error(name, gettext("The draft has no step “%(step)s”.") % {"step": slug})
        return data

    @property
    def is_scheduling(self) -> bool:
        """Whether it was sent to be published at a time."""
        return self.data.get("do") == "schedule"

    @property
    def successors(self) -> Mapping[str, str]:
        """Removed slugs with the step that succeeds each."""
        chosen = {link.step: self.cleaned_data[f"successor-{link.step}"] for link in self.removed.shown}
        return {removed: slug for removed, slug in chosen.items() if slug}

    @property
    def links(self) -> list[Any]:
        """The fields of the successors, to be shown one by one."""
        return [self[f"successor-{link.step}"] for link in self.removed.shown]


def _successor_field(proof: Proof, link: BrokenLink, links: int) -> forms.Field:
    label = gettext("successor of %(step)s") % {"step": link.step}
    suggested = suggestions_of(link, proof.draft)
    help_text = gettext("Its choices lead now to: %(steps)s") % {
        "steps": ", ".join(words for _slug, words in suggested)
    }
    if len(proof.draft.steps) > min(MOST_OPTIONS, MOST_OPTIONS_IN_ALL // links):
        return TidyField(label=label, required=False, help_text=help_text if suggested else "")
    others = [(step.slug, named(step)) for step in proof.draft.steps if step.slug not in link.suggestions]
    choices: list[Any] = [("", gettext("none: the link answers that the step is gone"))]
    choices += [(gettext("where its choices lead now"), suggested)] if suggested else []
    choices += [(gettext("all steps"), others)]
    return forms.ChoiceField(label=label, required=False, choices=choices)


def publishing(request: HttpRequest, flow: Flow) -> HttpResponse:
    """What publishing would change, and publishing (POST), now or at a time."""
    if request.method != "POST":
        proof = proof_of(flow)
        return _show(request, flow, proof, PublishForm(proof))
    require(request, PUBLISH)
    if request.POST.get("do") == "cancel":
        cancel_scheduled(flow)
        messages.success(request, gettext("Nothing goes live by itself any more."))
        return redirect("admin:wizard_flow_publish", flow.slug)
    proof = proof_of(flow)
    form = PublishForm(proof, request.POST)
    if not form.is_valid():
        messages.error(request, gettext("Nothing was published. Look at what is marked below."))
        return _show(request, flow, proof, form)
    try:
        _carry_out(request, flow, form)
    except DraftMoved:
        flow.refresh_from_db()
        proof = proof_of(flow)
        if not _is_done(request, flow, proof, form):
            return _show_again(request, flow, proof, form)
    except (Refused, SlugTaken) as refusal:
        messages.error(request, str(refusal))
        return _show(request, flow, proof, form)
    except NotPublishable as refusal:
        tell_refusal(request, refusal)
        return _show(request, flow, proof, form)
    return redirect("admin:wizard_flow_publish", flow.slug)


def fits(request: HttpRequest, flow: Flow) -> HttpResponse:
    """Note that a text whose other language was changed still fits (`fingerprint` names it)."""
    if accept_translation(flow, tidy(request.POST.get("fingerprint", "")), request.user):  # type: ignore[arg-type]
        messages.success(request, gettext("Noted. It is listed again once either language changes."))
    else:
        messages.warning(request, gettext("That text was changed meanwhile. Look at it again."))
    return redirect("admin:wizard_flow_publish", flow.slug)


def _carry_out(request: HttpRequest, flow: Flow, form: PublishForm) -> None:
    """Publish, or decide when to, and say so."""
    given: dict[str, Any] = {
        "successors": form.successors,
        "note": form.cleaned_data["note"],
        "author": request.user,
    }
    mark = form.cleaned_data["mark"]
    if at := form.cleaned_data["at"] if form.is_scheduling else None:
        _tell_plan(request, flow, schedule_as_seen(flow, mark, at, now=timezone.now(), **given))
        return
    tell(request, flow, publish_as_seen(flow, mark, **given))


def _tell_plan(request: HttpRequest, flow: Flow, plan: ScheduledPublish) -> None:
    time = formats.date_format(timezone.localtime(plan.at), "Y-m-d H:i")
    text = gettext("“%(guide)s” goes live at %(time)s, as it is now.")
    messages.success(request, text % {"guide": flow, "time": time})


def _is_done(request: HttpRequest, flow: Flow, proof: Proof, form: PublishForm) -> bool:
    """Whether what is asked for has been done since the editor looked, as by a first click; says so then."""
    if form.is_scheduling:
        plan = scheduled(flow)
        if plan is None or plan.at != form.cleaned_data["at"] or draft_of(plan) != proof.draft:
            return False
        _tell_plan(request, flow, plan)
        return True
    if flow.live is None or proof.live != proof.draft:
        return False
    tell(request, flow, flow.live)
    return True


def _show_again(request: HttpRequest, flow: Flow, proof: Proof, form: PublishForm) -> HttpResponse:
    """The page as things stand now, with what was typed, for somebody who looked at something else."""
    messages.error(
        request,
        gettext(
            "Nothing was published: somebody changed the guide while you were reading. This is how it stands now."
        ),
    )
    again = PublishForm(proof, {**request.POST.dict(), "mark": proof.mark})
    again.is_valid()
    return _show(request, flow, proof, again)


def _show(request: HttpRequest, flow: Flow, proof: Proof, form: PublishForm) -> HttpResponse:
    outcomes = proof.outcomes
    errors = [problem for problem in proof.problems if problem.severity == "error"]
    warnings = [problem for problem in proof.problems if problem.severity == "warning"]
    context = {
        "proof": proof,
        "form": form,
        "header": rows_of(proof.changes.header),
        "sections": sections_of(proof.changes),
        "summary": _summary(proof),
        "errors": few(errors, MOST_LINES, linked),
        "warnings": few(warnings, MOST_LINES, linked),
        "removed_choices": few(proof.removed_choices, MOST_LINES),
        "outcomes": outcomes,
        "outcome_words": _outcome_words(proof),
        "ways": ways_of(outcomes, proof.live, proof.draft) if outcomes and proof.live else [],
        "behind": few(proof.behind, MOST_BEHIND, behind_of),
        "plan": scheduled(flow),
        "last_plan": _last_refused(flow),
        "now": timezone.localtime(),
    }
    return show(request, "publish", flow, context, title=gettext("Publish"))


def _last_refused(flow: Flow) -> dict[str, Any] | None:
    """The last decision to publish at a time, when it came to nothing: when, and why."""
    plan = (
        ScheduledPublish.objects.filter(flow=flow)
        .exclude(state=Plan.CANCELLED)
        .order_by("-at", "-pk")
        .first()
    )
    if plan is None or plan.state != Plan.REFUSED:
        return None
    return {"at": plan.at, "problems": linked(refusal_of(plan))}


def _summary(proof: Proof) -> str:
    if proof.live is None:
        text = ngettext(
            "This guide is not live yet. Its %(count)s step is published for the first time.",
            "This guide is not live yet. Its %(count)s steps are published for the first time.",
            len(proof.draft.steps),
        )
        return text % {"count": len(proof.draft.steps)}
    if not proof.changes:
        return gettext("The draft says the same as the live revision: there is nothing to publish.")
    counts = {
        "changed": len(proof.changes.changed),
        "added": len(proof.changes.added),
        "removed": len(proof.changes.removed),
    }
    return gettext("Steps changed: %(changed)s, added: %(added)s, removed: %(removed)s.") % counts


def _outcome_words(proof: Proof) -> str:
    found = proof.outcomes
    if found is None:
        return ""
    words = {"changed": found.changed, "ways": found.ways}
    if not found.exact:
        return gettext("This edit changes the outcome of at least %(changed)s of %(ways)s ways.") % words
    return gettext("This edit changes the outcome of %(changed)s of %(ways)s ways.") % words
