"""A number to count, and a database that is away."""

from __future__ import annotations

from django.db import OperationalError
from django.db.models import Sum

from insights.models import StepCount

KEY = (StepCount, "seen", "guide", 1, "q1", "")


def total() -> int:
    return StepCount.objects.aggregate(total=Sum("n"))["total"] or 0


def away(_counts, _day):
    raise OperationalError("connection refused\n\tIs the server running?")
