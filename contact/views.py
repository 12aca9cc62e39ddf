"""The page of contact channels, and the enquiry form."""

from __future__ import annotations

import json
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from contact.cards import channel_card
from contact.enquiries import PER_HOUR, Question, TooMany, is_offered, new_reference, receive
from contact.forms import EnquiryForm
from contact.models import Channel, Enquiry
from contact.ways import handoff_text, note_arrival
from ground.limits import is_too_often
from ground.once import once
from ground.pages import first_in_query, page_context, reads_page


@reads_page
def channels(request: HttpRequest) -> HttpResponse:
    """All channels, open now or not."""
    note_arrival(request)
    now, language = timezone.now(), get_language() or "ja"
    cards = [
        mark_safe(channel_card(json.dumps(card), language, now, level=2))  # noqa: S308 - rendered by a template
        for card in Channel.objects.published().values_list("card", flat=True)
    ]
    title = gettext("Contact channels")
    description = gettext("Where to ask, by which way, and whether it is open now.")
    context = page_context(request, title=title, description=description)
    context |= {"cards": cards, "enquiry": is_offered(), "way": first_in_query(request, "way")}
    return TemplateResponse(request, "contact/channels.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def enquiry(request: HttpRequest) -> HttpResponse:
    """The enquiry form, with the way travelled attached; only where the operator takes enquiries."""
    if not is_offered():
        context = page_context(request, title=gettext("There is no enquiry form here"), indexed=False)
        return TemplateResponse(request, "missing.html", context, status=404)
    form = EnquiryForm(request.POST or None, initial={"way": first_in_query(request, "way")[:1000]})
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, form)
    if form.cleaned_data["website"]:
        # Whoever fills in what nobody sees is a program; it is told what it wants to hear.
        return redirect("contact:received", reference=new_reference())
    try:
        return redirect("contact:received", reference=_receive(request, form).reference)
    except TooMany:
        form.add_error(
            None,
            gettext(
                "That is a lot of questions in one hour. Please wait a while and send it again; nothing you wrote is lost."
            ),
        )
        return _form_page(request, form)


def _form_page(request: HttpRequest, form: EnquiryForm) -> TemplateResponse:
    """The form, with what was typed, what is wrong with it, and the hand-off text that goes along."""
    title, error = gettext("Send a question"), gettext("Error:")
    frame = {"title": f"{error} {title}" if form.errors else title}
    if request.method == "POST":  # of what was sent only the way may stand in an address
        frame["query"] = f"way={quote(_way_of(form))}" if _way_of(form) else ""
    context = page_context(request, indexed=False, **frame)
    response = TemplateResponse(
        request,
        "contact/enquiry.html",
        {**context, "form": form, "heading": title, "pack": _pack_of(request, form)},
    )
    response["Cache-Control"] = "private, no-store"
    return response


@reads_page
def received(request: HttpRequest, reference: str) -> HttpResponse:
    """Thanks, with the reference number to keep; whether there is such an enquiry is told to nobody."""
    context = page_context(request, title=gettext("Your question has arrived"), indexed=False)
    response = TemplateResponse(request, "contact/received.html", {**context, "reference": reference})
    response["Cache-Control"] = "private, no-store"
    return response


def _receive(request: HttpRequest, form: EnquiryForm) -> Enquiry:
    """What the form says, as it is stored now or already. Raises TooMany."""
    data = form.cleaned_data
    question = Question(
        name=data["name"],
        mail=data["mail"],
        text=data["text"],
        pack=_pack_of(request, form),
        way=data["way"],
        language=get_language() or "ja",
        once=once(data["key"], data["name"], data["mail"], data["text"], data["way"]),
    )
    return receive(
        question,
        is_too_often=lambda: is_too_often("enquiries", request, most=PER_HOUR, seconds=3600),
    )


def _pack_of(request: HttpRequest, form: EnquiryForm) -> str:
    """The hand-off text of the way the form carries, as the guides word it; empty without one."""
    return handoff_text(_way_of(form), request)


def _way_of(form: EnquiryForm) -> str:
    way = form.data.get("way") if form.is_bound else form.initial.get("way")
    return str(way or "")[:1000]
