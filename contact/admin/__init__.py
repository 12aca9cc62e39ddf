"""Contact channels and enquiries in admin."""

from contact.admin import channel, enquiry

__all__ = ["channel", "enquiry"]
