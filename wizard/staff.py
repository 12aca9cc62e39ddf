"""What an account may do with guides, asked outside admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User

VIEW, CHANGE = "wizard.view_flow", "wizard.change_flow"


def may_see_guides(user: User | AnonymousUser) -> bool:
    """Whether `user` is staff who may look at guides in admin; whoever may change them may look, too."""
    return user.is_staff and (user.has_perm(VIEW) or user.has_perm(CHANGE))


def may_share_drafts(user: User | AnonymousUser) -> bool:
    """Whether `user` is staff who may show drafts to others."""
    return user.is_staff and user.has_perm(CHANGE)
