"""The content pack as it is shipped, read from its folder and loaded for a module of tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings

from wizard.content import read_pack
from wizard.loading import load_pack
from wizard.pack import Pack

FOLDER = Path(settings.BASE_DIR) / "content"


@cache
def shipped_pack() -> Pack:
    """The pack, which must be free of complaints; read once for all."""
    pack = read_pack(FOLDER)
    assert not pack.complaints, pack.complaints
    return pack


def load_shipped_pack() -> Pack:
    """The pack, now live in the database."""
    pack = shipped_pack()
    load_pack(pack, publish=True)
    return pack
