"""A short name for the program's own part in a page: templates, styles and translations.

It stands in every ETag, so that a deployment is seen at once by readers who hold an older page.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings

from ground.skeleton import remember


@remember(1)
def templates_fingerprint() -> str:
    """A hash over the names and contents of templates, static files and translations; once a process."""
    digest = hashlib.sha256()
    base = Path(settings.BASE_DIR)
    for folder, pattern in (("templates", "**/*.html"), ("static", "**/*.*"), ("locale", "**/*.mo")):
        for path in sorted((base / folder).glob(pattern)):
            digest.update(f"{path.name}:".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
