"""What the tree editor costs in large guides: `python -m bench.editor_size`.

Builds guides of 500 and 5,000 steps, each with texts of its own, in a scratch database, and asks as a browser
would: the guide's change page, the panel of a step, saving it, undo. The median of seven counts. The aims are for
500 steps: the page in 1 s, a save in 300 ms. Options: --sizes 500,5000 --profile save.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from bench import MEASURED
from bench.databases import sqlite_in
from bench.measure import environment

ROOT = Path(__file__).resolve().parent.parent
TIMES = 7
AIMS = {"page": 1.0, "save": 0.3}
AIMED = 500
KINDS = {
    "page": "the change page",
    "panel": "a step's panel",
    "save": "saving a step",
    "undo": "undo",
}


def main() -> None:
    """Measure each size in a process and a database of its own."""
    parser = argparse.ArgumentParser(prog="python -m bench.editor_size", description=__doc__)
    parser.add_argument("--sizes", default="500,5000", help="steps of the guides")
    parser.add_argument("--profile", choices=KINDS, help="where the time of one of them goes")
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        sys.exit(_inside(options.inside, options.profile))
    now, cores = datetime.now().strftime("%Y-%m-%d"), len(os.sched_getaffinity(0))
    print(f"{now}, {cores} cores, SQLite, median of {TIMES}\n")
    print(
        "| steps | asked for | ms | the first time, ms | queries | KB |\n|---|---|---|---|---|---|",
        flush=True,
    )
    missed = [size for size in map(int, options.sizes.split(",")) if not _run(size, options.profile)]
    sys.exit(bool(missed))


def _run(size: int, profile: str | None) -> bool:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        environ = environment(sqlite_in(Path(name))(size), Path(name))
        command = [sys.executable, "-m", "bench.editor_size", "--inside", str(size)]
        command += ["--profile", profile] if profile else []
        done = subprocess.run(command, env=environ, cwd=ROOT, check=False)  # noqa: S603 - itself
        return done.returncode == 0


def _inside(size: int, profile: str | None) -> bool:
    """Print a row for each kind; whether an aim was missed."""
    import django

    django.setup()
    acts = _acts(size)
    taken: dict[str, list[float]] = {kind: [] for kind in KINDS}
    cost: dict[str, tuple[int, int]] = {}
    first = {kind: _seconds(acts[kind]) for kind in KINDS}
    for _ in range(TIMES):
        for kind in KINDS:
            taken[kind].append(_seconds(acts[kind]))
    for kind, act in acts.items():
        cost[kind] = _counted(act)
    for kind, words in KINDS.items():
        queries, length = cost[kind]
        milliseconds = statistics.median(taken[kind]) * 1000
        print(
            f"| {size:,} | {words} | {milliseconds:.0f} | {first[kind] * 1000:.0f} | {queries} | {length // 1024} |",
            flush=True,
        )
    if profile:
        with cProfile.Profile() as profiled:
            acts[profile]()
        pstats.Stats(profiled).sort_stats("cumulative").print_stats(45)
    return size <= AIMED and any(statistics.median(taken[kind]) > aim for kind, aim in AIMS.items())


def _seconds(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _counted(act: Callable[[], Any]) -> tuple[int, int]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        response = act()
    return len(queries), len(response.content)


def _acts(size: int) -> dict[str, Callable[[], Any]]:
    """What is measured; saving and undoing take turns, so that each changes the draft."""
    from django.contrib.auth.models import User
    from django.http import HttpResponse
    from django.test import Client

    from wizard.models import Flow

    flow = _guide(size)
    user = User.objects.create(username="bench", is_staff=True, is_superuser=True)
    client = Client(SERVER_NAME="127.0.0.1", headers={"accept-language": "ja"})
    client.force_login(user)
    htmx = {"HX-Request": "true"}
    step = f"/admin/wizard/flow/{flow.slug}/steps/{MEASURED}/"

    def ok(response: Any) -> HttpResponse:
        assert response.status_code == 200, response.content
        return response  # type: ignore[no-any-return]

    def version() -> int:
        return Flow.objects.values_list("version", flat=True).get(pk=flow.pk)

    def save() -> HttpResponse:
        fields = _fields_of(flow, number=version())
        return ok(client.post(step, {**fields, "version": version()}, headers=htmx))

    return {
        "page": lambda: ok(client.get(f"/admin/wizard/flow/{flow.pk}/change/")),
        "panel": lambda: ok(client.get(step, headers=htmx)),
        "save": save,
        "undo": lambda: ok(
            client.post(f"/admin/wizard/flow/{flow.slug}/undo/", {"version": version()}, headers=htmx)
        ),
    }


def _guide(size: int) -> Any:
    """The draft of a guide whose every step has its own texts: what is cached by text must not flatter it."""
    from django.core.management import call_command

    from bench.guides import guide_of, make
    from faq.markdown import _faults_in, _links_in
    from ground.text import Text
    from wizard.compiler import write_graph
    from wizard.publishing import publish

    call_command("migrate", verbosity=0)
    make(10)
    guide = guide_of(size)
    link = "[%s](entry:card-declined)"
    steps = tuple(
        replace(
            step,
            body=Text(
                f"{step.body.ja}\n\n{link % 'カード'} {step.slug}",
                f"{step.body.en}\n\n{link % 'card'} {step.slug}",
            ),
        )
        for step in guide.steps
    )
    flow = write_graph(replace(guide, steps=steps))
    publish(flow, author=None)
    flow.refresh_from_db()
    for cache in (_links_in, _faults_in):
        cache.cache_clear()  # a process that starts has read no text yet
    return flow


def _fields_of(flow: Any, *, number: int) -> dict[str, Any]:
    """The form of the measured step with another title."""
    from ground.text import LANGUAGES
    from wizard.comparison.fields import target_to_text
    from wizard.editing import stored_step
    from wizard.graph import TEXTS_OF_STEP

    step = stored_step(flow, MEASURED)
    assert step is not None
    fields: dict[str, Any] = {
        f"{name}_{code}": getattr(getattr(step, name), code) for name in TEXTS_OF_STEP for code in LANGUAGES
    }
    fields |= dict.fromkeys(("helper", "outcome", "editor_note", "aliases", "more_choices"), "")
    fields |= {"slug": step.slug, "entries": "", "related": "", "channels": "", "title_en": f"saved {number}"}
    for code in LANGUAGES:
        fields[f"choice_label_{code}"] = [getattr(choice.label, code) for choice in step.choices]
        fields[f"choice_hint_{code}"] = [getattr(choice.hint, code) for choice in step.choices]
    fields["choice_was"] = fields["choice_slug"] = [choice.slug for choice in step.choices]
    fields["choice_next"] = [target_to_text(choice.next) for choice in step.choices]
    fields["choice_aliases"] = [" ".join(choice.aliases) for choice in step.choices]
    return fields


if __name__ == "__main__":
    main()
