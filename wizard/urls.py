"""Addresses of home and the guides, below /<language>/."""

from django.urls import path

from wizard.views import home, step

app_name = "wizard"
urlpatterns = [
    path("", home.home, name="home"),
    path("guides/", home.guides, name="guides"),
    path("guides/<slug:flow>/", step.guide, name="guide"),
    path("guides/<slug:flow>/<slug:step>/", step.step, name="step"),
]
