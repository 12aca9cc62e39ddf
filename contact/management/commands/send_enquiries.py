"""Mail what is still queued, forget what has expired; for cron."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from contact.enquiries import forget_expired, send_waiting


class Command(BaseCommand):
    """`send_enquiries`."""

    help = "Mail enquiries that could not be mailed yet, and delete those whose time is over. Run it by cron."

    def handle(self, **_options: Any) -> None:
        """Do both and say how many."""
        forgotten = forget_expired(timezone.now())
        sent, waiting = send_waiting()
        self.stdout.write(
            f"{sent} mailed, {waiting} still waiting, {forgotten} deleted because their time is over."
        )
