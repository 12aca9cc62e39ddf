"""Addresses of the helpers, below /<language>/tools/."""

from django.urls import path

from tools import views

app_name = "tools"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.tool, name="tool"),
]
