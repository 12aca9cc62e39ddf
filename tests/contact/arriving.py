"""Enquiries that have arrived."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from contact.enquiries import new_reference
from contact.models import Enquiry


def arrived(**values: Any) -> Enquiry:
    """One that nobody has mailed yet, unless `values` say so."""
    given = {
        "reference": new_reference(),
        "mail": "customer@example.com",
        "text": "Why?",
        "language": "en",
        "expires_at": timezone.now() + timedelta(days=180),
    }
    return Enquiry.objects.create(**{**given, **values})
