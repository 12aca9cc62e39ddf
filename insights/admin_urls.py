"""Addresses of the insight pages, below /admin/insights/. The page of a guide is the guides' own room's."""

from django.urls import path

from insights import overview, reading

app_name = "insights_admin"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("entries/", overview.entries, name="entries"),
    path("searches/", overview.searches, name="searches"),
    path("comments/", reading.comments, name="comments"),
]
