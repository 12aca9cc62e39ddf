"""A guide as a file: taken away as YAML, and brought back by upload after a report of what that would do."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ground.desk import ACTS
from ground.documents import write_document
from wizard.admin.editor.desk import ADD, CHANGE, VIEW, guarded, page, require, show
from wizard.admin.editor.words import rows_of, sections_of
from wizard.admin.telling import linked
from wizard.compiler import compile_flow
from wizard.editing import NotWritable, Refused
from wizard.interchange import write_flow
from wizard.models import Flow
from wizard.uploading import MOST_BYTES, GuideMoved, NotImportable, Upload, look_into, take_in
from wizard.wording import sentence

MOST_COMPLAINTS = 200


def urls(model_admin: Any) -> list[URLPattern]:
    """Export of one guide, import of any."""
    importing = guarded(import_page, CHANGE, ACTS)
    return [
        path("import/", model_admin.admin_site.admin_view(importing), name="wizard_flow_import"),
        page(model_admin, "export/", "export", export, permission=VIEW),
    ]


def export(_request: HttpRequest, flow: Flow) -> HttpResponse:
    """The draft as a YAML file."""
    data = write_document(write_flow(compile_flow(flow)))
    response = HttpResponse(data, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{flow.slug}.yaml"'
    return response


class UploadForm(forms.Form):
    """A file to be looked into."""

    file = forms.FileField(label=_("YAML file"), help_text=_("One guide, as it was exported."))

    def clean_file(self) -> Any:
        """Refused where it is too large for one page."""
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(
                gettext("The file is larger than %(size)s KB. Load it with the command load_content.")
                % {"size": MOST_BYTES // 1000}
            )
        return given


class ConfirmForm(forms.Form):
    """The file that was looked into, and the state of the guide it was compared with."""

    name = forms.CharField(max_length=200, widget=forms.HiddenInput)
    content = forms.CharField(widget=forms.HiddenInput)
    mark = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def clean_content(self) -> bytes:
        """The bytes of the file."""
        try:
            return b64decode(self.cleaned_data["content"], validate=True)
        except (binascii.Error, ValueError) as error:
            raise forms.ValidationError(
                gettext("The file was damaged on its way. Choose it again.")
            ) from error


def import_page(request: HttpRequest) -> HttpResponse:
    """Choose a file; read what it would do; take it in."""
    if request.method != "POST":
        return _show(request, UploadForm())
    if "content" in request.POST:
        return _take_in(request)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form)
    given = form.cleaned_data["file"]
    return _report(request, given.name, given.read())


def _report(request: HttpRequest, name: str, data: bytes) -> HttpResponse:
    """What taking in the file would do; nothing is changed yet."""
    try:
        upload = look_into(name, data)
    except NotImportable as refusal:
        messages.error(request, gettext("Nothing was changed: the file cannot be taken in."))
        lines = [str(complaint) for complaint in refusal.complaints]
        context = {"complaints": lines[:MOST_COMPLAINTS], "left": max(0, len(lines) - MOST_COMPLAINTS)}
        return _show(request, UploadForm(), **context)
    require(request, CHANGE if upload.flow else ADD)
    content = b64encode(data).decode()
    confirm = ConfirmForm(initial={"name": name[-200:], "content": content, "mark": upload.mark})
    return _show(request, UploadForm(), confirm=confirm, file=name, **_words(upload))


def _words(upload: Upload) -> dict[str, Any]:
    problems = linked(upload.problems) if upload.flow else [_unlinked(problem) for problem in upload.problems]
    return {
        "upload": upload,
        "header": rows_of(upload.changes.header),
        "sections": sections_of(upload.changes),
        "problems": problems[:MOST_COMPLAINTS],
    }


def _unlinked(problem: Any) -> str:
    return f"{problem.where}: {sentence(problem)}"


def _take_in(request: HttpRequest) -> HttpResponse:
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        messages.error(request, gettext("The file was damaged on its way. Choose it again."))
        return _show(request, UploadForm())
    name, data = form.cleaned_data["name"], form.cleaned_data["content"]
    try:
        upload = look_into(name, data)
        require(request, CHANGE if upload.flow else ADD)
        flow = take_in(upload, form.cleaned_data["mark"], author=request.user)  # type: ignore[arg-type]
    except NotImportable:
        return _report(request, name, data)
    except GuideMoved:
        now = look_into(name, data)
        if now.flow is None or now.changes:
            text = gettext(
                "Nothing was changed: somebody changed the guide meanwhile. Read the report again."
            )
            messages.error(request, text)
            return _report(request, name, data)
        flow = now.flow  # a first click has taken it in already
    except Refused as refusal:
        problems = refusal.problems if isinstance(refusal, NotWritable) else []
        for text in [sentence(problem) for problem in problems] or [str(refusal)]:
            messages.error(request, text)
        return _report(request, name, data)
    text = gettext(
        "The draft of “%(guide)s” says now what the file says. Customers see it once it is published."
    )
    messages.success(request, text % {"guide": flow})
    return redirect("admin:wizard_flow_publish", flow.slug)


def _show(request: HttpRequest, form: UploadForm, **context: Any) -> HttpResponse:
    return show(request, "import", None, {"form": form, **context}, title=gettext("Import a guide"))
