"""What a page gave a browser to keep, and the browser sends back, if it was not somebody else."""

from __future__ import annotations

import json


def read_json(text: str) -> object:
    """The value in a JSON text. Raises ValueError for anything else, and for one nested deeper than Python reads."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
