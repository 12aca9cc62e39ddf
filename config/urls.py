"""The address book; docs/design.md states the contract."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic.base import RedirectView
from django.views.i18n import set_language

from faq.admin.keyword import add_view as add_keyword
from ground.login import sign_in
from ground.targets import TargetsFound
from wizard.admin.coverage import coverage_page
from wizard.admin.insights import guide_insights
from wizard.views import handoff, preview
from wizard.views.robots import SITEMAPS, robots_txt
from wizard.views.root import to_language

# What customers open most comes first: addresses are tried in this order.
urlpatterns: list[URLPattern | URLResolver] = [
    *i18n_patterns(
        path("", include("wizard.urls")),
        path("faq/", include("faq.urls")),
        path("search/", include("search.urls")),
        path("contact/", include("contact.urls")),
        path("feedback/", include("insights.urls")),
        path("tools/", include("tools.urls")),
    ),
    path("", to_language),
    path("admin/language/", set_language, name="set_language"),
    path("admin/insights/guides/<slug:flow>/", guide_insights, name="insights_guide"),
    path("admin/insights/keyword/", add_keyword, name="add_keyword"),
    path("admin/insights/", include("insights.admin_urls")),
    path("admin/coverage/", admin.site.admin_view(coverage_page), name="coverage"),
    path("admin/login/", sign_in),
    path("admin/autocomplete/", admin.site.admin_view(TargetsFound.as_view())),
    path("admin/", admin.site.urls),
    path("h/", handoff.opened, name="code"),
    re_path(r"^h/(?P<code>[\s\S]+)\Z", handoff.opened, name="handoff"),  # line breaks of a mail too
    path("preview/<str:token>/", preview.shared, name="preview"),
    path("preview/<str:token>/<str:language>/", preview.shared),
    path("preview/<str:token>/<str:language>/<str:step>/", preview.shared),
    path("robots.txt", robots_txt),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("favicon.ico", RedirectView.as_view(url="/static/favicon.svg")),
]

handler400 = "ground.refusals.not_understood"
handler403 = "ground.refusals.not_allowed"
handler404 = "wizard.views.missing.page_not_found"
handler500 = "config.unavailable.server_error"
