"""What tests of enquiries share."""

import pytest
from django.core.cache import cache
from pytest_django import Settings


@pytest.fixture
def offered(settings: Settings) -> None:
    """The operator takes enquiries, mails stay in the process, and nobody has asked yet."""
    settings.ENQUIRY_EMAIL = "desk@example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()
