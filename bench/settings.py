"""The project's settings, as on a server, with the floor's address and templates beside the site's own."""

from __future__ import annotations

import os
from pathlib import Path

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, STORAGES

ROOT_URLCONF = "bench.floor"
TEMPLATES[0]["DIRS"] = [BASE_DIR / "templates", BASE_DIR / "bench" / "templates"]  # noqa: F405
# Addresses of static files without a manifest: the cheapest there are, so that the floor is not made dear.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = Path(os.environ["BENCH_FOLDER"])
