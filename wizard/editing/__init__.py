"""Changing a draft: each change is one transaction, one new version of the guide and one record that can be undone.

`parts` says what a change touched, `names` what it names, `rows` carries it out, `log` records it and tells who came too late;
`steps` and `whole` are what an editor does. Imports run in that order. Beside them stand `pointers`
(what leads to a step), `guides` (a guide as a whole) and `words` (a change in a sentence).
"""

from wizard.editing.guides import (
    NotLive,
    duplicate_flow,
    places_leading_to,
    rename_flow,
    retire_flow,
    retire_flows,
)
from wizard.editing.log import KEPT, changes_since, parts_of, recorded
from wizard.editing.names import in_todays_slugs
from wizard.editing.pointers import Pointers, what_points_to
from wizard.editing.refusals import (
    NoSuchChoice,
    NoSuchStep,
    NothingToUndo,
    NotWritable,
    Refused,
    Stale,
    StaleEdit,
)
from wizard.editing.slugs import free_slug
from wizard.editing.steps import (
    add_step,
    change_step,
    delete_step,
    made_before,
    name_successor,
    stored_step,
)
from wizard.editing.values import choices_from_lines, with_choices
from wizard.editing.whole import (
    Reversal,
    record_load,
    redo,
    redoable,
    replace_graph,
    set_start,
    undo,
    undoable,
)
from wizard.editing.words import change_words

__all__ = [
    "KEPT",
    "NoSuchChoice",
    "NoSuchStep",
    "NotLive",
    "NotWritable",
    "NothingToUndo",
    "Pointers",
    "Refused",
    "Reversal",
    "Stale",
    "StaleEdit",
    "add_step",
    "change_step",
    "change_words",
    "changes_since",
    "choices_from_lines",
    "delete_step",
    "duplicate_flow",
    "free_slug",
    "in_todays_slugs",
    "made_before",
    "name_successor",
    "parts_of",
    "places_leading_to",
    "record_load",
    "recorded",
    "redo",
    "redoable",
    "rename_flow",
    "replace_graph",
    "retire_flow",
    "retire_flows",
    "set_start",
    "stored_step",
    "undo",
    "undoable",
    "what_points_to",
    "with_choices",
]
