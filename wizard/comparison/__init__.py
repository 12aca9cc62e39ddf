"""Two states of a guide side by side, as plain values: nothing here knows a database, a request or a clock.

`fields` is the grain, `steps` says what changed, `translations` what fell behind, and `outcomes`
what a change means for customers. Imports run in that order.
"""

from wizard.comparison.fields import Conflict, Fields, conflicts, fields_of, merge, step_from_fields
from wizard.comparison.outcomes import OutcomeChanges, WayChange, outcome_changes
from wizard.comparison.steps import (
    BrokenLink,
    ChoiceChange,
    Comparison,
    FieldChange,
    StepChange,
    broken_links,
    compare,
)
from wizard.comparison.translations import FellBehind, stale_translations

__all__ = [
    "BrokenLink",
    "ChoiceChange",
    "Comparison",
    "Conflict",
    "FellBehind",
    "FieldChange",
    "Fields",
    "OutcomeChanges",
    "StepChange",
    "WayChange",
    "broken_links",
    "compare",
    "conflicts",
    "fields_of",
    "merge",
    "outcome_changes",
    "stale_translations",
    "step_from_fields",
]
