#!/usr/bin/env python
"""Django's command line."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import Error

from config.start import require_for_command

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        require_for_command(sys.argv)
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Not started: {error}")
    except Error as error:
        from config.troubles import find_trouble

        trouble = find_trouble(error)
        if trouble is None or "--traceback" in sys.argv:
            raise
        sys.exit(f"Not finished: {trouble.text}")
