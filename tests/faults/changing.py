"""A process that changes what can be found, one named change for each line it is sent; it answers with `done`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from tests.faults.site import environment

# In the titles of everything here.
WORD_JA, WORD_EN = "請求日", "billing date"


class Changer:
    """The process, seen from a test."""

    def __init__(self, checkout: Path, database: str) -> None:
        self._said = TemporaryFile("w+")  # noqa: SIM115 - closed in `end`
        more = environment(checkout, database, DJANGO_SETTINGS_MODULE="config.settings")
        command = [sys.executable, "-m", "tests.faults.changing"]
        self._process = subprocess.Popen(  # noqa: S603 - this module
            command, cwd=checkout, env=more, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self._said,
        )  # fmt: skip

    def do(self, name: str) -> None:
        """Have the change done, to its end."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{name}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if answer != "done\n":
            self._process.wait(10)
            self._said.seek(0)
            raise AssertionError(f"{name}: {answer}{self._said.read()}")

    def end(self) -> None:
        """No more changes."""
        self._process.communicate()
        self._said.close()


def main() -> None:
    """Do what the lines of the standard input name."""
    import django

    django.setup()
    changes = _changes()
    for line in sys.stdin:
        changes[line.strip()]()
        print("done", flush=True)  # noqa: T201 - the answer


def _changes() -> dict[str, Callable[[], Any]]:
    from django.core.management import call_command

    from faq.models import Entry
    from faq.publishing import publish_entry, withdraw_entries
    from ground.text import Text
    from search import rebuilding
    from search.models import IndexedDocument
    from search.rows import rows_of
    from search.synonyms import Group
    from search.thesaurus import write_groups
    from tests.factories import create_entry, create_flow
    from wizard.editing.guides import retire_flow
    from wizard.models import Flow
    from wizard.publishing import publish

    def entry(title: str) -> None:
        create_entry("extra", publish=False, title=Text(f"{WORD_JA}{title}", f"The {WORD_EN} {title}"))
        publish_entry(Entry.objects.get(slug="extra"), author=None)

    def guide() -> None:
        flow = Flow.objects.filter(slug="extra").first()
        if flow is None:
            title = Text(f"{WORD_JA}の案内", f"Guide to the {WORD_EN}")
            flow = create_flow("q: a=end\nend", flow="extra", q={"title": title}, end={"title": title})
        publish(flow, author=None)

    def rebuild_with_another_dictionary() -> None:
        """Every row is another one each time."""
        number = IndexedDocument.objects.order_by("-pk").values_list("pk", flat=True).first()

        def other_rows(owner: str, documents: Any) -> Any:
            for row, readings in rows_of(owner, documents):
                row.key_terms += f" dictionary{number}"
                yield row, readings

        vars(rebuilding)["rows_of"] = other_rows
        rebuilding.rebuild()

    return {
        "one title": lambda: entry("の変更"),
        "another title": lambda: entry("とは"),
        "withdrawn entry": lambda: withdraw_entries([Entry.objects.get(slug="extra")]),
        "guide": guide,
        "withdrawn guide": lambda: retire_flow(Flow.objects.get(slug="extra")),
        "synonyms": lambda: write_groups([Group((WORD_JA, "締め日"))]),
        "rebuild": rebuild_with_another_dictionary,
        "load": lambda: call_command("load_content", "content", publish=True, stdout=sys.stderr),
    }


if __name__ == "__main__":
    main()
