"""A change of a draft as a sentence, in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext

from ground.sentences import marked as _
from wizard.models import DraftChange

SENTENCES = {
    "step-changed": _("Changed the step “%(subject)s”"),
    "step-added": _("Added the step “%(subject)s”"),
    "step-deleted": _("Deleted the step “%(subject)s”"),
    "step-deleted-for": _("Deleted the step “%(subject)s” in favour of “%(detail)s”"),
    "step-renamed": _("Renamed the step “%(subject)s” to “%(detail)s”"),
    "successor-named": _("Made “%(subject)s” the successor of “%(detail)s”"),
    "start-set": _("Made “%(subject)s” the first question"),
    "header-changed": _("Changed the title or the summary"),
    "replaced": _("Replaced the whole draft"),
    "imported": _("Imported the draft from a file"),
    "restored": _("Put revision %(detail)s back into the draft"),
    "loaded": _("Loaded the draft from a content pack"),
    "target-removed": _("Led choices away from deleted steps of another guide: %(detail)s"),
    "alias-removed": _("Removed the former slug “%(detail)s”"),
    "edited": _("Edited “%(subject)s” in the list of steps"),
}


def change_words(change: DraftChange) -> str:
    """What `change` did; for an undo or a redo, which change it took back or did again (`reverts` is read)."""
    if change.reverts is not None:
        words = {"change": change_words(change.reverts)}
        return (
            gettext("Undone: %(change)s") if change.kind == "undone" else gettext("Redone: %(change)s")
        ) % words
    kind = "step-deleted-for" if change.kind == "step-deleted" and change.detail else change.kind
    if kind not in SENTENCES:
        return change.kind
    return gettext(SENTENCES[kind]) % {"subject": change.subject, "detail": change.detail}
