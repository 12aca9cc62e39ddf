"""The measuring process: databases made, `bench.inside` run on each, under callgrind where there is valgrind."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_TOTALS = re.compile(rb"^totals: (\d+)", re.MULTILINE)
_MARK = "getloadavg"


@dataclass(frozen=True)
class Cost:
    """What one request costs: processor seconds, and instructions where they can be counted (else 0)."""

    seconds: float
    instructions: float


def can_count() -> bool:
    """Whether instructions can be counted here."""
    return shutil.which("valgrind") is not None


def environment(database: str, folder: Path) -> dict[str, str]:
    """The environment of a process of the site, as on a server, on the database at the URL `database`."""
    return {
        **os.environ,
        "ALLOWED_HOSTS": "127.0.0.1",
        "BENCH_FOLDER": str(folder),
        "DATABASE_URL": database,
        "DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "HTTPS": "0",
        "PYTHONHASHSEED": "0",
        "SECRET_KEY": "for-the-benchmark-only-0123456789-abcdefghijklmnopqrstuvwxyz",
    }


def make_guide(size: int, database: str, folder: Path) -> dict[str, float]:
    """Fill an empty database; the seconds that writing and publishing took."""
    seconds: dict[str, float] = _run("bench.guides", str(size), environ=environment(database, folder))
    return seconds


def measure(database: str, size: int, folder: Path, count: int) -> dict[str, Cost]:
    """The cost of each kind of request, from `count` of each."""
    environ = environment(database, folder)
    arguments = ["bench.inside", str(count), str(size)]
    seconds: dict[str, float] = _run(*arguments, environ=environ)
    instructions = dict.fromkeys(seconds, 0.0)
    if can_count():
        out = folder / "callgrind"
        tool = ["valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={out}", f"--dump-before={_MARK}"]
        kinds = _run(*arguments, "--counted", environ=environ, tool=tool)
        # Dump 1 is what came before the first mark; then each kind, and what lies between it and the next.
        for number, kind in enumerate(kinds, 1):
            instructions[kind] = _total(Path(f"{out}.{2 * number}")) / count
    return {kind: Cost(seconds[kind], instructions[kind]) for kind in seconds}


def _total(dump: Path) -> int:
    found = _TOTALS.search(dump.read_bytes())
    if found is None:
        raise RuntimeError("callgrind left no total; is its version older than 3.15?")
    return int(found[1])


def _run(module: str, *arguments: str, environ: dict[str, str], tool: list[str] | None = None) -> Any:
    command = [*(tool or ()), sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, check=True)  # noqa: S603
    return json.loads(done.stdout)
