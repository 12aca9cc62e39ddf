"""A PostgreSQL of our own, which may be stopped, frozen and killed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from typing import Any

import psycopg

from tests.faults.ports import free_port


def find_tool(name: str) -> str | None:
    """PostgreSQL's own program `name`; Debian keeps most of them off the PATH."""
    return shutil.which(name) or max(glob(f"/usr/lib/postgresql/*/bin/{name}"), default=None)


class Cluster:
    """One server with its data in a folder of its own; databases are made from a template that is made once."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._data = folder / "data"
        self._log = folder / "postgres.log"
        # It refuses to run as root.
        self._user = "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        if os.getuid() == 0:
            shutil.chown(folder, self._user)
        self._run(
            "initdb",
            "--no-sync",
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        )

    def _run(self, tool: str, *arguments: str, check: bool = True) -> None:
        command = [str(find_tool(tool)), "-D", str(self._data), *arguments]
        with self._log.open("ab") as log:
            subprocess.run(  # noqa: S603 - PostgreSQL's own program
                command,
                check=check,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                user=self._user,
            )

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        self._run("pg_ctl", "-w", "-l", str(self._data / "server.log"), "-o", options, "start")

    def stop(self) -> None:
        """Take it away at once; sessions are broken off."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop", check=False)

    def _processes(self) -> list[int]:
        main = int((self._data / "postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
        return [main, *map(int, children)]

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """It takes connections and says nothing, as a machine does whose disk hangs."""
        processes = self._processes()
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                os.kill(process, signal.SIGCONT)

    def url(self, database: str) -> str:
        """What `DATABASE_URL` says of it."""
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def sql(self, database: str, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of `query`, or none."""
        with psycopg.connect(self.url(database), autocommit=True, connect_timeout=5) as connection:
            cursor = connection.execute(query, values or None)
            return cursor.fetchall() if cursor.description else []

    def copy(self, template: str, name: str) -> str:
        """A new database like `template`; its address."""
        self.sql("postgres", f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A server that is there until the end."""
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    made = Cluster(folder)
    made.start()
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder)
