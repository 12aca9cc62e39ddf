"""Enquiries that staff may not know of, for whoever watches the site."""

from __future__ import annotations

from datetime import datetime, timedelta

from contact.models import Enquiry, EnquiryState

LONG = timedelta(minutes=15)  # after that a mail is no longer merely on its way


def count_unsent(now: datetime) -> int:
    """How many enquiries, received `LONG` before `now` or earlier, are not known to have been mailed; one query.

    Those that staff have answered or closed are known to them.
    """
    waiting = Enquiry.objects.waiting().filter(state=EnquiryState.NEW)
    return waiting.filter(created_at__lte=now - LONG).count()
