"""Forget what readers typed long ago; for cron."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from insights.forgetting import forget_texts


class Command(BaseCommand):
    """`forget_texts`."""

    help = "Delete searches and comments older than TEXTS_KEEP_DAYS; the numbers stay. Run it by cron, once a day."

    def handle(self, **_options: Any) -> None:
        """Do it and say how many."""
        searches, comments = forget_texts(localdate() - timedelta(days=settings.TEXTS_KEEP_DAYS))
        self.stdout.write(f"{searches} searches and {comments} comments deleted because their time is over.")
