"""The rows of the room. `authoring` is what editors change, `revision` what customers read, `editing` what
happened to the drafts.

`editing` may name both, and `revision` may name `authoring` (a revision belongs to a flow), never the other way
round in code: `Flow.live` refers to its revision by name only.
"""

from wizard.models.authoring import (
    Alias,
    Choice,
    Flow,
    FlowGroup,
    LoadedPack,
    SiteNotice,
    Step,
    StepChannel,
    StepEntry,
)
from wizard.models.editing import CheckedTranslation, DraftChange, PreviewLink, ScheduledPublish
from wizard.models.revision import Mention, PublishedStep, Revision

__all__ = [
    "Alias",
    "CheckedTranslation",
    "Choice",
    "DraftChange",
    "Flow",
    "FlowGroup",
    "LoadedPack",
    "Mention",
    "PreviewLink",
    "PublishedStep",
    "Revision",
    "ScheduledPublish",
    "SiteNotice",
    "Step",
    "StepChannel",
    "StepEntry",
]
