"""Hostile requests from a seed: none may be answered with a 5xx, or not at all.

`make fuzz` sends 20,000 raw requests (bytes over sockets, to gunicorn) and 5,000 real forms with their fields made worse,
to every address of the site, as nobody, as an editor and as an administrator. `FUZZ=short` is what CI does. The whole
of it comes from `SEED`, so that it can be repeated; `ONLY=raw:17` or `ONLY=form:3` repeats a part.
"""
