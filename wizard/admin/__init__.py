"""The guides in admin, a module for each thing an editor thinks of.

`fields` holds what their forms share, `telling` how publishing speaks; neither knows a model admin.
"""

from django.contrib import admin
from django.utils.functional import lazy
from django.utils.translation import gettext

from ground.login import LoginForm
from ground.pages import site_name
from wizard.admin import alias, arrangement, flow, people, revision, step

__all__ = ["alias", "arrangement", "flow", "people", "revision", "step"]


def _title() -> str:
    return gettext("%(site)s administration") % {"site": site_name()}


admin.site.site_header = admin.site.site_title = lazy(_title, str)()
admin.site.login_form = LoginForm
