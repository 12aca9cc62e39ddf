"""Two states of a guide side by side, as plain values: nothing here knows a database, a request or a clock.

`fields` is the grain, `merging` brings together what two editors made of a step, `steps` says what changed,
`translations` what fell behind, and `outcomes` what a change means for customers. Imports run in that order.
"""

from wizard.comparison.fields import Fields, fields_of, step_from_fields
from wizard.comparison.merging import Conflict, Pick, alike, conflicts, merge
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
    "Pick",
    "StepChange",
    "WayChange",
    "alike",
    "broken_links",
    "compare",
    "conflicts",
    "fields_of",
    "merge",
    "outcome_changes",
    "stale_translations",
    "step_from_fields",
]
