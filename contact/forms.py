"""The enquiry form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contact.addresses import MailField
from ground.once import new_key


class EnquiryForm(forms.Form):
    """Name (optional), mail address, question. `website` is a trap: people do not see it, programs fill it in.

    `key` tells a form that is sent twice from two that say the same.
    """

    use_required_attribute = False

    name = forms.CharField(label=_("Your name (optional)"), max_length=100, required=False)
    mail = MailField(
        label=_("Your mail address"),
        max_length=254,
        error_messages={
            "required": _("Write your mail address, so that we can answer."),
            "invalid": _("This is no mail address. Write it as in name@example.com."),
        },
    )
    text = forms.CharField(
        label=_("Your question"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Write what you want to ask."),
            "max_length": _("Your question is too long. Shorten it to 4,000 characters."),
        },
    )
    way = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, widget=forms.HiddenInput, initial=new_key)
    website = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in (("name", "name"), ("mail", "email"), ("text", "off"), ("website", "off")):
            self.fields[name].widget.attrs["autocomplete"] = kind

    def clean_name(self) -> str:
        """On one line: it goes into a mail."""
        return " ".join(self.cleaned_data["name"].split())
