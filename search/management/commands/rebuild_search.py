"""Build the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand

from search.rebuilding import rebuild


class Command(BaseCommand):
    """`rebuild_search`."""

    help = "Build the search index anew from what is live: after a new version of the dictionary, or a restored backup."

    def handle(self, **_options: Any) -> None:
        """Build and count."""
        self.stdout.write(f"{rebuild()} documents in the index.")
