"""Mail what waits, forget what has expired; by hand and for cron."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from contact.enquiries import forget_expired
from contact.models import Enquiry, EnquiryQuerySet
from contact.outbox import send_waiting

_NAMED = 10


class Command(BaseCommand):
    """`send_enquiries`."""

    help = (
        "Mail at once whatever enquiries wait to be mailed, and delete those whose time is over and that have been"
        " mailed or answered. Run it by cron; servers mail by themselves what they have received."
    )

    def handle(self, **_options: Any) -> None:
        """Do both, say how many, and name what somebody has to look at."""
        sent = send_waiting()
        now = timezone.now()
        forgotten = forget_expired(now)
        doubtful = Enquiry.objects.in_doubt(now)
        waiting = Enquiry.objects.waiting().exclude(pk__in=doubtful)
        self.stdout.write(
            f"{sent.count} mailed, {waiting.count()} still waiting, {forgotten} deleted because their time is over."
        )
        if sent.trouble:
            self.stderr.write(f"They cannot be mailed at the moment: {sent.trouble}.")
        if names := _names(doubtful):
            self.stderr.write(
                f"{doubtful.count()} may or may not have been mailed: {names}. Look into the mailbox, then say in admin"
                " which is true."
            )
        if names := _names(Enquiry.objects.expired(now).waiting()):
            self.stderr.write(
                f"Their time is over, but nobody has got them yet, so they are kept: {names}. Mail, answer or delete them."
            )


def _names(enquiries: EnquiryQuerySet) -> str:
    """The first references among `enquiries`; empty when there are none."""
    names = list(enquiries.order_by("created_at").values_list("reference", flat=True)[: _NAMED + 1])
    return ", ".join(names[:_NAMED]) + (" and others" if len(names) > _NAMED else "")
