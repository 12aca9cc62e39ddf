"""The first search of a process, made before anybody asks: it loads the dictionary, both thesauri and the templates."""

from __future__ import annotations

import atexit
import logging
from threading import Event, Thread

from django.db import Error, connection
from django.template.loader import get_template

from ground.snapshot import snapshot
from ground.text import LANGUAGES
from search.finding import find
from search.showing import show

# How long the pages that somebody already waits for are left alone, and how long an exit waits, in seconds.
PAUSE, PATIENCE = 1.0, 3.0
_LOG = logging.getLogger(__name__)
# It goes everywhere a search may: words that are known, mistyped and unknown, in both languages.
_QUERY = "支払いの領収書 アカウント recieve payment"


def warm_up_beside() -> Thread:
    """Begin in a thread that keeps nobody waiting; to be called where a process that serves starts, after any fork."""
    over = Event()
    thread = Thread(target=_warm_up_quietly, args=[over], name="search warm-up", daemon=True)

    def end() -> None:
        over.set()
        thread.join(PATIENCE)  # Sudachi's own code does not bear to be cut off while Python ends

    atexit.register(end)
    thread.start()
    return thread


def warm_up() -> None:
    """Make a search in every language. Raises what a search would raise."""
    get_template("search/results.html")
    for language in LANGUAGES:
        with snapshot():
            show(find(_QUERY, language), language)


def _warm_up_quietly(over: Event) -> None:
    if over.wait(PAUSE):
        return
    try:
        warm_up()
    except Error:
        pass  # there is no database yet, or it is not migrated: whoever searches is told
    except Exception:
        _LOG.exception("The first search could not be prepared.")
    finally:
        connection.close()
