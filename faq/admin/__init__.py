"""The FAQ in admin: categories, entries with their publishing, and what was published."""

from faq.admin import category, entry, revision

__all__ = ["category", "entry", "revision"]
