"""A disk without room: reading goes on, writing is refused in words, and both work again once there is room."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.cluster import Cluster
from tests.faults.conftest import in_full_only
from tests.faults.site import Site
from tests.faults.words import FULL, comment, is_said

Serve = Callable[..., Site]
PAGES = ("/ja/", "/en/guides/payment/", "/en/faq/entry/dates/", "/ja/search/?q=card", "/en/contact/")


class Disk:
    """A small disk of our own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Leave no room on it."""
        with self._ballast.open("wb", buffering=0) as ballast:
            try:
                while ballast.write(b"\0" * 4096):
                    pass
            except OSError:
                pass
        assert shutil.disk_usage(self.folder).free == 0

    def clear(self) -> None:
        """Have room again."""
        self._ballast.unlink()


@pytest.fixture
def disk() -> Iterator[Disk]:
    """A disk of 64 MB with room, in memory; not in pytest's own folder, which PostgreSQL's user may not enter."""
    folder = Path(tempfile.mkdtemp(prefix="small-"))
    folder.chmod(0o755)
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)]
    if os.getuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:  # noqa: S603
        folder.rmdir()
        pytest.skip("no small disk on this machine: only root may mount one")
    yield Disk(folder)
    subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S603, S607
    folder.rmdir()


def check_that_reading_goes_on_and_writing_is_refused(site: Site) -> None:
    for _ in range(2):
        assert [site.get(page).status for page in PAGES] == [200] * len(PAGES)
        refused = comment(site, "there is no room")
        assert is_said(refused, FULL["en"])
        assert "What you sent could not be saved" in refused.text
    assert site.get("/static/site.css").status == 200
    assert site.log.count("Nothing can be stored") == 1


def test_postgresql_without_room(serve: Serve, postgres: Cluster, database: str, disk: Disk) -> None:
    space = disk.folder / "space"
    space.mkdir(mode=0o700)
    shutil.chown(space, "nobody")
    postgres.sql("postgres", f"CREATE TABLESPACE small LOCATION '{space}'")
    try:
        postgres.sql("postgres", f'ALTER DATABASE "{database}" SET TABLESPACE small')
        site = serve(postgres.url(database), "--workers", "1")
        assert [site.get(page).status for page in PAGES] == [200] * len(PAGES)
        disk.fill()
        check_that_reading_goes_on_and_writing_is_refused(site)
        disk.clear()
        assert comment(site, "there is room").status == 303
        site.kill()
    finally:
        postgres.sql("postgres", f'DROP DATABASE "{database}" WITH (FORCE)')
        postgres.sql("postgres", "DROP TABLESPACE small")


@in_full_only  # the short form fills the disk of PostgreSQL
def test_sqlite_without_room(serve: Serve, disk: Disk, sqlite_template: Path) -> None:
    file = shutil.copy(sqlite_template, disk.folder)
    site = serve(f"sqlite:///{file}", "--workers", "1")
    assert [site.get(page).status for page in PAGES] == [200] * len(PAGES)
    disk.fill()
    check_that_reading_goes_on_and_writing_is_refused(site)
    disk.clear()
    assert comment(site, "there is room").status == 303
    site.stop()


def test_no_room_for_what_is_sent_nor_for_the_cache(
    serve: Serve, postgres: Cluster, database: str, disk: Disk
) -> None:
    """Large files wait in a temporary folder, and limits may be kept in files."""
    site = serve(
        postgres.url(database), "--workers", "1",
        TMPDIR=str(disk.folder), CACHE_URL=f"file://{disk.folder}/cache", FEEDBACK_LIMIT="1",
    )  # fmt: skip
    disk.fill()
    assert [comment(site, f"no limit {number}").status for number in range(3)] == [303] * 3
    assert site.log.count("The cache does not answer, so nothing is limited.") == 1
    large = b'--b\r\nContent-Disposition: form-data; name="file"; filename="large"\r\n\r\n' + b"x" * 3_000_000
    refused = site.send("/en/feedback/", large + b"\r\n--b--\r\n", "multipart/form-data; boundary=b")
    assert is_said(refused, FULL["en"])
    assert "go back" in refused.text
    assert "Internal Server Error" not in site.log
