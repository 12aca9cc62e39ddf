"""Faults with real processes: servers killed, databases stopped and frozen, mail servers that keep silent.

`make faults` runs them; `FAULTS=short` (as CI does) makes each as short as it still proves something. They are no part of
`make test`, which has no PostgreSQL of its own.
"""
