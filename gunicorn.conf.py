"""What gunicorn reads by itself when it is started from this folder; see docs/deploy.md."""

import os
import subprocess
import sys

# 0: as long as the web server before it lets through (up to 1 MB). Ten thousand Japanese characters in an address are
# 90,000 bytes, and a search answers them in words; gunicorn's own limit would answer with a bare error.
limit_request_line = 0
# Nobody says by a header below which address the site stands, nor which page is meant (gunicorn would believe a proxy
# on this machine, and answer 500 where the two do not fit).
forwarder_headers = ""

# In each worker. A page that waits for the database must not hold the static files and pages behind it; each thread that
# serves pages keeps a connection of its own.
threads = 4


def on_starting(_server: object) -> None:
    """Refuse settings that no server can have once and in a sentence, before each worker would.

    Another process looks at them: what this one imports, a reload could not read anew.
    """
    paths = os.pathsep.join(filter(None, sys.path))
    command = [sys.executable, "-m", "config.start"]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": paths}, check=False)  # noqa: S603 - our own module
    if done.returncode:
        sys.exit(done.returncode)


def post_worker_init(_worker: object) -> None:
    """Each worker makes its first search before anybody asks for one, and mails what others could not."""
    from contact.postman import call_postman
    from search.warming import warm_up_beside

    warm_up_beside()
    call_postman()
