"""A guide as a whole: duplicate, rename, retire. Export and import stand in `importing`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.desk import ACTS
from ground.fields import SlugTaken
from ground.needs import StillNeeded
from wizard.admin.editor.desk import ADD, CHANGE, PUBLISH, page, require, show
from wizard.editing import (
    NotLive,
    NotWritable,
    Refused,
    duplicate_flow,
    places_leading_to,
    rename_flow,
    retire_flow,
)
from wizard.models import Choice, Flow
from wizard.wording import sentence


def urls(model_admin: Any) -> list[URLPattern]:
    """The page of the whole guide."""
    return [page(model_admin, "whole/", "whole", whole, methods=ACTS)]


class DuplicateForm(forms.Form):
    """The slug of the copy."""

    slug = forms.CharField(label=_("slug of the copy"), max_length=80)
    prefix = "duplicate"


class RenameForm(forms.Form):
    """The slug the guide is to have."""

    slug = forms.CharField(label=_("new slug"), max_length=80)
    prefix = "rename"


class RetireForm(forms.Form):
    """That the editor means it."""

    sure = forms.BooleanField(label=_("Yes, take it off the site"))
    prefix = "retire"


FORMS: dict[str, type[forms.Form]] = {"duplicate": DuplicateForm, "rename": RenameForm, "retire": RetireForm}
NEEDS = {"duplicate": ADD, "rename": CHANGE, "retire": PUBLISH}


def whole(request: HttpRequest, flow: Flow) -> HttpResponse:
    """What can be done with the guide as a whole, and doing it (POST: `do` says what)."""
    shown = {
        "duplicate": DuplicateForm(initial={"slug": f"{flow.slug}-copy"}),
        "rename": RenameForm(initial={"slug": flow.slug}),
        "retire": RetireForm(),
    }
    if request.method != "POST":
        return _show(request, flow, shown)
    name = request.POST.get("do", "")
    if name not in FORMS:
        messages.error(request, gettext("Choose what is to be done."))
        return _show(request, flow, shown)
    require(request, NEEDS[name])
    form = shown[name] = FORMS[name](request.POST)
    if not form.is_valid():
        return _show(request, flow, shown)
    try:
        return _carry_out(request, flow, name, form.cleaned_data)
    except NotWritable as refusal:
        form.add_error("slug", [sentence(problem) for problem in refusal.problems])
    except NotLive:
        messages.info(
            request,
            gettext("“%(guide)s” is not on the site, so there was nothing to retire.") % {"guide": flow},
        )
        return redirect("admin:wizard_flow_whole", flow.slug)
    except StillNeeded as refusal:
        for words in refusal.sentences():
            form.add_error(None, words)
    except (Refused, SlugTaken) as refusal:
        form.add_error(None, str(refusal))
    return _show(request, flow, shown)


def _carry_out(request: HttpRequest, flow: Flow, name: str, given: dict[str, Any]) -> HttpResponse:
    if name == "duplicate":
        copy = duplicate_flow(flow, given["slug"])
        text = gettext("“%(guide)s” is a copy of the draft. It is not published.") % {"guide": copy}
        messages.success(request, text)
        return redirect("admin:wizard_flow_change", copy.pk)
    if name == "rename":
        # A second click comes to the former address, when the guide has its new slug already.
        former = request.resolver_match.kwargs["slug"] if request.resolver_match else flow.slug
        rename_flow(flow, given["slug"])
        text = gettext("The guide has the slug “%(slug)s” now. Links to “%(former)s” lead there.")
        messages.success(request, text % {"slug": flow.slug, "former": former})
        return redirect("admin:wizard_flow_whole", flow.slug)
    retire_flow(flow)
    messages.success(
        request,
        gettext("“%(guide)s” is off the site. Its address says so and shows the way on.") % {"guide": flow},
    )
    return redirect("admin:wizard_flow_whole", flow.slug)


def _show(request: HttpRequest, flow: Flow, shown: dict[str, forms.Form]) -> HttpResponse:
    leads_here = Q(next_flow=flow) | Q(next_step__flow=flow)
    arrivals = Choice.objects.filter(leads_here).exclude(step__flow=flow)
    context = {
        "duplicate": shown["duplicate"],
        "rename": shown["rename"],
        "retire": shown["retire"],
        "needed_by": places_leading_to(flow) if flow.live_id else [],
        "arriving": Flow.objects.filter(pk__in=arrivals.values("step__flow")).order_by("slug"),
        "may_add": request.user.has_perm(ADD),
    }
    return show(request, "whole", flow, context, title=gettext("Whole guide"))
